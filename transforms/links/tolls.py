"""Comparing the figures of two claims as ranges: "at least 20" agrees with 23, 43 does not with "no casualties"."""

import re
from typing import NamedTuple

from transforms.links.linkable import LinkableClaim, once
from transforms.records import Figure

_INFINITE = float("inf")
_ROUGH = 0.2
_CASUALTY_WORDS = ("killed", "wounded", "missing", "captured", "displaced", "or")
_PEOPLE = frozenset(("people", "person", "persons", "dead", "deaths", "bodies", "lives", "victims", "casualties", ""))
_CIVILIANS = frozenset(("civilians", "civilian", "residents", "villagers"))
_PARTS = frozenset(("children", "women", "child", "woman", "babies", "girls", "boys"))


class Toll(NamedTuple):
    """A number of casualties: who ("people", "civilians", "soldiers"), what befell them, between which bounds."""

    figure: Figure
    who: str
    casualty: str
    low: float
    high: float


@once
def tolls_of(claim: LinkableClaim) -> tuple[Toll, ...]:
    """Give the casualty figures of a claim, with what each counts folded."""
    is_own = bool(_OWN_COUNT.search(claim.text)) if claim.figures else False
    tolls = (_toll(f) for f in claim.figures if f.casualty or _is_zero(f))
    return tuple(t._replace(high=_INFINITE) if t.high and (is_own or _is_part(t, claim.text)) else t for t in tolls)


def _is_part(toll: Toll, text: str) -> bool:
    """Tell whether a figure is of a part of the dead, who are then more: "including seven women", "12 of them"."""
    at = text.find(toll.figure.text)
    if at < 0:
        return False
    end = at + len(toll.figure.text)
    return bool(_PART_BEFORE.search(text, max(0, at - _WINDOW), at) or _PART_AFTER.match(text, end))


_WINDOW = 20  # characters
_PART_BEFORE = re.compile(
    r"\b(?:including|among (?:them|whom)|of (?:them|whom))(?: at least| about| some)? $", re.IGNORECASE
)
_PART_AFTER = re.compile(r" (?:of them|of whom|of the (?:dead|victims|killed|wounded))\b", re.IGNORECASE)


_OWN_COUNT = re.compile(
    r"\b(?:recorded|received|treated|admitted|registered|documented|recovered|retrieved)\b", re.IGNORECASE
)
"""What one hospital took in, or one team counted, others may go beyond."""


def _is_zero(figure: Figure) -> bool:
    return (
        figure.value == 0
        and bool(figure.what)
        and ("casualt" in (figure.what or "") or "victim" in (figure.what or ""))
    )


def _toll(figure: Figure) -> Toll:
    low, high = bounds(figure)
    return Toll(figure, _who(figure.what or ""), figure.casualty or "killed", low, high)


def _who(what: str) -> str:
    words = [w for w in what.split() if w not in _CASUALTY_WORDS]
    head = words[-1] if words else ""
    if head in ("casualties", "victims", "deaths", "dead") and len(words) > 1 and words[-2].startswith("civilian"):
        return "civilians"
    if head in _CIVILIANS:
        return "civilians"
    return "people" if head in _PEOPLE else head


def bounds(figure: Figure) -> tuple[float, float]:
    """Give the range that a figure allows; "about" leaves a fifth either way.

    >>> from transforms.records import Figure
    >>> about = Figure(text="", start=0, end=0, raw_start=0, raw_end=0, value=50, low=None, high=None, comparator="~",
    ...                unit=None, what=None)
    >>> bounds(about)
    (40.0, 60.0)
    """
    value = figure.value
    if value is None:
        return figure.low or 0.0, figure.high if figure.high is not None else _INFINITE
    match figure.comparator:
        case "~":
            return value * (1 - _ROUGH), value * (1 + _ROUGH)
        case ">" | ">=":
            return value, _INFINITE
        case "<" | "<=":
            return 0.0, value
        case _:
            return value, value


def conflict(a: LinkableClaim, b: LinkableClaim) -> tuple[Figure, Figure] | None:
    """Find the first two figures that cannot both be right; parts of a toll are compared only with like parts.

    Where one figure for the same is the same, another is of a part: "27 died, 12 of them unnamed".
    """
    agreed = {_kind(one) for one in tolls_of(a) for other in tolls_of(b) if one[1:4] == other[1:4]}
    for first in tolls_of(a):
        for second in tolls_of(b):
            if _kind(first) not in agreed and (_excludes(first, second) or _excludes(second, first)):
                return first.figure, second.figure
    return None


def _kind(toll: Toll) -> tuple[str, str]:
    """Give whom a toll counts, and what befell them."""
    return toll.who, toll.casualty


def _excludes(a: Toll, b: Toll) -> bool:
    if a.high == 0 and b.low > 0:
        return _denied(a, b)
    if a.casualty != b.casualty or a.high >= b.low:
        return False
    if a.who == b.who:
        return True
    return a.who == "people" and (b.who == "civilians" or b.who in _PARTS)  # more civilians than people


def _denied(none: Toll, some: Toll) -> bool:
    if none.figure.casualty and none.casualty != some.casualty:
        return False
    if some.casualty not in ("killed", "wounded"):
        return False
    return none.who in (some.who, "people") or (none.who == "civilians" and some.who in _PARTS)


def agreement(a: LinkableClaim, b: LinkableClaim) -> tuple[Figure, Figure] | None:
    """Find two figures that state the same number of the same."""
    for first in tolls_of(a):
        for second in tolls_of(b):
            if (first.who, first.casualty, first.figure.value) == (second.who, second.casualty, second.figure.value):
                return first.figure, second.figure
    return None


@once
def numbers(claim: LinkableClaim) -> frozenset[tuple[float | None, float | None]]:
    """Give the numbers of a claim, whatever they count."""
    return frozenset(
        (f.value if f.value is not None else f.low, f.high if f.value is None else f.value) for f in claim.figures
    )
