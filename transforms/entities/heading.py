"""Whom the other words of a description fit: who heads what it says, as what, now or formerly, himself or as deputy."""

import re
from collections.abc import Sequence

from transforms.entities.descriptions import Description
from transforms.entities.discourse import Referent
from transforms.entities.words import ORGANIZATION_NOUNS, words

HEADING = words("minister head chief leader")
"""Nouns of those who head something."""
_HEADS = words("head chief director chairman president commander")
_DEPUTIES = frozenset({"deputy", "vice", "deputies"})
_BODIES = words(
    "union party council committee club church association federation academy commission front bloc opposition rebel"
)
_OF_BODY = re.compile(r" of (?:the |this |its )?(?:[a-z]+ ){0,2}([a-z]+)\Z")
_ANY_BODY = words(
    "department corporation company organization organisation group agency body structure firm holding concern"
)
_LAND = words("governor")
_CITY = words("mayor")
_STATE = words("president king emir sultan emperor monarch")
_CABINET = words("premier chancellor")
_OFFICE = words("minister secretary")
_HEADED_BY = {
    **dict.fromkeys(("region", "province", "territory", "oblast", "krai", "prefecture", "voivodeship"), _LAND),
    **dict.fromkeys(("city", "town", "municipality", "capital", "megapolis"), _CITY),
    **dict.fromkeys(("state", "country", "nation"), _STATE),
    **dict.fromkeys(("government", "cabinet"), _CABINET),
    "ministry": _OFFICE,
    "diplomacy": words("diplomat"),
    **dict.fromkeys(("embassy", "mission"), words("ambassador consul")),
    **dict.fromkeys(("fleet", "army", "forces"), words("commander")),
    **dict.fromkeys(("parliament", "chamber", "assembly"), words("speaker")),
    **dict.fromkeys(("university", "academy", "institute"), words("rector")),
    "republic": _STATE | _LAND,
    "ministers": _CABINET,
    "church": words("patriarch pope metropolitan archbishop"),
}
"""What those are called who head a land, a state or a body, whatever its name."""


def narrowed(one: Description, fitting: list[Referent], organizations: Sequence[str]) -> list[Referent]:
    """Keep those whom the other words of a description fit; a former head only where nobody else is one."""
    former = "former" in one.text.lower()
    fitting = [r for r in fitting if ("former" in r.described) == former] or fitting
    if one.head in HEADING and not organizations:
        fitting = _heading(one, fitting)
    if one.head in _HEADS and not _DEPUTIES & {*one.text.lower().split()}:
        fitting = [r for r in fitting if not _DEPUTIES & r.described] or fitting
    if (own := one.premodifiers & _BODIES) and one.head in HEADING:
        fitting = [r for r in fitting if own & (r.described | _words_of_bodies(r))]
    if one.modifiers:
        fitting = [r for r in fitting if one.modifiers & r.described] or ([] if one.strict else fitting)
    return fitting


def _words_of_bodies(person: Referent) -> set[str]:
    return {word for body in person.organizations for word in body.split("-")}


def _heading(one: Description, fitting: list[Referent]) -> list[Referent]:
    """Keep those who head what a description says: a minister is no "head of the office"."""
    match = _OF_BODY.search(one.text)
    if match is None:
        return fitting
    noun = match[1].lower()
    if noun in _ANY_BODY:
        return fitting
    called = {noun} | ORGANIZATION_NOUNS.get(noun, frozenset())
    rulers = _HEADED_BY.get(noun, frozenset())
    ruling = [r for r in fitting if rulers & r.described]
    if ruling:
        return ruling
    return [r for r in fitting if noun in r.described or any(called & set(body.split("-")) for body in r.organizations)]
