"""One input to its payloads: a file, a feed, a page, a list of feeds or pages; and the pages behind entries."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import TransientError
from pipeline.sources.client import Answer, client_of
from pipeline.sources.files import read_file
from pipeline.sources.inputs import InputSpec
from pipeline.sources.policy import FetchPolicy
from transforms.errors import RecordError
from transforms.parse import Payload, sniff
from transforms.parse.opml import read_opml
from transforms.parse.sitemaps import read_sitemap_list
from transforms.records import Article

MAX_SITEMAPS, MAX_SITEMAP_DEPTH, MAX_PAGES = 100, 2, 5000
FEED_FORMATS = frozenset({"feed", "json", "sitemap"})


def read(spec: InputSpec, policy: FetchPolicy) -> Iterator[Payload]:
    """Read one input; RecordError where it never can be, TransientError where a later try may."""
    match spec.kind:
        case "file" | "stdin":
            yield from read_file(spec)
        case "feed":
            yield replace(fetch(spec.location, policy, spec), feed_url=spec.location)
        case "url":
            yield from _read_address(spec, policy)
        case "fetched" if spec.payload is not None:
            yield from _expanded(_unspooled(spec.payload, spec.spooled), spec, policy)
        case "replayed" if spec.payload is not None:
            yield spec.payload
        case "failed" if spec.failure is not None:
            raise spec.failure
        case _:
            raise RecordError("unreadable", f"{spec.location}: a {spec.kind} is not read by itself")


def fetch(url: str, policy: FetchPolicy, spec: InputSpec | None = None) -> Payload:
    """Fetch an address once, as a payload."""
    robots = spec.robots if spec else True
    answer = client_of(policy).get(url, robots=robots, delay_s=spec.host_delay_s if spec else None)
    return payload_of(answer, url, spec)


def fetch_page(article: Article, policy: FetchPolicy) -> Payload:
    """Fetch the page behind a feed's entry, with what is said about that feed's pages."""
    url, hint = article.url or "", policy.hint_for(article.feed.url if article.feed else None)
    if hint is None:
        return fetch(url, policy)
    answer = client_of(policy).get(url, robots=hint.robots, delay_s=hint.delay_s)
    return replace(payload_of(answer, url), prune=hint.prune)


def payload_of(answer: Answer, origin: str, spec: InputSpec | None = None) -> Payload:
    """Make the payload of an answer."""
    payload = Payload(
        content=answer.content,
        origin=origin,
        media_type=answer.media_type,
        url=answer.url,
        fetched_at=datetime.now(UTC),
    )
    if spec is None:
        return payload
    return replace(
        payload,
        outlet=spec.outlet,
        unnamed_outlet=spec.unnamed_outlet,
        domain=spec.domain,
        language=spec.language,
        labels=spec.labels,
        field_map=spec.field_map,
        full_text=spec.full_text,
    )


def _unspooled(payload: Payload, path: str | None) -> Payload:
    if path is None:
        return payload
    try:
        return replace(payload, content=Path(path).read_bytes())
    except OSError as error:
        raise TransientError(f"cannot read what was fetched of {payload.origin}: {error.strerror}") from error


def _read_address(spec: InputSpec, policy: FetchPolicy) -> Iterator[Payload]:
    yield from _expanded(fetch(spec.location, policy, spec), spec, policy)


def _expanded(payload: Payload, spec: InputSpec, policy: FetchPolicy) -> Iterator[Payload]:
    """Follow lists of feeds and of pages; anything else is itself."""
    kind = sniff(payload)
    if kind == "opml":
        for outline in read_opml(payload.content):
            feed = replace(spec, kind="feed", location=outline.url, outlet=outline.title, labels=outline.labels)
            yield from read(feed, policy)
        return
    if kind == "sitemap":
        yield from _read_sitemap(payload, spec, policy)
    else:
        yield replace(payload, feed_url=spec.location) if kind in FEED_FORMATS else payload


def _read_sitemap(payload: Payload, spec: InputSpec, policy: FetchPolicy, depth: int = 0) -> Iterator[Payload]:
    """Follow an index to its sitemaps, newest first; a plain sitemap gives its pages, a news sitemap its entries."""
    sitemap = read_sitemap_list(payload.content)
    if not sitemap.is_index and any(entry.title for entry in sitemap.entries):
        yield replace(payload, feed_url=spec.location)
        return
    most = MAX_SITEMAPS if sitemap.is_index else MAX_PAGES
    for entry in sitemap.entries[:most]:
        try:
            found = fetch(entry.url, policy, spec)
        except (RecordError, TransientError) as error:
            yield Payload(content=b"", origin=entry.url, url=entry.url, problem=str(error))
            continue
        if not sitemap.is_index:
            yield found
        elif depth < MAX_SITEMAP_DEPTH and sniff(found) == "sitemap":
            yield from _read_sitemap(found, spec, policy, depth + 1)


@dataclass(slots=True)
class PageFetcher:
    """Fetches the pages behind feed entries, by the process's own connections."""

    policy: FetchPolicy

    def fetch(self, article: Article) -> Payload:
        """Give the page of an article; where it cannot be had, a payload that says why, and never an error."""
        url = article.url or ""
        try:
            return fetch_page(article, self.policy)
        except (RecordError, TransientError) as error:
            return Payload(content=b"", origin=url, url=url, fetched_at=datetime.now(UTC), problem=str(error))

    def close(self) -> None:
        """Leave the connections to the process: other stages use them."""
