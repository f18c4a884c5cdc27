"""Whether two articles are copies of one text: a decision on the pair alone."""

from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

from transforms.deduplicate.fingerprint import read_terms, sketch_scale
from transforms.deduplicate.items import Item
from transforms.records import DuplicateKind, Fingerprint

NEAR_CONTAINMENT = 0.5
EXCERPT_CONTAINMENT = 0.8
LOOSE_CONTAINMENT = 0.12
LOOSE_TERMS = 0.52
MIN_SHARED = 3
TEMPLATE_DAYS = 3
SHORT_WORDS = 100
SHORT_RESEMBLANCE = 0.8


@dataclass(frozen=True, slots=True)
class Match:
    """Two articles carry one text. `similarity` in [0, 1]: the share of the shorter text found in the other."""

    kind: DuplicateKind
    similarity: float


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two texts share: `containment` of the shorter, `resemblance` (Jaccard), `terms` (cosine of their words)."""

    shared: int
    containment: float
    resemblance: float
    terms: float
    ratio: float


def verify(a: Item, b: Item) -> Match | None:
    """Tell whether two articles are copies of one text, and of which kind; the order of the two does not matter."""
    first, second = a.fingerprint, b.fingerprint
    if not first.words or not second.words:
        return None
    if first.content_hash == second.content_hash:
        return Match("exact", 1.0)
    overlap = compare(first, second)
    if overlap.shared < MIN_SHARED or _is_template(a, b, overlap):
        return None
    if overlap.containment >= EXCERPT_CONTAINMENT and overlap.ratio < 0.7:
        return Match("excerpt", overlap.containment)
    if overlap.containment >= NEAR_CONTAINMENT and overlap.terms >= LOOSE_TERMS:
        return Match("near", overlap.containment)
    if overlap.containment >= LOOSE_CONTAINMENT and overlap.terms >= LOOSE_TERMS:
        return Match("translation", overlap.terms)
    return None


def compare(a: Fingerprint, b: Fingerprint) -> Overlap:
    """Measure what two texts share, on their sketches and on their terms."""
    scale = max(sketch_scale(a.words), sketch_scale(b.words))
    first, second = _sketch_at(a.sketch, scale), _sketch_at(b.sketch, scale)
    shared = len(first & second)
    smaller = min(len(first), len(second))
    return Overlap(
        shared=shared,
        containment=shared / smaller if smaller else 0.0,
        resemblance=shared / (len(first) + len(second) - shared) if smaller else 0.0,
        terms=_cosine(a.terms, b.terms),
        ratio=min(a.words, b.words) / max(a.words, b.words),
    )


def _is_template(a: Item, b: Item, overlap: Overlap) -> bool:
    """Tell whether two similar texts are two issues of one form: days apart, and with other numbers."""
    numbers, others = set(a.fingerprint.numbers), set(b.fingerprint.numbers)
    if not numbers or not others or a.published_at is None or b.published_at is None:
        return False
    if abs(a.published_at - b.published_at).days < TEMPLATE_DAYS:
        return False
    return len(numbers & others) < min(len(numbers), len(others)) / 2


@lru_cache(maxsize=4096)
def _sketch_at(sketch: tuple[int, ...], scale: int) -> frozenset[int]:
    return frozenset(value for value in sketch if value % scale == 0)


@lru_cache(maxsize=4096)
def _weigh(terms: tuple[int, ...]) -> tuple[dict[int, float], float]:
    weights = {term.stem: 1.0 + log(term.times) for term in read_terms(terms)}
    return weights, sqrt(sum(weight * weight for weight in weights.values()))


def _cosine(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    (first, length), (second, other_length) = _weigh(a), _weigh(b)
    if not length or not other_length:
        return 0.0
    return sum(first[term] * second[term] for term in first.keys() & second.keys()) / (length * other_length)
