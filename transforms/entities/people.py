"""Giving people their entities: full names first, then surnames, garbled forms and titles."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from config.knowledge import fold, held
from transforms.entities.cast import Cast, Person
from transforms.entities.found import Found
from transforms.entities.known_people import PeopleIndex
from transforms.entities.model import GIVEN
from transforms.entities.respelling import agency_spelling
from transforms.entities.speaking import is_speaking, speaks_next
from transforms.entities.spelling import masculine, name_key, word_key
from transforms.entities.tokens import tokens_of
from transforms.entities.words import (
    DETERMINERS,
    DIRECTIONS,
    FEMALE_HONORIFICS,
    NOT_NAMES,
    NOT_SURNAMES,
    ORGANIZATION_NOUNS,
    PERSON_NOUNS,
    TITLES,
    words,
)
from transforms.language_model import text_of

_SPLIT = re.compile(r"[\s\-]+")
_COMMON_WORDS = words(
    "may bush king rice young long brown moon major hill park ban ford grant carter li han wang kim black white green"
)
_WORDLIKE = frozenset(map(word_key, _COMMON_WORDS))
_LEADING = frozenset({"president", "prime minister", "chancellor", "king", "crown prince", "supreme leader"})
_HIGH_TITLES = words("president premier chancellor king minister senator governor secretary")
_CONSONANTS = frozenset("BCDFGJKLMNPQRSTVWXYZ")
_TWO_NAMES = re.compile(r"[A-Z]\w+ [A-Z]\w+")
_NO_PART_OF_NAME = (
    NOT_NAMES | NOT_SURNAMES | TITLES | PERSON_NOUNS | DETERMINERS | DIRECTIONS | frozenset(ORGANIZATION_NOUNS)
) | words("office house team staff club force guard command fund watch media line minister")
_TITLE_LIKE = frozenset({"Sultan", "Emir", "Amir", "Khan", "Shah", "Prince", "King", "Marshal", "Dean", "Earl", "Duke"})
_PEOPLE_CALLED = TITLES | PERSON_NOUNS
_HYPHENATED = re.compile(r"-[a-z]{2,5}\b(?!-)")
_NEXT_WORD = re.compile(r" [A-Z][a-z]{0,2}\b")


_NO_NAMES = frozenset({"VERB", "AUX", "ADV", "ADP", "DET", "PRON", "CCONJ", "SCONJ"})


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

    def resolve(self, names: Sequence[Found]) -> list[Found]:
        """Link people: full names, then the rest; spans of other types that are a known surname become people."""
        body = self.body
        resolved: dict[int, Found] = {}
        full = (self.body[name.start : name.end].split() for name in names if name.type == "PERSON")
        surnames = frozenset(parts[-1] for parts in full if len(parts) > 1)
        names = [self._completed(self._with_given(piece, surnames)) for name in names for piece in self._split(name)]
        names = sorted([*names, *self._speakers(names)], key=lambda name: name.start)
        for place, name in enumerate(names):
            if name.type == "PERSON" and self._is_full(body[name.start : name.end], name):
                resolved[place] = self._link_full(name)
        for place, name in enumerate(names):
            if place not in resolved:
                resolved[place] = self._link_short(name)
        out = [resolved[place] for place in range(len(names))]
        return sorted([*out, *self._missed(out)], key=lambda name: name.start)

    def _completed(self, name: Found) -> Found:
        """Take in the next word where both are a known person's name: "Wang I" for Wang Yi, whose "I" looks no name."""
        name = self._with_an(self._untitled(name))
        if name.type == "PERSON" and (rest := _HYPHENATED.match(self.body, name.end)):
            name = replace(name, end=rest.end())  # "Kwon Young-se"
        match = _NEXT_WORD.match(self.body, name.end)
        if name.type != "PERSON" or match is None or " " in self.body[name.start : name.end]:
            return name
        known = self.index.full(self.body[name.start : match.end()])
        return name if known is None else replace(name, end=match.end(), ids=(known,), via="transliteration", score=0.8)

    def _split(self, name: Found) -> Iterable[Found]:
        """Part an owner from the name of his man ("the spokesman of Nazarbayev Aidos Ukibay")."""
        first, _, rest = self.body[name.start : name.end].partition(" ")
        owned = name.from_model and not name.ids and self.body[max(name.start - 3, 0) : name.start] == "of "
        if not owned or not _TWO_NAMES.fullmatch(rest) or name_key(first) not in self.index.by_surname:
            return (name,)
        end = name.start + len(first)
        return (replace(name, end=end, type="PERSON"), replace(name, start=end + 1, type="PERSON"))

    def _speakers(self, names: Sequence[Found]) -> Iterable[Found]:
        """Yield full names that the model overlooks: two such words that speak, the second of them repeated."""
        words = self._tokens.words
        taken: set[int] | None = None
        for number in range(len(words) - 2):
            if not (words[number][0].isupper() and words[number + 1][0].isupper()):
                continue
            given, surname = self.doc[number], self.doc[number + 1]
            if not (_may_be_name(given) and _may_be_name(surname) and given.whitespace_ == " "):
                continue
            if not (is_speaking(surname) or speaks_next(self.doc[number + 2])):
                continue
            if taken is None:
                taken = {at for name in names for at in range(name.start, name.end)}
            alone = {given.i, surname.i} & {self._tokens.index.get(at, -1) for at in taken}
            if not alone and words.count(surname.text) > 1 and not _continues(given):
                end = surname.idx + len(surname.text)
                yield Found(start=given.idx, end=end, type="PERSON", from_model=True, score=0.5)

    def _with_an(self, name: Found) -> Found:
        """Take in the family name An, no article before a consonant ("An Fengshan", whose name is also a town's)."""
        start, end = name.start - 3, name.end
        if name.level != "name" or self.body[max(start, 0) : name.start] != "An " or " " in self.body[name.start : end]:
            return name
        token = self._tokens.at(name.start)
        plain = token is not None and token.text[0] in _CONSONANTS and token.idx + len(token.text) == end
        if token is None or not plain or (token.i + 1 < len(self.doc) and token.nbor(1).pos_ in {"NOUN", "PROPN"}):
            return name
        return replace(name, start=start, type="PERSON", ids=(), via="model", score=0.7, from_model=True)

    def _untitled(self, name: Found) -> Found:
        """Take a title and a full name that look like a company for the person ("Lawyer Marina Belova")."""
        if name.type == "PERSON" or not name.from_model or name.ids:
            return name
        title, _, rest = self.body[name.start : name.end].partition(" ")
        parts = rest.lower().split()
        if (
            title.lower() in TITLES | PERSON_NOUNS
            and 2 <= len(parts) <= 3
            and parts[0] in GIVEN
            and parts[-1] not in NOT_SURNAMES
        ):
            return replace(name, start=name.start + len(title) + 1, type="PERSON", sentence_start=False)
        return name

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
        if name.ids and not name.weak:
            entity_id, via, score = name.ids[0], name.via, 1.0
        else:
            known = self._known(written)
            cast = self.cast.same_name(written)
            entity_id = known or (cast.id if cast else f"unk-person-{_slug(written)}")
            via, score = ("transliteration", 0.9) if known else ("model", 0.7)
        self.cast.join(entity_id, written, name.start)
        self.cast.times_named[entity_id] += 1
        if self._is_subject(name):
            self.cast.subjects.setdefault(entity_id, []).append(name.start)
        canonical = "" if entity_id in self.entities else self._canonical(entity_id, written)
        return replace(name, ids=(entity_id,), type="PERSON", via=via, score=score, name=canonical, weak=False)

    def _known(self, written: str) -> str | None:
        """Find a known person by a full name in any spelling; one spelt otherwise must belong to this text."""
        known = self.index.full(written)
        if known is None:
            return None
        entity = self.entities[known]
        given = {fold(name).split()[0] for name in (entity.name, *(alias.text for alias in entity.aliases)) if name}
        if fold(written).split()[0] in given or entity.country in self.countries or self._prominence(known) > 1:
            return known
        return None

    def _is_subject(self, name: Found) -> bool:
        token = self._tokens.at(name.start)
        while token is not None and token.dep_ in {"compound", "appos"} and token.head.i != token.i:
            token = token.head
        return token is not None and token.dep_ in {"nsubj", "nsubjpass"}

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
            return name
        key = tuple(name_key(written).split())
        person = self.cast.by_suffix(key, name.start) if key else None
        if written.endswith("s") and not person and key:  # "Assads troops", where apostrophes are lost
            bare = tuple(name_key(written[:-1]).split())
            person = self.cast.by_suffix(bare, name.start)
            known = None if person or not bare else self._famous(bare, name.start, strict=True)
            if person or known:
                name, key = replace(name, end=name.end - 1), bare
        if person is not None and (self._title_before(name.start) or "") in _HIGH_TITLES:
            titled = self._famous(key, name.start, strict=True)
            if titled and titled != person.id and not self._has_title(person.id, self._title_before(name.start) or ""):
                self.cast.join(titled, written, name.start)
                person = self.cast.person(titled)
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
        entity_id = self._famous(key, name.start, strict=name.type != "PERSON")
        if entity_id is not None:
            self.cast.join(entity_id, written, name.start)
            return replace(name, type="PERSON", ids=(entity_id,), via="alias", score=0.8)
        if name.type != "PERSON":
            return name
        self.cast.join(f"unk-person-{_slug(written)}", written, name.start)
        return replace(name, ids=(f"unk-person-{_slug(written)}",), name=agency_spelling(written, "PERSON"))

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

    def _speaks_at(self, number: int) -> bool:
        """Tell whether a verb of speech follows a word: "Tedros warned", "Ma said", the first name alone."""
        return number + 1 < len(self.doc) and speaks_next(self.doc[number + 1])

    def _with_given(self, name: Found, surnames: frozenset[str]) -> Found:
        """Take in the given name of a namesake ("Balazs Orban" in a text on Viktor Orban), or one like a title."""
        token = self._tokens.at(name.start)
        if token is None or not token.i or " " in self.body[name.start : name.end]:
            return name
        before = token.nbor(-1)
        joined = before.whitespace_ == " " and before.dep_ == "compound" and before.head.i == token.i
        titled = before.i > 0 and before.nbor(-1).pos_ in {"NOUN", "PROPN"} and before.text in _TITLE_LIKE
        if name.type == "PERSON" and joined and titled:
            return replace(name, start=before.idx, ids=())  # "the deputy minister Sultan Orlov"
        if token.text in surnames and joined and _may_be_name(before) and not _continues(before):
            return replace(name, start=before.idx, type="PERSON", ids=(), via="model", from_model=True)
        return name

    def _missed(self, names: Sequence[Found]) -> Iterable[Found]:
        """Yield surnames of the article's people that nothing has marked yet."""
        taken = [(name.start, name.end) for name in names]
        surnames = {fold(person.name.split()[-1]) for person in self.cast.people if len(person.key) > 1}
        surnames |= {form for forms in self.cast.surnames_written.values() for form in forms}
        surnames |= {surname.rpartition("-")[2] for surname in surnames if len(surname.rpartition("-")[2]) > 3}
        firsts = {person.name.split()[0] for person in self.cast.people if len(person.name.split()) > 1}
        surnames |= {masculine(surname) for surname in surnames}
        an = next((person for person in self.cast.people if person.name.startswith("An ")), None)
        if an is not None:
            surnames.add("an")  # "An said": An Fengshan's family name
        for number, text in enumerate(self._tokens.words):
            if not text[0].isupper():
                continue
            if fold(text) not in surnames and not (text in firsts and self._speaks_at(number)):
                continue
            token = self.doc[number]
            if not _acts(token) if text == "An" else _opens_with_verb(token):
                continue
            if any(start < token.idx + len(text) and token.idx < end for start, end in taken):
                continue
            if _is_part_of_name(token):
                continue
            person = an if text == "An" else self.cast.by_suffix(tuple(name_key(text).split()), token.idx)
            if person is not None:
                canonical = "" if person.id in self.entities else person.name
                start, end = token.idx, token.idx + len(text)
                if token.i > 1 and self.body[start - 1] == "-" and self.body[start - 2].isalpha():
                    start = self.doc[token.i - 2].idx  # "Abdul-Salam"
                if len(person.key) == 2 and self.body[max(0, start - 3) : start] == "An " and person.key[0] == "an":
                    start -= 3
                yield Found(
                    start=start, end=end, type="PERSON", ids=(person.id,), name=canonical, via="alias", score=0.8
                )


