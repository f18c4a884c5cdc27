"""Bodies that many states have under one name: "the Senate" of a text that is about the Czech Republic is its own."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from transforms.entities.found import Found
from transforms.entities.institutions import Countries
from transforms.entities.words import words

_SLUGS = {
    "Senate": "senate",
    "Congress": "congress",
    "Supreme Court": "supreme-court",
    "Constitutional Court": "constitutional-court",
    "House of Representatives": "house-of-representatives",
    "Federal Assembly": "federal-assembly",
    "National Assembly": "national-assembly",
    "State Department": "state-department",
    "Federal Reserve": "federal-reserve",
    "Republican Party": "republican-party",
    "Democratic Party": "democratic-party",
}
_ELSEWHERE = {"SAR": frozenset({"hong-kong", "macau"})}
"""Letters that mean another place where the text names it: a special administrative region, not the Syrian republic."""
_BEHIND = re.compile(r" of (?:the )?")
_ANYWHERE = words("united-nations european-union nato")


def of_their_states(body: str, known: Sequence[Found], countries: Countries) -> list[Found]:
    """Give known names in order, such bodies as those of the state that the text is about.

    Where the text names anything of the state that the tables take the body for, it stays that state's.
    """
    known = [_elsewhere(body, name, known) for name in known]
    generic = {place for place, name in enumerate(known) if body[name.start : name.end] in _SLUGS and name.ids}
    if not generic:
        return list(known)
    inside = [known[place] for place in generic]
    named = Counter(
        country
        for place, name in enumerate(known)
        if place not in generic and name.ids and not any(one.overlaps(name.start, name.end) for one in inside)
        if (country := countries.country_of(name.ids[0])) is not None and country not in _ANYWHERE
    )
    if not named:
        return list(known)
    home = named.most_common(1)[0][0]
    starts = {name.start: name for name in known if name.type == "GPE" and name.level == "name"}
    return [
        _of(body, name, _owner(body, name, starts, countries) or home, countries)
        if place in generic and not any(countries.country_of(entity_id) in named for entity_id in name.ids)
        else name
        for place, name in enumerate(known)
    ]


def _elsewhere(body: str, name: Found, known: Sequence[Found]) -> Found:
    others = _ELSEWHERE.get(body[name.start : name.end])
    if others is None or not name.ids:
        return name
    ids = {other.ids[0] for other in known if other.ids and body[other.start : other.end] not in _ELSEWHERE}
    meant = sorted(others & ids)
    return replace(name, ids=(meant[0],)) if len(meant) == 1 and name.ids[0] not in ids else name


def _owner(body: str, name: Found, starts: Mapping[int, Found], countries: Countries) -> str | None:
    """Give the state that stands behind a body: "the Congress of Brazil"."""
    of = _BEHIND.match(body, name.end)
    state = starts.get(of.end()) if of is not None else None
    return state.ids[0] if state is not None and state.ids and countries.is_country(state.ids[0]) else None


def _of(body: str, name: Found, home: str, countries: Countries) -> Found:
    title = body[name.start : name.end]
    state = countries.knowledge.entities[home]
    organ = countries.organ(home, _SLUGS[title], title) if state.adjectives else None
    if organ is not None:
        return replace(name, ids=(organ.id,), score=0.7, weak=False)
    called = f"{state.adjectives[0]} {title}" if state.adjectives else title
    return replace(name, ids=(f"{home}-{_SLUGS[title]}",), name=called, score=0.6, weak=False)
