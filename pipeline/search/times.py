"""Moments and delays as an analyst reads them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

_WRITTEN = {"day": 10, "month": 7, "year": 4}
_MIDNIGHT = "00:00:00"


def day(document: Mapping[str, Any]) -> str:
    """Give the day of a document, or as much blank."""
    return str(document.get("@timestamp") or "")[:10] or "no date   "


def minute(document: Mapping[str, Any]) -> str:
    """Give the moment of a document, as precise as it is known.

    >>> minute({"@timestamp": "2031-03-01T10:05:00Z"}), minute({"@timestamp": "2031-03-01T00:00:00Z"})
    ('2031-03-01 10:05', '2031-03-01')
    """
    written = str(document.get("@timestamp") or "")
    if is_day_only(document):
        return written[: _WRITTEN.get(str(document.get("published_precision")), 10)] or "no date"
    return written[:16].replace("T", " ")


def is_day_only(document: Mapping[str, Any]) -> bool:
    """Tell whether the hour of a document is not known: a midnight stands for its whole day."""
    return document.get("published_precision") in _WRITTEN or str(document.get("@timestamp") or "")[11:19] == _MIDNIGHT


def order(document: Mapping[str, Any]) -> str:
    """Give what sorts documents by time; one dated by its day comes after those of that day with an hour."""
    written = str(document.get("@timestamp") or "")
    return f"{written[:10]}T99" if is_day_only(document) else written


def delay(first: Mapping[str, Any], later: Mapping[str, Any]) -> str:
    """Say how long after the first document the later one came.

    >>> delay({"@timestamp": "2031-03-01T10:00:00Z"}, {"@timestamp": "2031-03-01T12:20:00Z"})
    '+2 h 20 min'
    >>> delay({"@timestamp": "2031-03-01T10:00:00Z"}, {"@timestamp": "2031-03-01T00:00:00Z"})
    'same day'
    """
    hours = hours_between(first, later)
    if hours is None:
        return ""
    if not (is_day_only(first) or is_day_only(later)):
        return spell_hours(hours)
    begun, ended = (date.fromisoformat(day(document)) for document in (first, later))
    days = (ended - begun).days
    return spell_hours(24 * days) if days else "same day"


def hours_between(first: Mapping[str, Any], later: Mapping[str, Any]) -> float | None:
    """Give the hours between two documents' moments, where both have one."""
    moments = [document.get("@timestamp") for document in (first, later)]
    if not all(moments):
        return None
    begun, ended = (datetime.fromisoformat(str(moment)) for moment in moments)
    return (ended - begun).total_seconds() / 3600


def spell_hours(hours: float) -> str:
    """Spell a delay with its two largest units.

    >>> spell_hours(49.5), spell_hours(0), spell_hours(-0.5)
    ('+2 d 1 h', '+0 min', '-30 min')
    """
    minutes = round(abs(hours) * 60)
    units = (("d", minutes // 1440), ("h", minutes // 60 % 24), ("min", minutes % 60))
    told = [f"{number} {unit}" for unit, number in units if number][:2]
    return ("-" if hours < 0 and told else "+") + (" ".join(told) or "0 min")
