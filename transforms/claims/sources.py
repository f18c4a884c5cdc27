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
    draft.source, draft.source_head = (start, past_hyphen(noun, end)), noun.i


def past_hyphen(noun: Token, end: int) -> int:
    """Take in what a hyphen joins to the last word: "the Vice | -Premier"."""
    doc = noun.doc
    if noun.idx + len(noun) != end or noun.whitespace_ or noun.i + 2 >= len(doc) or doc[noun.i + 1].text != "-":
        return end
    joined = doc[noun.i + 2]
    whole = not doc[noun.i + 1].whitespace_ and joined.pos_ in {"PROPN", "NOUN"}
    return joined.idx + len(joined) if whole else end


def _without_comma(noun: Token, start: int, end: int) -> int:
    span = noun.doc.char_span(start, end, alignment_mode="contract")
    while span is not None and len(span) > 1 and (span[-1].is_punct or span[-1].is_space):
        span = span[:-1]
    return span.end_char if span is not None and len(span) else end
