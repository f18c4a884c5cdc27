"""Resolving date expressions to ISO days, months or intervals against the day an article was written."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from transforms.dates.expression import Expression, Part
from transforms.dates.reference import Reference

Interval = tuple[str | None, str | None]
UNKNOWN: Interval = (None, None)

_DAY_PARTS: dict[str, tuple[int, int]] = {"early": (1, 10), "mid": (11, 20), "late": (21, 31),
                                          "first half": (1, 15), "second half": (16, 31),
                                          "first": (1, 1), "last": (31, 31)}  # fmt: skip
_MONTH_PARTS: dict[str, tuple[int, int]] = {"early": (1, 3), "mid": (5, 8), "late": (10, 12),
                                            "first half": (1, 6), "second half": (7, 12),
                                            "first": (1, 1), "last": (12, 12)}  # fmt: skip
_LONG_WAY = 45  # days: nearer than this, the nearest of two dates is meant whatever the tense


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
        return f"{_add(date(year, int(told[5:7]), 1), 'month', count):%Y-%m}"
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
    return start, end


def _resolve_day(e: Expression, reference: Reference | None, direction: int) -> Interval:
    if e.unit == "month" and e.shift is not None and e.day is not None and reference is not None:
        day = _add(reference.day.replace(day=1), "month", e.shift).replace(day=e.day)
        return reference.write(day), reference.write(day)
    if e.month is None and e.day is not None:
        return _resolve_day_of_month(e.day, reference, direction)
    if e.month is None or e.day is None:
        return UNKNOWN
    year = _stated_year(e, reference)
    if year is None and (reference is None or not reference.has_year):
        date(2000, e.month, e.last_day or e.day)  # is there such a day?
        return f"--{e.month:02}-{e.day:02}", f"--{e.month:02}-{e.last_day or e.day:02}"
    if year is None and reference is not None:
        year = _nearest_year(e.month, e.day, reference.day, direction, e.weekday)
    if year is None:
        return UNKNOWN
    return date(year, e.month, e.day).isoformat(), date(year, e.month, e.last_day or e.day).isoformat()


def _resolve_day_of_month(day: int, reference: Reference | None, direction: int) -> Interval:
    """Take the last such day, or the next where the sentence tells of the future; "the 31st" skips short months."""
    if reference is None:
        return UNKNOWN
    first = reference.day.replace(day=1)
    for step in (0, 1, 2) if direction > 0 else (0, -1, -2):
        month = _add(first, "month", step)
        if day > monthrange(month.year, month.month)[1]:
            continue
        found = month.replace(day=day)
        if (found >= reference.day) if direction > 0 else (found <= reference.day):
            return reference.write(found), reference.write(found)
    return UNKNOWN


def _stated_year(e: Expression, reference: Reference | None) -> int | None:
    if e.year is not None:
        return e.year
    if e.shift is not None and reference is not None and reference.has_year and e.kind in ("day", "month", "season"):
        return reference.day.year + e.shift
    return None


def _nearest_year(month: int, day: int, reference: date, direction: int, weekday: int | None = None) -> int:
    """Choose the year by a stated weekday, else by the tense where both neighbours are far, else the nearest."""
    candidates = [
        date(year, month, min(day, monthrange(year, month)[1]))
        for year in range(reference.year - 1, reference.year + 2)
    ]
    if weekday is not None:
        fitting = [c for c in candidates if c.weekday() == weekday]
        candidates = fitting or candidates
    candidates.sort(key=lambda c: abs((c - reference).days))
    nearest = candidates[0]
    if direction and abs((nearest - reference).days) > _LONG_WAY:
        agreeing = [c for c in candidates if (c - reference).days * direction >= 0]
        nearest = agreeing[0] if agreeing else nearest
    return nearest.year


def _resolve_month(e: Expression, reference: Reference | None, direction: int) -> Interval:
    month = e.month or 1
    year = e.year
    if year is None and reference is not None and reference.has_year:
        year = _month_year(e, month, reference.day, direction)
    if e.part is None:
        text = f"{year:04}-{month:02}" if year is not None else f"--{month:02}"
        return text, text
    low, high = _DAY_PARTS[e.part]
    days = monthrange(year or 2000, month)[1]
    low, high = min(low, days), min(high, days)
    prefix = f"{year:04}-{month:02}" if year is not None else f"--{month:02}"
    return f"{prefix}-{low:02}", f"{prefix}-{high:02}"


def _month_year(e: Expression, month: int, day: date, direction: int) -> int:
    if e.shift is None:
        return _nearest_year(month, 15, day, direction)
    if e.end - e.start > 16 or e.shift == 0:  # "March last year" against "last March"
        return day.year + e.shift
    if e.shift < 0:
        return day.year - (month >= day.month)
    return day.year + (month <= day.month)


def _resolve_year(e: Expression, reference: Reference | None, direction: int) -> Interval:
    year = e.year
    if year is None and e.shift is not None and reference is not None and reference.has_year:
        year = reference.day.year + e.shift
    if year is None:
        return UNKNOWN
    if e.count and e.edge:
        return (
            (f"{year:04}-01", f"{year:04}-{e.count:02}")
            if e.edge > 0
            else (f"{year:04}-{13 - e.count:02}", f"{year:04}-12")
        )
    return _part_of_year(year, e.part)


def _part_of_year(year: int, part: Part | None) -> Interval:
    if part is None:
        return f"{year:04}", f"{year:04}"
    low, high = _MONTH_PARTS[part]
    return f"{year:04}-{low:02}", f"{year:04}-{high:02}"


def _resolve_decade(e: Expression, reference: Reference | None, direction: int) -> Interval:
    low, high = {
        "early": (0, 3),
        "mid": (4, 6),
        "late": (7, 9),
        "first half": (0, 4),
        "second half": (5, 9),
        "first": (0, 0),
        "last": (9, 9),
    }.get(e.part or "", (0, 9))
    return f"{(e.year or 0) + low:04}", f"{(e.year or 0) + high:04}"


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
    other = reference.write(_add(reference.day, e.unit or "day", e.count * e.shift))
    return (other, today) if e.shift < 0 else (today, other)


def _add(day: date, unit: str, count: int) -> date:
    if unit == "hour":
        return day + timedelta(count // 24 if count > 0 else -(-count // 24))
    if unit in ("day", "weekend"):
        return day + timedelta(count)
    if unit == "week":
        return day + timedelta(7 * count)
    months = day.year * 12 + day.month - 1 + count * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit]
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _resolve_ago(e: Expression, reference: Reference | None, direction: int) -> Interval:
    """Resolve as precisely as the unit is: "two months ago" is a month, "three years ago" a year."""
    if reference is None or e.count is None:
        return UNKNOWN
    day = _add(reference.day, e.unit or "day", e.count * (e.shift or -1))
    if e.unit == "year":
        return _year_of(reference, day.year)
    if e.unit == "month" and reference.has_year:
        return f"{day:%Y-%m}", f"{day:%Y-%m}"
    if e.unit in ("decade", "quarter"):
        return _year_of(reference, day.year)
    return reference.write(day), reference.write(day)


def _year_of(reference: Reference, year: int) -> Interval:
    return (f"{year:04}", f"{year:04}") if reference.has_year else UNKNOWN


def _resolve_shift(e: Expression, reference: Reference | None, direction: int) -> Interval:
    """Resolve calendar units: "last week" is Monday to Sunday of the week before."""
    if reference is None or e.shift is None:
        return UNKNOWN
    today = reference.day
    if e.unit == "week":
        return _week(reference, today - timedelta(today.weekday()) + timedelta(7 * e.shift), e.part)
    if e.unit == "weekend":
        saturday = today - timedelta(today.weekday()) + timedelta(5 + 7 * e.shift)
        if e.shift == -1 and today.weekday() >= 5:
            saturday += timedelta(7)
        return _days(reference, saturday, saturday + timedelta(1)) if reference.has_year else UNKNOWN
    if not reference.has_year and e.unit != "month":
        return UNKNOWN
    if e.unit == "month":
        first = _add(today.replace(day=1), "month", e.shift)
        month = replace(e, kind="month", month=first.month, year=first.year if reference.has_year else None, shift=None)
        return _resolve_month(month, None, 0)
    if e.unit == "quarter":
        return _quarter(today.year, (today.month - 1) // 3 + 1 + e.shift)
    if e.unit == "decade":
        return f"{today.year // 10 * 10 + 10 * e.shift}", f"{today.year // 10 * 10 + 10 * e.shift + 9}"
    return _part_of_year(today.year + e.shift, e.part)


def _week(reference: Reference, monday: date, part: Part | None) -> Interval:
    if not reference.has_year:
        return UNKNOWN
    low, high = {"early": (0, 2), "mid": (2, 3), "late": (3, 6), "first": (0, 0), "last": (6, 6)}.get(
        part or "", (0, 6)
    )
    return _days(reference, monday + timedelta(low), monday + timedelta(high))


def _days(reference: Reference, first: date, last: date) -> Interval:
    return reference.write(first), reference.write(last)


def _quarter(year: int, quarter: int) -> Interval:
    year, quarter = year + (quarter - 1) // 4, (quarter - 1) % 4
    return f"{year:04}-{3 * quarter + 1:02}", f"{year:04}-{3 * quarter + 3:02}"


def _resolve_quarter(e: Expression, reference: Reference | None, direction: int) -> Interval:
    year = e.year
    if year is None and reference is not None and reference.has_year:
        begun = 3 * (e.count or 1) - 2 <= reference.day.month
        ahead = direction > 0 and not (begun and reference.day.month <= 3 * (e.count or 1))
        year = reference.day.year + (e.shift if e.shift is not None else (begun and ahead) - (not begun and not ahead))
    return _quarter(year, e.count or 1) if year is not None else UNKNOWN


def _resolve_season(e: Expression, reference: Reference | None, direction: int) -> Interval:
    """Resolve to three whole months; winter begins in December of the year before."""
    year = _stated_year(e, reference)
    season = e.season or 0
    if year is None and reference is not None and reference.has_year:
        passed = reference.day.month - (3 * season + 2 if season else 2)
        year = reference.day.year + (direction > 0 and passed > 0) - (direction < 0 and passed < -2)
    if year is None:
        return UNKNOWN
    if e.shift in (-1, 1) and reference is not None and e.end - e.start < len("summer last year"):
        passed = 3 * season + 3 <= reference.day.month
        year = reference.day.year if passed == (e.shift == -1) else year  # "last summer", said in autumn
    if season == 0:
        return f"{year - 1:04}-12", f"{year:04}-02"
    return f"{year:04}-{3 * season:02}", f"{year:04}-{3 * season + 2:02}"


_RESOLVERS: dict[str, Callable[[Expression, Reference | None, int], Interval]] = {
    "day": _resolve_day,
    "month": _resolve_month,
    "year": _resolve_year,
    "decade": _resolve_decade,
    "weekday": _resolve_weekday,
    "deictic": _resolve_deictic,
    "rolling": _resolve_rolling,
    "ago": _resolve_ago,
    "shift": _resolve_shift,
    "quarter": _resolve_quarter,
    "season": _resolve_season,
    "range": _resolve_range,
}
