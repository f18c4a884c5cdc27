"""What documents say beside their records, so that a dashboard need not join, look inside lists, or calculate."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from transforms.deduplicate import Item, with_originals
from transforms.document import article_document, article_from, claim_document
from transforms.records import (
    Article,
    Claim,
    Comparator,
    Duplicate,
    Figure,
    Fingerprint,
    Link,
    Mention,
    Precision,
    Source,
    Speaker,
)
from transforms.telling import Digest, tell_thread

TOLL = "blast near the old harbour killed people on Monday"
NOON = datetime(2030, 5, 6, 12, tzinfo=UTC)


def item(name: str, minutes: int | None, precision: Precision = "minute", outlet: str = "Wire") -> Item:
    at = None if minutes is None else NOON + timedelta(minutes=minutes)
    return Item(
        id=name, fingerprint=Fingerprint(content_hash=name), outlet=outlet, published_at=at,
        published_precision=precision, first_seen_at=NOON,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("original", "copy", "delay"),
    [
        (item("o", 0), item("c", 90), 90.0),
        (item("o", 0), item("c", -5), -5.0),
        (item("o", 0, "day"), item("c", 90), None),
        (item("o", 0), item("c", 90, "day"), None),
        (item("o", None), item("c", 90), None),
    ],
)
def test_a_copy_knows_whose_it_is_and_how_long_after(original: Item, copy: Item, delay: float | None) -> None:
    """The delay is in minutes, and unknown where either states no hour: it would be made up."""
    duplicates = {"c": Duplicate(of="o", kind="near", similarity=0.9)}
    found = with_originals(duplicates, {"o": original, "c": replace(copy, outlet="Gazette")})
    assert found == {"c": Duplicate(of="o", kind="near", similarity=0.9, outlet="Wire", delay_minutes=delay)}


def article(**fields: Any) -> Article:
    source = Source(id="wire", name="Wire")
    return replace(Article(id="a", raw="x", origin="a", source=source, published_at=NOON), **fields)


@pytest.mark.parametrize(
    ("fields", "lag"),
    [
        ({"first_seen_at": NOON + timedelta(minutes=7), "published_precision": "second"}, 7.0),
        ({"first_seen_at": NOON + timedelta(minutes=7), "published_precision": "day"}, None),
        ({"first_seen_at": NOON, "published_from": "seen"}, None),
        ({"first_seen_at": NOON, "published_at": None}, None),
    ],
)
def test_the_lag_is_known_where_the_hour_is(fields: dict[str, Any], lag: float | None) -> None:
    """Minutes from publication to our first sight; none where the outlet does not state the hour."""
    assert article_document(article(**fields), run_id="r")["lag_minutes"] == lag


def mention(name: str, type_: str) -> Mention:
    return Mention(
        text=name, start=0, end=1, raw_start=0, raw_end=1, entity_id=name, name=name, type=type_, level="name",
        via="exact",
    )  # fmt: skip


def test_names_are_listed_once_by_their_type() -> None:
    """People, organizations and places apart, each once, in order; days and peoples are none of them."""
    mentions = (mention("Zoe", "PERSON"), mention("Ann", "PERSON"), mention("Ann", "PERSON"))
    others = (mention("Bank", "ORG"), mention("Tarn", "GPE"), mention("Alps", "LOC"), mention("Danes", "NORP"))
    document = article_document(article(mentions=(*mentions, *others)), run_id="r")
    assert (document["people"], document["organizations"], document["places"]) == (
        ["Ann", "Zoe"],
        ["Bank"],
        ["Alps", "Tarn"],
    )


def test_what_was_read_from_the_index_is_no_part_of_the_document() -> None:
    """The version of the document that was read is for its next write only; which rules read the text is kept."""
    document = article_document(article(index_version=5, text_rules="r1"), run_id="r")
    assert "index_version" not in document
    assert article_from(document).text_rules == "r1"


def figure(value: float | None, low: float | None, comparator: Comparator, casualty: Any) -> Figure:
    return Figure(
        text="n", start=0, end=1, raw_start=0, raw_end=1, value=value, low=low, high=None, comparator=comparator,
        unit=None, what="people killed", casualty=casualty,
    )  # fmt: skip


def claim(name: str, speaker: str | None, **fields: Any) -> Claim:
    said = speaker and Speaker(
        text="x", start=0, end=1, raw_start=0, raw_end=1, entity_id=speaker, name=speaker, type="PERSON", role=None,
        kind="name", confidence=1.0,
    )  # fmt: skip
    return Claim(
        id=name, article_id=name, content=(), text=TOLL,
        directness="indirect", act="assert", confidence=1.0, speaker=said or None, **fields,
    )  # fmt: skip


def digest(name: str, outlet: str, *claims: Claim) -> Digest:
    made = replace(article(id=name, story_id="s", thread_id="t", claims=claims), source=Source(id=outlet, name=outlet))
    return Digest.of(made)


def test_tolls_are_numbers_by_kind() -> None:
    """Each number of a claim under its casualty; of a range the lower end; what is no casualty is left out."""
    figures = (
        figure(43, None, "=", "killed"),
        figure(0, None, "=", "killed"),
        figure(None, 70, ">=", "wounded"),
        figure(5, None, "=", None),
        figure(None, None, "~", "missing"),
    )
    document = claim_document(claim("c", None, figures=figures), digest("a", "Wire"), run_id="r")
    assert document["toll"] == {"killed": [43, 0], "wounded": [70]}


def test_a_claim_knows_who_says_otherwise() -> None:
    """Speakers of contradicting claims by name, or their outlet where nobody is named; no one who agrees."""
    frame = (*(f"w:{word}" for word in TOLL.lower().split()), "at:harbour")
    tolls = [figure(number, None, "=", "killed") for number in (43, 12, 12)]
    claims = [
        claim(name, speaker, figures=(toll,), frame=frame)
        for name, speaker, toll in zip(("c1", "c2", "c3"), ("Ann", "Zoe", None), tolls, strict=True)
    ]
    told = tell_thread(digest(one.id, f"Outlet {one.id}", one) for one in claims)
    found = {one.id: one.contradicted_by for one, _ in told.claims}
    assert found == {"c1": ("Outlet c3", "Zoe"), "c2": ("Ann",), "c3": ("Ann",)}
    first, source = next((one, source) for one, source in told.claims if one.id == "c1")
    assert claim_document(first, source, run_id="r")["contradictions"] == 2
    alone = replace(first, links=(Link(claim_id="c9", relation="same", score=1.0, evidence=""),))
    assert claim_document(alone, source, run_id="r")["contradictions"] == 0
