"""Whether the body bears a headline out, by its words."""

import re
from collections.abc import Iterable
from itertools import pairwise

TOLD = 0.5
"""The share of a headline's words that two sentences in a row must have;"""
MENTIONED = 0.67
"""or else the whole body."""
FEW_WORDS = 3
"""A headline of fewer words says too little to be held against its body."""

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
    """Tell whether the body has enough of a headline's words; one of few words, or without a body, needs none."""
    own = own_words(words)
    told = [own.intersection(sentence) for sentence in sentences]
    if len(own) < FEW_WORDS or not told:
        return True
    together = max((len(one | other) for one, other in pairwise(told)), default=len(told[0]))
    return together >= TOLD * len(own) or len(frozenset().union(*told)) >= MENTIONED * len(own)
