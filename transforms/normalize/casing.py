"""Capital letters that a translator left out of names of institutions and people: "foreign Ministry", "ban Ki-moon"."""

import re
from collections.abc import Iterator
from typing import Any

import ahocorasick

from transforms.normalize.draft import Change, narrow
from transforms.normalize.tables import read_rows

# A small word before a capitalised one: "foreign Ministry", "ban Ki-something".
_PAIR = re.compile(r"(?<![\w@#./-])([a-z]+) (?=([A-Z][a-z]+)(-[a-z]+)?(?![\w@-]))")
_FAMILY_NAMES = frozenset(
    {"ban", "choi", "chung", "hwang", "jang", "jung", "kang", "kim", "kwon", "lee"}
    | {"moon", "noh", "pak", "park", "roh", "ryu", "seo", "suh", "yoon", "yun"}
)
_WHY = "part of a name"


def _read_pairs() -> dict[tuple[str, str], str]:
    """Give for each pair of a small and a capitalised word what must not follow it."""
    return {
        (word, head): (row[2][1:].rstrip() if len(row) > 2 else "")
        for row in read_rows("casing.tsv")
        for word in row[0].split("|")
        for head in row[1].split("|")
    }


def _read_names() -> Any:
    """Give an automaton that finds the names in small letters."""
    names = ahocorasick.Automaton()
    for row in read_rows("names.tsv"):
        names.add_word(row[0].lower(), row[0])
    names.make_automaton()
    return names


_UNLESS_BEFORE = _read_pairs()
_NAMES = _read_names()


def fix_casing(text: str) -> Iterator[Change]:
    """Write names of institutions and people with capital letters where a part of them is in capitals already.

    >>> [(c.after, c.rule) for c in fix_casing("The foreign Ministry denied it, a foreign ministry official said.")]
    [('Foreign', 'name-casing')]
    """
    for match in _PAIR.finditer(text):
        word, head, given_name = match.groups()
        if given_name:
            wrong = word in _FAMILY_NAMES
        else:
            unless = _UNLESS_BEFORE.get((word, head))
            wrong = unless is not None and not (unless and text.startswith(unless + " ", match.end(2)))
        if wrong:
            yield Change(match.start(1), match.end(1), word.capitalize(), "name-casing", _WHY)
    for start, name in _find_names(text):
        found = text[start : start + len(name)]
        right = name.replace("'", "’") if "’" in found else name
        if found != right and _is_garbled(found):
            yield narrow(Change(start, start + len(name), right, "name-casing", _WHY), text)


def _find_names(text: str) -> Iterator[tuple[int, str]]:
    """Find the names of the table with any mix of capitals; of those that begin together the longest."""
    lower = text.lower().replace("’", "'")
    if len(lower) != len(text):  # "İ" becomes two characters
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text).replace("’", "'")
    longest: dict[int, str] = {}
    for end, name in _NAMES.iter(lower):
        start = end + 1 - len(name)
        before, behind = lower[start - 1 : start], lower[end + 1 : end + 2]
        if before.isalnum() or before == "-" or behind.isalnum():
            continue
        if len(name) > len(longest.get(start, "")):
            longest[start] = name
    yield from longest.items()


def _is_garbled(found: str) -> bool:
    """Tell whether capitals and small letters are mixed word by word, as no style guide does."""
    words = [word for word in re.findall(r"[^\W\d_]+", found) if word.lower() not in _SMALL]
    if any(word.isupper() and len(word) > 4 for word in words):
        return False
    capital = [word[0].isupper() for word in words if not (word.isupper() and len(word) < 5)]
    return any(capital) and not all(capital)


_SMALL = frozenset({"of", "the", "for", "and", "in", "s", "al"})
