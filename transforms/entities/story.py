"""What other articles of a thread decide: whose a bare surname or a garbled full name is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from transforms.entities.known_people import are_garbled, skeleton
from transforms.entities.spelling import masculine_of, name_key

_UNKNOWN = "unk-person-"
_LONGEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Named:
    """An entity under its name, as one article of the thread has it."""

    id: str
    name: str


def decide_surnames(articles: Mapping[str, Iterable[Named]]) -> dict[str, dict[str, Named]]:
    """Map, for each article, the unknown bare surnames to the one person of that name whom the thread names in full.

    Nothing is decided where two people of the thread share the surname, nor of a name that an article has in full
    itself. It depends on the set of articles only.
    """
    held = {article: sorted(set(named), key=lambda one: one.id) for article, named in articles.items()}
    people: dict[str, dict[str, str]] = {}
    for named in held.values():
        for one in named:
            if _is_full_name(one):
                names = people.setdefault(_surname(one.name), {})
                names[one.id] = min(names.get(one.id, one.name), one.name)
    decided: dict[str, dict[str, Named]] = {}
    for article, named in held.items():
        own = {_surname(one.name) for one in named if _is_full_name(one)}
        for one in named:
            candidates = people.get(_surname(one.name), {})
            if _is_bare_surname(one) and len(candidates) == 1 and _surname(one.name) not in own:
                decided.setdefault(article, {})[one.id] = Named(*next(iter(candidates.items())))
    for article, of_article in _garbled(held).items():
        decided[article] = of_article | decided.get(article, {})
    return decided


def _garbled(held: Mapping[str, Iterable[Named]]) -> dict[str, dict[str, Named]]:
    """Map unknown full names to the one person whom other articles write in a letter otherwise, and more often."""
    names: dict[str, Named] = {}
    articles: dict[str, set[str]] = {}
    alike: dict[tuple[str, ...], set[str]] = {}
    for article, named in held.items():
        for one in named:
            if _is_full_name(one) and len(_key(one)) == 2:
                names[one.id] = min(names.get(one.id, one), one, key=lambda named: named.name)
                articles.setdefault(one.id, set()).add(article)
                alike.setdefault(tuple(map(skeleton, _key(one))), set()).add(one.id)
    decided: dict[str, dict[str, Named]] = {}
    for group in alike.values():
        for one in (names[entity_id] for entity_id in group if entity_id.startswith(_UNKNOWN)):
            others = [e for e in group if e != one.id and are_garbled(_key(names[e]), _key(one))]
            if len(others) != 1 or not _is_likelier(others[0], one.id, articles):
                continue
            for article in articles[one.id] - articles[others[0]]:
                decided.setdefault(article, {})[one.id] = names[others[0]]
    return decided


def _is_likelier(other: str, one: str, articles: Mapping[str, set[str]]) -> bool:
    """Tell whether the other spelling is right: a known person's, else that of more articles."""
    return (not other.startswith(_UNKNOWN), len(articles[other])) > (False, len(articles[one]))


def _key(one: Named) -> list[str]:
    return name_key(one.name).split(" ")


def bare_surname_of(name: str, named: Iterable[Named]) -> Named | None:
    """Find the unknown bare surname or garbled name of an article that a thread may have given to a full name."""
    surname, key = _surname(name), name_key(name).split(" ")
    found = [
        one
        for one in named
        if (_is_bare_surname(one) and _surname(one.name) == surname)
        or (one.id.startswith(_UNKNOWN) and len(_key(one)) == len(key) == 2 and are_garbled(_key(one), key))
    ]
    return found[0] if len(found) == 1 else None


def _is_bare_surname(one: Named) -> bool:
    return one.id.startswith(_UNKNOWN) and " " not in one.name and len(one.name) > 3


def _is_full_name(one: Named) -> bool:
    """Tell whether this is a person's full name: an unknown person of two words, or a known entity that looks so."""
    parts = one.name.split()
    if not 2 <= len(parts) <= _LONGEST_NAME:
        return False
    if one.id.startswith("unk-"):
        return one.id.startswith(_UNKNOWN)
    return all(part[0].isupper() and part.replace("-", "").replace("'", "").isalpha() for part in parts)


def _surname(name: str) -> str:
    """Give the key that a surname's spellings share, the feminine and the masculine among them."""
    return masculine_of(name_key(name.split()[-1])) if name.split() else ""
