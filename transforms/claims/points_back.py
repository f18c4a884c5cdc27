"""The sentence that "This was stated by Osk." points back to."""

from spacy.tokens import Span, Token

from transforms.claims.drafts import Range


def sentence_before(verb: Token) -> list[Range]:
    """Give the sentence that "This was stated by X." points back to, in the same paragraph or the one before."""
    first = verb.sent[0]
    i = first.i - 1
    while i >= 0 and (verb.doc[i].is_space or verb.doc[i].text in {"”", '"', "»"}):
        i -= 1
    if i < 0:
        return []
    before = verb.doc[i].sent
    if points_back(before) and before.start > 0:
        return sentence_before(before.root)  # "Osk is convinced of this. This was reported by the Courier."
    start, last = before[0], verb.doc[i]
    return [(start.idx, last.idx + len(last))]


def points_back(sent: Span) -> bool:
    """Tell a sentence that only says of the one before who holds it: "Osk is convinced of this."."""
    words = [t for t in sent if not t.is_punct and not t.is_space]
    return len(words) > _POINTER and words[-1].lower_ in {"this", "that"} and words[-2].lower_ in {"of", "about"}


_POINTER = 3
