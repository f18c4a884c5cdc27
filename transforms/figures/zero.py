"""Statements that nobody was hurt: "no civilian casualties", "not a single soldier was killed"."""

import re
from typing import NamedTuple

from spacy.tokens import Doc

from transforms.figures.casualties import find_fate
from transforms.figures.counted import counted_phrase


class Zero(NamedTuple):
    start: int
    end: int
    what: str
    casualty: str | None


_NONE = re.compile(
    r"\b(?P<none>no one|nobody|none|(?:not (?:a single|one|any)|no|zero|without(?: any)?|(?:neither|nor) (?:any|a))"
    r"(?=\s))"
    r"(?P<gap>\s(?:single\s|such\s|further\s|other\s|reported\s|confirmed\s|known\s)*)?",
    re.I,
)
_VISIBLE = re.compile(r"\b(?:apparent|external|visible|physical|serious|obvious)\b")
_PEOPLE = {"no one": "people", "nobody": "people", "none": "people"}
_ANY_CASUALTY = ("killed", "wounded", "missing", "captured", "displaced", "casualties")


def find_zeros(doc: Doc, text: str, start: int, end: int) -> tuple[Zero, ...]:
    """Find the statements in `text[start:end]` that there were no casualties; "no doubt" and the like are none."""
    zeros = []
    for match in _NONE.finditer(text, start, end):
        zero = _read_zero(doc, text, match, end)
        if zero:
            zeros.append(zero)
    return tuple(zeros)


def _read_zero(doc: Doc, text: str, match: re.Match[str], end: int) -> Zero | None:
    last = doc.char_span(match.start(), end, alignment_mode="expand")
    after = doc.char_span(match.end() - 1, match.end(), alignment_mode="expand")
    if last is None or after is None:
        return None
    people = _PEOPLE.get(match["none"].lower())
    partly = people and after.end + 1 < last.end and doc[after.end].lower_ == "of"
    if partly:
        counted = counted_phrase(doc, after.end, last.end)
        fate = find_fate(doc, text, match.start(), None, counted.end, last.end) if counted else None
        if counted is None or fate is None or fate.at < counted.end:
            return None
        return Zero(match.start(), match.end("none"), f"{counted.text} {fate.casualty}", fate.casualty)
    if people:
        fate = find_fate(doc, text, match.start(), None, after.end, last.end)
        if not fate or fate.at < after.end:
            return None
        return Zero(match.start(), match.end("none"), f"{people} {fate.casualty}", fate.casualty)
    counted = counted_phrase(doc, after.end, last.end)
    if counted is None or _VISIBLE.search(counted.text):
        return None
    stop = doc[counted.end - 1].idx + len(doc[counted.end - 1])
    if counted.casualty in _ANY_CASUALTY:
        return Zero(match.start(), stop, counted.text, counted.casualty)
    fate = find_fate(doc, text, match.start(), None, counted.end, last.end)
    if fate and fate.at >= counted.end:
        return Zero(match.start(), stop, f"{counted.text} {fate.casualty}", fate.casualty)
    if match["none"].lower() in ("not one", "not a single"):
        return Zero(match.start(), stop, counted.text, None)
    return None
