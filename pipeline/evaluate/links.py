"""Accuracy of links: stories whose linked claims an annotator listed, or the links of a run that a reader labelled."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.evaluate.links_labels import score_labels
from transforms.records import Article, Claim, Source

Pair = tuple[str, str, str]
RELATIONS = ("same", "supports", "contradicts")


def score(gold: Path, *, limit: int | None = None) -> dict[str, object]:
    """Score linking on JSON lines of stories, or on the `claims.jsonl` of a run over news whose links are labelled.

    `{"story", "articles": [{"id", "outlet", "published", "title", "text"}], "links": [[[id, words], [id, words],
    relation], …]}`; a claim is named by its article and by words of its content.
    """
    with gold.open(encoding="utf-8") as lines:
        stories = [json.loads(line) for line in lines if line.strip()][:limit]
    if stories and "links" in stories[0] and "article_id" in stories[0]:
        return score_labels(stories)
    counts: Counter[tuple[str, str]] = Counter()
    wrong: list[dict[str, object]] = []
    for story in stories:
        claims, found = link_story(story["articles"])
        wanted = {pair for link in story["links"] for pair in _pairs_of(link, claims)}
        missing = sum(1 for link in story["links"] if not _pairs_of(link, claims))
        for relation in RELATIONS:
            of = {pair for pair in found if pair[2] == relation}
            right = {pair for pair in wanted if pair[2] == relation}
            counts[relation, "found"] += len(of)
            counts[relation, "right"] += len(of & right)
            counts[relation, "expected"] += len(right)
            wrong += [{"story": story["story"], "extra": _shown(pair, claims)} for pair in sorted(of - right)]
            wrong += [{"story": story["story"], "missed": _shown(pair, claims)} for pair in sorted(right - of)]
        counts["claims", "missing"] += missing
    scores: dict[str, object] = {"stories": len(stories), "links without their claims": counts["claims", "missing"]}
    for relation in RELATIONS:
        found_, right_, expected = (counts[relation, of] for of in ("found", "right", "expected"))
        scores[relation] = {
            "found": found_,
            "precision": round(right_ / found_, 4) if found_ else None,
            "recall": round(right_ / expected, 4) if expected else None,
        }
    return {**scores, "wrong": wrong}


def link_story(articles: Iterable[dict[str, Any]]) -> tuple[dict[str, Claim], set[Pair]]:
    """Annotate and link the articles of one story: claims by id, and (smaller id, larger id, relation) of each link."""
    from config.knowledge import load_knowledge
    from transforms.annotate import annotate
    from transforms.language_model import parse
    from transforms.links import link_claims, linkable
    from transforms.normalize import normalize

    normalized = [normalize(_article(article)) for article in articles]
    done = [
        annotate(a, doc, load_knowledge()) for a, doc in zip(normalized, parse(a.body for a in normalized), strict=True)
    ]
    at = {a.id: a.published_at or datetime.min.replace(tzinfo=UTC) for a in done}
    candidates = [linkable(c, outlet=a.source.name, at=at[a.id]) for a in done for c in a.claims]
    links = link_claims(candidates)
    found = {(*sorted((one, link.claim_id)), link.relation) for one, of_claim in links.items() for link in of_claim}
    return {c.id: c for a in done for c in a.claims}, {(a, b, relation) for a, b, relation in found}


def _article(article: dict[str, Any]) -> Article:
    title, text = article["title"], article["text"]
    made = Article(
        id=article["id"],
        raw=f"{title}\n\n{text}",
        origin="gold",
        source=Source(id=article["outlet"], name=article["outlet"]),
        title=title,
        title_end=len(title),
        published_at=datetime.fromisoformat(article["published"]).replace(tzinfo=UTC),
        published_precision="day",
        published_from="feed",
    )
    return replace(made, reference_date=article["published"])


def _pairs_of(link: list[Any], claims: dict[str, Claim]) -> set[Pair]:
    (first, second, relation) = link
    pairs = ((a, b) for a in _named(first, claims) for b in _named(second, claims) if a != b)
    return {(min(pair), max(pair), relation) for pair in pairs}


def _named(name: list[str], claims: dict[str, Claim]) -> list[str]:
    article, words = name
    return [c.id for c in claims.values() if c.article_id == article and words in c.text and not c.headline]


def _shown(pair: Pair, claims: dict[str, Claim]) -> list[str]:
    return [pair[2], *(f"{claims[c].article_id}: {claims[c].text}" for c in pair[:2])]
