"""Resolving date expressions to ISO days, months or intervals against the day an article was written."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from transforms.dates.arithmetic import UNKNOWN, Interval, add, nearest_year, stated_year
from transforms.dates.expression import Expression
from transforms.dates.periods import (
    resolve_decade,
    resolve_month,
    resolve_quarter,
    resolve_season,
    resolve_shift,
    resolve_year,
)
from transforms.dates.reference import Reference


def resolve(expression: Expression, reference: Reference | None, direction: int = 0) -> Interval:
    """Resolve to (from, to), both inclusive; None is what the text does not give.

    `direction` is -1 where the sentence tells of the past, 1 where of the future, 0 where it does not say. A date
    without a year takes the year that brings it nearest to the reference; without a reference it stays "--02-11".

    >>> from transforms.dates.expressions import find_expressions
    >>> resolve(find_expressions("on 11 February")[0], Reference.of("2016-02-08"))
    ('2016-02-11', '2016-02-11')
    >>> resolve(find_expressions("on 11 February")[0], None)
    ('--02-11', '--02-11')
    """
    try:
        return _RESOLVERS[expression.kind](expression, reference, direction)
    except (ValueError, OverflowError):  # 30 February, or a count that leaves the calendar
        return UNKNOWN


def counted_from(expression: Expression, told: str) -> str | None:
    """Count "two years later" from a month or year told before; None where that is too coarse for the unit.

    >>> from transforms.dates.expressions import find_expressions
    >>> counted_from(find_expressions("two years later")[0], "2014")
    '2016'
    """
    if expression.kind != "ago" or not expression.count or told.startswith("--"):
        return None
    count = expression.count * (expression.shift or -1)
    year = int(told[:4])
    if expression.unit == "year":
        return f"{year + count:04}"
    if expression.unit == "month" and len(told) == len("2014-05"):
        return f"{add(date(year, int(told[5:7]), 1), 'month', count):%Y-%m}"
    return None


def _resolve_range(e: Expression, reference: Reference | None, direction: int) -> Interval:
    first, second = replace(e, kind=e.until.kind, until=None) if e.until else e, e.until
    if second is None:
        return UNKNOWN
    if first.year is None and second.year is not None and first.kind in ("day", "month"):
        later = (first.month or 0, first.day or 0) > (second.month or 0, second.day or 0)
        first = replace(first, year=second.year - later)
    start, end = resolve(first, reference, direction)[0], resolve(second, reference, direction)[1]
    if start and end and start > end:
        if first.kind == "weekday" and direction > 0:
            end = (date.fromisoformat(end) + timedelta(7)).isoformat()
        elif first.kind == "weekday":
            start = (date.fromisoformat(start) - timedelta(7)).isoformat()
        elif start[:1] != "-" and end[5:] > start[5:]:  # each took the year nearest to it
            end = start[:4] + end[4:]
    if direction < 0 and first.kind == second.kind == "month" and first.year is None and second.year is None:
        return _not_ahead(start, end, reference)
    return start, end


def _not_ahead(start: str | None, end: str | None, reference: Reference | None) -> Interval:
    """Take months of the past that run beyond the reference for those of the year before."""
    if not start or not end or reference is None or start[:1] == "-" or end[:7] <= reference.day.isoformat()[:7]:
        return start, end
    return f"{int(start[:4]) - 1:04}{start[4:]}", f"{int(end[:4]) - 1:04}{end[4:]}"


def _resolve_day(e: Expression, reference: Reference | None, direction: int) -> Interval:
    if e.unit == "month" and e.shift is not None and e.day is not None and reference is not None:
        day = add(reference.day.replace(day=1), "month", e.shift).replace(day=e.day)
        return reference.write(day), reference.write(day)
    if e.month is None and e.day is not None:
        return _resolve_day_of_month(e.day, reference, direction)
    if e.month is None or e.day is None:
        return UNKNOWN
    year = stated_year(e, reference)
    if year is None and (reference is None or not reference.has_year):
        date(2000, e.month, e.last_day or e.day)  # is there such a day?
        return f"--{e.month:02}-{e.day:02}", f"--{e.month:02}-{e.last_day or e.day:02}"
    if year is None and reference is not None:
        year = nearest_year(e.month, e.day, reference.day, direction, e.weekday)
    if year is None:
        return UNKNOWN
    return date(year, e.month, e.day).isoformat(), date(year, e.month, e.last_day or e.day).isoformat()


def _resolve_day_of_month(day: int, reference: Reference | None, direction: int) -> Interval:
    """Take the last such day, or the next where the sentence tells of the future; "the 31st" skips short months."""
    if reference is None:
        return UNKNOWN
    first = reference.day.replace(day=1)
    for step in (0, 1, 2) if direction > 0 else (0, -1, -2):
        month = add(first, "month", step)
        if day > monthrange(month.year, month.month)[1]:
            continue
        found = month.replace(day=day)
        if (found >= reference.day) if direction > 0 else (found <= reference.day):
            return reference.write(found), reference.write(found)
    return UNKNOWN


def _resolve_weekday(e: Expression, reference: Reference | None, direction: int) -> Interval:
    """Take the weekday on or before the reference, for news tells what happened; after it where the tense says so."""
    if reference is None or not reference.has_year or e.weekday is None:
        return UNKNOWN
    back = (reference.day.weekday() - e.weekday) % 7
    ahead = -back % 7
    if e.unit == "week" and e.shift is not None:
        day = reference.day + timedelta(7 * e.shift + e.weekday - reference.day.weekday())
    elif e.shift == -1:
        day = reference.day - timedelta(back or 7)
    elif e.shift == 1:
        day = reference.day + timedelta(ahead or 7)
    elif e.shift == 0:
        day = reference.day + timedelta(e.weekday - reference.day.weekday())
    elif direction > 0:
        day = reference.day + timedelta(ahead)
    else:
        day = reference.day - timedelta(back)
    return reference.write(day), reference.write(day)


def _resolve_deictic(e: Expression, reference: Reference | None, direction: int) -> Interval:
    if reference is None:
        return UNKNOWN
    day = reference.write(reference.day + timedelta(e.shift or 0))
    return day, day


def _resolve_rolling(e: Expression, reference: Reference | None, direction: int) -> Interval:
    """Resolve "the past two days" to the interval that ends today; "the past days" has no beginning."""
    if reference is None or e.shift is None:
        return UNKNOWN
    today = reference.write(reference.day)
    if e.count is None:
        return (None, today) if e.shift < 0 else (today, None)
    other = reference.write(add(reference.day, e.unit or "day", e.count * e.shift))
    return (other, today) if e.shift < 0 else (today, other)


def _resolve_ago(e: Expression, reference: Reference | None, direction: int) -> Interval:
    """Resolve as precisely as the unit is: "two months ago" is a month, "three years ago" a year."""
    if reference is None or e.count is None:
        return UNKNOWN
    day = add(reference.day, e.unit or "day", e.count * (e.shift or -1))
    if e.unit == "year":
        return _year_of(reference, day.year)
    if e.unit == "month" and reference.has_year:
        return f"{day:%Y-%m}", f"{day:%Y-%m}"
    if e.unit in ("decade", "quarter"):
        return _year_of(reference, day.year)
    return reference.write(day), reference.write(day)


def _year_of(reference: Reference, year: int) -> Interval:
    return (f"{year:04}", f"{year:04}") if reference.has_year else UNKNOWN


_RESOLVERS: dict[str, Callable[[Expression, Reference | None, int], Interval]] = {
    "day": _resolve_day,
    "month": resolve_month,
    "year": resolve_year,
    "decade": resolve_decade,
    "weekday": _resolve_weekday,
    "deictic": _resolve_deictic,
    "rolling": _resolve_rolling,
    "ago": _resolve_ago,
    "shift": resolve_shift,
    "quarter": resolve_quarter,
    "season": resolve_season,
    "range": _resolve_range,
}
