"""A stream on Flink: submits one job without end, says what it does, and stops it with a savepoint.

The job polls by itself (`gate`). The launcher may die: started again, it follows the job that runs. The savepoint is
noted in the run's document, and the next stream of the index goes on from there.
"""

import argparse
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from pipeline.clocks import after_earlier_runs
from pipeline.errors import RunError, TransientError, UsageError
from pipeline.flink.master import ENDED, FlinkMaster
from pipeline.index.actions import Action
from pipeline.index.client import ResponseError
from pipeline.index.output import ElasticsearchOutput
from pipeline.index.stores import list_streams
from pipeline.ledger import run_action, run_document, tallies_of_lines
from pipeline.log import EventLog
from pipeline.metrics import Snapshot, told_to_prometheus
from pipeline.plan import Plan
from pipeline.runner import ON_A_CLUSTER
from pipeline.sources import with_listed_feeds
from pipeline.streaming.gate import stop_action, stop_id
from pipeline.streaming.journal import worst_feeds
from pipeline.streaming.next_rounds import rounds_without_end
from pipeline.streaming.signals import Stop
from pipeline.streaming.ticks import Ticks, ask_for_ticks

EXPANSION_PORT = 8096
# A bundle that ends during a checkpoint would hand over its results after the watermark: too late for their window.
WITHOUT_END = (
    "--streaming",
    "--checkpointing_interval=10000",
    "--externalized_checkpoints_enabled",
    "--retain_externalized_checkpoints_on_cancellation",
    "--allow_non_restored_state",
    "--max_bundle_time_mills=100",
    "--finish_bundle_before_checkpointing",
    "--no_pipeline_type_check",
)
LOOK_EVERY_S = 0.5
SUBMITTED_S = 180.0
SILENT_S = 300.0
AWAY = (RunError, TransientError, ResponseError, OSError)


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where Flink and its helpers are, as the options say; `savepoint` is where to go on, if they say so."""

    master: str
    expansion: str
    savepoint: str | None

    @classmethod
    def of(cls, options: list[str]) -> "Endpoints":
        parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
        parser.add_argument("--flink_master")
        parser.add_argument("--expansion_endpoint")
        parser.add_argument("--job_endpoint")
        parser.add_argument("--savepoint_path")
        known, _ = parser.parse_known_args(options)
        if not known.flink_master:
            raise UsageError("--streaming on Flink: give --flink_master HOST:PORT, its REST interface, for savepoints")
        host = (known.job_endpoint or known.flink_master).rpartition(":")[0]
        return cls(
            master=known.flink_master.removeprefix("http://").rstrip("/"),
            expansion=known.expansion_endpoint or f"{host}:{EXPANSION_PORT}",
            savepoint=known.savepoint_path,
        )


def run_on_cluster(args: argparse.Namespace, plan: Plan, output: ElasticsearchOutput) -> int:
    """Run until stopped; the result is the exit code."""
    endpoints = Endpoints.of(args.beam_arguments)
    stream = ClusterStream(
        plan=plan,
        output=output,
        master=FlinkMaster(endpoints.master),
        log=EventLog(args.log_format, args.quiet),
    )
    with told_to_prometheus(args.metrics, stream.snapshot) as port, stream.stop.listening():
        if port:
            stream.log.say("metrics", port=port)
        if not stream.attached():
            stream.submit(args.beam_arguments, endpoints, remembers=not args.no_state)
        return stream.follow()


@dataclass(kw_only=True)
class ClusterStream:
    """The stream as its launcher sees it: by the run's document and by Flink."""

    plan: Plan
    output: ElasticsearchOutput
    master: FlinkMaster
    log: EventLog
    stop: Stop = field(init=False)
    job: str = ""
    document: Mapping[str, Any] = field(default_factory=dict)
    """The run's document as last read."""
    savepoint: str | None = None
    """Where the job's state is, once it has been told to end."""

    def __post_init__(self) -> None:
        self.stop = Stop(asked=self._say_stopping, at_once=self._stop_at_once)

    @property
    def _name(self) -> str:
        return f"claimwire-{self.output.prefix}-stream-"

    def attached(self) -> bool:
        """Take up the job of this index that still runs, if there is one."""
        found = self.master.live_job(self._name)
        if found is None:
            return False
        self.job, name = found
        run = name.removeprefix(self._name)
        self.plan = replace(self.plan, facts=replace(self.plan.facts, id=run))
        self.log.say("attached", "the job of this index still runs; its own options hold", run=run, job=self.job)
        return True

    def submit(self, options: list[str], endpoints: Endpoints, *, remembers: bool) -> None:
        """Send the graph to Flink, to go on from the last savepoint."""
        import apache_beam as beam
        from apache_beam.options.pipeline_options import PipelineOptions

        ticks = ask_for_ticks(endpoints.expansion)
        self.output.prepare()
        facts = after_earlier_runs(self.plan.facts, self.output)
        ahead = datetime.fromisoformat(facts.started_at) - datetime.now(UTC)
        facts = replace(facts, ahead_ms=max(0, int(ahead.total_seconds() * 1000)))
        self.plan = replace(self.plan, facts=facts)
        specs = tuple(with_listed_feeds(self.plan.specs, self.plan.policy))
        savepoint = endpoints.savepoint or (self._last_savepoint() if remembers else None)
        chosen = [*options, f"--job_name={self._name}{facts.id}"]
        if savepoint and not endpoints.savepoint:
            chosen.append(f"--savepoint_path={savepoint}")
        stated = {option.partition("=")[0] for option in options}
        chosen += [o for o in (*WITHOUT_END, *ON_A_CLUSTER) if o.partition("=")[0] not in stated]
        pipeline = beam.Pipeline(options=PipelineOptions(chosen))
        rounds_without_end(pipeline | Ticks(ticks), self.plan, self.output, specs)
        result = pipeline.run()
        end = time.monotonic() + SUBMITTED_S
        while (found := self.master.live_job(self._name + facts.id)) is None:
            if result.state in ("FAILED", "CANCELLED") or time.monotonic() > end:
                raise RunError(f"run {facts.id} failed: Flink did not take the job{_since(savepoint)}")
            time.sleep(LOOK_EVERY_S)
        self.job = found[0]
        index = f"{self.output.url}/{self.output.prefix}-*"
        self.log.say("started", run=facts.id, inputs=len(specs), index=index, job=self.job, savepoint=savepoint)

    def follow(self) -> int:
        """Say what the job does until it ends, or is to."""
        before, asked, seen = "", False, 0
        while True:
            with suppress(*AWAY):
                self.document = self.output.get("runs", self.plan.facts.id)
            seen = self._tell(seen)
            with suppress(RunError):  # the job manager may be away for a while
                state = self.master.state(self.job)
                if state != before and before:
                    self.log.say("job", state=state.lower())
                before = state
            if before in ENDED:
                return self._saved(self.savepoint) if self.savepoint else self._failed(before)
            if self.stop() and not asked:
                with suppress(*AWAY):
                    self.output.put(stop_action(self.plan.facts))
                    asked = True
            if self.document.get("state") == "done" and before == "RUNNING":
                with suppress(RunError):  # tried again: the job manager, or a task manager, may be away
                    self.savepoint = self.savepoint or self.master.savepoint(self.job)
                    self.master.cancel(self.job)
            time.sleep(LOOK_EVERY_S)

    def _tell(self, seen: int) -> int:
        stream = self.document.get("stream")
        if stream is None:
            return seen
        if seen == 0:
            self.log.say("ready")
        if stream["rounds"] + 1 > seen and stream["last_round"]:
            self.log.say("round", number=stream["rounds"], **stream["last_round"])
        return int(stream["rounds"]) + 1

    def _saved(self, savepoint: str) -> int:
        """Note where the state of the job is, which has ended."""
        facts = self.plan.facts
        document = {**self.document, "stream": {**self.document["stream"], "savepoint": savepoint}}
        end = time.monotonic() + SUBMITTED_S
        while True:
            try:
                self.output.put(Action(kind="runs", id=facts.id, version=2, document=document))
                self.output.put(Action(kind="runs", id=stop_id(facts.id), operation="delete"))
                break
            except AWAY as error:
                if time.monotonic() > end:
                    raise RunError(f"the job ended, its savepoint {savepoint} is not noted: {error}") from error
                time.sleep(LOOK_EVERY_S)
        rounds, articles, problems = (document[name] for name in ("stream", "articles", "problems"))
        self.log.say("stopped", rounds=rounds["rounds"], articles=articles, problems=problems, savepoint=savepoint)
        return 1 if problems else 0

    def _failed(self, state: str) -> int:
        with suppress(RunError):
            self.log.say("stopped", f"the job is {state.lower()}: {self.master.reason(self.job)}")
        document = dict(self.document) or run_document(self.plan.facts, None)
        self.output.put(run_action(self.plan.facts, document | {"state": "failed"}))
        return 1

    def _last_savepoint(self) -> str | None:
        """Give where the last stream of this index left its state, if it stopped with a savepoint."""
        streams = sorted(list_streams(self.output.client(), self.output.prefix), key=lambda run: str(run["started_at"]))
        return streams[-1]["stream"].get("savepoint") if streams else None

    def snapshot(self) -> Snapshot:
        """Say how it fares, from whichever thread asks."""
        document = self.document
        stream = document.get("stream") or {}
        last = stream.get("last_round")
        updated = document.get("updated_at")
        heard = updated and (datetime.now(UTC) - datetime.fromisoformat(updated)).total_seconds() < SILENT_S
        return Snapshot(
            counts=tallies_of_lines(document.get("counts") or ()),
            measures=stream.get("measures") or {},
            feeds=worst_feeds(document) if stream else (),
            rounds=stream.get("rounds", 0),
            failed_attempts=stream.get("failed_attempts", 0),
            waiting=stream.get("waiting", 0),
            last_round_at=datetime.fromisoformat(last["ended_at"]) if last else None,
            in_trouble=stream.get("trouble") is not None,
            ready=bool(heard) and stream.get("trouble") is None,
            alive=time.monotonic() - self.stop.last_asked < SILENT_S,
        )

    def _say_stopping(self) -> None:
        self.log.say("stopping", "the round on its way is finished first; a second signal leaves the job running")

    def _stop_at_once(self) -> None:
        self.log.say("stopped", "at once; the job goes on", job=self.job)


def _since(savepoint: str | None) -> str:
    return f" (from {savepoint}: --no-state starts without it, the index knows what was delivered)" if savepoint else ""