def _opens_with_verb(token: Token) -> bool:
    """Tell whether a surname at the start of a sentence is rather a common word; before a verb of speech it is not."""
    speaks = token.i + 1 < len(token.doc) and token.nbor(1).tag_ in {"VBD", "VBZ"}
    return bool(token.is_sent_start) and token.pos_ in _NO_NAMES and not speaks


def _may_be_name(token: Token) -> bool:
    word = token.lower_
    return (
        token.tag_ == "NNP"
        and token.text.isalpha()
        and not token.text.isupper()
        and token.ent_type_ in {"", "PERSON", "ORG", "WORK_OF_ART", "PRODUCT"}
        and word not in _NO_PART_OF_NAME
    )


def _continues(token: Token) -> bool:
    """Tell whether a capitalised word before makes a longer name of another kind."""
    before = token.nbor(-1) if token.i else None
    return before is not None and before.tag_ == "NNP" and before.lower_.rstrip(".") not in _PEOPLE_CALLED


def _acts(token: Token) -> bool:
    return token.i + 1 < len(token.doc) and token.nbor(1).tag_ in {"VBD", "VBZ", "VBN"}


def _is_part_of_name(token: Token) -> bool:
    """Tell whether a capitalised neighbour makes the word a part of another, longer name."""
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    before = token.nbor(-1) if token.i else None
    joins_next = (
        following is not None and following.tag_ == "NNP" and token.whitespace_ == " " and token.dep_ == "compound"
    )
    joins_last = before is not None and before.tag_ == "NNP" and before.dep_ == "compound" and before.head.i == token.i
    return joins_next or (joins_last and before is not None and before.lower_.rstrip(".") not in TITLES)


def _slug(name: str) -> str:
    """Make an id's tail of a name: the same for all its spellings."""
    return re.sub(r"[^a-z0-9]+", "-", name_key(name).lower()).strip("-") or "unnamed"
