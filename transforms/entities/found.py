"""The working record of the stage: a span with the entities it may be."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from transforms.records import Level, Via

NAMED_TYPES = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "LAW", "PRODUCT"})
"""OntoNotes labels that count as names; quantities, dates and the like are others' work."""

_start = attrgetter("start")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A span of the body; `ids` are the entities it may mean, likeliest first, none where it is not known yet.

    `weak`: the name counts only with support from the text. `whole`: marks or nouns beside it show where a guess begins
    and ends. `name` is the canonical name of an entity that the
    knowledge base does not have.
    """

    start: int
    end: int
    type: str
    ids: tuple[str, ...] = ()
    level: Level = "name"
    via: Via = "model"
    weak: bool = False
    whole: bool = False
    literal_id: str | None = None
    name: str = ""
    score: float = 1.0
    from_model: bool = False
    sentence_start: bool = False

    def overlaps(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end

    def at(self, start: int, end: int) -> "Found":
        """Give the same reading of another place; quicker than `replace`, and asked for every known name."""
        return Found(start=start, end=end, type=self.type, ids=self.ids, level=self.level, via=self.via, weak=self.weak)

    def __len__(self) -> int:
        return self.end - self.start


def longest(spans: Iterable[Found]) -> list[Found]:
    """Keep the longest of spans that overlap, in order of text."""
    kept: list[Found] = []
    cluster: list[Found] = []
    end = -1
    for span in sorted(spans, key=_start):
        if span.start >= end:
            kept += cluster if len(cluster) < 2 else _longest_of(cluster)
            cluster = []
        cluster.append(span)
        end = max(end, span.end)
    kept += cluster if len(cluster) < 2 else _longest_of(cluster)
    return kept


def _longest_of(spans: Iterable[Found]) -> list[Found]:
    """Keep the longest of spans each of which overlaps another."""
    kept: list[Found] = []
    for span in sorted(spans, key=lambda s: (-len(s), s.start, s.weak, s.from_model)):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept, key=_start)


class Spans:
    """Spans in order that do not overlap, looked up by range."""

    def __init__(self, spans: Sequence[Found]) -> None:
        self.spans = spans
        self._starts = [span.start for span in spans]
        self._ends = [span.end for span in spans]

    def covering(self, start: int, end: int) -> Sequence[Found]:
        """Give the spans that overlap a range."""
        return self.spans[bisect_right(self._ends, start) : bisect_left(self._starts, end)]

    def beginning(self, start: int) -> Found | None:
        """Give the span that begins at an offset."""
        place = bisect_left(self._starts, start)
        return self.spans[place] if place < len(self._starts) and self._starts[place] == start else None
