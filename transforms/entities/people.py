"""Giving people their entities: full names first, then surnames, garbled forms and titles."""

import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from config.knowledge import fold, held
from transforms.entities.cast import Cast, Person, is_slip
from transforms.entities.found import Found, Spans
from transforms.entities.full_names import FullNames
from transforms.entities.given_names import GIVEN_NAMES
from transforms.entities.inflected import is_inflected, whole_person
from transforms.entities.known_people import PeopleIndex
from transforms.entities.model import GIVEN
from transforms.entities.respelling import agency_spelling
from transforms.entities.roles import holders_of
from transforms.entities.spelling import name_key, word_key
from transforms.entities.surnames import find_surnames
from transforms.entities.titles import title_around
from transforms.entities.tokens import tokens_of
from transforms.entities.words import FEMALE_HONORIFICS, LOCATIVES, TITLES, words
from transforms.language_model import text_of

_COMMON_WORDS = words(
    "may bush king rice young long brown moon major hill park ban ford grant carter li han wang kim black white green"
)
_TELLING = 7
"""Letters of a surname that leave no other known one a letter away."""
_WORDLIKE = frozenset(map(word_key, _COMMON_WORDS))
_LEADING = frozenset({"president", "prime minister", "chancellor", "king", "crown prince", "supreme leader"})
_THRONES = frozenset({"Pope", "Patriarch"})
_HIGH_TITLES = words("president premier chancellor king minister senator governor secretary")
_OFFICE = re.compile(
    r"press secretary|presidential spokes(?:wo)?man|prime minister|foreign minister|"
    r"minister of foreign affairs|defen[cs]e minister|minister of (?:defen[cs]e|interior)|interior minister|"
    r"secretary[ -]general|chancellor|president|speaker"
)
_LESSER = re.compile(
    r"\b(?:deputy|vice|former|ex|assistant|adviser|advisor|aide|wife|son|daughter|brother|candidate)\b"
)


