"""Offsets between an article's raw text and its body, derived from the edits alone."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.records import Edit, Span


@dataclass(frozen=True, slots=True)
class Alignment:
    """Maps ranges of the body to ranges of the raw text and back.

    Between edits both texts are equal, so the edits (in order, not overlapping) say everything. A range that begins
    or ends inside an edited piece is widened to the whole piece.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    raw_starts: tuple[int, ...]
    raw_ends: tuple[int, ...]

    @classmethod
    def of(cls, edits: Sequence[Edit]) -> "Alignment":
        edits = [e for e in edits if e.before != e.after]  # a remark moves nothing
        return cls(
            tuple(e.start for e in edits),
            tuple(e.start + len(e.after) for e in edits),
            tuple(e.raw_start for e in edits),
            tuple(e.raw_end for e in edits),
        )

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Give the raw range of the body range [start, end)."""
        return _map(start, end, self.starts, self.ends, self.raw_starts, self.raw_ends)

    def to_body(self, raw_start: int, raw_end: int) -> tuple[int, int]:
        """Give the body range of the raw range [raw_start, raw_end)."""
        return _map(raw_start, raw_end, self.raw_starts, self.raw_ends, self.starts, self.ends)

    def span(self, body: str, start: int, end: int) -> Span:
        """Cut a span from the body, with its raw offsets."""
        raw_start, raw_end = self.to_raw(start, end)
        return Span(text=body[start:end], start=start, end=end, raw_start=raw_start, raw_end=raw_end)


def _map(
    start: int,
    end: int,
    from_starts: tuple[int, ...],
    from_ends: tuple[int, ...],
    to_starts: tuple[int, ...],
    to_ends: tuple[int, ...],
) -> tuple[int, int]:
    if end < start:
        raise ValueError(f"range ends before it starts: {start}..{end}")
    before = bisect_right(from_ends, start)  # edits that end at or before `start`
    if before < len(from_starts) and from_starts[before] < start:
        low = to_starts[before]
    else:
        low = start + (to_ends[before - 1] - from_ends[before - 1] if before else 0)
    if end == start:
        return low, low
    before = bisect_right(from_ends, end - 1)  # edits that end before the last character
    if before < len(from_starts) and from_starts[before] < end:
        return low, to_ends[before]
    return low, end + (to_ends[before - 1] - from_ends[before - 1] if before else 0)


def apply_edits(raw: str, edits: Sequence[Edit]) -> str:
    """Rebuild the body from the raw text: the inverse reading of the edits.

    >>> edit = Edit(rule="dash", before="--", after="—", start=2, raw_start=2, raw_end=4, why="dash")
    >>> apply_edits("a --b", [edit])
    'a —b'
    """
    parts, at = [], 0
    for edit in edits:
        parts += [raw[at : edit.raw_start], edit.after]
        at = edit.raw_end
    parts.append(raw[at:])
    return "".join(parts)
