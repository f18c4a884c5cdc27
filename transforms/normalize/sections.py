"""Sections: what each paragraph of the text is, and which parts of a paragraph are not the article's own words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transforms.normalize.boilerplate import is_glossary, is_lead_in, is_rubric, label_line
from transforms.normalize.datelines import find_date_line
from transforms.normalize.headlines import find_title, label_repeated_title
from transforms.normalize.language import is_foreign
from transforms.normalize.lines import (
    LONGEST_TITLE,
    Line,
    ends_sentence,
    holds_sentences,
    is_headline,
    is_prose,
    split_lines,
)
from transforms.normalize.outlets import OutletProfile
from transforms.normalize.pieces import Piece, split_line
from transforms.records import Dateline, SectionKind

_ABOVE_TEXT = 6  # lines among which a date line or a rubric may stand above the text
_BELOW_TEXT = 5  # lines among which a sentence may explain a listed organization and no more
_LONGEST_SUBHEADING = 14  # words
_UNSTOPPED = 2  # long paragraphs without a last stop: the text has lost its stops


@dataclass(frozen=True, slots=True)
class Layout:
    """Sections in order, and the dateline that was found among them."""

    pieces: tuple[Piece, ...]
    dateline: Dateline | None


_SPEECH = re.compile(
    r"[“\"«„].*[”\"»“]\W+(?:\w+ ){0,3}(?:said|says|told|added|noted|concluded|stressed|emphasi[sz]ed|wrote|explained|"
    r"believes|assured|stated|summed up|pointed out|promised|recalled|replied)\b"
)
_CUE_INSIDE = re.compile(r"[“\"«„].{5,}, [–—-] (?:\w+ ){1,6}\w+\. [–—-] .*[”\"»“]$")
"""A quotation that its speaker interrupts: "It is late, – noted Orlov. – We go"."""


def lay_out(
    text: str,
    *,
    title_end: int | None = None,
    deck_end: int | None = None,
    outlet: OutletProfile | None = None,
    language: str = "en",
) -> Layout:
    """Label all of a text; `title_end` and `deck_end` say where title and deck end, if the input states them."""
    lines = split_lines(text)
    _label_stated(lines, title_end, deck_end)
    _label_known(lines, outlet)
    _label_related(lines)
    if title_end is None:
        find_title(lines)
    label_repeated_title(lines)
    _label_tail(lines)
    _label_subheadings(lines)
    _label_foreign(lines, language)
    dateline: Dateline | None = None
    in_text = False  # a dateline was found that opens a paragraph
    pieces: list[Piece] = []
    for line in lines:
        found, line_pieces = split_line(line, look_for_dateline=not in_text and _count(pieces, "body") < 3)
        in_text = in_text or (found is not None and line.kind == "body")
        dateline = _merge(dateline, found)
        pieces += line_pieces if outlet is None else _without_edges(text, line_pieces, outlet)
    return Layout(tuple(pieces), dateline)


def _without_edges(text: str, pieces: Sequence[Piece], outlet: OutletProfile) -> Iterator[Piece]:
    """Cut the outlet's own sentences off the edges of the body's paragraphs."""
    for piece in pieces:
        low, high = outlet.own_edges(text[piece.start : piece.end]) if piece.kind == "body" else (0, None)
        start, end = piece.start + low, piece.end if high is None else piece.start + high
        yield from _stripped("boilerplate", text, piece.start, start)
        yield from _stripped(piece.kind, text, start, end)
        yield from _stripped("boilerplate", text, end, piece.end)


def _stripped(kind: SectionKind, text: str, start: int, end: int) -> Iterator[Piece]:
    part = text[start:end]
    if part.strip():
        yield Piece(kind, start + len(part) - len(part.lstrip()), start + len(part.rstrip()))


def _count(pieces: Sequence[Piece], kind: SectionKind) -> int:
    return sum(piece.kind == kind for piece in pieces[:12])


def _label_stated(lines: Sequence[Line], title_end: int | None, deck_end: int | None) -> None:
    for line in lines:
        if title_end is not None and line.end <= title_end:
            line.kind = "title"
        elif deck_end is not None and line.end <= deck_end:
            line.kind = "deck"


def _label_known(lines: Sequence[Line], outlet: OutletProfile | None) -> None:
    """Label lines that say by themselves what they are, or that the outlet repeats."""
    for number, line in enumerate(lines):
        if line.kind is None:
            line.kind = None if number == 0 and _SOURCE_SAYS.match(line.text) else label_line(line.text)
            if line.kind is None and number >= len(lines) - _BELOW_TEXT and is_glossary(line.text):
                line.kind = "footer"
            if number < _ABOVE_TEXT and line.kind == "boilerplate" and _is_date_line(line):
                line.kind = "dateline"
            if line.kind is None and number < _ABOVE_TEXT:
                line.kind = "dateline" if _is_date_line(line) else "boilerplate" if is_rubric(line.text) else None
            if line.kind is None and outlet is not None and outlet.is_repeated(line.text):
                line.kind = "boilerplate"


_SOURCE_SAYS = re.compile(r"Sources?:\s\S+(?:\s\S+){2}")
"""A headline: "Source: the bridge will open in May"; below the text it names an agency."""


def _label_related(lines: Sequence[Line]) -> None:
    """Label the headlines behind "See also": one, or all of a row of three or more."""
    for number, line in enumerate(lines):
        if line.kind == "boilerplate" and is_lead_in(line.text):
            row = 0
            while number + 1 + row < len(lines) and _is_open_headline(lines[number + 1 + row]):
                row += 1
            at_end = number + 1 + row == len(lines)
            for following in lines[number + 1 : number + 1 + (row if row >= 3 or at_end else min(row, 1))]:
                following.kind = "related"


def _is_open_headline(line: Line) -> bool:
    return line.kind is None and is_headline(line)


def _is_date_line(line: Line) -> bool:
    return find_date_line(line.text) is not None


def _label_tail(lines: Sequence[Line]) -> None:
    """Label the headlines that trail behind the last sentence, unless the text lacks its paragraphs' last stops."""
    first = next((line.start for line in lines if line.kind is None and is_prose(line)), None)
    long = (line for line in lines if line.kind is None and line.words > LONGEST_TITLE)
    unstopped = sum(not ends_sentence(line.text) for line in long)
    for line in reversed(lines):
        if first is None or line.start <= first or unstopped >= _UNSTOPPED:
            return
        if line.kind in {"boilerplate", "related", "footer"}:
            continue
        if line.kind is not None or not is_headline(line) or _is_speech(line.text) or holds_sentences(line):
            return
        line.kind = "related" if line.words > 2 else "boilerplate"


