"""Bodies that a text calls by their last word with a capital: "the Council" after "the UN Security Council"."""

import re
from collections.abc import Callable, Iterator, Sequence

from transforms.entities.found import Found
from transforms.entities.words import words

_NOUNS = words(
    """
    Council Agency Commission Committee Coalition Federation Assembly Alliance Union League Court Tribunal Bank Fund
    Institute Foundation Front Movement Association Academy University Observatory Directorate Bureau Senate Congress
    Parliament Center Centre Club Society Corporation Board
    """
)
_SHORT = re.compile(r"\b[Tt]he ([A-Z][a-z]+)(?=['’]s\b| (?!of\b|for\b)[a-z]|[.,;:!?)\"”»]|$)", re.M)


def find_short_bodies(body: str, names: Sequence[Found], name_of: Callable[[str], str]) -> Iterator[Found]:
    """Yield nouns of bodies with a capital that mean the one organization named so before them.

    `name_of` gives the canonical name of a known entity, else "".
    """
    taken = {at for name in names for at in range(name.start, name.end)}
    for match in _SHORT.finditer(body):
        start, end = match.span(1)
        if match[1] not in _NOUNS or start in taken:
            continue
        before = {
            name.ids[0]: name
            for name in names
            if name.end < start
            and name.type == "ORG"
            and name.level == "name"
            and name.ids
            and match[1] in f"{body[name.start : name.end]} {name_of(name.ids[0])}".split()
        }
        if len(before) == 1:
            (name,) = before.values()
            yield Found(start=start, end=end, type="ORG", ids=name.ids[:1], name=name.name, via="alias", score=0.8)
