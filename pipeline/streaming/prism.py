"""A stream on Prism, Beam's own runner for one machine: one job without end, the feeds' state in a folder here.

Prism keeps no checkpoint and tries nothing again. So the launcher does: a job that failed, or whose worker died, is
followed by another, a run of its own, which begins with what the folder and the index hold.
"""

import argparse
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from multiprocessing import active_children
from pathlib import Path
from typing import Any

from pipeline.clocks import after_earlier_runs
from pipeline.errors import RunError, TransientError
from pipeline.feed_state import LAST_ROUND, LAST_RUN, held_state
from pipeline.forking import ForkServer
from pipeline.index.actions import Action
from pipeline.index.client import ResponseError
from pipeline.index.output import ElasticsearchOutput
from pipeline.ledger import run_action, tallies_of_lines
from pipeline.log import EventLog
from pipeline.metrics import Snapshot, told_to_prometheus
from pipeline.plan import Plan
from pipeline.pool import HANG_UP_S, Pool, serving
from pipeline.prism import find_prism, running_prism, without_own
from pipeline.sources import InputSpec, StateStore, with_listed_feeds
from pipeline.streaming.gate import stop_action, stop_id
from pipeline.streaming.journal import Journal, close_killed
from pipeline.streaming.next_rounds import rounds_without_end
from pipeline.streaming.outcomes import last_line
from pipeline.streaming.signals import Stop
from pipeline.suspects import FOLDER_VARIABLE
from pipeline.worker import say_no_hang_ups

EVERY_S = 0.5
LOOK_EVERY_S = 0.3
STOP_S = 60.0
"""A stream that cannot be told to end for so long, as the index is away, ends without."""
SILENT_S = 300.0
UNHEARD_S = 900.0
"""A job of which the index has heard nothing for so long hangs, or its clock was set back."""
FIRST_RETRY_S, LONGEST_RETRY_S = 1.0, 60.0
AWAY = (RunError, TransientError, ResponseError, OSError)


def run_on_prism(args: argparse.Namespace, plan: Plan, output: ElasticsearchOutput) -> int:
    """Run until stopped; the result is the exit code."""
    program = find_prism(args.beam_arguments)
    say_no_hang_ups()
    assert plan.state is not None
    output.prepare()
    log = EventLog(args.log_format, args.quiet)
    with held_state(plan.state, output) as store, tempfile.TemporaryDirectory(prefix="claimwire-") as folder:
        stream = PrismStream(
            plan=plan, output=output, store=store, program=program, folder=Path(folder), log=log,
            options=without_own(args.beam_arguments),
        )  # fmt: skip
        with told_to_prometheus(args.metrics, stream.snapshot) as port, stream.stop.listening():
            if port:
                log.say("metrics", port=port)
            return stream.run()


