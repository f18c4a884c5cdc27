"""The day on which "yesterday" and "June 8" are to be read: taken from what is stated, never invented."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from transforms.records import Article

_URL_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_.-]?(0[1-9]|1[0-2])[/_.-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY = re.compile(r"\bon (" + "|".join(_WEEKDAYS) + r")\b")
_YEAR = re.compile(r"(?<![\d.,$€£-])((?:19|20)\d\d)(?![\d%]|[.,]\d)")
_DAYS_SEEN_LATER = 31


def find_reference_date(article: Article) -> str | None:
    """Give the day the article is about as ISO, or None where neither text, feed, page nor URL states one."""
    stated = article.dateline.date if article.dateline else None
    if stated and not stated.startswith("--"):
        return stated
    published = _published(article)
    if stated is None:
        return published.isoformat() if published else None
    month, day = int(stated[2:4]), int(stated[5:7])
    if published is not None:
        return _nearest(month, day, published, article.body)
    return _by_years_in_text(month, day, article)


def _published(article: Article) -> date | None:
    """Give the day of publication, by feed, page or URL (not the day on which it was first seen)."""
    if article.published_at is not None and article.published_from not in {"seen", "dateline"}:
        return article.published_at.date()
    for url in (article.url, article.canonical_url):
        match = _URL_DATE.search(url or "")
        if match:
            day = _day(int(match[1]), int(match[2]), int(match[3]))
            if day is not None:
                return day
    return None


def _nearest(month: int, day: int, published: date, body: str) -> str | None:
    """Take the year in which the day is nearest to the publication; in doubt the one whose weekday is named."""
    found = sorted(_days(month, day, range(published.year - 1, published.year + 2)), key=lambda d: abs(d - published))
    if not found:
        return None
    if abs(found[0] - published) > timedelta(days=120):
        weekday = _weekday(body)
        found = [d for d in found if weekday is None or d.weekday() == weekday] or found
    return found[0].isoformat()


def _by_years_in_text(month: int, day: int, article: Article) -> str | None:
    """Without a publication date: the one year that the text names, if its weekday agrees; or a day just seen."""
    weekday = _weekday(article.body)
    years = {int(year) for year in _YEAR.findall(article.body[:20_000])}
    found = [d for d in _days(month, day, sorted(years)) if weekday is not None and d.weekday() == weekday]
    if len(found) == 1:
        return found[0].isoformat()
    seen = article.published_at or article.first_seen_at
    if seen is not None:
        for candidate in _days(month, day, range(seen.year - 1, seen.year + 2)):
            if timedelta(days=-1) <= seen.date() - candidate <= timedelta(days=_DAYS_SEEN_LATER):
                return candidate.isoformat()
    return None


def _weekday(body: str) -> int | None:
    match = _WEEKDAY.search(body[:2_000])
    return _WEEKDAYS.index(match[1]) if match else None


def _days(month: int, day: int, years: "range | list[int]") -> Iterator[date]:
    for year in years:
        found = _day(year, month, day)
        if found is not None:
            yield found


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def publish_from_dateline(article: Article) -> Article:
    """Take the publication day from a dateline with a full date where nothing else states one."""
    if article.published_at is not None and article.published_from != "seen":
        return article
    stated = article.dateline.date if article.dateline else None
    if stated is None or article.reference_date is None or len(article.reference_date) != 10:
        return article
    day = date.fromisoformat(article.reference_date)
    return replace(
        article,
        published_at=datetime(day.year, day.month, day.day, tzinfo=UTC),
        published_from="dateline",
        published_precision="day",
    )
