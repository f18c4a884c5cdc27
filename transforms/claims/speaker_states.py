"""Which state a government is: "Osk's ruling coalition government", "the regime of Berg", "his country"."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from spacy.tokens import Token

from transforms.claims.beside import GOVERNMENTS, Names
from transforms.records import Mention, Speaker

_START = attrgetter("start")
_CABINETS = GOVERNMENTS | {"cabinet"}
_REGIMES = _CABINETS | {"administration", "forces", "army", "troops"}
_OWNED = re.compile(r"(?:['’]s?)?(?: [a-z]+(?:-[a-z]+)*){0,3} ?")
"""What may stand between a state and its government: a possessive and what kind of government it is."""
_BEFORE = re.compile(r"(?:the )?(?:[a-z]+(?:-[a-z]+)* ){0,2}", re.IGNORECASE)
_NOT_OF_STATE = re.compile(
    r"\b(?:local|regional|provincial|municipal|city|state|interim|unity|transitional|provisional|opposition|rival|parallel|shadow|former|previous|next|"
    r"future|self-proclaimed|in-exile|exiled?|in|of|with|and|by|from|at)\b",
    re.IGNORECASE,
)
_OWN_COUNTRY = re.compile(r"(?:his|her|our|their) (?:own )?country", re.IGNORECASE)
_GOVERNMENT = re.compile(r"(?:['’]s?)? (?:[a-z-]+ ){0,2}(?:government|regime)\b")
_REGIONS = frozenset({"prefecture", "province", "region", "county", "municipality", "emirate", "kingdom", "republic"})
_TITLE = 60


def of_state(names: Names, head: Token, start: int, inside: Sequence[Mention]) -> Mention | None:
    """Find the state of "the government of Osk", "Osk's right-wing cabinet", "the U.S. government"."""
    if head.lower_ not in _CABINETS | {"authorities"} or not inside or inside[0].type != "GPE":
        return None
    state, text = inside[0], names.text
    if not state.entity_id:
        return None
    if state.start > head.idx:
        plain = len(inside) == 1 and text[start : head.idx].lower() in {"", "the "}
        behind = text[head.idx : state.start]
        return state if plain and behind.endswith((f"{head.text} of ", f"{head.text} of the ")) else None
    before, between = text[start : state.start], text[state.end : head.idx]
    if sum(mention.start < head.idx for mention in inside) > 1 or not _BEFORE.fullmatch(before):
        return None
    apart = _NOT_OF_STATE.search(before) or _NOT_OF_STATE.search(between)
    return state if _OWNED.fullmatch(between) and not apart else None


def place_again(names: Names, head: Token, text: str, start: int) -> Mention | None:
    """Find the one place whose name ends in what it is called again: "the prefecture" for the Osk Prefecture."""
    if head.lower_ not in _REGIONS or text.lower() != f"the {head.lower_}":
        return None
    places = {
        m.entity_id: m
        for m in names.mentions[: bisect_left(names.mentions, start, key=_START)]
        if m.type == "GPE" and m.entity_id and m.text.lower().endswith(f" {head.lower_}")
    }
    return next(iter(places.values())) if len(places) == 1 else None


def of_leader(names: Names, head: Token, inside: Sequence[Mention]) -> Mention | None:
    """Find the state whose leader's government speaks: "Assad's government"."""
    if head.lower_ not in _REGIMES:
        return None
    if not inside and head.i and head.nbor(-1).lower_.endswith("s"):  # "Assads government", its mark lost
        inside = [m for m in names.mentions if m.text.split()[-1] == head.nbor(-1).text[:-1]][:1]
    if len(inside) != 1 or inside[0].type != "PERSON":
        return None
    own = {m.entity_id for m in names.mentions if m.type == "GPE" and m.entity_id}
    for mention in names.mentions:
        states = [role.organization_id for role in mention.roles if role.title in {"president", "prime minister"}]
        if mention.entity_id == inside[0].entity_id and states and states[0] in own:
            return next(m for m in names.mentions if m.entity_id == states[0])
    return None


def own_country(names: Names, text: str, last: Speaker | None) -> Mention | None:
    """Find the state of the one who speaks of "his country": the one that his title names."""
    if last is None or last.type != "PERSON" or not _OWN_COUNTRY.fullmatch(text):
        return None
    for person in names.mentions:
        if person.entity_id != last.entity_id or person.level != "name":
            continue
        low = bisect_left(names.mentions, person.start - _TITLE, key=_START)
        for state in reversed(names.mentions[low : bisect_left(names.mentions, person.start, key=_START)]):
            within = state.end <= person.start and state.type == "GPE"
            if within and not re.search(r"[.;:!?\n]", names.text[state.end : person.start]):
                return state
    return None


def government(names: Names, head: Token, text: str, start: int) -> Mention | None:
    """Find the state of a bare "the government": the last whose government the text named, or the only one."""
    if head.lower_ not in GOVERNMENTS or text.lower() not in {head.lower_, f"the {head.lower_}"}:
        return None
    states = [
        m
        for m in names.mentions
        if m.type == "GPE"
        and m.entity_id
        and _GOVERNMENT.match(names.text, m.end)
        and m.level in {"name", "adjectival"}
    ]
    before = [m for m in states if m.end <= start]
    if before:
        return before[-1]
    return states[0] if len({m.entity_id for m in states}) == 1 else None
