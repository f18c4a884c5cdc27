"""Dates as feeds, pages and files write them, with the precision that they really have."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Literal

from transforms.records import Precision

Order = Literal["dmy", "mdy", "ymd"]

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""No news feed is older: what lies before is a placeholder (1970-01-01, 0001-01-01)."""
FUTURE_TOLERANCE = timedelta(days=1)

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
            "aug august", "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
ZONES = {
    **dict.fromkeys(("utc", "gmt", "z", "ut", "wet"), 0),
    **dict.fromkeys(("cet", "bst", "west", "met", "wat"), 60),
    **dict.fromkeys(("eet", "cest", "sast", "cat", "mest"), 120),
    **dict.fromkeys(("msk", "eest", "trt", "eat", "idt"), 180),
    **dict.fromkeys(("gst", "samt", "azt"), 240),
    "irst": 210, "irdt": 270, "aft": 270, "pkt": 300, "npt": 345, "yekt": 300, "ict": 420, "wib": 420,
    **dict.fromkeys(("hkt", "sgt", "awst", "pht"), 480),
    **dict.fromkeys(("jst", "kst"), 540),
    "acst": 570, "aest": 600, "acdt": 630, "aedt": 660, "nzst": 720, "nzdt": 780,
    "brt": -180, "art": -180, "nst": -210, "ndt": -150,
    "ast": -240, "adt": -180, "est": -300, "edt": -240, "et": -300, "cst": -360, "cdt": -300,
    "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "akst": -540, "akdt": -480, "hst": -600,
}  # fmt: skip
"""Minutes east of Greenwich. Names that several zones share (IST) are left out: their times count as a day."""

_TIME = (
    r"(?:[T ,]+(?:at\s+)?(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*\(?(?P<zone>Z|(?:UTC|GMT)?[+-]\d{1,2}:?(?:\d{2})?|[A-Za-z]{1,5})?\)?.*)?$"
)
_WEEKDAY = r"^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_ISO = re.compile(r"^(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?" + _TIME, re.IGNORECASE)
_COMPACT = re.compile(
    r"^(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})(?:T(?P<clock>\d{4,6})(?P<zone>Z|[+-]\d{4})?)?$"
)
_DAY_FIRST = re.compile(
    _WEEKDAY + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s./-]+(?P<name>[a-z]{3,9})\.?[,\s/-]+(?P<year>\d{4}|\d{2})" + _TIME,
    re.I,
)
_MONTH_FIRST = re.compile(
    _WEEKDAY + r"(?P<name>[a-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})" + _TIME, re.I
)
_CTIME = re.compile(
    _WEEKDAY + r"(?P<name>[a-z]{3})\s+(?P<day>\d{1,2})\s+(?P<hour>\d{2}):(?P<minute>\d{2}):(?P<second>\d{2})"
    r"\s+(?P<zone>[+-]\d{4}|[A-Z]{2,5})?\s*(?P<year>\d{4})$", re.I
)  # fmt: skip
_MONTH_ONLY = re.compile(r"^(?P<name>[a-z]{3,9})\.?,?\s+(?P<year>\d{4})$", re.IGNORECASE)
_NUMERIC = re.compile(r"^(?P<a>\d{1,4})[/.\-](?P<b>\d{1,2})[/.\-](?P<c>\d{4}|\d{1,2})" + _TIME, re.IGNORECASE)
_EPOCH = re.compile(r"^\d{9,10}(?:\.\d+)?$|^\d{12,13}$")
_URL_DATE = re.compile(
    r"/(?P<year>(?:19|20)\d{2})[/-]?(?P<month>0[1-9]|1[0-2]|[a-z]{3})(?:[/-]?(?P<day>0[1-9]|[12]\d|3[01]))?(?=[/_.-]|$)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class ParsedDate:
    at: datetime
    precision: Precision


def parse_date(text: str, order: Order | None = None) -> ParsedDate | None:
    """Read one date; None where it is none, or where day and month cannot be told apart without `order`.

    A time without a zone is read as UTC and counts as exact to the day only.

    >>> parse_date("Thu, 08 Jun 2017 10:30:05 MSK")
    ParsedDate(at=datetime.datetime(2017, 6, 8, 7, 30, 5, tzinfo=datetime.timezone.utc), precision='second')
    >>> parse_date("4/5/2017")
    >>> parse_date("4/5/2017", "mdy").at.isoformat()
    '2017-04-05T00:00:00+00:00'
    """
    text = " ".join(text.strip()[:80].split())
    if not text:
        return None
    if _EPOCH.match(text):
        seconds = float(text)
        return _guarded(
            lambda: ParsedDate(datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC), "second")
        )
    for pattern in (_ISO, _COMPACT, _DAY_FIRST, _MONTH_FIRST, _CTIME, _MONTH_ONLY):
        if match := pattern.match(text):
            fields = match.groupdict()
            return _guarded(lambda fields=fields: _build(fields))  # type: ignore[misc]
    if match := _NUMERIC.match(text):
        fields = match.groupdict()
        return _guarded(lambda: _build_numeric(fields, order))
    return None


