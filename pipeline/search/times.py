"""Moments and delays as an analyst reads them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

_BY_DAY = {"day": 10, "month": 7, "year": 4}


def day(document: Mapping[str, Any]) -> str:
    """Give the day of a document, or as much blank."""
    return str(document.get("@timestamp") or "")[:10] or "no date   "


def minute(document: Mapping[str, Any]) -> str:
    """Give the moment of a document, as precise as it is known.

    >>> minute({"@timestamp": "2031-03-01T10:05:00Z"}), minute({"@timestamp": "2031-03-01T00:00:00Z"})
    ('2031-03-01 10:05', '2031-03-01')
    """
    written = str(document.get("@timestamp") or "")
    precise = _BY_DAY.get(str(document.get("published_precision")), 16)
    if precise < 16 or written[11:19] == "00:00:00":
        return written[: min(precise, 10)] or "no date"
    return written[:16].replace("T", " ")


def delay(first: Mapping[str, Any], later: Mapping[str, Any]) -> str:
    """Say how long after the first document the later one came.

    >>> delay({"@timestamp": "2031-03-01T10:00:00Z"}, {"@timestamp": "2031-03-01T12:20:00Z"})
    '+2 h 20 min'
    """
    hours = hours_between(first, later)
    return "" if hours is None else spell_hours(hours)


def hours_between(first: Mapping[str, Any], later: Mapping[str, Any]) -> float | None:
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
