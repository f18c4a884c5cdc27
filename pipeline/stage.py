"""What each stage does with an element: pass it on, drop it with a reason, or make it a dead letter."""

import hashlib
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import apache_beam as beam
from apache_beam.pvalue import TaggedOutput
from apache_beam.transforms.window import BoundedWindow, GlobalWindow
from apache_beam.utils.timestamp import MIN_TIMESTAMP
from apache_beam.utils.windowed_value import WindowedValue

from pipeline.errors import OutageError, TransientError
from pipeline.progress import Progress
from pipeline.suspects import Suspects, key_of
from transforms.errors import RecordError
from transforms.records import DeadLetter

DEAD = "dead"
TALLY = "tally"
MEASURED = "measured"
"""Not a stage: what a stream's workers measured travels with the tallies, in thousandths."""
PayloadType = Literal["bytes", "article", "document", "none"]
Outcome = Literal["in", "out", "duplicate", "filtered", "dead"]

Tally = tuple[tuple[str, Outcome, str], int]
"""((stage, outcome, reason), count): summed over a run, these are the ledger."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """An element that goes no further, and why; `duplicate` for re-deliveries only."""

    outcome: Literal["duplicate", "filtered"]
    reason: str


@dataclass(frozen=True, slots=True)
class Passed:
    """An element that goes on although the stage did nothing to it ("filtered: language ru")."""

    element: Any
    reason: str


class StageFn(beam.DoFn):
    """A stage: `work` yields results, Dropped or DeadLetter; nothing that it raises stops the others.

    Outputs: results (main), DeadLetter (`DEAD`), Tally (`TALLY`, at the end of each bundle, so that a bundle that is
    tried again counts once; each window, which is a stream's round, by itself). A stage that makes many records of one
    element (`fans_out`) counts the records as what went in.
    """

    stage: ClassVar[str]
    fans_out: ClassVar[bool] = False

    window: BoundedWindow = GlobalWindow()
    """That of the element at hand: a stream's round, or everything in a batch."""

    def start_bundle(self) -> None:
        self._counts: defaultdict[BoundedWindow, Counter[tuple[str, Outcome, str]]] = defaultdict(Counter)
        self._progress = Progress.of_this_process()
        self._suspects = Suspects.of_this_process()
        if self._suspects:
            self._suspects.look()

    def work(self, element: Any) -> Iterable[Any]:
        """Turn one element into its results: here, itself."""
        return [element]

    def origin(self, element: Any) -> str:
        """Say where an element came from, for its dead letter."""
        return str(getattr(element, "origin", "") or getattr(element, "id", ""))

    def payload(self, element: Any) -> tuple[str, PayloadType]:
        """Give what a replay needs: text and its type."""
        return "", "none"

    def context_of(self, element: Any) -> str:
        """Give what is known of an element beside its payload, as JSON, for a replay."""
        return ""

    def process(
        self, element: Any, timestamp: Any = beam.DoFn.TimestampParam, window: Any = beam.DoFn.WindowParam
    ) -> Iterator[Any]:
        self.window = window
        if not self.fans_out:
            self.count("in")
        try:
            with self._noted([element]):
                for result in self.work(element):
                    yield from self._account(result)
        except OutageError:  # no fault of the record: without the index nothing can be decided
            raise
        except Exception as error:  # one bad record never stops the others
            yield from self._account(self.dead_letter(element, error))
        self._progress.step(self.stage)

    def _noted(self, elements: Sequence[Any]) -> AbstractContextManager[None]:
        """Note beside a Flink task manager what is in work, in case that it ends the process."""
        return self._suspects.working(self._keys(elements)) if self._suspects else nullcontext()

    def _keys(self, elements: Sequence[Any]) -> list[str]:
        wholes = [element[0] if isinstance(element, tuple) else element for element in elements]
        identities = [str(getattr(whole, "id", "")) for whole in wholes]
        return [key_of(self.stage, self.origin(e), i) for e, i in zip(elements, identities, strict=True)]

    def _account(self, result: Any) -> Iterator[Any]:
        if isinstance(result, TaggedOutput):  # a by-product, beside the element's own result
            yield result
            return
        if self.fans_out:
            self.count("in")
        match result:
            case DeadLetter():
                self.count("dead", result.kind)
                yield TaggedOutput(DEAD, result)
            case Dropped():
                self.count(result.outcome, result.reason)
            case Passed():
                self.count("filtered", result.reason)
                yield result.element
            case _:
                self.count("out")
                yield result

    def count(self, outcome: Outcome, reason: str = "", number: int = 1) -> None:
        self._counts[self.window][self.stage, outcome, reason] += number

    def finish_bundle(self) -> Iterator[Any]:
        if rounds := [window for window in self._counts if not isinstance(window, GlobalWindow)]:
            for name, thousandths in self._progress.take().items():  # of other runs the launcher reads them in files
                self._counts[rounds[-1]][MEASURED, "out", name] += thousandths
        for window, counts in self._counts.items():
            at = MIN_TIMESTAMP if isinstance(window, GlobalWindow) else window.max_timestamp()
            for tally in counts.items():
                yield TaggedOutput(TALLY, WindowedValue(tally, at, (window,)))
        self._progress.flush()

    def dead_letter(self, element: Any, error: Exception) -> DeadLetter:
        """Make the dead letter of an element; its id is stable, so a second failure updates the first."""
        match error:
            case RecordError():
                kind = error.kind
            case TransientError():
                kind = "transient"
            case _:
                kind = type(error).__name__
        foreseen = isinstance(error, RecordError | TransientError)
        trace = "" if foreseen else "".join(traceback.format_exception(error))[-8000:]
        payload, payload_type = self.payload(element)
        return self.letter(
            kind, str(error), self.origin(element), payload, payload_type, context=self.context_of(element), trace=trace
        )

    def letter(
        self,
        kind: str,
        message: str,
        origin: str,
        payload: str,
        payload_type: PayloadType,
        *,
        context: str = "",
        trace: str = "",
    ) -> DeadLetter:
        identity = hashlib.sha256("\0".join((self.stage, kind, origin, payload)).encode(errors="replace")).hexdigest()
        return DeadLetter(
            id=identity[:20],
            stage=self.stage,
            kind=kind,
            message=message,
            origin=origin,
            traceback=trace,
            payload=payload,
            payload_type=payload_type,
            context=context,
        )


class BatchStageFn(StageFn):
    """A stage that prepares many elements at once (a model's batch, one request) and then works on each.

    `prepare` gives one context an element; `work` finds its own in `self.context`, or None where preparing failed.
    """

    batch_size: ClassVar[int] = 16

    def prepare(self, elements: Sequence[Any]) -> Sequence[Any]:
        """Give the context of each element."""
        return [None] * len(elements)

    def start_bundle(self) -> None:
        super().start_bundle()
        self._waiting: list[tuple[Any, Any, Any]] = []

    def process(
        self, element: Any, timestamp: Any = beam.DoFn.TimestampParam, window: Any = beam.DoFn.WindowParam
    ) -> Iterator[Any]:
        self._waiting.append((element, timestamp, window))
        if len(self._waiting) >= self.batch_size:
            yield from self._work_off()

    def finish_bundle(self) -> Iterator[Any]:
        yield from self._work_off()
        yield from super().finish_bundle()

    def _prepared(self, elements: Sequence[Any]) -> Sequence[Any]:
        if self._suspects and self._suspects.any_of(self._keys(elements)):
            return [None] * len(elements)  # each is tried by itself
        with self._noted(elements):
            return self.prepare(elements)

    def _work_off(self) -> Iterator[Any]:
        """Give results with the time and window of their element, which may not be the one at hand."""
        waiting, self._waiting = self._waiting, []
        self.window = waiting[-1][2] if waiting else self.window
        try:
            contexts = self._prepared([element for element, _, _ in waiting]) if waiting else []
        except OutageError:
            raise
        except Exception:  # some element of the batch: each is tried by itself
            contexts = [None] * len(waiting)
        for (element, timestamp, window), self.context in zip(waiting, contexts, strict=True):
            for result in super().process(element, timestamp, window):
                if isinstance(result, TaggedOutput):
                    yield TaggedOutput(result.tag, WindowedValue(result.value, timestamp, (window,)))
                else:
                    yield WindowedValue(result, timestamp, (window,))


def apply_stage(elements: Any, label: str, fn: StageFn) -> Any:
    """Apply a stage: the result has `.good`, `[DEAD]` and `[TALLY]`."""
    return elements | label >> beam.ParDo(fn).with_outputs(DEAD, TALLY, main="good")


def as_pairs(elements: Any, label: str) -> Any:
    """Say of a collection that it holds pairs, as it must where others are joined with it or it is grouped.

    Beam takes what comes from a tagged output for anything. Where collections that it takes for different things meet,
    its own runner does not mind; Flink ends the job.
    """
    return elements | label >> beam.Map(_same).with_output_types(tuple[Any, Any])


def _same(element: Any) -> Any:
    return element
