"""The fingerprint of an article: few numbers that say which other articles carry the same text."""

from typing import NamedTuple

import numpy as np
import xxhash
from numpy.typing import NDArray

from transforms.deduplicate.words import Hashes, Words, join_shingles, read_words, shingle
from transforms.records import CONTENT_SECTIONS, Article, Fingerprint

MIN_KEYS = 20
LONG_TEXT_WORDS = 640
MAX_TERMS = 160
LEAD_TERMS = 50
_RUN_BITS = np.uint64(0xFFFFFFFF)
_STEM_SHIFT = np.uint64(32)
_COUNT_BITS, _MAX_COUNT = np.uint64(8), np.uint64(63)
_NUMBER, _NAME = 64, 128
_FLAG_BITS, _DIGITS, _CAPITAL = np.uint64(2), np.uint64(2), np.uint64(1)


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
    shingles = shingle(words.hashes) if count > 2 else words.hashes[:0]
    scale = sketch_scale(count)
    sketch = _sorted_unique(_divisible(shingles, scale))
    runs = _sorted_unique(_divisible(join_shingles(shingles), scale) & _RUN_BITS) if count > 6 else shingles[:0]
    keys = _divisible(sketch, key_scale(count))
    return Fingerprint(
        content_hash=xxhash.xxh128_hexdigest(words.hashes.tobytes()),
        sketch=tuple(sketch.tolist()),
        runs=tuple(runs.tolist()),
        lookup_keys=_to_hex(keys),
        numbers=words.numbers,
        words=count,
        terms=_count_terms(words),
    )


def sketch_scale(words: int) -> int:
    """Give the divisor of the hashes that a text of so many words keeps: 80 to 320 of them.

    >>> [sketch_scale(words) for words in (80, 200, 500, 1000, 2000)]
    [1, 2, 4, 4, 8]
    """
    return max(key_scale(words) // (8 if words >= LONG_TEXT_WORDS else 4), 1)


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
    return hashes[(hashes & np.uint64(scale - 1)) == 0] if scale > 1 else hashes


def _sorted_unique(hashes: Hashes) -> Hashes:
    hashes = np.sort(hashes)
    return hashes[_starts_of_runs(hashes)] if len(hashes) > 1 else hashes


def _starts_of_runs(ordered: Hashes) -> NDArray[np.intp]:
    is_first = np.empty(len(ordered), dtype=np.bool_)
    is_first[0] = True
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    return np.flatnonzero(is_first)


def _to_hex(hashes: Hashes) -> tuple[str, ...]:
    text = hashes.astype(">u8").tobytes().hex()
    return tuple([text[start : start + 16] for start in range(0, len(text), 16)])


def read_terms(packed: tuple[int, ...]) -> tuple[Term, ...]:
    """Unpack the terms of a fingerprint."""
    return tuple([Term(term >> 8, term & 63, bool(term & _NAME), bool(term & _NUMBER)) for term in packed])


def _count_terms(words: Words) -> tuple[int, ...]:
    """Count the stems; those of the lead count twice."""
    flagged = (words.stems >> _STEM_SHIFT << _FLAG_BITS) | words.flags
    flagged = flagged[words.stems != 0]
    flagged = np.sort(np.concatenate((flagged, flagged[:LEAD_TERMS])))
    if not len(flagged):
        return ()
    stems = flagged >> _FLAG_BITS
    starts = _starts_of_runs(stems)
    counts = np.empty(len(starts), dtype=np.uint64)
    counts[:-1] = starts[1:] - starts[:-1]
    counts[-1] = len(stems) - starts[-1]
    is_name = np.add.reduceat(flagged & _CAPITAL, starts) * 2 > counts
    is_number = (flagged[starts] & _DIGITS) != 0
    packed = (stems[starts] << _COUNT_BITS) | np.minimum(counts, _MAX_COUNT)
    packed[is_name] |= np.uint64(_NAME)
    packed[is_number] |= np.uint64(_NUMBER)
    if len(packed) > MAX_TERMS:
        packed = packed[np.sort(np.lexsort((packed, len(stems) - counts))[:MAX_TERMS])]
    return tuple(packed.tolist())
