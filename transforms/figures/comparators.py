"""What stands around a number: "at least", "up to", "or more", currency signs and units."""

import re
from dataclasses import dataclass

from transforms.figures.before import word_before
from transforms.figures.lexicons import read_table
from transforms.records import Comparator


@dataclass(frozen=True, slots=True)
class Unit:
    name: str
    kind: str
    start: int
    end: int


def _alternation(words: list[str]) -> str:
    return "|".join(
        re.escape(word).replace(r"\ ", r"[\s\u00a0-]+") for word in sorted(words, key=lambda w: (-len(w), w))
    )


def _phrases(side: str) -> dict[str, Comparator]:
    return {row["phrase"]: row["comparator"] for row in read_table("comparators") if row["side"] == side}  # type: ignore[misc]


_BEFORE = _phrases("before")
_AFTER = _phrases("after")
_UNITS = {row["word"]: (row["unit"], row["kind"]) for row in read_table("units")}
_SIGNS = {word: unit for word, (unit, kind) in _UNITS.items() if kind == "currency" and not word[-1].isalpha()}
_CODES = {word: unit for word, (unit, kind) in _UNITS.items() if kind == "currency" and word in ("usd", "eur", "rub")}
_UNIT_WORDS = {word: unit for word, unit in _UNITS.items() if word not in _SIGNS and word not in ("m", "g", "l", "won")}

_BEFORE_RE = re.compile(
    rf"(?<![\w-])(?P<phrase>{_alternation(list(_BEFORE))})[\s\u00a0]*(?:(?:a total of|the)\s)?$", re.I
)
_AFTER_RE = re.compile(
    rf"(?:\s|(?=-))(?P<counted>\w+\s)?(?P<phrase>{_alternation(list(_AFTER))})(?!\w|\sthan\b|\s\S?\d)", re.I
)
_LAST_WORDS = frozenset(phrase.split()[-1].rsplit("-", 1)[-1] for phrase in _BEFORE) | {"of", "the"}
_PLUS = re.compile(r"\+(?![\d+])")
_SIGN_RE = re.compile(rf"(?P<sign>{_alternation(list(_SIGNS))}|(?<!\w)(?:{_alternation(list(_CODES))}))\s?$", re.I)
_SIGN_AFTER = re.compile(rf"\s?(?P<sign>{_alternation([s for s in _SIGNS if len(s) == 1])})(?!\w)")
_UNIT_RE = re.compile(
    rf"(?:[\s\u00a0]of(?=\s(?:dollars|euros|rubles|pounds|kilomet|met[re]|tons|tonnes|miles|hectares|barrels|hours|years|days|months|weeks)))?(?:-plus|-odd|\+)?[\s\u00a0-]?(?P<unit>{_alternation(list(_UNIT_WORDS))})(?![\w²³])",
    re.I,
)
_BARREL_BOMB = re.compile(r"\sbarrels?\sbombs?\b", re.I)
_FOLLOWING = re.compile(r"[\s\u00a0-]?(?P<word>[A-Za-z]+)")
_UNIT_FIRST = frozenset(re.split(r"[^a-z]", word)[0] for word in _UNITS) | {"of", "plus", "odd"}
"""The letters that a unit may begin with; "of": "$2 million of dollars"."""
_MEASURE_CONTEXT = re.compile(r"\s?(?:m|g|l)(?![\w'’])")
_WINDOW = 40
_SPELL = re.compile(r"\s(?:minutes|hours|days|weeks|months|years|decades)\b")
_LONGER = re.compile(
    r"\b(?:for|after|last(?:s|ed|ing)?|took|takes?|taking|of|than|with|spent|by|within|in|and|or|is|was|just|well|since|ago)"
    r"\sover\s(?:the\s)?$",
    re.I,
)
# A phrase of comparison is no comparison of the number where it belongs to another word.
_NOT_COMPARING = re.compile(
    r"(?:(?<!from )\b(?:take|took|taken|taking|hand(?:ed)?|turn(?:ed)?|all|came|come|went|win|won|moved?)\s+over"
    r"|\bplaced? under|\bsome of the"
    r"|\b(?:stor(?:y|ies)|books?|films?|jokes?|report|talk(?:s|ed|ing)?|asked|worried|think|knows?) about)[\s]*$",
    re.I,
)

