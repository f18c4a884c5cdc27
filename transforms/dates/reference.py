"""The day that relative dates are counted from, which may lack its year."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from transforms.records import Article

_LEAP_FREE_YEAR = 2001
"""Stands in for a year that nobody states; dates counted from it are written without year."""
_ISO = re.compile(r"(?:(?P<year>\d{4})-|--)(?P<month>\d\d)-(?P<day>\d\d)")


@dataclass(frozen=True, slots=True)
class Reference:
    """A day; `has_year` tells whether its year, and so its weekday, is known."""

    day: date
    has_year: bool

    @classmethod
    def of(cls, text: str | None) -> "Reference | None":
        """Read an article's reference date: "2016-02-08", "--02-08", or None; a month or year alone is no day.

        >>> Reference.of("--02-08").has_year, Reference.of("2016-02")
        (False, None)
        """
        match = _ISO.match(text or "")
        if not match:
            return None
        try:
            year = int(match["year"]) if match["year"] else _LEAP_FREE_YEAR
            return cls(date(year, int(match["month"]), int(match["day"])), match["year"] is not None)
        except ValueError:
            return None

    @classmethod
    def for_article(cls, article: Article) -> "Reference | None":
        """Take the day of writing: as stated, else of the dateline (perhaps without year), else of publication.

        A stamp in the text may be a day behind its words: "Published November 13 … said on Tuesday", the 14th. Where
        the feed is dated later than the stamp and the text opens with the weekday that follows it, that day is meant.
        """
        dateline = article.dateline.date if article.dateline else None
        known = article.published_at is not None and article.published_from != "seen"
        published = article.published_at.date().isoformat() if article.published_at and known else None
        reference = cls.of(article.reference_date) or cls.of(dateline) or cls.of(published)
        if reference and reference.has_year and published and published > reference.day.isoformat():
            return _day_meant(article.body, reference)
        return reference

    def write(self, day: date) -> str:
        """Write a day that was counted from this one, without year where this one has none."""
        return day.isoformat() if self.has_year else f"--{day:%m-%d}"


_OPENING = 400  # characters
_WEEKDAY = re.compile(r"(?P<last>\b[Ll]ast\s)?\b(?P<name>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_WEEKDAYS = ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun")


def _day_meant(body: str, stamp: Reference) -> Reference:
    """Take the day after the stamp where the text opens on that weekday."""
    match = _WEEKDAY.search(body, 0, _OPENING)
    if match is None or match["last"]:
        return stamp
    next_day = stamp.day + timedelta(1)
    return Reference(next_day, True) if next_day.weekday() == _WEEKDAYS.index(match["name"]) else stamp