@dataclass(kw_only=True)
class PrismStream:
    """The stream as its launcher sees it: by the run's document, and by the processes that it started."""

    plan: Plan
    output: ElasticsearchOutput
    store: StateStore
    program: Path
    folder: Path
    log: EventLog
    options: list[str]
    stop: Stop = field(init=False)
    document: dict[str, Any] = field(default_factory=dict)
    """The run's document as last read."""
    rounds_before: int = 0
    """Of the jobs before this one."""
    failed_attempts: int = 0
    _dead: int = 0
    """With which code a worker ended."""
    _ready: bool = False

    def __post_init__(self) -> None:
        self.stop = Stop(asked=self._say_stopping, at_once=self._stop_at_once)

    def run(self) -> int:
        """Go from job to job until asked to stop."""
        specs = with_listed_feeds(self.plan.specs, self.plan.policy)
        named, pause, number = self.plan.facts, FIRST_RETRY_S, 1
        while True:
            problem = self._job(specs)
            if problem is None:
                return self._ended()
            self._ready = False
            self.failed_attempts += 1
            if rounds := self._rounds():
                pause, self.rounds_before = FIRST_RETRY_S, self.rounds_before + rounds
            if self.stop():
                self.log.say("stopped", "the last round is not indexed and comes again at the next start", why=problem)
                return 1
            self.log.say("failed", problem, retry_s=pause)
            end = time.monotonic() + pause
            while time.monotonic() < end and not self.stop():
                time.sleep(0.1)
            pause, number = min(2 * pause, LONGEST_RETRY_S), number + 1
            now = datetime.now(UTC).isoformat()
            self.plan = replace(self.plan, facts=replace(named, id=f"{named.id}-{number}", started_at=now))

    def _job(self, specs: list[InputSpec]) -> str | None:
        """Run one job until it ends as asked; otherwise the result says why it ended."""
        self.document, self._dead = {}, 0
        try:
            self._begin(len(specs))
            with (
                self._workers() as address,
                running_prism(self.program, self.folder / "prism.log") as (
                    endpoint,
                    process,
                ),
            ):
                result = self._submit(specs, endpoint, address)
                return self._follow(result, process)
        except AWAY as error:
            return last_line(f"{type(error).__name__}: {error}")

    def _begin(self, inputs: int) -> None:
        """Note the run in the index, and then in the state, which would be void without."""
        facts = after_earlier_runs(self.plan.facts, self.output)
        ahead = datetime.fromisoformat(facts.started_at) - datetime.now(UTC)
        facts = replace(facts, ahead_ms=max(0, int(ahead.total_seconds() * 1000)))
        self.plan = replace(self.plan, facts=facts)
        self.store.roll_back()
        if (earlier := self.store.fact(LAST_RUN)) and close_killed(self.output, facts, earlier):
            self.log.say("resumed", "the stream before did not end by itself; what it left comes again", run=earlier)
        journal = Journal(facts, str(self.store.path.parent))
        self.output.put(run_action(facts, journal.document("running", self.store.states())))
        self.store.commit(facts={LAST_RUN: facts.id, LAST_ROUND: "0"})
        self.store.close()  # an open database must not be forked
        self.log.say("started", run=facts.id, inputs=inputs, index=f"{self.output.url}/{self.output.prefix}-*")

    @contextmanager
    def _workers(self) -> Iterator[str]:
        """Have workers that note what they work on, in case that it ends them."""
        noted = self.folder / "suspects"
        noted.mkdir(exist_ok=True)
        os.environ[FOLDER_VARIABLE] = str(noted)
        server = ForkServer(self.plan.knowledge)
        server.load()
        pool = Pool(server, tuple(self.options), self._worker_ended, quiet=not os.environ.get("CLAIMWIRE_DEBUG"))
        try:
            with serving(pool) as address:
                yield address
        finally:
            pool.wait(HANG_UP_S)
            for process in active_children():  # it would write into the state of the job that follows
                with suppress(ValueError):
                    process.kill()
            pool.wait(HANG_UP_S)

    def _submit(self, specs: list[InputSpec], endpoint: str, workers: str) -> Any:
        import apache_beam as beam
        from apache_beam.options.pipeline_options import PipelineOptions
        from apache_beam.transforms.periodicsequence import PeriodicImpulse
        from apache_beam.utils.timestamp import Timestamp

        options = PipelineOptions(
            [
                *self.options, "--runner=PortableRunner", f"--job_endpoint={endpoint}", "--streaming",
                "--environment_type=EXTERNAL", f"--environment_config={workers}", "--no_pipeline_type_check",
                f"--job_name=claimwire-{self.output.prefix}-{self.plan.facts.id}",
            ]
        )  # fmt: skip
        pipeline = beam.Pipeline(options=options)
        ticks = pipeline | "Ticks" >> PeriodicImpulse(start_timestamp=Timestamp.now(), fire_interval=EVERY_S)
        numbered = ticks | "Numbered" >> beam.Map(_number).with_output_types(int)
        rounds_without_end(numbered, self.plan, self.output, specs, self.store)
        return pipeline.run()

    def _follow(self, result: Any, process: subprocess.Popen[bytes]) -> str | None:
        """Say what the job does until it ends, or is to."""
        import grpc  # type: ignore[import-untyped]

        seen, told, asked = 0, False, None
        said, heard = "", time.monotonic()
        while True:
            with suppress(*AWAY):
                self.document = dict(self.output.get("runs", self.plan.facts.id))
                if self.document.get("updated_at") == said and time.monotonic() - heard > UNHEARD_S:
                    return f"nothing was heard of the job for {UNHEARD_S:.0f} s"
            if self.document.get("updated_at") != said:
                said, heard = self.document.get("updated_at", ""), time.monotonic()
            seen = self._tell(seen)
            if self.document.get("state") == "done":
                return None
            if self._dead:
                return f"a worker ended with code {self._dead}"
            if process.poll() is not None:
                return f"Prism ended with code {process.returncode}"
            try:
                if result.state in ("FAILED", "CANCELLED", "DONE"):
                    return self._reason(result)
            except grpc.RpcError as error:
                return f"Prism does not answer: {last_line(str(error))}"
            if self.stop():
                asked = asked or time.monotonic()
                with suppress(*AWAY):
                    if not told:
                        self.output.put(stop_action(self.plan.facts))
                        told = True
                if not told and time.monotonic() - asked > STOP_S:
                    return "the index could not be told"
            time.sleep(LOOK_EVERY_S)

    def _reason(self, result: Any) -> str:
        try:
            result.wait_until_finish()
        except Exception as error:
            return last_line(str(error))
        return "the job ended by itself"

    def _tell(self, seen: int) -> int:
        stream = self.document.get("stream") or {}
        if not self._ready and stream.get("pid") not in (None, os.getpid()):  # the gate's process has spoken
            self._ready = True
            self.log.say("ready")
        if stream.get("rounds", 0) > seen:
            self.log.say("round", number=stream["rounds"], **stream["last_round"])
        return int(stream.get("rounds", 0))

    def _ended(self) -> int:
        with suppress(*AWAY):
            self.output.put(Action(kind="runs", id=stop_id(self.plan.facts.id), operation="delete"))
        articles, problems = self.document["articles"], self.document["problems"]
        self.log.say("stopped", rounds=self._rounds(), articles=articles, problems=problems)
        return 1 if problems else 0

    def _rounds(self) -> int:
        return int((self.document.get("stream") or {}).get("rounds", 0))

    def _worker_ended(self, code: int) -> None:
        self._dead = self._dead or code

    def snapshot(self) -> Snapshot:
        """Say how it fares, from whichever thread asks."""
        document = self.document
        stream = document.get("stream") or {}
        last = stream.get("last_round")
        trouble = stream.get("trouble") is not None
        return Snapshot(
            counts=tallies_of_lines(document.get("counts") or ()),
            measures=stream.get("measures") or {},
            feeds=tuple(self.store.states()) if self._ready else (),
            rounds=self.rounds_before + self._rounds(),
            failed_attempts=self.failed_attempts + stream.get("failed_attempts", 0),
            waiting=stream.get("waiting", 0),
            last_round_at=datetime.fromisoformat(last["ended_at"]) if last else None,
            in_trouble=trouble,
            ready=self._ready and not trouble,
            alive=time.monotonic() - self.stop.last_asked < SILENT_S,
        )

    def _say_stopping(self) -> None:
        self.log.say("stopping", "the round on its way is finished first; a second signal stops at once")

    def _stop_at_once(self) -> None:
        self.log.say("stopped", "at once; the round in progress comes again at the next start")


def _number(tick: float) -> int:
    return int(tick)
