"""Names that the model overlooks, told by the noun beside them: "the town of Zarma", "Lesnaya street"."""

import re
from collections.abc import Iterator, Sequence

from transforms.entities.found import Found
from transforms.entities.words import DETERMINERS, DIRECTIONS, NOT_NAMES, TITLES, words

_NAME = r"(?:[Aa]l-|[Ee]l-)?[A-Z][a-zà-ž'’]+(?:[ -](?:al-)?[A-Z][a-zà-ž'’]+)?"
_PLACES = (
    re.compile(rf"\b(?:town|village|city|district|suburb|neighbou?rhood) of ({_NAME})"),
    re.compile(rf"\b({_NAME})(?= (?:district|neighbou?rhood|village|governorate|suburb)\b)"),
    re.compile(r"\b([A-Z][a-z-]+sk(?:y|iy|ii|yi|i|oy|oi) (?:district|raion|rayon))\b(?!s)"),
)
_BUILDINGS = (
    re.compile(
        r"\b([A-Z][\w'’]+(?: [A-Z][\w'’]+)?"
        r" (?:[Ss]treet|[Aa]venue|[Ss]quare|[Bb]oulevard|[Ee]mbankment|[Pp]rospe[ck]t|[Hh]ighway))\b(?!s)"
    ),
    re.compile(r"\b((?:[Uu]litsa|[Pp]rospekt|[Pp]loshchad|[Nn]aberezhnaya) [A-Z]\w+)"),
    re.compile(
        r"\b((?:Cathedral|Church|Basilica|Monastery) of (?:the )?(?:Saints?|Sts?\.?) "
        r"[A-Z]\w+(?: and (?:St\.? |Saint )?[A-Z]\w+)?)"
    ),
)
_QUOTED = r",? [\"“«„]([A-Z0-9][^\"”»“«„\n,;:!?]{1,40})[\"”»]"
_SHIPS = re.compile(
    r"\b(?:ship|vessel|frigate|corvette|destroyer|cruiser|submarine|icebreaker|tanker|aircraft carrier|ferry|yacht|"
    rf"schooner|trawler|motor ship|patrol boat|spacecraft|rover){_QUOTED}"
)
_BODIES = re.compile(
    r"\b(?:newspaper|magazine|agency|channel|portal|broadcaster|radio station|publication|company|firm|corporation|"
    r"holding|concern|bank|factory|plant|LLC|JSC|OJSC|PJSC|party|movement|organi[sz]ation|group|association|foundation|"
    rf"fund|club|team|union|battalion|brigade|center|centre){_QUOTED}"
)
_COMMON = NOT_NAMES | DETERMINERS | DIRECTIONS | TITLES
_NOT_FIRST = DETERMINERS | words("on in at from to by main each every which near and or with")
_SENTENCE = re.compile(r"[.] [A-Z]|\.\.\.|[.]$")


def named_by_noun(body: str, names: Sequence[Found]) -> Iterator[Found]:
    """Yield capitalised words that a noun of place, building, ship or body stands beside, unless they are marked.

    A street or quoted name takes the place of a shorter mark inside it.
    """
    taken = {at for name in names for at in range(name.start, name.end)}
    for pattern in _PLACES:
        for match in pattern.finditer(body):
            parts = match[1].replace("-", " ").lower().split()
            if not any(word in _COMMON for word in parts[:-1] or parts):
                yield from _unless_taken(match, "GPE", taken)
    for pattern in _BUILDINGS:
        for match in pattern.finditer(body):
            first = match[1].split(" ", 1)[0].lower()
            if first not in _NOT_FIRST:
                yield Found(start=match.start(1), end=match.end(1), type="FAC", from_model=True, score=0.5)
    for pattern, type_ in ((_SHIPS, "PRODUCT"), (_BODIES, "ORG")):
        for match in pattern.finditer(body):
            if len(match[1].split()) < 5 and not _SENTENCE.search(match[1]):
                yield Found(start=match.start(1), end=match.end(1), type=type_, from_model=True, score=0.5)


def _unless_taken(match: re.Match[str], type_: str, taken: set[int]) -> Iterator[Found]:
    start, end = match.span(1)
    if taken.isdisjoint(range(start, end)) or (" " in match[1] and match[1].endswith(("district", "raion", "rayon"))):
        taken.update(range(start, end))
        yield Found(start=start, end=end, type=type_, from_model=True, score=0.5)
