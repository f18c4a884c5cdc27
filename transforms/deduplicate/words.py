"""Words of a text as arrays of 64-bit hashes, without making a Python string for any of them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from string import ascii_uppercase, digits

import numpy as np
from numpy.typing import NDArray

from transforms.deduplicate.grammar import GRAMMAR

Hashes = NDArray[np.uint64]
Places = NDArray[np.intp]
Bytes = NDArray[np.uint8]

STEM_LETTERS = 7
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2**64
_MIX_1, _MIX_2, _MIX_3 = (np.uint64(odd) for odd in (0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xC2B2AE3D27D4EB4F))
_SHIFT_1, _SHIFT_2 = np.uint64(32), np.uint64(29)
_FIRST = np.zeros(1, dtype=np.intp)
_COMMA, _DOT = np.uint8(ord(",")), np.uint8(ord("."))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of some texts in order: hash, stem hash (0 for a word of grammar), how each begins.

    Text n has the words `bounds[n]` to `bounds[n + 1]` and the `numbers[n]`.
    """

    hashes: Hashes
    stems: Hashes
    is_capital: NDArray[np.bool_]
    is_number: NDArray[np.bool_]
    bounds: Places
    numbers: tuple[tuple[str, ...], ...]


def read_words(texts: Sequence[str]) -> Words:
    """Split texts into words and hash each; case, accents, punctuation and single letters do not count.

    A word's hash is a polynomial of its bytes, cut out of the running sum over all texts.
    """
    parts = [_encode(text) for text in texts]
    padded = b" " + b"  ".join(parts) + b"  "
    data = np.frombuffer(padded, dtype=np.uint8)
    values = _VALUES.take(data)
    in_word = values.astype(np.bool_)
    edges = (in_word[1:] != in_word[:-1]).nonzero()[0]
    edges += 1
    starts, ends = edges[0::2], edges[1::2]
    numbers = _IS_DIGIT.take(data.take(starts)).nonzero()[0]
    if len(numbers) > 1:
        starts, ends = _join_numbers(data, starts, ends, numbers)
    first = data.take(starts)
    is_number = _IS_DIGIT.take(first)
    kept = ((ends - starts > 1) | is_number).nonzero()[0]
    starts, lasts = starts.take(kept), ends.take(kept) - 1
    is_number, is_capital = is_number.take(kept), _IS_CAPITAL.take(first).take(kept)
    powers, inverses = _powers(len(data))
    values *= powers
    sums = values.cumsum()
    cuts = np.concatenate((lasts, np.minimum(lasts, starts + (STEM_LETTERS - 1))))
    both = sums.take(cuts).reshape(2, -1)
    both -= sums.take(starts - 1)
    both *= inverses.take(starts)
    hashes, stems = _mix(both)
    stems[_GRAMMAR.take((hashes >> _GRAMMAR_SHIFT).view(np.intp)) == hashes] = 0
    lengths = np.array([len(part) + 2 for part in parts], dtype=np.intp)
    bounds = np.concatenate((_FIRST, np.searchsorted(starts, lengths.cumsum())))
    found = _read_numbers(padded, starts, lasts, is_number.nonzero()[0], bounds)
    return Words(hashes, stems, is_capital, is_number, bounds, found)


def shingle(hashes: Hashes) -> Hashes:
    """Hash each run of three words."""
    shingles = hashes[:-2] * _MIX_1
    shingles += hashes[1:-1]
    shingles *= _MIX_2
    shingles += hashes[2:]
    shingles ^= shingles >> _SHIFT_1
    shingles *= _MIX_3
    shingles ^= shingles >> _SHIFT_2
    return shingles


def join_shingles(shingles: Hashes) -> Hashes:
    """Hash each run of seven words, from the hashes of the runs of three in it."""
    runs = shingles[:-4] * _MIX_1
    runs += shingles[2:-2]
    runs *= _MIX_2
    runs += shingles[4:]
    runs ^= runs >> _SHIFT_1
    return runs


