"""The people of one article: who joins them, and whom a surname means."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from config.knowledge import Entity, fold
from transforms.entities.known_people import distance, gender_of, skeleton
from transforms.entities.respelling import agency_spelling
from transforms.entities.spelling import masculine_of, name_key
from transforms.entities.tokens import Tokens
from transforms.entities.words import FEMALE_HONORIFICS

_VOWELS = frozenset("aioeu")


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the article: the name's words as keys, the surname's key, and what the text calls them."""

    id: str
    name: str
    key: tuple[str, ...]
    surname: str
    gender: str | None
    start: int
    masculine: str = ""


class Cast:
    """The people named so far and how they are written; `subjects` are the places where one opens a statement."""

    def __init__(self, entities: Mapping[str, Entity], tokens: Tokens) -> None:
        self.entities = entities
        self.people: list[Person] = []
        self.times_named: Counter[str] = Counter()
        self.surnames_written: dict[str, set[str]] = {}
        self.subjects: dict[str, list[int]] = {}
        self.given_written: dict[str, set[str]] = {}
        self._tokens = tokens
        self._by_id: dict[str, Person] = {}

    def person(self, entity_id: str) -> Person | None:
        return self._by_id.get(entity_id)

    def before(self, start: int) -> str:
        """Give the word before the one that begins at an offset, "" where there is none."""
        number = self._tokens.index.get(start, 0)
        return self._tokens.words[number - 1] if number else ""

    def same_name(self, written: str) -> Person | None:
        key = tuple(name_key(written).split())
        return next((person for person in self.people if person.key == key or set(key) == set(person.key)), None)

    def join(self, entity_id: str, written: str, start: int) -> None:
        if " " in written:
            self.given_written.setdefault(entity_id, set()).add(name_key(written).split(" ")[0])
            self.surnames_written.setdefault(entity_id, set()).update(
                (name_key(written).split(" ")[-1], fold(written.split()[-1]))
            )
        if self.person(entity_id) is not None:
            return
        entity = self.entities.get(entity_id)
        name = entity.name if entity else agency_spelling(written, "PERSON")
        surname = (entity.surname if entity else None) or name.split()[-1]
        gender = gender_of(name, entity, self.before(start))
        key = tuple(name_key(name).split())
        surname_key = name_key(surname)
        self._by_id[entity_id] = Person(entity_id, name, key, surname_key, gender, start, masculine_of(surname_key))
        self.people.append(self._by_id[entity_id])

    def by_suffix(self, key: tuple[str, ...], at: int) -> Person | None:
        """Find the person of the article whose name ends (or begins, surname first) with these words."""
        surname = " ".join(key)
        joined = "".join(key)
        return (
            self._likeliest(
                [
                    p
                    for p in self.people
                    if p.surname == surname or (p.key[-len(key) :] == key and len(p.key) > len(key))
                ],
                at,
            )
            or self._likeliest([p for p in self.people if surname in self.surnames_written.get(p.id, ())], at)
            or self._likeliest(
                [p for p in self.people if joined in {"".join(p.key[1:]), p.surname.replace(" ", "")}], at
            )
            or (len(key) == 1 and self._likeliest([p for p in self.people if p.masculine == masculine_of(surname)], at))
            or self._likeliest([p for p in self.people if p.key[: len(key)] == key and len(p.key) > len(key)], at)
            or self._likeliest([p for p in self.people if surname in self.given_written.get(p.id, ())], at)
            or None
        )

    def alike(self, surname: str) -> Person | None:
        """Find the one person named in full whose surname the translator wrote in a letter otherwise elsewhere."""
        alike = [p for p in self.people if len(p.key) > 1 and is_slip(p.surname, surname)]
        return alike[0] if len(alike) == 1 else None

    def _likeliest(self, matching: Sequence[Person], at: int) -> Person | None:
        """Choose between namesakes: by the honorific, then the last named in full as a subject, then the most named."""
        if len(matching) < 2:
            return matching[0] if matching else None
        honorific = self.before(at).lower().rstrip(".")
        wanted = "f" if honorific in FEMALE_HONORIFICS else "m" if honorific == "mr" else None
        agreeing = [person for person in matching if wanted and person.gender == wanted] or matching
        return max(agreeing, key=lambda p: (self._last_subject(p, at), self.times_named[p.id], _nearness(p, at)))

    def _last_subject(self, person: Person, at: int) -> int:
        """Give where the person was last named in full as a subject before an offset, -1 where nowhere."""
        return max((start for start in self.subjects.get(person.id, ()) if start < at), default=-1)


def is_slip(one: str, other: str) -> bool:
    """Tell whether a letter inside makes the difference between two long surnames; a last "a" is a woman's."""
    short, long = sorted((one, other), key=len)
    if len(short) < 5 or " " in long or distance(short, long) != 1:
        return False
    if short[-2:] != long[-2:]:  # Davutoglu, Davutogly
        ends = short[-1] + long[-1]
        return len(short) == len(long) > 7 and "a" not in ends and skeleton(short) == skeleton(long)
    vowels = {short[0], long[0]} <= _VOWELS and skeleton(short) == skeleton(long)  # Al-Idani, Al-Eidani
    return vowels or (short[0] == long[0] and len(short) > 5)


def _nearness(person: Person, at: int) -> int:
    return person.start if person.start <= at else -person.start
