"""Loading: all packaged tables and a desk's own, as one Knowledge."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import resources
from pathlib import Path

from config.knowledge.entities import Entity, Knowledge, fold
from config.knowledge.tables import Problem, read_table


class KnowledgeError(ValueError):
    """A table cannot be read: every problem, one a line."""


def load_knowledge(extra: Sequence[Path] = ()) -> Knowledge:
    """Load the packaged tables and then `extra` ones (files or folders); cached.

    An extra entity with a known id replaces that entity; its names come before the packaged ones.
    """
    return _load(tuple(Path(path) for path in extra))


def read_tables(extra: Sequence[Path] = (), *, packaged: bool = True) -> tuple[list[Entity], list[Problem]]:
    """Read all tables, in a fixed order, and what is wrong with single lines."""
    entities: list[Entity] = []
    problems: list[Problem] = []
    texts = [(path.name, path.read_text("utf-8")) for path in extra_files(extra)]
    if packaged:
        folder = resources.files("config.knowledge")
        tables = sorted((table for table in folder.iterdir() if table.name.endswith(".tsv")), key=lambda t: t.name)
        texts += [(table.name, table.read_text("utf-8")) for table in tables]
    for name, text in texts:
        found, wrong = read_table(text.splitlines(), name=name)
        entities += found
        problems += wrong
    return entities, problems


def extra_files(extra: Iterable[Path]) -> list[Path]:
    """List the tables that paths name: files as they are, of folders every `.tsv`."""
    return [file for path in extra for file in (sorted(path.glob("*.tsv")) if path.is_dir() else [path])]


def index(entities: Iterable[Entity]) -> Knowledge:
    """Make a Knowledge of entities; the first of an id counts, and the first owner of a name is likeliest."""
    by_id: dict[str, Entity] = {}
    for entity in entities:
        by_id.setdefault(entity.id, entity)
    owners: dict[str, list[str]] = {}
    doubtful: dict[str, list[str]] = {}
    for entity in by_id.values():
        owners.setdefault(fold(entity.name), []).append(entity.id)
        for alias in entity.aliases:
            (doubtful if alias.ambiguous else owners).setdefault(fold(alias.text), []).append(entity.id)
    for name, ids in doubtful.items():
        owners.setdefault(name, []).extend(ids)
    return Knowledge(entities=by_id, by_name={name: tuple(dict.fromkeys(ids)) for name, ids in owners.items()})


@lru_cache(maxsize=8)
def _load(extra: tuple[Path, ...]) -> Knowledge:
    entities, problems = read_tables(extra)
    if problems:
        raise KnowledgeError("\n".join(map(str, problems)))
    return index(entities)
