"""The order of the rules: quotations first, then clauses, then what continues, then what overlaps is settled."""

from collections.abc import Sequence

from spacy.tokens import Doc

from transforms.claims.cues import Hit, find_hits
from transforms.claims.drafts import Draft, Range, overlap, subtract, trim
from transforms.claims.phrases import draft_adjective, draft_adverb, draft_noun, draft_phrase
from transforms.claims.quotations import Quotations, attribute_quotations
from transforms.claims.quotes import Quote, find_quotes, is_speech
from transforms.claims.verbs import draft_verb

_COMPLEMENTIZERS = ("that ", "that, ", "whether or not ")


def draft_claims(doc: Doc, ranges: Sequence[Range]) -> list[Draft]:
    """Find every claim of the ranges as a draft, in the order of the text."""
    text = doc.text
    hits = find_hits(doc, ranges)
    quotes = [q for q in find_quotes(text) if any(s <= q.start < e for s, e in ranges)]
    quotations = Quotations(doc, quotes, hits)
    drafts = attribute_quotations(quotations)
    used = {draft.head for draft in drafts}
    for hit in hits:
        if hit.token.i in used:
            continue
        if hit.first_person and quotations.inside(hit.token.idx):
            continue
        draft = _draft(hit)
        if draft is not None:
            drafts.append(draft)
    drafts = [d for d in drafts if _finish(text, d, quotations)]
    _continue_quotations(text, quotations, drafts)
    drafts.sort(key=lambda d: (d.start, d.cue or (0, 0)))
    return drafts


def _draft(hit: Hit) -> Draft | None:
    match hit.entry.pos:
        case "verb":
            return draft_verb(hit)
        case "noun":
            return draft_noun(hit)
        case "adjective":
            return draft_adjective(hit)
        case "adverb":
            return draft_adverb(hit)
        case "phrase":
            return draft_phrase(hit)


def _finish(text: str, draft: Draft, quotations: Quotations) -> bool:
    """Cut the cue and speaker out of the content, drop the complementizer, extend over a quotation cut in two."""
    holes = [r for r in (draft.cue, draft.source) if r is not None]
    ranges = draft.content
    if not draft.by_quote:
        ranges = [_extend(text, r, quotations, draft) for r in ranges]
        ranges = subtract(ranges, holes)
    content = []
    for start, end in ranges:
        start, end = trim(text, start, end)
        for word in _COMPLEMENTIZERS:
            if text[start : start + len(word)].lower() == word:
                start, end = trim(text, start + len(word), end)
        if start < end:
            content.append((start, end))
    draft.content = sorted(set(content))
    return bool(draft.content)


def _extend(text: str, span: Range, quotations: Quotations, draft: Draft) -> Range:
    start, end = span
    inside = quotations.inside(max(start, end - 1))
    if inside is not None and inside.start >= start and end < inside.end and inside.closed:
        cue = draft.cue
        if cue is None or not inside.start <= cue[0] < inside.end:
            end = inside.inner_end
    return start, end


def _continue_quotations(text: str, quotations: Quotations, drafts: list[Draft]) -> None:
    """Give a quotation that no cue claims to the claim before it, in the same paragraph or the one before."""
    for quote in quotations.outer:
        if not is_speech(text, quote):
            continue
        span = (quote.inner_start, quote.inner_end)
        size = span[1] - span[0]
        if any(overlap(d.content, [span]) > 0.5 * size for d in drafts):
            continue
        previous = _previous(text, quotations, drafts, quote)
        if previous is not None:
            start, end = trim(text, *span)
            if start < end:
                previous.content.append((start, end))


def _previous(text: str, quotations: Quotations, drafts: list[Draft], quote: Quote) -> Draft | None:
    before = [
        d for d in drafts if max(d.content[-1][1], d.cue[1] if d.cue else 0) <= quote.start and d.entry is not None
    ]
    before = [d for d in before if d.entry is not None and "quote" in d.entry.frames]
    if not before:
        return None
    last = max(before, key=lambda d: max(d.content[-1][1], d.cue[1] if d.cue else 0))
    end = max(last.content[-1][1], last.cue[1] if last.cue else 0)
    gap = text[end : quote.start]
    return last if gap.count("\n") <= 2 and len(gap) < 150 else None
