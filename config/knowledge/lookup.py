"""One name looked up without loading the whole knowledge base, for commands that must answer at once."""

from collections.abc import Iterator
from importlib import resources

from config.knowledge.entities import Entity, fold
from config.knowledge.loading import index
from config.knowledge.tables import read_table


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
        lines = [line for line in table.read_text("utf-8").split("\n") if line and line[0] != "#"]
        found = [line for line in lines[1:] if key in (line.casefold() if line.isascii() else fold(line))]
        if found:
            yield [lines[0], *found], table.name


def _is_outright(entity: Entity, key: str) -> bool:
    return fold(entity.name) == key or any(fold(a.text) == key and not a.ambiguous for a in entity.aliases)
