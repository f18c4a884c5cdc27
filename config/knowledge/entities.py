"""What the knowledge base holds: entities with their names, offices and relations, and the ways to look them up."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from transforms.records import Role

TYPES: frozenset[str] = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "LAW", "PRODUCT"})
"""OntoNotes labels that an entity may have."""

_MARKS = {ord(mark): "'" for mark in "‘’ʼʻ`´ʿʾ"} | {ord(dash): "-" for dash in "‐‑‒–—"}
_MARKS |= {ord("ı"): "i", ord("ø"): "o", ord("Ø"): "o", ord("ł"): "l", ord("Ł"): "l", ord("đ"): "d", ord("Đ"): "d"}
_ARABIC_PARTICLES = frozenset(
    {"al", "el", "ad", "an", "as", "ash", "at", "ar", "az", "bin", "bint", "ibn", "abu", "ould"}
)
_PARTICLES = _ARABIC_PARTICLES | {"ben", "de", "del", "della", "der", "den", "di", "da", "dos", "du", "la", "le"}
_PARTICLES |= {"ould", "van", "von", "ter", "ten", "zu"}


def fold(text: str) -> str:
    """Reduce a name to its lookup key: no case, accents or double spaces; one kind of apostrophe and hyphen.

    >>> fold("Recep Tayyip  Erdoğan"), fold("Sana’a"), fold("Ёлкин")
    ('recep tayyip erdogan', "sana'a", 'елкин')
    """
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.translate(_MARKS))
        text = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return " ".join(text.casefold().split())


def slug(name: str) -> str:
    """Make an id of a name.

    >>> slug("Sana’a"), slug("UN Security Council")
    ('sanaa', 'un-security-council')
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(name).replace("'", "")).strip("-") or "unnamed"


