"""The sink: actions of a bundle written together, each with its own outcome."""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import apache_beam as beam
from apache_beam.pvalue import TaggedOutput
from apache_beam.utils.windowed_value import WindowedValue

from pipeline.errors import OutageError
from pipeline.index.actions import Action
from pipeline.index.bulk import Outcome
from pipeline.index.output import Output
from pipeline.stage import Dropped, PayloadType, StageFn, apply_stage
from transforms.records import DeadLetter

BATCH = 500
AWAY = frozenset(
    {"cluster_block_exception", "es_rejected_execution_exception", "unavailable_shards_exception"}
    | {"429", "502", "503", "504"}
)
"""Refusals that say nothing of the document: the server is too busy, read-only or without its disk."""


@dataclass  # Beam sets its label, so it cannot be frozen
class Write(beam.PTransform):
    """Actions to the (kind, id) of what is now in the output; what is refused becomes dead letters.

    Where the server cannot be reached, or takes nothing, the bundle fails, and is tried again by runners that do;
    nothing is lost, since every write may be repeated. Dead letters would not do: the articles that follow their claims
    would be there, and the next try would pass over them.
    """

    output: Output

    def expand(self, actions: Any) -> Any:
        return apply_stage(actions, "Write", _WriteFn(self.output))


class _WriteFn(StageFn):
    stage = "index"

    def __init__(self, output: Output) -> None:
        self.output = output

    def setup(self) -> None:
        self._writer = self.output.writer()

    def start_bundle(self) -> None:
        super().start_bundle()
        self._waiting: list[tuple[Action, Any, Any]] = []

    def process(
        self, element: Action, timestamp: Any = beam.DoFn.TimestampParam, window: Any = beam.DoFn.WindowParam
    ) -> Iterator[Any]:
        self._waiting.append((element, timestamp, window))
        if len(self._waiting) >= BATCH:
            yield from self._write()

    def finish_bundle(self) -> Iterator[Any]:
        yield from self._write()
        yield from super().finish_bundle()

    def count(self, outcome: Any, reason: str = "", number: int = 1) -> None:
        self._counts[self.window][self._name, outcome, reason] += number

    def payload(self, element: Action) -> tuple[str, PayloadType]:
        return json.dumps(asdict(element), ensure_ascii=False, default=str), "document"

    def _write(self) -> Iterator[Any]:
        waiting, self._waiting = self._waiting, []
        began = time.perf_counter()
        outcomes = self._writer.write([action for action, _, _ in waiting])
        _insist_on_all(outcomes)
        if waiting:
            self._progress.measure_bulk(time.perf_counter() - began)
        for outcome, (action, timestamp, window) in zip(outcomes, waiting, strict=True):
            self._name, self.window = f"{action.operation} {action.kind}", window
            self.count("in")
            for result in self._account(self._result(outcome)):
                if isinstance(result, TaggedOutput):
                    yield TaggedOutput(result.tag, WindowedValue(result.value, timestamp, (window,)))
                else:
                    yield WindowedValue(result, timestamp, (window,))
            self._progress.step("index")

    def _result(self, outcome: Outcome) -> tuple[str, str] | Dropped | DeadLetter:
        action = outcome.action
        match outcome.state:
            case "written":
                return action.kind, action.id
            case "unchanged":
                return Dropped("filtered", "the index holds a newer version, or nothing to change")
            case _:
                kind = "transient" if outcome.state == "given-up" else outcome.kind
                return self.letter(kind, outcome.reason, f"{action.kind}/{action.id}", *self.payload(action))


def _insist_on_all(outcomes: Sequence[Outcome]) -> None:
    late = [outcome for outcome in outcomes if outcome.state == "given-up" and outcome.kind in AWAY]
    if late:
        raise OutageError(f"Elasticsearch did not take {len(late)} documents: {late[0].kind}: {late[0].reason[:150]}")
