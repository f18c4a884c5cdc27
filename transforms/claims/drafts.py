"""A claim in the making: character ranges and the cue's token, before speakers are resolved and records built."""

from dataclasses import dataclass, field

from transforms.claims.lexicon import CueEntry
from transforms.records import Act

Range = tuple[int, int]


@dataclass(slots=True)
class Draft:
    """`content` and `source` are ranges of the text; `head` and `source_head` are token indices.

    `splits` marks a claim that shares the speaker of the one it stands in ("A said B, adding C") and ends its content;
    `closes` one whose cue ends a sentence without commas, `spoken` one whose words follow a colon.
    """

    entry: CueEntry | None
    act: Act
    cue: Range | None = None
    head: int | None = None
    source: Range | None = None
    source_head: int | None = None
    antecedent: int | None = None
    content: list[Range] = field(default_factory=list)
    addressees: list[Range] = field(default_factory=list)
    target: Range | None = None
    cue_negated: bool = False
    headline: bool = False
    implicit: bool = False
    by_quote: bool = False
    splits: bool = False
    closes: bool = False
    spoken: bool = False
    reason: str | None = None
    confidence: float = 1.0

    @property
    def start(self) -> int:
        starts = [start for start, _ in self.content]
        if self.cue:
            starts.append(self.cue[0])
        return min(starts, default=0)


def subtract(ranges: list[Range], holes: list[Range]) -> list[Range]:
    """Cut the holes out of the ranges.

    >>> subtract([(0, 10)], [(3, 5), (8, 12)])
    [(0, 3), (5, 8)]
    """
    for hole_start, hole_end in holes:
        pieces: list[Range] = []
        for start, end in ranges:
            if hole_end <= start or end <= hole_start:
                pieces.append((start, end))
                continue
            if start < hole_start:
                pieces.append((start, hole_start))
            if hole_end < end:
                pieces.append((hole_end, end))
        ranges = pieces
    return ranges


def overlap(first: list[Range], second: list[Range]) -> int:
    """Count the characters that two lists of ranges share."""
    return sum(max(0, min(e1, e2) - max(s1, s2)) for s1, e1 in first for s2, e2 in second)


_TRIM_LEFT = " \t\r\n\u00a0,;:.–—-―)]}!?…/"
_DANGLING = (" and", " but", " or", " while", " as", " who", " which")
_TRIM_RIGHT = " \t\r\n\u00a0,;:–—-―([{/"


def trim(text: str, start: int, end: int) -> Range:
    """Shrink a range past spaces, separators and its last full stop.

    >>> trim("x, the end. y", 1, 11)
    (3, 10)
    """
    while (
        start < end and text[start] in _TRIM_LEFT and not (text[start] == "." and text[start + 1 : start + 2].isdigit())
    ):
        start += 1
    while start < end and (
        text[end - 1] in _TRIM_RIGHT or (text[end - 1] == "." and not _is_abbreviation(text, start, end))
    ):
        end -= 1
    for word in _DANGLING:
        if end - start > len(word) and text[end - len(word) : end].lower() == word:
            return trim(text, start, end - len(word))
    return start, end


def _is_abbreviation(text: str, start: int, end: int) -> bool:
    word = text[start : end - 1].rpartition(" ")[2]
    return "." in word or word in {"Jr", "Sr", "Inc", "Co", "Corp", "Ltd", "St", "No"}
