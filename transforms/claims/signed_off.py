"""Sentences that their outlet signs behind the last comma: "A, informs Velm.ru", "A, – writes “Courier” citing Osk"."""

from transforms.claims.clauses import FINITE, chars
from transforms.claims.cues import Hit
from transforms.claims.drafts import Draft
from transforms.claims.outlets import outlet_behind
from transforms.claims.stops import sentence_start

_SIGNING = frozenset(
    {"report", "write", "inform", "transmit", "note", "announce", "state", "specify", "clarify", "say", "claim", "add"}
)
_MARKS = frozenset({",", "–", "—", "-"})
_CLOSING = frozenset({'"', "”", "»", "“"})
_SHORTEST = 4


def draft_signed_off(hit: Hit) -> Draft | None:
    """Build the claim of a cue in the present behind a comma or dash, with an outlet behind it and nothing more."""
    verb, entry, doc = hit.token, hit.entry, hit.token.doc
    if (
        entry.pos != "verb"
        or entry.cue not in _SIGNING
        or verb.tag_ not in {"VBZ", "VBD", "VBN", "NNS"}
        or hit.first_person
    ):
        return None
    if verb.i < _SHORTEST or doc[verb.i - 1].text not in _MARKS:
        return None
    name = outlet_behind(verb)
    if name is None:
        return None
    start, end = name
    at = verb.i - 1
    while doc[at - 1].text in _MARKS:
        at -= 1
    low = sentence_start(doc, at)
    said = doc[low:at]
    if at - low < _SHORTEST or doc[at - 1].text in _CLOSING or not any(t.tag_ in FINITE for t in said):
        return None
    if doc[low].lower_ in {"about", "on"} and low and doc[low + 1].lower_ == "this" and not doc[low - 1].is_space:
        said = doc[sentence_start(doc, low - 2) : at]  # "A. About this said Osk, | writes the Courier"
    draft = Draft(entry=entry, act=entry.act, cue=hit.span, head=verb.i, confidence=0.8)
    draft.source, draft.source_head = chars(doc[start], doc[end - 1]), end - 1
    draft.content, draft.closes = [(said.start_char, said.end_char)], True
    return draft
