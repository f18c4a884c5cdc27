"""The stretch that figures are sought in."""

from dataclasses import dataclass

from spacy.tokens import Doc

from transforms.alignment import Alignment


@dataclass(frozen=True, slots=True)
class Scene:
    """The stretch that is searched: the document, its text (once: spaCy joins it anew), the token where it ends.

    `start`: the character where it begins.
    """

    doc: Doc
    text: str
    alignment: Alignment
    limit: int
    start: int = 0


def token_after(doc: Doc, end: int) -> int:
    """Give the token after character `end`."""
    span = doc.char_span(end - 1, end, alignment_mode="expand")
    return span.end if span is not None else len(doc)
