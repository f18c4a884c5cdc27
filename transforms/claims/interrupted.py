"""Cues inside the quotation marks, between dashes, as translated press sets them."""

import re

from transforms.claims.clauses import subject
from transforms.claims.drafts import Draft
from transforms.claims.narration import Quotations
from transforms.claims.nouns_beside import noun_beside
from transforms.claims.parentheticals import group
from transforms.claims.quoted_cues import is_quotative
from transforms.claims.quoted_drafts import draft_quote
from transforms.claims.sources import set_source

_DASH_BEFORE = re.compile(r"[,.!?]?\s*[–—―-]\s*\Z")
_DASH_AFTER = re.compile(r"\s*[,.]?\s*[–—―-]\s|\s*[.]?\s*[”\"»]?\s*\Z")


def attribute_interrupted(quotations: Quotations) -> list[Draft]:
    """Find cues that stand inside the marks, between dashes: “The ferry sails – he said. – It always did.”"""
    text, drafts = quotations.text, []
    for hit in quotations.inner:
        quote = quotations.inside(hit.token.idx)
        if quote is None or not is_quotative(hit) or hit.first_person:
            continue
        left, right = group(hit.token)
        low = quotations.doc[left].idx
        last = quotations.doc[right - 1]
        high = last.idx + len(last)
        if low < quote.inner_start or high > quote.inner_end or high - low > 120:
            continue
        before = _DASH_BEFORE.search(text, quote.inner_start, low)
        after = _DASH_AFTER.match(text, high, quote.inner_end)
        if not quote.closed and (beside := noun_beside(hit.token)) is not None:
            draft = draft_quote(quotations, hit, quote)
            low = quotations.doc[beside[0]].idx
            draft.source, draft.source_head = (low, low + len(text[low : hit.token.idx].rstrip())), beside[1] - 1
            draft.content = [(quote.inner_start, low)]
            drafts.append(draft)
            continue
        if before is None or after is None:
            continue
        draft = draft_quote(quotations, hit, quote)
        noun = subject(hit.token)
        if draft.source is None and noun is not None and low <= noun.idx < high:
            set_source(draft, noun)
        draft.content = [(quote.inner_start, before.start()), (after.end(), quote.inner_end)]
        drafts.append(draft)
    return drafts
