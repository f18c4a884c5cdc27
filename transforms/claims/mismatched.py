"""Deeds of the speaker that the parser joined to what he asks for: "urged both to wait | and proposed a truce"."""

from spacy.tokens import Token

from transforms.claims.clauses import SUBJECTS
from transforms.claims.drafts import Range

_PAST = frozenset({"VBD", "VBN"})
_REFUSING = frozenset({"refuse", "decline"})


def cut_mismatched(verb: Token, content: list[Range]) -> list[Range]:
    """End a content before a finite verb that is joined to an infinitive or participle: it goes on from the cue."""
    cut = []
    for start, end in content:
        if start > verb.idx:
            stop = _joined(verb, start, end)
            end = stop.idx if stop is not None and stop.idx > start else end
        cut.append((start, end))
    return cut


def _joined(verb: Token, start: int, end: int) -> Token | None:
    words = verb.doc.char_span(start, end, alignment_mode="expand")
    for token in words or ():
        first = token.head
        if token.tag_ == "VBG" and token.dep_ == "advcl" and verb.lemma_ in _REFUSING and token.nbor(-1).text == ",":
            return token.nbor(-1)  # "refused to answer, advising readers to wait"
        if token.dep_ != "conj" or first.tag_ not in {"VB", "VBG"} or first.i < verb.i:
            continue
        if first.tag_ == "VB" and not any(c.tag_ == "TO" for c in first.children):
            continue
        if token.tag_ == "VB" and any(c.dep_ == "aux" and c.tag_ in {"VBD", "VBZ"} for c in token.children):
            return _mark(first, token)
        same = token.tag_ == verb.tag_ or (token.tag_ in _PAST and verb.tag_ in _PAST)
        finite = token.tag_ in {"VBD", "VBZ"} or (
            token.tag_ == "VBN" and any(c.tag_ in {"VBD", "VBZ"} for c in token.children)
        )
        if not (same and finite) or any(c.dep_ in SUBJECTS for c in token.children):
            continue
        if (mark := _mark(first, token)) is not None:
            return mark
    return None


def _mark(first: Token, token: Token) -> Token | None:
    """Find the "and" that joins a deed right before it."""
    doc, lead = token.doc, token.left_edge.i
    mark = next((doc[i] for i in range(lead - 1, max(first.i, lead - 3), -1) if doc[i].dep_ == "cc"), None)
    return mark if mark is not None and mark.i > first.i else None
