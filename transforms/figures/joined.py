"""Numbers that are one: ratios, sums that translators leave, ranges; and two that are not one, as "from 20 to 30"."""

import re
from collections.abc import Iterable
from dataclasses import replace

from transforms.figures.lexicons import words_of
from transforms.figures.numeral import Numeral

_SUFFIXES = {**words_of("numbers", "kind", "scale"), **words_of("numbers", "kind", "suffix")}
_CHANGE = re.compile(
    r"\b(?:r[io]se|risen|fell|fallen|gr[eo]w|grown|dropped|increased?|decreased?|declined?|cut|reduced?|raised?|lowered"
    r"|up|down|changed?|went|climb(?:ed|s)?|jumped|surged|soared|slid|plunged|shrank|swelled)\b[^.;]{0,40}\bfrom\s\S{0,2}$",
    re.I,
)


def join_numerals(text: str, numerals: list[Numeral]) -> list[Numeral]:
    """Join what is one number: "4 out of 10", "2 thousand 300", "between 20 and 30"."""
    joined: list[Numeral] = []
    for numeral in numerals:
        merged = None
        if joined:
            left = joined[-1]
            merged = _ratio(text, left, numeral) or _sum(text, left, numeral) or _merge(text, left, numeral)
        if merged:
            joined[-1] = merged
        else:
            joined.append(numeral)
    return joined


_RATIO_GAP = re.compile(r"\s(?:in|out\sof|of)(?:\severy)?\s|\s(?:out\sof|in|of)\severy\s", re.I)
_ALL_OF_A_RATIO = frozenset((2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 50, 100, 1000))
_PERIOD_AFTER = re.compile(r"\s(?:\w+\s)?(?:second|minute|hour|day|week|month|year|decade)s?\b", re.I)


def _ratio(text: str, left: Numeral, right: Numeral) -> Numeral | None:
    """Read "one in four", "4 out of 10"; but "shelled two in three days", "three of 10 trucks" are two numbers."""
    gap = text[left.end : right.start].lower()
    if not _RATIO_GAP.fullmatch(gap) or gap == " of " or right.low not in _ALL_OF_A_RATIO or left.high >= right.low:
        return None
    few = _FEW if "words" in (left.form, right.form) else 1
    if gap == " in " and left.high > (right.low if right.low in _ROUND and _opens(text, left.start) else few):
        return None  # "killed four in 10 days"; but "Six in 10 voters agree"
    if _PERIOD_AFTER.match(text, right.end):
        return None
    share = round(left.low / right.low, 4)
    return replace(left, end=right.end, low=share, high=share, form="share", suffix=None)


_FEW = 3
_ROUND = (5, 10)
_OPENING = re.compile(r"(?:^|[.,:;!?\n“\"(]|\b(?:that|than|only|about|some|almost|nearly|over|and|but|said))\s*$", re.I)


def _opens(text: str, start: int) -> bool:
    return _OPENING.search(text, max(0, start - 12), start) is not None


def _sum(text: str, left: Numeral, right: Numeral) -> Numeral | None:
    """Read "1 trillion 200 billion", "2 thousand 300", as translators leave them."""
    gap = text[left.end : right.start].lower()
    if gap not in (" ", " and ") or left.is_range or right.is_range or right.form not in ("digits", "words"):
        return None
    if gap == " and " and "." in text[left.start : left.end]:
        return None  # "8.3 billion and 4.1 million"
    scale = _shared_scale(text, left)
    if left.form == "plural" or scale < _THOUSAND or text[left.end - 1].isdigit() or right.high >= scale:
        return None
    if left.form == "digits" and not text[left.start : left.end].split()[-1].isalpha():
        return None  # "30k 200"
    if _shared_scale(text, right) == 1.0 and (scale > _THOUSAND or gap == " and "):
        return None  # "worth 2 million 300 people"
    value = left.low + right.low
    return replace(left, end=right.end, low=value, high=value, suffix=right.suffix)


_THOUSAND = 1000


_RANGE_GAP = re.compile(r"\s?[-–—]\s?|\s(?:to|or|and)\s(?:up\sto\s)?")
_PERCENT = re.compile(r"\s?(?:%|per\s?cent|pct)")
_BETWEEN = re.compile(r"\b(between|from)\s(?:\$|€|£|US\$)?(?:about\s|around\s|some\s)?$", re.I)


def _merge(text: str, left: Numeral, right: Numeral) -> Numeral | None:
    gap = text[left.end : right.start].replace("$", "").replace("€", "").replace("£", "").replace("%", "")
    if left.is_range or not _RANGE_GAP.fullmatch(gap) or "share" in (left.form, right.form):
        return None
    if "%" in text[left.end : right.start] and not _PERCENT.match(text, right.end):
        return None  # "rose 5% to 40 billion"
    low, high = left.low, right.low
    scale = _shared_scale(text, right)
    if low < 1000 and scale >= 100 and low * scale <= high:
        low = round(low * scale, 6)  # "2 to 3 million"
    between = _BETWEEN.search(text, max(0, left.start - 24), left.start)
    word = gap.strip()
    if low >= high or (word == "and" and not (between and between[1].lower() == "between")):
        return None
    if word == "or" and high > 2 * low + 1:
        return None
    return replace(left, end=right.end, low=low, high=high, suffix=right.suffix)


def _shared_scale(text: str, numeral: Numeral) -> float:
    last = re.search(r"([A-Za-z]+)$", text[numeral.start : numeral.end])
    return _SUFFIXES.get(last[1].lower(), 1.0) if last else 1.0


def split_changes(text: str, numerals: Iterable[Numeral]) -> list[Numeral]:
    """Take "rose from 20 to 30" for two figures, not for a range."""
    out: list[Numeral] = []
    for n in numerals:
        gap = _TO.search(text, n.start, n.end)
        if n.is_range and gap and _is_change(text, n, gap):
            out.append(Numeral(start=n.start, end=gap.start(), low=n.low, high=n.low, form=n.form))
            out.append(Numeral(start=gap.end(), end=n.end, low=n.high, high=n.high, form=n.form, suffix=n.suffix))
        else:
            out.append(n)
    return out


def _is_change(text: str, n: Numeral, gap: re.Match[str]) -> bool:
    """Tell a change from a range: "rose from 20 to 30", "fell $1.4bn to $16.2bn"."""
    if _CHANGE.search(text, max(0, n.start - 60), n.start):
        return True
    if text.endswith("by ", 0, n.start) and _TOLL_BY.search(text, max(0, n.start - 80), n.start):
        return True  # "the toll rose by 3 to 19"
    signed = gap[0][-1] in "$€£"
    return signed and n.high > 2 * n.low and _CHANGED_BY.search(text, max(0, n.start - 24), n.start) is not None


_TOLL_BY = re.compile(r"\b(?:toll|number|count|tally|total|figure)\b[^.;\n]*\bby\s$", re.I)
_CHANGED_BY = re.compile(
    r"\b(?:fell|rose|dropped|grew|declined|slid|jumped|climbed|increased|decreased|gained|lost|up|down)\s(?:by\s)?\S{0,3}$",
    re.I,
)
_TO = re.compile(r"\sto\s(?:up\sto\s)?[$€£]?", re.I)
