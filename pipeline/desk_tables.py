"""A desk's own tables of entities, as `--knowledge` names them."""

from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import UsageError


def desk_tables(paths: Sequence[Path]) -> tuple[str, ...]:
    """Give the whole paths of a desk's own tables; UsageError where one is missing or has a mistake."""
    for path in paths:
        if not path.exists():
            raise UsageError(f"--knowledge {path}: there is no such file or folder")
    if paths:
        from config.knowledge import KnowledgeError, load_knowledge

        try:
            load_knowledge(paths)
        except KnowledgeError as error:
            first, *others = str(error).splitlines()
            more = f" (and {len(others)} more)" if others else ""
            raise UsageError(f"--knowledge {first}{more}; claimwire knowledge check lists all") from None
    return tuple(str(path.resolve()) for path in paths)
