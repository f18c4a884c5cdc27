"""One name looked up without loading the whole knowledge base, for commands that must answer at once."""

import re
from collections.abc import Iterator
from importlib import resources

from config.knowledge.entities import Entity, fold
from config.knowledge.loading import index
from config.knowledge.tables import read_table

_MAY_FOLD_TO_ASCII = re.compile(r"[^\x00-\x7fЀ-ӿ]")
"""A letter or mark that is neither ASCII nor Cyrillic: accents and apostrophes that folding takes away."""


def look_up(name: str) -> tuple[Entity, ...]:
    """Find the entities of the packaged tables that a name means; those for which it is ambiguous only if no other.

    >>> [entity.id for entity in look_up("Daesh")]
    ['islamic-state']
    """
    key = fold(name)
    if not key:
        return ()
    entities = [entity for lines, table in _lines_with(key) for entity in read_table(lines, name=table)[0]]
    found = index(entities).find(name)
    return tuple(entity for entity in found if _is_outright(entity, key)) or found


def _lines_with(key: str) -> Iterator[tuple[list[str], str]]:
    """Give each table's header and the lines that hold the folded name somewhere."""
    folder = resources.files("config.knowledge")
    for table in sorted((path for path in folder.iterdir() if path.name.endswith(".tsv")), key=lambda path: path.name):
        text = table.read_text("utf-8")
        lowered = text.casefold().split("\n")
        lines = text.split("\n")
        header = next((line for line in lines if line and line[0] != "#"), "")
        rows = zip(lines, lowered, strict=True)
        found = [line for line, low in rows if _holds(line, low, key) and line[0] != "#" and line is not header]
        if found:
            yield [header, *found], table.name


def _holds(line: str, lowered: str, key: str) -> bool:
    """Tell whether the folded line holds the key; folding is slow, and most lines need none."""
    if key in lowered:
        return True
    if line.isascii() or (key.isascii() and not _MAY_FOLD_TO_ASCII.search(line)):
        return False
    return key in fold(line)


def _is_outright(entity: Entity, key: str) -> bool:
    return fold(entity.name) == key or any(fold(a.text) == key and not a.ambiguous for a in entity.aliases)
