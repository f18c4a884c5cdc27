"""Headlines whose words all have capitals, where capitals tell nothing."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Doc

from transforms.entities.found import Found
from transforms.entities.words import NOT_NAMES
from transforms.language_model import text_of

_LINE_TEXT = re.compile(r"[^\n]+")


def without_headline_words(doc: Doc, names: Iterable[Found]) -> list[Found]:
    """Drop guesses in title-case headlines, where every word looks like a name, unless the text repeats them."""
    found = list(names)
    lines = title_case_lines(doc)
    if not lines:
        return found
    elsewhere = [name for name in found if not any(start <= name.start < end for start, end in lines)]
    text = text_of(doc)
    seen = {word for name in elsewhere for word in re.findall(r"\w+", text[name.start : name.end])}
    kept = list(elsewhere)
    for name in found:
        if name not in elsewhere:
            kept.extend(_repeated(text, name, seen))
    return sorted(kept, key=lambda name: name.start)


def title_case_lines(doc: Doc) -> list[tuple[int, int]]:
    """Give the ranges of the headlines whose words all have capitals."""
    lines = []
    for match in _LINE_TEXT.finditer(text_of(doc)):
        line = match.group()
        long = [word for word in re.findall(r"[^\W\d_]+", line) if len(word) > 3]
        if line.endswith((".", '."', ".”")):
            continue  # a sentence that is full of names
        if len(line) < 200 and len(long) > 3 and sum(word[0].isupper() for word in long) > 0.8 * len(long):
            lines.append((match.start(), match.end()))
        if match.end() > 2000:
            break
    return lines


def _repeated(text: str, name: Found, seen: set[str]) -> Iterator[Found]:
    """Yield the part of a headline's guess whose words are in names elsewhere."""
    run: list[re.Match[str]] = []
    for match in re.finditer(r"\w+", text[name.start : name.end]):
        if match.group() in seen and match.group()[0].isupper():
            run.append(match)
        elif run:
            break
    only = run[0].group().lower() if len(run) == 1 else ""
    if run and only not in NOT_NAMES and len("".join(match.group() for match in run)) > 2:
        yield replace(name, start=name.start + run[0].start(), end=name.start + run[-1].end())
