"""JSON Feed 1.0 and 1.1: bytes to articles."""

from collections.abc import Iterator, Mapping
from typing import Any

from transforms.errors import RecordError
from transforms.parse.build import Facts
from transforms.parse.entries import build_entries, judge_text
from transforms.parse.identity import canonical
from transforms.parse.markup import to_line, to_text
from transforms.parse.payload import BadRecord, Payload
from transforms.records import Article


def is_json_feed(value: object) -> bool:
    """Tell a JSON Feed by its version, or by the shape that all of them share."""
    if not isinstance(value, Mapping):
        return False
    if "jsonfeed.org" in str(value.get("version", "")):
        return True
    items = value.get("items")
    return isinstance(items, list) and bool({"home_page_url", "feed_url"} & value.keys())


def read_json_feed(value: Mapping[str, Any], payload: Payload) -> Iterator[Article | BadRecord]:
    """Read a JSON Feed that is decoded already."""
    items = value.get("items")
    if not isinstance(items, list):
        raise RecordError("bad-feed", "the JSON Feed has no list of items")
    stated = _string(value, "feed_url")
    feed_url = payload.feed_url or payload.url or stated
    facts = ((_facts(item, value, payload), item) for item in items if isinstance(item, Mapping))
    yield from build_entries(facts, payload, feed_url)
    for item in items:
        if not isinstance(item, Mapping):
            shown = str(item)[:4000].encode("utf-8", "replace")
            yield BadRecord(kind="bad-entry", message="an item is not an object", origin=payload.origin, content=shown)


def _facts(item: Mapping[str, Any], feed: Mapping[str, Any], payload: Payload) -> Facts:
    html_text = to_text(_string(item, "content_html") or "")
    content = html_text or (_string(item, "content_text") or "").strip()
    deck, text, needs_page = judge_text(content, _string(item, "summary") or "", payload.full_text)
    guid = item.get("id")
    return Facts(
        title=to_line(_string(item, "title") or ""),
        deck=" ".join(deck.split()),
        text=text,
        link=_string(item, "url") or _string(item, "external_url"),
        guid=str(guid) if isinstance(guid, str | int | float) and str(guid) else None,
        published=_string(item, "date_published"),
        updated=_string(item, "date_modified"),
        site_title=to_line(_string(feed, "title") or "") or None,
        site_link=canonical(_string(feed, "home_page_url")),
        authors=tuple(_author_names(item) or _author_names(feed)),
        labels=tuple(tag for tag in _list(item, "tags") if isinstance(tag, str)),
        language=_string(item, "language") or _string(feed, "language"),
        needs_page=needs_page,
    )


def _author_names(holder: Mapping[str, Any]) -> list[str]:
    authors = [*_list(holder, "authors"), holder.get("author")]
    return [name for author in authors if isinstance(author, Mapping) and (name := _string(author, "name"))]


def _string(holder: Mapping[str, Any], name: str) -> str | None:
    value = holder.get(name)
    return value if isinstance(value, str) and value else None


def _list(holder: Mapping[str, Any], name: str) -> list[Any]:
    value = holder.get(name)
    return value if isinstance(value, list) else []
