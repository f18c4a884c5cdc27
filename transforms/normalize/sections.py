"""Sections: what each paragraph of the text is, and which parts of a paragraph are not the article's own words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transforms.normalize.boilerplate import is_glossary, is_lead_in, is_rubric, label_line
from transforms.normalize.datelines import find_date_line, find_dateline
from transforms.normalize.disclaimers import find_disclaimers
from transforms.normalize.language import is_foreign
from transforms.normalize.outlets import OutletProfile
from transforms.records import Dateline, SectionKind

_LINE = re.compile(r"[^\s\n](?:[^\n]*[^\s\n])?")
_ENDS_SENTENCE = re.compile(r"[.!…:;,][\"“”’»)\]]*$")
_ENDS_QUESTION = re.compile(r"[?]$")
_FOLD = re.compile(r"[\W_]+")
_SITE_TAIL = re.compile(r"\s+[|–—-]\s+[^|–—-]{2,30}$")
_ABOVE_TEXT = 6  # lines among which a date line or a rubric may stand above the text
_TAIL = re.compile(r"\s+[|–—-]\s+")
# What may follow a headline that was run in: the end of its sentence, an agency, a date, a new sentence.
_NEXT_SENTENCE = re.compile(
    r"\s*[.:|]\s+(?=\S)|\s+(?=[A-Z]{2,}\s+[A-Z]|(?:A|An|The|In|At|On|Two|Three|Four|Five|Six|Seven|Several|Dozens|Some)\s)"
    r"|\s+(?=(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\s+)?\d{1,2}\s+[A-Z][a-z]+\s+\d{4})"
)
_BELOW_TEXT = 5  # lines among which a sentence may explain a listed organization and no more
_LONGEST_TITLE = 32  # words
_LONGEST_DECK = 45
_LONGEST_HEADLINE = 22
_LONGEST_SUBHEADING = 14


@dataclass(slots=True)
class Line:
    """A paragraph: its range in the text without the spaces around it, and what it is as far as is known."""

    start: int
    end: int
    text: str
    kind: SectionKind | None = None

    @property
    def words(self) -> int:
        return self.text.count(" ") + 1


@dataclass(frozen=True, slots=True)
class Piece:
    kind: SectionKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Sections in order, and the dateline that was found among them."""

    pieces: tuple[Piece, ...]
    dateline: Dateline | None


def split_lines(text: str) -> list[Line]:
    return [Line(m.start(), m.end(), m.group()) for m in _LINE.finditer(text)]


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
        _find_title(lines)
    _label_tail(lines)
    _label_subheadings(lines)
    _label_foreign(lines, language)
    dateline: Dateline | None = None
    in_text = False  # a dateline was found that opens a paragraph
    pieces: list[Piece] = []
    for line in lines:
        found, line_pieces = _split_line(line, look_for_dateline=not in_text and _count(pieces, "body") < 3)
        in_text = in_text or (found is not None and line.kind == "body")
        dateline = _merge(dateline, found)
        pieces += line_pieces
    return Layout(tuple(pieces), dateline)


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
            line.kind = label_line(line.text)
            if line.kind is None and number >= len(lines) - _BELOW_TEXT and is_glossary(line.text):
                line.kind = "footer"
            if line.kind is None and number < _ABOVE_TEXT:
                line.kind = "dateline" if _is_date_line(line) else "boilerplate" if is_rubric(line.text) else None
            if line.kind is None and outlet is not None and outlet.is_repeated(line.text):
                line.kind = "boilerplate"


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
    return line.kind is None and _is_headline(line)


def _is_headline(line: Line, longest: int = _LONGEST_HEADLINE) -> bool:
    """Tell whether a line reads like a headline: short, and without the end of a sentence."""
    return line.words <= longest and not _ENDS_SENTENCE.search(line.text) and any(c.isalpha() for c in line.text)


def _find_title(lines: Sequence[Line]) -> None:
    """Take the first line that reads like a headline as the title, and the next one as the deck."""
    rest = [line for line in lines if line.kind is None]
    if rest and _is_date_line(rest[0]):
        rest[0].kind = "dateline"
        rest = rest[1:]
    if len(rest) < 2 or find_dateline(rest[0].text):
        return
    ends_with_stop = rest[0].words <= _LONGEST_HEADLINE and find_dateline(rest[1].text) is not None
    if not _is_headline(rest[0], _LONGEST_TITLE) and not ends_with_stop:
        return
    if not any(_ENDS_SENTENCE.search(line.text) for line in rest[1:]):
        return
    rest[0].kind = "title"
    if _is_date_line(rest[1]):
        rest[1].kind = "dateline"
        rest = rest[:1] + rest[2:]
    if (
        len(rest) > 2
        and rest[1].words >= 5
        and _is_headline(rest[1], _LONGEST_DECK)
        and not find_dateline(rest[1].text)
    ):
        rest[1].kind = "deck"


