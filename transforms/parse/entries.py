"""What feeds of all formats share: telling an entry's teaser from its text, and its own link from a common one."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from transforms.errors import RecordError
from transforms.parse.build import Facts, absolute, build_article
from transforms.parse.identity import address_key
from transforms.parse.payload import BadRecord, Payload
from transforms.records import Article

WHOLE_WORDS = 120
"""A content element with this many words is an article, not a teaser."""
WHOLE_SUMMARY_WORDS = 250
WHOLE_PARAGRAPHS_WORDS = 60
"""So is a shorter one of several paragraphs that ends with a sentence."""
MAX_DECK_WORDS = 80
MAX_SHOWN = 4000
"""A bad entry is kept up to so many characters."""

_CUT = re.compile(
    r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]|(?:read|see)\s+(?:more|full\s+(?:story|article))|continue\s+reading.{0,80}|full\s+story)"
    r"\W*$",
    re.IGNORECASE,
)
_APPEARED = re.compile(r"\n*The post .{1,300} (?:appeared first on|first appeared on) .{1,200}\.?\s*$")
_SENTENCE_END = re.compile(r"[.!?][\"'”’»)\]]*$")
_WORD = re.compile(r"\w+")


def judge_text(content: str, summary: str, full_text: bool | None) -> tuple[str, str, bool]:
    """Give deck, text, and whether the page is wanted, from what an entry holds (plain text)."""
    content, summary = _APPEARED.sub("", content).strip(), _APPEARED.sub("", summary).strip()
    if not content:
        content, summary, enough = summary, "", WHOLE_SUMMARY_WORDS
    else:
        enough = WHOLE_WORDS
        if "\n\n" in content and _SENTENCE_END.search(content):
            enough = WHOLE_PARAGRAPHS_WORDS
    is_whole = len(content.split()) >= enough and not _CUT.search(content[-200:])
    needs_page = not is_whole if full_text is None else not full_text
    deck = summary if summary and is_deck(summary, content) else ""
    return deck, content, needs_page


def is_deck(summary: str, content: str) -> bool:
    """Tell a standfirst from an excerpt: the excerpt's words stand in the text already."""
    words = [word.lower() for word in _WORD.findall(_CUT.sub("", summary))]
    if not 3 <= len(words) <= MAX_DECK_WORDS:
        return False
    text = " " + " ".join(word.lower() for word in _WORD.findall(content[:20_000])) + " "
    return f" {' '.join(words[:8])} " not in text


def build_entries(
    found: Iterable[tuple[Facts, object]], payload: Payload, feed_url: str | None
) -> Iterator[Article | BadRecord]:
    """Make the articles of one delivery; the second of each pair is the entry itself, for a bad record."""
    entries = list(found)
    payload = replace(payload, feed_url=feed_url)
    keys = [_key_of_link(facts, payload) for facts, _ in entries]
    told_apart: dict[str | None, set[str]] = defaultdict(set)
    for (facts, _), key in zip(entries, keys, strict=True):
        told_apart[key].add(facts.guid or facts.title)
    for (facts, entry), key in zip(entries, keys, strict=True):
        shared = key is not None and len(told_apart[key]) > 1  # an item listed twice shares its link with itself
        try:
            facts = replace(facts, link_is_shared=True) if shared else facts
            yield build_article(facts, payload, text_from="entry", published_from="feed")
        except RecordError as error:
            content = str(entry)[:MAX_SHOWN].encode("utf-8", "replace")
            yield BadRecord(kind=error.kind, message=str(error), origin=payload.origin, content=content)


def _key_of_link(facts: Facts, payload: Payload) -> str | None:
    link = absolute(facts.link, payload.url or payload.feed_url or facts.site_link)
    return address_key(link) if link else None
