"""Sections, datelines, outlets and reference dates."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from transforms.normalize import learn_outlet, normalize
from transforms.normalize.boilerplate import is_glossary, label_line
from transforms.normalize.datelines import find_dateline
from transforms.normalize.run_in import find_edges
from transforms.normalize.tables import read_rows
from transforms.records import Article, Source

CASES = Path(__file__).parent / "cases" / "normalize"


def article(raw: str, **fields: Any) -> Article:
    return Article(id="a", raw=raw, origin="test", source=Source(id="s", name="s"), **fields)


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def sections(found: Article) -> list[list[str]]:
    return [[section.kind, found.body[section.start : section.end]] for section in found.sections]


@pytest.mark.parametrize("case", read("sections"), ids=lambda case: case["name"])
def test_sections(case: dict[str, Any]) -> None:
    """Every part of a text is labelled, and what is not the article's own words is told apart."""
    assert sections(normalize(article(case["raw"]))) == case["sections"]


@pytest.mark.parametrize("case", read("datelines"), ids=lambda case: case["text"])
def test_datelines(case: dict[str, Any]) -> None:
    """Place, date and agency are read in many agencies' shapes, and nothing else is taken for a dateline."""
    found = find_dateline(case["text"])
    assert (found and case["text"][: found.end]) == case["dateline"]
    if found:
        dateline = found.dateline
        assert (dateline.place, dateline.date, dateline.agency) == (case["place"], case["date"], case["agency"])


@pytest.mark.parametrize("row", read_rows("line_patterns.tsv"), ids=lambda row: row[2])
def test_line_patterns(row: tuple[str, ...]) -> None:
    """Each shape of the table labels its example, alone or run into a text."""
    if row[0] == "run-in-head":
        assert row[2][find_edges(row[2])[0] :] == "The port is open."
    elif row[0].startswith("run-in"):
        told = "The port is open, she said."
        assert find_edges(f"{told} {row[2]}") in {(0, len(told)), (0, len(told) + 1)}
    else:
        assert label_line(row[2]) is not None or is_glossary(row[2])


@pytest.mark.parametrize(
    "line",
    ["Southern quarters may join ceasefire", "What happens next", "Photo of the year wins prize", "Report on the war"]
    + ["Video shows strike on port", "The main obstacle", "Search for survivors", "By the end of the year", "Top envoy"]
    + [
        "Special forces in Oslo",
        "Live ammunition was used",
        "Follow the money",
        "Cookies were banned, the mayor said.",
        "Most favour the plan, according to a Reuters/Ipsos poll",
        "A file photo of the mayor was shown in court on Monday.",
    ],
)
def test_headlines_are_not_boilerplate(line: str) -> None:
    """A headline or sentence that shares words with an interface stays the article's."""
    assert label_line(line) is None


def test_stated_title_and_deck() -> None:
    """Where the input says where title and deck end, they are taken as they are."""
    raw = "Port reopens.\n\nShips are back.\n\nThe port is open again."
    found = normalize(article(raw, title_end=13, deck_end=30))
    assert (found.title, found.deck) == ("Port reopens.", "Ships are back.")
    assert sections(found)[2] == ["body", "The port is open again."]


def test_headline_run_into_the_text() -> None:
    """A headline that opens the text again, behind its date, is parted from both and is a title of its own."""
    title = "Port of Bergen reopens after storm"
    found = normalize(
        article(f"{title}\n\nWednesday 4 May 2016 {title}. The port is open again.", title_end=len(title))
    )
    assert found.body == f"{title}\n\nWednesday 4 May 2016\n\n{title}.\n\nThe port is open again."
    assert [kind for kind, _ in sections(found)] == ["title", "dateline", "title", "body"]
    assert {edit.rule for edit in found.edits} == {"duplicated-headline"}
    assert normalize(article(found.body, title_end=len(title))).body == found.body
    assert found.dateline is not None
    assert found.dateline.date == "2016-05-04"


def test_a_lead_like_the_headline_stays() -> None:
    """A first sentence that only begins like the headline is not a duplicate."""
    title = "Port of Bergen reopens after storm"
    raw = f"{title}\n\n{title} and thanks crews."
    assert normalize(article(raw, title_end=len(title))).body == raw


def test_outlets_repeat_their_boilerplate() -> None:
    """A line that stands in many articles of an outlet is its own; a headline or background of a few is not."""
    texts = [f"Port {n} reopens\n\nHarbour Press desk\n\nThe port {n} is open, the mayor said." for n in "abcdefgh"]
    profile = learn_outlet(article(text) for text in texts)
    kinds = {text: kind for kind, text in sections(normalize(article(texts[0]), outlet=profile))}
    assert kinds["Harbour Press desk"] == "boilerplate"
    assert kinds["The port a is open, the mayor said."] == "body"
    alone = {text: kind for kind, text in sections(normalize(article(texts[0])))}
    assert alone["Harbour Press desk"] != "boilerplate"


