"""The fingerprint of an article: few numbers that say which other articles carry the same text."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import xxhash

from transforms.deduplicate.words import Words, join_shingles, read_words, shingle
from transforms.records import CONTENT_SECTIONS, Article, Fingerprint

MIN_KEYS = 20
MAX_TERMS = 200
BATCH_LETTERS = 32_000
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
    return fingerprint_text(content_of(article))


def fingerprints(articles: Iterable[Article]) -> list[Fingerprint]:
    """Give the fingerprints of articles: twice as fast as one by one, and the same."""
    return fingerprint_texts([content_of(article) for article in articles])


def content_of(article: Article) -> str:
    """Give the text of an article's content sections (the whole body where it has no sections)."""
    if not article.sections:
        return article.body
    return "\n".join(article.body[part.start : part.end] for part in article.sections if part.kind in CONTENT_SECTIONS)


def fingerprint_text(text: str) -> Fingerprint:
    """Give the fingerprint of a text."""
    return fingerprint_texts([text])[0]


def fingerprint_texts(texts: Sequence[str]) -> list[Fingerprint]:
    """Give the fingerprints of texts: twice as fast as one by one, and the same.

    The sketch is a FracMinHash: of all hashed runs of three words, those divisible by its scale. Short texts keep more
    of them (see `sketch_scale`), and two sketches are compared at the coarser scale of both.
    """
    made: list[Fingerprint] = []
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and size + len(text) > BATCH_LETTERS:
            made += _fingerprint_batch(batch)
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    if batch:
        made += _fingerprint_batch(batch)
    return made


def _fingerprint_batch(texts: Sequence[str]) -> Iterator[Fingerprint]:
    words = read_words(texts)
    shingles = shingle(words.hashes)
    runs = join_shingles(shingles)
    bounds = pairwise(words.bounds.tolist())
    for (start, end), numbers, terms in zip(bounds, words.numbers, _count_terms(words), strict=True):
        count = end - start
        scale = sketch_scale(count)
        own = shingles[start : max(end - 2, start)]
        places = ((own & np.uint64(scale - 1)) == 0).nonzero()[0]
        sketch = own.take(places)
        sampled = runs[start : max(end - 6, start)].take(places[: np.searchsorted(places, count - 6)])
        keys = sketch.take(((sketch & np.uint64(key_scale(count) - 1)) == 0).nonzero()[0])
        yield Fingerprint(
            content_hash=xxhash.xxh128_hexdigest(words.hashes[start:end].tobytes()),
            sketch=tuple((sketch & _LOW_BITS).tolist()),
            runs=tuple((sampled & _LOW_BITS).tolist()),
            lookup_keys=tuple(map(_TO_HEX, keys.tolist())),
            numbers=numbers,
            words=count,
            terms=terms,
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


def read_terms(packed: tuple[int, ...]) -> tuple[Term, ...]:
    """Unpack the terms of a fingerprint."""
    return tuple([Term(term >> 8, term & 63, bool(term & 128), bool(term & 64)) for term in packed])


def _count_terms(words: Words) -> Iterator[tuple[int, ...]]:
    """Count the stems of each text; those of its lead count twice."""
    texts = len(words.bounds) - 1
    content = words.stems.nonzero()[0]
    edges = np.searchsorted(content, words.bounds)
    owners = np.repeat(np.arange(texts), edges[1:] - edges[:-1])
    flagged = words.stems.take(content) >> _STEM_SHIFT
    flagged |= owners.astype(np.uint64) << _STEM_SHIFT
    flagged <<= _FLAG_BITS
    flagged |= words.is_capital.take(content)
    flagged |= words.is_number.take(content).view(np.uint8) << _DIGIT_BIT
    lead = (np.arange(len(content)) - edges.take(owners) < LEAD_TERMS).nonzero()[0]
    flagged = np.concatenate((flagged, flagged.take(lead)))
    if not len(flagged):
        yield from [()] * texts
        return
    flagged.sort()
    owned = flagged >> _FLAG_BITS
    starts = np.concatenate((_FIRST, (owned[1:] != owned[:-1]).nonzero()[0] + 1))
    counts = np.empty(len(starts), dtype=np.uint64)
    counts[:-1] = starts[1:] - starts[:-1]
    counts[-1] = len(flagged) - starts[-1]
    capitals = np.add.reduceat(flagged & _CAPITAL, starts)
    owned = owned.take(starts)
    packed = (owned & _LOW_BITS) << _COUNT_BITS
    packed |= np.minimum(counts, _MAX_COUNT)
    packed |= (capitals + capitals > counts).view(np.uint8) * _NAME
    packed |= (flagged.take(starts) & _DIGIT) * _NUMBER_OF_DIGIT
    edges = np.searchsorted(owned >> _STEM_SHIFT, np.arange(texts + 1, dtype=np.uint64))
    for start, end in pairwise(edges.tolist()):
        terms = packed[start:end]
        if len(terms) > MAX_TERMS:
            rarest_last = np.lexsort((terms, len(flagged) - counts[start:end]))
            terms = terms[np.sort(rarest_last[:MAX_TERMS])]
        yield tuple(terms.tolist())
