"""The life of a claim: who said it first, and how it came up again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.links import Telling, spread
from transforms.records import Appearance

START = datetime(2016, 5, 3, 6, tzinfo=UTC)


def _telling(name: str, hours: float, **fields: bool) -> Telling:
    made = Telling(
        claim_id=name, article_id=f"article-{name}", outlet=f"outlet-{name}", at=START + timedelta(hours=hours),
        speaker="harbour-master",
    )  # fmt: skip
    return replace(made, **fields)


@pytest.mark.parametrize(
    ("again", "kind"),
    [
        (_telling("b", 2), "repeated"),
        (_telling("b", 2, quoted=True), "quoted"),
        (_telling("b", 2, quoted=True, passed_on=True), "re-quoted"),
        (_telling("b", 2, quoted=True, is_copy=True), "copy"),
        (_telling("b", 2, quoted=True, is_translation=True), "translated"),
        (_telling("b", 2, is_copy=True, is_translation=True), "translated"),
    ],
)
def test_how_a_claim_comes_up_again(again: Telling, kind: Appearance) -> None:
    """The first telling is the first; each later one is a copy, a translation, words quoted or words of its own."""
    stations = spread([again, _telling("a", 0)])
    assert [(one.claim_id, one.kind, one.after_h) for one in stations] == [("a", "first", 0.0), ("b", kind, 2.0)]


def test_an_article_counts_once() -> None:
    """A headline and the body that say one thing are one appearance."""
    twice = replace(_telling("b", 0), article_id="article-a")
    assert [one.claim_id for one in spread([_telling("a", 0), twice])] == ["a"]


def test_at_one_time_the_original_comes_first() -> None:
    """Of tellings with one date, a copy and a claim passed on come after who said it."""
    found = spread([_telling("a", 0, is_copy=True), _telling("b", 0, passed_on=True), _telling("c", 0)])
    assert [one.claim_id for one in found] == ["c", "b", "a"]


@given(st.permutations(range(5)), st.integers(0, 3))
def test_order_does_not_matter(order: list[int], step: int) -> None:
    """Whatever the order of the tellings, their life is the same, and in order of time."""
    tellings = [_telling(str(i), i * step, quoted=bool(i % 2)) for i in range(5)]
    found = spread([tellings[i] for i in order])
    assert found == spread(tellings)
    assert list(found) == sorted(found, key=lambda one: one.at)
    assert spread([]) == ()
