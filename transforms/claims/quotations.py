"""Quoted speech: one claim per cue that carries quotations, with the words that lead to them."""

from transforms.claims.cues import Hit
from transforms.claims.drafts import Draft
from transforms.claims.headlines import draft_colon, draft_signed
from transforms.claims.narrated import draft_narrated, lead_of
from transforms.claims.narration import Quotations
from transforms.claims.quoted_cues import closing, cue_of
from transforms.claims.quoted_drafts import draft_quote
from transforms.claims.quotes import Quote, is_speech


def attribute_quotations(quotations: Quotations) -> list[Draft]:
    """Build one claim per cue that carries quotations; a quotation after an interrupting cue joins its first part."""
    drafts: dict[int, Draft] = {}
    named: list[Draft] = []
    last: Hit | None = None
    for quote in quotations.outer:
        hit = cue_of(quotations, quote, last)
        if hit is None:
            last = None
            inner = [(quote.inner_start, quote.inner_end)]
            mark = draft_colon(quotations.doc, quotations.text, quote.start, inner) or draft_signed(
                quotations.doc, quotations.text, quote.end, inner
            )
            if mark is None:
                mark = draft_narrated(quotations, quote)
            if mark is not None and is_speech(quotations.text, quote):
                named.append(mark)
            continue
        draft = drafts.get(hit.token.i)
        if draft is None:
            draft = drafts[hit.token.i] = draft_quote(quotations, hit, quote)
            draft.content += lead_of(quotations, hit, quote)
        draft.content.append((_content_start(quotations, quote, hit), quote.inner_end))
        last = hit
    return [*drafts.values(), *named]


def _content_start(quotations: Quotations, quote: Quote, hit: Hit) -> int:
    """Take in the words that lead to the quote in its own sentence: The failure was "heartbreaking," she said."""
    if hit.token.idx < quote.start:
        return quote.inner_start
    start, end = quotations.narration_before(quote)
    lead = quotations.text[start:end]
    if lead[:1].isspace() and lead.strip()[:1].islower() and (first := _first_words(quotations, start)) is not None:
        return first  # “Port people” are “not out to close it,” he said
    if not lead.strip() or lead.rstrip()[-1:] in {":", ";", "—", "–"}:
        return quote.inner_start
    if lead.rstrip()[-1:] == "," and not quotations.text[quote.inner_start : quote.inner_start + 1].islower():
        return quote.inner_start
    return start + len(lead) - len(lead.lstrip())


def _first_words(quotations: Quotations, end: int) -> int | None:
    """Give the start of the sentence whose words in marks end right there, if no cue stands in it before."""
    before = next((q for q in quotations.outer if q.end == end), None)
    if before is None or closing(quotations.text, before) in {".", "?", "!", ","}:
        return None
    words = quotations.doc.char_span(before.inner_start, before.inner_end, alignment_mode="contract")
    if words is None or not len(words):
        return None
    start = words[0].sent.start_char
    return start if not quotations.hits_between(start, end) and "\n" not in quotations.text[start:end] else None
