"""Names of organizations in another word order, as translations have them: "International support group Syria"."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from spacy.tokens import Doc

from config.knowledge import Knowledge, fold
from transforms.entities.described import Described
from transforms.entities.found import Found
from transforms.entities.tokens import Tokens, tokens_of
from transforms.entities.words import words

_SMALL = words("of the for and in on to de by with")
_ARTICLES = frozenset({"al", "el", "an", "as", "ash"})
_WORD = re.compile(r"[\w']+")
_LONGEST = 12
_TYPES = frozenset({"ORG"})


class WordOrder:
    """Long names by the set of their content words; an adjective counts as its country."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._country = {
            form: entity_id for form, ids in knowledge.by_adjective.items() for entity_id in ids[:1] if " " not in form
        }
        for entity in knowledge.entities.values():
            if entity.adjectives and " " not in entity.name:
                self._country.setdefault(fold(entity.name), entity.id)
        self._stem = lru_cache(maxsize=50_000)(self._stem_of)
        self._is_known = lru_cache(maxsize=50_000)(self._is_in_names)
        self._names: dict[frozenset[str], tuple[str, str]] = {}
        self._with_and: set[frozenset[str]] = set()
        self._with_and_the: set[frozenset[str]] = set()
        self._vocabulary: set[str] = set()
        clashing: set[frozenset[str]] = set()
        described = Described(knowledge)
        for entity in knowledge.entities.values():
            if entity.type not in _TYPES:
                continue
            for text in (entity.name, *(alias.text for alias in entity.aliases if not alias.ambiguous)):
                content = self._content(_WORD.findall(text))
                if len(content) < 3 or not text.isascii() or described.is_described(entity, text):
                    continue
                if self._names.setdefault(content, (entity.id, entity.type))[0] != entity.id:
                    clashing.add(content)
                self._vocabulary |= content
                if " and " in text:
                    self._with_and.add(content)
                if " and the " in text:
                    self._with_and_the.add(content)
        for content in clashing:
            del self._names[content]

    def find(self, doc: Doc) -> Iterator[Found]:
        """Yield names whose words stand together in any order, at least one of them with a capital."""
        tokens = tokens_of(doc)
        first: int | None = None
        for number, word in enumerate(tokens.lower):
            if word in _SMALL:
                continue
            if self._is_known(tokens.words[number]):
                first = number if first is None else first
                continue
            if first is not None and number - first > 2:
                yield from self._in_run(tokens, first, number)
            first = None
        if first is not None:
            yield from self._in_run(tokens, first, len(tokens.words))

    def _in_run(self, tokens: Tokens, start: int, end: int) -> Iterator[Found]:
        for first in range(start, end - 2):
            if tokens.lower[first] in _SMALL:
                continue
            for last in range(min(end, first + _LONGEST), first + 2, -1):
                if tokens.lower[last - 1] in _SMALL or tokens.lower[last - 1] in _ARTICLES:
                    continue  # "Dawn Front | Al" of the next name
                window = tokens.words[first:last]
                content = self._content(window)
                found = self._names.get(content)
                if found is not None and self._are_two(window, content):
                    continue
                if found is None or sum(word[0].isupper() for word in window) < 2:
                    continue
                at = tokens.starts[first], tokens.starts[last - 1] + len(window[-1])
                yield Found(start=at[0], end=at[1], type=found[1], ids=found[:1], via="alias", score=0.9)
                break

    def _are_two(self, window: list[str], content: frozenset[str]) -> bool:
        """Tell whether two names stand side by side: "Ministry of Defense and the Turkish Ministry of Defense"."""
        small = [word.lower() for word in window if word.lower() in _SMALL]
        if " and the " in " ".join(window).lower() and content not in self._with_and_the:
            return True  # "... of the Red Cross and the International Federation ..."
        return len(window) - len(small) > len(content) or ("and" in small and content not in self._with_and)

    def _content(self, parts: Iterable[str]) -> frozenset[str]:
        return frozenset(self._stem(word) for word in parts if word.lower() not in _SMALL)

    def _is_in_names(self, word: str) -> bool:
        return self._stem(word) in self._vocabulary

    def _stem_of(self, word: str) -> str:
        key = fold(word).removesuffix("'s")
        country = self._country.get(key)
        if country is not None:
            return country
        return key.replace("defence", "defense").replace("organisation", "organization").removesuffix("s")
