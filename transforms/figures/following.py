"""What stands behind a number and its unit: the noun counted, "of them", a compound ("a 72-hour truce")."""

import re

from spacy.tokens import Doc

from transforms.figures.comparators import Unit, is_unit
from transforms.figures.counted import Counted, casualty_noun, counted_phrase, noun_at, participles
from transforms.figures.lexicons import casualty_words
from transforms.figures.lists import Reading, follows_casualty
from transforms.figures.scene import Scene, token_after

_OF_WHOM = re.compile(r"\b(?:of|among) (?:which|whom|them|these|those)\b", re.I)
_UNCOUNTED_UNITS = ("length", "speed", "temperature", "power", "area")
_PERIODS = frozenset(
    ("year", "month", "week", "day", "decade", "quarter", "time", "total", "period", "term", "comparison", "average")
)
_TERMS = frozenset("prison jail custody detention captivity exile office power hiding".split())  # noqa: SIM905
_PEOPLE = frozenset("people persons civilians men women children others".split())  # noqa: SIM905
_SINGULAR = re.compile(r"\s(?:minute|hour|day|week|month|year|met(?:er|re)|kilomet(?:er|re)|mile|ton|tonne)$", re.I)
_ONE = re.compile(r"(?:an?|one|1)\s", re.I)
_COMPLEMENT = ("of", "in", "worth", "for", "from", "all")


def read_counted(scene: Scene, begin: int, end: int, unit: Unit | None, last: Reading | None) -> Counted | None:
    """Read what is counted: after a unit only by "of", "in" ("$5m in aid") or as one word with it ("72-hour truce")."""
    doc, limit = scene.doc, scene.limit
    at = token_after(doc, end)
    while at < limit and doc[at].text in ("+", "plus"):
        at += 1
    at = _of_a_number(doc, at, limit)
    if at >= limit:
        return None
    word = doc[at].lower_
    if unit is None:
        if (
            word in participles()
            and not _names_people(doc, at + 1, limit)
            and follows_casualty(scene.text, last, begin)
        ):
            return casualty_noun(doc, at, limit)
        return _counted_alone(doc, at, limit)
    if unit.kind in _UNCOUNTED_UNITS and word != "of" and not _is_one_word(scene.text, unit):
        return None
    if word == "in" and unit.kind == "time" and at + 1 < limit and doc[at + 1].lower_ in _TERMS:
        return counted_phrase(doc, at + 1, at + 2)
    if word in _COMPLEMENT[:4] and (word == "of" or unit.kind not in ("time", "length")):
        while at < limit and doc[at].lower_ in _COMPLEMENT:
            at += 1
        counted = counted_phrase(doc, at, limit, after_of=True)
        if counted and unit.kind == "currency" and is_unit(doc[counted.head].lower_):
            return None  # "62 rubles for a dollar"
        return None if counted and word != "of" and doc[counted.head].lemma_ in _PERIODS else counted
    if unit.kind == "share" or _is_one_word(scene.text, unit):
        return counted_phrase(doc, at, limit, after_of=unit.kind == "share")
    return None


def _of_a_number(doc: Doc, at: int, limit: int) -> int:
    """Step over "out of eleven (boats)", "of the bank's 15,000 (customers)": those of whom the number is a part."""
    if at + 3 >= limit or doc[at].lower_ not in ("out", "of"):
        return at
    number = at + 1 + (doc[at].lower_ == "out")
    owned = next((i + 1 for i in range(number, min(number + 5, limit)) if doc[i].text in ("'s", "’s", "'", "’")), None)
    if owned is None and doc[at].lower_ == "of":
        return at
    number = owned or number + (doc[number].lower_ in ("the", "all", "its", "their"))
    return number + 1 if number + 1 < limit and doc[number].like_num else at


def _counted_alone(doc: Doc, at: int, limit: int) -> Counted | None:
    """Read what a number without a unit counts."""
    stepped = after_of_them(doc, at, limit)
    if at < stepped < limit and doc[stepped].tag_ == "VBZ":  # "two of them officers", taken for a verb
        return noun_at(doc, stepped)
    shared = _shared_noun(doc, at, limit) if stepped == at else None
    return shared or counted_phrase(doc, stepped, limit) or _by_parse(doc, at, limit)


def _shared_noun(doc: Doc, at: int, limit: int) -> Counted | None:
    """Read "30 [regime] and 39 rebel fighters", "5 and 6 boats": the noun stands once, behind the second number."""
    if at + 2 < limit and doc[at].lower_ == "and" and doc[at + 1].is_digit and doc[at - 1].is_digit:
        second = counted_phrase(doc, at + 2, limit)
        return second if second is not None and doc[second.head].tag_ == "NNS" else None
    if at + 4 >= limit or doc[at + 1].lower_ != "and" or not doc[at + 2].like_num:
        return None
    if doc[at].tag_ not in ("JJ", "NN", "NNP") or doc[at].lower_ in participles():
        return None
    second = counted_phrase(doc, at + 3, limit)
    if second is None or second.head < at + 4 or doc[second.head].tag_ != "NNS":
        return None
    return Counted(f"{doc[at].lower_} {doc[second.head].lower_}", second.head, at + 1, second.casualty)


def _by_parse(doc: Doc, at: int, limit: int) -> Counted | None:
    """Take the plural that the parse has a number count, past marks and models: 'two "rebels"', "two Osk-24 jets"."""
    number = doc[at - 1]
    noun = number.head
    if number.dep_ != "nummod" or noun.tag_ not in ("NNS", "NNPS") or not at <= noun.i < min(limit, at + _REACH):
        return None
    between = doc[at : noun.i]
    plain = all(t.text in _MARKS or t.pos_ in ("PROPN", "ADJ", "NOUN") or t.tag_ == "POS" for t in between)
    return counted_phrase(doc, noun.i, limit) if plain else None


_REACH = 6
_MARKS = frozenset('"“”«»„') | {"-", "–", "''", "``"}


def _names_people(doc: Doc, at: int, limit: int) -> bool:
    return at < limit and (doc[at].lower_ in _PEOPLE or doc[at].lower_ in casualty_words("noun"))


def after_of_them(doc: Doc, at: int, limit: int) -> int:
    """Step over "of them (were)", so that "30 of them children" and "of whom 30 were children" count children."""
    if (
        at + 4 < limit
        and doc[at].lower_ == "of"
        and doc[at + 1].lower_ == "those"
        and doc[at + 3].lower_ in ("were", "are")
    ):
        return at + 4 if doc[at + 2].lower_ in participles() else at  # "six of those killed were medics"
    if at < limit and doc[at].lower_ in ("were", "are") and _OF_WHOM.search(doc[max(0, at - 6) : at].text):
        return at + 1
    if at + 1 < limit and doc[at].lower_ == "of" and doc[at + 1].lower_ in ("them", "whom", "which", "those"):
        at += 2
        while at < limit and doc[at].lower_ in ("were", "are", "was", "is"):
            at += 1
    return at


def _is_one_word(text: str, unit: Unit) -> bool:
    """Tell whether number and unit qualify a noun: "a 72-hour truce", "a $5 million loan"."""
    if unit.kind != "currency":
        written = text[unit.start : unit.end]
        return "-" in written or (_SINGULAR.search(written) is not None and not _ONE.match(written))
    before = text[max(0, unit.start - 5) : unit.start].lower()
    return unit.kind == "currency" and before.endswith((" a ", " an ", " the ", " its "))
