"""Bytes to articles: feeds, web pages, text, and records, whatever their encoding, each with a stable identity.

`parse` gives every article of a payload, and a `BadRecord` in the place of each part that cannot be one.
"""

from collections.abc import Callable, Iterable, Iterator

from transforms.errors import RecordError
from transforms.parse.feeds import read_feed
from transforms.parse.json_files import read_json
from transforms.parse.newsml import read_newsml
from transforms.parse.pages import merge_page, read_page, without_page
from transforms.parse.payload import BadRecord, FieldMap, Payload
from transforms.parse.rows import DEFAULT_NAMES, MAP_OPTIONS, read_table
from transforms.parse.sitemaps import read_sitemap
from transforms.parse.sniff import Format, sniff
from transforms.parse.text_files import read_text
from transforms.records import Article

__all__ = [
    "DEFAULT_NAMES",
    "MAP_OPTIONS",
    "BadRecord",
    "FieldMap",
    "Format",
    "Payload",
    "merge_page",
    "parse",
    "sniff",
    "without_page",
]

Reader = Callable[[Payload], Iterable[Article | BadRecord]]


def parse(payload: Payload) -> Iterator[Article | BadRecord]:
    """Read a payload of any known format; raise RecordError where the whole of it is unusable."""
    if payload.problem:
        raise RecordError("unreachable", payload.problem)
    kind = sniff(payload)
    if payload.feed_url and kind in {"html", "text", "table"}:
        raise RecordError(
            "not-a-feed", f"the feed's address answers with {kind}: `claimwire feeds discover` finds feeds"
        )
    yield from READERS[kind](payload)


def _read_page(payload: Payload) -> Iterator[Article | BadRecord]:
    yield read_page(payload)


def _read_text(payload: Payload) -> Iterator[Article | BadRecord]:
    yield read_text(payload)


def _read_list(payload: Payload) -> Iterator[Article | BadRecord]:
    raise RecordError("a-list", "this names feeds and holds no articles: give it to --input on its own")


READERS: dict[Format, Reader] = {
    "feed": read_feed,
    "html": _read_page,
    "json": read_json,
    "table": read_table,
    "text": _read_text,
    "sitemap": read_sitemap,
    "opml": _read_list,
    "newsml": read_newsml,
}
