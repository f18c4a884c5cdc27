"""Two sources of one sentence: "20 came, according to the police, and 50 according to the union"."""

from itertools import pairwise

from spacy.tokens import Doc, Token

from transforms.claims.clauses import FINITE
from transforms.claims.drafts import Draft

_JOINING = frozenset({"and", "but", "while", "or", "versus", ";"})


def part_accounts(doc: Doc, drafts: list[Draft]) -> None:
    """Give each of two sources of a sentence its own part.

    The first ends where the other part begins. A part that is only a count goes on from the words before the first one.
    """
    told = [d for d in drafts if d.entry is not None and d.entry.pos == "phrase" and d.cue and d.source and d.content]
    for first, second in pairwise(sorted(told, key=lambda d: d.cue or (0, 0))):
        assert first.cue is not None
        assert first.source is not None
        assert second.cue is not None
        between = doc.char_span(first.source[1], second.cue[0], alignment_mode="contract")
        lead = doc.char_span(first.content[0][0], first.cue[0], alignment_mode="contract")
        if between is None or lead is None or not len(lead) or not len(between):
            continue
        if not lead[0].sent == between[0].sent == between[-1].sent:
            continue
        link = next((t for t in between[:_NEAR] if t.lower_ in _JOINING), None)
        count = next((t for t in reversed(lead) if t.tag_ == "CD"), None)
        rest = between[link.i + 1 - between.start :] if link is not None else ()
        whole = any(t.tag_ in FINITE for t in rest)
        if link is None or not (whole or (count is not None and any(t.tag_ == "CD" for t in rest))):
            continue
        first.content = [(start, min(end, link.idx)) for start, end in first.content if start < link.idx]
        after = [piece for piece in second.content if piece[0] >= second.cue[1]]
        second.content = [(link.idx + len(link), second.cue[0]), *after]
        if not whole and count is not None:
            second.content.insert(0, (first.content[0][0], _opening(count).idx))


def _opening(count: Token) -> Token:
    """Give the first word of a count: "| more than two million"."""
    token = count.left_edge if count.left_edge.i < count.i else count
    while token.i > token.sent.start and token.nbor(-1).tag_ == "CD":
        token = token.nbor(-1)
    return token


_NEAR = 3
