"""Text from outside, made safe for a terminal."""

import re
from collections.abc import Iterable, Sequence

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def printable(text: str, *, keep_length: bool = False) -> str:
    """Remove control characters and bidirectional overrides, so that no feed can move the cursor or hide text.

    With `keep_length` each becomes a space, so that offsets still hold.

    >>> printable("a\\x1b[31mred\\u202eback")
    'a[31mredback'
    """
    return _CONTROL.sub(" " if keep_length else "", text)


def escaped(json_text: str) -> str:
    """Write in JSON text as escapes what `printable` takes away; it means the same.

    >>> escaped('"red\\u202eback"')
    '"red\\\\u202eback"'
    """
    return _CONTROL.sub(lambda control: f"\\u{ord(control[0]):04x}", json_text)


def one_line(text: str) -> str:
    """Make text from outside fit for one line of a table.

    >>> one_line("two\\n lines")
    'two lines'
    """
    return " ".join(printable(text).split())


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows below their headings; the last columns shrink to the terminal's width, a pipe gets whole lines."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 10_000
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="ellipsis", no_wrap=True)
    for row in rows:
        table.add_row(*(Text(one_line(cell)) for cell in row))
    console.print(table, soft_wrap=False)
