"""The gold articles: their offsets, and the accuracy that the entity stage must keep on them."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

GOLD = Path(__file__).parents[1] / "gold"
sys.path.insert(0, str(GOLD))

import markup  # noqa: E402 (the gold folder is no package)


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    from pipeline.evaluate.entities import score

    return score(GOLD / "articles.jsonl")


@pytest.mark.parametrize(
    "name", ["articles", "press", "foreign", "dispatches", "bulletins", "briefings", "communiques"]
)
def test_documents_are_those_of_the_markup(name: str) -> None:
    """The committed documents are what the markup gives: run tests/gold/markup.py after a change."""
    written = [json.loads(line) for line in (GOLD / f"{name}.jsonl").read_text("utf-8").splitlines()]
    marked = markup.read_articles(GOLD / f"{name}.txt")
    assert [{**one, "claims": None} for one in written] == [{**one, "claims": None} for one in marked]


def test_articles_annotated_for_names_are_those_of_the_markup() -> None:
    """So are the articles that are annotated for their names only."""
    written = [json.loads(line) for line in (GOLD / "names.jsonl").read_text("utf-8").splitlines()]
    assert written == list(markup.read_articles(GOLD / "names.txt"))


def test_offsets_hold() -> None:
    """Every gold mention stands at its offsets, at one of the four levels."""
    for one in markup.read_articles():
        for entity in one["entities"]:
            assert one["body"][entity["start"] : entity["end"]] == entity["text"] != ""
            assert entity["level"] in {"name", "adjectival", "nominal", "pronoun"}


def test_marks_must_close() -> None:
    """A mark that is not closed is an error, not a silent loss."""
    with pytest.raises(ValueError, match="not closed"):
        markup.unmark("[[Oslo|oslo")


@pytest.mark.parametrize(("shape", "floor"), [("agency", 0.95), ("translated", 0.95), ("spun", 0.95), ("war", 0.92)])
def test_names_are_found(figures: dict[str, Any], shape: str, floor: float) -> None:
    """Exact spans of names and adjectives keep their F1 in each shape of article."""
    assert figures["names_by_shape"][shape]["f1"] >= floor


def test_links_are_right(figures: dict[str, Any]) -> None:
    """Mentions of all levels are linked with B³ at least .92."""
    assert figures["b_cubed"]["f1"] >= 0.92


def test_other_origins_keep_their_names() -> None:
    """Articles from Chinese, Arabic, Persian and Turkish, war news and US politics keep F1 .95 and B³ .96."""
    from pipeline.evaluate.entities import score

    figures: dict[str, Any] = score(GOLD / "names.jsonl")
    assert figures["names"]["f1"] >= 0.95
    assert figures["b_cubed"]["f1"] >= 0.96


@pytest.mark.parametrize(
    ("name", "names", "links"),
    [("press", 0.94, 0.93), ("foreign", 0.94, 0.93), ("dispatches", 0.92, 0.92), ("bulletins", 0.91, 0.92)]
    + [("briefings", 0.92, 0.9), ("communiques", 0.93, 0.89)],
)
def test_press_keeps_its_names(name: str, names: float, links: float) -> None:
    """Press translated from six languages, agencies', and wars told from several sides keep their names F1 and B³."""
    from pipeline.evaluate.entities import score

    figures: dict[str, Any] = score(GOLD / f"{name}.jsonl")
    assert figures["names"]["f1"] >= names
    assert figures["b_cubed"]["f1"] >= links


def test_a_part_of_a_file_can_be_scored(capsys: pytest.CaptureFixture[str]) -> None:
    """`--part K/N` takes every Nth document from the Kth on, so the parts of a file add up to it."""
    from pipeline.cli import main

    gold = str(GOLD / "names.jsonl")
    documents = []
    for part in (("--part", "1/3"), ("--part", "2/3"), ("--part", "3/3"), ("--part", "3/3", "--limit", "1")):
        assert main(["evaluate", "entities", "--gold", gold, *part, "--json"]) == 0
        documents.append(json.loads(capsys.readouterr().out)["documents"])
    assert documents == [2, 2, 2, 1]


@pytest.mark.parametrize("part", ["0/3", "4/3", "1", "1/0", "x/2"])
def test_a_part_that_there_is_not_is_refused(part: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A part is K of N, counted from 1; other subjects have none."""
    from pipeline.cli import main

    assert main(["evaluate", "entities", "--gold", str(GOLD / "names.jsonl"), "--part", part]) == 2
    assert "give K/N" in capsys.readouterr().err
    assert main(["evaluate", "claims", "--gold", str(GOLD / "articles.jsonl"), "--part", "1/2"]) == 2
    assert "only entities" in capsys.readouterr().err
