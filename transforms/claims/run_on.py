"""Where a headline, a date line or a row of tags runs into the sentence after it, with no mark between them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from spacy.tokens import Doc, Token

from transforms.claims.drafts import Range
from transforms.claims.unpunctuated import Phrases
from transforms.entities.words import PERSON_NOUNS

_DETERMINERS = frozenset(
    {"The", "A", "An", "This", "These", "Those", "He", "She", "It", "They", "There", "His", "Her", "Its", "Their", "We"}
    | {"Some", "More", "Several", "Dozens", "Hundreds", "Thousands", "Two", "Three", "Four", "Five", "Six", "Seven"}
    | {"Eight", "Nine", "Ten", "Another", "Many", "Nearly", "About", "Around"}
)
_OPENERS = frozenset({"At", "In", "On", "According", "During", "Since", "After", "Earlier", "Meanwhile"})
_GOING_ON = frozenset({"that", "which", "who", "whose", "while", "or"})
_STOPS = frozenset(".!?;")
_OPENING_TOKENS = 90
_LEAST_BEFORE = 2
_LEAST_PARAGRAPH = 25


def split_run_on(
    doc: Doc, ranges: Sequence[Range], titles: Sequence[Range], phrases: Phrases, *, everywhere: bool
) -> list[Range]:
    """Cut the ranges where a new sentence begins without a stop before it; only in the opening, or `everywhere`."""
    pieces: list[Range] = []
    for n, (start, end) in enumerate(ranges):
        words = doc.char_span(start, end, alignment_mode="contract")
        if words is None or not len(words) or (start, end) in titles or (n > len(titles) and not everywhere):
            pieces.append((start, end))
            continue
        last = words.end if everywhere else min(words.end, words.start + _OPENING_TOKENS)
        for at in _breaks(doc, words.start, last, phrases, everywhere=everywhere):
            pieces.append((start, doc[at].idx))
            start = doc[at].idx
        pieces.append((start, end))
    return pieces


def merged_headlines(doc: Doc) -> list[Range]:
    """Give the ranges of headlines that ran into the first sentence, as they were parted before the parse."""
    found: tuple[int, ...] = doc.user_data.get("merged", ())
    if not found:
        return []
    line = found[0]
    while line > 0 and not (doc[line - 1].is_space and "\n" in doc[line - 1].text):
        line -= 1
    edges = [line, *found]
    return [(doc[low].idx, doc[high].idx) for low, high in pairwise(edges)]


def _breaks(doc: Doc, start: int, end: int, phrases: Phrases, *, everywhere: bool) -> Iterator[int]:
    seen: set[str] = set()
    merged = doc.user_data.get("merged", ())
    first, line = start, start
    for i, text in enumerate([token.text for token in doc[start:end]], start):
        if i >= line:
            line = _line_end(doc, i, end)
            if line - i < _LEAST_PARAGRAPH:  # a title
                start = first = line
        if i < start:
            continue
        if i in merged and i > first:
            yield i
            first = i
            continue
        sign = text[0]
        if sign in _STOPS or sign.isspace():
            if not everywhere and i - start > _LEAST_BEFORE:
                return
            first = i + 1
        elif sign.islower():
            seen.add(text)
        elif sign.isupper() and i - first >= _LEAST_BEFORE and _begins(doc, i, seen, phrases):
            yield i
            first = i


def _line_end(doc: Doc, i: int, end: int) -> int:
    i += 1
    while i < end and not (doc[i].is_space and "\n" in doc[i].text):
        i += 1
    return i


def _begins(doc: Doc, i: int, seen: set[str], phrases: Phrases) -> bool:
    token, before = doc[i], doc[i - 1]
    if i + 1 >= len(doc) or (not token.is_title and token.text != "A"):
        return False
    if i in phrases.names or before.is_space or (before.is_punct and not _closes(before)):
        return False
    after = doc[i + 1]
    if before.tag_ in {"IN", "CC", "DT"} or (before.pos_ in {"VERB", "AUX"} and i + 1 in phrases.names):
        return False
    if not after.is_alpha and not after.like_num:
        return False
    if token.text in _DETERMINERS:
        return not (_titled(before) and _titled(after) and i + 2 < len(doc) and _titled(doc[i + 2]))
    if token.text == "According" and after.lower_ == "to" and i + 2 < len(doc) and doc[i + 2].is_lower:
        return True
    if token.text in _OPENERS:
        return any(t.is_lower and len(t) > 3 for t in doc[max(0, i - 4) : i]) and before.pos_ != "ADP"
    if before.pos_ in {"ADP", "DET", "ADJ"}:
        return False
    if token.lower_ in PERSON_NOUNS and after.lower_ == "of":
        name = phrases.names.get(i - 1)
        return name[2] in {"ORG", "PERSON"} if name else before.pos_ == "NOUN"
    whole = not _titled(before) or before.i in phrases.names  # no "Public | Park"
    if after.lower_ in _GOING_ON:
        return False  # "the Velm Massacre that cost ten lives"
    return whole and token.lower_ in seen and token.pos_ in {"NOUN", "PROPN"} and after.is_lower


def _closes(mark: Token) -> bool:
    return mark.text in {'"', "”", ")"} and bool(mark.whitespace_)


def _titled(token: Token) -> bool:
    return token.text[:1].isupper()
