"""Annotated documents as articles, the way the pipeline would get them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from transforms.records import Article, Source


def to_article(document: Mapping[str, Any]) -> Article:
    """Make the article of a document `{id, raw | body | text}`, published on its `reference_date` where it has one."""
    source = document.get("source") or {}
    day = document.get("reference_date")
    return Article(
        id=str(document["id"]),
        raw=str(document.get("raw") or document.get("body") or document["text"]),
        origin=str(document["id"]),
        source=Source(id=source.get("id", "gold"), name=source.get("name", "gold")),
        published_at=datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None,
        published_precision="day" if day else None,
        published_from="feed" if day else None,
    )
