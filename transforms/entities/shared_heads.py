"""Places of a list whose kind is named once, at its end: "Osk, Tver and Zarma regions" are three regions."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from config.knowledge import Entity
from transforms.entities.found import Found

_HEAD = re.compile(r" (?P<kind>[Rr]egion|[Pp]rovince|[Pp]refecture|[Oo]blast|[Cc]ounty|[Cc]ountie)s\b")
_JOINT = re.compile(r"(?:,? and|,? or|,) (?:the )?$")


def with_shared_heads(body: str, names: Sequence[Found], find: Callable[[str], Sequence[Entity]]) -> list[Found]:
    """Give names in order, towns in such a list as the regions of their name, where the tables have those."""
    ends = {name.end: place for place, name in enumerate(names) if name.level == "name"}
    mended: dict[int, Found] = {}
    for head in _HEAD.finditer(body):
        kind = head["kind"].title().replace("Countie", "County")
        place = ends.get(head.start())
        listed: list[int] = []
        while place is not None:
            listed.append(place)
            joint = _JOINT.search(body, max(0, names[place].start - 10), names[place].start)
            place = ends.get(joint.start()) if joint else None
        if len(listed) > 1:
            for place in listed:
                mended[place] = _as_region(body, names[place], kind, find)
    return [mended.get(place, name) for place, name in enumerate(names)] if mended else list(names)


def _as_region(body: str, name: Found, kind: str, find: Callable[[str], Sequence[Entity]]) -> Found:
    if name.type not in {"GPE", "LOC"}:
        return name
    regions = [one for one in find(f"{body[name.start : name.end]} {kind}") if one.type == "GPE"]
    return replace(name, ids=(regions[0].id,), type="GPE", via="alias", from_model=False) if regions else name
