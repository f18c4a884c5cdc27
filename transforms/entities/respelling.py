"""Spelling names that the knowledge base does not have, so that translations of one article agree."""

import re
import unicodedata

from config.knowledge import fold
from transforms.entities.given_names import GIVEN_NAMES, SLAVIC_GIVEN, UKRAINIAN
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
_SOFT = (
    "afanas|anan|anis|aref|arsen|artem|astaf|dement|grigor|ignat|klement|kondrat|lavrent|leont|murav|panf|prokof|"
    "savel|solov|terent|vasil|vorob|yevstaf|yur|zinov"
)
"""Stems of Russian surnames in -yev, which others write -iev or -yov."""
_SLAVIC = re.compile(
    r"(?:[oey]v|[oe]va|[iy]n|ina|sk(?:y|iy|yy|ii|ij|yi|aya|aia|oye|oe|oi|oy)|enko|[cs]huk|vich|[oe]vo|[eo]vka|[oe]vsk"
    r"|[iy]kh|[cs]hkin)$"
)
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"['’ʼ]", ""),
        (rf"(?i)^({_SOFT})(?:[iy]?[eo])v(?=a?$)", r"\1yev"),  # Soloviev
        (r"(?<=[bcdfghklmnprstvz])[yi]o(?=[vnmrlk])", "e"),  # Parfyonov
        (r"(?<=[aeou])e(?=v|nko)", "ye"),  # Alekseev, Torbeevo
        (r"^E(?=[vglfrm][aeiou]|[vglrf][dgmskr])(?!.*[iy]na?$)", "Ye"),  # Evmenov, Egorov, Efremov
        (r"(?<=[bcdfgklmnprstvz])ia(?=[bcdfgklmnprstvz])", "ya"),  # Yemelianenko
        (r"(?<=[BDLNRSTZbdlnrstz])i(?=u[bcdfgklmnprstvz])", "y"),  # Liubimova
        (r"(?<=[kvn])oe$", "oye"),
        (r"^Aleks", "Alex"),
        (r"^Sch(?=[eiu])", "Shch"),
        (r"sch(?=[eiu])", "shch"),
        (r"(?<=[a-z])c(?=[eio](?:v|va|n|na|nko)$)", "ts"),  # Kuznecov
        (r"(?<=[aeiouyAEIOUY])h(?=[a-z]*(?:[oe]va?|ina?|ich)$)", "kh"),  # Mihalkov
        (r"(?:iy|yy|yi|ii|ij)$", "y"),
        (r"(?:aia|aja)$", "aya"),
    )
)
_SURELY_SLAVIC = re.compile(r"(?:[oey]va?|sk(?:y|aya)|enko|[cs]huk|vich)$")
_NAMED_AFTER = re.compile(r"^(.+) named (?:after|for|in honou?r of) (?:the )?(.+)$")
_SMALL = words("of the for and in on to a an de la du des del von van al-")
_PARTICLE = re.compile(r"al-|an-|ash-|el-|d'|e[A-Z]|i[A-Z]")
_DISTRICT_NAME = re.compile(r"^([A-Z][a-z]{3,}?)[aoy]? District$")
_ADJECTIVES = words(
    """
    central western eastern northern southern northwestern northeastern southwestern southeastern industrial maritime
    autonomous federal municipal urban rural military judicial administrative historic business financial
    """
)
_CALQUES = {
    "Soviet": "Sovetskaya",
    "October": "Oktyabrskaya",
    "Komsomol": "Komsomolskaya",
    "Proletarian": "Proletarskaya",
}
_CALQUES |= {"Communist": "Kommunisticheskaya", "Pioneer": "Pionerskaya", "Forest": "Lesnaya", "Garden": "Sadovaya"}
_CALQUE = re.compile(rf"^({'|'.join(_CALQUES)}) (?=(?:Street|Square|Embankment)$)")
_OF_SOVIET = {"Lenin": "Leninsky", "Soviet": "Sovetsky", "October": "Oktyabrsky", "Moscow": "Moskovsky"}
_UKRAINIAN_SURNAME = re.compile(r"^\S+(?:nko|[cs]huk|[aeiy]uk|[lnrt][yi]?uk|yshyn|ts?kyi|ets|iak|yak)$")
_AMERICAN = (
    (re.compile(r"\b([Cc])entre\b"), r"\1enter"),
    (re.compile(r"\b([Tt])heatre\b"), r"\1heater"),
    (re.compile(r"\b([Ll])abour\b"), r"\1abor"),
    (re.compile(r"\bDefence\b"), "Defense"),
    (re.compile(r"\b([Oo])rganisation\b"), r"\1rganization"),
    (re.compile(r"\bProgramme\b"), "Program"),
    *(
        (
            re.compile(
                rf"\b{one}[- ]?{other}(?:ern)?\b(?= (?:Depart|Direct|Admin|Branch|Customs|Federal|Territor))", re.I
            ),
            to,
        )
        for one, other, to in (
            ("north", "west", "Northwestern"),
            ("north", "east", "Northeastern"),
            ("south", "west", "Southwestern"),
            ("south", "east", "Southeastern"),
        )
    ),
    (
        re.compile(r"\b((?:[Ii]nstitut|[Dd]epartmen|[Aa]cadem|[Uu]nio|[Aa]ssociatio|[Mm]inistr)\w+) for (?!the\b)"),
        r"\1 of ",
    ),
    (re.compile(r"\b([Cc]ommittee|[Cc]ommission) for (?!the\b)"), r"\1 on "),
    (re.compile(r"\b([Cc]enter) of (?!the\b)(?=[A-Z]\w+ (?:and |[A-Z]))"), r"\1 for "),
    (re.compile(r"kompleks\b"), "complex"),
    (re.compile(r"\bKompleks\b"), "Complex"),
    (re.compile(r" & "), " and "),
    (re.compile(r"(?<=\w) - (?=\w)|(?<=\w) -(?=\w)|(?<=\w)- (?=\w)"), "-"),
)
_WITH_SLAVIC_GIVEN = (
    (re.compile(r"(?<=[aeo])y(?=[bcdfgklmnprstvz])"), "i"),  # Vayntrub
    (re.compile(r"(?<=i)c$"), "ch"),  # Vitaly Lisakovic
    (re.compile(r"ski$"), "sky"),
    (re.compile(r"^H(?=[ao][a-z]+(?:ov|ova|ev|eva|in|ina|vich)$)"), "Kh"),  # Hatskevich
    (re.compile(r"(?<=[a-z])(?<![bcdgkpstz])h$"), "kh"),  # Tabah
    (re.compile(r"^E(?=[bdfglmprsvz][a-z]+(?:ov|ova|ev|eva|enko|sky|skaya|in|ina)$)"), "Ye"),  # Efremtsev
)
_ALSO_WESTERN = words(
    "julia sofia sophia veronica christina victoria elena daria jaroslav jelena juri piotr lidija samuel"
)
_ENGLISH_GIVEN = {
    "alexis": "Alexei",
    "anthony": "Anton",
    "christine": "Kristina",
    "constantine": "Konstantin",
    "eugenia": "Yevgenia",
    "george": "Georgy",
    "gregory": "Grigory",
    "irene": "Irina",
    "leo": "Lev",
    "mary": "Maria",
    "matthew": "Matvey",
    "max": "Maxim",
    "phillip": "Filipp",
    "philip": "Filipp",
    "stephen": "Stepan",
    "theodore": "Fyodor",
    "valentine": "Valentin",
    "valerie": "Valeria",
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
        if type_ == "FAC":
            name = _organization(_CALQUE.sub(lambda match: _CALQUES[match[1]] + " ", name))
        name = _OF_DISTRICT.sub(r"\1y \2", _DISTRICT.sub("District", name))
        return " ".join(map(_slavic, name.split(" ")))
    return _organization(name)


def _organization(name: str) -> str:
    """Write an organization's name in American English, its nouns with capitals.

    >>> _organization("State drama theatre named after Orlov"), _organization("Institute for Market Studies LLC")
    ('Orlov State Drama Theater', 'Institute of Market Studies')
    """
    name = _NAMED_AFTER.sub(r"\2 \1", name)
    for pattern, to in _AMERICAN:
        name = pattern.sub(to, name)
    name = _COMPANY.sub("", name) or name
    parts = name.split(" ")
    if len(parts) > 1 and not name.islower():
        parts = [
            parts[0],
            *(part if part in _SMALL or len(part) < 3 else part[0].upper() + part[1:] for part in parts[1:]),
        ]
        parts[0] = parts[0] if _PARTICLE.match(parts[0]) else parts[0][:1].upper() + parts[0][1:]
    return " ".join(parts)


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
    if GIVEN_NAMES.get(first, first) in SLAVIC_GIVEN and not surname.islower():
        for pattern, to in _WITH_SLAVIC_GIVEN:
            surname = pattern.sub(to, surname)
    surname = _slavic(surname)
    slavic, surely = bool(_SLAVIC.search(surname)), bool(_SURELY_SLAVIC.search(surname))
    parts = [_given(word, slavic=slavic, surely=surely) for word in given.split()]
    parts.append(surname)
    return " ".join(word[:1].upper() + word[1:] if word.islower() and len(word) > 3 else word for word in parts)


def _given(word: str, *, slavic: bool, surely: bool) -> str:
    key = fold(word)
    if surely and key in _ENGLISH_GIVEN:
        return _ENGLISH_GIVEN[key]
    if key not in GIVEN_NAMES or (key in _ALSO_WESTERN and not slavic):
        return word
    return GIVEN_NAMES[key].capitalize()


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


def as_written_in(country: str | None, name: str) -> str:
    """Give an unknown person or district of an article about a country the form of that country.

    >>> as_written_in("ukraine", "Grigory Onishchenko"), as_written_in("ukraine", "Grigory Orlov")
    ('Hryhoriy Onishchenko', 'Grigory Orlov')
    >>> as_written_in("russia", "Lenin District"), as_written_in("russia", "Central District")
    ('Leninsky District', 'Central District')
    """
    if country == "russia":
        return _DISTRICT_NAME.sub(_of_district, name)
    given, _, surname = name.partition(" ")
    if country != "ukraine" or not _UKRAINIAN_SURNAME.search(surname):
        return name
    given = UKRAINIAN.get(GIVEN_NAMES.get(given.lower(), given.lower()), given)
    return f"{given[:1].upper()}{given[1:]} {surname}"


def _of_district(match: re.Match[str]) -> str:
    word = match[1]
    if word.lower() in _ADJECTIVES or re.search(r"(?:sk|ts|[gkhx]|ski)$", word):
        return match[0]
    return f"{_OF_SOVIET.get(word, word + 'sky')} District"


def _without_accents(name: str) -> str:
    if name.isascii():
        return name
    plain = unicodedata.normalize("NFKD", name)
    return "".join(char for char in plain if not unicodedata.combining(char)).replace("’", "'")