DATED = "OSLO, June 8. /TASS/. The envoy spoke to reporters on Thursday."


@pytest.mark.parametrize(
    ("fields", "raw", "expected"),
    [
        ({"published_at": datetime(2017, 6, 9, tzinfo=UTC), "published_from": "feed"}, DATED, "2017-06-08"),
        (
            {"published_at": datetime(2018, 1, 2, tzinfo=UTC), "published_from": "feed"},
            "OSLO, Dec. 31. /TASS/. He left.",
            "2017-12-31",
        ),
        ({"url": "https://example.org/2017/06/09/a"}, DATED, "2017-06-08"),
        ({}, DATED, None),
        ({}, DATED + " The plan of 2017 is ready.", "2017-06-08"),
        ({}, DATED + " The plan of 2016 is ready.", None),
        ({"published_at": datetime(2026, 1, 1, tzinfo=UTC), "published_from": "seen"}, DATED, None),
        ({"published_at": datetime(2017, 6, 9, tzinfo=UTC), "published_from": "page"}, "The envoy left.", "2017-06-09"),
        ({}, "The envoy left.", None),
        ({}, "4 May 2016\n\nPort reopens\n\nThe envoy left.", "2016-05-04"),
    ],
)
def test_reference_date(fields: dict[str, Any], raw: str, expected: str | None) -> None:
    """The year comes from feed, page, URL or a weekday that proves it; without any of them there is no date."""
    assert normalize(article(raw, **fields)).reference_date == expected


def test_publication_day_from_dateline() -> None:
    """A full date in the dateline is the publication day where nothing else states one."""
    found = normalize(article("OSLO, June 8, 2017 (AFP) - The envoy left."))
    assert (found.published_at, found.published_from) == (datetime(2017, 6, 8, tzinfo=UTC), "dateline")
    assert found.published_precision == "day"
    assert normalize(article(DATED)).published_at is None


def test_a_deck_that_opens_the_text_again() -> None:
    """A feed's summary that is also the first paragraph stands once in the body."""
    title, deck = "Port reopens", "The port of Bergen is open again, the mayor said."
    raw = f"{title}\n\n{deck}\n\n{deck}\n\nHe thanked the crews."
    deck_end = len(title) + 2 + len(deck)
    found = normalize(article(raw, title_end=len(title), deck_end=deck_end))
    assert found.body == f"{title}\n\n{deck}\n\nHe thanked the crews."
    assert [kind for kind, _ in sections(found)] == ["title", "deck", "body"]


ENGLISH = (
    "The ministry said on Monday that the bridge over the river would stay closed until spring, and buses would run."
)
OTHER = {
    "ru": "Министерство сообщило в понедельник, что мост через реку будет закрыт до весны.",
    "tr": "Bakanlık pazartesi günü nehrin üzerindeki köprünün ilkbahara kadar kapalı kalacağını bildirdi.",
    "de": "Das Ministerium teilte am Montag mit, dass die Brücke über den Fluss bis zum Frühjahr geschlossen bleibt.",
}


@pytest.mark.parametrize("language", OTHER)
def test_a_paragraph_of_another_language_is_set_apart(language: str) -> None:
    """In an English article a paragraph of another language is no content, wherever it stands; the rest is."""
    foreign = OTHER[language]
    for order in (
        [ENGLISH, foreign, ENGLISH + " "],
        [foreign, ENGLISH, ENGLISH + " "],
        [ENGLISH, ENGLISH + " ", foreign],
    ):
        found = normalize(article("Bridge closed\n\n" + "\n\n".join(order)))
        assert found.language == "en"
        of_foreign = {kind for kind, text in sections(found) if text.strip() == foreign}
        assert of_foreign == {"boilerplate"}
        assert [kind for kind, text in sections(found) if text.strip() == ENGLISH] == ["body", "body"]


@pytest.mark.parametrize("language", OTHER)
def test_the_language_of_an_article_is_that_of_most_of_it(language: str) -> None:
    """An English line at the end makes no English article."""
    longer = " ".join([OTHER[language]] * 4)
    assert normalize(article(f"{longer}\n\n{longer}\n\nRead more in our app.")).language == language


def test_foreign_words_of_a_paragraph_do_not_set_it_apart() -> None:
    """A paragraph that quotes another language, and one that is names only, stay content."""
    quoting = (
        "“Мост через реку будет закрыт до весны” – he said on Monday in the town, and the buses would run instead."
    )
    names = "Recep Tayyip Erdogan, Kemal Kilicdaroglu, Devlet Bahceli, Mansur Yavas, Fahrettin Koca, Hulusi Akar"
    found = normalize(article(f"Bridge closed\n\n{ENGLISH}\n\n{quoting}\n\n{names}\n\n{ENGLISH} "))
    assert "boilerplate" not in {kind for kind, _ in sections(found)}
