"""The entity stage: names, links, metonyms, descriptions and pronouns on sentences of our own."""

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from config.knowledge import load_knowledge
from transforms.alignment import Alignment
from transforms.entities.mentions import find_mentions
from transforms.entities.overlooked import find_overlooked
from transforms.records import Article, Edit, Mention, Section, Source, spans_hold

CASES = Path(__file__).parent / "cases"
FOLDERS = ("entities", "entities_raw")
"""Names in general, and those that only raw machine translation writes so."""
Parse = Callable[[str], Doc]


def _cases(name: str) -> list[Any]:
    files = [CASES / folder / f"{name}.jsonl" for folder in FOLDERS]
    cases = [json.loads(line) for file in files if file.is_file() for line in file.read_text("utf-8").splitlines()]
    return [pytest.param(case, id=case["rule"]) for case in cases]


def _article(body: str, *, date: str | None = None, **fields: Any) -> Article:
    fields.setdefault("raw", body)
    return Article(id="a", origin="test", source=Source(id="s", name="S"), body=body, reference_date=date, **fields)


def _find(nlp: Parse, body: str, date: str | None = None) -> tuple[Mention, ...]:
    return find_mentions(_article(body, date=date), nlp(body), load_knowledge())


def _check(nlp: Parse, case: dict[str, Any]) -> None:
    found = _find(nlp, case["text"], case.get("date"))
    by_text = {(mention.text, mention.entity_id) for mention in found}
    levels = {(mention.text, mention.entity_id, mention.level) for mention in found}
    for text, entity_id, *level in case.get("mentions", []):
        assert (text, entity_id) in by_text, sorted(by_text)
        assert not level or (text, entity_id, level[0]) in levels, sorted(levels)
    texts = {mention.text for mention in found if mention.level in {"name", "adjectival"}}
    assert texts.issuperset(case.get("texts", [])), sorted(texts)
    assert texts.isdisjoint(case.get("without", [])), sorted(texts)
    for text, entity_id in case.get("absent", []):
        assert not any(t == text and entity_id in {None, e} for t, e in by_text), sorted(by_text)


@pytest.mark.parametrize("case", _cases("wild"))
def test_finds_and_links(nlp: Parse, case: dict[str, Any]) -> None:
    """Each case's mentions are found and belong to the stated entity."""
    _check(nlp, case)


@pytest.mark.parametrize("case", _cases("negative"))
def test_leaves_alone(nlp: Parse, case: dict[str, Any]) -> None:
    """What looks like a mention, or like somebody's, is left alone."""
    _check(nlp, case)


@pytest.mark.xfail(strict=True, raises=AssertionError, reason="known failure: the case says what is wrong")
@pytest.mark.parametrize("case", _cases("known_failures"))
def test_known_failures(nlp: Parse, case: dict[str, Any]) -> None:
    """What the rules cannot tell yet is recorded here."""
    _check(nlp, case)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They went to the village by Tolvuya and rested.", ["Tolvuya"]),
        ("They took the tolvuya by Tolvuya and rested.", []),
        ("They heard of the Quarantine and the Antennas in town.", []),
        ("Big Bears Dance For Tolvuya Tonight", []),
        ("They went to the ministry of Tolvuya and to XYZ.", []),
    ],
)
def test_overlooked_words(nlp: Parse, text: str, found: list[str]) -> None:
    """A proper noun that nothing marked is a name, unless it is English, also written small, or in a headline."""
    assert [text[name.start : name.end] for name in find_overlooked(nlp(text), ())] == found


def test_only_content_sections_count(nlp: Parse) -> None:
    """Names in boilerplate and datelines are no mentions."""
    body = "Share on Facebook\n\nBashar al-Assad met Sergey Lavrov."
    sections = (
        Section(kind="boilerplate", start=0, end=17, raw_start=0, raw_end=17),
        Section(kind="body", start=19, end=len(body), raw_start=19, raw_end=len(body)),
    )
    found = find_mentions(_article(body, sections=sections), nlp(body), load_knowledge())
    assert [mention.entity_id for mention in found] == ["bashar-al-assad", "sergey-lavrov"]


def test_mentions_carry_raw_offsets(nlp: Parse) -> None:
    """A mention points into the raw text too, past what was edited before it."""
    raw, body = "&ldquo;Hello,&rdquo; Sergey Lavrov said.", "“Hello,” Sergey Lavrov said."
    edits = (
        Edit(rule="entity", before="&ldquo;", after="“", start=0, raw_start=0, raw_end=7, why="entity"),
        Edit(rule="entity", before="&rdquo;", after="”", start=7, raw_start=13, raw_end=20, why="entity"),
    )
    (mention,) = find_mentions(_article(body, raw=raw, edits=edits), nlp(body), load_knowledge())
    assert raw[mention.raw_start : mention.raw_end] == body[mention.start : mention.end] == "Sergey Lavrov"


def test_metonym_keeps_its_place(nlp: Parse) -> None:
    """A capital that speaks is linked to the state, with the place in literal_id."""
    mention = _find(nlp, "Moscow denied the report.")[0]
    assert (mention.entity_id, mention.name, mention.literal_id, mention.via) == (
        "russia",
        "Russia",
        "moscow",
        "metonym",
    )


def test_people_carry_their_roles(nlp: Parse) -> None:
    """A known person's mention has the roles of the knowledge base."""
    mention = _find(nlp, "Sergey Lavrov spoke.")[0]
    assert any(role.title == "foreign minister" and role.organization_id == "russia" for role in mention.roles)


def test_office_follows_the_date(nlp: Parse) -> None:
    """The same description means another person on another day."""
    text = "The UN Secretary-General called for calm."
    holders = {
        mention.entity_id
        for date in ("2012-01-01", "2019-01-01")
        for mention in _find(nlp, text, date)
        if mention.level == "nominal"
    }
    assert holders == {"ban-ki-moon", "antonio-guterres"}


WORDS = st.sampled_from(
    [
        "Moscow",
        "Zakharova",
        "the",
        "said",
        "he",
        "it",
        "Ban",
        "Ki-moon",
        "(",
        ")",
        ",",
        ".",
        "“",
        "”",
        "«",
        "-",
        "–",
        "'s",
    ]
    + ["US-led", "SAR", "U.S.", "Ministry", "of", "defense", "\n\n", "Syrias", "Émile", "ı", "ß", "İstanbul", "'Assad"]
    + ["spokesman", "a", "official", "Russian", "President", "x", ""]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, max_size=25).map(" ".join))
def test_spans_hold_whatever_the_text(nlp: Parse, body: str) -> None:
    """On any text: spans hold, names do not overlap, order is that of the text, a second run gives the same."""
    found = _find(nlp, body)
    assert spans_hold(body, found)
    assert found == tuple(sorted(found, key=lambda mention: (mention.start, -mention.end)))
    names = [mention for mention in found if mention.level in {"name", "adjectival"}]
    assert all(one.end <= other.start for one, other in pairwise(names))
    assert all(mention.entity_id and mention.name and mention.start < mention.end for mention in found)
    assert found == _find(nlp, body)


def test_alignment_is_that_of_the_edits(nlp: Parse) -> None:
    """Without edits raw and body offsets are the same."""
    for mention in _find(nlp, "Ukraine and Poland signed."):
        assert Alignment.of(()).to_raw(mention.start, mention.end) == (mention.raw_start, mention.raw_end)
