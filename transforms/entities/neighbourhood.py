"""Whether a place may be meant in another spelling: only near what else a text names."""

from collections.abc import Sequence

from config.knowledge import Entity, Knowledge
from transforms.entities.found import Found


def countries_of(names: Sequence[Found], knowledge: Knowledge) -> frozenset[str]:
    """Give the states whose people, places and bodies a text names, and those that it names themselves."""
    known = (knowledge.entities.get(name.ids[0]) for name in names if name.ids)
    return frozenset(one.country or one.id for one in known if one is not None)


def is_near(entity: Entity, countries: frozenset[str]) -> bool:
    """Tell whether a text on these states, if on any, may mean a place: Selma of Alabama is no village of Syria."""
    place = entity.type in {"GPE", "LOC", "FAC"} and entity.country is not None
    return not place or not countries or entity.country in countries
