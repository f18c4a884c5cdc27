"""Plain text files: a headline, perhaps a deck and a dateline, and paragraphs."""

from transforms.errors import RecordError
from transforms.parse.build import MAX_TEXT_CHARS, Facts, article_id
from transforms.parse.decoding import charset_of, decode, scrub
from transforms.parse.identity import source_of
from transforms.parse.payload import Payload
from transforms.records import Article


def read_text(payload: Payload) -> Article:
    """Read a text file; which lines are headline, deck and boilerplate is for normalizing to find."""
    text = scrub(decode(payload.content, charset_of(payload.media_type)))
    if not text.strip():
        raise RecordError("empty", "the file has no text")
    if len(text) > MAX_TEXT_CHARS:
        raise RecordError("too-large", f"the text has {len(text):,} characters, the limit is {MAX_TEXT_CHARS:,}")
    source = source_of(outlet=payload.outlet, domain=payload.domain, url=payload.url, unnamed=payload.unnamed_outlet)
    return Article(
        id=article_id(Facts(), payload, payload.url, source.id, text),
        raw=text,
        origin=payload.origin,
        source=source,
        url=payload.url,
        canonical_url=payload.url,
        labels=payload.labels,
        language=payload.language,
        first_seen_at=payload.fetched_at,
        text_from="file",
    )
