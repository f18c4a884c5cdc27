"""English words, by the lists of the model's lemmatizer: what is among them is hardly a foreign name."""

from functools import lru_cache
from typing import Any

from transforms.language_model import load_model

_ENDINGS = ("s", "es", "ed", "d", "ing")
_STEM = 2


@lru_cache(maxsize=20_000)
def is_english(word: str) -> bool:
    """Tell whether a word, or its singular, is an English one.

    >>> is_english("Antennas"), is_english("Timokhovo")
    (True, False)
    """
    lemmatizer: Any = load_model().get_pipe("lemmatizer")
    lower = word.lower()
    known = lemmatizer.lookups.get_table("lemma_index").values()
    return any(lower in words or lower.removesuffix("s") in words for words in known)


@lru_cache(maxsize=20_000)
def is_inflected_verb(word: str) -> bool:
    """Tell whether a lower-case word is a verb with an ending, by its form: "kills", "escalating".

    >>> is_inflected_verb("kills"), is_inflected_verb("escalating"), is_inflected_verb("ministry")
    (True, True, False)
    """
    lemmatizer: Any = load_model().get_pipe("lemmatizer")
    verbs = lemmatizer.lookups.get_table("lemma_index")["verb"]
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > _STEM and (stem in verbs or (ending != "s" and stem + "e" in verbs)):
            return True
    return False
