"""The two Koreas by their half of the peninsula: "the North fired a missile", where the text names them."""

import re
from collections.abc import Iterator, Sequence

from transforms.entities.found import Found

_HALVES = {"North": "north-korea", "South": "south-korea"}
_HALF = re.compile(
    r"\b[Tt]he (?P<half>North|South)"
    r"(?=['’]s\b|[.,;:)]|$| (?!(?:of|to|and|or|from|coast|side|bank|end|part|wing|pole)\b)[a-z])"
)
_DIRECTION = re.compile(r"\b(?:in|to|from|towards?|across|of) $")


def find_koreas(body: str, known: Sequence[Found]) -> Iterator[Found]:
    """Yield "the North" and "the South" for the Koreas; behind a preposition of place only where both are named."""
    if "the North" not in body and "The North" not in body and "the South" not in body and "The South" not in body:
        return
    named = {name.ids[0] for name in known if name.ids and not name.weak} & set(_HALVES.values())
    if not named:
        return
    for match in _HALF.finditer(body):
        if len(named) < len(_HALVES) and _DIRECTION.search(body, max(0, match.start() - 10), match.start()):
            continue
        start, end = match.span("half")
        yield Found(start=start, end=end, type="GPE", ids=(_HALVES[match["half"]],), via="alias", score=0.7)