def _is_date_line(line: Line) -> bool:
    return find_date_line(line.text) is not None


def _label_tail(lines: Sequence[Line]) -> None:
    """Label the headlines that trail behind the last sentence."""
    first = next((line.start for line in lines if line.kind is None and _ENDS_SENTENCE.search(line.text)), None)
    for line in reversed(lines):
        if first is None or line.start <= first:
            return
        if line.kind in {"boilerplate", "related", "footer"}:
            continue
        if line.kind is not None or not _is_headline(line) or _is_speech(line.text):
            return
        line.kind = "related" if line.words > 2 else "boilerplate"


def _is_speech(text: str) -> bool:
    return re.search(r"[“\"«„].*[”\"»“]\W+(?:\w+ ){0,3}(?:said|says|told|added|noted)\b", text) is not None


def _label_subheadings(lines: Sequence[Line]) -> None:
    """Label what is left: short lines without an end between paragraphs are subheadings, all else is body."""
    for number, line in enumerate(lines):
        if line.kind is not None:
            continue
        is_first = (
            all(other.kind is not None and other.kind != "body" for other in lines[:number]) if number < 8 else False
        )
        following = next((other for other in lines[number + 1 : number + 4] if other.kind is None), None)
        if not is_first and following is not None and line.words <= _LONGEST_SUBHEADING and _is_headline(line):
            line.kind = "subheading"
        else:
            line.kind = "body"


def _label_foreign(lines: Sequence[Line], language: str) -> None:
    """Keep paragraphs of another language than the article's out of what is analysed."""
    for line in lines:
        if line.kind == "body" and is_foreign(line.text, language):
            line.kind = "boilerplate"


def _split_line(line: Line, *, look_for_dateline: bool) -> tuple[Dateline | None, list[Piece]]:
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
    for low, high in find_disclaimers(line.text):
        if low < at:
            continue
        pieces += _trimmed(kind, line, at, low)
        pieces += _trimmed("disclaimer", line, low, high)
        at = high
    return dateline, pieces + list(_trimmed(kind, line, at, len(line.text)))


def _trimmed(kind: SectionKind, line: Line, low: int, high: int) -> Iterator[Piece]:
    """Give a part of a paragraph without the spaces around it; nothing where nothing is left."""
    part = line.text[low:high]
    stripped = part.strip()
    if stripped:
        start = line.start + low + part.index(stripped[0])
        yield Piece(kind, start, start + len(stripped))


def _merge(first: Dateline | None, second: Dateline | None) -> Dateline | None:
    """Fill what one dateline leaves open from another: a date line above, a place before the text."""
    first = first if first != Dateline() else None
    if first is None or second is None:
        return first or (second if second != Dateline() else None)
    return Dateline(
        place=first.place or second.place, date=first.date or second.date, agency=first.agency or second.agency
    )


def fold(text: str) -> str:
    """Reduce a headline to what two copies of it share."""
    return _FOLD.sub(" ", text.casefold()).strip()


def find_duplicated_headline(text: str, title_end: int | None = None) -> tuple[int, int] | None:
    """Find the second of two equal headlines: a line before the text, or the first words of the text.

    >>> text = "Talks resume\\n\\nTalks resume\\n\\nOSLO. Talks are on."
    >>> find_duplicated_headline(text)
    (14, 28)
    """
    lines = [line for line in split_lines(text[:4_000]) if label_line(line.text) is None][:5]
    seen: set[str] = set()
    for line in lines:
        names = {fold(line.text), fold(_SITE_TAIL.sub("", line.text))} - {""}
        if not _is_headline(line, _LONGEST_TITLE) and not (title_end and line.end <= title_end):
            continue
        if seen & names and line.words >= 2:
            behind = re.compile(r"\s*").match(text, line.end)
            return line.start, behind.end() if behind else line.end
        seen |= names
    return _run_in_headline(lines[0].text, lines[1]) if len(lines) > 1 and _is_headline(lines[0], 40) else None


def _run_in_headline(title: str, line: Line) -> tuple[int, int] | None:
    """Find the headline run into the first paragraph, where another sentence begins behind it."""
    found = find_dateline(line.text)
    at = found.end if found else 0
    at += len(line.text[at:]) - len(line.text[at:].lstrip())
    for headline in (title, _TAIL.split(title)[0]):
        if headline.count(" ") >= 4 and line.text.startswith(headline, at):
            behind = _NEXT_SENTENCE.match(line.text, at + len(headline))
            if behind:
                return line.start + at, line.start + behind.end()
    return None
