"""Making the names of people whole: titles and owners cut off, hyphens, given names and speakers taken in."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Doc, Token

from transforms.entities.found import Found, longest
from transforms.entities.known_people import PeopleIndex
from transforms.entities.model import GIVEN
from transforms.entities.overrun import is_stray_word
from transforms.entities.speaking import is_speaking, speaks_next
from transforms.entities.spelling import name_key
from transforms.entities.tokens import tokens_of
from transforms.entities.words import (
    DETERMINERS,
    DIRECTIONS,
    NOT_NAMES,
    NOT_SURNAMES,
    ORGANIZATION_NOUNS,
    PERSON_NOUNS,
    TITLES,
    words,
)
from transforms.language_model import text_of

_NEXT_WORD = re.compile(r" [A-Z][a-z]{0,2}\b")
_HYPHENATED = re.compile(r"-[a-z]{2,5}\b(?!-)")
_CONSONANTS = frozenset("BCDFGJKLMNPQRSTVWXYZ")
_TWO_NAMES = re.compile(r"[A-Z]\w+ [A-Z]\w+")
_TITLE_LIKE = frozenset({"Sultan", "Emir", "Amir", "Khan", "Shah", "Prince", "King", "Marshal", "Dean", "Earl", "Duke"})
_SURE_TITLES = frozenset({"MEP", "MP", "Academician", "Lawyer", "Blogger", "Colonel", "Lieutenant", "Rapper", "Singer"})
_PEOPLE_CALLED = TITLES | PERSON_NOUNS
_NO_PART_OF_NAME = (
    NOT_NAMES | NOT_SURNAMES | TITLES | PERSON_NOUNS | DETERMINERS | DIRECTIONS | frozenset(ORGANIZATION_NOUNS)
) | words("office house team staff club force guard command fund watch media line minister")


class FullNames:
    """The repairs of one text's names."""

    def __init__(self, doc: Doc, index: PeopleIndex) -> None:
        self.doc = doc
        self.body = text_of(doc)
        self.index = index
        self._tokens = tokens_of(doc)
        self._taken: set[int] = set()

    def complete(self, names: Sequence[Found]) -> list[Found]:
        """Give the names with those of people whole, in order."""
        full = (self.body[name.start : name.end].split() for name in names if name.type == "PERSON")
        surnames = frozenset(parts[-1] for parts in full if len(parts) > 1)
        self._taken = {at for name in names for at in (name.start, name.end - 1)}
        pieces = (piece for name in names for piece in self._split(name))
        whole = longest(self._completed(self._with_given(piece, surnames)) for piece in pieces)
        return sorted([*whole, *self._speakers(whole)], key=lambda name: name.start)

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
        words, lower, starts = self._tokens.words, self._tokens.lower, self._tokens.starts
        taken = {at for name in names for at in range(name.start, name.end)}
        for number, following in pairwise(self._tokens.capitals):
            if following != number + 1 or following + 1 >= len(words):
                continue
            if starts[number] in taken or starts[following] in taken:
                continue
            two = words[following]
            if lower[number] in _NO_PART_OF_NAME or lower[number + 1] in _NO_PART_OF_NAME or words.count(two) < 2:
                continue
            given, surname = self.doc[number], self.doc[number + 1]
            if not (_may_be_name(given) and _may_be_name(surname) and given.whitespace_ == " "):
                continue
            if (is_speaking(surname) or speaks_next(self.doc[number + 2])) and not _continues(given):
                end = surname.idx + len(surname.text)
                yield Found(start=given.idx, end=end, type="PERSON", from_model=True, score=0.5)

    def _with_given(self, name: Found, surnames: frozenset[str]) -> Found:
        """Take in the given name of a namesake ("Balazs Orban" in a text on Viktor Orban), or one like a title."""
        token = self._tokens.at(name.start)
        if token is None or not token.i or " " in self.body[name.start : name.end]:
            return name
        before = token.nbor(-1)
        if not self._taken.isdisjoint((before.idx, before.idx + len(before.text) - 1)):
            return name  # "in Moscow Zakharova said"
        joined = before.whitespace_ == " " and before.dep_ == "compound" and before.head.i == token.i
        titled = before.i > 0 and before.nbor(-1).pos_ in {"NOUN", "PROPN"} and before.text in _TITLE_LIKE
        if name.type == "PERSON" and joined and titled:
            return replace(name, start=before.idx, ids=())  # "the deputy minister Sultan Orlov"
        stray = before.is_sent_start and is_stray_word(before.text)  # "Supply Orlov"
        if token.text in surnames and joined and not stray and _may_be_name(before) and not _continues(before):
            return replace(name, start=before.idx, type="PERSON", ids=(), via="model", from_model=True)
        return name

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
            and (parts[0] in GIVEN or title in _SURE_TITLES)
            and parts[-1] not in NOT_SURNAMES
        ):
            return replace(name, start=name.start + len(title) + 1, type="PERSON", sentence_start=False)
        return name


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
