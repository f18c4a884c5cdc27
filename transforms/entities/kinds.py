"""What a name is by its last word or the noun beside it: rivers are places, avenues sites, conventions laws."""

import re
from collections.abc import Sequence
from dataclasses import replace

from transforms.entities.found import Found
from transforms.entities.model import GIVEN
from transforms.entities.words import words

_OF_WORD = {
    **dict.fromkeys(
        words(
            "lake river creek island islands archipelago mountains bay strait estuary valley plain plateau glacier gulf"
        ),
        "LOC",
    ),
    **dict.fromkeys(
        words(
            "avenue boulevard street square bridge airport station cathedral mosque highway tunnel stadium embankment"
        ),
        "FAC",
    ),
    **dict.fromkeys(words("convention treaty"), "LAW"),
    **dict.fromkeys(words("summit olympics championship"), "EVENT"),
    **dict.fromkeys(words("county township"), "GPE"),
}
_NEVER_PEOPLE = words("avenue boulevard embankment airport township convention treaty archipelago estuary")
"""Last words that are no surnames."""
_EVENT_FIRST = re.compile(r"(?:Summit|Conference|Festival) (?:for|of|on) ")
_SITE_AFTER = re.compile(
    r" (?:shopping (?:cent(?:er|re)|mall)|metro station|railway station|nightclub|residential complex|"
    r"business cent(?:er|re)|hypermarket|supermarket|stadium|airport|airfield)\b"
)
_OUTLET_BEFORE = re.compile(
    r"\b(?:newspaper|news agency|(?:news |internet |web)?portal|radio station|(?:TV|television|Telegram) channel|"
    r"magazine|news outlet|broadcaster) [\"“«]?\Z"
)
_PATRONYMIC = re.compile(r"[a-zà-ž](?:sson|sd[óo]ttir|d[óo]ttir|shvili|o[gğ]lu|yev[ai]ch|ovich|evich)$")
_DAY = words("day friday monday sunday saturday thursday tuesday wednesday")
_WATER_AFTER = re.compile(r" (?:rivers?|lakes?|reservoirs?|mountains?|valleys?|islands?|peninsula|glaciers?)\b")
_LISTED = ", "
_AND = (" and ", ", and ")
_LAW_NOUN = re.compile(
    r" (?:Treaty|Convention|Act|Agreement|Protocol|Accords?|Pact)\b(?! [A-Z])(?: (?:of )?\d{4}(?:[-–]\d{2,4})?)?"
)
_STORMY = re.compile(r"[Hh]urricane|[Tt]yphoon|[Cc]yclone|[Ss]torm")
_STORMS = ("urricane", "yphoon", "yclone", "torm ")
_STORM = re.compile(r"\b(?:[Hh]urricane|[Tt]yphoon|[Cc]yclone|[Ss]torm) [\"“]?([A-Z][a-z]{2,})\b(?! [A-Z])")
_UNSETTLED = frozenset({"ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "EVENT", "PERSON"})


def settle_kinds(body: str, names: Sequence[Found]) -> list[Found]:
    """Give names in order, those that no table has with the type that their last word or the noun behind them tells."""
    names = [_with_noun(body, name) for name in names]
    storms = {storm[1] for storm in _STORM.finditer(body)} if any(noun in body for noun in _STORMS) else set()
    if storms:
        names = [
            replace(name, type="EVENT") if not name.ids and _is_storm(body[name.start : name.end], storms) else name
            for name in names
        ]
    return [
        replace(name, type=type_) if not name.ids and (type_ := _kind(body, name)) is not None else name
        for name in names
    ]


def _is_storm(written: str, storms: set[str]) -> bool:
    """Tell whether a name is that of a storm, alone or with its noun: "Hanna", "Storm Hanna", not "Olga Hanna"."""
    first, _, more = written.partition(" ")
    return more in storms and _STORMY.match(first) is not None if more else first in storms


def _with_noun(body: str, name: Found) -> Found:
    """Take the noun that a law ends with into a guess: "Patent Cooperation" of the Treaty."""
    if name.ids or name.type not in {"ORG", "LAW"} or name.level != "name" or not body.startswith(" ", name.end):
        return name
    law = _LAW_NOUN.match(body, name.end)
    if law is not None:
        return replace(name, end=law.end(), type="LAW")
    return name


def _kind(body: str, name: Found) -> str | None:
    if name.level != "name" or name.type not in _UNSETTLED:
        return None
    first, _, more = body[name.start : name.end].partition(" ")
    last = more.rpartition(" ")[2].lower()
    if name.type == "ORG" and _PATRONYMIC.search(more) and first.isalpha():
        return "PERSON"
    if name.type in {"PERSON", "GPE", "LOC"} and first.lower() not in GIVEN and _follows_outlet(body, name.start):
        return "ORG"
    if last in _DAY and name.type in {"ORG", "PRODUCT", "FAC"}:
        return "EVENT"
    if not more and name.type in {"PERSON", "GPE", "ORG", "NORP"} and _WATER_AFTER.match(body, name.end):
        return "LOC"
    if last in _OF_WORD:
        is_person = name.type == "PERSON" and last not in _NEVER_PEOPLE and first.lower() in GIVEN and " " not in more
        return None if is_person else _OF_WORD[last]
    if name.type in {"ORG", "FAC", "LOC", "PRODUCT"} and _EVENT_FIRST.match(body, name.start, name.end):
        return "EVENT"
    if name.type in {"PERSON", "ORG", "GPE", "LOC", "PRODUCT"} and not more and _SITE_AFTER.match(body, name.end):
        return "FAC"
    return None


def _follows_outlet(body: str, start: int) -> bool:
    """Tell whether a name stands behind what it is: "reported by the newspaper Osk Ber"."""
    return _OUTLET_BEFORE.search(body, max(0, start - 24), start) is not None


def settle_neighbours(body: str, names: Sequence[Found]) -> list[Found]:
    """Give names in order, unknown words of a list with the type of the known ones around them.

    A word between two bodies is a body ("Baidu, Osk, Amazon"), one joined to a place by "and" a place.
    """
    settled = list(names)
    for place in range(1, len(settled)):
        name, before = settled[place], settled[place - 1]
        if name.ids or " " in body[name.start : name.end] or name.type not in {"PERSON", "NORP", "PRODUCT", "GPE"}:
            continue
        between = body[before.end : name.start]
        behind = settled[place + 1] if place + 1 < len(settled) else None
        if between == _LISTED and behind is not None and body[name.end : behind.start] in {_LISTED, *_AND}:
            if before.type == behind.type == "ORG" and (before.ids or behind.ids):
                settled[place] = replace(name, type="ORG", level="name")
        elif between in _AND and before.type == "GPE" and before.level == "name" and name.type == "NORP":
            settled[place] = replace(name, type="GPE", level="name")
    return settled
