"""People written by initials or in a case of the original: "R. Orlov" and "Ruslan Orlova" are Ruslan Orlov."""

import re
from collections.abc import Iterable

from config.knowledge import fold
from transforms.entities.cast import Cast, Person
from transforms.entities.known_people import PeopleIndex
from transforms.entities.men_and_women import FEMALE_NAMES, MALE_NAMES
from transforms.entities.spelling import masculine_of, name_key

_INITIALS = re.compile(r"(?P<first>[A-Z][a-z]?h?)\. ?(?:[A-Z][a-z]?h?\. ?)?(?P<surname>[A-Z][\w'’-]+)$")
_SLAVIC = re.compile(r"(?:[oe]va|ska[iy]a)$")
_SAME_LETTER = ("ey", "vw", "ck", "gh", "iyj", "ao", "jd")
"""Letters that one letter of another alphabet is written with."""


def is_inflected(written: str) -> bool:
    """Tell whether a name is given by initials, or is a man's with the ending of a woman's or of a case.

    >>> is_inflected("R. Orlov"), is_inflected("Ruslan Orlova"), is_inflected("Anna Orlova"), is_inflected("Ivan Orlov")
    (True, True, False, False)
    """
    return _INITIALS.match(written) is not None or _is_genitive(written)


def whole_person(written: str, cast: Cast, index: PeopleIndex, countries: Iterable[str]) -> Person | str | None:
    """Find whom such a name means: one person of the text, else the one known person of its countries (an id)."""
    surname = masculine_of(name_key(written.split()[-1] if " " in written else written.rpartition(".")[2]))
    initial = _INITIALS.match(written)
    of_text = [p for p in cast.people if len(p.key) > 1 and masculine_of(p.surname) == surname]
    if initial is None:
        given = name_key(written).split(" ")[0]
        of_text = [p for p in of_text if p.key[0] == given]
        return of_text[0] if len(of_text) == 1 else index.full(f"{written.split()[0]} {surname}")
    of_text = [p for p in of_text if _begins(p.name, initial["first"])]
    if of_text:
        return of_text[0] if len(of_text) == 1 else None
    known = [index.knowledge.entities[e] for e in index.by_surname.get(name_key(initial["surname"]), ())]
    local = {*countries}
    fitting = [one.id for one in known if one.country in local and _begins(one.name, initial["first"])]
    return fitting[0] if len(fitting) == 1 else None


def _is_genitive(written: str) -> bool:
    given, _, surname = written.partition(" ")
    if " " in surname or _SLAVIC.search(surname) is None:
        return False
    return fold(given) in MALE_NAMES and fold(given) not in FEMALE_NAMES


def _begins(name: str, initial: str) -> bool:
    """Tell whether a given name may begin with an initial: "Ye." is Evgeny, "O." Alexander where it is Oleksandr."""
    first, letter = fold(name)[:1], fold(initial)[:1]
    return first == letter or any(first in same and letter in same for same in _SAME_LETTER)
