"""When things were told, as the positions and bars of small charts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, Literal

Document = Mapping[str, Any]
Unit = Literal["hour", "day", "week", "month", "quarter", "year"]

MOST_BARS = 90
FIRST, LAST = 2.0, 98.0
"""Percent of the width where the first and the last dot stand."""
_DAYS: tuple[tuple[Unit, float], ...] = (
    ("hour", 1 / 24), ("day", 1), ("week", 7), ("month", 30.4), ("quarter", 91.3), ("year", 365.25),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    article: Document
    x: float
    nudge: int
    """How many dots of its lane stand at the same place before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    outlet: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    start: datetime
    label: str
    x: float
    width: float
    all: int
    contradicted: int
    height: float
    red: float
    """Heights in percent of the chart's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    unit: Unit
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    highest: int


def lanes(articles: Iterable[Document]) -> tuple[Lane, ...]:
    """Give one lane an outlet with a dot an article, the first outlet to tell on top; none where all is at once."""
    told = sorted(((moment(article), article) for article in articles), key=lambda one: (one[0], one[1]["id"]))
    if not told or told[0][0] == told[-1][0]:
        return ()
    first, last = told[0][0], told[-1][0]
    span = (last - first).total_seconds()
    by_outlet: dict[str, list[Dot]] = defaultdict(list)
    taken: Counter[tuple[str, int]] = Counter()
    for at, article in told:
        share = (at - first).total_seconds() / span
        x = round(FIRST + share * (LAST - FIRST), 2)
        place = (article["source"]["name"], round(x))
        by_outlet[article["source"]["name"]].append(Dot(article=article, x=x, nudge=taken[place]))
        taken[place] += 1
    return tuple(Lane(outlet=outlet, dots=tuple(dots)) for outlet, dots in by_outlet.items())


def chart(claims: Sequence[Document]) -> Chart | None:
    """Give how many claims were made in each hour, day … or year, whichever gives enough bars and not too many.

    One bar would say nothing: then there is no chart.
    """
    return chart_of((moment(claim), 1, int(_is_contradicted(claim))) for claim in claims)


def chart_of(counted: Iterable[tuple[datetime, int, int]]) -> Chart | None:
    """Likewise of claims that are counted already: a moment, how many, how many of them contradicted."""
    moments = [one for one in counted if one[1]]
    if not moments:
        return None
    first, last = min(at for at, _, _ in moments), max(at for at, _, _ in moments)
    days = (last - first).total_seconds() / 86400
    unit: Unit = next((unit for unit, length in _DAYS if days / length < MOST_BARS), "year")
    starts = [_start(first, unit)]
    while starts[-1] <= last:
        starts.append(_start(starts[-1] + timedelta(days=_next(unit)), unit))
    if len(starts) == 2:
        return None
    counts: Counter[datetime] = Counter()
    against: Counter[datetime] = Counter()
    for at, number, contradicted in moments:
        counts[_start(at, unit)] += number
        against[_start(at, unit)] += contradicted
    highest, whole = max(counts.values()), (starts[-1] - starts[0]).total_seconds()
    bars = tuple(
        Bar(
            start=start,
            label=label(start, unit),
            x=round((start - starts[0]).total_seconds() / whole * 100, 3),
            width=round((end - start).total_seconds() / whole * 100, 3),
            all=counts[start],
            contradicted=against[start],
            height=round(counts[start] / highest * 100, 1),
            red=round(against[start] / highest * 100, 1),
        )
        for start, end in pairwise(starts)
    )
    return Chart(unit=unit, bars=bars, ticks=_ticks(bars, unit), highest=highest)


def moment(document: Document) -> datetime:
    """Give the document's time, or the beginning of time where it has none."""
    text = document.get("@timestamp")
    return datetime.fromisoformat(text).astimezone(UTC) if text else datetime(1970, 1, 1, tzinfo=UTC)


def label(at: datetime, unit: Unit) -> str:
    """Name a period.

    >>> label(datetime(2031, 4, 1), "quarter"), label(datetime(2031, 4, 1), "week")
    ('April to June 2031', 'week of 1 April 2031')
    """
    day = f"{at.day} {at:%B %Y}"
    match unit:
        case "hour":
            return f"{at:%H}:00, {day}"
        case "day":
            return day
        case "week":
            return f"week of {day}"
        case "month":
            return f"{at:%B %Y}"
        case "quarter":
            return f"{at:%B} to {at.replace(month=at.month + 2):%B %Y}"
        case "year":
            return f"{at:%Y}"


def _is_contradicted(claim: Document) -> bool:
    return any(link["relation"] == "contradicts" for link in claim.get("links") or ())


def _start(at: datetime, unit: Unit) -> datetime:
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    match unit:
        case "hour":
            return at.replace(minute=0, second=0, microsecond=0)
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "quarter":
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case "year":
            return day.replace(month=1, day=1)


def _next(unit: Unit) -> float:
    """Give days that lead from a period's start into the next period, and never past it."""
    return {"hour": 1 / 24, "day": 1, "week": 7, "month": 32, "quarter": 93, "year": 367}[unit]


def _ticks(bars: Sequence[Bar], unit: Unit) -> tuple[tuple[float, str], ...]:
    """Give at most five labels where a year, month or day begins."""
    shapes = {"hour": "%-d %b", "day": "%-d %b", "week": "%b %Y", "month": "%Y", "quarter": "%Y", "year": "%Y"}
    names = [(bar.x, bar.start.strftime(shapes[unit])) for bar in bars]
    begun = [one for before, one in pairwise([(0.0, ""), *names]) if before[1] != one[1]]
    step = -(-len(begun) // 5)
    return tuple(begun[::step])
