"""Words inside a sentence that the parse takes for proper nouns, and that nothing else has marked."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from spacy.tokens import Doc

from config.knowledge import load_knowledge
from transforms.entities.dictionary import is_english
from transforms.entities.found import Found
from transforms.entities.plausible import DISEASE
from transforms.entities.speaking import is_speaking, speaks_next
from transforms.entities.title_case import title_case_lines
from transforms.entities.tokens import Tokens, tokens_of
from transforms.entities.words import (
    COMMON_BODIES,
    DETERMINERS,
    DIRECTIONS,
    HONORIFICS,
    NOT_NAMES,
    NOT_SURNAMES,
    ORGANIZATION_NOUNS,
    PERSON_NOUNS,
    STATE_NOUNS,
    TITLES,
    words,
)
from transforms.language_model import text_of

_NO_NAMES = (
    NOT_NAMES
    | DETERMINERS
    | DIRECTIONS
    | TITLES
    | PERSON_NOUNS
    | COMMON_BODIES
    | NOT_SURNAMES
    | STATE_NOUNS
    | frozenset(ORGANIZATION_NOUNS)
    | words(
        """
        cctv gdpr
        resolution article chapter part phase paragraph section clause protocol treaty law act bill annex appendix art
        affairs energy games emergency situations protests budget constitution convention christmas easter eid web
        governorate municipality patriotic great second prize award order
        hero honored honoured merit labor labour glory star people
        """
    )
)
_BEFORE_SURNAMES = HONORIFICS | words("minister president premier governor senator deputy mayor ambassador chancellor")
_IN_PLACE = frozenset({"in", "near", "from", "around", "outside", "of", "to", "at", "through"})
_NAME = re.compile(r"[A-ZÀ-Ž][^\W\d_]*(?:['’-][^\W\d_]+)*")
_OFFICE = re.compile(r"\b(?:[Mm]inist(?:er|ry)|[Dd]epartment|[Ss]ecretary|[Oo]ffice|month) (?:of|for) (?:the )?\Z")
_IN_BODY = re.compile(r"\b[A-Z]\w+ (?:of|for) (?:the )?\Z")
_STRAIN = re.compile(r" (?:new |mutant |mutated )?(?:variants?|strains?|mutations?|sub-?variants?)\b")
_LONGEST = 3
_SHORTEST = 2
_SPEAKING_WORDS = frozenset({"begin", "english", "key", "major", "sheikh", "stocker", "store"})
_LED = frozenset({"president", "president-elect", "vice president", "prime minister", "chancellor"}) | frozenset(
    {"foreign minister", "secretary of state", "secretary-general"}
)


def find_overlooked(doc: Doc, names: Sequence[Found]) -> Iterator[Found]:
    """Yield runs of unmarked proper nouns that no name stands beside, not at the start of a sentence or line.

    A word that the text also writes small is none, nor is any in a headline whose words all have capitals.
    """
    tokens = tokens_of(doc)
    text = text_of(doc)
    taken = {at for name in names for at in range(name.start, name.end)}
    lines: list[tuple[int, int]] | None = None
    after = 0
    for first in tokens.capitals:
        if first < after or not _is_open(tokens, first, taken):
            if _is_leader_speaking(tokens, first) and tokens.starts[first] not in taken:
                start = tokens.starts[first]
                yield Found(
                    start=start, end=start + len(tokens.words[first]), type="PERSON", from_model=True, score=0.4
                )
            continue
        after = first + 1
        while after < min(first + _LONGEST, len(tokens.words)) and _is_joined(tokens, after, taken):
            after += 1
        start, end = tokens.starts[first], tokens.starts[after - 1] + len(tokens.words[after - 1])
        if _opens_as_speaker(tokens, first, after):
            yield Found(start=start, end=end, type="PERSON", from_model=True, score=0.4)
        if not first or tokens.doc[first].is_sent_start or not _stands_alone(text, start, end, taken):
            continue
        before = tokens.words[first - 1]
        titled = before.lower().rstrip(".") in _BEFORE_SURNAMES and after - first == 1
        if before[0].isupper() and not titled:
            continue  # the rest of something longer: "Le Canard"
        lines = title_case_lines(doc) if lines is None else lines
        small = any(tokens.lower[at] in tokens.vocabulary for at in range(first, after))
        if small or any(low <= start < high for low, high in lines):
            continue
        type_ = "GPE" if before.lower() in _IN_PLACE and after - first == 1 else "PERSON" if titled else "ORG"
        yield Found(start=start, end=end, type=type_, from_model=True, score=0.4)


def _opens_as_speaker(tokens: Tokens, first: int, after: int) -> bool:
    """Tell whether a lone name opens a sentence and speaks: "Omelchuk called on drivers to wait"."""
    opens = bool(tokens.doc[first].is_sent_start) and after - first == 1 and after < len(tokens.words)
    if not opens or tokens.lower[first] in tokens.vocabulary:
        return False
    apart = tokens.words[after] == "," and is_speaking(tokens.doc[first])  # "Osk, in a speech, urged"
    return apart or speaks_next(tokens.doc[after])


def _is_leader_speaking(tokens: Tokens, first: int) -> bool:
    """Tell a leader's surname that is a word too, where it opens a sentence and speaks: "Trump said", "Bush, who"."""
    if tokens.lower[first] not in _leaders() or first + 1 >= len(tokens.words):
        return False
    word = tokens.words[first]
    described = tokens.words[first + 1] == "," and tokens.lower[first + 2 : first + 3] in (["who"], ["whose"])
    opens = word.istitle() and bool(tokens.doc[first].is_sent_start)
    return opens and (described or speaks_next(tokens.doc[first + 1]))


