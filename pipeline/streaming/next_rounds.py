"""Rounds inside one job without end: what is new, in a window of its own once the round before is in the index.

The gate has one key. Its state (feeds, files, the ledger so far, the round that is on its way) is Beam's: it is in
each checkpoint and savepoint. Where the runner makes none, feeds and files are in a folder of this machine instead.
"""

import json
import shutil
import sqlite3
import tempfile
import threading
import time
import uuid
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apache_beam as beam
from apache_beam.coders import BytesCoder
from apache_beam.transforms.userstate import ReadModifyWriteStateSpec
from apache_beam.transforms.window import FixedWindows, TimestampedValue
from apache_beam.utils.timestamp import Timestamp

from pipeline.graph import Claimwire
from pipeline.index.output import ElasticsearchOutput
from pipeline.ledger import RunFacts
from pipeline.plan import Plan
from pipeline.sources import FetchPolicy, InputSpec, StateStore
from pipeline.streaming.gate import LEAST_PAUSE_S, Gate, Held

A_ROUND_S = 0.001
"""The length of a round's window: it holds what has the round's own time, and nothing else."""


def rounds_without_end(
    ticks: Any, plan: Plan, output: ElasticsearchOutput, specs: Sequence[InputSpec], feeds: StateStore | None = None
) -> None:
    """Lay out the graph of a stream behind its clock; `feeds` is the state on this machine, None in checkpoints."""
    rounds = NextRounds(tuple(specs), plan.policy, output, plan.facts, feeds.path.parent if feeds else None)
    graph = Claimwire(
        output=output,
        policy=plan.policy,
        facts=plan.facts,
        knowledge=plan.knowledge,
        outlet_profiles=plan.outlet_profiles,
        feeds=feeds.of_attempt(plan.facts.id) if feeds else None,
    )
    _ = ticks | "NextRounds" >> rounds | "Claimwire" >> graph


@dataclass  # Beam sets its label, so it cannot be frozen
class NextRounds(beam.PTransform):
    """Ticks to the inputs of rounds, each in its window."""

    specs: tuple[InputSpec, ...]
    policy: FetchPolicy
    output: ElasticsearchOutput
    facts: RunFacts
    folder: Path | None = None
    """Where feeds and files are remembered; None: in the runner's checkpoints."""

    def expand(self, ticks: Any) -> Any:
        keyed = ticks | "UnderOneKey" >> beam.Map(_under_one_key).with_output_types(tuple[str, int])
        gate = Gate(self.specs, self.policy, self.output, self.facts, self.folder)
        inputs = keyed | "Gate" >> beam.ParDo(_GateFn(gate) if self.folder is None else _GateHereFn(gate))
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
        yield from _of_round(inputs, state)


def _of_round(inputs: Sequence[InputSpec], state: Held) -> list[TimestampedValue]:
    return [TimestampedValue(spec, Timestamp(micros=state.round_ms * 1000)) for spec in inputs]


_held_here = Held()
_alone = threading.Lock()


class _GateHereFn(_GateFn):
    """The same with the feeds in a folder of this machine and the rest in this process, which has the job alone.

    Prism parts a bundle that takes long and works on both parts at a time, each with the state that it had before: two
    rounds began where one was to.
    """

    def setup(self) -> None:
        super().setup()
        assert self.gate.folder is not None
        self.store = StateStore(self.gate.folder / "state.sqlite")

    def process(
        self,
        element: tuple[str, int],
        timestamp: Any = beam.DoFn.TimestampParam,
        held: Any = beam.DoFn.StateParam(_GateFn.HELD),  # noqa: B008
        feeds: Any = beam.DoFn.StateParam(_GateFn.FEEDS),  # noqa: B008
    ) -> Iterator[Any]:
        with _alone:
            if time.monotonic() - self.heeded < LEAST_PAUSE_S:
                return
            inputs, _ = self.gate.turn(_held_here, self.store, timestamp.micros // 1000)
            self.heeded = time.monotonic()
            yield from _of_round(inputs, _held_here)


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
