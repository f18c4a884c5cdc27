"""Found documents as CSV for spreadsheets, where no cell of a feed's can become a formula."""

import csv
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TextIO

from pipeline.search.finding import Document
from pipeline.search.lines import figure, raw_ranges
from pipeline.search.question import Target
from pipeline.terminal import printable

Cell = Callable[[Document], Any]
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What makes a spreadsheet compute a cell, also in its full-width forms."""


def write_csv(target: Target, documents: Iterable[Document], to: TextIO | None = None) -> None:
    """Write a header and one row a document; lists stand in one cell, separated by "; "."""
    columns = COLUMNS[target]
    write_rows(list(columns), ([value(document) for value in columns.values()] for document in documents), to)


def write_rows(header: Sequence[str], rows: Iterable[Sequence[Any]], to: TextIO | None = None) -> None:
    """Write a header and rows of values, each made safe."""
    writer = csv.writer(to or sys.stdout, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([safe_cell(value) for value in row] for row in rows)


def safe_cell(value: Any) -> Any:
    """Give a value as a cell; text that a spreadsheet would compute gets an apostrophe before it.

    >>> safe_cell("=1+1"), safe_cell(" @SUM(A1)"), safe_cell(-3), safe_cell(["a", "b"]), safe_cell(None)
    ("'=1+1", "' @SUM(A1)", -3, 'a; b', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return value
    text = printable("; ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value))
    return f"'{text}" if text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS) else text


def _of(*path: str) -> Cell:
    def value(document: Document) -> Any:
        found: Any = document
        for name in path:
            found = found.get(name) if isinstance(found, Mapping) else None
        return found

    return value


def _figures(claim: Document) -> list[str]:
    return [figure(one) for one in claim.get("figures") or ()]


COLUMNS: dict[Target, dict[str, Cell]] = {
    "claims": {
        "published": _of("@timestamp"),
        "outlet": _of("outlet"),
        "speaker": _of("speaker", "name"),
        "role": _of("speaker", "role"),
        "act": _of("act"),
        "negated": _of("negated"),
        "claim": _of("text"),
        "about": _of("about_names"),
        "against": _of("target_name"),
        "figures": _figures,
        "said_on": _of("said_on"),
        "contradicted_by": _of("contradicted_by"),
        "denied_after_h": _of("denied_after_h"),
        "outlets": _of("outlets"),
        "machine_translated": _of("is_machine_translated"),
        "url": _of("url"),
        "raw": raw_ranges,
        "article_id": _of("article_id"),
        "story_id": _of("story_id"),
        "claim_id": _of("id"),
    },
    "articles": {
        "published": _of("@timestamp"),
        "outlet": _of("source", "name"),
        "title": _of("title"),
        "url": _of("url"),
        "language": _of("language"),
        "translated_from": _of("mt", "source_language"),
        "copy_kind": _of("duplicate", "kind"),
        "copy_of": _of("duplicate", "of"),
        "similarity": _of("duplicate", "similarity"),
        "delay_minutes": _of("duplicate", "delay_minutes"),
        "copies": _of("copies"),
        "story_id": _of("story_id"),
        "article_id": _of("id"),
    },
    "stories": {
        "first": _of("first_at"),
        "last": _of("last_at"),
        "title": _of("title"),
        "articles": _of("article_count"),
        "outlets": _of("outlets"),
        "entities": _of("entities"),
        "claims": _of("claims"),
        "contradictions": _of("contradictions"),
        "story_id": _of("id"),
    },
}