def surname_of(name: str) -> str:
    """Find the family name in a full name written given name first, with its particles.

    >>> surname_of("Staffan de Mistura"), surname_of("Bashar al-Assad"), surname_of("Mohammed bin Salman")
    ('de Mistura', 'al-Assad', 'bin Salman')
    """
    words = re.sub(r",? (Jr|Sr)\.?$", "", name).split()
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return " ".join(words[start:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """Another name of an entity.

    `language` is the language whose speakers (or translators from it) write it, "" for English. A `case_sensitive`
    alias counts only as written (acronyms always are). An `ambiguous` one needs support from the text: another
    entity, or a word, has the same name.
    """

    text: str
    language: str = ""
    case_sensitive: bool = False
    ambiguous: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One person, organization, place, office, treaty or event; `origin` is the file and line that states it.

    `country` and `metonym_for` are entity ids: what a capital or palace speaks for when it speaks. `adjectives` and
    `demonyms` belong to countries, regions and peoples ("Russian", "US"; "Russians"). `surname` is what later
    mentions of a person use.
    """

    id: str
    name: str
    type: str
    aliases: tuple[Alias, ...] = ()
    country: str | None = None
    gender: str | None = None
    surname: str | None = None
    roles: tuple[Role, ...] = ()
    metonym_for: str | None = None
    adjectives: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    wikidata: str | None = None
    kind: str = ""
    origin: str = ""


_SAME_OFFICE = (
    (re.compile(r"defence"), "defense"),
    (re.compile(r"[-–]"), " "),
    (re.compile(r"\bu\.?n\.?(?!\w)"), "united nations"),
    (re.compile(r"^united nations ambassador$"), "ambassador to the united nations"),
    (
        re.compile(r"^permanent (?:representative|observer) to (?:the )?united nations$"),
        "ambassador to the united nations",
    ),
    (
        re.compile(r"^minister (?:of|for) (?:the )?(defense|interior|finance|justice|energy|health|culture)$"),
        r"\1 minister",
    ),
    (re.compile(r"^minister (?:of|for) foreign affairs$|^foreign affairs minister$"), "foreign minister"),
)


def office(title: str) -> str:
    """Reduce a title to the key of its office: spellings of one office have one key.

    >>> office("Secretary-General"), office("Defence Secretary"), office("permanent representative to the UN")
    ('secretary general', 'defense secretary', 'ambassador to the united nations')
    """
    key = fold(title)
    for pattern, written in _SAME_OFFICE:
        key = pattern.sub(written, key)
    return key


def held(role: Role, on: str | None) -> bool:
    """Tell whether a role was held on an ISO day; dates of the role may be as coarse as a year, None is any time.

    >>> held(Role(title="president", since="2014-06", until="2019-05-20"), "2019-05-20")
    True
    >>> held(Role(title="president", since="2014-06", until="2019-05-20"), "2014-05-31")
    False
    """
    if on is None:
        return True
    begun = role.since is None or role.since <= on[: len(role.since)]
    return begun and (role.until is None or on[: len(role.until)] <= role.until)


@dataclass(frozen=True)
class Knowledge:
    """All entities by id, and the ways to find them; every key is folded, every value is ids, likeliest first."""

    entities: Mapping[str, Entity]
    by_name: Mapping[str, tuple[str, ...]] = field(repr=False)
    """Canonical names and aliases."""

    @cached_property
    def by_surname(self) -> Mapping[str, tuple[str, ...]]:
        """People by family name, with and without its Arabic article ("al-Assad", "Assad")."""
        index: dict[str, list[str]] = {}
        for entity in self.entities.values():
            if entity.surname:
                key = fold(entity.surname)
                for form in {key, re.sub(r"^(?:al|el|ad|an|as|ash|at|ar|az)[- ]", "", key)}:
                    index.setdefault(form, []).append(entity.id)
        return {key: tuple(ids) for key, ids in index.items()}

    @cached_property
    def by_adjective(self) -> Mapping[str, tuple[str, ...]]:
        """Countries, regions and peoples by adjective and demonym ("russian", "russians")."""
        index: dict[str, list[str]] = {}
        for entity in self.entities.values():
            for form in dict.fromkeys(map(fold, (*entity.adjectives, *entity.demonyms))):
                index.setdefault(form, []).append(entity.id)
        return {key: tuple(ids) for key, ids in index.items()}

    @cached_property
    def by_office(self) -> Mapping[tuple[str, str], tuple[tuple[Role, str], ...]]:
        """Role and person id by `office` and organization or country id: ("foreign minister", "russia")."""
        index: dict[tuple[str, str], list[tuple[Role, str]]] = {}
        for entity in self.entities.values():
            for role in entity.roles:
                index.setdefault((office(role.title), role.organization_id or ""), []).append((role, entity.id))
        return {key: tuple(found) for key, found in index.items()}

    @cached_property
    def members(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of the entities that belong to a country, by country id."""
        index: dict[str, list[str]] = {}
        for entity in self.entities.values():
            if entity.country:
                index.setdefault(entity.country, []).append(entity.id)
        return {key: tuple(ids) for key, ids in index.items()}

    def find(self, name: str) -> tuple[Entity, ...]:
        """Look up a canonical name or alias; an acronym or case-sensitive alias must be written as it stands.

        The entity that owns the name outright comes first, those for which it is ambiguous follow.
        """
        found = (self.entities[entity_id] for entity_id in self.by_name.get(fold(name), ()))
        return tuple(entity for entity in found if _answers_to(entity, name))

    def holders(self, title: str, organization_id: str, on: str | None = None) -> tuple[str, ...]:
        """Find who held an office on an ISO day, or ever where `on` is None; the latest holder first."""
        found = [
            (role.since or "", person)
            for role, person in self.by_office.get((office(title), organization_id), ())
            if held(role, on)
        ]
        return tuple(dict.fromkeys(person for _, person in sorted(found, key=lambda pair: pair[0], reverse=True)))


def _answers_to(entity: Entity, name: str) -> bool:
    key = fold(name)
    if key == fold(entity.name) and (name == entity.name or not entity.name.isupper()):
        return True
    return any(
        alias.text == name if alias.case_sensitive else fold(alias.text) == key
        for alias in entity.aliases
        if fold(alias.text) == key
    )
