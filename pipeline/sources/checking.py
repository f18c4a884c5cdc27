"""Looking at feeds without running them: what each would give, and which feeds a site has."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.html import HTMLParser

from pipeline.errors import TransientError
from pipeline.sources.client import client_of
from pipeline.sources.inputs import InputSpec
from pipeline.sources.policy import FetchPolicy
from pipeline.sources.reading import FEED_FORMATS, fetch, payload_of
from transforms.errors import RecordError
from transforms.parse import BadRecord, Payload, parse, sniff
from transforms.parse.decoding import charset_of, declared_inside, decode
from transforms.parse.identity import canonical
from transforms.records import Article

FEED_TYPES = ("rss", "atom", "feed+json", "rdf")
USUAL_PATHS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/feed.json", "/index.xml", "/news-sitemap.xml")
FEED_LINK = re.compile(r"(?:^|[/._-])(?:rss|atom|feeds?|rdf)(?:$|[/._?=-])", re.IGNORECASE)
MAX_LINKS = 12
THREADS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedReport:
    """What one feed gave when it was asked once; times are ISO."""

    url: str
    ok: bool
    problem: str | None = None
    final_url: str | None = None
    title: str | None = None
    entries: int = 0
    whole: int = 0
    teasers: int = 0
    bad: dict[str, int] | None = None
    undated: int = 0
    newest: str | None = None
    oldest: str | None = None
    first: str | None = None


def check_feeds(specs: Iterable[InputSpec], policy: FetchPolicy) -> Iterator[FeedReport]:
    """Ask each feed once, in order, and tell what would be ingested."""
    client_of(policy)
    with ThreadPoolExecutor(THREADS) as pool:
        yield from pool.map(lambda spec: check_feed(spec, policy), specs)


def check_feed(spec: InputSpec, policy: FetchPolicy) -> FeedReport:
    """Ask one feed once."""
    try:
        payload = fetch(spec.location, policy, spec)
        return report_on(payload, spec.location)
    except (RecordError, TransientError) as error:
        return FeedReport(url=spec.location, ok=False, problem=str(error))


def report_on(payload: Payload, url: str) -> FeedReport:
    """Tell what a delivery of a feed holds; RecordError where it is none."""
    kind = sniff(payload)
    if kind not in FEED_FORMATS:
        raise RecordError("not-a-feed", f"{url} answers with {kind}: claimwire feeds discover {url}")
    records = list(parse(payload))
    articles = [record for record in records if isinstance(record, Article)]
    bad = Counter(record.kind for record in records if isinstance(record, BadRecord))
    dates = sorted(article.published_at for article in articles if article.published_at)
    return FeedReport(
        url=url,
        ok=bool(articles),
        problem=None if articles else "the feed has no entries",
        final_url=payload.url if payload.url != url else None,
        title=articles[0].source.name if articles else None,
        entries=len(articles),
        whole=sum(not article.needs_page for article in articles),
        teasers=sum(article.needs_page for article in articles),
        bad=dict(bad) or None,
        undated=len(articles) - len(dates),
        newest=dates[-1].isoformat() if dates else None,
        oldest=dates[0].isoformat() if dates else None,
        first=articles[0].title or articles[0].raw[:80] if articles else None,
    )


def discover_feeds(url: str, policy: FetchPolicy) -> list[FeedReport]:
    """Find the feeds of a site: those its page names, then those it links to, then the usual places."""
    client = client_of(policy)
    payload = payload_of(client.get(url), url)
    if sniff(payload) in FEED_FORMATS:
        return [report_on(payload, url)]
    base = payload.url or url
    named, linked = feed_links(payload)
    found = _those_that_are(named, policy)
    if not found:
        found = _those_that_are(linked[:MAX_LINKS], policy)
    if not found:
        parts = urlsplit(base)
        site = f"{parts.scheme}://{parts.netloc}"
        found = _those_that_are([urljoin(site, path) for path in USUAL_PATHS], policy)
    return found


def feed_links(payload: Payload) -> tuple[list[str], list[str]]:
    """Give the feeds that a page names in its head, and its links that look like feeds."""
    html = decode(payload.content, charset_of(payload.media_type) or declared_inside(payload.content))
    root = etree.fromstring(html.encode("utf-8", "replace"), HTMLParser(encoding="utf-8"))
    if root is None:
        return [], []
    named, linked = [], []
    for element in root.iter("link", "a"):
        address = canonical(element.get("href"), payload.url)
        if not address:
            continue
        relation, kind = (element.get("rel") or "").lower().split(), (element.get("type") or "").lower()
        if element.tag == "link" and "alternate" in relation and any(name in kind for name in FEED_TYPES):
            named.append(address)
        elif element.tag == "a" and FEED_LINK.search(urlsplit(address).path + "?" + urlsplit(address).query):
            linked.append(address)
    return list(dict.fromkeys(named)), list(dict.fromkeys(linked))


def _those_that_are(addresses: list[str], policy: FetchPolicy) -> list[FeedReport]:
    specs = [InputSpec(kind="feed", location=address) for address in addresses]
    return [report for report in check_feeds(specs, policy) if report.entries]


def age(newest: str | None, now: datetime | None = None) -> str:
    """Say how old the newest entry is.

    >>> age("2025-03-01T00:00:00+00:00", datetime(2025, 3, 3, 1, tzinfo=UTC))
    '2 days'
    """
    if newest is None:
        return "no dates"
    seconds = max(0.0, ((now or datetime.now(UTC)) - datetime.fromisoformat(newest)).total_seconds())
    for unit, name in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= unit:
            count = int(seconds // unit)
            return f"{count} {name}{'' if count == 1 else 's'}"
    return "now"
