"""Numbers told in a row share what befell those counted: "5 women and 11 children were among the dead"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from transforms.figures.casualties import Fate, is_part_of_last
from transforms.figures.counted import Counted, participles
from transforms.records import Figure

_JOINT = re.compile(r"[\s,;]*(?:(?:and|or|plus|as well as|&|along with)\s)?(?:(?:also|another|some|the)\s)*", re.I)
_AND = re.compile(r"[\s,]*(?:(?:and|while|with|but)\s)?(?:another\s)?", re.I)
_PART_REACH = 110  # characters
_CARRIED_WORDS = 4
_SAYING = frozenset("say tell add report claim note state announce declare confirm accord".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure with what was read around it: where its phrase ends, and whether its fate was said after it."""

    figure: Figure
    counted: Counted | None
    phrase_end: int
    may_suffer: bool
    """It counts people, as far as can be told, and nothing is said to have befallen them."""
    fate_follows: bool


_LISTED = re.compile(r"\b(?:including|among\sthem)\s(?:(?!who|that|were|was)[\w-]+,?\s){1,6}and\s$", re.I)


def inherited_fate(doc: Doc, text: str, last: Reading | None, whole: Figure, begin: int, end: int) -> Fate | None:
    """Carry a fate on: "58 people died, including 11 children", "killed 12 soldiers 5 guards and 3 villagers"."""
    if last and last.figure.casualty and _JOINT.fullmatch(text, last.phrase_end, begin):
        return Fate(last.figure.casualty, -1)
    if not whole.casualty:
        return None
    between = text[whole.end : begin]
    words = between.lower().replace(",", " ").split()
    carried = bool(words) and words[-1] in ("and", "another") and len(words) <= _CARRIED_WORDS
    listed = len(between) <= _PART_REACH and _LISTED.search(between) is not None
    carried = carried and not {"who", "that", "by"} & set(words)
    if (
        listed
        or (len(between) <= 60 and carried)
        or (len(between) <= _PART_REACH and is_part_of_last(text, begin, end))
    ):
        return Fate(whole.casualty, -1)
    return None


def acts_itself(doc: Doc, counted: Counted | None, limit: int) -> bool:
    """Tell whether those counted begin a clause of their own: "and 300 protesters marched", but not "3 guards said"."""
    if counted is None or counted.end >= limit:
        return False
    token = doc[counted.end]
    return token.tag_ in ("VBD", "VBZ", "VBP", "MD") and token.lemma_.lower() not in _SAYING


def follows_casualty(text: str, last: Reading | None, begin: int) -> bool:
    """Tell whether a number continues a toll that lost its commas: "17 dead [22] injured", "2 were killed and [8]"."""
    if last is None or not last.figure.casualty or begin - last.phrase_end > 40:
        return False
    if last.counted is not None and last.counted.text in participles() and _AND.fullmatch(text, last.phrase_end, begin):
        return True
    words = text[last.phrase_end : begin].lower().replace(",", " ").split()
    return any(word in participles() for word in words) and not {"who", "that", "by", "in"} & set(words)


_WHOM = re.compile(
    r"\sand\s(?:[a-z]+ly\s|also\s)?(?P<verb>[a-z]+(?:ed|ing|ounds|ures|wound|injure))\s(?:another\s|the\s)?"
)


def share_nouns(text: str, readings: list[Reading]) -> list[Reading]:
    """Give a number without a noun that of the next: "killed 28 and wounded 30 militants", militants both."""
    shared = list(readings)
    for i in range(len(shared) - 1):
        first, second = shared[i].figure, shared[i + 1]
        whom = (second.figure.what or "").removesuffix(second.figure.casualty or " ").strip()
        joined = _WHOM.fullmatch(text, first.end, second.figure.start)
        alone = shared[i].counted is None and first.what == f"people {first.casualty}"
        people = second.counted is not None and second.counted.casualty is None and second.figure.casualty is not None
        if alone and people and whom and joined:
            shared[i] = replace(shared[i], figure=replace(first, what=f"{whom} {first.casualty}"))
    return shared


def share_fates(text: str, readings: list[Reading]) -> Iterable[Figure]:
    """Carry a fate back over joined numbers: "two women and 5 children were killed", each of them killed."""
    shared = list(readings)
    for i in range(len(shared) - 2, -1, -1):
        first, second = shared[i], shared[i + 1]
        if not first.may_suffer or not second.figure.casualty or not second.fate_follows:
            continue
        if _JOINT.fullmatch(text, first.phrase_end, second.figure.start):
            shared[i] = replace(first, figure=_befallen(first.figure, second.figure.casualty), fate_follows=True)
    return (reading.figure for reading in shared)


def _befallen(figure: Figure, casualty: "str") -> Figure:
    what = f"{figure.what} {casualty}" if figure.what else casualty
    return replace(figure, casualty=casualty, what=what)  # type: ignore[arg-type]
