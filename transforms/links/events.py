"""Whether two claims are about the same event: its places, its time, its subject."""

from datetime import date, timedelta

from transforms.links.linkable import LinkableClaim, once

BACKGROUND_DAYS = 30
"""A date that lies further from its article tells of another event than the news of the day."""
SAME_EVENT_DAYS = 14
_RECENT_DAYS = 4
_SLACK = timedelta(days=1)


@once
def when(claim: LinkableClaim) -> tuple[date, date] | None:
    """Give the interval that the content's dates span, or None where it states no full date."""
    days = [day for d in claim.dates for day in (_first(d.from_), _last(d.to)) if day]
    return (min(days), max(days)) if days else None


def _first(iso: str | None) -> date | None:
    return _day(iso, "-01-01", "-01")


def _last(iso: str | None) -> date | None:
    return _day(iso, "-12-31", "-28")


def _day(iso: str | None, of_year: str, of_month: str) -> date | None:
    if not iso or iso.startswith("--"):
        return None
    try:
        return date.fromisoformat(iso + {4: of_year, 7: of_month}.get(len(iso), ""))
    except ValueError:
        return None


@once
def is_background(claim: LinkableClaim) -> bool:
    """Tell whether the content's dates lie well before the article: history, not news."""
    span = when(claim)
    return claim.frame.is_past or (span is not None and abs((claim.at.date() - span[1]).days) > BACKGROUND_DAYS)


def same_time(a: LinkableClaim, b: LinkableClaim, days: int = SAME_EVENT_DAYS) -> bool:
    """Tell whether both can tell of one time: published within `days`, no stated dates that exclude each other."""
    if abs((a.at - b.at).days) > days or is_background(a) != is_background(b):
        return False
    first, second = when(a), when(b)
    if first is None and second is None:
        return True
    first, second = first or _recently(a), second or _recently(b)
    return first[0] - _SLACK <= second[1] and second[0] - _SLACK <= first[1]


@once
def _recently(claim: LinkableClaim) -> tuple[date, date]:
    """Give the days that a claim without a date most likely tells of."""
    return claim.at.date() - timedelta(_RECENT_DAYS), claim.at.date()


def same_place(a: LinkableClaim, b: LinkableClaim) -> bool:
    """Tell whether both can tell of one place: their own, or where they name none, that of their article's head."""
    first, second = a.frame.places or a.frame.context_places, b.frame.places or b.frame.context_places
    if first & second:
        return True
    if a.frame.places and b.frame.places:
        return False
    return not first or not second


def shared_places(a: LinkableClaim, b: LinkableClaim) -> frozenset[str]:
    """Give the places that both name in their contents or, where one names none, in its article's head."""
    return (a.frame.places or a.frame.context_places) & (b.frame.places or b.frame.context_places)


def one_subject(a: LinkableClaim, b: LinkableClaim) -> bool:
    """Tell whether the articles of both are about one subject, at one place."""
    return bool(a.frame.context & b.frame.context) and bool(
        (a.frame.context_places | a.frame.places) & (b.frame.context_places | b.frame.places)
    )
