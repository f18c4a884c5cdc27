"""What other articles of a thread decide: whose a bare surname is, when one of them names the person in full."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from transforms.entities.cast import masculine_of
from transforms.entities.spelling import name_key

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
    return decided


def bare_surname_of(name: str, named: Iterable[Named]) -> Named | None:
    """Find the unknown bare surname of an article that a thread may have given to the bearer of a full name."""
    surname = _surname(name)
    found = [one for one in named if _is_bare_surname(one) and _surname(one.name) == surname]
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