class People:
    """The people of one article; `resolve` gives every person's span an entity."""

    def __init__(self, doc: Doc, index: PeopleIndex, countries: frozenset[str], on: str | None) -> None:
        self.doc = doc
        self.body = text_of(doc)
        self.index = index
        self.entities = index.knowledge.entities
        self.countries = countries
        self.on = on
        self._tokens = tokens_of(doc)
        self.cast = Cast(self.entities, self._tokens)
        self._spans = Spans(())

    def resolve(self, names: Sequence[Found]) -> list[Found]:
        """Link people: full names, then the rest; spans of other types that are a known surname become people."""
        body = self.body
        resolved: dict[int, Found] = {}
        names = FullNames(self.doc, self.index).complete(names)
        self._spans = Spans(names)
        waiting = []
        for place, name in enumerate(names):
            written = body[name.start : name.end]
            if name.type != "PERSON" or not self._is_full(written, name):
                continue
            if not name.ids and is_inflected(written):
                waiting.append(place)
            else:
                resolved[place] = self._link_full(name)
        for place in waiting:
            resolved[place] = self._link_inflected(names[place]) or self._link_full(names[place])
        for place, name in enumerate(names):
            if place not in resolved:
                resolved[place] = self._link_short(name)
        out = [resolved[place] for place in range(len(names))]
        return sorted([*out, *find_surnames(self.doc, out, self.cast)], key=lambda name: name.start)

    def person(self, entity_id: str) -> Person | None:
        return self.cast.person(entity_id)

    def _is_full(self, written: str, name: Found) -> bool:
        if len(written.split()) < 2:
            return False
        if name.ids and not name.weak:
            return True
        key = name_key(written).split()
        return len(key) > 1 and not self.cast.by_suffix(tuple(key), name.start)

    def _link_full(self, name: Found) -> Found:
        written = self.body[name.start : name.end]
        title, _, rest = written.partition(" ")
        if title in _THRONES:  # "Pope Francis"
            name, written = replace(name, start=name.start + len(title) + 1), rest
        if name.ids and not name.weak:
            entity_id, via, score = name.ids[0], name.via, 1.0
        else:
            known = self._known(written) or self._by_office(name, written)
            cast = self.cast.same_name(written)
            entity_id = known or (cast.id if cast else f"unk-person-{_slug(written)}")
            via, score = ("transliteration", 0.9) if known else ("model", 0.7)
        self.cast.join(entity_id, written, name.start)
        self.cast.times_named[entity_id] += 1
        if self._takes_part(name):
            self.cast.subjects.setdefault(entity_id, []).append(name.start)
        canonical = "" if entity_id in self.entities else self._canonical(entity_id, written)
        return replace(name, ids=(entity_id,), type="PERSON", via=via, score=score, name=canonical, weak=False)

    def _link_inflected(self, name: Found) -> Found | None:
        """Link a name by initials or in a case to the person whom the text, or else the tables, have whole."""
        of = whole_person(self.body[name.start : name.end], self.cast, self.index, self.countries)
        if of is None:
            return None
        entity_id = of if isinstance(of, str) else of.id
        self.cast.times_named[entity_id] += 1
        self.cast.join(entity_id, self.body[name.start : name.end], name.start)
        person = self.cast.person(entity_id)
        canonical = "" if entity_id in self.entities or person is None else person.name
        return replace(name, ids=(entity_id,), name=canonical, via="alias", score=0.8, weak=False)

    def _known(self, written: str) -> str | None:
        """Find a known person by a full name in any spelling; Andrey is Andriy only where the text is about Ukraine."""
        known = self.index.full(written)
        if known is None:
            return None
        entity = self.entities[known]
        given = {_given_of(name) for name in (entity.name, *(alias.text for alias in entity.aliases))}
        if _given_of(written) in given or entity.country in self.countries or self._prominence(known) > 1:
            return known
        return None

    def _by_office(self, name: Found, written: str) -> str | None:
        """Find the holder of the office before a name who has its given name: the surname was translated as a word."""
        span = self.doc.char_span(name.start, name.end, alignment_mode="expand")
        title = title_around(span) if span is not None else None
        offices = title and not _LESSER.search(title.text) and _OFFICE.search(title.text.replace("-", " "))
        if not title or not offices or len(written.split()) != 2:
            return None
        organizations = [
            one.ids[0] for start, end in title.ranges for one in self._spans.covering(start, end) if one.ids
        ]
        holders = {
            holder
            for holder in holders_of(offices.group(), organizations, self.index.knowledge, self.on)
            if _given_of(self.entities[holder].name) == _given_of(written)
        }
        return holders.pop() if len(holders) == 1 else None

    def _takes_part(self, name: Found) -> bool:
        """Tell whether a name is one of its sentence's actors, no possessor or complement of another's title."""
        token = self._tokens.at(name.start)
        while token is not None and token.dep_ in {"compound", "appos"} and token.head.i != token.i:
            token = token.head
        if token is None or token.dep_ in {"nsubj", "nsubjpass"}:
            return token is not None
        if any(child.dep_ == "poss" for child in token.children):
            return False  # "her husband, Bill Clinton"
        return token.dep_ == "dobj" or (token.dep_ == "pobj" and token.head.lower_ in {"by", "with"})

    def _canonical(self, entity_id: str, written: str) -> str:
        person = self.cast.person(entity_id)
        return person.name if person else agency_spelling(written, "PERSON")

    def _link_short(self, name: Found) -> Found:
        written = self.body[name.start : name.end]
        known_elsewhere = bool(name.ids) and not name.weak
        same = self.cast.same_name(written) if name.type != "PERSON" and name.from_model and " " in written else None
        if same is not None:
            return replace(name, type="PERSON", ids=(same.id,), name="" if same.id in self.entities else same.name)
        if name.type != "PERSON" and (known_elsewhere or not name.from_model):
            namesake = self._namesake(name, written)
            if namesake is None:
                return name
            name = replace(name, type="PERSON", ids=(), weak=False)
        if written.isupper() and 1 < len(written) < 6 and name.type != "PERSON" and not self._is_shouted(name):
            return name  # "MMA" is no way to write Ma
        key = tuple(name_key(written).split())
        person = self.cast.by_suffix(key, name.start) if key else None
        if written.endswith("s") and not person and key and written.lower() not in GIVEN:  # "Assads troops"
            bare = tuple(name_key(written[:-1]).split())
            person = self.cast.by_suffix(bare, name.start)
            known = None if person or not bare else self._famous(bare, name.start, strict=True)
            if person or known:
                name, key = replace(name, end=name.end - 1), bare
        if person is None and name.type == "PERSON" and len(key) == 1:
            person = self.cast.alike(key[0])
        person = self._titled(name, key, person)
        if person is not None and (name.type == "PERSON" or len(written.split()) == 1):
            self.cast.times_named[person.id] += 1
            exact = key[-1] == person.key[-1] or key[0] == person.key[0]
            return replace(
                name,
                type="PERSON",
                ids=(person.id,),
                name="" if person.id in self.entities else person.name,
                via="alias" if exact else "transliteration",
                score=0.9 if exact else 0.8,
            )
        if name.ids and name.type == "PERSON":
            self.cast.join(name.ids[0], written, name.start)
            return name
        is_town = name.type != "PERSON" and written[:3].lower() in {"al-", "el-"}
        entity_id = None if is_town else self._famous(key, name.start, strict=name.type != "PERSON")
        if entity_id is not None:
            self.cast.join(entity_id, written, name.start)
            return replace(name, type="PERSON", ids=(entity_id,), via="alias", score=0.8)
        if name.type != "PERSON":
            return name
        return self._link_unknown(name, written, key)

    def _link_unknown(self, name: Found, written: str, key: tuple[str, ...]) -> Found:
        slip = self._misspelt(key) if len(key) == 1 and len(key[0]) >= _TELLING else None
        entity_id = slip or f"unk-person-{_slug(written)}"
        self.cast.join(entity_id, written, name.start)
        if slip is not None:
            return replace(name, ids=(slip,), via="transliteration", score=0.6)
        return replace(name, ids=(entity_id,), name=agency_spelling(written, "PERSON"))

    def _misspelt(self, key: tuple[str, ...]) -> str | None:
        """Find the one leader of the text's states whose long surname differs in a letter: "Bosonaro"."""
        first, size = key[0][0], len(key[0])
        near = {
            entity_id
            for surname, entity_id in self.index.of_countries(self.countries)
            if surname[0] == first and abs(len(surname) - size) < 2 and is_slip(surname, key[0])
        }
        leaders = [entity_id for entity_id in near if self._prominence(entity_id) > 1]
        return leaders[0] if len(leaders) == 1 and len(near) == 1 else None

    def _is_shouted(self, name: Found) -> bool:
        """Tell whether the line of a name is written in capitals throughout."""
        first = self.body.rfind("\n", 0, name.start) + 1
        end = self.body.find("\n", name.end)
        return self.body[first : end if end >= 0 else None].isupper()

    def _titled(self, name: Found, key: tuple[str, ...], person: Person | None) -> Person | None:
        """Take a surname behind a high title for the famous bearer of it, if the person found never held it."""
        title = self._title_before(name.start) or ""
        if person is None or title not in _HIGH_TITLES:
            return person
        titled = self._famous(key, name.start, strict=True)
        if titled and titled != person.id and not self._has_title(person.id, title):
            self.cast.join(titled, self.body[name.start : name.end], name.start)
            return self.cast.person(titled)
        return person

    def _namesake(self, name: Found, written: str) -> Person | None:
        """Find the person named in full whose surname a state or town has too: "Jordan" after "Michael Jordan"."""
        if name.type != "GPE" or name.level != "name" or self.cast.before(name.start).lower() in LOCATIVES:
            return None
        surnames = {person.name.split()[-1] for person in self.cast.people if " " in person.name}
        return self.cast.by_suffix((name_key(written),), name.start) if written in surnames else None

    def _famous(self, key: tuple[str, ...], start: int, *, strict: bool) -> str | None:
        """Find the one known person of this surname whose title stands before it, or whose country is in the text."""
        ids = self.index.by_surname.get(" ".join(key), [])
        if not ids:
            return None
        title = self._title_before(start)
        honorific = self.cast.before(start).lower().rstrip(".")
        gender = "f" if honorific in FEMALE_HONORIFICS else "m" if honorific == "mr" else None
        ids = [e for e in ids if gender is None or self.entities[e].gender in {gender, None}]
        entitled = [entity_id for entity_id in ids if title and self._has_title(entity_id, title)]
        in_office = [e for e in entitled if any(held(role, self.on) for role in self.entities[e].roles)]
        local = [e for e in ids if self.entities[e].country in self.countries]
        for choice in (
            [e for e in in_office if e in local],
            in_office,
            [e for e in entitled if e in local],
            [] if strict and title is None else local,
            [e for e in ids if self._prominence(e) > (3 if strict else 2) and key[0] not in _WORDLIKE],
        ):
            if len(choice) == 1:
                return choice[0]
        ranked = sorted(local, key=self._prominence, reverse=True)
        if ranked and not (strict and title is None) and self._prominence(ranked[0]) > self._prominence(ranked[1]) + 1:
            return ranked[0]
        return None

    def _prominence(self, entity_id: str) -> int:
        """Weigh how likely a bare surname means a person: those who lead a state, then those in office."""
        roles = self.entities[entity_id].roles
        leads = any(role.title in _LEADING and held(role, self.on) for role in roles)
        led = any(role.title in _LEADING for role in roles)
        return led + 2 * leads + any(held(role, self.on) for role in roles) + (len(roles) > 2)

    def _title_before(self, start: int) -> str | None:
        word = self.cast.before(start).lower()
        return word if word.rstrip(".") in TITLES else None

    def _has_title(self, entity_id: str, title: str) -> bool:
        entity = self.entities.get(entity_id)
        return entity is not None and any(title.rstrip(".") in role.title.lower() for role in entity.roles)


def _given_of(name: str) -> str:
    first = fold(name).partition(" ")[0]
    return GIVEN_NAMES.get(first, first)


def _slug(name: str) -> str:
    """Make an id's tail of a name: the same for all its spellings."""
    return re.sub(r"[^a-z0-9]+", "-", name_key(name).lower()).strip("-") or "unnamed"
