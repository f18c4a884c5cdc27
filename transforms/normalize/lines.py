"""Paragraphs of a text, and what reads like a headline."""

import re
from dataclasses import dataclass

from transforms.records import SectionKind

_LINE = re.compile(r"[^\s\n](?:[^\n]*[^\s\n])?")
_ENDS_SENTENCE = re.compile(r"[.!…:;,][\"“”’»)\]]*$")
_INNER_END = re.compile(r"[a-z][.!?][\"”’]? [A-Z(“\"a-z]")
LONGEST_TITLE = 32
"""Words of a stated or first headline."""
LONGEST_HEADLINE = 22
"""Words of any other headline."""
_LONGEST_PAIR = 12
"""Words of a headline with a stop inside: "Fire in the port. Photos"."""


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


def split_lines(text: str) -> list[Line]:
    """Cut a text into its lines that are not empty."""
    return [Line(m.start(), m.end(), m.group()) for m in _LINE.finditer(text)]


def is_headline(line: Line, longest: int = LONGEST_HEADLINE) -> bool:
    """Tell whether a line reads like a headline: short, and without the end of a sentence."""
    return line.words <= longest and not ends_sentence(line.text) and any(c.isalpha() for c in line.text)


def is_prose(line: Line) -> bool:
    """Tell whether a line holds sentences: it ends as one does, or is long, or has the end of one inside."""
    return ends_sentence(line.text) or line.words > LONGEST_TITLE or _INNER_END.search(line.text) is not None


def holds_sentences(line: Line) -> bool:
    """Tell whether a line has the end of a sentence inside and is longer than a headline and its rubric."""
    return line.words > _LONGEST_PAIR and _INNER_END.search(line.text) is not None


def ends_sentence(text: str) -> bool:
    """Tell whether a line ends as sentences do; a question may be a headline."""
    return _ENDS_SENTENCE.search(text) is not None
