"""Places that the model overlooks, told by the noun beside them: "the town of Zarma", "Al-Hali district"."""

import re
from collections.abc import Iterator, Sequence

from transforms.entities.found import Found
from transforms.entities.words import DETERMINERS, DIRECTIONS, NOT_NAMES, TITLES

_NAME = r"(?:[Aa]l-|[Ee]l-)?[A-Z][a-zà-ž'’]+(?:[ -](?:al-)?[A-Z][a-zà-ž'’]+)?"
_BEFORE = re.compile(rf"\b(?:town|village|city|district|suburb|neighbou?rhood) of ({_NAME})")
_AFTER = re.compile(rf"\b({_NAME})(?= (?:district|neighbou?rhood|village|governorate|suburb)\b)")
_COMMON = NOT_NAMES | DETERMINERS | DIRECTIONS | TITLES


def named_by_noun(body: str, names: Sequence[Found]) -> Iterator[Found]:
    """Yield unmarked capitalised words that a noun of place stands beside."""
    taken = {at for name in names for at in range(name.start, name.end)}
    for pattern in (_BEFORE, _AFTER):
        for match in pattern.finditer(body):
            start, end = match.span(1)
            words = match[1].replace("-", " ").lower().split()
            if taken.intersection(range(start, end)) or any(word in _COMMON for word in words):
                continue
            taken.update(range(start, end))
            yield Found(start=start, end=end, type="GPE", from_model=True, score=0.5)
