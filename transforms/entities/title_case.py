"""Headlines whose words all have capitals, where capitals tell nothing, also those run into a text."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Doc

from transforms.entities.dictionary import is_english, is_inflected_verb
from transforms.entities.found import Found
from transforms.entities.model import GIVEN
from transforms.entities.tokens import Tokens, tokens_of
from transforms.entities.words import COMMON_BODIES, NOT_NAMES, words
from transforms.language_model import text_of

_LINE_TEXT = re.compile(r"[^\n]+")
_SMALL = words(
    "a al an and as at by de down el ez for from ' in into is its near of off on or out s than the to up via with & -"
)
_NO_VERBS = words(
    """
    allied armed broadcasting building developing engineering forces housing limited manufacturing operating operations
    parties peoples planning programs publishing resources restructuring retired rights services sports states studies
    times training trading united works advanced applied associated banking mining shipping marketing printing records
    guards institutes centers appeals scholars games islands
    """
)
_VERBS = words("kill hit injure wound dead die claim attack strike foil destroy capture seize execute behead urge")
_LONG, _WORDS = 5, 4
_LONGEST, _FAR = 199, 2000


def without_headline_words(doc: Doc, names: Iterable[Found]) -> list[Found]:
    """Drop guesses in title-case headlines, where every word looks like a name, unless the text repeats them."""
    found = list(names)
    lines = _lines(doc)
    runs = _runs(doc)
    if not lines and not runs:
        return found
    text = text_of(doc)
    elsewhere = [name for name in found if not _is_within(name, lines) and not _is_within(name, runs)]
    whole = {text[name.start : name.end] for name in elsewhere}
    seen = {word for name in whole for word in re.findall(r"\w+", name)}
    kept = list(elsewhere)
    for name in found:
        if _is_within(name, lines):
            kept.extend(_repeated(text, name, seen))
        elif _is_within(name, runs):
            kept.extend(_foreign(text, name, whole))
    return sorted(kept, key=lambda name: name.start)


def _is_within(name: Found, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(start <= name.start < end for start, end in ranges)


def title_case_lines(doc: Doc) -> list[tuple[int, int]]:
    """Give the ranges of the headlines whose words all have capitals, lines of their own and those in a paragraph."""
    return [*_lines(doc), *_runs(doc)]


def _runs(doc: Doc) -> list[tuple[int, int]]:
    """Give the headlines run into a text, found once for each parse."""
    found: list[tuple[int, int]] | None = doc.user_data.get("headlines")
    if found is None:
        found = doc.user_data["headlines"] = list(_run_into_text(tokens_of(doc)))
    return found


def _lines(doc: Doc) -> list[tuple[int, int]]:
    lines = []
    text = text_of(doc)
    for match in _LINE_TEXT.finditer(text):
        if match.start() > _FAR:
            break
        line = match.group()
        repeats = match.start() > 0 and text.startswith(line[:-1])
        if len(line) > _LONGEST or (line.endswith((".", '."', ".”")) and not repeats):
            continue  # a sentence that is full of names
        long = [word for word in re.findall(r"[^\W\d_]+", line) if len(word) > 3]
        if len(long) > 3 and sum(word[0].isupper() for word in long) > 0.8 * len(long):
            lines.append((match.start(), match.end()))
    return lines


def _run_into_text(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Yield stretches of words with capitals among which one is a verb: a headline that has lost its line break."""
    first, last, words = 0, -_LONG, tokens.words
    for number in [*tokens.capitals, len(words) + _LONG]:
        if number - last == 1 or (number - last <= _WORDS and _are_small(words, last + 1, number)):
            last = number
            continue
        if last - first >= _LONG and _is_headline(words[first : last + 1]):
            yield tokens.starts[first], tokens.starts[last] + len(words[last])
        first = last = number


def _are_small(words: Sequence[str], first: int, end: int) -> bool:
    """Tell whether words between two capitals are such as stay small in a headline, or numbers."""
    return all(words[at] in _SMALL or words[at][0].isdigit() for at in range(first, end))


def _is_headline(parts: list[str]) -> bool:
    plain = [word.lower() for word in parts if word[0].isupper() and word.isalpha() and len(word) > 2]
    if len(plain) < _LONG:
        return False
    english = [word for word in plain if word not in COMMON_BODIES and is_english(word)]
    return len(english) >= _WORDS and any(
        word in _VERBS or (word not in _NO_VERBS and is_inflected_verb(word)) for word in english if word != plain[0]
    )


def _foreign(text: str, name: Found, whole: Container[str]) -> Iterator[Found]:
    """Yield a guess in a headline run into a text, cut to its words that are no English ones.

    Names that the text has elsewhere, institutions and full names of people stay whole: "Zarma" of "Foil Raid on Zarma"
    and of "Zarma Residents", but "Zarma Council".
    """
    written = text[name.start : name.end]
    parts = written.split()
    lower = [word.lower() for word in parts]
    if written in whole or lower[0] in GIVEN or _is_body(lower) or (name.type == "PERSON" and _is_full(parts)):
        yield name
        return
    run: list[re.Match[str]] = []
    for match in re.finditer(r"[\w'’-]+", written):
        word = match.group()
        if word[0].isupper() and word.lower() not in NOT_NAMES and not all(map(is_english, word.split("-"))):
            run.append(match)
        elif run:
            break
    if run:
        yield replace(name, start=name.start + run[0].start(), end=name.start + run[-1].end())


def _is_body(parts: Sequence[str]) -> bool:
    if parts[-1] in COMMON_BODIES and not any(map(is_inflected_verb, parts)):
        return True
    return any(noun in COMMON_BODIES and link in {"for", "of"} for noun, link in pairwise(parts))


def _is_full(parts: Sequence[str]) -> bool:
    return len(parts) in {2, 3} and not is_english(parts[-1])


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
