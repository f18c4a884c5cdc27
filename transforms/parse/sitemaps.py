"""Sitemaps: news ones to entries whose pages are to be fetched; plain ones and indexes to addresses."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from transforms.errors import RecordError
from transforms.parse.build import Facts
from transforms.parse.entries import build_entries
from transforms.parse.identity import canonical
from transforms.parse.markup import to_line
from transforms.parse.opml import local_name, xml_tree
from transforms.parse.payload import BadRecord, Payload
from transforms.records import Article

MAX_ENTRIES = 50_000
"""The protocol's own limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapEntry:
    url: str
    modified: str = ""
    title: str = ""
    published: str = ""
    outlet: str = ""
    language: str = ""
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The pages of a sitemap, or the sitemaps of an index; newest first where they are dated."""

    entries: tuple[SitemapEntry, ...]
    is_index: bool


def read_sitemap_list(content: bytes) -> Sitemap:
    """Read a sitemap or an index of sitemaps; a cut one as far as it goes."""
    root = xml_tree(content, recover=True)
    name = local_name(root).lower()
    if name not in {"urlset", "sitemapindex"}:
        raise RecordError("not-a-sitemap", "the file is XML, but not a sitemap")
    elements = root.iter("{*}url", "{*}sitemap")
    entries = [entry for element in elements if (entry := _entry(element))][:MAX_ENTRIES]
    entries.sort(key=lambda entry: entry.published or entry.modified, reverse=True)
    return Sitemap(tuple(entries), name == "sitemapindex")


def read_sitemap(payload: Payload) -> Iterator[Article | BadRecord]:
    """Read a news sitemap: headline, date and outlet of each page that it lists."""
    sitemap = read_sitemap_list(payload.content)
    news = [entry for entry in sitemap.entries if entry.title]
    if not news:
        raise RecordError(
            "a-list", "this sitemap lists pages without saying what they are: give its address to --input"
        )
    facts = (
        Facts(
            title=entry.title,
            link=entry.url,
            published=entry.published or None,
            updated=entry.modified or None,
            outlet=entry.outlet or None,
            language=entry.language or None,
            labels=entry.labels,
            needs_page=True,
        )
        for entry in news
    )
    yield from build_entries(zip(facts, news, strict=True), payload, payload.feed_url or payload.url)


def _entry(element: "etree._Element") -> SitemapEntry | None:
    found: dict[str, str] = {}
    for child in element.iter("{*}*"):
        name = local_name(child).lower()
        if child.text and name not in found and "image" not in str(child.tag).partition("}")[0]:
            found[name] = child.text.strip()
    url = canonical(found.get("loc"))
    if not url:
        return None
    return SitemapEntry(
        url=found["loc"],
        modified=found.get("lastmod", ""),
        title=to_line(found.get("title", "")),
        published=found.get("publication_date", ""),
        outlet=to_line(found.get("name", "")),
        language=found.get("language", ""),
        labels=tuple(label.strip() for label in found.get("keywords", "").split(",") if label.strip()),
    )
