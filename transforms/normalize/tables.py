"""The reviewed tables of `config/normalize`, read once."""

from functools import cache
from importlib.resources import files


@cache
def read_rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Read a table: one row a line, columns parted by tabs; blank lines and lines that begin with "#" are left out."""
    text = (files("config") / "normalize" / name).read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line.strip() and not line.startswith("#"))


def read_list(name: str) -> frozenset[str]:
    """Read a table of one column, case-folded."""
    return frozenset(row[0].strip().casefold() for row in read_rows(name))
