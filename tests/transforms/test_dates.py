"""Dates: annotated expressions in context, what must not be a date, and invariants."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from transforms.dates import find_dates, said_on
from transforms.dates.expressions import find_expressions
from transforms.dates.reference import Reference
from transforms.dates.resolve import resolve
from transforms.records import Article, Dateline, Source, spans_hold

CASES = Path(__file__).parent / "cases" / "dates"
Case = dict[str, object]


def _cases(name: str) -> list[Case]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def _article(text: str, reference: object) -> Article:
    source = Source(id="s", name="S")
    return Article(
        id="a", raw=text, origin="test", source=source, body=text, reference_date=str(reference) if reference else None
    )


@pytest.mark.parametrize("case", _cases("wild") + _cases("negative"), ids=lambda case: str(case["text"])[:50])
def test_dates_resolve_in_context(case: Case, nlp: Callable[[str], Doc]) -> None:
    """Every expression is found without its preposition and resolved to the annotated day or interval, and no other."""
    text = str(case["text"])
    dates = find_dates(_article(text, case["reference"]), nlp(text), 0, len(text))
    assert [{"text": d.text, "from": d.from_, "to": d.to} for d in dates] == case["dates"]
    assert spans_hold(text, dates)


@pytest.mark.parametrize("case", _cases("known_failures"), ids=lambda case: str(case["text"])[:50])
@pytest.mark.xfail(strict=True, reason="known failure: see the case's why")
def test_known_failures(case: Case, nlp: Callable[[str], Doc]) -> None:
    """What is not yet read right stays listed, and leaves the list when it is."""
    text = str(case["text"])
    dates = find_dates(_article(text, case["reference"]), nlp(text), 0, len(text))
    assert [{"text": d.text, "from": d.from_, "to": d.to} for d in dates] == case["dates"]


def test_dates_outside_the_range_are_left_out(nlp: Callable[[str], Doc]) -> None:
    """Only the range asked for is searched, though its context is read."""
    text = "On Monday he said that the pier broke on Tuesday."
    start = text.index("the pier")
    dates = find_dates(_article(text, "2017-01-04"), nlp(text), start, len(text))
    assert [d.text for d in dates] == ["Tuesday"]


@pytest.mark.parametrize(
    ("text", "cue", "day"),
    [
        ("The pier broke on Monday, the mayor said on Tuesday.", "said", "2017-01-03"),
        ("The mayor told reporters on Wednesday that the pier broke on Monday.", "told", "2017-01-04"),
        ("The mayor said that the pier broke on Monday.", "said", None),
        ("On 2 January, the mayor stressed that the pier was safe.", "stressed", "2017-01-02"),
        ("The mayor denied it.", "denied", None),
    ],
)
def test_the_day_of_saying_is_the_cues_not_the_contents(
    text: str, cue: str, day: str | None, nlp: Callable[[str], Doc]
) -> None:
    """`said_on` takes the date that belongs to the cue and never one inside the content."""
    start = text.index(cue)
    content = text.index("pier") if "pier" in text else 0
    inside = (content, text.index("Monday") + len("Monday")) if "Monday" in text else (content, content)
    found = said_on(_article(text, "2017-01-04"), nlp(text), start, start + len(cue), [inside])
    assert found == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The pier broke on 2 January. The mayor told the paper the same day that it was old.", "2017-01-02"),
        ("The pier broke on 2 January.\n\nThe mayor told an envoy on the same day that it was old.", "2017-01-02"),
        ("The pier broke. The mayor told the paper the same day that it was old.", None),
        ("On the 3rd local time, the mayor told the paper that the pier was old.", "2017-01-03"),
    ],
)
def test_the_same_day_is_the_one_told_last(text: str, day: str | None, nlp: Callable[[str], Doc]) -> None:
    """`said_on` takes "the same day" for the day that the text told last, and for none where it told none."""
    start = text.index("told")
    content = text.index("that ") + 5
    assert said_on(_article(text, "2017-01-04"), nlp(text), start, start + 4, [(content, len(text))]) == day


@given(st.text(alphabet="0123456789 /.-,adeyMnJufrstoTuesdayFebruary'’\n", max_size=60), st.booleans())
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_without_an_error(text: str, known: bool) -> None:
    """Finding and resolving never raise; expressions are in order and do not overlap."""
    reference = Reference.of("2016-02-29" if known else None)
    found = find_expressions(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for expression in found:
        low, high = resolve(expression, reference)
        assert known or all(end is None or end.startswith("--") or end[:4].isdigit() for end in (low, high))


@given(st.dates().map(lambda day: day.isoformat()))
@settings(max_examples=100, deadline=None)
def test_a_stated_day_needs_no_reference(day: str) -> None:
    """A day with its year resolves to itself, whatever the reference."""
    if not "1900" <= day[:4] <= "2099":
        return
    (expression,) = find_expressions(f"It was signed on {day}.")
    assert resolve(expression, Reference.of("2016-02-10")) == (day, day)


def test_the_dateline_stands_in_for_a_missing_reference(nlp: Callable[[str], Doc]) -> None:
    """Without a reference date, relative dates are counted from the dateline, and its missing year stays missing."""
    text = "Over the past month nine planes were lost, and one more yesterday."
    article = replace(_article(text, None), dateline=Dateline(place="Oslo", date="--06-08"))
    dates = find_dates(article, nlp(text), 0, len(text))
    assert [(d.from_, d.to) for d in dates] == [("--05-08", "--06-08"), ("--06-07", "--06-07")]


@pytest.mark.parametrize(
    ("opening", "feed_day", "day"),
    [
        ("A monitor on Tuesday raised the toll.", 17, "2017-11-14"),
        ("A monitor on Tuesday raised the toll.", 13, "2017-11-07"),
        ("A monitor last Tuesday raised the toll.", 17, "2017-11-07"),
        ("A monitor on Saturday raised the toll.", 17, "2017-11-11"),
    ],
)
def test_a_stamp_a_day_behind_its_words_gives_way(
    opening: str, feed_day: int, day: str, nlp: Callable[[str], Doc]
) -> None:
    """A stamp of Monday with a text of Tuesday, in a feed dated later, is read from Tuesday; else the stamp holds."""
    published = datetime(2017, 11, feed_day, tzinfo=UTC)
    article = replace(_article(opening, "2017-11-13"), published_at=published, published_from="feed")
    assert [d.from_ for d in find_dates(article, nlp(opening), 0, len(opening))] == [day]
