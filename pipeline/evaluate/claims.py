"""Accuracy of claims, on PolNeAR's attributions or on annotated article documents of our own."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from config.knowledge import load_knowledge
from pipeline.errors import UsageError
from pipeline.evaluate.attributions import Attribution, Spans, Tally, Text, match, prf
from transforms.annotate import annotate
from transforms.claims.lexicon import REPORTING_TYPES
from transforms.language_model import parse
from transforms.normalize import normalize
from transforms.records import Article, Claim, Source, Span

_THAT = re.compile(r"\b(?:that|whether)[\s,“”\"'‘’]*\Z", re.IGNORECASE)


def score(gold: Path, *, limit: int | None = None) -> dict[str, object]:
    """Score claims against a file of JSON lines, in the format that its first line has.

    PolNeAR: `{id, text, attributions[{source, cue, content, sub}]}`. Ours: article documents with their `claims`.
    """
    documents = list(_read(gold, limit))
    if documents and "attributions" in documents[0]:
        return score_attributions(documents)
    if documents and "claims" in documents[0]:
        return score_claims(documents)
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
    articles = [normalize(_article(document)) for document in documents]
    knowledge = load_knowledge()
    for article, doc in zip(articles, parse(article.body for article in articles), strict=True):
        yield annotate(article, doc, knowledge)


def _article(document: Mapping[str, Any]) -> Article:
    source = document.get("source") or {}
    return Article(
        id=str(document["id"]),
        raw=str(document.get("raw") or document.get("body") or document["text"]),
        origin=str(document["id"]),
        source=Source(id=source.get("id", "gold"), name=source.get("name", "gold")),
        reference_date=document.get("reference_date"),
    )


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


# Our own gold


def score_claims(documents: Sequence[Mapping[str, Any]]) -> dict[str, object]:
    """Score against article documents: claims found, and what is right where a claim was found."""
    total, shapes = Tally(), dict[str, Tally]()
    details: Counter[str] = Counter()
    for document, article in zip(documents, annotated(documents), strict=True):
        raw = str(document.get("raw") or document["body"])
        text = Text.of(raw)
        gold = [text.attribution(_gold_spans(claim, document, article)) for claim in document["claims"]]
        ours = [text.attribution(_our_spans(claim)) for claim in article.claims]
        total.add(text, gold, ours)
        shapes.setdefault(str(document.get("shape", "all")), Tally()).add(text, gold, ours)
        for i, j in match(ours, gold, _same_claim, 0.5):
            _compare(article.claims[i], document["claims"][j], details)
    return {
        "documents": len(documents),
        "claims": total.figures(),
        "claims_by_shape": {shape: tally.figures()["triple"] for shape, tally in sorted(shapes.items())},
        "where_found": {
            part: {"right": round(100 * details[f"{part} right"] / details[part], 1), "of": details[part]}
            for part in ("speaker", "act", "negated", "cue_negated", "nested", "headline", "about", "target")
            if details[part]
        },
        "figures": prf(details["figures right"], details["figures found"], details["figures gold"]),
        "dates": prf(details["dates right"], details["dates found"], details["dates gold"]),
    }


def _same_claim(first: Attribution, second: Attribution) -> float:
    shared = len(first.content & second.content) / max(1, len(first.content | second.content))
    return shared + 0.01 * bool(first.cue & second.cue)


def _our_spans(claim: Claim) -> dict[str, Spans]:
    return {
        "source": [_raw(claim.speaker)] if claim.speaker else [],
        "cue": [_raw(claim.cue)] if claim.cue else [],
        "content": [_raw(span) for span in claim.content],
    }


def _raw(span: Span) -> tuple[int, int]:
    return span.raw_start, span.raw_end


def _gold_spans(claim: Mapping[str, Any], document: Mapping[str, Any], article: Article) -> dict[str, Spans]:
    """Read the gold spans over the raw text: as given, or where body and raw are one text."""

    def one(span: Mapping[str, Any]) -> tuple[int, int]:
        return span.get("raw_start", span["start"]), span.get("raw_end", span["end"])

    speaker, cue = claim.get("speaker"), claim.get("cue")
    return {
        "source": [one(speaker)] if speaker and "start" in speaker else [],
        "cue": [one(cue)] if cue and "start" in cue else [],
        "content": [one(span) for span in claim["content"]],
    }


def _compare(ours: Claim, gold: Mapping[str, Any], details: Counter[str]) -> None:
    """Count which parts of a found claim are right; a part the gold does not give is not counted."""
    speaker = gold.get("speaker")
    parts: dict[str, tuple[object, object]] = {
        "act": (ours.act, gold.get("act")),
        "negated": (ours.negated, gold.get("negated")),
        "cue_negated": (ours.cue.negated if ours.cue else None, (gold.get("cue") or {}).get("negated")),
        "headline": (ours.headline, gold.get("headline")),
        "target": (ours.target, gold.get("target")),
    }
    if "speaker" in gold:
        wanted = (speaker.get("entity_id") or _fold(speaker.get("name"))) if speaker else None
        given = None
        if ours.speaker is not None:
            by_id = bool(speaker and speaker.get("entity_id"))
            given = ours.speaker.entity_id if by_id else _fold(ours.speaker.name)
        details["speaker"] += 1
        details["speaker right"] += wanted == given
    for part, (have, want) in parts.items():
        if want is not None:
            details[part] += 1
            details[f"{part} right"] += have == want
    if "nested_in" in gold:
        details["nested"] += 1
        details["nested right"] += (ours.nested_in is None) == (gold["nested_in"] is None)
    if gold.get("about") is not None:
        details["about"] += 1
        details["about right"] += set(gold["about"]) <= set(ours.about)
    _compare_values(ours, gold, details)


def _fold(name: str | None) -> str | None:
    return re.sub(r"\W+", " ", name).strip().lower() if name else None


def _compare_values(ours: Claim, gold: Mapping[str, Any], details: Counter[str]) -> None:
    """Count figures by value, bounds and comparator, dates by their days."""
    if "figures" in gold:
        wanted = Counter((f.get("value"), f.get("comparator", "=")) for f in gold["figures"])
        found = Counter((f.value, f.comparator) for f in ours.figures)
        details["figures gold"] += wanted.total()
        details["figures found"] += found.total()
        details["figures right"] += (wanted & found).total()
    if "dates" in gold:
        days = Counter((d.get("from"), d.get("to")) for d in gold["dates"])
        given = Counter((d.from_, d.to) for d in ours.dates)
        details["dates gold"] += days.total()
        details["dates found"] += given.total()
        details["dates right"] += (days & given).total()
