"""English words, by the lists of the model's lemmatizer: what is among them is hardly a foreign name."""

from functools import lru_cache
from typing import Any

from transforms.language_model import load_model


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
