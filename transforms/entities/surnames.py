"""Surnames alone of people whom the article names in full, where nothing else has marked them."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from spacy.tokens import Doc, Token

from config.knowledge import fold
from transforms.entities.cast import Cast, Person
from transforms.entities.dictionary import is_inflected_verb
from transforms.entities.found import Found
from transforms.entities.speaking import speaks_next
from transforms.entities.spelling import masculine, name_key
from transforms.entities.tokens import tokens_of
from transforms.entities.words import TITLES
from transforms.language_model import text_of

_folded = lru_cache(maxsize=20_000)(fold)
"""Words with capitals repeat, within an article and from one to the next."""
_INITIAL = re.compile(r" [A-Z]\.(?= [a-z])")
_NO_NAMES = frozenset({"VERB", "AUX", "ADV", "ADP", "DET", "PRON", "CCONJ", "SCONJ"})


def find_surnames(doc: Doc, names: Sequence[Found], cast: Cast) -> Iterator[Found]:
    """Yield the surnames of an article's people outside its names, and their given names where those speak."""
    taken = [(name.start, name.end) for name in names]
    surnames = _surnames(cast)
    firsts = {person.name.split()[0] for person in cast.people if len(person.name.split()) > 1}
    an = next((person for person in cast.people if person.name.startswith("An ")), None)
    if an is not None:
        surnames.add("an")  # "An said": An Fengshan's family name
    tokens = tokens_of(doc)
    for number in tokens.capitals:
        text = tokens.words[number]
        if _folded(text) not in surnames and not (text in firsts and _speaks(doc, number)):
            continue
        token = doc[number]
        if _is_word(token, text) or _is_taken(token, text, taken) or _is_part_of_name(token, taken):
            continue
        person = an if text == "An" else cast.by_suffix(tuple(name_key(text).split()), token.idx)
        if person is not None:
            start, end = _whole(token, text, person)
            canonical = "" if person.id in cast.entities else person.name
            yield Found(start=start, end=end, type="PERSON", ids=(person.id,), name=canonical, via="alias", score=0.8)


def _surnames(cast: Cast) -> set[str]:
    """Give the folded surnames of those named in full, as written too, their last parts and men's forms."""
    surnames = {fold(person.name.split()[-1]) for person in cast.people if len(person.key) > 1}
    surnames |= {form for forms in cast.surnames_written.values() for form in forms}
    surnames |= {surname.rpartition("-")[2] for surname in surnames if len(surname.rpartition("-")[2]) > 3}
    return surnames | {masculine(surname) for surname in surnames}


def _speaks(doc: Doc, number: int) -> bool:
    """Tell whether a verb of speech follows a word: "Tedros warned", "Ma said", the first name alone."""
    return number + 1 < len(doc) and speaks_next(doc[number + 1])


def _is_word(token: Token, text: str) -> bool:
    """Tell whether a surname's spelling is rather an article or the common word that opens a sentence."""
    return not _acts(token) if text == "An" else _opens_with_verb(token)


def _acts(token: Token) -> bool:
    return token.i + 1 < len(token.doc) and token.nbor(1).tag_ in {"VBD", "VBZ", "VBN"}


def _opens_with_verb(token: Token) -> bool:
    """Tell whether a surname at the start of a sentence is rather a common word; before a verb of speech it is not."""
    if not token.is_sent_start or token.pos_ not in _NO_NAMES or token.i + 1 >= len(token.doc):
        return bool(token.is_sent_start) and token.pos_ in _NO_NAMES
    following = token.nbor(1)
    speaks = following.tag_ in {"VBD", "VBZ"} or following.lower_ in {"himself", "herself", "’s", "'s"}
    return not speaks and not (following.text.istitle() and is_inflected_verb(following.lower_))


def _is_taken(token: Token, text: str, taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < token.idx + len(text) and token.idx < end for start, end in taken)


def _is_part_of_name(token: Token, taken: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a capitalised neighbour makes the word a part of another, longer name."""
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    before = token.nbor(-1) if token.i else None
    joins_next = (
        following is not None and following.tag_ == "NNP" and token.whitespace_ == " " and token.dep_ == "compound"
    )
    joins_last = before is not None and before.tag_ == "NNP" and before.dep_ == "compound" and before.head.i == token.i
    if joins_next or before is None or not joins_last or before.lower_.rstrip(".") in TITLES:
        return joins_next
    return not any(start <= before.idx < end for start, end in taken)  # "near Homs Orlov said"


def _whole(token: Token, text: str, person: Person) -> tuple[int, int]:
    """Give the range of a surname with what is written to it: a hyphen's first part, the family name An, an initial."""
    body = text_of(token.doc)
    start, end = token.idx, token.idx + len(text)
    if token.i > 1 and body[start - 1] == "-" and body[start - 2].isalpha():
        start = token.doc[token.i - 2].idx  # "Abdul-Salam"
    if len(person.key) == 2 and body[max(0, start - 3) : start] == "An " and person.key[0] == "an":
        start -= 3
    initial = _INITIAL.match(body, end)
    if initial and person.key[-1] != name_key(text):
        end = initial.end()  # "Vanik A. was taken"
    return start, end
