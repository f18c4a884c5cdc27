"""Names of organizations in another word order, as translations have them: "International support group Syria"."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from spacy.tokens import Doc, Token

from config.knowledge import Knowledge, fold
from transforms.entities.found import Found
from transforms.entities.words import words

_SMALL = words("of the for and in on to de by with")
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
        self._names: dict[frozenset[str], tuple[str, str]] = {}
        self._vocabulary: set[str] = set()
        clashing: set[frozenset[str]] = set()
        for entity in knowledge.entities.values():
            if entity.type not in _TYPES:
                continue
            for text in (entity.name, *(alias.text for alias in entity.aliases if not alias.ambiguous)):
                content = self._content(_WORD.findall(text))
                if len(content) < 3 or not text.isascii():
                    continue
                if self._names.setdefault(content, (entity.id, entity.type))[0] != entity.id:
                    clashing.add(content)
                self._vocabulary |= content
        for content in clashing:
            del self._names[content]

    def find(self, doc: Doc) -> Iterator[Found]:
        """Yield names whose words stand together in any order, at least one of them with a capital."""
        run: list[Token] = []
        for token in doc:
            small = token.lower_ in _SMALL
            if small or self._stem(token.text) in self._vocabulary:
                if run or not small:
                    run.append(token)
                continue
            yield from self._in_run(run)
            run = []
        yield from self._in_run(run)

    def _in_run(self, run: list[Token]) -> Iterator[Found]:
        if len(run) < 3:
            return
        for first in range(len(run) - 2):
            if run[first].lower_ in _SMALL:
                continue
            for last in range(min(len(run), first + _LONGEST), first + 2, -1):
                window = run[first:last]
                if window[-1].lower_ in _SMALL:
                    continue
                found = self._names.get(self._content(token.text for token in window))
                if found is None or sum(token.text[0].isupper() for token in window) < 2:
                    continue
                start, end = window[0].idx, window[-1].idx + len(window[-1].text)
                yield Found(start=start, end=end, type=found[1], ids=found[:1], via="alias", score=0.9)
                break

    def _content(self, parts: Iterable[str]) -> frozenset[str]:
        return frozenset(self._stem(word) for word in parts if word.lower() not in _SMALL)

    def _stem_of(self, word: str) -> str:
        key = fold(word).removesuffix("'s")
        country = self._country.get(key)
        if country is not None:
            return country
        return key.replace("defence", "defense").replace("organisation", "organization").removesuffix("s")
