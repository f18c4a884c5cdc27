"""Bodies of states in the order of translation: "the State food and veterinary service of Lithuania"."""

import re
from collections.abc import Callable, Iterator, Sequence

from transforms.entities.found import Found
from transforms.entities.words import DETERMINERS, DIRECTIONS, TITLES, words

_BODY = re.compile(
    r"(?P<words>(?:[A-Za-z][a-z-]+,? ){1,7})"
    r"(?P<noun>(?i:service|inspectorate|agency|committee|commission|directorate|authority|administration|bureau|council|"
    r"union|association|federation|fund|corporation|chamber|center|centre|institute|academy)) (?:of|for) (?:the )?$"
)
_FIRST = words(
    """
    state national federal central main supreme general public higher highest border customs tax food veterinary
    sanitary statistical statistics security investigative migration emergency meteorological seismological geological
    energy nuclear atomic space aviation railway medical maritime football olympic industrial agricultural republican
    joint unified united civil human democratic academic scientific anti-corruption anti-monopoly
    """
)
_ENDS = (
    DETERMINERS
    | DIRECTIONS
    | (TITLES - words("press general state foreign political"))
    | words("of in by to from at with for on as that and, who which said told was is were are has have had")
)
_LINKS = (" of ", " for ", " of the ", " for the ")
_REACH = 90


def find_translated_bodies(body: str, names: Sequence[Found], is_country: Callable[[str], bool]) -> Iterator[Found]:
    """Yield bodies whose noun stands before their state, one of their words with a capital.

    One without capitals counts where all its words are in one with them: "the food service of Lithuania".
    """
    whole: dict[str, list[set[str]]] = {}
    for name in names:
        if name.level != "name" or not name.ids or not is_country(name.ids[0]):
            continue
        if not body.endswith(_LINKS, 0, name.start):
            continue
        match = _BODY.search(body, max(0, name.start - _REACH, body.rfind("\n", 0, name.start) + 1), name.start)
        if match is None:
            continue
        start = _first_word(match)
        if start is None:
            continue
        content = {word for word in body[start : match.end("noun")].lower().split() if word != "and"}
        has_capital = body[start : match.end("noun")] != body[start : match.end("noun")].lower()
        if has_capital:
            whole.setdefault(name.ids[0], []).append(content)
        if has_capital or any(content <= longer for longer in whole.get(name.ids[0], ())):
            yield Found(start=start, end=name.end, type="ORG", from_model=True, score=0.6)


def _first_word(match: re.Match[str]) -> int | None:
    """Give where the body's name begins: behind the last article or preposition, at a word that can open one."""
    parts = [(match.start("words") + one.start(), one.group()) for one in re.finditer(r"[^ ]+", match["words"])]
    ends = [place for place, (_, word) in enumerate(parts) if word.lower() in _ENDS]
    parts = parts[ends[-1] + 1 :] if ends else [part for part in parts if part[1][0].isupper()][:1] and parts
    capital = next((place for place, (_, word) in enumerate(parts) if word[0].isupper()), None)
    if capital is not None:
        parts = parts[capital:]
    return parts[0][0] if parts and parts[0][1].lower() in _FIRST else None
