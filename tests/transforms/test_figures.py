"""Figures: annotated sentences, what is no figure, numerals, and invariants."""

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from transforms.figures.comparators import read_comparator
from transforms.figures.find import find_figures
from transforms.figures.lexicons import read_table
from transforms.figures.numerals import find_numerals
from transforms.records import Article, Source, spans_hold

CASES = Path(__file__).parent / "cases" / "figures"
FIELDS = ("text", "value", "low", "high", "comparator", "unit", "what", "casualty")
Case = dict[str, object]


def _cases(name: str) -> list[Case]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def _article(text: str) -> Article:
    return Article(id="a", raw=text, origin="test", source=Source(id="s", name="S"), body=text)


def _found(case: Case, nlp: Callable[[str], Doc]) -> list[dict[str, object]]:
    text = str(case["text"])
    figures = find_figures(_article(text), nlp(text), 0, len(text))
    assert spans_hold(text, figures)
    return [{name: getattr(figure, name) for name in FIELDS} for figure in figures]


@pytest.mark.parametrize("case", _cases("wild") + _cases("negative"), ids=lambda case: str(case["text"])[:50])
def test_figures_are_read_with_what_they_count(case: Case, nlp: Callable[[str], Doc]) -> None:
    """Each number that counts something gives one figure with all its fields; every other number gives none."""
    assert _found(case, nlp) == case["figures"]


@pytest.mark.parametrize("case", _cases("known_failures"), ids=lambda case: str(case["text"])[:50])
@pytest.mark.xfail(strict=True, reason="known failure: see the case's why")
def test_known_failures(case: Case, nlp: Callable[[str], Doc]) -> None:
    """What is not yet read right stays listed, and leaves the list when it is."""
    assert _found(case, nlp) == case["figures"]


def test_figures_outside_the_range_are_left_out(nlp: Callable[[str], Doc]) -> None:
    """Only the range asked for is searched."""
    text = "The mayor counted 12 boats. The envoy counted 30 tents."
    figures = find_figures(_article(text), nlp(text), text.index("The envoy"), len(text))
    assert [figure.value for figure in figures] == [30]


@pytest.mark.parametrize("row", read_table("comparators"), ids=lambda row: row["phrase"])
def test_every_comparator_reads_its_example(row: dict[str, str]) -> None:
    """Each entry of the lexicon is read as it says, in its own example."""
    example = row["example"]
    start = example.index("30")
    assert read_comparator(example, start, start + 2)[0] == row["comparator"]


@pytest.mark.parametrize("row", read_table("numbers"), ids=lambda row: row["word"])
def test_every_number_word_is_found_in_its_example(row: dict[str, str]) -> None:
    """Each entry of the lexicon takes part in a number of its example."""
    numerals = find_numerals(row["example"])
    assert any(row["word"] in row["example"][n.start : n.end].lower() for n in numerals)


@given(st.integers(min_value=1, max_value=999_999_999))
@settings(max_examples=200, deadline=None)
def test_thousands_separators_do_not_change_a_number(number: int) -> None:
    """Commas, no-break spaces and apostrophes group digits; the value stays."""
    for separator in (",", "\u00a0", "’"):
        text = f"{number:,}".replace(",", separator)
        (numeral,) = find_numerals(f"They counted {text} boats")
        assert (numeral.low, numeral.high) == (number, number)


@given(st.text(alphabet="0123456789 ,.-–$%/'ahundretowmilbksf\n", max_size=50))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_without_an_error(text: str) -> None:
    """Numerals are in order, do not overlap, and never raise."""
    numerals = find_numerals(text)
    assert all(a.end <= b.start for a, b in pairwise(numerals))
    assert all(n.low <= n.high and n.start < n.end for n in numerals)


_WORDS = """
    17 22 1,200 2016 3-4 half third a an one two million thousand dozens hundreds couple several of them those whom
    killed dead wounded injured missing people children and or were was by to from at least more than up not exceed
    % $ km barrel hours day-old on the March last year including ( ) , . “ – in among toll rose number crew IS
    Monitor İ votes
"""
_SOUP = st.sampled_from(("\n", *_WORDS.split()))


@given(st.lists(_SOUP, max_size=30).map(" ".join))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sentence_gives_figures_that_hold(nlp: Callable[[str], Doc], text: str) -> None:
    """Whatever the words and however they are parsed: spans hold, figures are in order, bounds are bounds."""
    figures = find_figures(_article(text), nlp(text), 0, len(text))
    assert spans_hold(text, figures)
    assert all(a.start <= b.start for a, b in pairwise(figures))
    assert all(f.low is None or f.high is None or f.low <= f.high for f in figures)
