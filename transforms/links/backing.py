"""Whether a sentence of the body bears a headline out, by its words."""

from collections.abc import Iterable

BACKED = 0.4
"""The share of a headline's words that one sentence of the body must have."""


def own_words(words: Iterable[str]) -> frozenset[str]:
    """Leave out words that only repeat a name's: of "lavrov" and "sergey-lavrov", the name counts."""
    kept = frozenset(words)
    parts = {part for word in kept if "-" in word for part in word.split("-")}
    return kept - parts


def is_backed(words: Iterable[str], sentences: Iterable[Iterable[str]]) -> bool:
    """Tell whether a sentence of the body has enough of a headline's words; one without words needs none."""
    own = own_words(words)
    return not own or any(len(own.intersection(sentence)) >= BACKED * len(own) for sentence in sentences)
