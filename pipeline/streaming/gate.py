"""Rounds inside one job without end: what is new, in a window of its own once the round before is in the index.

The gate has one key. Its state (feeds, files, the ledger so far, the round that is on its way) is Beam's: it is in
each checkpoint and savepoint. That a round is written it learns from the index, as it does from nobody whether to stop.
"""

import json
import shutil
import sqlite3
import tempfile
import time
import uuid
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import apache_beam as beam
from apache_beam.coders import BytesCoder
from apache_beam.transforms.userstate import ReadModifyWriteStateSpec
from apache_beam.transforms.window import FixedWindows, TimestampedValue
from apache_beam.utils.timestamp import Timestamp

from pipeline.errors import RunError, TransientError
from pipeline.index.actions import KINDS, Action, read_alias
from pipeline.index.client import ResponseError, segment
from pipeline.index.loading import repair
from pipeline.index.output import ElasticsearchOutput
from pipeline.ledger import RunFacts, round_id, run_action, tallies_of
from pipeline.sources import FetchPolicy, InputSpec, StateStore, next_round
from pipeline.sources.rounds import seconds_until_round
from pipeline.streaming.journal import Journal
from pipeline.streaming.outcomes import last_line, passed_over, undelivered

A_ROUND_S = 0.001
"""The length of a round's window: it holds what has the round's own time, and nothing else."""
KEEP_WRITTEN_MS = 600_000
"""A round's document outlives every checkpoint from which the job might still wait for it."""
LOST_MS = 3_600_000
"""A round that is not written after so long comes again."""
TELL_EVERY_S = 10.0
LEAST_PAUSE_S = 0.25
"""Of ticks that waited while the gate was at work, one is heeded."""


@dataclass  # Beam sets its label, so it cannot be frozen
class NextRounds(beam.PTransform):
    """Ticks to the inputs of rounds, each in its window."""

    specs: tuple[InputSpec, ...]
    policy: FetchPolicy
    output: ElasticsearchOutput
    facts: RunFacts

    def expand(self, ticks: Any) -> Any:
        keyed = ticks | "UnderOneKey" >> beam.Map(_under_one_key).with_output_types(tuple[str, int])
        inputs = keyed | "Gate" >> beam.ParDo(_GateFn(Gate(self.specs, self.policy, self.output, self.facts)))
        return inputs | "RoundsApart" >> beam.WindowInto(FixedWindows(A_ROUND_S))


def _under_one_key(tick: int) -> tuple[str, int]:
    return "stream", tick


