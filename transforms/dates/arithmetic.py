"""Counting days and years: the nearest year of a day without one, a day so many units away."""

from calendar import monthrange
from datetime import date, timedelta

from transforms.dates.expression import Expression
from transforms.dates.reference import Reference

Interval = tuple[str | None, str | None]
UNKNOWN: Interval = (None, None)
_LONG_WAY = 45  # days: nearer than this, the nearest of two dates is meant whatever the tense


def stated_year(e: Expression, reference: Reference | None) -> int | None:
    """Give the year that the words state or point to ("last year")."""
    if e.year is not None:
        return e.year
    if e.shift is not None and reference is not None and reference.has_year and e.kind in ("day", "month", "season"):
        return reference.day.year + e.shift
    return None


def nearest_year(month: int, day: int, reference: date, direction: int, weekday: int | None = None) -> int:
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


def add(day: date, unit: str, count: int) -> date:
    """Add units to a day; months and years keep the day of the month where they have it."""
    if unit == "hour":
        return day + timedelta(count // 24 if count > 0 else -(-count // 24))
    if unit in ("day", "weekend"):
        return day + timedelta(count)
    if unit == "week":
        return day + timedelta(7 * count)
    months = day.year * 12 + day.month - 1 + count * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit]
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
