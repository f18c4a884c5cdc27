"""Hurricanes under one id, with their noun and without: "hurricane Osk", "Hurricane Osk", then "Osk"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from transforms.entities.found import Found
from transforms.entities.spelling import name_key

_STORM = re.compile(
    r"\b(?P<noun>[Hh]urricane|[Tt]yphoon|[Cc]yclone|[Tt]ropical [Ss]torm) [\"“«]?(?P<name>[A-Z][a-z]\w+)"
)
_NOUNS = ("urricane ", "yphoon ", "yclone ", "ropical storm ", "ropical Storm ")


def settle_storms(body: str, names: Sequence[Found]) -> list[Found]:
    """Give unknown names of the storms that a text tells of one id, whatever they were taken for."""
    if not any(noun in body for noun in _NOUNS):
        return list(names)
    nouns = {match["name"]: match["noun"].title() for match in reversed(list(_STORM.finditer(body)))}
    return [_settled(body, name, nouns) for name in names]


def _settled(body: str, name: Found, nouns: dict[str, str]) -> Found:
    whole = _STORM.fullmatch(body, name.start, name.end)
    bare = whole["name"] if whole is not None else body[name.start : name.end]
    if bare not in nouns or not name.ids or not name.ids[0].startswith("unk-"):
        return name
    slug = re.sub(r"[^a-z0-9]+", "-", name_key(bare).lower()).strip("-") or "unnamed"
    return replace(name, ids=(f"unk-event-storm-{slug}",), type="EVENT", name=f"{nouns[bare]} {bare}")
