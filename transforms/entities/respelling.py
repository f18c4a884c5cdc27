"""Spelling names that the knowledge base does not have, so that translations of one article agree."""

import re
import unicodedata

from config.knowledge import fold
from transforms.entities.spelling import GIVEN_NAMES

_REGION = re.compile(r"\b(?:krai|kray|territory|oblast|region)$", re.I)
_PROVINCE = re.compile(r"\b(?:province|governorate|muhafazah?)$", re.I)
_DISTRICT = re.compile(r"\b(?:raion|rayon|district|county|okrug)$", re.I)
_LAST_INITIAL = re.compile(r"^(\w{3,}) ((?:[A-Z]\.)+)$")
_STREET = re.compile(r"\b([A-Z]\w+(?:ov|ev|in))a (?=Street$)")
_OF_DISTRICT = re.compile(r"\b([A-Z]\w+[sc]k)(?:iy|ii|i|oy|oi)? (District|Square)$")
_COMPANY = re.compile(
    r",? (?:Inc|Ltd|LLC|Corp|Co|PLC|JSC|OJSC|PJSC|GmbH|AG|SA)\.?$|^(?:LLC|JSC|OJSC|PJSC|OOO|OAO|PAO|ZAO) "
)
_SLAVIC = re.compile(
    r"(?:[oey]v|[oe]va|[iy]n|ina|sk(?:y|iy|yy|ii|ij|yi|aya|aia|oye)|enko|[cs]huk|vich|[oe]vo|[eo]vka|[oe]vsk)$"
)
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"['’ʼ]", ""),
        (r"(?<=[bcdfghklmnprstvz])[yi]o(?=[vnmrlk])", "e"),  # Parfyonov
        (r"(?<=[aeou])e(?=v|nko)", "ye"),  # Alekseev, Torbeevo
        (r"^E(?=[vglfrm][aeiou]|[vglr][dgmsk])", "Ye"),  # Evmenov, Egorov
        (r"^Aleks", "Alex"),
        (r"sch(?=[eiu])", "shch"),
        (r"(?:iy|yy|yi|ii|ij)$", "y"),
        (r"(?:aia|aja)$", "aya"),
    )
)
_AMERICAN = (
    (re.compile(r"\bCentre\b"), "Center"),
    (re.compile(r"\bDefence\b"), "Defense"),
    (re.compile(r"\b([Oo])rganisation\b"), r"\1rganization"),
    (re.compile(r"\bProgramme\b"), "Program"),
)
_ENGLISH_GIVEN = {
    "peter": "Pyotr",
    "michael": "Mikhail",
    "eugene": "Yevgeny",
    "paul": "Pavel",
    "victor": "Viktor",
    "catherine": "Yekaterina",
    "helen": "Yelena",
    "nicholas": "Nikolai",
    "basil": "Vasily",
    "andrew": "Andrey",
}


def agency_spelling(name: str, type_: str) -> str:
    """Spell a name that the knowledge base does not have as an agency would, so that translations agree.

    >>> agency_spelling("Aleksei Krasnovskiy", "PERSON"), agency_spelling("Perm Krai", "GPE")
    ('Alexei Krasnovsky', 'Perm Region')
    >>> agency_spelling("Peter Kovalyov", "PERSON"), agency_spelling("Peter Novak", "PERSON")
    ('Pyotr Kovalev', 'Peter Novak')
    """
    name = " ".join(_without_accents(name).split())
    if type_ == "PERSON":
        return _person(name)
    if type_ in {"GPE", "LOC", "FAC"}:
        name = _PROVINCE.sub("Province", _REGION.sub("Region", name))
        name = _STREET.sub(r"\1 ", name)
        name = _OF_DISTRICT.sub(r"\1y \2", _DISTRICT.sub("District", name))
        return " ".join(map(_slavic, name.split(" ")))
    for british, american in _AMERICAN:
        name = british.sub(american, name)
    return _COMPANY.sub("", name) or name


def _person(name: str) -> str:
    name = _LAST_INITIAL.sub(r"\2 \1", name)  # "Vanik A."
    given, _, surname = name.rpartition(" ")
    surname = _slavic(surname)
    parts = [_given(word, slavic=bool(_SLAVIC.search(surname))) for word in given.split()]
    parts.append(surname)
    return " ".join(word[:1].upper() + word[1:] if word.islower() and len(word) > 3 else word for word in parts)


def _given(word: str, *, slavic: bool) -> str:
    key = fold(word)
    if slavic and key in _ENGLISH_GIVEN:
        return _ENGLISH_GIVEN[key]
    return GIVEN_NAMES[key].capitalize() if key in GIVEN_NAMES else word


def _slavic(word: str) -> str:
    """Respell a word with a Slavic ending; others stay.

    >>> _slavic("Torbeevo"), _slavic("Evmenov"), _slavic("Kyoto")
    ('Torbeyevo', 'Yevmenov', 'Kyoto')
    """
    if not _SLAVIC.search(word) or word.islower():
        return word
    for pattern, to in _RULES:
        word = pattern.sub(to, word)
    return word


def _without_accents(name: str) -> str:
    if name.isascii():
        return name
    plain = unicodedata.normalize("NFKD", name)
    return "".join(char for char in plain if not unicodedata.combining(char)).replace("’", "'")
