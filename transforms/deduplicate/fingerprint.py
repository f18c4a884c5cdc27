"""The fingerprint of an article: few numbers that say which other articles carry the same text."""

from typing import NamedTuple

import numpy as np
import xxhash

from transforms.deduplicate.words import Hashes, Words, join_shingles, read_words, shingle
from transforms.records import CONTENT_SECTIONS, Article, Fingerprint

MIN_KEYS = 20
MAX_TERMS = 200
LEAD_TERMS = 50
_TO_HEX = "%016x".__mod__
_LOW_BITS = np.uint64(0xFFFFFFFF)
_STEM_SHIFT = np.uint64(32)
_FLAG_BITS, _CAPITAL, _DIGIT, _DIGIT_BIT = np.uint64(2), np.uint64(1), np.uint64(2), np.uint8(1)
_COUNT_BITS, _MAX_COUNT = np.uint64(8), np.uint64(63)
_NAME, _NUMBER_OF_DIGIT = np.uint64(128), np.uint64(32)
_FIRST = np.zeros(1, dtype=np.intp)


class Term(NamedTuple):
    """A stem in a text: how often it stands there (twice as often in the lead), and whether it looks like a name."""

    stem: int
    times: int
    is_name: bool
    is_number: bool


def fingerprint(article: Article) -> Fingerprint:
    """Give the fingerprint of an article's content sections (of the whole body where it has no sections)."""
    if not article.sections:
        return fingerprint_text(article.body)
    parts = [article.body[part.start : part.end] for part in article.sections if part.kind in CONTENT_SECTIONS]
    return fingerprint_text("\n".join(parts))


def fingerprint_text(text: str) -> Fingerprint:
    """Give the fingerprint of a text.

    The sketch is a FracMinHash: of all hashed runs of three words, those divisible by its scale. Short texts keep more
    of them (see `sketch_scale`), and two sketches are compared at the coarser scale of both.
    """
    words = read_words(text)
    count = len(words.hashes)
    scale = sketch_scale(count)
    shingles = shingle(words.hashes) if count > 2 else words.hashes[:0]
    runs = join_shingles(shingles) if count > 6 else shingles[:0]
    sketch = _divisible(shingles, scale)
    keys = _divisible(sketch, key_scale(count))
    return Fingerprint(
        content_hash=xxhash.xxh128_hexdigest(words.hashes.tobytes()),
        sketch=tuple((sketch & _LOW_BITS).tolist()),
        runs=tuple((_divisible(runs, scale) & _LOW_BITS).tolist()),
        lookup_keys=tuple(map(_TO_HEX, keys.tolist())),
        numbers=words.numbers,
        words=count,
        terms=_count_terms(words),
    )


def sketch_scale(words: int) -> int:
    """Give the divisor of the hashes that a text of so many words keeps: all up to 320, then 160 to 320 of them.

    >>> [sketch_scale(words) for words in (80, 330, 1000)]
    [1, 2, 4]
    """
    return max(key_scale(words) // 8, 1)


def key_scale(words: int) -> int:
    """Give the divisor of the hashes that serve as lookup keys: twenty to forty a text, whatever its length.

    >>> [key_scale(words) for words in (10, 80, 330, 1000)]
    [1, 4, 16, 32]
    """
    scale = 1
    while words >= 2 * MIN_KEYS * scale:
        scale *= 2
    return scale


def _divisible(hashes: Hashes, scale: int) -> Hashes:
    return hashes.take(((hashes & np.uint64(scale - 1)) == 0).nonzero()[0]) if scale > 1 else hashes


def read_terms(packed: tuple[int, ...]) -> tuple[Term, ...]:
    """Unpack the terms of a fingerprint."""
    return tuple([Term(term >> 8, term & 63, bool(term & 128), bool(term & 64)) for term in packed])


def _count_terms(words: Words) -> tuple[int, ...]:
    """Count the stems; those of the lead count twice."""
    flagged = words.stems >> _STEM_SHIFT
    flagged <<= _FLAG_BITS
    flagged |= words.is_capital
    flagged |= words.is_number.view(np.uint8) << _DIGIT_BIT
    flagged = flagged.take(words.stems.nonzero()[0])
    flagged = np.concatenate((flagged, flagged[:LEAD_TERMS]))
    flagged.sort()
    if not len(flagged):
        return ()
    packed = flagged >> _FLAG_BITS
    starts = np.concatenate((_FIRST, (packed[1:] != packed[:-1]).nonzero()[0] + 1))
    counts = np.empty(len(starts), dtype=np.uint64)
    counts[:-1] = starts[1:] - starts[:-1]
    counts[-1] = len(flagged) - starts[-1]
    capitals = np.add.reduceat(flagged & _CAPITAL, starts)
    packed = packed.take(starts)
    packed <<= _COUNT_BITS
    packed |= np.minimum(counts, _MAX_COUNT)
    packed |= (capitals + capitals > counts).view(np.uint8) * _NAME
    packed |= (flagged.take(starts) & _DIGIT) * _NUMBER_OF_DIGIT
    if len(packed) > MAX_TERMS:
        packed = packed[np.sort(np.lexsort((packed, len(flagged) - counts))[:MAX_TERMS])]
    return tuple(packed.tolist())
