"""Records as the documents of DESIGN §3, and back."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from cattrs.preconf.json import make_converter

from transforms.records import Article, Claim, DateSpan, Story

SCHEMA_VERSION = 1
"""Raised whenever the meaning of a document's field changes."""

Document = dict[str, Any]

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
        "skipped": override(omit_if_default=True),
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
    document["last_seen_at"] = document["first_seen_at"]
    return document


def article_from(document: Mapping[str, Any]) -> Article:
    """Read an article back from its document; what runs add (`run_id`, `copies` …) is left out."""
    return _converter.structure(document, Article)


def claim_document(claim: Claim, article: Article, *, run_id: str) -> Document:
    """Give the claim's document: the claim with its article's outlet, story and dates, since Lens cannot join."""
    names = {mention.entity_id: mention.name for mention in article.mentions}
    document: Document = _converter.unstructure(claim)
    document |= {
        "article_id": article.id,
        "article_title": article.title,
        "story_id": article.story_id,
        "outlet": article.source.name,
        "source_id": article.source.id,
        "url": article.url,
        "language": article.language,
        "is_machine_translated": bool(article.mt and article.mt.is_machine_translated),
        "published_at": _converter.unstructure(article.published_at),
        "about_names": [names[entity] for entity in claim.about if entity in names],
        "run_id": run_id,
        "schema_version": SCHEMA_VERSION,
    }
    document["@timestamp"] = document["published_at"] or _converter.unstructure(article.first_seen_at)
    return document


def claim_from(document: Mapping[str, Any]) -> Claim:
    """Read a claim back from its document."""
    return _converter.structure(document, Claim)


def story_document(story: Story, *, run_id: str) -> Document:
    document: Document = _converter.unstructure(story)
    document |= {
        "run_id": run_id,
        "schema_version": SCHEMA_VERSION,
        "article_count": len(story.articles),
        "@timestamp": document["last_at"],
    }
    return document
