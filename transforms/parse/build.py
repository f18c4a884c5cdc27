"""One place where the facts found by a format's reader become an Article."""

from collections.abc import Iterable
from dataclasses import dataclass

from transforms.errors import RecordError
from transforms.parse.dates import Order, ParsedDate, date_in_url, parse_date, problem_with
from transforms.parse.decoding import scrub
from transforms.parse.identity import address_key, canonical, digest, guid_key, source_of, text_key
from transforms.parse.payload import Payload
from transforms.records import Article, FeedEntry, PublishedFrom, TextFrom

MAX_TEXT_CHARS = 2_000_000
MAX_TITLE_CHARS = 1000
MAX_NAME_CHARS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a reader found, as plain text; dates are as written."""

    title: str = ""
    deck: str = ""
    text: str = ""
    link: str | None = None
    canonical_link: str | None = None
    guid: str | None = None
    record_id: str | None = None
    published: str | None = None
    updated: str | None = None
    outlet: str | None = None
    site_title: str | None = None
    site_link: str | None = None
    authors: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    language: str | None = None
    needs_page: bool = False
    link_is_shared: bool = False
    """Several entries of the delivery have this link: it is not the article's own."""


def build_article(
    facts: Facts,
    payload: Payload,
    *,
    text_from: TextFrom,
    published_from: PublishedFrom,
    origin: str | None = None,
    order: Order | None = None,
) -> Article:
    """Make the article; raise RecordError where there is no text at all."""
    title, deck, text = scrub(facts.title).strip(), scrub(facts.deck).strip(), scrub(facts.text).strip()
    if len(title) > MAX_TITLE_CHARS:  # no headline: a text in the wrong field
        title, text = "", f"{title}\n\n{text}".strip()
    raw, title_end, deck_end = join_raw(title, deck, text)
    url = absolute(facts.link, payload.url or payload.feed_url or facts.site_link)
    awaits_page = facts.needs_page and url is not None
    if not raw and not (awaits_page and payload.url):
        raise RecordError("empty", "the record has neither a title nor a text")
    if len(raw) > MAX_TEXT_CHARS:
        raise RecordError("too-large", f"the text has {len(raw):,} characters, the limit is {MAX_TEXT_CHARS:,}")
    canonical_url = canonical(facts.canonical_link, url or payload.url) or canonical(url)
    published, origin_of_date, problem = published_at(facts, payload, canonical_url, published_from, order)
    updated = parse_date(facts.updated, order) if facts.updated else None
    if updated and problem_with(updated, payload.fetched_at):
        updated = None
    outlet = payload.outlet or scrub(facts.outlet or "")[:MAX_NAME_CHARS] or None
    source = source_of(
        outlet=outlet,
        domain=payload.domain,
        url=canonical_url or facts.site_link,
        site_title=facts.site_title,
        unnamed=payload.unnamed_outlet,
    )
    return Article(
        id=article_id(facts, payload, canonical_url, source.id, raw),
        raw=raw,
        origin=origin or payload.origin,
        source=source,
        title=title,
        deck=deck,
        title_end=title_end,
        deck_end=deck_end,
        url=url,
        canonical_url=canonical_url,
        feed=FeedEntry(url=payload.feed_url, entry_id=scrub(facts.guid or "")[:2000]) if payload.feed_url else None,
        authors=unique(facts.authors),
        labels=unique((*payload.labels, *facts.labels)),
        language=language_tag(payload.language or facts.language),
        published_at=published.at if published else None,
        published_precision=published.precision if published else None,
        published_from=origin_of_date if published else None,
        updated_at=updated.at if updated else None,
        first_seen_at=payload.fetched_at,
        date_problem=problem,
        text_from=text_from,
        needs_page=awaits_page,
    )


def join_raw(title: str, deck: str, text: str) -> tuple[str, int | None, int | None]:
    """Join title, deck and text by blank lines, with the ends of the first two (None where there is none)."""
    raw = "\n\n".join(part for part in (title, deck, text) if part)
    title_end = len(title) if title else None
    if not deck:
        return raw, title_end, None
    return raw, title_end, len(title) + 2 + len(deck) if title else len(deck)


def article_id(facts: Facts, payload: Payload, canonical_url: str | None, source_id: str, raw: str) -> str:
    """Climb down the ladder of identity: address, guid, record id, text."""
    key = address_key(canonical_url) if canonical_url and not facts.link_is_shared else None
    if key:
        return digest("url", key)
    if facts.guid:
        return digest("guid", guid_key(facts.guid, payload.feed_url or facts.site_link or facts.site_title))
    if facts.record_id and source_id != "unknown":
        return digest("record", source_id, facts.record_id)
    return digest("text", text_key(raw))


def published_at(
    facts: Facts, payload: Payload, url: str | None, published_from: PublishedFrom, order: Order | None
) -> tuple[ParsedDate | None, PublishedFrom, str | None]:
    """Give the date of publication, where it was read, and what was wrong with a stated one."""
    problem = None
    for stated in (facts.published, facts.updated):
        if not stated or not stated.strip():
            continue
        parsed = parse_date(stated, order)
        trouble = problem_with(parsed, payload.fetched_at) if parsed else _unread(stated)
        if parsed and not trouble:
            return parsed, published_from, problem
        problem = problem or trouble
    in_url = date_in_url(url) if url else None
    if in_url and not problem_with(in_url, payload.fetched_at):
        return in_url, "url", problem
    return None, published_from, problem


def _unread(stated: str) -> str:
    shown = scrub(stated.strip()[:40])
    if any(c.isdigit() for c in shown) and parse_date(stated, "dmy"):
        return f"day and month of {shown!r} cannot be told apart: declare date_format=D/M/Y or M/D/Y"
    return f"{shown!r} is not a date"


def absolute(link: str | None, base: str | None) -> str | None:
    """Give the link as an absolute address, otherwise as it stands; None where it is not one of http(s)."""
    clean = canonical(link, base)
    if clean is None or link is None:
        return None
    stated = link.strip()
    return scrub(stated) if stated.lower().startswith(("http://", "https://")) else clean


def unique(names: Iterable[str], limit: int = 30) -> tuple[str, ...]:
    """Give names once each, in order, without blanks."""
    clean = (" ".join(scrub(name)[:200].split()) for name in names)
    return tuple(dict.fromkeys(name for name in clean if name))[:limit]


def language_tag(tag: str | None) -> str | None:
    """Give the two- or three-letter language of a tag.

    >>> language_tag("en_US"), language_tag("x-default")
    ('en', None)
    """
    primary = (tag or "").strip().replace("_", "-").partition("-")[0].lower()
    return primary if primary.isascii() and primary.isalpha() and len(primary) in {2, 3} else None