def _is_speech(text: str) -> bool:
    return _SPEECH.search(text) is not None or _CUE_INSIDE.match(text) is not None


def _label_subheadings(lines: Sequence[Line]) -> None:
    """Label what is left: short lines without an end between paragraphs are subheadings, all else is body."""
    for number, line in enumerate(lines):
        if line.kind is not None:
            continue
        is_first = (
            all(other.kind is not None and other.kind != "body" for other in lines[:number]) if number < 8 else False
        )
        following = next((other for other in lines[number + 1 : number + 4] if other.kind is None), None)
        if not is_first and following is not None and line.words <= _LONGEST_SUBHEADING and is_headline(line):
            line.kind = "subheading"
        else:
            line.kind = "body"


def _label_foreign(lines: Sequence[Line], language: str) -> None:
    """Keep paragraphs of another language than the article's out of what is analysed."""
    for line in lines:
        if line.kind == "body" and is_foreign(line.text, language):
            line.kind = "boilerplate"


def _merge(first: Dateline | None, second: Dateline | None) -> Dateline | None:
    """Fill what one dateline leaves open from another: a date line above, a place before the text."""
    first = first if first != Dateline() else None
    if first is None or second is None:
        return first or (second if second != Dateline() else None)
    return Dateline(
        place=first.place or second.place, date=first.date or second.date, agency=first.agency or second.agency
    )
