"""RSS 0.9 to 2.0, RSS 1.0 and 1.1, Atom 0.3 and 1.0: bytes to articles."""

import io
import re
from collections.abc import Iterator
from typing import Any

import feedparser

from transforms.errors import RecordError
from transforms.parse.build import Facts
from transforms.parse.decoding import charset_of, declared_inside, decode
from transforms.parse.entries import build_entries, judge_text
from transforms.parse.identity import canonical
from transforms.parse.markup import to_line, to_text
from transforms.parse.payload import BadRecord, Payload
from transforms.parse.xml_scan import check_markup, without_doctype
from transforms.records import Article

MAX_ENTRIES = 20_000

_ROOT = re.compile(r"<((?:[\w-]+:)?(?:rss|feed|RDF|Channel))[\s>]", re.IGNORECASE)
_ENTRY_END = re.compile(r"</(?:[\w-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_RSS_11 = "http://purl.org/net/rss1.1#"


def read_feed(payload: Payload) -> Iterator[Article | BadRecord]:
    """Read a feed: its entries in order, then one bad record where the file was cut."""
    check_markup(payload.content)
    declared = charset_of(payload.media_type) or declared_inside(payload.content)
    text = _NOT_XML.sub("", decode(payload.content, declared)).replace(_RSS_11, "http://purl.org/rss/1.0/")
    text, tail = close_truncated(without_doctype(text))
    parsed = _parse(text)
    entries = parsed.entries[:MAX_ENTRIES]
    if not entries and tail is not None:
        raise RecordError("truncated-xml", "the feed is cut before its first entry ends: fetch it again")
    if not entries and not parsed.get("version") and not parsed.feed:
        raise RecordError("not-a-feed", "this is XML, but not a feed that is known here (RSS, RDF or Atom)")
    feed_url = payload.feed_url or payload.url
    facts = ((_facts(entry, parsed.feed, payload), dict(entry)) for entry in entries)
    yield from build_entries(facts, payload, feed_url)
    if tail is not None:
        yield BadRecord(
            kind="truncated-xml",
            message=f"the feed is cut after its entry {len(entries)}: what follows is not whole",
            origin=payload.origin,
            content=tail.encode("utf-8", "replace"),
        )


def close_truncated(text: str) -> tuple[str, str | None]:
    """Cut a feed that ends early after its last whole entry and close it; the rest is returned beside it.

    >>> close_truncated("<rss><channel><item>1</item><item>2")
    ('<rss><channel><item>1</item></channel></rss>', '<item>2')
    >>> close_truncated("<rss><channel></channel></rss>")[1]
    """
    root = _ROOT.search(text[:20_000])
    if not root or f"</{root[1].lower()}" in text[-2000:].lower():
        return text, None
    end = 0
    for end_tag in _ENTRY_END.finditer(text):
        end = end_tag.end()
    if not end:
        end = root.start()
    name = root[1]
    closing = f"</channel></{name}>" if name.lower().endswith("rss") else f"</{name}>"
    return text[:end] + closing, text[end:]


def _parse(text: str) -> Any:
    """Give feedparser bytes in a stream (it opens paths and URLs otherwise), unsanitized: no HTML leaves us."""
    headers = {"content-type": "application/xml; charset=utf-8"}
    stream = io.BytesIO(text.encode("utf-8"))
    try:
        return feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, AssertionError, RecursionError) as error:
        raise RecordError("bad-xml", f"the feed cannot be read: {type(error).__name__}: {error}") from error


def _facts(entry: Any, feed: Any, payload: Payload) -> Facts:
    contents = [_plain(part) for part in entry.get("content") or ()]
    content = max(contents, key=len, default="")
    deck, text, needs_page = judge_text(content, _plain(entry.get("summary_detail")), payload.full_text)
    source = dict.get(entry, "source") or {}
    link = entry.get("feedburner_origlink") or entry.get("link")
    if not entry.get("links") and not str(link).startswith(("http:", "https:", "/")):
        link = None  # a guid that is no address, though RSS takes it for one unless told otherwise
    return Facts(
        title=to_line(_plain(entry.get("title_detail"))),
        deck=" ".join(deck.split()),
        text=text,
        link=link,
        guid=entry.get("id") or None,
        published=dict.get(entry, "published") or dict.get(entry, "created"),
        updated=dict.get(entry, "updated"),
        outlet=to_line(str(source.get("title") or "")) or None,
        site_title=to_line(str(feed.get("title") or "")) or None,
        site_link=canonical(feed.get("link")),
        authors=tuple(_author_names(entry)),
        labels=tuple(str(tag.get("label") or tag.get("term") or "") for tag in entry.get("tags") or ()),
        language=_language(entry) or feed.get("language"),
        needs_page=needs_page,
    )


def _plain(detail: Any) -> str:
    """Give the plain text of a feedparser detail ({type, value}); media that is no text gives none."""
    if not detail:
        return ""
    value, kind = str(detail.get("value") or ""), str(detail.get("type") or "")
    if kind == "text/plain":
        return value.strip()
    if "html" in kind or "xml" in kind or kind.startswith("text/") or not kind:
        return to_text(value)
    return ""


def _author_names(entry: Any) -> Iterator[str]:
    for author in entry.get("authors") or ():
        name = str(author.get("name") or "")
        yield to_line(name) if "@" not in name else ""


def _language(entry: Any) -> str | None:
    for part in (*(entry.get("content") or ()), entry.get("title_detail") or {}):
        if part.get("language"):
            return str(part["language"])
    return None
