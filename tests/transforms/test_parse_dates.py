"""Dates with the precision that they have, and addresses that stay the same."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.parse.dates import date_in_url, order_from_evidence, parse_date
from transforms.parse.identity import address_key, canonical, source_of


@pytest.mark.parametrize(
    ("text", "expected", "precision"),
    [
        ("2025-03-20T10:30:05.123+03:00", "2025-03-20T07:30:05", "second"),
        ("2025-03-20T10:30Z", "2025-03-20T10:30:00", "minute"),
        ("2025-03-20 10:30:05", "2025-03-20T10:30:05", "day"),
        ("20250320T103005Z", "2025-03-20T10:30:05", "second"),
        ("20250320", "2025-03-20T00:00:00", "day"),
        ("2025-03", "2025-03-01T00:00:00", "month"),
        ("2025", "2025-01-01T00:00:00", "year"),
        ("Thu, 20 Mar 2025 10:30:05 MSK", "2025-03-20T07:30:05", "second"),
        ("Thu, 20 Mar 2025 10:30:05 GMT+0200", "2025-03-20T08:30:05", "second"),
        ("Thu, 20 Mar 2025 10:30:05 IST", "2025-03-20T10:30:05", "day"),
        ("20 March 2025", "2025-03-20T00:00:00", "day"),
        ("20-Mar-25 23:10:00 EST", "2025-03-21T04:10:00", "second"),
        ("March 20, 2025 at 9:15 pm EDT", "2025-03-21T01:15:00", "minute"),
        ("Sept. 3, 2024", "2024-09-03T00:00:00", "day"),
        ("Thu Mar 20 10:30:05 +0000 2025", "2025-03-20T10:30:05", "second"),
        ("March 2025", "2025-03-01T00:00:00", "month"),
        ("20/03/2025", "2025-03-20T00:00:00", "day"),
        ("3/20/2025 4:05 PM CET", "2025-03-20T15:05:00", "minute"),
        ("5/5/2025", "2025-05-05T00:00:00", "day"),
        ("2025/3/7", "2025-03-07T00:00:00", "day"),
        ("1742466605", "2025-03-20T10:30:05", "second"),
        ("1742466605000", "2025-03-20T10:30:05", "second"),
    ],
)
def test_dates_are_read_with_their_precision(text: str, expected: str, precision: str) -> None:
    """Each way of writing gives UTC; a time whose zone is not known is exact to the day only."""
    parsed = parse_date(text)
    assert parsed is not None
    assert (parsed.at, parsed.precision) == (datetime.fromisoformat(expected).replace(tzinfo=UTC), precision)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "4/5/2025", "31/02/2025", "2025-13-01", "99999999999999999", "May", "0/0/0"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    """Impossible, missing and ambiguous dates are not guessed."""
    assert parse_date(text) is None


def test_day_and_month_are_told_apart_by_the_whole_set() -> None:
    """One date with a number over twelve decides for all of its origin; contradicting ones decide nothing."""
    assert order_from_evidence(["3/4/2025", "3/19/2025", "x"]) == "mdy"
    assert order_from_evidence(["3.4.2025", "19.3.2025"]) == "dmy"
    assert order_from_evidence(["19/3/2025", "3/19/2025"]) is None
    assert parse_date("3/4/2025", "dmy") != parse_date("3/4/2025", "mdy")


def test_dates_in_addresses() -> None:
    """A path may hold a day or a month; numbers that are no dates are left alone."""
    assert date_in_url("https://g.example/2025/03/19/a.html").precision == "day"  # type: ignore[union-attr]
    assert date_in_url("https://g.example/2025/mar/19/a").at.month == 3  # type: ignore[union-attr]
    assert date_in_url("https://g.example/2025/03/a").precision == "month"  # type: ignore[union-attr]
    assert date_in_url("https://g.example/story-20251999/a") is None
    assert date_in_url("https://g.example/a?d=/2025/03/19/") is None


@given(st.text(max_size=60))
def test_no_text_makes_the_date_reader_fail(text: str) -> None:
    """Any text is a date or None, never an error."""
    for order in (None, "dmy", "mdy", "ymd"):
        parse_date(text, order)  # type: ignore[arg-type]


@given(st.text(max_size=80))
def test_canonical_addresses_are_stable(text: str) -> None:
    """Making an address canonical twice is the same as once, and nothing but http(s) comes out."""
    clean = canonical(text)
    if clean is not None:
        assert clean.startswith(("http://", "https://"))
        assert canonical(clean) == clean


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://g.example/world/a-b-c", "https://www.g.example/world/a-b-c/?fbclid=1#x", True),
        ("https://g.example/world/raid-on-port.html?rss=1", "https://g.example/world/raid-on-port.html", True),
        ("https://g.example/?p=17", "https://g.example/?p=18", False),
        ("https://g.example/news.php?id=17", "https://g.example/news.php?id=18", False),
        ("https://g.example/world/a-b-c?page=2", "https://g.example/world/a-b-c", False),
        ("https://g.example/ar/a-b-c", "https://g.example/en/a-b-c", False),
    ],
)
def test_which_addresses_are_one_article(one: str, other: str, same: bool) -> None:
    """Spelling, tracking and scheme do not matter; what names the article does."""
    assert (address_key(one) == address_key(other)) is same


@pytest.mark.parametrize(
    "url", ["https://g.example", "https://g.example/", "javascript:alert(1)", "file:///x", "https://u:p@g.example/a"]
)
def test_what_is_no_articles_address(url: str) -> None:
    """Home pages, scripts, files and addresses with a password give no key."""
    assert address_key(url) is None


def test_sources_are_named_by_operator_domain_or_title() -> None:
    """The declared outlet goes first, then the domain, then the site's own name; an IP address is no domain."""
    assert source_of(outlet="Al Noor TV", url="https://x.example/").id == "al-noor-tv"
    assert source_of(url="https://live.gazette.co.uk/a").domain == "gazette.co.uk"
    assert source_of(url="http://127.0.0.1:8000/a", site_title="Harbour Gazette").id == "harbour-gazette"
    assert source_of().id == "unknown"
