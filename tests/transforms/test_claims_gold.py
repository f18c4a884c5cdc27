"""The annotated claims: they stand where they say, and what they hold the pipeline to."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

GOLD = Path(__file__).parents[1] / "gold"
sys.path.insert(0, str(GOLD))

import claims as markup  # noqa: E402 (the gold folder is no package)


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    from pipeline.evaluate.claims import score

    return score(GOLD / "articles.jsonl")


@pytest.mark.parametrize("name", markup.CLAIMS)
def test_claims_are_those_of_the_lines(name: str) -> None:
    """The committed claims are what the lines give: run tests/gold/claims.py after a change."""
    documents = {one["id"]: one for one in markup.read_documents(GOLD / f"{name}.jsonl")}
    assert {key: one["claims"] for key, one in documents.items()} == markup.read_claims(documents, markup.CLAIMS[name])


@pytest.mark.parametrize("name", markup.CLAIMS)
def test_offsets_hold(name: str) -> None:
    """Every speaker, cue, content, figure and date stands at its offsets."""
    for document in markup.read_documents(GOLD / f"{name}.jsonl"):
        for claim in document["claims"]:
            spans = [claim["cue"], *claim["content"], *claim["figures"], *claim["dates"]]
            for span in [*spans, claim["speaker"]] if claim["speaker"] else spans:
                assert document["body"][span["start"] : span["end"]] == span["text"] != ""


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("0 | Osk | said | the dam was safe | assert |", "stands 2 times"),
        ("0 | Osk#1 | said | the mill was safe | assert |", "stands 0 times"),
        ("0 | Osk#1@- | said | the dam .. closed | assert |", "does not follow"),
        ("0 | Osk#1@- | said | the dam was safe | insult |", "no act"),
        ("0 | Osk#1@- | said | the dam was safe | assert", "5 parts"),
        ("0 | Osk#1 | said | the dam was safe | assert |", "whose is"),
        ("0 | Osk#1@- | said | the dam was safe | assert | date(Monday;2020-01-06)", "not in the content"),
    ],
)
def test_a_line_that_does_not_fit_is_named(line: str, problem: str) -> None:
    """A string that is not found once, an unknown act or a missing part is an error, never a guess."""
    with pytest.raises(ValueError, match=problem):
        markup.read_claim(line, {"body": "On Monday Osk said the dam was safe. Osk left.", "entities": []})


def test_a_line_is_read() -> None:
    """Comparator, negation, directness and the second reading of a content are read from a line."""
    body = 'Osk denied it: "Not one of more than 30 boats sank."\n\nIt sank, he heard.'
    claim = markup.read_claim(
        "0 | Osk@- | !denied | Not one .. sank // 1: It sank | deny/assert! | fig(more than 30;>30;boats)",
        {"body": body, "entities": []},
    )
    assert (claim["cue"]["negated"], claim["negated"], claim["directness"]) == (True, True, "direct")
    assert (claim["figures"][0]["comparator"], claim["figures"][0]["value"]) == (">", 30)
    assert [one["text"] for one in claim["content_or"]] == ["It sank"]
    assert json.dumps(claim)


@pytest.mark.parametrize("shape", ["agency", "translated", "spun", "war"])
def test_claims_are_found(figures: dict[str, Any], shape: str) -> None:
    """Speaker, cue and content keep their F1 in each shape of article."""
    assert figures[shape]["triple"]["f1"] >= 88


def test_parts_are_right(figures: dict[str, Any]) -> None:
    """Acts, negation and speakers of the claims that are found keep their share."""
    right = {name: part["right"] for name, part in figures["where_found"].items()}
    assert right["act"] >= 93
    assert right["negated"] >= 95
    assert right["speaker"] >= 89


def test_held_out_mistakes_are_not_listed(figures: dict[str, Any]) -> None:
    """The list of mistakes names articles of the development half only."""
    held_out = {
        d["id"]
        for d in markup.read_documents(GOLD / "articles.jsonl")
        if any(c["half"] == "held-out" for c in d["claims"])
    }
    assert figures["wrong"]
    assert not held_out & {line.partition(":")[0] for line in figures["wrong"]}


@pytest.mark.parametrize(
    ("name", "floor", "speakers"),
    [("press", 92, 97), ("foreign", 88, 95), ("dispatches", 86, 90), ("bulletins", 89, 87)]
    + [("briefings", 84, 93), ("communiques", 86, 90)],
)
def test_press_keeps_its_claims(name: str, floor: float, speakers: float) -> None:
    """So do the claims of translated press: speaker, cue and content, F1, and their speakers."""
    from pipeline.evaluate.claims import score

    figures: Any = score(GOLD / f"{name}.jsonl")
    assert figures["claims"]["triple"]["f1"] >= floor
    assert figures["where_found"]["speaker"]["right"] >= speakers
