"""One id and one spelling for each unknown person of an article, whatever the translator wrote each time."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from transforms.entities.found import Found
from transforms.entities.known_people import are_garbled
from transforms.entities.respelling import as_written_in
from transforms.entities.spelling import name_key

_UNKNOWN = "unk-person-"


def settle(found: Sequence[Found], home: str | None) -> list[Found]:
    """Give unknown people ids made of their canonical names, and those spelt in two ways the more frequent one.

    `home` is the country that the article is about.
    """
    found = [_district(one, home) for one in found]
    times = Counter(one.ids[0] for one in found if one.ids and one.ids[0].startswith(_UNKNOWN))
    if not times:
        return found
    names = {one.ids[0]: one.name for one in reversed(found) if one.ids and one.ids[0] in times and one.name}
    keys = {entity_id: name_key(name).split(" ") for entity_id, name in names.items()}
    settled: dict[str, tuple[str, str]] = {}
    ranked = sorted(names, key=lambda entity_id: (-times[entity_id], entity_id))
    for place, entity_id in enumerate(ranked):
        key = keys[entity_id]
        same = (e for e in ranked[:place] if len(key) == len(keys[e]) == 2 and are_garbled(keys[e], key))
        of = next(same, entity_id)
        name = as_written_in(home, names[of])
        settled[entity_id] = settled.get(of) or (_UNKNOWN + _slug(name), name)
    return [_as_settled(one, settled.get(one.ids[0]) if one.ids else None) for one in found]


def _district(one: Found, home: str | None) -> Found:
    if not one.name.endswith(" District") or not one.ids[0].startswith("unk-place-"):
        return one
    name = as_written_in(home, one.name)
    return one if name == one.name else replace(one, name=name, ids=(f"unk-place-{_slug(name)}",))


def _as_settled(one: Found, settled: tuple[str, str] | None) -> Found:
    return one if settled is None else replace(one, ids=settled[:1], name=settled[1])


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name_key(name).lower()).strip("-") or "unnamed"
