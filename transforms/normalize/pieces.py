"""Pieces of a paragraph that are not the article's own words: datelines, disclaimers, sign-offs, the site's name."""

from collections.abc import Iterator
from dataclasses import dataclass

from transforms.normalize.datelines import find_date_line, find_dateline
from transforms.normalize.disclaimers import find_disclaimers
from transforms.normalize.headlines import find_site_tail
from transforms.normalize.lines import Line
from transforms.normalize.run_in import find_edges
from transforms.records import Dateline, SectionKind


@dataclass(frozen=True, slots=True)
class Piece:
    kind: SectionKind
    start: int
    end: int


def split_line(line: Line, *, look_for_dateline: bool) -> tuple[Dateline | None, list[Piece]]:
    """Cut a paragraph into its dateline, its disclaimers and its text."""
    kind = line.kind or "body"
    if kind == "dateline":
        return find_date_line(line.text), [Piece("dateline", line.start, line.end)]
    if kind not in {"body", "title", "deck", "subheading"}:
        return None, [Piece(kind, line.start, line.end)]
    pieces: list[Piece] = []
    at = 0
    dateline = None
    found = find_dateline(line.text) if look_for_dateline and kind == "body" else None
    if found:
        dateline, at = found.dateline, found.end
        pieces.append(Piece("dateline", line.start, line.start + found.end))
    start, end, rest = _find_edges(line, kind, at)
    pieces += _trimmed("boilerplate", line, at, start)
    at = start
    for low, high in find_disclaimers(line.text):
        if at <= low and high <= end:
            pieces += [*_trimmed(kind, line, at, low), *_trimmed("disclaimer", line, low, high)]
            at = high
    return dateline, [*pieces, *_trimmed(kind, line, at, end), *_trimmed(rest, line, end, len(line.text))]


def _find_edges(line: Line, kind: SectionKind, at: int) -> tuple[int, int, SectionKind]:
    """Give where a paragraph's own text begins and ends behind its dateline, and what stands behind it."""
    if kind == "title":
        tail = find_site_tail(line.text)
        return at, len(line.text) if tail is None else tail, "boilerplate"
    return (*find_edges(line.text, at), "footer") if kind == "body" else (at, len(line.text), "footer")


def _trimmed(kind: SectionKind, line: Line, low: int, high: int) -> Iterator[Piece]:
    """Give a part of a paragraph without the spaces around it; nothing where nothing is left."""
    part = line.text[low:high]
    stripped = part.strip()
    if stripped:
        start = line.start + low + part.index(stripped[0])
        yield Piece(kind, start, start + len(stripped))
