"""Wordings carried over word by word by a translator, from the reviewed table `config/normalize/calques.tsv`."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import ahocorasick

from transforms.normalize.draft import Change, narrow
from transforms.normalize.tables import read_rows

_NEAR = 200  # characters on either side in which the context must stand


@dataclass(frozen=True, slots=True)
class Calque:
    """An entry of the table: `near` must stand nearby; `only_mt`: the article must be machine-translated."""

    pattern: re.Pattern[str]
    holds: tuple[str, ...]
    replacement: str
    languages: tuple[str, ...]
    only_mt: bool
    near: re.Pattern[str] | None
    confidence: float


@dataclass(frozen=True, slots=True)
class FoundCalque:
    start: int
    end: int
    after: str
    calque: Calque


def _read() -> tuple[Calque, ...]:
    calques = []
    for pattern, holds, replacement, languages, condition, confidence, _ in read_rows("calques.tsv"):
        word, _, near = condition.removeprefix("mt ").partition(" ")
        calques.append(
            Calque(
                re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE),
                tuple(holds.split("|")),
                replacement,
                tuple(languages.split(",")),
                condition.startswith("mt"),
                re.compile(near, re.IGNORECASE) if word == "near" else None,
                float(confidence),
            )
        )
    return tuple(calques)


CALQUES = _read()


def _letters() -> Any:
    automaton = ahocorasick.Automaton()
    for letters in {letters for calque in CALQUES for letters in calque.holds}:
        automaton.add_word(letters, letters)
    automaton.make_automaton()
    return automaton


_LETTERS = _letters()


def find_calques(text: str) -> list[FoundCalque]:
    """Find the calques whose context is there, the conditional ones too, in order."""
    found = []
    held = {letters for _, letters in _LETTERS.iter(text.lower())}
    for calque in CALQUES:
        if held.isdisjoint(calque.holds):
            continue
        for match in calque.pattern.finditer(text):
            if calque.near is None or calque.near.search(text, max(0, match.start() - _NEAR), match.end() + _NEAR):
                after = match.expand(calque.replacement)
                if match.group()[0].isupper():
                    after = after[0].upper() + after[1:]
                if after != match.group():
                    found.append(FoundCalque(match.start(), match.end(), after, calque))
    return list(_longest(found))


def _longest(found: Iterable[FoundCalque]) -> Iterator[FoundCalque]:
    """Order what was found; of two that overlap keep the one that begins first, or is longer."""
    end = 0
    for one in sorted(found, key=lambda f: (f.start, -f.end)):
        if one.start >= end:
            end = one.end
            yield one


def replace_calques(
    found: Iterable[FoundCalque], quoted: Iterable[tuple[int, int]], text: str, *, is_machine_translated: bool
) -> Iterator[Change]:
    """Replace calques outside quotations; inside them only suggest, for the words of a quotation are its speaker's."""
    ranges = sorted(quoted)
    at = 0
    for one in found:
        if one.calque.only_mt and not is_machine_translated:
            continue
        while at < len(ranges) and ranges[at][1] <= one.start:
            at += 1
        inside = at < len(ranges) and ranges[at][0] < one.end
        why = "calque of " + "/".join(one.calque.languages)
        if inside:
            before = text[one.start : one.end]
            yield Change(one.start, one.end, before, "calque", why, one.after, one.calque.confidence)
        else:
            yield narrow(Change(one.start, one.end, one.after, "calque", why, None, one.calque.confidence), text)
