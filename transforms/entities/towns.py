"""Towns under their bare and their full names: "Osk City" is Osk, and what is in "Osk, Zarma" is a place."""

import re
from collections.abc import Sequence
from dataclasses import replace

from transforms.entities.dictionary import is_english
from transforms.entities.found import Found

_KIND = re.compile(r" (?:City|Town|Township|County|Village|Prefecture|Municipality)$")
_SAME = re.compile(r" (?:City|Town|Village|Municipality)$")
"""Kinds that only say what a place is; a county or prefecture lies around its town."""
_KIND_AFTER = re.compile(r" (?:City|Town|Township|County|Village|Prefecture|Municipality)\b(?! [A-Z])")
_IN = re.compile(r"\b(?:[Ii]n|[Ff]rom|[Nn]ear|[Oo]f|[Aa]t|state of|State of) $")
_IN_IT = re.compile(r"\b(?:[Ii]n|[Nn]ear) $")
_STATE_OF = re.compile(r"\bstate of $")
_BEHIND_STATE = re.compile(r" state\b(?!-)")
_SMALL_KIND = re.compile(r" (?:province|county|prefecture|governorate)$")
_GUESSES = frozenset({"PERSON", "ORG", "NORP", "FAC", "LOC", "PRODUCT", "EVENT"})


def settle_towns(body: str, names: Sequence[Found]) -> list[Found]:
    """Give names in order, guesses that are places by what stands beside them somewhere, with "City" behind them.

    "Gauteng province" is Gauteng: a noun in small letters is no part of an unknown name.
    """
    names = [_with_kind(body, name) for name in names]
    starts = {name.start: name for name in names}
    places = {
        _bare(body, name) for name in names if not name.ids and name.level == "name" and _is_place(body, name, starts)
    }
    return [
        replace(name, type="GPE", level="name")
        if not name.ids and name.type in _GUESSES and _one_word(body, name) in places
        else name
        for name in names
    ]


def join_towns(body: str, names: Sequence[Found]) -> list[Found]:
    """Give names with their entities, unknown towns under their full name as the bare one that the text has too."""
    bare = {
        body[name.start : name.end]: name
        for name in reversed(names)
        if name.type == "GPE" and name.ids and name.ids[0].startswith("unk-") and " " not in body[name.start : name.end]
    }
    if not bare:
        return list(names)
    return [
        replace(name, ids=same.ids, name=same.name)
        if name.ids
        and name.ids[0].startswith("unk-place-")
        and (kind := _SAME.search(body, name.start, name.end))
        and (same := bare.get(body[name.start : kind.start()]))
        else name
        for name in names
    ]


def _with_kind(body: str, name: Found) -> Found:
    """Take the noun with a capital into the name of an unknown place, and leave out the small one."""
    if name.ids or name.level != "name" or name.type not in {"GPE", "LOC", "ORG", "PERSON", "PRODUCT"}:
        return name
    kind = _KIND_AFTER.match(body, name.end)
    is_town = kind is not None and (name.type == "GPE" or kind.group() != " City")
    if kind is not None and is_town and _KIND.search(body, name.start, name.end) is None and _one_word(body, name):
        return replace(name, end=kind.end(), type="GPE")
    if name.type in {"PERSON", "PRODUCT"}:
        return name
    small = _SMALL_KIND.search(body, name.start, name.end)
    return replace(name, end=small.start(), type="GPE") if small is not None and small.start() > name.start else name


def _is_place(body: str, name: Found, starts: dict[int, Found]) -> bool:
    if name.type == "GPE" and _KIND.search(body, name.start, name.end) is not None:
        return True
    before = max(0, name.start - 10), name.start
    if name.type == "GPE" and _one_word(body, name) and _IN_IT.search(body, *before) is not None:
        return True
    if _STATE_OF.search(body, *before) is not None:
        return True
    if name.type != "NORP" and body.startswith(" state", name.end) and _BEHIND_STATE.match(body, name.end):
        return bool(_one_word(body, name)) and _IN.search(body, *before) is not None
    region = starts.get(name.end + 2) if body.startswith(", ", name.end) else None
    known = region is not None and bool(region.ids) and region.type == "GPE" and region.level == "name"
    return known and _IN.search(body, *before) is not None


def _bare(body: str, name: Found) -> str:
    return _KIND.sub("", body[name.start : name.end])


def _one_word(body: str, name: Found) -> str:
    """Give a guess of one foreign word, "" for another."""
    written = body[name.start : name.end]
    return "" if " " in written or is_english(written) else written
