"""Accuracy of claims, on PolNeAR's attributions or on annotated article documents of our own."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from config.knowledge import load_knowledge
from pipeline.errors import UsageError
from pipeline.evaluate.attributions import Attribution, Spans, Tally, Text
from pipeline.evaluate.claims_documents import score_documents
from pipeline.evaluate.documents import to_article
from transforms.annotate import annotate
from transforms.claims.lexicon import REPORTING_TYPES
from transforms.language_model import parse
from transforms.normalize import normalize
from transforms.records import Article, Claim

_THAT = re.compile(r"\b(?:that|whether)[\s,“”\"'‘’]*\Z", re.IGNORECASE)


def score(gold: Path, *, limit: int | None = None) -> dict[str, object]:
    """Score claims against a file of JSON lines, in the format that its first line has.

    PolNeAR: `{id, text, attributions[{source, cue, content, sub}]}`. Ours: article documents with their `claims`.
    """
    documents = list(_read(gold, limit))
    if documents and "attributions" in documents[0]:
        return score_attributions(documents)
    if documents and "claims" in documents[0]:
        return score_documents(zip(documents, annotated(documents), strict=True))
    raise UsageError(f"{gold}: neither PolNeAR's `attributions` nor article documents with `claims`")


def _read(path: Path, limit: int | None) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise UsageError(f"cannot read the gold file {path}: {error.strerror}") from None
    for line in lines[:limit]:
        if line.strip():
            yield json.loads(line)


def annotated(documents: Sequence[Mapping[str, Any]]) -> Iterator[Article]:
    """Run normalizing, parsing, entities and claims over documents, in order."""
    articles = [normalize(to_article(document)) for document in documents]
    knowledge = load_knowledge()
    for article, doc in zip(articles, parse(article.body for article in articles), strict=True):
        yield annotate(article, doc, knowledge)


# PolNeAR


def score_attributions(documents: Sequence[Mapping[str, Any]]) -> dict[str, object]:
    """Score against PolNeAR: all attributions, and those of reporting cues where the gold tells them (`sub`).

    PolNeAR marks no attribution inside another's content: nested claims are left out of `all` and `reporting`, and
    counted in `all_with_nested`. `reporting` counts the predictions whose cue is a reporting cue of the gold, or is by
    our lexicon and is no other cue of the gold.
    """
    everything, nested, reporting = Tally(), Tally(), Tally()
    has_subset = any("sub" in one for document in documents for one in document["attributions"])
    for document, article in zip(documents, annotated(documents), strict=True):
        text = Text.of(document["text"])
        raw = document["attributions"]
        gold = [text.attribution(one) for one in raw]
        claims = [(claim, text.attribution(as_attribution(claim, document["text"]))) for claim in article.claims]
        outer = [found for claim, found in claims if claim.nested_in is None]
        everything.add(text, gold, outer)
        nested.add(text, gold, [found for _, found in claims])
        if has_subset:
            kept = [found for found, one in zip(gold, raw, strict=True) if one.get("sub")]
            other = [found for found, one in zip(gold, raw, strict=True) if not one.get("sub")]
            stated = [f for c, f in claims if c.nested_in is None and _is_counted(c, f, kept, other)]
            reporting.add(text, kept, stated)
    figures: dict[str, object] = {"documents": len(documents), "all": everything.figures()}
    if has_subset:
        figures["reporting"] = reporting.figures()
    figures["all_with_nested"] = nested.figures()
    return figures


def _is_counted(claim: Claim, found: Attribution, kept: Sequence[Attribution], other: Sequence[Attribution]) -> bool:
    """Tell whether a prediction counts among those of reporting cues."""
    if any(found.cue & one.cue for one in kept):
        return True
    reports = claim.cue is None or claim.cue.type in REPORTING_TYPES or claim.cue.type == "headline"
    return reports and not any(found.cue & one.cue for one in other)


def as_attribution(claim: Claim, text: str) -> dict[str, Spans]:
    """Give a claim as PolNeAR's spans over the raw text, with the "that" that its content begins with there."""
    content = [[span.raw_start, span.raw_end] for span in claim.content]
    before = text[max(0, content[0][0] - 16) : content[0][0]]
    mark = _THAT.search(before)
    if mark is not None:
        content[0][0] -= len(before) - mark.start()
    return {
        "source": [[claim.speaker.raw_start, claim.speaker.raw_end]] if claim.speaker else [],
        "cue": [[claim.cue.raw_start, claim.cue.raw_end]] if claim.cue else [],
        "content": content,
    }
