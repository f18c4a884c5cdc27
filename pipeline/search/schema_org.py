"""Found documents as schema.org in JSON-LD; the mapping is told in docs/schema-org.md."""

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.search.finding import Document
from pipeline.search.question import Target

Thing = dict[str, Any]

UNKNOWN_OUTLET = "unknown"
CONTEXT = "https://schema.org"
_TYPES = {"PERSON": "Person", "ORG": "Organization", "GPE": "Place", "LOC": "Place", "FAC": "Place", "EVENT": "Event",
          "LAW": "Legislation", "PRODUCT": "Product"}  # fmt: skip
_SPEAKERS = {"PERSON": "Person"}
"""Whoever speaks and is no person speaks as an organization: a state, a ministry, a group."""


def as_schema_org(target: Target, document: Document) -> Thing:
    """Give one document of schema.org's types: a Claim, NewsArticle, or Collection (a story)."""
    make = {"claims": _claim, "articles": _article, "stories": _story}[target]
    return {"@context": CONTEXT, **_without_nothing(make(document))}


def _claim(claim: Document) -> Thing:
    article = _appearance(claim)
    author = _speaker(claim.get("speaker"))
    return {
        "@type": "Claim",
        "@id": _id("claim", claim["id"]),
        "identifier": claim["id"],
        "text": claim["text"],
        "author": author,
        "about": [_named(identity, name) for identity, name in _about(claim)],
        "datePublished": claim.get("published_at"),
        "dateCreated": claim.get("said_on"),
        "appearance": article,
        "firstAppearance": article if claim.get("first_said") else None,
        "isPartOf": _reference("story", claim.get("story_id")),
        "hasPart": [_quotation(quote["text"], author, claim) for quote in claim.get("quotes") or ()],
    }


def _quotation(text: str, author: Thing | None, claim: Document) -> Thing:
    return {
        "@type": "Quotation",
        "text": text,
        "creator": author,
        "isPartOf": _reference("article", claim["article_id"]),
    }


def _appearance(claim: Document) -> Thing:
    return {
        "@type": "NewsArticle",
        "@id": _id("article", claim["article_id"]),
        "headline": claim.get("article_title"),
        "url": claim.get("url"),
        "datePublished": claim.get("published_at"),
        "inLanguage": claim.get("language"),
        "publisher": _publisher(claim.get("source_id"), claim["outlet"]),
    }


def _speaker(speaker: Document | None) -> Thing | None:
    if not speaker:
        return None
    kind = _SPEAKERS.get(speaker.get("type") or "", "Organization")
    named = {"@type": kind, "name": speaker["name"], "identifier": speaker.get("entity_id")}
    return {**named, "jobTitle": speaker.get("role")} if kind == "Person" else named


def _about(claim: Document) -> Iterable[tuple[str | None, str]]:
    ids, names = claim.get("about") or (), claim.get("about_names") or ()
    return zip(ids if len(ids) == len(names) else [None] * len(names), names, strict=True)


def _named(identity: str | None, name: str, kind: str = "Thing", wikidata: str | None = None) -> Thing:
    same = f"https://www.wikidata.org/entity/{wikidata}" if wikidata else None
    return {"@type": kind, "name": name, "identifier": identity, "sameAs": same}


def _article(article: Document) -> Thing:
    duplicate = article.get("duplicate") or {}
    original = _reference("article", duplicate.get("of"))
    is_translation = duplicate.get("kind") == "translation"
    source = article["source"]
    return {
        "@type": "NewsArticle",
        "@id": _id("article", article["id"]),
        "identifier": article["id"],
        "headline": article.get("title"),
        "alternativeHeadline": article.get("deck"),
        "url": article.get("url"),
        "author": [{"@type": "Person", "name": name} for name in article.get("authors") or ()],
        "publisher": _publisher(source["id"], source["name"], source.get("domain")),
        "datePublished": article.get("published_at"),
        "dateModified": article.get("updated_at"),
        "inLanguage": article.get("language"),
        "articleBody": article.get("body"),
        "dateline": (article.get("dateline") or {}).get("place"),
        "isBasedOn": original if not is_translation else None,
        "translationOfWork": original if is_translation else None,
        "isPartOf": _reference("story", article.get("story_id")),
        "mentions": _mentions(article.get("entities") or ()),
    }


def _mentions(entities: Iterable[Mapping[str, Any]]) -> list[Thing]:
    once = {entity["entity_id"]: entity for entity in entities}
    return [
        _named(identity, entity["name"], _TYPES.get(entity["type"], "Thing"), entity.get("wikidata"))
        for identity, entity in once.items()
    ]


def _story(story: Document) -> Thing:
    return {
        "@type": "Collection",
        "@id": _id("story", story["id"]),
        "identifier": story["id"],
        "name": story["title"],
        "temporalCoverage": f"{story['first_at']}/{story['last_at']}",
        "collectionSize": story.get("article_count"),
        "about": [{"@type": "Thing", "name": name} for name in story.get("entities") or ()],
        "hasPart": [{"@type": "NewsArticle", "@id": _id("article", one)} for one in story.get("articles") or ()],
        "publisher": [{"@type": "Organization", "name": name} for name in story.get("outlets") or ()],
    }


def _id(kind: str, identity: str) -> str:
    return f"urn:claimwire:{kind}:{identity}"


def _reference(kind: str, identity: str | None) -> Thing | None:
    return {"@id": _id(kind, identity)} if identity else None


def _publisher(identity: str | None, name: str, domain: str | None = None) -> Thing | None:
    if identity == UNKNOWN_OUTLET:
        return None
    return {"@type": "Organization", "name": name, "url": f"https://{domain}" if domain else None}


def _without_nothing(thing: Any) -> Any:
    """Leave out what is not known, at every depth."""
    if isinstance(thing, dict):
        cleaned = {name: _without_nothing(value) for name, value in thing.items()}
        return {name: value for name, value in cleaned.items() if value not in (None, "", [], {})}
    return [_without_nothing(one) for one in thing] if isinstance(thing, list) else thing
