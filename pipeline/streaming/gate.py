"""When a round of one job without end begins, and when it counts: apart from Beam (`next_rounds` has it under a key).

That a round is written the gate learns from the index, as it does whether to stop.
"""

import sqlite3
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.errors import RunError, TransientError
from pipeline.feed_state import LAST_ROUND, LAST_RUN
from pipeline.index.actions import KINDS, Action, read_alias
from pipeline.index.client import ResponseError, segment
from pipeline.index.loading import repair
from pipeline.index.output import ElasticsearchOutput
from pipeline.ledger import RunFacts, round_id, run_action, tallies_of
from pipeline.sources import FetchPolicy, InputSpec, StateStore, next_round
from pipeline.sources.rounds import seconds_until_round
from pipeline.streaming.journal import Journal, close_killed
from pipeline.streaming.outcomes import last_line, passed_over, undelivered

KEEP_WRITTEN_MS = 600_000
"""A round's document outlives every checkpoint from which the job might still wait for it."""
LOST_MS = 3_600_000
"""A round that is not written after so long comes again."""
TELL_EVERY_S = 10.0
LEAST_PAUSE_S = 0.25
"""Of ticks that waited while the gate was at work, one is heeded."""


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
    folder: Path | None = None
    _told: float = 0.0
    look_at: float = 0.0

    def turn(self, state: Held, store: StateStore, tick_ms: int) -> tuple[list[InputSpec], bool]:
        """Give the inputs of the round that begins, if one does, and whether the feeds' state is another.

        While Elasticsearch is away no feed is asked, so nothing piles up.
        """
        journal = self._journal(state.journal)
        journal.waiting = state.inputs if state.began else 0
        try:
            found = self._turn(state, journal, store, tick_ms)
            journal.trouble = None
        except (RunError, TransientError, ResponseError, OSError, sqlite3.OperationalError) as error:
            journal.note_failure(last_line(str(error)), datetime.now(UTC), LEAST_PAUSE_S)
            found = [], True
        state.journal = journal.kept()
        return found

    def _journal(self, kept: dict[str, Any]) -> Journal:
        return Journal.of(self.facts, kept, self.folder)

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
            if client.exists(path):
                close_killed(self.output, self.facts, state.run)
            else:
                store.clear()
        journal.__dict__.update(self._journal({}).__dict__)
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
        written = self.output.get("runs", identity)
        tallies = tallies_of(written)
        journal.note_measures(written.get("measures") or {})
        if problem := undelivered(tallies):
            journal.note_failure(problem, datetime.now(UTC), 0.0)
            store.roll_back()
        else:
            client.post(f"/{','.join(read_alias(self.output.prefix, kind) for kind in KINDS)}/_refresh")
            began, ended = datetime.fromisoformat(state.began or ""), datetime.now(UTC)
            journal.note_round(tallies, began=began, ended=ended, inputs=state.inputs, cpu_s=0.0)
            journal.note_delays(map(datetime.fromisoformat, state.fetched), ended)
            # the index holds one round less as yet: a state that is ahead of its index would be void
            facts = {LAST_RUN: self.facts.id, LAST_ROUND: str(journal.rounds - 1)}
            store.commit(attempts=[self.facts.id], facts=facts)
        state.began, journal.waiting = None, 0
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
