"""The loop: take what is new, have it indexed, make it count, wait; whatever fails is tried again or set aside."""

import re
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from pipeline.clocks import later_of
from pipeline.errors import RunError, TransientError
from pipeline.feed_state import LAST_ROUND, LAST_RUN
from pipeline.index.actions import KINDS, read_alias
from pipeline.index.client import ResponseError
from pipeline.index.loading import repair
from pipeline.index.output import ElasticsearchOutput
from pipeline.ledger import RunFacts, run_action
from pipeline.log import EventLog
from pipeline.metrics import Snapshot
from pipeline.plan import Plan
from pipeline.runner import workers_of
from pipeline.sources import InputSpec, StateStore, next_round, wait_for_round, with_listed_feeds
from pipeline.sources.rounds import seconds_until_round, size_of
from pipeline.stages.bury import dead_letter_action
from pipeline.streaming.attempt import Attempted, Work, Workshop
from pipeline.streaming.journal import Journal, close_killed
from pipeline.streaming.outcomes import LETTER_TALLIES, last_line, letter_of, passed_over, undelivered
from pipeline.streaming.signals import Stop
from transforms.ledger import Key

FIRST_RETRY_S, LONGEST_RETRY_S = 1.0, 60.0
CRASHES_BEFORE_HALVING = 2
SILENT_S = 300.0
"""A loop that has not turned for so long hangs."""
LARGE_BYTES = 400_000
"""A round with so many bytes that are surely new is worth the start of more worker processes."""
SERVER_TROUBLE = re.compile(
    r"TransientError|OutageError|NotReachedError|ResponseError|ConnectionError|ConnectionTimeout"
    r"|No space left|disk is full|quota exceeded|database is locked"  # nor is a full disk the fault of an input
)


class StoppedError(Exception):
    """The stream is to end although the round in progress cannot be finished."""


