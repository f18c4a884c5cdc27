"""Words of a text as arrays of 64-bit hashes, without making a Python string for any of them."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from transforms.deduplicate.grammar import GRAMMAR

Hashes = NDArray[np.uint64]

STEM_LETTERS = 7
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2**64
_MIX_1, _MIX_2, _MIX_3 = (np.uint64(odd) for odd in (0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xC2B2AE3D27D4EB4F))
_SHIFT_1, _SHIFT_2, _SHIFT_3 = (np.uint64(bits) for bits in (30, 27, 31))
_ZERO, _COMMA, _DOT, _UPPER_A = (np.uint8(ord(char)) for char in "0,.A")
_ONE = np.uint64(1)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order: hash, stem hash (0 for a word of grammar), flags (1 capital, 2 number); numbers."""

    hashes: Hashes
    stems: Hashes
    flags: Hashes
    numbers: tuple[str, ...]


def read_words(text: str) -> Words:
    """Split a text into words and hash each; case, accents, punctuation and single letters do not count.

    A word's hash is a polynomial of its bytes, cut out of the running sum over the whole text.
    """
    folded = (text if text.isascii() else _NOT_ASCII.sub(_fold_match, text)).encode("utf-8", "ignore")
    padded = b" " + folded + b"  "
    data = np.frombuffer(padded, dtype=np.uint8)
    values = _VALUES.take(data)
    in_word = values != 0
    digits = np.flatnonzero(data - _ZERO < 10)
    if len(digits):
        in_word[_joints(data, digits)] = True
    edges = np.flatnonzero(in_word[1:] != in_word[:-1]) + 1
    starts, ends = edges[0::2], edges[1::2]
    is_number = data[starts] - _ZERO < 10
    kept = (ends - starts > 1) | is_number
    starts, ends, is_number = starts[kept], ends[kept], is_number[kept]
    powers, inverses = _powers(len(data))
    sums = np.cumsum(values * powers)
    cuts = np.concatenate((ends, np.minimum(ends, starts + STEM_LETTERS))).reshape(2, -1) - 1
    hashes, stems = _mix((sums[cuts] - sums[starts - 1]) * inverses[starts])
    stems[_GRAMMAR[hashes >> _GRAMMAR_SHIFT] == hashes] = 0
    flags = (data[starts] - _UPPER_A < 26) | (is_number.astype(np.uint64) << _ONE)
    return Words(hashes, stems, flags, _read_numbers(padded, starts[is_number], ends[is_number]))


def shingle(hashes: Hashes) -> Hashes:
    """Hash each run of three words."""
    shingles = hashes[:-2] * _MIX_1
    shingles += hashes[1:-1]
    shingles *= _MIX_2
    shingles += hashes[2:]
    shingles ^= shingles >> _SHIFT_1
    shingles *= _MIX_3
    shingles ^= shingles >> _SHIFT_3
    return shingles


def join_shingles(shingles: Hashes) -> Hashes:
    """Hash each run of seven words, from the hashes of the runs of three in it."""
    runs = shingles[:-4] * _MIX_1
    runs += shingles[2:-2]
    runs *= _MIX_2
    runs += shingles[4:]
    runs ^= runs >> _SHIFT_1
    return runs


def _joints(data: NDArray[np.uint8], digits: NDArray[np.intp]) -> NDArray[np.intp]:
    """Find the commas and points inside numbers: 1,000 is one word."""
    after = data[digits + 1]
    joints = digits[(after == _COMMA) | (after == _DOT)] + 1
    found: NDArray[np.intp] = joints[data[joints + 1] - _ZERO < 10]
    return found


def _read_numbers(data: bytes, starts: NDArray[np.intp], ends: NDArray[np.intp]) -> tuple[str, ...]:
    if not len(starts):
        return ()
    spans = zip(starts.tolist(), ends.tolist(), strict=True)
    return tuple(sorted({data[start:end].decode("utf-8", "ignore").replace(",", "") for start, end in spans}))


def _mix(values: Hashes) -> Hashes:
    values ^= values >> _SHIFT_1
    values *= _MIX_1
    values ^= values >> _SHIFT_2
    values *= _MIX_2
    values ^= values >> _SHIFT_3
    return values


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
