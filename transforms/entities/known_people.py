"""People of the knowledge base by the keys of their names, and what a name tells of a person's gender."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from config.knowledge import Entity, Knowledge, fold
from transforms.entities.men_and_women import FEMALE_NAMES, MALE_NAMES
from transforms.entities.spelling import is_feminine, name_key
from transforms.entities.words import FEMALE_HONORIFICS

_NEVER_BY_SURNAME = "people-sport-culture"
"""The table whose people without an office are not meant by a bare surname: there is more than one Petrov."""
_PATRONYMIC = re.compile(r"(?:ovich|evich|ovych|yovych|ovna|evna|ivna|ichna|ich)$")


class PeopleIndex:
    """People of the knowledge base by the keys of their names."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.by_name: dict[str, list[str]] = {}
        self.by_surname: dict[str, list[str]] = {}
        self._of_country: dict[str, list[tuple[str, str]]] = {}
        self._by_skeleton: dict[tuple[str, str], set[tuple[str, str]]] | None = None
        for entity in knowledge.entities.values():
            if entity.type != "PERSON":
                continue
            for name in (entity.name, *(alias.text for alias in entity.aliases if alias.text.isascii())):
                if " " in name:
                    _add(self.by_name, name_key(name), entity.id)
            if entity.surname and (entity.roles or entity.kind != _NEVER_BY_SURNAME):
                _add(self.by_surname, name_key(entity.surname), entity.id)
                if entity.country:
                    self._of_country.setdefault(entity.country, []).append((name_key(entity.surname), entity.id))

    def of_countries(self, countries: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield the surnames, as keys, of the people of some states, and who they are."""
        for country in countries:
            yield from self._of_country.get(country, ())

    def full(self, name: str) -> str | None:
        """Find the one person whose full name is spelt so in some transliteration, patronymic and order aside."""
        parts = [word for word in name.split() if not _PATRONYMIC.search(word.lower()) or len(name.split()) == 2]
        for order in (parts, parts[::-1]):
            ids = self.by_name.get(name_key(" ".join(order)), [])
            if len(ids) == 1:
                return ids[0]
        if len(parts) > 2:
            ids = self.by_name.get(name_key(f"{parts[0]} {parts[-1]}"), [])
            if len(ids) == 1:
                return ids[0]
        return self._garbled(name_key(" ".join(parts)).split(" "))

    def _garbled(self, key: list[str]) -> str | None:
        """Find the one person whose name differs in a letter that translators take for another."""
        if len(key) != 2 or min(map(len, key)) < 3:
            return None
        if self._by_skeleton is None:
            self._by_skeleton = {}
            for full, ids in self.by_name.items():
                given, _, surname = full.partition(" ")
                if len(ids) == 1 and " " not in surname:
                    self._by_skeleton.setdefault((skeleton(given), skeleton(surname)), set()).add((full, ids[0]))
        found = {
            person
            for full, person in self._by_skeleton.get((skeleton(key[0]), skeleton(key[1])), ())
            if are_garbled(full.split(" "), key)
        }
        return found.pop() if len(found) == 1 else None


def are_garbled(name: list[str], other: list[str]) -> bool:
    """Tell whether keys of a given name and surname differ as one name does between translators.

    >>> are_garbled(["jon", "higinbotam"], ["jon", "higinbotom"]), are_garbled(["anna", "orlov"], ["anna", "orlova"])
    (True, False)
    """
    (given, surname), (other_given, other_surname) = name, other
    if given == other_given:
        return len(surname) > 5 and _differ_slightly(surname, other_surname)
    return surname == other_surname and len(surname) > 5 and len(given) > 3 and _differ_slightly(given, other_given)


def _differ_slightly(one: str, other: str) -> bool:
    if one + "a" == other or other + "a" == one or one[0] != other[0]:
        return False  # a woman's surname, or another given name
    return skeleton(one) == skeleton(other) and distance(one, other) <= (2 if len(one) > 8 else 1)


def distance(one: str, other: str) -> int:
    """Count the letters put in, left out or changed between two words."""
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        above, row[0] = row[0], i
        for j, right in enumerate(other, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (left != right))
    return row[-1]


_CONFUSED = str.maketrans({"z": "s", "T": "s", "C": "k", "h": "k", "g": "k", "q": "k"} | dict.fromkeys("aeioujy"))
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=20_000)
def skeleton(key: str) -> str:
    """Reduce a key to the consonants that survive translation: z is s, h is g is k.

    >>> skeleton("skvarnialis") == skeleton("skvarnalis"), skeleton("markov") == skeleton("makarov")
    (True, False)
    """
    return _DOUBLED.sub(r"\1", key.translate(_CONFUSED))


def _add(index: dict[str, list[str]], key: str, value: str) -> None:
    if value not in index.setdefault(key, []):
        index[key].append(value)


def gender_of(name: str, entity: Entity | None, before: str = "") -> str | None:
    """Tell a person's gender: known, or by honorific, given name or surname."""
    if entity is not None and entity.gender:
        return entity.gender
    if before.lower().rstrip(".") in FEMALE_HONORIFICS:
        return "f"
    if before.lower().rstrip(".") in {"mr", "sir", "lord"}:
        return "m"
    parts = fold(name).split()
    if not parts:
        return None
    if parts[0] in FEMALE_NAMES and parts[0] not in MALE_NAMES:
        return "f"
    slavic = parts[0].endswith(("a", "ia", "v")) or len(parts[0].rstrip(".")) == 1
    if len(parts) > 1 and slavic and is_feminine(parts[-1]):  # "Julio Rakotonirina" is no woman
        return "f"
    return "m" if parts[0] in MALE_NAMES else None