_GREW = re.compile(
    r"\b(?:(?:be|been|was|were|is|are|being)\s(?:brought|raised|increased|expanded|enlarged)|rose|risen|grew|grown|climbed|jumped|soared|swelled)"
    r"\s(?:it\s|them\s|again\s)?up to\s*$",
    re.I,
)
"""A translation's "up to" that only says how far something grew."""


def read_comparator(text: str, start: int, end: int) -> tuple[Comparator, int, int]:
    """Give the comparator of the number at [start, end), and where the number begins and ends with its phrase.

    "At least about 20" is at least; "nearly 200" is about, for who says so means the round number.

    >>> read_comparator("at least about 20 tents", 15, 17), read_comparator("20 or more", 0, 2)
    (('>=', 0, 17), ('>=', 0, 10))
    """
    comparator: Comparator = "="
    begin = start
    for _ in range(3):
        last = word_before(text, begin)
        if last not in _LAST_WORDS and text[begin - 2 : begin].strip()[-1:] not in ("~", "≈"):
            break
        before = text[max(0, begin - _WINDOW) : begin]
        match = _BEFORE_RE.search(before)
        if not match or "\n" in match[0] or _NOT_COMPARING.search(before):
            break
        if match["phrase"].lower() == "over" and _SPELL.search(text, start, end + 9) and not _LONGER.search(before):
            break  # "prices tripled over five years"
        if _GREW.search(before):
            break  # "their number will be brought up to 400"
        begin -= len(before) - match.start()
        phrase = _BEFORE[re.sub(r"[\s\u00a0-]+", " ", match["phrase"].lower())]
        if comparator in ("=", "~") or phrase in (">=", "<="):
            comparator = phrase
    if comparator == "=" and _PLUS.match(text, end):
        return ">=", begin, end + 1
    after = _AFTER_RE.match(text, end, min(len(text), end + _WINDOW))
    if after and comparator in ("=", "~"):
        comparator = _AFTER[re.sub(r"[\s\u00a0]+", " ", after["phrase"].lower())]
        end = end if after["counted"] else after.end()
    return comparator, begin, end


def is_unit(word: str) -> bool:
    """Tell whether the word, in lower case, names a unit."""
    return word in _UNIT_WORDS


def read_unit(text: str, start: int, end: int, suffix: str | None = None) -> Unit | None:
    """Find the unit of the number at [start, end): a currency sign or code before it, or a unit after it."""
    before = text[max(0, start - 5) : start]
    sign = _SIGN_RE.search(before)
    if sign:
        key = sign["sign"].lower() if sign["sign"].lower() in _CODES else sign["sign"].upper()
        return Unit(_SIGNS.get(key) or _CODES[key], "currency", start - (len(before) - sign.start()), end)
    if suffix:
        found = _UNITS.get(suffix)
        return Unit(*found, start, end) if found else None
    match = _SIGN_AFTER.match(text, end)
    if match:
        return Unit(_SIGNS[match["sign"]], "currency", start, match.end())
    following = _FOLLOWING.match(text, end)
    if following and following["word"].lower() not in _UNIT_FIRST:
        return None
    match = _UNIT_RE.match(text, end)
    if match and "\n" not in match[0]:
        if _BARREL_BOMB.match(text, match.start()):
            return None
        name, kind = _UNIT_WORDS[re.sub(r"[\s\u00a0-]+", " ", match["unit"].lower())] if _known(match) else ("", "")
        return Unit(name, kind, start, match.end()) if name else None
    match = _MEASURE_CONTEXT.match(text, end)
    if match:
        return (
            Unit(*_UNITS[match[0].strip().lower()], start, match.end())
            if match[0].strip() in ("m", "g", "l") and match[0].strip() in _UNITS
            else None
        )
    return None


def _known(match: re.Match[str]) -> bool:
    return re.sub(r"[\s\u00a0-]+", " ", match["unit"].lower()) in _UNIT_WORDS
