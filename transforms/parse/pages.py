"""A web page to an article: trafilatura's fast mode, and what the page says about itself."""

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import trafilatura
from lxml.etree import XPathError
from lxml.html import HtmlElement

from transforms.errors import RecordError
from transforms.parse.build import Facts, build_article, join_raw
from transforms.parse.decoding import charset_of, declared_inside, decode
from transforms.parse.entries import is_deck
from transforms.parse.identity import address_key, canonical, domain_of
from transforms.parse.page_metadata import PageMetadata, read_metadata
from transforms.parse.payload import Payload
from transforms.records import Article

MAX_PAGE_CHARS = 8_000_000
MAX_ELEMENTS = 60_000
"""Extraction takes about a second for each ten thousand."""
MIN_WORDS = 20
MIN_CHARS = 200  # in scripts that put no spaces between words
MIN_OVERLAP = 0.4
"""Share of the entry's longer words that its page must hold to be its page."""

_WORD = re.compile(r"\w{4,}")
_BARRIER = re.compile(
    r"enable (?:javascript|cookies)|are you a (?:robot|human)|verify (?:that )?you are (?:a )?human|access denied|"
    r"checking your browser|unusual traffic|we value your privacy|accept (?:all )?cookies|your privacy choices|"
    r"(?:subscribe|log ?in|sign ?in|register) to (?:continue|read|keep reading)|subscribers only|ad ?blocker|"
    r"403 forbidden|404 not found|page not found|captcha|before you continue",
    re.IGNORECASE,
)
MAX_BARRIER_WORDS = 250


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds: its text and what it says about itself."""

    text: str
    deck: str
    meta: PageMetadata


def read_page(payload: Payload) -> Article:
    """Read a page as an article of its own; raise RecordError where it holds none."""
    page = extract_page(payload)
    if is_barrier(page.meta.title, page.text):
        raise RecordError("no-article", "the page is a consent, login or error page, not an article")
    meta = page.meta
    facts = Facts(
        title=meta.title,
        deck=page.deck,
        text=page.text,
        link=payload.url or meta.canonical,
        canonical_link=own_canonical(meta.canonical, payload.url),
        published=meta.published,
        updated=meta.updated,
        site_title=meta.site_name,
        authors=meta.authors,
        labels=meta.labels,
        language=meta.language,
    )
    return build_article(facts, payload, text_from="page", published_from="page")


def merge_page(article: Article, payload: Payload) -> Article:
    """Give a feed's entry the text of its page, keeping its identity; a page that is no article changes nothing."""
    if payload.problem:
        return without_page(article, payload.problem)
    try:
        page = extract_page(payload)
    except RecordError as error:
        return without_page(article, str(error))
    problem = _unfit(article, page)
    if problem:
        return without_page(article, problem)
    entry_text = article.raw[article.title_end or 0 :].strip()
    title = article.title or page.meta.title
    raw, title_end, deck_end = join_raw(title, page.deck, page.text)
    from_page = build_article(
        Facts(text=page.text, link=payload.url, published=page.meta.published, updated=page.meta.updated),
        payload,
        text_from="page",
        published_from="page",
    )
    merged = replace(
        article,
        raw=raw,
        title=title,
        deck=page.deck,
        title_end=title_end,
        deck_end=deck_end,
        entry_text=entry_text,
        text_from="page",
        needs_page=False,
        page_problem=None,
        canonical_url=own_canonical(page.meta.canonical, payload.url or article.url) or article.canonical_url,
        authors=article.authors or page.meta.authors,
        language=article.language or page.meta.language,
        updated_at=article.updated_at or from_page.updated_at,
    )
    if article.published_at and article.published_from != "url":
        return merged
    return replace(
        merged,
        published_at=from_page.published_at or article.published_at,
        published_precision=from_page.published_precision or article.published_precision,
        published_from=from_page.published_from or article.published_from,
    )


def without_page(article: Article, reason: str) -> Article:
    """Keep the entry as it is, with the reason why its page did not add to it; RecordError where it is a bare link."""
    if not article.raw:
        raise RecordError("empty", f"the entry is a link without text, and its page gave none: {reason}")
    return replace(article, needs_page=False, page_problem=reason[:300])


def extract_page(payload: Payload) -> Page:
    """Extract text and metadata; raise RecordError where there is next to no text."""
    declared = charset_of(payload.media_type) or declared_inside(payload.content)
    html = decode(payload.content, declared)
    if len(html) > MAX_PAGE_CHARS:
        raise RecordError("too-large", f"the page has {len(html):,} characters, the limit is {MAX_PAGE_CHARS:,}")
    tree = trafilatura.load_html(html)
    if tree is None:
        raise RecordError("no-article", "the page holds no HTML")
    if sum(1 for _ in islice(tree.iter(), MAX_ELEMENTS + 1)) > MAX_ELEMENTS:
        raise RecordError("too-large", f"the page has more than {MAX_ELEMENTS:,} elements")
    meta = read_metadata(tree, payload.url)
    visible = " ".join(tree.xpath("string(.)").split()) if meta.description else ""
    text = _without_headline(_text_of(tree, payload), meta.title)
    stated = meta.article_body
    if len(stated.split()) > 2 * len(text.split()):
        text = stated
    if len(text.split()) < MIN_WORDS and len(text) < MIN_CHARS:
        raise RecordError("no-article", f"the page holds no article: {len(text.split())} words of text were found")
    deck = meta.description
    is_shown = bool(deck) and deck in visible and is_deck(deck, text)
    return Page(text, deck if is_shown else "", meta)


def _text_of(tree: HtmlElement, payload: Payload) -> str:
    try:
        document: Any = trafilatura.bare_extraction(
            tree, url=payload.url, fast=True, include_comments=False, prune_xpath=list(payload.prune) or None
        )
    except (XPathError, ValueError, TypeError, AttributeError, RecursionError, AssertionError):
        return ""
    if document is None or not document.text:
        return ""
    return "\n\n".join(line.strip() for line in document.text.split("\n") if line.strip())


def _without_headline(text: str, title: str) -> str:
    """Drop the headline where the extracted text begins with it: it is kept as the title."""
    first, _, rest = text.partition("\n\n")
    return rest if rest and title and " ".join(first.lower().split()) == title.lower() else text


def is_barrier(title: str, text: str) -> bool:
    """Tell a consent, login, paywall or error page from an article.

    >>> is_barrier("Example News", "We value your privacy. We and our partners store cookies.")
    True
    """
    return len(text.split()) < MAX_BARRIER_WORDS and bool(_BARRIER.search(f"{title} {text}"))


def own_canonical(link: str | None, url: str | None) -> str | None:
    """Give rel=canonical where it is an article of the same domain; home pages and other sites are not believed."""
    clean = canonical(link, url)
    if not clean or not address_key(clean):
        return None
    return clean if not url or domain_of(clean) == domain_of(url) else None


def _unfit(article: Article, page: Page) -> str | None:
    if is_barrier(page.meta.title, page.text):
        return "the page is a consent, login or error page"
    entry_text = article.raw[article.title_end or 0 :]
    if len(page.text.split()) < len(entry_text.split()):
        return "the page holds less text than the feed's entry"
    headline = set(_WORD.findall(article.title.lower()))
    if len(headline) >= 3 and headline <= set(_WORD.findall(page.meta.title.lower())):
        return None
    wanted = set(_WORD.findall(article.raw.lower()))
    found = set(_WORD.findall(f"{page.meta.title} {page.text}".lower()))
    if len(wanted) >= 4 and len(wanted & found) < MIN_OVERLAP * len(wanted):
        return "the page is about something else than the feed's entry"
    return None
