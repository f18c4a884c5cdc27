"""Records as the documents of DESIGN §3, and back."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from cattrs.preconf.json import make_converter

from transforms.deduplicate import Item
from transforms.records import (
    SCHEMA_VERSION,
    UNKNOWN_SOURCE,
    Article,
    Claim,
    DateSpan,
    DeadLetter,
    Duplicate,
    Fingerprint,
    KnownAs,
    Story,
    Version,
)
from transforms.telling import Digest

Document = dict[str, Any]

NAME_LISTS = {
    "people": frozenset({"PERSON"}),
    "organizations": frozenset({"ORG"}),
    "places": frozenset({"GPE", "LOC", "FAC"}),
}
"""Lists of names in an article's document, by the types of the entities, which dashboards cannot tell apart."""

_converter = make_converter()
_converter.register_unstructure_hook(datetime, lambda moment: moment.astimezone(UTC).isoformat().replace("+00:00", "Z"))
_converter.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text).astimezone(UTC))
_RENAMED: dict[type, Any] = {
    DateSpan: {"from_": override(rename="from")},
    Article: {
        "mentions": override(rename="entities"),
        "title_end": override(rename="title_end", omit_if_default=True),
        "deck_end": override(rename="deck_end", omit_if_default=True),
        "labels": override(omit_if_default=True),
        "updated_at": override(omit_if_default=True),
        "last_seen_at": override(omit_if_default=True),
        "versions": override(omit_if_default=True),
        "skipped": override(omit_if_default=True),
        "text_rules": override(omit_if_default=True),
        "index_version": override(omit=True),
    },
}
for _type, _overrides in _RENAMED.items():
    _converter.register_unstructure_hook(_type, make_dict_unstructure_fn(_type, _converter, **_overrides))
    _converter.register_structure_hook(_type, make_dict_structure_fn(_type, _converter, **_overrides))


def article_document(article: Article, *, run_id: str, copies: int = 0) -> Document:
    """Give the article's document, its entities and claims inside; links between claims live in the claims."""
    document: Document = _converter.unstructure(article)
    document["copies"] = copies
    document["run_id"] = run_id
    document["schema_version"] = SCHEMA_VERSION
    document["@timestamp"] = document["published_at"] or document["first_seen_at"]
    document["last_seen_at"] = moment(article.last_seen_at or article.delivered_at or article.first_seen_at)
    document["lag_minutes"] = _lag_minutes(article)
    for name, types in NAME_LISTS.items():
        document[name] = sorted({mention.name for mention in article.mentions if mention.type in types})
    return document


def _lag_minutes(article: Article) -> float | None:
    """From publication to our first sight of it, where the outlet states the hour."""
    if not (article.published_at and article.first_seen_at) or article.published_from == "seen":
        return None
    if article.published_precision in ("day", "month", "year"):
        return None
    return round((article.first_seen_at - article.published_at).total_seconds() / 60, 1)


def article_payload(article: Article) -> str:
    """Give the article as JSON, for a dead letter to be replayed."""
    return json.dumps(_converter.unstructure(article), ensure_ascii=False)


def article_from(document: Mapping[str, Any]) -> Article:
    """Read an article back from its document; what runs add (`run_id`, `copies` …) is left out."""
    return _converter.structure(document, Article)


def digest_from(document: Mapping[str, Any]) -> Digest:
    """Read what a story needs of an article from the article's document (its texts may be left out)."""
    counts = Counter((entity["entity_id"], entity["name"]) for entity in document["entities"])
    moments = {name: read_moment(document[name]) for name in ("published_at", "first_seen_at")}
    return Digest(
        article_id=document["id"],
        story_id=document["story_id"],
        thread_id=document["thread_id"],
        title=document["title"],
        source_id=document["source"]["id"],
        outlet=document["source"]["name"],
        url=document["url"],
        language=document["language"],
        is_machine_translated=bool(document["mt"] and document["mt"]["is_machine_translated"]),
        is_copy=document["duplicate"] is not None,
        names=tuple(sorted((entity, name, n) for (entity, name), n in counts.items())),
        known_as=tuple(_converter.structure(known, KnownAs) for known in document.get("known_as", ())),
        claims=tuple(claim_from(claim) for claim in document["claims"]),
        **moments,
    )


def item_from(document: Mapping[str, Any]) -> Item:
    """Read what tells copies and stories apart from the article's document (its texts may be left out)."""
    return Item(
        id=document["id"],
        fingerprint=_fingerprint_from(document["fingerprint"]),
        source_id="" if document["source"]["id"] == UNKNOWN_SOURCE.id else document["source"]["id"],
        outlet=document["source"]["name"],
        title=document["title"],
        published_at=read_moment(document["published_at"]),
        published_precision=document["published_precision"],
        first_seen_at=read_moment(document["first_seen_at"]),
        is_translation=bool(document["mt"] and document["mt"]["is_machine_translated"]),
        duplicate=duplicate_from(document),
        story_id=document["story_id"],
        thread_id=document["thread_id"],
    )