@cache
def _leaders() -> frozenset[str]:
    """Give the surnames of those who led states or their diplomacy that are English words as well."""
    knowledge = load_knowledge()
    return frozenset(
        surname
        for surname, ids in knowledge.by_surname.items()
        if len(surname) > _SHORTEST and is_english(surname) and surname not in _SPEAKING_WORDS
        for one in ids
        if any(role.title in _LED for role in knowledge.entities[one].roles)
    )


def _is_open(tokens: Tokens, number: int, taken: set[int]) -> bool:
    """Tell whether a word is a proper noun that could be a name and is marked as none."""
    if tokens.starts[number] in taken or not _may_be_name(tokens.words[number]):
        return False
    return tokens.doc[number].tag_ == "NNP"


def _is_joined(tokens: Tokens, number: int, taken: set[int]) -> bool:
    return tokens.doc[number - 1].whitespace_ == " " and _is_open(tokens, number, taken)


def _may_be_name(word: str) -> bool:
    if not word[0].isupper() or len(word) < (4 if word.isupper() else 3) or not _NAME.fullmatch(word):
        return False
    return word.lower() not in _NO_NAMES and not is_english(word)


def _stands_alone(text: str, start: int, end: int, taken: set[int]) -> bool:
    """Tell whether a run follows a small word or comma and no name or capital stands beside it."""
    if text[start - 1 : start] != " " or not (text[start - 2 : start - 1].islower() or text[start - 2] == ","):
        return False
    if start - 2 in taken or (text[end : end + 1] == " " and (end + 1 in taken or text[end + 1 : end + 2].isupper())):
        return False
    if text[end : end + 1] not in {"", " ", ",", ".", ";", ":", "'", "’", ")", "\n", '"', "”"}:
        return False
    if DISEASE.match(text, end):
        return False  # "Lyme disease"
    if ("variant" in text or "strain" in text) and any(
        _STRAIN.match(text, again.end()) for again in re.finditer(re.escape(text[start:end]), text)
    ):
        return False
    before = max(0, start - 30), start
    return _OFFICE.search(text, *before) is None and _IN_BODY.search(text, *before) is None
