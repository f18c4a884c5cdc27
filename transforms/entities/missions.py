"""Embassies and consulates, one under all its names: "the Chinese Embassy in Norway", "Embassy of China in Oslo"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from transforms.entities.found import Found, Spans, longest
from transforms.entities.gazetteer import Gazetteer
from transforms.entities.institutions import Countries

_KIND = re.compile(r"\b(?P<kind>Embassy|Consulate)(?P<general>[ -][Gg]eneral)?\b")
_SMALL_THERE = re.compile(r"\b(?P<kind>embassy|consulate)(?: general)?(?= (?:in|to|of) (?:the )?[A-Z])")
_SMALL = re.compile(r"(?P<kind>embassy|consulate)(?: general)?\b")
_OF = re.compile(r" of (?:the )?")
_IN = re.compile(r" (?:in|to) (?:the )?")
_PLACE = re.compile(r"[A-Z][\w'’.-]*(?: (?:of )?[A-Z][\w'’-]*){0,2}")
_BETWEEN = frozenset({" ", "'s ", "’s "})
_REACH = 4


@dataclass(frozen=True, slots=True)
class Mission:
    """A mission as the text names it: whose, what, where."""

    start: int
    end: int
    kind: str
    sender: str | None
    host: str | None


def with_missions(body: str, names: Sequence[Found], countries: Countries, gazetteer: Gazetteer) -> list[Found]:
    """Give names in order, missions with whose and where they are, those said in short as the only such of the text.

    In small letters one is a name where both stand beside it: "the Polish embassy in Oslo".
    """
    large = "Embassy" in body or "Consulate" in body
    small = list(_SMALL_THERE.finditer(body)) if "embassy " in body or "consulate " in body else []
    if not large and not small:
        return list(names)
    spans = Spans(longest(names))
    missions = [_read(body, match, spans, countries, gazetteer) for match in _KIND.finditer(body)] if large else []
    there = [_read(body, match, spans, countries, gazetteer) for match in small]
    missions += [one for one in there if one.sender and one.host and body[one.start].isupper()]
    found = [one for mission in missions if (one := _named(mission, missions, spans, countries)) is not None]
    taken = [(one.start, one.end) for one in found]
    rest = [name for name in names if not any(name.overlaps(start, end) for start, end in taken)]
    return sorted([*rest, *found], key=lambda name: name.start)


def described_mission(
    body: str, start: int, spans: Spans, countries: Countries, gazetteer: Gazetteer
) -> tuple[str, str] | None:
    """Give id and name of the mission whose noun stands here in small letters: "the Swiss | embassy in Oslo"."""
    match = _SMALL.match(body, start)
    mission = _read(body, match, spans, countries, gazetteer) if match is not None else None
    if mission is None or mission.sender is None:
        return None
    found = _named(mission, [mission], spans, countries)
    return (found.ids[0], found.name) if found is not None else None


def _read(body: str, match: re.Match[str], spans: Spans, countries: Countries, gazetteer: Gazetteer) -> Mission:
    start, end = match.span()
    sender = host = None
    inside = [name for name in spans.covering(max(0, start - _REACH), end) if name.ids or name.start < start < name.end]
    before = _before(body, start, inside, gazetteer)
    if before is not None and countries.is_country(before.ids[0]):
        sender = before.ids[0]
        start = before.start if body[before.end : start] == " " else start
    if (of := _OF.match(body, end)) and (state := _place(body, of.end(), spans, gazetteer)) is not None:
        sender, end = state.ids[0], state.end
    if (link := _IN.match(body, end)) and (place := _place(body, link.end(), spans, gazetteer)) is not None:
        host, end = place.ids[0], place.end
    kind = match["kind"].lower()
    if host is not None and kind == "embassy":  # "in Tehran": to Iran
        host = countries.country_of(host) or host
    return Mission(start, end, kind, sender, host)


def _before(body: str, start: int, names: Sequence[Found], gazetteer: Gazetteer) -> Found | None:
    """Give the name before an offset, also one that a guess holds: "U.S." of "U.S. Consulate"."""
    for name in names:
        if name.start < start < name.end:
            lead = body[name.start : start]
            known = max(gazetteer.find(lead), key=len, default=None)
            return replace(known, start=name.start + known.start, end=name.start + known.end) if known else None
        if name.end <= start and body[name.end : start] in _BETWEEN:
            return name
    return None


def _place(body: str, start: int, spans: Spans, gazetteer: Gazetteer) -> Found | None:
    """Give the place that a name, or the words of a longer guess, mean at an offset."""
    name = spans.beginning(start)
    if name is None or not name.ids:
        words = _PLACE.match(body, start)
        found = [one for one in gazetteer.find(words.group()) if one.start == 0] if words else []
        known = max(found, key=len, default=None)
        name = replace(known, start=start, end=start + known.end) if known is not None else None
    return name if name is not None and name.type == "GPE" and name.level == "name" else None


def _named(mission: Mission, missions: Sequence[Mission], spans: Spans, countries: Countries) -> Found | None:
    """Give a mission its entity; None for one whose sender nobody tells."""
    whole = _whole(mission, missions)
    if whole.sender is None or mission.start >= mission.end:
        return None
    entities, state = countries.knowledge.entities, countries.knowledge.entities[whole.sender]
    noun = "Embassy" if whole.kind == "embassy" else "Consulate General"
    adjective = state.adjectives[0] if state.adjectives else state.name
    host = entities[whole.host].name if whole.host is not None and whole.host in entities else None
    name = f"{adjective} {noun}" + (f" in {host}" if host else "")
    known = next((one for one in countries.knowledge.find(name) if one.type in {"ORG", "FAC"}), None)
    place = f"-{whole.host}" if whole.host else ""
    entity_id = known.id if known is not None else f"{whole.sender}-{whole.kind}{place}"
    type_ = known.type if known is not None else "ORG"
    short = mission.sender is None and mission.host is None
    if short and not spans.covering(mission.start, mission.end):
        return None  # "at the Embassy gate": nothing else took it for a name
    return replace(
        Found(start=mission.start, end=mission.end, type=type_, via="alias", score=0.8), ids=(entity_id,), name=name
    )


def _whole(mission: Mission, missions: Sequence[Mission]) -> Mission:
    """Give the one mission of the text that has what this one leaves unsaid."""
    fitting = {
        (other.sender, other.host)
        for other in missions
        if other.kind == mission.kind
        and other.sender is not None
        and mission.sender in {other.sender, None}
        and (mission.host in {other.host, None})
        and (other.host is not None or mission.host is None)
    }
    with_host = {pair for pair in fitting if pair[1] is not None} or fitting
    if len(with_host) != 1:
        return mission
    sender, host = next(iter(with_host))
    return replace(mission, sender=sender, host=host)
