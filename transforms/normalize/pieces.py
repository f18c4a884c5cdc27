"""Pieces of a paragraph that are not the article's own words: datelines, disclaimers, sign-offs, the site's name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.normalize.datelines import find_date_line, find_dateline
from transforms.normalize.disclaimers import find_disclaimers
from transforms.normalize.headlines import find_site_tail
from transforms.normalize.lines import Line
from transforms.records import Dateline, SectionKind

# (Reporting by A. Writer; Editing by B. Editor)   ab/cd (AFP, dpa, Reuters)
_SIGN_OFF = re.compile(
    r"(?:\((?:Additional )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Tt]ranslated)"
    r" (?:and \w+ )?by [^()]{3,250}\)\.?"
    r"|(?<=[.!?\"”] )(?:Additional )?(?:Reporting|Writing) by [A-Z][^.]{3,200}; ?[Ee]diting by [^.]{3,80}\.?"
    r"|(?<=[.!?\"”] )[A-Z][a-z]{2,9}/ ?[A-Z][a-z]{2,9}(?: [A-Z][a-z]+)?"
    r"|(?<=[.!?\"”] )[a-z]{1,4}(?:/[a-z]{1,4})+ \([A-Za-z]{2,8}(?:, [A-Za-z]{2,8})*\)(?: ?-)?)\s*\Z"
)
_LONGEST_SIGN_OFF = 340


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
    end, rest = _find_end(line, kind)
    for low, high in find_disclaimers(line.text):
        if at <= low and high <= end:
            pieces += [*_trimmed(kind, line, at, low), *_trimmed("disclaimer", line, low, high)]
            at = high
    return dateline, [*pieces, *_trimmed(kind, line, at, end), *_trimmed(rest, line, end, len(line.text))]


def _find_end(line: Line, kind: SectionKind) -> tuple[int, SectionKind]:
    """Give where a paragraph's own text ends, and what stands behind it."""
    if kind == "title":
        tail = find_site_tail(line.text)
        return (len(line.text) if tail is None else tail), "boilerplate"
    match = _SIGN_OFF.search(line.text, max(0, len(line.text) - _LONGEST_SIGN_OFF)) if kind == "body" else None
    return (match.start() if match else len(line.text)), "footer"


def _trimmed(kind: SectionKind, line: Line, low: int, high: int) -> Iterator[Piece]:
    """Give a part of a paragraph without the spaces around it; nothing where nothing is left."""
    part = line.text[low:high]
    stripped = part.strip()
    if stripped:
        start = line.start + low + part.index(stripped[0])
        yield Piece(kind, start, start + len(stripped))
