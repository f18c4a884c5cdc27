"""Bodies that a text calls by their last word with a capital: "the Council" after "the UN Security Council"."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from transforms.entities.found import Found
from transforms.entities.words import words

_NOUNS = words(
    """
    Council Agency Commission Committee Coalition Federation Assembly Alliance Union League Court Tribunal Bank Fund
    Institute Foundation Front Movement Association Academy University Observatory Directorate Bureau Senate Congress
    Parliament Center Centre Club Society Corporation Board
    """
)
_COMMON = words("Board Bureau Center Centre Institute Foundation Fund Club Society Corporation Association Directorate")
"""Those that stay descriptions with their article; "the Council" and "the Observatory" are used as names."""
_BARE = re.compile(
    r"(?:^|(?<=[.!?”\"] ))(Observatory|Coalition)(?= (?:head|chief|director|spokes|said|says|added|warned))", re.M
)
"""Those that stand without an article too where a sentence begins."""
_SHORT = re.compile(r"\b[Tt]he ([A-Z][a-z]+)(?=['’]s\b| (?!of\b|for\b)[a-z]|[.,;:!?)\"”»]|$)", re.M)


def without_lone_nouns(body: str, names: Sequence[Found]) -> list[Found]:
    """Drop guesses that are but the noun of a body behind its article: "the Board" is a description."""
    return [
        name
        for name in names
        if not (
            name.from_model
            and body[name.start : name.end] in _COMMON
            and body[max(0, name.start - 4) : name.start].lower() == "the "
        )
    ]


def find_short_bodies(body: str, names: Sequence[Found], name_of: Callable[[str], str]) -> Iterator[Found]:
    """Yield nouns of bodies with a capital that mean the one organization named so before them.

    `name_of` gives the canonical name of a known entity, else "".
    """
    taken = {at for name in names for at in range(name.start, name.end)}
    for match in (*_SHORT.finditer(body), *_BARE.finditer(body)):
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
            found = Found(start=start, end=end, type="ORG", ids=name.ids[:1], name=name.name, via="alias", score=0.8)
            yield (
                replace(found, start=match.start(), level="nominal", via="coreference")
                if match[1] in _COMMON
                else found
            )
