"""Resolving months, years, decades, quarters, seasons and calendar units, or the parts of them."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from transforms.dates.arithmetic import UNKNOWN, Interval, add, nearest_year, stated_year
from transforms.dates.expression import Expression, Part
from transforms.dates.reference import Reference

_DAY_PARTS: dict[str, tuple[int, int]] = {"early": (1, 10), "mid": (11, 20), "late": (21, 31),
                                          "first half": (1, 15), "second half": (16, 31),
                                          "first": (1, 1), "last": (31, 31)}  # fmt: skip
_MONTH_PARTS: dict[str, tuple[int, int]] = {"early": (1, 3), "mid": (5, 8), "late": (10, 12),
                                            "first half": (1, 6), "second half": (7, 12)}  # fmt: skip

_EDGES_OF_YEAR: dict[str, str] = {"first": "01-01", "last": "12-31"}


def resolve_month(e: Expression, reference: Reference | None, direction: int) -> Interval:
    """Resolve to the month, or to the days of its part."""
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
        return nearest_year(month, 15, day, direction)
    if e.end - e.start > 16 or e.shift == 0:  # "March last year" against "last March"
        return day.year + e.shift
    if e.shift < 0:
        return day.year - (month >= day.month)
    return day.year + (month <= day.month)


def resolve_year(e: Expression, reference: Reference | None, direction: int) -> Interval:
    """Resolve to the year, its part, or its first or last months."""
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
    if part in _EDGES_OF_YEAR:
        day = f"{year:04}-{_EDGES_OF_YEAR[part]}"
        return day, day
    low, high = _MONTH_PARTS[part]
    return f"{year:04}-{low:02}", f"{year:04}-{high:02}"


def resolve_decade(e: Expression, reference: Reference | None, direction: int) -> Interval:
    """Resolve to years: "the early 2000s" are the first four."""
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


def resolve_shift(e: Expression, reference: Reference | None, direction: int) -> Interval:
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
        first = add(today.replace(day=1), "month", e.shift)
        month = replace(e, kind="month", month=first.month, year=first.year if reference.has_year else None, shift=None)
        return resolve_month(month, None, 0)
    if e.unit == "quarter":
        return _part_of_quarter(_quarter(today.year, (today.month - 1) // 3 + 1 + e.shift), e.part)
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


def _part_of_quarter(months: Interval, part: Part | None) -> Interval:
    """Take "by the end of the quarter" for its last day, "at the end of" it for its last month."""
    first, last = (month or "" for month in months)
    if part in ("late", "last"):
        day = f"{last}-{monthrange(int(last[:4]), int(last[5:]))[1]}"
        return (last, last) if part == "late" else (day, day)
    if part in ("early", "first"):
        return (first, first) if part == "early" else (f"{first}-01", f"{first}-01")
    return months


def resolve_quarter(e: Expression, reference: Reference | None, direction: int) -> Interval:
    """Resolve to three months, of the nearest year that the tense allows."""
    year = e.year
    if year is None and reference is not None and reference.has_year:
        begun = 3 * (e.count or 1) - 2 <= reference.day.month
        ahead = direction > 0 and not (begun and reference.day.month <= 3 * (e.count or 1))
        year = reference.day.year + (e.shift if e.shift is not None else (begun and ahead) - (not begun and not ahead))
    return _quarter(year, e.count or 1) if year is not None else UNKNOWN


def resolve_season(e: Expression, reference: Reference | None, direction: int) -> Interval:
    """Resolve to three whole months; winter begins in December of the year before."""
    year = stated_year(e, reference)
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