def _join_numbers(data: Bytes, starts: Places, ends: Places, numbers: Places) -> tuple[Places, Places]:
    """Join the parts of 1,000 and 2.5 to one word."""
    numbers = numbers[:-1][numbers[1:] - numbers[:-1] == 1]
    gaps = ends.take(numbers)
    joints = data.take(gaps)
    joined = numbers[(starts.take(numbers + 1) - gaps == 1) & ((joints == _COMMA) | (joints == _DOT))]
    return (np.delete(starts, joined + 1), np.delete(ends, joined)) if len(joined) else (starts, ends)


def _read_numbers(
    data: bytes, starts: Places, lasts: Places, at: Places, bounds: Places
) -> tuple[tuple[str, ...], ...]:
    """Give the numbers of each text as written, without the commas between thousands."""
    spans = zip(starts.take(at).tolist(), lasts.take(at).tolist(), strict=True)
    numbers = [data[start : last + 1].decode("utf-8", "ignore").replace(",", "") for start, last in spans]
    edges = np.searchsorted(at, bounds).tolist()
    return tuple([tuple(sorted(set(numbers[start:end]))) for start, end in pairwise(edges)])


def _mix(values: Hashes) -> Hashes:
    """Spread the bits: a polynomial's low bits depend on few of its letters."""
    values ^= values >> _SHIFT_1
    values *= _MIX_1
    values ^= values >> _SHIFT_2
    return values


def _encode(text: str) -> bytes:
    return (text if text.isascii() else _NOT_ASCII.sub(_fold_match, text)).encode("utf-8", "ignore")


def _fold_match(match: re.Match[str]) -> str:
    return _fold(match[0])


@lru_cache(maxsize=65536)
def _fold(piece: str) -> str:
    """Drop accents and invisible characters from a piece without ASCII; turn its punctuation into spaces."""
    folded = []
    for char in unicodedata.normalize("NFKD", piece.casefold()):
        category = unicodedata.category(char)
        if category[0] in "LN":
            folded.append(char)
        elif category[0] in "PSZ" or category == "Cc":
            folded.append(" ")
    return "".join(folded)


def _make_values() -> Hashes:
    """Give each byte its value in a word's hash; 0 for what stands between words."""
    values = np.arange(1, 257, dtype=np.uint64)
    for code in range(128):
        char = chr(code)
        values[code] = ord(char.lower()) if char.isalnum() else 0
    return values


_VALUES = _make_values()
_IS_DIGIT, _IS_CAPITAL = (np.isin(np.arange(256), [ord(char) for char in chars]) for chars in (digits, ascii_uppercase))


def _powers(size: int) -> tuple[Hashes, Hashes]:
    if size > len(_POWERS[0]):
        powers, inverses = _make_powers(size)
        return powers, inverses
    return _POWERS[0][:size], _POWERS[1]


def _make_powers(size: int) -> tuple[Hashes, Hashes]:
    steps = np.full(size, _BASE, dtype=np.uint64)
    back = np.full(size, pow(_BASE, -1, 1 << 64), dtype=np.uint64)
    steps[0] = back[0] = 1
    return np.cumprod(steps, dtype=np.uint64), np.cumprod(back, dtype=np.uint64)


_POWERS = _make_powers(1 << 16)


def _make_grammar() -> Hashes:
    """Put the hash of each word of grammar at the place that its first bits name."""
    table = np.zeros(1 << (64 - int(_GRAMMAR_SHIFT)), dtype=np.uint64)
    for word in sorted(GRAMMAR):
        value = sum(int(_VALUES[byte]) * pow(_BASE, place, 1 << 64) for place, byte in enumerate(word.encode()))
        hashed = _mix(np.array([value % (1 << 64)], dtype=np.uint64))
        place = int(hashed[0] >> _GRAMMAR_SHIFT)
        if table[place]:
            raise ValueError(f"{word!r} falls on the place of another word: lower _GRAMMAR_SHIFT")
        table[place] = hashed[0]
    return table


_GRAMMAR_SHIFT = np.uint64(46)
_GRAMMAR = _make_grammar()
