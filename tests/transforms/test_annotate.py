"""From a raw text to a whole article document: offsets hold, nothing raises, and what is skipped says why."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.knowledge import load_knowledge
from transforms.alignment import apply_edits
from transforms.annotate import annotate, reason_to_skip
from transforms.document import article_document, article_from
from transforms.language_model import load_model
from transforms.normalize import normalize
from transforms.records import UNKNOWN_SOURCE, Article

SAMPLES = sorted((Path(__file__).parents[2] / "deploy" / "demo" / "files").glob("*.txt"))


def annotated(raw: str) -> Article:
    seen = datetime(2025, 3, 30, tzinfo=UTC)
    article = normalize(Article(id="a", raw=raw, origin="test", source=UNKNOWN_SOURCE, first_seen_at=seen))
    if reason_to_skip(article):
        return article
    return annotate(article, load_model()(article.body), load_knowledge())


def spans(value: Any) -> Iterator[dict[str, Any]]:
    """Find everything in a document that has a text with offsets into the body."""
    if isinstance(value, dict):
        if {"text", "start", "end", "raw_start", "raw_end"} <= value.keys():
            yield value
        for inner in value.values():
            yield from spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans(inner)


def assert_offsets_hold(article: Article) -> None:
    document = json.loads(json.dumps(article_document(article, run_id="test")))
    raw, body = document["raw"], document["body"]
    assert apply_edits(raw, article.edits) == body
    for span in spans({"entities": document["entities"], "claims": document["claims"]}):
        assert body[span["start"] : span["end"]] == span["text"]
        assert 0 <= span["raw_start"] <= span["raw_end"] <= len(raw)
        touched = any(
            edit["before"] != edit["after"]
            and edit["raw_start"] <= span["raw_end"]
            and edit["raw_end"] >= span["raw_start"]
            for edit in document["edits"]
        )
        if not touched:
            assert raw[span["raw_start"] : span["raw_end"]] == span["text"]
    for edit in document["edits"]:
        assert raw[edit["raw_start"] : edit["raw_end"]] == edit["before"]
        assert body[edit["start"] : edit["start"] + len(edit["after"])] == edit["after"]
    edges = [(section["start"], section["end"]) for section in document["sections"]]
    assert edges == sorted(edges)
    assert all(start < end <= following for (start, end), (following, _) in pairwise(edges))
    assert article_from(document) == replace(article, last_seen_at=article.last_seen_at or article.first_seen_at)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_offsets_hold_in_every_sample(path: Path) -> None:
    """Each span's text stands at its offsets in the body, and in the raw text where no edit touched it."""
    assert_offsets_hold(annotated(path.read_text(encoding="utf-8")))


PIECES = st.sampled_from(
    ["“", "”", '"', "«", "»", "‘", "’", " – ", "\n\n", "\n", ". ", ", ", "MOSCOW, 8 March. ", "said ", "Zakharov ",
     "she pointed out", "According to ", "the diplomat ", "43 civilians were killed ", "on Wednesday ", "&amp;",
     "\u00a0",
     "â€œ", "See also\n", "security Council ", "(both banned in Russia)", "He ", "denied that ", "\x00", "🙂"]
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join))
def test_any_text_is_annotated_and_its_offsets_hold(raw: str) -> None:
    """Whatever the text, nothing raises and all spans hold."""
    assert_offsets_hold(annotated(raw))


def test_a_text_in_another_language_says_why_it_has_no_claims() -> None:
    """Russian is indexed, kept out of entities and claims, with the reason."""
    raw = next(path for path in SAMPLES if path.stem == "pravda-reki-ru").read_text(encoding="utf-8")
    assert reason_to_skip(annotated(raw)) == "language ru"
