"""Which figures of a stretch a claim states: how many and how much, no spells of time."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from transforms.figures.claimed import claimed_figures
from transforms.figures.find import find_figures
from transforms.records import Article, Source


def claimed(text: str, nlp: Callable[[str], Doc], start: int = 0) -> list[tuple[str, str]]:
    article = Article(id="a", raw=text, origin="test", source=Source(id="s", name="S"), body=text)
    figures = claimed_figures(find_figures(article, nlp(text), start, len(text)), text)
    return [(figure.text, figure.comparator) for figure in figures]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The complaint will be filed within three days by 12 men.", ["12"]),
        ("He signed a four-year contract for 5 million euros.", ["5 million euros"]),
        ("The six-year war killed 400 people.", ["400"]),
        ("In two short years he lost 3 ships.", ["3"]),
        ("Not a single shilling was paid for 3 boats.", ["3"]),
    ],
)
def test_spells_of_time_are_no_figures_of_a_claim(text: str, wanted: list[str], nlp: Callable[[str], Doc]) -> None:
    """How long something lasts or when it is due is not counted; nor is an idiom."""
    assert [figure for figure, _ in claimed(text, nlp)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The court gave him five years in prison.", ["five years"]),
        ("Osk was sentenced to ten years.", ["ten years"]),
        ("No one was killed.", ["No one"]),
        ("Not one man was hurt.", ["Not one man"]),
    ],
)
def test_terms_and_tolls_of_nobody_are(text: str, wanted: list[str], nlp: Callable[[str], Doc]) -> None:
    """A sentence in years is stated, and that nobody was hurt."""
    assert [figure for figure, _ in claimed(text, nlp)] == wanted


def test_the_cue_is_no_comparator(nlp: Callable[[str], Doc]) -> None:
    """ "Estimated at 300" is about 300, but not where "estimated" is who says so."""
    text = "The ministry estimated the crowd at 300 people, and the loss is estimated at 40 boats."
    assert claimed(text, nlp) == [("300", "="), ("estimated at 40", "~")]
    text = "The ministry estimated at 300 the number of protesters."
    assert claimed(text, nlp, start=len("The ministry estimated ")) == [("300", "=")]
