"""Who a claim's speaker is, through entities and claims together; golden cases in `cases/speakers`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from spacy.tokens import Doc

from config.knowledge import load_knowledge
from transforms.annotate import annotate
from transforms.records import Article, Claim, Source

CASES = Path(__file__).parent / "cases" / "speakers"
Parse = Callable[[str], Doc]


def cases(name: str) -> list[Any]:
    lines = (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [pytest.param(json.loads(line), id=json.loads(line)["rule"]) for line in lines]


def claims_in(text: str, nlp: Parse, date: str | None = None) -> tuple[Claim, ...]:
    source = Source(id="s", name="S")
    article = Article(id="a", raw=text, origin="test", source=source, body=text, reference_date=date)
    return annotate(article, nlp(text), load_knowledge()).claims


def speakers_in(case: dict[str, Any], nlp: Parse) -> list[list[str | None]]:
    """Give a case's cues with the names of the entities that speak, None where it is nobody in particular."""
    cues = {cue for cue, _ in case["speakers"]}
    claims = [c for c in claims_in(case["text"], nlp, case.get("date")) if c.cue and c.cue.text in cues]
    return [[c.cue.text, c.speaker.name if c.speaker and c.speaker.entity_id else None] for c in claims if c.cue]


@pytest.mark.parametrize("case", cases("wild"))
def test_names_the_speaker(case: dict[str, Any], nlp: Parse) -> None:
    """Each claim of a case belongs to the person or institution that speaks."""
    assert speakers_in(case, nlp) == case["speakers"]


@pytest.mark.parametrize("case", cases("negative"))
def test_abstains(case: dict[str, Any], nlp: Parse) -> None:
    """Where the text does not tell who speaks, nobody is named; null is better than wrong."""
    assert speakers_in(case, nlp) == case["speakers"]


@pytest.mark.xfail(strict=True, raises=AssertionError, reason="known failure: the case says what is wrong")
@pytest.mark.parametrize("case", cases("known_failures"))
def test_known_failures(case: dict[str, Any], nlp: Parse) -> None:
    """What the rules cannot tell yet is recorded here."""
    assert speakers_in(case, nlp) == case["speakers"]


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        ("Wang Yi told his Kazakh counterpart Mukhtar Tileuberdi that the border was open.", "Mukhtar Tileuberdi"),
        ("Shah Mahmood Qureshi wrote to the United Nations that the truce was broken.", "united-nations"),
        ("The mayor told his Russian counterpart that the border was open.", "his Russian counterpart"),
    ],
)
def test_addressee(text: str, addressee: str, nlp: Parse) -> None:
    """Who is told something is the person named, an entity, or the words: never the state of an adjective."""
    (claim,) = [claim for claim in claims_in(text, nlp) if claim.cue and claim.cue.text in {"told", "wrote"}]
    names = {mention.entity_id: mention.name for mention in find(text, nlp)}
    assert [one if one == addressee else names.get(one, one) for one in claim.addressee] == [addressee]


def find(text: str, nlp: Parse) -> Any:
    """Give the mentions of a text."""
    article = Article(id="a", raw=text, origin="test", source=Source(id="s", name="S"), body=text)
    return annotate(article, nlp(text), load_knowledge()).mentions
