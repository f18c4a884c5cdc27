"""Finding date expressions in text, unresolved: "on 11 February", "late September", "the past two days"."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import Any

from transforms.dates.expression import Expression
from transforms.dates.needs import UNITS, has_digit
from transforms.dates.patterns import GROUPS


@lru_cache(maxsize=64)
def find_expressions(text: str, start: int = 0, end: int | None = None) -> tuple[Expression, ...]:
    """Find the date expressions of `text[start:end]`, in order, without overlaps; the longest reading wins.

    Figures, dates and the day of saying ask for the same stretch in turn: the last answers are kept.

    >>> [(e.kind, e.month, e.day) for e in find_expressions("It began on 11 February.")]
    [('day', 2, 11)]
    >>> find_expressions("They may march on 12 villages.")
    ()
    """
    stop = len(text) if end is None else end
    stretch = text[start:stop]
    folded, digits = stretch.lower(), has_digit(stretch)
    found: list[Expression] = []
    units = any(unit in folded for unit in UNITS)
    for needs, patterns in GROUPS:
        if (needs.unit and not units) or not needs.are_met(stretch, folded, digits):
            continue
        for pattern, read in patterns:
            found += filter(None, map(read, pattern.finditer(text, start, stop)))
    if not found:
        return ()
    found.sort(key=lambda e: (e.start, -e.end))
    kept: list[Expression] = []
    for expression in found:
        if kept and expression.start < kept[-1].end:
            if expression.end - expression.start > kept[-1].end - kept[-1].start:
                kept[-1] = expression
            continue
        kept.append(expression)
    return tuple(chain.from_iterable(_part_days(text, e) for e in _join_ranges(text, kept)))


_AND = re.compile(r"(?P<first>\d\d?)(?:st|nd|rd|th)?(?P<gap>\sand\s)(?P<second>\d.*)", re.S)
_STRETCH = re.compile(r"(?i)\b(?:between|night\sof)\s(?:the\s)?$")


def _part_days(text: str, e: Expression) -> tuple[Expression, ...]:
    """Part "3 and 14 June", two days; "3 and 4 June" and "between 3 and 14 June" stay an interval."""
    if e.kind != "day" or not e.last_day or not e.day or e.last_day == e.day + 1:
        return (e,)
    gap = _AND.search(text, e.start, e.end)
    if gap is None or _STRETCH.search(text, max(0, e.start - 16), e.start):
        return (e,)
    first = replace(e, end=gap.start("gap"), last_day=None)
    return first, replace(e, start=gap.start("second"), day=e.last_day, last_day=None)


_RANGE_GAP = re.compile(r"\s?(?:-|–|—)\s?|\s(?:to|until|till|through|and)\s(?:the\s)?")
_RANGE_OPENING = re.compile(r"(?i)\b(from|between)\s(?:the\s)?$")


def _join_ranges(text: str, found: list[Expression]) -> Iterator[Expression]:
    at = 0
    while at < len(found):
        first = found[at]
        second = found[at + 1] if at + 1 < len(found) else None
        if second and _is_range(text, first, second):
            yield Expression(kind="range", start=first.start, end=second.end, until=second, **_fields(first))
            at += 2
        else:
            yield first
            at += 1


def _is_range(text: str, first: Expression, second: Expression) -> bool:
    gap = text[first.end : second.start]
    if not _RANGE_GAP.fullmatch(gap) or first.kind != second.kind or first.kind in ("rolling", "ago", "deictic"):
        return False
    opening = _RANGE_OPENING.search(text, max(0, first.start - 12), first.start)
    if gap.split() == ["and"]:
        return bool(opening and opening[1].lower() == "between") or _are_neighbours(first, second)
    return bool(opening) or gap.strip() in ("-", "–", "—") or gap.split()[0] in ("to", "through")


def _are_neighbours(first: Expression, second: Expression) -> bool:
    """Tell whether "June and July of 2015" names two months in a row, with one year for both."""
    is_month = first.kind == "month" and first.month is not None and first.year is None and first.part is None
    return is_month and second.year is not None and second.month == (first.month or 0) % 12 + 1


def _fields(e: Expression) -> dict[str, Any]:
    return {name: getattr(e, name) for name in _RANGE_FIELDS}


_RANGE_FIELDS = ("year", "month", "day", "last_day", "weekday", "part", "unit", "count", "shift", "season")