class _GateFn(beam.DoFn):
    HELD = ReadModifyWriteStateSpec("held", BytesCoder())
    FEEDS = ReadModifyWriteStateSpec("feeds", BytesCoder())

    def __init__(self, gate: "Gate") -> None:
        self.gate = gate

    def setup(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="claimwire-gate-"))
        self.store = StateStore(self.folder / "state.sqlite")
        self.version: str | None = None
        self.heeded = 0.0

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def process(
        self,
        element: tuple[str, int],
        timestamp: Any = beam.DoFn.TimestampParam,
        held: Any = beam.DoFn.StateParam(HELD),  # noqa: B008
        feeds: Any = beam.DoFn.StateParam(FEEDS),  # noqa: B008
    ) -> Iterator[Any]:
        if time.monotonic() - self.heeded < LEAST_PAUSE_S:
            return
        before = held.read()
        state = Held(**json.loads(before)) if before else Held()
        if state.feeds != self.version or state.feeds is None:
            unpack(self.store, feeds.read() if state.feeds else None)
            self.version = state.feeds
        inputs, changed = self.gate.turn(state, self.store, timestamp.micros // 1000)
        if changed:
            state.feeds = self.version = uuid.uuid4().hex
            feeds.write(packed(self.store))
        after = json.dumps(vars(state)).encode()
        if after != before:
            held.write(after)
        self.heeded = time.monotonic()
        for spec in inputs:
            yield TimestampedValue(spec, Timestamp(micros=state.round_ms * 1000))


@dataclass
class Held:
    """What the gate knows beside the feeds, as JSON can say it; `feeds` names the version of these."""

    run: str | None = None
    feeds: str | None = None
    journal: dict[str, Any] = field(default_factory=dict)
    round_ms: int = 0
    began: str | None = None
    """When the round on its way began; None where there is none."""
    inputs: int = 0
    fetched: list[str] = field(default_factory=list)
    written: list[int] = field(default_factory=list)
    """Rounds whose documents are still there."""
    ended: bool = False


@dataclass
class Gate:
    """What a tick leads to, apart from Beam."""

    specs: Sequence[InputSpec]
    policy: FetchPolicy
    output: ElasticsearchOutput
    facts: RunFacts
    _told: float = 0.0
    look_at: float = 0.0

    def turn(self, state: Held, store: StateStore, tick_ms: int) -> tuple[list[InputSpec], bool]:
        """Give the inputs of the round that begins, if one does, and whether the feeds' state is another.

        While Elasticsearch is away no feed is asked, so nothing piles up.
        """
        journal = Journal.of(self.facts, state.journal)
        try:
            found = self._turn(state, journal, store, tick_ms)
            journal.trouble = None
        except (RunError, TransientError, ResponseError, OSError, sqlite3.OperationalError) as error:
            journal.note_failure(last_line(str(error)), datetime.now(UTC), LEAST_PAUSE_S)
            found = [], True
        state.journal = journal.kept()
        return found

    def _turn(self, state: Held, journal: Journal, store: StateStore, tick_ms: int) -> tuple[list[InputSpec], bool]:
        if state.run != self.facts.id:
            self._begin(state, journal, store)
        if state.began is not None:
            if not self._settle(state, journal, store, tick_ms):
                self._tell(journal, store)
                return [], False
            changed = True
        else:
            changed = False
        if state.ended or self._is_to_stop(state, journal, store):
            return [], changed
        if time.monotonic() < self.look_at and not changed:
            self._tell(journal, store)
            return [], False
        store.roll_back()
        inputs = next_round(self.specs, self.policy, store)
        self.look_at = time.monotonic() + (0.0 if inputs else seconds_until_round(self.specs, store))
        if not inputs:
            return [], changed
        began = datetime.now(UTC)
        if all(spec.kind == "passed over" for spec in inputs):
            journal.note_round(passed_over(inputs), began=began, ended=began, inputs=len(inputs), cpu_s=0.0)
            store.commit()
            self._tell(journal, store)
            return [], True
        store.flush()
        state.round_ms, state.began, state.inputs = max(tick_ms, state.round_ms + 1), began.isoformat(), len(inputs)
        state.fetched = [s.payload.fetched_at.isoformat() for s in inputs if s.payload and s.payload.fetched_at]
        return inputs, True

    def _begin(self, state: Held, journal: Journal, store: StateStore) -> None:
        """Go on where another run ended; in an index that does not hold that run, all is new."""
        client = self.output.client()
        repair(client, self.output.prefix)  # a refresh interval that a killed batch left raised
        if state.run is not None:
            path = f"/{read_alias(self.output.prefix, 'runs')}/_doc/{segment(state.run)}"
            if not client.exists(path):
                store.clear()
            elif (document := self.output.get("runs", state.run))["state"] == "running":
                ended = {"state": "interrupted", "ended_at": document.get("updated_at")}
                self.output.put(run_action(replace(self.facts, id=state.run), document | ended))
        journal.__dict__.update(Journal.of(self.facts, {}).__dict__)
        self._put(journal, store, "running")
        state.run, state.ended = self.facts.id, False

    def _settle(self, state: Held, journal: Journal, store: StateStore, tick_ms: int) -> bool:
        """Make the round on its way count, if it is written; tell whether it is on its way no longer."""
        client = self.output.client()
        identity = round_id(state.round_ms)
        if not client.exists(f"/{read_alias(self.output.prefix, 'runs')}/_doc/{identity}"):
            if tick_ms - state.round_ms < LOST_MS:
                return False
            journal.note_failure("a round was not written within an hour: it comes again", datetime.now(UTC), 0.0)
            store.roll_back()
            state.began = None
            return True
        tallies = tallies_of(self.output.get("runs", identity))
        if problem := undelivered(tallies):
            journal.note_failure(problem, datetime.now(UTC), 0.0)
            store.roll_back()
        else:
            client.post(f"/{','.join(read_alias(self.output.prefix, kind) for kind in KINDS)}/_refresh")
            began, ended = datetime.fromisoformat(state.began or ""), datetime.now(UTC)
            journal.note_round(tallies, began=began, ended=ended, inputs=state.inputs, cpu_s=0.0)
            journal.note_delays(map(datetime.fromisoformat, state.fetched), ended)
            store.commit()
        state.began = None
        state.written.append(state.round_ms)
        while state.written and state.written[0] < tick_ms - KEEP_WRITTEN_MS:
            self._forget(round_id(state.written[0]))
            state.written.pop(0)
        self._put(journal, store, "running")
        return True

    def _is_to_stop(self, state: Held, journal: Journal, store: StateStore) -> bool:
        path = f"/{read_alias(self.output.prefix, 'runs')}/_doc/{stop_id(self.facts.id)}"
        if not self.output.client().exists(path):
            return False
        for written in state.written:
            self._forget(round_id(written))
        state.written.clear()
        self._put(journal, store, "done")
        state.ended = True
        return True

    def _forget(self, identity: str) -> None:
        with suppress(RunError):  # it is gone
            self.output.put(Action(kind="runs", id=identity, operation="delete"))

    def _tell(self, journal: Journal, store: StateStore) -> None:
        """Keep the run's document current, also while nothing happens."""
        if time.monotonic() - self._told > TELL_EVERY_S:
            self._put(journal, store, "running")

    def _put(self, journal: Journal, store: StateStore, state: str) -> None:
        self.output.put(run_action(self.facts, journal.document(state, store.states())))
        self._told = time.monotonic()


def stop_id(run: str) -> str:
    """Name the document by which a stream on a cluster is told to end."""
    return f"{run}-stop"


def stop_action(facts: RunFacts) -> Action:
    document = {"id": stop_id(facts.id), "state": "stopping", "run_id": facts.id}
    return Action(kind="runs", id=stop_id(facts.id), version=1, document=document)


def packed(store: StateStore) -> bytes:
    store.close()
    connection = sqlite3.connect(store.path)
    try:
        return zlib.compress(connection.serialize())
    finally:
        connection.close()


def unpack(store: StateStore, packed: bytes | None) -> None:
    store.close()
    for path in store.path.parent.glob(f"{store.path.name}*"):
        path.unlink()
    if packed is not None:
        store.path.write_bytes(zlib.decompress(packed))
