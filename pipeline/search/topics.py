"""Topics: the words that mean the same in the news, from the lexicon of what happens and to whom."""

import re
from collections import defaultdict
from functools import cache
from importlib import resources

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_LITTLE_WORDS = frozenset({"the", "a", "an", "of", "in", "on", "at", "by", "to", "for", "and", "or", "with", "from"})
_CASUALTY = ("casualty", "death", "dead", "die", "toll", "victim", "fatality")
_FIELD_OF = dict.fromkeys(_CASUALTY, "kill") | {"injury": "wound"}
"""Nouns of casualties, which the lexicon of deeds does not have."""
_GENERAL = frozenset({"say"})


def alternatives(topic: str) -> list[list[str]]:
    """Give for each word of a topic the words that it may be met as, itself first.

    >>> deaths, place = alternatives("deaths in Qarun")
    >>> deaths[0], "toll" in deaths, place
    ('deaths', True, ['Qarun'])
    """
    words = [word for word in _WORD.findall(topic) if word.casefold() not in _LITTLE_WORDS]
    return [list(dict.fromkeys((word, *_alike(word.casefold())))) for word in words or _WORD.findall(topic)]


def _alike(word: str) -> list[str]:
    concept_of, words_of = _concepts()
    for form in _forms(word):
        if concept := concept_of.get(form):
            return words_of[concept]
    return []


@cache
def _concepts() -> tuple[dict[str, str], dict[str, list[str]]]:
    text = resources.files("config").joinpath("lexicons", "concepts.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and line[0] != "#")
    concept_of = dict(_FIELD_OF) | {row[0]: row[1] for row in list(rows)[1:] if row[1] not in _GENERAL}
    words_of: dict[str, list[str]] = defaultdict(list)
    for word, concept in sorted(concept_of.items()):
        words_of[concept].append(word)
    return concept_of, dict(words_of)


def _forms(word: str) -> list[str]:
    """Give the word and what it may be an inflected form of."""
    forms = [word]
    for ending, instead in (("ies", "y"), ("es", ""), ("s", ""), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e")):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            forms.append(word.removesuffix(ending) + instead)
    return forms
