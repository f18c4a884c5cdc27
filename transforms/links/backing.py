"""Whether the body bears a headline out, by its words."""

import re
from collections.abc import Iterable
from itertools import pairwise

TOLD = 0.5
"""The share of a headline's words that two sentences in a row must have;"""
MENTIONED = 0.4
"""or else the whole body."""
COUNTED = 0.67
"""A headline with a number that the body never gives needs this share."""
FEW_WORDS = 4
FEW_SENTENCES = 4
"""Less is too little to hold a headline against its body."""

_ANNOUNCES = re.compile(r"^\W*(?:what|why|how|who|when|where|which|whether|to)\b|\?", re.IGNORECASE)


def asserts(text: str) -> bool:
    """Tell whether a headline says that something is so: "how the mayor fell" and "will it rain?" do not."""
    return not _ANNOUNCES.search(text)


def own_words(words: Iterable[str]) -> frozenset[str]:
    """Leave out words that only repeat a name's: of "lavrov" and "sergey-lavrov", the name counts."""
    kept = frozenset(words)
    parts = {part for word in kept if "-" in word for part in word.split("-")}
    return kept - parts


def is_backed(words: Iterable[str], sentences: Iterable[Iterable[str]]) -> bool:
    """Tell whether the body has enough of a headline's words, and its numbers; too little text on either side passes.

    >>> body = [{"mayor", "harbour"}, {"ferry", "fare"}, {"rise", "may"}, {"fisherman", "protest"}]
    >>> is_backed({"mayor", "ferry", "fare", "rise"}, body), is_backed({"queen", "opens", "new", "hospital"}, body)
    (True, False)
    """
    own = own_words(words)
    told = [own.intersection(sentence) for sentence in sentences]
    if len(own) < FEW_WORDS or len(told) < FEW_SENTENCES:
        return True
    together = max(len(one | other) for one, other in pairwise(told))
    mentioned = frozenset().union(*told)
    if any(word.isdigit() and word not in mentioned for word in own):
        return together >= COUNTED * len(own)
    return together >= TOLD * len(own) or len(mentioned) >= MENTIONED * len(own)