def _fingerprint_from(document: Mapping[str, Any]) -> Fingerprint:
    """Read a fingerprint without looking at each of its hundreds of numbers: runs read thousands."""
    lists = {name: tuple(document.get(name, ())) for name in ("sketch", "runs", "lookup_keys", "numbers", "terms")}
    return Fingerprint(content_hash=document["content_hash"], words=document.get("words", 0), **lists)


def duplicate_from(document: Mapping[str, Any]) -> Duplicate | None:
    """Read of which article a document is a copy."""
    duplicate = document.get("duplicate")
    return _converter.structure(duplicate, Duplicate) if duplicate else None


def moment(at: datetime | None) -> str | None:
    """Write a moment as documents do."""
    return None if at is None else str(_converter.unstructure(at))


def read_moment(text: str | None) -> datetime | None:
    """Read a moment as documents have it."""
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def seen_changes(last_seen_at: datetime | None, versions: Iterable[Version]) -> Document:
    """Give what a re-delivery changes in an article's document."""
    history = [_converter.unstructure(version) for version in versions]
    return {"last_seen_at": moment(last_seen_at)} | ({"versions": history} if history else {})


def merged_story_changes(into: str) -> Document:
    """Give what changes in the document of a story whose articles went to another: its title and dates stay."""
    counts = {"article_count": 0, "claims": 0, "contradictions": 0}
    return {"merged_into": into, "articles": [], "top_claims": [], **counts}


def delivered_versions(document: Mapping[str, Any]) -> tuple[Version, ...]:
    """Read an article's history from its document; it has at least the present version."""
    if document.get("versions"):
        return tuple(_converter.structure(version, Version) for version in document["versions"])
    present = Version(
        content_hash=document["fingerprint"]["content_hash"],
        title=document["title"],
        stated_at=read_moment(document.get("updated_at") or document.get("published_at")),
        delivered_at=read_moment(document.get("delivered_at") or document.get("first_seen_at")),
    )
    return (present,)


def claim_document(claim: Claim, digest: Digest, *, run_id: str) -> Document:
    """Give the claim's document: the claim with its article's outlet, story and dates, since Lens cannot join."""
    names = {entity: name for entity, name, _ in digest.names}
    known_as = {known.entity_id: known.names for known in digest.known_as}
    document: Document = _converter.unstructure(claim)
    if claim.speaker:
        voices = (claim.speaker.entity_id, claim.speaker.on_behalf_of)
        document["speaker"]["known_as"] = [name for voice in voices for name in known_as.get(voice or "", ())]
    document |= {
        "article_id": digest.article_id,
        "article_title": digest.title,
        "story_id": digest.story_id,
        "outlet": digest.outlet,
        "source_id": digest.source_id,
        "url": digest.url,
        "language": digest.language,
        "is_machine_translated": digest.is_machine_translated,
        "published_at": _converter.unstructure(digest.published_at),
        "about_names": [names[entity] for entity in claim.about if entity in names],
        "about_known_as": [name for entity in claim.about for name in known_as.get(entity, ())],
        "target_name": names.get(claim.target or ""),
        "contradictions": sum(link.relation == "contradicts" for link in claim.links),
        "toll": _toll(claim),
        "run_id": run_id,
        "schema_version": SCHEMA_VERSION,
        "@timestamp": _converter.unstructure(digest.at),
    }
    return document


def _toll(claim: Claim) -> dict[str, list[float]]:
    """Give the casualties that a claim states, by their kind; of a range its lower end."""
    toll: dict[str, list[float]] = {}
    for figure in claim.figures:
        number = next((n for n in (figure.value, figure.low, figure.high) if n is not None), None)
        if figure.casualty and number is not None:
            toll.setdefault(figure.casualty, []).append(number)
    return toll


def claim_from(document: Mapping[str, Any]) -> Claim:
    """Read a claim back from its document."""
    return _converter.structure(document, Claim)


def dead_letter_document(letter: DeadLetter, *, run_id: str, at: datetime) -> Document:
    document: Document = _converter.unstructure(letter)
    moment = _converter.unstructure(at)
    document |= {
        "run_id": run_id,
        "first_at": moment,
        "last_at": moment,
        "version": SCHEMA_VERSION,
        "@timestamp": moment,
    }
    return document


def story_document(story: Story, *, run_id: str) -> Document:
    document: Document = _converter.unstructure(story)
    document |= {
        "run_id": run_id,
        "schema_version": SCHEMA_VERSION,
        "article_count": len(story.articles),
        "@timestamp": document["last_at"],
    }
    return document
