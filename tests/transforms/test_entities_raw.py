"""Names in raw machine translation: small letters, names run on into words, missions and regions said in short."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from spacy.tokens import Doc

from config.knowledge import load_knowledge
from transforms.entities.found import Found
from transforms.entities.kinds import settle_kinds
from transforms.entities.mentions import find_mentions
from transforms.records import Article, Source

Parse = Callable[[str], Doc]
CASES = Path(__file__).parent / "cases" / "entities_raw"


def _cases(name: str) -> list[Any]:
    lines = (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [pytest.param(json.loads(line), id=json.loads(line)["rule"]) for line in lines]


def _check(nlp: Parse, case: dict[str, Any]) -> None:
    body = case["text"]
    article = Article(id="a", origin="test", source=Source(id="s", name="S"), body=body, raw=body)
    found = find_mentions(article, nlp(body), load_knowledge())
    named = {(mention.text, mention.entity_id) for mention in found}
    texts = {mention.text for mention in found if mention.level in {"name", "adjectival"}}
    assert named.issuperset(map(tuple, case.get("mentions", []))), sorted(named)
    assert texts.issuperset(case.get("texts", [])), sorted(texts)
    assert texts.isdisjoint(case.get("without", [])), sorted(texts)
    assert named.isdisjoint(map(tuple, case.get("absent", []))), sorted(named)


@pytest.mark.parametrize("case", _cases("wild"))
def test_finds_raw_names(nlp: Parse, case: dict[str, Any]) -> None:
    """Each case's names are found whole and belong to the stated entity."""
    _check(nlp, case)


@pytest.mark.parametrize("case", _cases("negative"))
def test_leaves_words_alone(nlp: Parse, case: dict[str, Any]) -> None:
    """What looks like such a name is left alone."""
    _check(nlp, case)


@pytest.mark.parametrize(
    ("text", "name", "was", "now"),
    [
        ("They live on Valery Orlov Avenue now.", "Valery Orlov Avenue", "PERSON", "FAC"),
        ("The Osk River is high.", "Osk River", "ORG", "LOC"),
        ("The Osk Convention was signed.", "Osk Convention", "EVENT", "LAW"),
        ("The Summit for Rivers opened.", "Summit for Rivers", "ORG", "EVENT"),
        ("The Oskville shopping center burned.", "Oskville", "ORG", "FAC"),
        ("Hurricane Osk passed; hurricane Olga came.", "Olga", "PERSON", "EVENT"),
        ("The actress Veronica Lake came.", "Veronica Lake", "PERSON", "PERSON"),
        ("Oskville burned.", "Oskville", "ORG", "ORG"),
        ("Storm Olga passed; Ana Olga came.", "Ana Olga", "PERSON", "PERSON"),
        ("They bought it on Osk Friday.", "Osk Friday", "ORG", "EVENT"),
        ("The Osk and Bor rivers rose.", "Bor", "PERSON", "LOC"),
    ],
)
def test_kinds(text: str, name: str, was: str, now: str) -> None:
    """The last word of a name or the noun behind it tells what it is, but not of a person in full."""
    start = text.index(name)
    (settled,) = settle_kinds(text, [Found(start=start, end=start + len(name), type=was)])
    assert settled.type == now