@dataclass(kw_only=True)
class Stream:
    """One stream over the plan's inputs into its index."""

    plan: Plan
    output: ElasticsearchOutput
    store: StateStore
    folder: Path
    log: EventLog
    options: list[str]
    journal: Journal = field(init=False)
    workshop: Workshop = field(init=False)
    stop: Stop = field(init=False)
    waiting: int = 0
    """Inputs of the round in progress."""
    _time: datetime = field(init=False)
    """As of when the round in progress writes: no earlier than the one before, whatever the clock says."""
    _ready: bool = False
    _attempts: int = 0
    _cpu_s: float = 0.0

    def __post_init__(self) -> None:
        self._time = datetime.fromisoformat(self.plan.facts.started_at)
        self.journal = Journal(self.plan.facts, str(self.store.path.parent))
        self.workshop = Workshop(self.plan.knowledge)
        self.stop = Stop(asked=self._say_stopping, at_once=self._stop_at_once)

    def run(self) -> int:
        """Go from round to round until asked to stop."""
        specs = with_listed_feeds(self.plan.specs, self.plan.policy)
        with self.stop.listening():
            self._begin(len(specs))
            try:
                while not self.stop():
                    inputs: list[InputSpec] = []
                    self._insist(lambda found=inputs: self._look(specs, found))  # type: ignore[misc]
                    if inputs:
                        self.waiting = len(inputs)
                        self._round(inputs)
                        self.waiting = 0
                    self._tell(specs)
                    wait_for_round(specs, self.store, self.stop)
                self._insist(lambda: self._put("done"))
            except StoppedError as error:
                self.store.roll_back()
                self.log.say("stopped", "the last round is not indexed and comes again at the next start", why=error)
                return 1
        counts = self.journal.document("done", [])
        self.log.say("stopped", rounds=self.journal.rounds, articles=counts["articles"], problems=counts["problems"])
        return 1 if counts["problems"] else 0

    def _look(self, specs: Sequence[InputSpec], found: list[InputSpec]) -> None:
        """Take what is new; where the disk is full, as if we had not looked."""
        self.store.roll_back()
        self._clear_spool()
        spool = self.folder / "bodies"
        found[:] = next_round(specs, self.plan.policy, self.store, spool=spool, stopped=self.stop)

    def _begin(self, inputs: int) -> None:
        facts = self.plan.facts
        client = self.output.client()
        repair(client, self.output.prefix)  # a refresh interval that a killed batch left raised
        if (earlier := self.store.fact(LAST_RUN)) and close_killed(self.output, facts, earlier):
            self.log.say("resumed", "the stream before did not end by itself; what it left comes again", run=earlier)
        self._put("running")
        self.store.commit(facts={LAST_RUN: facts.id, LAST_ROUND: "0"})
        began = time.monotonic()
        self.log.say("started", run=facts.id, inputs=inputs, index=f"{self.output.url}/{self.output.prefix}-*")
        self.workshop.open()
        self._ready = True
        self.log.say("ready", seconds=time.monotonic() - began)

    def _round(self, inputs: Sequence[InputSpec]) -> None:
        """Have a round indexed, whatever it takes, and make it count."""
        began, self._cpu_s = datetime.now(UTC), 0.0
        self._time = later_of(began, self._time)
        tallies, attempts = self._settled(tuple(inputs), replace(self.plan.facts, started_at=self._time.isoformat()))
        self._insist(self._make_searchable)
        ended = datetime.now(UTC)
        self.journal.note_round(tallies, began=began, ended=ended, inputs=len(inputs), cpu_s=self._cpu_s)
        fetched = [spec.payload.fetched_at for spec in inputs if spec.payload and spec.payload.fetched_at]
        self.journal.note_delays(fetched, ended)
        self._insist(lambda: self._put("running"))
        facts = {LAST_ROUND: str(self.journal.rounds)}
        self._insist(lambda: self.store.commit(attempts=attempts, facts=facts))
        self.log.say("round", number=self.journal.rounds, **(self.journal.last_round or {}))

    def _settled(self, inputs: tuple[InputSpec, ...], facts: RunFacts) -> tuple[Counter[Key], list[str]]:
        """Try until the inputs are indexed; those that end every attempt's process are found by halving."""
        if all(spec.kind == "passed over" for spec in inputs):
            return passed_over(inputs), []
        crashes, pause = 0, FIRST_RETRY_S
        while True:
            name, attempted = self._attempt(inputs, facts)
            problem = attempted.problem or undelivered(attempted.tallies)
            self._cpu_s += attempted.cpu_s
            if problem is None:
                return attempted.tallies, [name]
            crashes += attempted.crashed or not SERVER_TROUBLE.search(problem)
            if crashes >= CRASHES_BEFORE_HALVING:
                return self._halved(inputs, facts, problem)
            self._pause(problem, pause)
            pause = min(2 * pause, LONGEST_RETRY_S)

    def _halved(self, inputs: tuple[InputSpec, ...], facts: RunFacts, problem: str) -> tuple[Counter[Key], list[str]]:
        if len(inputs) == 1:
            letter = letter_of(inputs[0], problem)
            self._insist(lambda: self.output.put(dead_letter_action(letter, facts)))
            self.log.say("set-aside", origin=letter.origin, dead_letter=letter.id, problem=last_line(problem))
            return Counter(LETTER_TALLIES), []
        middle = len(inputs) // 2
        first, names = self._settled(inputs[:middle], facts)
        second, more_names = self._settled(inputs[middle:], facts)
        return first + second, names + more_names

    def _attempt(self, inputs: tuple[InputSpec, ...], facts: RunFacts) -> tuple[str, Attempted]:
        self._attempts += 1
        name = f"{facts.id}/{self._attempts}"
        work = Work(
            name=name,
            inputs=inputs,
            output=self.output,
            policy=self.plan.policy,
            facts=facts,
            knowledge=self.plan.knowledge,
            outlet_profiles=self.plan.outlet_profiles,
            feeds=self.store.of_attempt(name),
            folder=self.folder / "attempt",
            options=tuple(self.options),
            workers=self._workers(inputs),
        )
        self.store.close()  # an open database must not be forked; it opens again by itself
        attempted = self.workshop.attempt(work)
        self.journal.note_measures(self.workshop.measures)
        return name, attempted

    def snapshot(self) -> Snapshot:
        """Say how it fares, from whichever thread asks."""
        ended = (self.journal.last_round or {}).get("ended_at")
        return Snapshot(
            counts=dict(self.journal.counts),
            measures=self.journal.measures,
            feeds=self.journal.feeds,
            rounds=self.journal.rounds,
            failed_attempts=self.journal.failed_attempts,
            waiting=self.waiting,
            last_round_at=datetime.fromisoformat(ended) if ended else None,
            in_trouble=self.journal.trouble is not None,
            ready=self._ready and self.journal.trouble is None,
            # an attempt in which nothing moves is ended by the workshop itself
            alive=self.workshop.busy or time.monotonic() - self.stop.last_asked < SILENT_S,
        )

    def _workers(self, inputs: tuple[InputSpec, ...]) -> int:
        """Give more than one process only to a round that is surely large: they take seconds to start."""
        size = sum(size_of(spec) for spec in inputs)
        for spec in inputs:
            if spec.spooled and self.store.state_of(spec.location).fetched_at is None:
                size += Path(spec.spooled).stat().st_size
        return workers_of(self.options) if size > LARGE_BYTES else 1

    def _insist(self, action: Callable[[], object]) -> None:
        """Do what needs the server, or the disk, until it succeeds."""
        pause = FIRST_RETRY_S
        while True:
            try:
                action()
                return
            except (RunError, TransientError, ResponseError, OSError, sqlite3.OperationalError) as error:
                self._pause(f"{type(error).__name__}: {error}", pause)
                pause = min(2 * pause, LONGEST_RETRY_S)

    def _pause(self, problem: str, seconds: float) -> None:
        """Wait before the next try: meanwhile no feed is asked, so nothing piles up."""
        said = last_line(problem)
        self.journal.note_failure(said, datetime.now(UTC), seconds)
        if self.stop():
            raise StoppedError(said)
        self.log.say("failed", said, retry_s=seconds)
        with suppress(RunError, TransientError, ResponseError):
            self._put("running")
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.stop():
                raise StoppedError(said)
            time.sleep(0.1)

    def _tell(self, specs: Sequence[InputSpec]) -> None:
        """Keep the run's document current, also while nothing happens."""
        with suppress(RunError, TransientError, ResponseError):
            self._put("running", seconds_until_round(specs, self.store))

    def _put(self, state: str, next_round_s: float | None = None) -> None:
        document = self.journal.document(state, self.store.states(), next_round_s=next_round_s)
        self.output.put(run_action(self.plan.facts, document))

    def _make_searchable(self) -> None:
        indices = ",".join(read_alias(self.output.prefix, kind) for kind in KINDS)
        self.output.client().post(f"/{indices}/_refresh")

    def _clear_spool(self) -> None:
        bodies = self.folder / "bodies"
        bodies.mkdir(exist_ok=True)
        for path in bodies.iterdir():
            path.unlink()

    def _say_stopping(self) -> None:
        self.log.say("stopping", "the round in progress is finished first; a second signal stops at once")

    def _stop_at_once(self) -> None:
        self.workshop.kill()
        self.log.say("stopped", "at once; the round in progress comes again at the next start")
