"""Quotation marks: where they stand in a paragraph, and which two make a pair."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_MARK = re.compile(r"[«»„“”‟\"″〝〞「」『』]|``|''|‘‘|’’|,,(?=\w)|<<(?=\S)|(?<=\S)>>")
_OPENING = frozenset({"«", "„", "“", "‟", "〝", "「", "『", "``", "‘‘", ",,", "<<"})
_CLOSING = frozenset({"»", "”", "〞", "」", "』", "''", "’’", ">>"})
_BEFORE_OPENING = frozenset("([{—–-/“‘'\"…«„")
_BEHIND_CLOSING = frozenset(".,;:!?)]}—–-…’'”\"/»“")
_SINGLE_QUOTED = re.compile(r"(?<!\w)[‘'](?=\S)[^\n]{1,900}?(?<=\S)[’'](?!\w)")
LONGEST_LINE = 40_000
"""A longer line is no paragraph; its marks are left alone."""


@dataclass(slots=True)
class Mark:
    """A quotation mark in a paragraph; `partner` is the other one of its pair, `depth` how many pairs are around it."""

    start: int
    end: int
    shape: str
    opens: bool = False
    certain: bool = False
    partner: "Mark | None" = None
    depth: int = 0


def pair_marks(line: str) -> list[Mark]:
    """Find the marks of a paragraph, and pair them by where they stand, by their shape, by what is open."""
    if len(line) > LONGEST_LINE:
        return []
    marks = [Mark(m.start(), m.end(), m.group()) for m in _MARK.finditer(line)]
    stack: list[Mark] = []
    kept = []
    for mark in marks:
        before, behind = line[mark.start - 1 : mark.start], line[mark.end : mark.end + 1]
        free_before, free_behind = not before or before.isspace(), not behind or behind.isspace()
        can_open = not free_behind and behind not in ".,;:!?)" and (free_before or before in _BEFORE_OPENING)
        can_close = not free_before and (free_behind or behind in _BEHIND_CLOSING)
        mark.certain = can_open != can_close
        if mark.certain:
            mark.opens = can_open
        elif mark.shape in _OPENING or mark.shape in _CLOSING:
            mark.opens = mark.shape in _OPENING
        else:
            mark.opens = not stack
        inches = mark.shape in '"″' and not mark.opens and not stack and before.isdigit()
        # What is left of a wrongly decoded dash: the port "?the city's
        lost_dash = free_before and behind == "?" and line[mark.end + 1 : mark.end + 2].isalnum()
        if inches or lost_dash or (mark.opens and behind and behind in ".,;:!?)"):
            continue
        kept.append(mark)
        mark.depth = len(stack)
        if mark.opens:
            stack.append(mark)
        elif stack:
            mark.partner = stack.pop()
            mark.partner.partner = mark
            mark.depth = mark.partner.depth
    return kept


def find_unclosed(marks: Sequence[Mark]) -> Mark | None:
    """Give the last opening mark that has no closing one."""
    return next((m for m in reversed(marks) if m.opens and m.partner is None), None)


def find_unopened(marks: Sequence[Mark]) -> Mark | None:
    """Give the first closing mark that has no opening one."""
    return next((m for m in marks if not m.opens and m.partner is None), None)


def quoted_ranges(text: str) -> list[tuple[int, int]]:
    """Give the ranges of the text that stand in quotation marks, in order and not overlapping.

    A quotation that is not closed reaches to the end of its paragraph, one that is not opened back to its start.
    """
    ranges: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        for mark in pair_marks(line):
            if mark.opens:
                ranges.append((at + mark.end, at + (mark.partner.start if mark.partner else len(line))))
            elif mark.partner is None:
                ranges.append((at, at + mark.start))
        ranges += [(at + match.start(), at + match.end()) for match in _SINGLE_QUOTED.finditer(line)]
        at += len(line) + 1
    return _union(ranges)


def _union(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
