"""Where sentences begin and end by their stops, however they were parsed."""

from collections.abc import Set

from spacy.tokens import Doc

STOPS = frozenset({".", "!", "?", ";"})


def sentence_start(doc: Doc, i: int, breaks: Set[str] = STOPS) -> int:
    """Give the number of the first token of the sentence that holds token `i`, behind white space or a break."""
    while i > 0 and not doc[i - 1].is_space and doc[i - 1].text not in breaks:
        i -= 1
    return i
