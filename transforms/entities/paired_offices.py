"""Offices told once for the people of several states: "the foreign ministers of Poland and Norway, Osk and Velm"."""

import re
from collections.abc import Callable, Sequence

from transforms.entities.found import Found

_OFFICE = re.compile(
    r"\b(?P<office>(?:(?:foreign|defen[cs]e|interior|finance|prime) )?"
    r"(?:minister|president|premier|leader|chancellor|ambassador))s\b",
    re.IGNORECASE,
)
_OF = re.compile(r" of (?:the )?")
_JOINT = re.compile(r"(?:, and |,? and |, )(?:the )?")
_ENDS_JOINT = re.compile(r"(?:, and|,? and|,) (?:the )?$")
_TO_PEOPLE = re.compile(r"(?:,| [–—-]|:)? \(?")
_TWO = 2


def paired_offices(body: str, names: Sequence[Found], is_country: Callable[[str], bool]) -> dict[int, tuple[str, str]]:
    """Give the office and state of each person of such a list by where the name starts, as many people as states."""
    paired: dict[int, tuple[str, str]] = {}
    starts: dict[int, Found] = {}
    ends: dict[int, Found] = {}
    for office in _OFFICE.finditer(body):
        if not starts:
            starts = {name.start: name for name in names if name.ids}
            ends = {name.end: name for name in names if name.ids and name.level == "adjectival"}
        of = _OF.match(body, office.end())
        if of is not None:
            states = _listed(body, of.end(), starts, lambda name: is_country(name.ids[0]))
        else:
            states = [name for name in _before(body, office.start() - 1, ends) if is_country(name.ids[0])]
        if len(states) < _TWO:
            continue
        first = _TO_PEOPLE.match(body, states[-1].end if of is not None else office.end())
        people = _listed(body, first.end(), starts, lambda name: name.type == "PERSON") if first is not None else []
        if len(people) == len(states):
            told = office["office"].lower()
            paired |= {who.start: (told, state.ids[0]) for who, state in zip(people, states, strict=True)}
    return paired


def _listed(body: str, at: int, starts: dict[int, Found], fits: Callable[[Found], bool]) -> list[Found]:
    found: list[Found] = []
    while (name := starts.get(at)) is not None and fits(name):
        found.append(name)
        joint = _JOINT.match(body, name.end)
        if joint is None:
            break
        at = joint.end()
    return found


def _before(body: str, end: int, ends: dict[int, Found]) -> list[Found]:
    """List the adjectives before an office: "Polish and Norwegian | premiers"."""
    found: list[Found] = []
    while (name := ends.get(end)) is not None:
        found.insert(0, name)
        joint = _ENDS_JOINT.search(body, max(0, name.start - 10), name.start)
        if joint is None:
            break
        end = joint.start()
    return found
