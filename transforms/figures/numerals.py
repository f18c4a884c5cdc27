"""Numbers written in digits or words, in any of the conventions of native and translated text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from transforms.figures.joined import join_numerals
from transforms.figures.lexicons import words_of
from transforms.figures.numeral import Numeral

_SIMPLE = {**words_of("numbers", "kind", "unit"), **words_of("numbers", "kind", "ten")}
_TENS = words_of("numbers", "kind", "ten")
_SCALES = words_of("numbers", "kind", "scale")
_PLURALS = words_of("numbers", "kind", "plural")
_SHARES = words_of("numbers", "kind", "share")
_SUFFIXES = {**_SCALES, **words_of("numbers", "kind", "suffix")}
_VAGUE = {"several", "few", "many"}
_TOO_MANY = 1e16
"""Longer runs of digits are numbers of accounts or noise."""
_EXACT = 1e6
_ARTICLES = {"a", "an"}

_DIGITS = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d{1,3}(?:[\u00a0\u202f\u2009 ]\d{3})+(?![\d,.]\d|\d)"
    r"|\d{1,3}(?:['’]\d{3})+(?!\d)"
    r"|\d{1,3}(?:\.\d{3}){2,}(?!\d)|\d+[.,]\d+(?![\d.,]*\d)|\d+"
)


def _alternation(words: Iterable[str]) -> str:
    """Join words by their first letter, longest first, so that one look at a letter turns most of them down."""
    by_letter: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda w: (-len(w), w)):
        by_letter.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{letter}(?:{'|'.join(rests)})" for letter, rests in sorted(by_letter.items()))


_WORDS = _alternation({*_SIMPLE, *_SCALES, *_PLURALS, *_SHARES, "couple", "a", "an", *_VAGUE})
# The look-behind stands first: it turns most places down at once.
_LEXEME_PATTERN = (
    rf"(?<![A-Za-z\d_])(?:(?P<digits>{_DIGITS})(?P<suffix>[A-Za-z]+)?|(?P<word>(?<![\w'’])(?:{_WORDS})(?![\w'’])))"
)
_LEXEME = re.compile(_LEXEME_PATTERN)
_LEXEME_OF_ANY_CASE = re.compile(_LEXEME_PATTERN, re.I)


@dataclass(frozen=True, slots=True)
class _Lexeme:
    start: int
    end: int
    text: str
    digits: str | None
    suffix: str | None


def find_numerals(text: str, start: int = 0, end: int | None = None) -> tuple[Numeral, ...]:
    """Find numbers and ranges in `text[start:end]`, in order; "a" and "an" count only before a scale.

    >>> [(n.low, n.high) for n in find_numerals("between 20 and 30 of a hundred and twenty, 1.5 million, 2bn")]
    [(20.0, 30.0), (120.0, 120.0), (1500000.0, 1500000.0), (2000000000.0, 2000000000.0)]
    """
    stop = len(text) if end is None else end
    folded = text.lower()
    matches = (  # a few letters grow when they are lowered
        _LEXEME.finditer(folded, start, stop)
        if len(folded) == len(text)
        else _LEXEME_OF_ANY_CASE.finditer(text, start, stop)
    )
    lexemes = [
        _Lexeme(m.start(), m.end(), m[0].lower(), m["digits"], (m["suffix"] or "").lower() or None) for m in matches
    ]
    numerals: list[Numeral] = []
    at = 0
    while at < len(lexemes):
        numeral, at = _read(text, lexemes, at)
        if numeral and numeral.high < _TOO_MANY:
            numerals.append(numeral)
    return tuple(join_numerals(text, numerals))


def _read(text: str, lexemes: list[_Lexeme], at: int) -> tuple[Numeral | None, int]:
    first = lexemes[at]
    if first.digits:
        return _read_digits(text, lexemes, at)
    if first.text in _PLURALS:
        return _read_plural(text, lexemes, at)
    if first.text in _VAGUE or (first.text in _ARTICLES and _next_word(text, lexemes, at) == "few"):
        scale_at = at + 1 if first.text in _VAGUE else at + 2
        if scale_at < len(lexemes) and _adjacent(text, lexemes[scale_at - 1], lexemes[scale_at]):
            scale = lexemes[scale_at].text
            if scale in _SCALES or scale in _PLURALS:
                return _read_plural(text, lexemes, scale_at, start=first.start)
        return None, at + 1
    if first.text in _SHARES:
        return _read_share(text, lexemes, at)
    return _read_couple(text, lexemes, at) or _read_words(text, lexemes, at)


def _read_couple(text: str, lexemes: list[_Lexeme], at: int) -> tuple[Numeral, int] | None:
    """Read "a couple of thousand", "couple of dozen"."""
    couple = at + 1 if lexemes[at].text in _ARTICLES else at
    if couple + 1 >= len(lexemes) or lexemes[couple].text != "couple" or lexemes[couple + 1].text not in _SCALES:
        return None
    scale = lexemes[couple + 1]
    if text[lexemes[couple].end : scale.start].split() not in (["of"], []):
        return None
    value = 2 * _SCALES[scale.text]
    return Numeral(start=lexemes[at].start, end=scale.end, low=value, high=value, form="words"), couple + 2


def parse_digits(digits: str) -> float:
    """Read digits with their separators; a lone dot or comma is decimal unless a comma groups three.

    >>> [parse_digits(digits) for digits in ("1,200", "1,5", "1 200", "1.200.000", "1.2")]
    [1200.0, 1.5, 1200.0, 1200000.0, 1.2]
    """
    digits = re.sub(r"[\s'’\u00a0\u202f\u2009]", "", digits)
    if digits.count(".") > 1:
        digits = digits.replace(".", "")
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits):
        digits = digits.replace(",", "")
    return float(digits.replace(",", "."))


def _read_digits(text: str, lexemes: list[_Lexeme], at: int) -> tuple[Numeral | None, int]:
    lexeme = lexemes[at]
    value = parse_digits(lexeme.digits or "0")
    end, suffix = lexeme.end, lexeme.suffix
    if suffix in _SUFFIXES:
        value, suffix = value * _SUFFIXES[suffix], None
    elif suffix in ("st", "nd", "rd", "th", "s"):  # ordinals and decades
        return None, at + 1
    elif not suffix:
        while (
            at + 1 < len(lexemes) and lexemes[at + 1].text in _SCALES and _adjacent(text, lexemes[at], lexemes[at + 1])
        ):
            at += 1
            value *= _SCALES[lexemes[at].text]
            end = lexemes[at].end
    value = round(value, 6 if value < _EXACT else 1)  # 4.1 million, not 4,099,999.9999999995
    return Numeral(start=lexeme.start, end=end, low=value, high=value, form="digits", suffix=suffix), at + 1


def _read_plural(text: str, lexemes: list[_Lexeme], at: int, start: int | None = None) -> tuple[Numeral | None, int]:
    """Read "dozens", "tens of thousands", "several hundred": at least one of the scale named."""
    first = lexemes[at]
    value = _PLURALS.get(first.text) or _SCALES[first.text]
    while at + 1 < len(lexemes) and lexemes[at + 1].text in (*_PLURALS, *_SCALES):
        gap = text[lexemes[at].end : lexemes[at + 1].start]
        if gap.strip().lower() not in ("of", "", "and", "-"):
            break
        following = _PLURALS.get(lexemes[at + 1].text) or _SCALES[lexemes[at + 1].text]
        value = value if gap.strip() == "and" else value * following
        at += 1
    span_start = first.start if start is None else start
    return Numeral(start=span_start, end=lexemes[at].end, low=value, high=value, form="plural"), at + 1


def _read_share(text: str, lexemes: list[_Lexeme], at: int) -> tuple[Numeral | None, int]:
    """Read "half": a factor in "half a million", a share in "half of the harvest"; a lone "third" is an ordinal."""
    first = lexemes[at]
    if first.text == "half":
        scale_at = at + 1
        if scale_at < len(lexemes) and lexemes[scale_at].text in _ARTICLES:
            scale_at += 1
        if (
            scale_at < len(lexemes)
            and lexemes[scale_at].text in _SCALES
            and not text[first.end : lexemes[scale_at].start].strip("aA \n-")
        ):
            value = _SCALES[lexemes[scale_at].text] / 2
            return Numeral(
                start=first.start, end=lexemes[scale_at].end, low=value, high=value, form="words"
            ), scale_at + 1
        if _is_change(text, first.start, first.end):
            return _share_numeral(text, lexemes, first.start, at, 0.5)
        if _OF.match(text, first.end) and not _SIDE.search(text, max(0, first.start - 14), first.start):
            return _share_numeral(text, lexemes, first.start, at, 0.5)
    return None, at + 1


def _share_numeral(text: str, lexemes: list[_Lexeme], start: int, at: int, share: float) -> tuple[Numeral, int]:
    """Make a share, or the number it is a share of: "a quarter of a million"."""
    article, scale = at + 1, at + 2
    if (
        scale < len(lexemes)
        and lexemes[article].text in _ARTICLES
        and lexemes[scale].text in _SCALES
        and text[lexemes[at].end : lexemes[article].start].split() == ["of"]
    ):
        value = share * _SCALES[lexemes[scale].text]
        return Numeral(start=start, end=lexemes[scale].end, low=value, high=value, form="words"), scale + 1
    return Numeral(start=start, end=lexemes[at].end, low=share, high=share, form="share"), at + 1


_SIDE = re.compile(r"(?:[ewnrs][a-z]*ern|first|second|other|latter|upper|lower|better|held|this|one|its)[\s-]$", re.I)
_OF = re.compile(r"\s+(?:of|the)\b", re.I)


def _read_words(text: str, lexemes: list[_Lexeme], at: int) -> tuple[Numeral | None, int]:
    """Read a number in words, as far as it can be read as one."""
    start_at, sum_ = at, _Sum()
    while at < len(lexemes) and (at == start_at or _adjacent(text, lexemes[at - 1], lexemes[at], allow_and=sum_.seen)):
        word = lexemes[at].text
        if word in _SHARES:
            share = _share(text, lexemes, at, sum_.current)
            if share is None:
                break
            if word != "half" or not sum_.seen:
                return _share_numeral(text, lexemes, lexemes[start_at].start, at, share)
        if not sum_.take(word, _next_word(text, lexemes, at)):
            break
        at += 1
    if not sum_.seen:
        return None, max(at, start_at + 1)
    start, end, value = lexemes[start_at].start, lexemes[at - 1].end, sum_.value
    return Numeral(start=start, end=end, low=value, high=value, form="words"), at


class _Sum:
    """The value of the number words taken so far: "two million four hundred and five thousand"."""

    def __init__(self) -> None:
        self.total = self.current = self.half = 0.0
        self.last_scale = 1.0
        self.seen = False

    @property
    def value(self) -> float:
        return self.total + self.current + self.half

    def take(self, word: str, following: str | None) -> bool:
        """Add the next word; False where it begins another number."""
        if word in _ARTICLES:
            return following == "half" if self.seen else following in _SCALES or following in ("couple", *_SHARES)
        if word == "couple":
            self.current = 2.0
        elif word == "half":
            self.half = 0.5 * self.last_scale  # "a dozen and a half" are 18
        elif word in _SIMPLE:
            value = _SIMPLE[word]
            if self.seen and (self.current % 100 if value >= 10 else self.current % 10 or self.current % 100 == 10):
                return False
            self.current += value
        elif word in _SCALES:
            self._scale(_SCALES[word])
        else:
            return False
        self.seen = True
        return True

    def _scale(self, scale: float) -> None:
        self.current = ((self.current or 1.0) + self.half) * scale
        self.half, self.last_scale = 0.0, scale
        if scale >= 1000:
            self.total, self.current = self.total + self.current, 0.0


def _share(text: str, lexemes: list[_Lexeme], at: int, current: float) -> float | None:
    """Read "a third of", "two thirds", "one and a half"; None where it is an ordinal or a period."""
    word = lexemes[at].text
    if word == "half":
        return 0.5
    preceded = at > 0 and _adjacent(text, lexemes[at - 1], lexemes[at])
    if preceded and _is_change(text, lexemes[at - 1].start, lexemes[at].end):
        return round((current or 1.0) * _SHARES[word], 4)
    if not preceded or (not re.match(r"\s+of\b", text[lexemes[at].end :][:5], re.I) and not word.endswith("s")):
        return None
    return round((current or 1.0) * _SHARES[word], 4)


_BY = re.compile(
    r"\b(?:by|fell|fallen|rose|risen|dropped|declined|grew|grown|jumped|climbed|soared|surged|slid|shrank|plunged|tumbled)"
    r"\s(?:[a-z]+\s){0,3}$",
    re.I,
)
_CHANGED = re.compile(
    r"\s*(?:$|[.,;:)])|\s(?:in|since|over|compared|from|last|this|during|to|and|on|after|as|at|year|against)\b", re.I
)


def _is_change(text: str, start: int, end: int) -> bool:
    """Tell "fell by almost a third" from "carried out by a third party"."""
    return _BY.search(text, max(0, start - 30), start) is not None and _CHANGED.match(text, end) is not None


def _next_word(text: str, lexemes: list[_Lexeme], at: int) -> str | None:
    if at + 1 < len(lexemes) and _adjacent(text, lexemes[at], lexemes[at + 1]):
        return lexemes[at + 1].text
    return None


def _adjacent(text: str, left: _Lexeme, right: _Lexeme, *, allow_and: bool = False) -> bool:
    gap = text[left.end : right.start].lower()
    if "\n" in gap:
        return False
    return gap in (" ", "-", "\u00a0", "  ") or (allow_and and gap.replace("-", " ").split() == ["and"])
