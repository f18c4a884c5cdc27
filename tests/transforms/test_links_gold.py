"""Links, figures and dates on what is annotated: what they must keep, and how labels are read."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.evaluate import dates, figures
from pipeline.evaluate.links_labels import Labelled, Place, read_labels, score_labels
from transforms.links.backing import asserts, is_backed

GOLD = Path(__file__).parents[1] / "gold"


def test_figures_keep_their_share() -> None:
    """Value, comparator and what is counted are right in nine of ten annotated figures."""
    assert figures.score(GOLD / "figures.jsonl")["right"] >= 0.9


def test_dates_keep_their_share() -> None:
    """Days and intervals are right in nine of ten annotated dates."""
    assert dates.score(GOLD / "dates.jsonl")["right"] >= 0.9


def test_labels_are_whole() -> None:
    """Every label names two places of text and one of the two relations; there are a hundred of `same`."""
    labels = list(read_labels())
    assert {one.relation for one in labels} == {"contradicts", "same"}
    assert all(place.start < place.end for one in labels for place in (one.first, one.second))
    assert sum(one.relation == "same" for one in labels) >= 100


def _claim(name: str, article: str, start: int, links: list[dict[str, str]]) -> dict[str, Any]:
    return {"id": name, "article_id": article, "content": [{"raw_start": start, "raw_end": start + 40}], "links": links}


def test_a_label_outlives_a_slightly_other_reading() -> None:
    """A label holds for the contents that share half of their union, in either order, of its relation alone."""
    label = Labelled("same", True, Place("a", 0, 40), Place("b", 100, 140))
    assert label.fits("same", Place("b", 104, 144), Place("a", 2, 40))
    assert not label.fits("contradicts", Place("a", 0, 40), Place("b", 100, 140))
    assert not label.fits("same", Place("a", 30, 70), Place("b", 100, 140))


def test_links_without_a_label_are_counted_apart() -> None:
    """A link nobody judged is neither right nor wrong, and a link told from both sides counts once."""
    link = {"relation": "same", "evidence": "x" * 50}
    claims = [_claim("1", "a", 0, [link | {"claim_id": "2"}]), _claim("2", "b", 0, [link | {"claim_id": "1"}])]
    found = score_labels(claims)
    assert found["evidence"] == 50
    assert found["same"] == {"found": 1, "right": 0, "wrong": 0, "unlabelled": 1, "gone": 0, "precision": None}


BODY = [{"harbour-master", "close", "pier"}, {"fish", "market"}, {"crane", "ship"}, {"ice", "winter"}]


@pytest.mark.parametrize(
    ("headline", "backed"),
    [
        ({"master", "harbour", "harbour-master", "close", "pier", "monday"}, True),
        ({"harbour-master", "ice", "crane", "storm"}, True),
        ({"harbour-master", "opera", "ticket", "storm"}, False),
        ({"harbour-master", "close", "40", "gate"}, False),
        ({"opera", "ticket", "storm"}, True),
    ],
)
def test_a_headline_is_backed_by_its_body(headline: set[str], backed: bool) -> None:
    """Words of two sentences in a row, or of the whole body, bear a headline out; its numbers must be there."""
    assert is_backed(headline, BODY) is backed


def test_too_little_text_backs_everything() -> None:
    """A body of a few sentences, or none, refutes no headline; nor is a headline refuted that asks."""
    assert is_backed({"opera", "ticket", "storm", "mayor"}, BODY[:3])
    assert [asserts(text) for text in ("Ferry fares double", "How fares doubled", "Is it war?")] == [True, False, False]
