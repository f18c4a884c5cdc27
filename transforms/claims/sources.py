"""The words that name a claim's speaker, as a range of the text."""

from spacy.tokens import Token

from transforms.claims.clauses import phrase
from transforms.claims.drafts import Draft


def set_source(draft: Draft, noun: Token | None) -> None:
    if noun is None:
        return
    start, end = phrase(noun)
    if draft.cue is not None and start == draft.cue[0] and draft.cue[1] < noun.idx:
        start = draft.cue[1] + 1  # “A” continued Osk
    elif draft.cue is not None and start < draft.cue[0] < end:
        if noun.idx >= draft.cue[0]:
            start = draft.cue[1]
        else:
            end = max(draft.cue[0], noun.idx + len(noun))
            end = _without_comma(noun, start, end)
    draft.source, draft.source_head = (start, end), noun.i


def _without_comma(noun: Token, start: int, end: int) -> int:
    span = noun.doc.char_span(start, end, alignment_mode="contract")
    while span is not None and len(span) > 1 and (span[-1].is_punct or span[-1].is_space):
        span = span[:-1]
    return span.end_char if span is not None and len(span) else end
