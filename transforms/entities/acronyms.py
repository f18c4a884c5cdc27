"""Acronyms that an article itself defines: "Full Name (ABC)", also with the letters of another language."""

import re
from collections.abc import Sequence
from dataclasses import replace

from transforms.entities.found import Found
from transforms.entities.words import words

_DEFINED = re.compile(
    r"\s?[(\[]\s*(?:the\s+|or\s+|hereinafter[, -]*)?"
    r"[\"“«]?([A-ZА-Я][A-Za-zА-Я&-]{1,8})[\"”»]?\s*[)\],;]"
)
_SMALL = words("of the for and in on to a an de la du des del")


def defined_acronyms(body: str, names: Sequence[Found]) -> dict[str, Found]:
    """Map each acronym to the name before the bracket that defines it.

    The letters must be the name's initials, or, as translations leave acronyms of the original language, the name
    must be one of several words that is directly before the bracket; a plant's begin with its letter too.
    """
    ends = {name.end: name for name in names}
    defined: dict[str, Found] = {}
    for match in _DEFINED.finditer(body):
        name = ends.get(match.start())
        acronym = match[1]
        if name is None or sum(char.isupper() for char in acronym) < 2 or name.level != "name":
            continue
        written = body[name.start : name.end]
        plant = name.type == "FAC" and acronym[0] == written[0]
        if initials_fit(written, acronym) or ((plant or name.type == "ORG") and " " in written and acronym.isupper()):
            defined.setdefault(acronym, name)
    return defined


def initials_fit(name: str, acronym: str) -> bool:
    """Tell whether letters are the initials of a name, small words counted or not.

    >>> initials_fit("Organization for the Prohibition of Chemical Weapons", "OPCW"), initials_fit("Arab League", "EU")
    (True, False)
    """
    parts = re.findall(r"[A-Za-z]+", name)
    letters = acronym.upper().replace(".", "").replace("-", "")
    long = "".join(word[0] for word in parts).upper()
    short = "".join(word[0] for word in parts if word.lower() not in _SMALL).upper()
    return letters in {long, short}


def find_acronyms(body: str, defined: dict[str, Found]) -> list[Found]:
    """Find every use of the defined acronyms."""
    if not defined:
        return []
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(defined, key=len, reverse=True)))})(?![\w])")
    found = []
    for match in pattern.finditer(body):
        name = defined[match.group()]
        found.append(
            Found(start=match.start(), end=match.end(), type=name.type, ids=name.ids, name=name.name, via="acronym")
        )
    return found


def share_definitions(body: str, names: Sequence[Found], defined: dict[str, Found]) -> list[Found]:
    """Give each acronym the entity of the name that the article defines it by."""
    resolved = {(name.start, name.end): name for name in names}
    shared = []
    for name in names:
        definer = defined.get(body[name.start : name.end]) if name.via == "acronym" else None
        full = resolved.get((definer.start, definer.end)) if definer else None
        shared.append(replace(name, ids=full.ids, type=full.type, name=full.name) if full else name)
    return shared
