"""Spelling names that the knowledge base does not have, so that translations of one article agree."""

import re
import unicodedata

from config.knowledge import fold
from transforms.entities.spelling import GIVEN_NAMES
from transforms.entities.words import words

_REGION = re.compile(r"\b(?:krai|kray|territory|oblast|region)$", re.I)
_PROVINCE = re.compile(r"\b(?:province|governorate|muhafazah?)$", re.I)
_DISTRICT = re.compile(r"\b(?:raion|rayon|district|county|okrug)$", re.I)
_LAST_INITIAL = re.compile(r"^(\w{3,}) ((?:[A-Z]\.)+)$")
_STREET = re.compile(r"\b([A-Z]\w+(?:ov|ev|in))a (?=Street$)")
_OF_DISTRICT = re.compile(r"\b([A-Z]\w+[sc]k)(?:iy|ii|i|oy|oi)? (District|Square)$")
_SAINTS = re.compile(r"\bof (?:the )?(?:Sts?\.? |Saints? )(?=\w+ and )")
_STREETS = {"ulitsa": "Street", "prospekt": "Prospekt", "ploshchad": "Square", "naberezhnaya": "Embankment"}
_RUSSIAN_STREET = re.compile(rf"^({'|'.join(_STREETS)}) ([A-Z][\w ]+)$", re.I)
_NOUN = re.compile(r"\b(?:street|avenue|square|boulevard|embankment|prospe[ck]t|highway)$")
_COMPANY = re.compile(
    r",? (?:Inc|Ltd|LLC|Corp|Co|PLC|JSC|OJSC|PJSC|GmbH|AG|SA)\.?$|^(?:LLC|JSC|OJSC|PJSC|OOO|OAO|PAO|ZAO) "
)
_SLAVIC = re.compile(
    r"(?:[oey]v|[oe]va|[iy]n|ina|sk(?:y|iy|yy|ii|ij|yi|aya|aia|oye|oe)|enko|[cs]huk|vich|[oe]vo|[eo]vka|[oe]vsk)$"
)
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"['’ʼ]", ""),
        (r"(?<=[bcdfghklmnprstvz])[yi]o(?=[vnmrlk])", "e"),  # Parfyonov
        (r"(?<=[aeou])e(?=v|nko)", "ye"),  # Alekseev, Torbeevo
        (r"^E(?=[vglfrm][aeiou]|[vglr][dgmsk])", "Ye"),  # Evmenov, Egorov
        (r"(?<=[bcdfgklmnprstvz])ia(?=[bcdfgklmnprstvz])", "ya"),  # Yemelianenko
        (r"(?<=[kvn])oe$", "oye"),
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
_SLAVIC_GIVEN = words(
    """
    vladimir vladislav sergey sergei alexei andrey dmitry yevgeny mikhail yury maxim fyodor pyotr vasily valery grigory
    anatoly vitaly arkady gennady georgy igor oleg ilya nikolai nikita ivan pavel ruslan stanislav vyacheslav
    konstantin leonid kirill gleb semyon artyom alexander roman denis anton natalia yulia tatyana svetlana olga irina
    yelena yekaterina lyudmila ksenia oksana larisa anastasia daria galina lyubov nadezhda eduard timur boris
    """
)
_WITH_SLAVIC_GIVEN = (
    (re.compile(r"(?<=[aeo])y(?=[bcdfgklmnprstvz])"), "i"),  # Vayntrub
    (re.compile(r"(?<=i)c$"), "ch"),  # Vitaly Lisakovic
    (re.compile(r"ski$"), "sky"),
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
        name = _STREET.sub(r"\1 ", _titled(name))
        name = _OF_DISTRICT.sub(r"\1y \2", _DISTRICT.sub("District", name))
        return " ".join(map(_slavic, name.split(" ")))
    for british, american in _AMERICAN:
        name = british.sub(american, name)
    return _COMPANY.sub("", name) or name


def _titled(name: str) -> str:
    """Capitalise the noun of a street or church, and write "Saints" out: "Lesnaya street", "Cathedral of Sts. X"."""
    name = _SAINTS.sub(
        "of Saints ", _RUSSIAN_STREET.sub(lambda match: f"{match[2]} {_STREETS[match[1].lower()]}", name)
    )
    return _NOUN.sub(lambda match: match.group().capitalize(), name)


def _person(name: str) -> str:
    name = _LAST_INITIAL.sub(r"\2 \1", name)  # "Vanik A."
    given, _, surname = name.rpartition(" ")
    first = given.split(" ", 1)[0].lower()
    if GIVEN_NAMES.get(first, first) in _SLAVIC_GIVEN and not surname.islower():
        for pattern, to in _WITH_SLAVIC_GIVEN:
            surname = pattern.sub(to, surname)
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
