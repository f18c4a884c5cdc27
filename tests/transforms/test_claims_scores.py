"""The measures of claims: exact on what is known, blind to marks at the edges."""

import json
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.evaluate.attributions import Tally, Text, match
from pipeline.evaluate.claims import annotated, score

TEXT = 'Brandt said that the dam was safe. "We will sail," Osk told reporters.'


def spans(*words: str) -> list[list[int]]:
    return [[TEXT.index(word), TEXT.index(word) + len(word)] for word in words]


GOLD = [
    {"source": spans("Brandt"), "cue": spans("said"), "content": spans("that the dam was safe")},
    {"source": spans("Osk"), "cue": spans("told"), "content": spans('"We will sail,"')},
]


def test_attributions_end_to_end(tmp_path: Path) -> None:
    """PolNeAR's format is recognised, and "that" is given back to a content that begins with it there."""
    file = tmp_path / "gold.jsonl"
    file.write_text(json.dumps({"id": "d", "text": TEXT, "attributions": GOLD}) + "\n")
    figures = score(file)
    assert figures["documents"] == 1
    everything = figures["all"]
    assert isinstance(everything, dict)
    assert everything["triple"] == {"p": 100.0, "r": 100.0, "f1": 100.0}
    assert everything["content_exact"]["f1"] == 100.0
    assert everything["quoted_run_speaker"]["r"] == 100.0


def test_own_format_end_to_end(tmp_path: Path) -> None:
    """Our own documents score full marks against themselves, part by part."""
    from transforms.document import article_document

    (article,) = annotated([{"id": "d", "text": TEXT}])
    file = tmp_path / "gold.jsonl"
    file.write_text(json.dumps(article_document(article, run_id="r")) + "\n")
    figures = score(file)
    claims, found = figures["claims"], figures["where_found"]
    assert isinstance(claims, dict)
    assert isinstance(found, dict)
    assert claims["triple"]["f1"] == 100.0
    assert {part: value["right"] for part, value in found.items()} == dict.fromkeys(found, 100.0)
    assert {"speaker", "act", "negated"} <= set(found)


def test_marks_do_not_count() -> None:
    """Spans are compared on words: quotation marks and commas at their edges change nothing."""
    text = Text.of(TEXT)
    assert text.words(spans('"We will sail,"')) == text.words(spans("We will sail"))
    assert text.directness(text.words(spans("We will sail"))) == "direct"
    assert text.directness(text.words(spans("the dam"))) == "indirect"


def test_a_wrong_speaker_is_no_triple() -> None:
    """A claim with the right content and the wrong speaker counts as found content, not as a triple."""
    text = Text.of(TEXT)
    gold = [text.attribution(one) for one in GOLD]
    wrong = text.attribution({**GOLD[0], "source": spans("Osk")})
    tally = Tally()
    tally.add(text, gold, [wrong])
    assert tally.counts["content"] == 1
    assert tally.counts["triple"] == 0


def test_match_is_one_to_one() -> None:
    """The best pairs are taken first, and nothing is used twice."""
    assert match([3, 5], [5, 4], lambda a, b: 1 / (1 + abs(a - b)), 0.3) == [(1, 0), (0, 1)]


def test_unknown_format(tmp_path: Path) -> None:
    """A file of another shape is refused with its name."""
    file = tmp_path / "gold.jsonl"
    file.write_text('{"id": "d", "text": "x"}\n')
    with pytest.raises(UsageError, match="neither PolNeAR"):
        score(file)