def order_of(declared: str | None) -> Order | None:
    """Read a declared date format: "M/D/Y", "dmy", "%d.%m.%Y".

    >>> order_of("%d.%m.%Y"), order_of("M/D/Y"), order_of("mdy")
    ('dmy', 'mdy', 'mdy')
    """
    letters = "".join(dict.fromkeys(c for c in (declared or "").lower() if c in "dmy"))
    orders: dict[str, Order] = {"dmy": "dmy", "mdy": "mdy", "ymd": "ymd"}
    return orders.get(letters)


def order_from_evidence(dates: Iterable[str]) -> Order | None:
    """Tell from a set of numeric dates of one origin whether the day or the month comes first.

    >>> order_from_evidence(["4/5/2017", "4/19/2017"]), order_from_evidence(["4/5/2017"])
    ('mdy', None)
    """
    day_first = month_first = 0
    for text in dates:
        if (match := _NUMERIC.match(text.strip()[:80])) and len(match["a"]) <= 2:
            day_first += int(match["a"]) > 12
            month_first += int(match["b"]) > 12
    if bool(day_first) == bool(month_first):
        return None
    return "dmy" if day_first else "mdy"


def date_in_url(url: str) -> ParsedDate | None:
    """Read the date that many outlets put into the path of an article.

    >>> date_in_url("https://example.org/world/2017/06/08/raid").at.date().isoformat()
    '2017-06-08'
    """
    match = _URL_DATE.search(url.partition("?")[0])
    if not match:
        return None
    month = match["month"].lower()
    number = MONTHS.get(month) if month.isalpha() else int(month)
    if number is None:
        return None
    day = int(match["day"] or 1)
    precision: Precision = "day" if match["day"] else "month"
    return _guarded(lambda: ParsedDate(datetime(int(match["year"]), number, day, tzinfo=UTC), precision))


def problem_with(parsed: ParsedDate, now: datetime | None) -> str | None:
    """Say why a date cannot be that of a publication, or None."""
    if parsed.at < EARLIEST:
        return f"{parsed.at.date().isoformat()} is a placeholder, not a date of publication"
    if now and parsed.at > now + FUTURE_TOLERANCE:
        return f"{parsed.at.date().isoformat()} lies in the future"
    return None


def _guarded(build: Callable[[], ParsedDate | None]) -> ParsedDate | None:
    try:
        return build()
    except (ValueError, OverflowError, OSError):  # 31 February, hour 25, year 0
        return None


def _build(fields: dict[str, str | None]) -> ParsedDate | None:
    year = _year(fields["year"] or "")
    name = fields.get("name")
    month = MONTHS.get(name.lower()) if name else int(fields.get("month") or 1)
    if month is None:
        return None
    day = date(year, month, int(fields.get("day") or 1))
    if not fields.get("day"):
        return ParsedDate(_midnight(day), "month" if name or fields.get("month") else "year")
    if clock := fields.get("clock"):
        fields = {**fields, "hour": clock[:2], "minute": clock[2:4], "second": clock[4:6] or None}
    return _with_time(day, fields)


def _build_numeric(fields: dict[str, str | None], order: Order | None) -> ParsedDate | None:
    a, b, c = fields["a"] or "", fields["b"] or "", fields["c"] or ""
    if len(a) == 4:
        return _with_time(date(int(a), int(b), int(c)), fields)
    if order == "ymd":
        return _with_time(date(_year(a), int(b), int(c)), fields)
    first, second, year = int(a), int(b), _year(c)
    if first > 12 or (order == "dmy" and second <= 12):
        return _with_time(date(year, second, first), fields)
    if second > 12 or order == "mdy" or first == second:
        return _with_time(date(year, first, second), fields)
    return None


def _year(digits: str) -> int:
    if len(digits) > 2:
        return int(digits)
    return int(digits) + (2000 if int(digits) < 70 else 1900)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _with_time(day: date, fields: dict[str, str | None]) -> ParsedDate:
    hour_text, minute, half = fields.get("hour"), fields.get("minute"), fields.get("half")
    if not hour_text or not (minute or half):
        return ParsedDate(_midnight(day), "day")
    hour = int(hour_text)
    if half:
        hour = hour % 12 + (12 if half.lower().startswith("p") else 0)
    zone = _zone(fields.get("zone"))
    local = datetime(day.year, day.month, day.day, hour % 24, int(minute or 0), min(int(fields.get("second") or 0), 59))
    if hour == 24:
        local += timedelta(days=1)
    if zone is None:
        return ParsedDate(local.replace(tzinfo=UTC), "day")
    precision: Precision = "second" if fields.get("second") else "minute" if minute else "hour"
    return ParsedDate(local.replace(tzinfo=zone).astimezone(UTC), precision)


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    name = text.lower()
    if name in ZONES:
        return timezone(timedelta(minutes=ZONES[name]))
    if match := re.fullmatch(r"(?:utc|gmt)?([+-])(\d{1,2}):?(\d{2})?", name):
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        return timezone(timedelta(minutes=minutes if match[1] == "+" else -minutes))
    return None
