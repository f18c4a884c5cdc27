"""Troops whose number or army shows where their name ends: "the 36th separate marine brigade of the Armed Forces"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from transforms.entities.found import Found

_KIND = (
    r"(?:[Ss]eparate|[Gg]uards?|[Mm]otori[sz]ed|[Mm]echani[sz]ed|[Rr]ifle|[Tt]ank|[Aa]irborne|[Aa]ir|[Aa]ssault|"
    r"[Mm]arine|[Nn]aval|[Mm]ountain|[Ii]nfantry|[Aa]rtillery|[Aa]rmou?red|[Cc]ombined[ -][Aa]rms|[Mm]issile|[Rr]ocket|"
    r"[Ss]pecial [Pp]urpose|[Ss]pecial [Ff]orces|[Ll]anding|[Cc]avalry|[Tt]erritorial [Dd]efen[cs]e|"
    r"[Tt]ransport)"
)
_NUMBERED = re.compile(
    rf"\b\d{{1,3}}(?:st|nd|rd|th) (?:{_KIND} )+(?:[Bb]rigade|[Dd]ivision|[Rr]egiment|[Bb]attalion|[Aa]rmy|[Cc]orps)\b"
)
_BEHIND = re.compile(r"\b(?:Base|Brigade|Regiment|Battalion|Branch|Hill|Checkpoint) \d{1,3}\b(?![%.,:-]\d|[\w%-])")
_PLACES = ("Base", "Hill", "Checkpoint")
_UNIT = re.compile(r"(?:Brigade|Division|Regiment|Battalion|Corps|Squadron)$")
_OF = re.compile(r" of (?:the )?")
_ARMY = re.compile(r"(?i:armed forces|army|navy|air force|national guard|marines?|ground forces)")
_NOUNS = ("rigade", "ivision", "egiment", "attalion", " army", " Army", "orps")


def find_troops(body: str, known: Sequence[Found]) -> Iterator[Found]:
    """Yield troops of a number, small words included, with the army that they are of; bases and hills too."""
    for match in _BEHIND.finditer(body):
        kind = "FAC" if match.group().startswith(_PLACES) else "ORG"
        yield Found(start=match.start(), end=match.end(), type=kind, from_model=True, whole=True, score=0.6)
    if not any(noun in body for noun in _NOUNS):
        return
    armies = {name.start: name for name in known}
    for match in _NUMBERED.finditer(body):
        yield _with_army(body, Found(start=match.start(), end=match.end(), type="ORG", score=0.6), armies)


def join_troops(body: str, names: Sequence[Found]) -> list[Found]:
    """Give names in order, unknown troops joined with the army that they are of: "Marine Brigade of the Navy"."""
    starts = {name.start: name for name in names}
    joined = [
        _with_army(body, name, starts)
        if not name.ids and name.type == "ORG" and _UNIT.search(body, name.start, name.end)
        else name
        for name in names
    ]
    whole = [name for name, old in zip(joined, names, strict=True) if name is not old]
    if not whole:
        return joined
    return [name for name in joined if name in whole or not any(one.overlaps(name.start, name.end) for one in whole)]


def _with_army(body: str, unit: Found, starts: dict[int, Found]) -> Found:
    of = _OF.match(body, unit.end)
    army = starts.get(of.end()) if of is not None else None
    if army is None or army.type != "ORG" or _ARMY.search(body, army.start, army.end) is None:
        return unit if unit.from_model else replace(unit, from_model=True, whole=True)
    return replace(unit, end=army.end, from_model=True, whole=True)
