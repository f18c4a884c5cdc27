"""Words set as a paragraph of their own, without marks, after a cue and a colon: a post, a letter, a statement."""

from collections.abc import Iterable, Sequence

from transforms.claims.clauses import is_negated, subject
from transforms.claims.drafts import Draft, Range
from transforms.claims.narration import Quotations
from transforms.claims.quoted_cues import is_quotative
from transforms.claims.sources import set_source

_LONGEST_LEAD = 80
_LONGEST_BLOCK = 1500
_MARKS = "\"“”„«‘'"


def draft_blocks(quotations: Quotations, ranges: Sequence[Range]) -> list[Draft]:
    """Find "X wrote on his page:" at the end of a paragraph; the paragraph after it is his."""
    text, drafts = quotations.text, []
    for hit in quotations.hits:
        end = quotations.paragraph(hit.token.idx)[1]
        rest = text[hit.span[1] : end].rstrip()
        if hit.entry.type != "report" or not rest.endswith(":") or len(rest) > _LONGEST_LEAD:
            continue
        if not is_quotative(hit) or hit.first_person:
            continue
        block = _next_paragraph(text, end, ranges)
        noun = subject(hit.token)
        if block is None or noun is None:
            continue
        draft = Draft(
            entry=hit.entry, act=hit.entry.act, cue=hit.span, head=hit.token.i, content=[block],
            cue_negated=is_negated(hit.token), by_quote=True, confidence=0.8,
        )  # fmt: skip
        set_source(draft, noun)
        drafts.append(draft)
    return drafts


def _next_paragraph(text: str, end: int, ranges: Iterable[Range]) -> Range | None:
    start = end
    while start < len(text) and text[start].isspace():
        start += 1
    stop = text.find("\n", start)
    stop = len(text) if stop < 0 else stop
    words = text[start:stop].split()
    labelled = any(word.endswith(":") for word in words[:6]) or any(sign in text[start:stop] for sign in '"“<')
    fits = len(words) > 3 and stop - start <= _LONGEST_BLOCK and text[start] not in _MARKS and not labelled
    inside = any(low <= start and stop <= high for low, high in ranges)
    return (start, stop) if fits and inside else None
