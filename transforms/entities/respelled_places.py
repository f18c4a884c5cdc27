"""Places of Arab countries in any transliteration, before the model has a say: "Jisr al-Shaghour", "Deir Azzor"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from config.knowledge import Entity, Knowledge
from transforms.entities.found import Found
from transforms.entities.spelling import name_key
from transforms.entities.words import words

_COUNTRIES = frozenset({"syria", "iraq", "lebanon", "yemen", "libya", "palestine"})
_TYPES = frozenset({"GPE", "LOC", "FAC"})
_ARTICLE = r"(?:(?:al|el|Al|El)[- ]|(?:[Aa](?:sh?|[ndrtz])|[Ee][sdnrz])-)"
_CAPITALIZED = r"[A-Z][a-z]+(?:['’](?!s\b)[a-z]+)*(?![\w@])"
_WORD = re.compile(rf"(?<![\w-]){_ARTICLE}?{_CAPITALIZED}")
_JOINED = re.compile(rf"[ -]{_ARTICLE}?{_CAPITALIZED}")
_HAS_ARTICLE = re.compile(_ARTICLE)
_LONGEST = 4
_SHORTEST = 4
"""Consonants of a name below which too many others share them."""
_VOWELS = re.compile(r"(?<!^)(?<! )[aeiou]+(?!\Z)")
_NAME_BEFORE = re.compile(r"(?:[A-Z][\w'’]+|\b(?:abu|abo|bin|ibn|um|umm|mr|dr))[ -]\Z")
_NOUNS = words(
    """
    road highway hospital airport airbase base camp prison university district neighborhood mountain mountains river
    lake valley square mosque castle bridge crossing field plant company city town village farm farms island region
    area center centre station street school old new north south east west northern southern eastern western
    """
)
_PLACE_BEFORE = re.compile(
    r"\b(?:in|near|at|from|of|into|around|outside|inside|towards?|between|to|on|north|south|east|west|and|across"
    r"|(?:citi|countrysid|villag|town|district|neighbou?rhood|area|province|suburb|outskirt)(?:es|s|e)?)(?: the)? $"
)


class RespelledPlaces:
    """Names of places by the keys that transliterations share."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.countries = {e.id: e.country or e.id for e in knowledge.entities.values()}
        self._by_key: dict[str, tuple[str, str]] = {}
        clashing: set[str] = set()
        for entity in knowledge.entities.values():
            if entity.type not in _TYPES or entity.country not in _COUNTRIES:
                continue
            for key in _keys(entity):
                if self._by_key.setdefault(key, (entity.id, entity.type))[0] != entity.id:
                    clashing.add(key)
        for entity in knowledge.entities.values():
            if entity.type not in _TYPES or entity.country not in _COUNTRIES:
                clashing.update(key for key in _keys(entity) if key in self._by_key)
        for key in clashing:
            del self._by_key[key]
        self._surnames = {_skeleton(surname) for surname in knowledge.by_surname}
        self._alike = {
            (name_key(text), entity_id)
            for entity_id, _ in self._by_key.values()
            for text in _plain_names(knowledge.entities[entity_id])
        }
        self._first = {key.partition(" ")[0] for key in self._by_key}

    def find(self, body: str, names: Sequence[Found]) -> Iterator[Found]:
        """Yield places that stand in no known spelling, in a text that names those countries or places of theirs."""
        if not any(self.countries.get(entity_id) in _COUNTRIES for name in names for entity_id in name.ids[:1]):
            return
        taken = {at for name in names for at in range(name.start, name.end)}
        for match in _WORD.finditer(body):
            if _skeleton(match.group()).partition(" ")[0] in self._first:
                found = self._at(body, match)
                if found is not None and taken.isdisjoint((found.start, found.end - 1)):
                    yield found

    def _at(self, body: str, match: re.Match[str]) -> Found | None:
        """Give the longest place that begins with a word."""
        ends = [match.end()]
        while len(ends) < _LONGEST and (following := _JOINED.match(body, ends[-1])):
            ends.append(following.end())
        for number, end in reversed(list(enumerate(ends))):
            known = self._by_key.get(_skeleton(body[match.start() : end]))
            if known is not None and (number or self._is_likely(body, match, known[0])):
                return Found(
                    start=match.start(), end=end, type=known[1], ids=known[:1], via="transliteration", score=0.8
                )
        return None

    def _is_likely(self, body: str, match: re.Match[str], entity_id: str) -> bool:
        """Tell whether a single word is a place: with an article and no given name, or spelled alike and after "in"."""
        before = max(0, match.start() - 24), match.start()
        if _skeleton(match.group()) in self._surnames:
            return False
        if _HAS_ARTICLE.match(match.group()):
            return _NAME_BEFORE.search(body, *before) is None
        same = (name_key(match.group()), entity_id) in self._alike
        return same and _PLACE_BEFORE.search(body, *before) is not None


def _plain_names(entity: Entity) -> Iterator[str]:
    for text in (entity.name, *(alias.text for alias in entity.aliases if not alias.ambiguous)):
        plain = text.partition(",")[0]
        if plain.isascii() and not plain.isupper() and not _is_described(plain.lower().split()):
            yield plain


def _keys(entity: Entity) -> Iterator[str]:
    """Give the keys of an entity's names that are long enough to tell it from others."""
    for text in _plain_names(entity):
        key = _skeleton(text)
        if len(re.sub(r"[aeiou ]", "", key)) >= _SHORTEST:
            yield key


@lru_cache(maxsize=20_000)
def _skeleton(name: str) -> str:
    """Reduce a name to the consonants of its key, with the vowels at its beginning and end.

    >>> _skeleton("Jisr al-Shaghour") == _skeleton("Jisr al-Shughur"), _skeleton("al-Hamadaniyeh"), _skeleton("Hamdani")
    (True, 'hmdna', 'hmdni')
    """
    return _VOWELS.sub("", name_key(name))


def _is_described(parts: Iterable[str]) -> bool:
    """Tell whether a name holds a common noun, which is written in many ways, but in no transliteration."""
    return any(part in _NOUNS or part.isdigit() for part in parts)
