"""Which format bytes are in: told by the bytes first, by the declared type and the name only where they are silent."""

import re
from typing import Literal

from transforms.errors import RecordError
from transforms.parse.decoding import wide_encoding
from transforms.parse.payload import Payload
from transforms.parse.rows import delimiter_of
from transforms.parse.xml_scan import root_name

Format = Literal["feed", "html", "json", "table", "text", "sitemap", "opml", "newsml"]

_ROOTS: dict[str, Format] = {
    "rss": "feed", "feed": "feed", "rdf": "feed", "channel": "feed", "entry": "feed",
    "urlset": "sitemap", "sitemapindex": "sitemap", "opml": "opml",
    "newsmessage": "newsml", "newsitem": "newsml", "newsml": "newsml", "nitf": "newsml", "packageitem": "newsml",
    "html": "html", "head": "html", "body": "html", "div": "html", "article": "html", "p": "html", "meta": "html",
}  # fmt: skip
_HTML_ANYWHERE = re.compile(r"<(?:html|head|body|article)\b[^<>]*>", re.IGNORECASE)
_TABLE_NAMES = (".csv", ".tsv", ".tab")


def sniff(payload: Payload) -> Format:
    """Tell the format; raise RecordError for an empty payload."""
    head = _head(payload.content)
    if not head.strip("\ufeff\x00 \t\r\n"):
        raise RecordError("empty", "there is nothing in it")
    head = head.lstrip("\ufeff \t\r\n\x1e")
    if head.startswith("WARC/"):
        raise RecordError("unsupported-format", "this is a web archive: give it to claimwire run")
    name, declared = payload.origin.lower(), (payload.media_type or "").lower()
    if payload.first_line > 1 or (head.startswith(("{", "[{", "[")) and _looks_json(head, name, declared)):
        return "json"
    if head.startswith("<") and (kind := _of_root(head)):
        return kind
    if "html" in declared or name.endswith((".html", ".htm", ".xhtml")) or _HTML_ANYWHERE.search(head[:2000]):
        return "html"
    if name.endswith(_TABLE_NAMES) or "csv" in declared or "tab-separated" in declared:
        return "table"
    if name.endswith((".json", ".jsonl", ".ndjson")) or "json" in declared:
        return "json"
    if head.startswith("<?xml") or (name.endswith((".xml", ".rss", ".atom")) and head.startswith("<")):
        raise RecordError("unknown-format", f"XML of a kind that is not read here: {head[:80]!r}")
    return "table" if delimiter_of(head) and "\n" in head else "text"


def _head(content: bytes) -> str:
    head = content[:65_536]
    if encoding := wide_encoding(head):
        return head.decode(encoding, "replace")
    return head.decode("utf-8", "replace")


def _looks_json(head: str, name: str, declared: str) -> bool:
    return head.startswith("{") or "json" in name or "json" in declared or bool(re.match(r"\[\s*[\[{\]]", head))


def _of_root(head: str) -> Format | None:
    if re.match(r"<!DOCTYPE\s+html", head, re.IGNORECASE):
        return "html"
    root = root_name(head)
    return _ROOTS.get(root.lower()) if root else None
