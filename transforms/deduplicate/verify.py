"""Whether two articles are copies of one text: a decision on the pair alone.

A copy shares most of its words in order; a translation or a rewriting of the same text shares fewer of them, but all
over: short runs everywhere. A follow-up shares long runs, its background, and is new elsewhere.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from math import log, sqrt
from operator import mul
from typing import NamedTuple

from transforms.deduplicate.fingerprint import read_terms, sketch_scale
from transforms.deduplicate.items import Item
from transforms.records import DuplicateKind, Fingerprint

MIN_SHARED = 3
SAME_CONTAINMENT, SAME_RESEMBLANCE = 0.8, 0.6
EDITED_RESEMBLANCE, EDITED_TERMS, EDITED_CLUMPING = 0.45, 0.6, 0.3
EXCERPT_CONTAINMENT, EXCERPT_RATIO = 0.85, 0.7
REWRITTEN_CONTAINMENT, REWRITTEN_TERMS, REWRITTEN_CLUMPING = 0.38, 0.45, 0.15
TRANSLATED_RESEMBLANCE, TRANSLATED_EVIDENCE, TRANSLATED_DAYS = 0.05, 2.15, timedelta(days=4)
QUOTED_CLUMPING, QUOTED_EVIDENCE = 0.18, 0.1
EVEN_CONTAINMENT, EVEN_CLUMPING = 0.32, 0.05
REWRITTEN_EXCERPT, PART_NAMES = 0.65, 0.45
SHORT_WORDS, SHORT_TERMS = 60, 0.65
OWN_RESEMBLANCE, OWN_CONTAINMENT = 0.75, 0.95
OWN_REWRITTEN_CONTAINMENT, OWN_REWRITTEN_TERMS, OWN_REWRITTEN_CLUMPING = 0.6, 0.8, 0.05
LOOSE_CONTAINMENT, LOOSE_TERMS, LOOSE_CLUMPING = 0.15, 0.44, 0.25
ISSUE_APART, SHARED_NUMBERS, OWN_SHARED_NUMBERS = timedelta(hours=20), 0.5, 0.8


@dataclass(frozen=True, slots=True)
class Match:
    """Two articles carry one text. `similarity` in [0, 1]: the share of the shorter text found in the other.

    A faint match is not enough to join two families (see `transforms.deduplicate.resolve`).
    """

    kind: DuplicateKind
    similarity: float
    is_faint: bool = False


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two texts share.

    `containment` of the shorter in the other and `resemblance` (Jaccard) are of their runs of three words, `terms` is
    the cosine of their words, `ratio` that of their lengths. `clumping` is by how much more runs of seven are shared
    than if what differs were spread all over the text: where each word is kept with the same chance p, runs of three
    are kept with p**3 and runs of seven with p**7.
    """

    containment: float
    resemblance: float
    clumping: float
    terms: float
    ratio: float
    words: int


def verify(a: Item, b: Item) -> Match | None:
    """Tell whether two articles are copies of one text, and of which kind; the order of the two does not matter."""
    first, second = a.fingerprint, b.fingerprint
    if not first.words or not second.words:
        return None
    if first.content_hash == second.content_hash:
        return Match("exact", 1.0)
    shared = _share(first, second)
    if shared.runs < MIN_SHARED or not _is_promising(a, b, shared) or is_template(a, b):
        return None
    overlap = _compare(first, second, shared)
    if a.source_id and a.source_id == b.source_id:
        return _match_own(overlap)
    if match := _match_verbatim(overlap):
        return match
    match = _match_reworded(a, b, overlap) or _match_translation(a, b, overlap)
    is_translation = a.is_translation or b.is_translation or _reads_as_translation(overlap)
    if match is None:
        return _match_loose(a, b, overlap)
    return Match("translation", overlap.terms) if match.kind == "near" and is_translation else match


class Shared(NamedTuple):
    """What the sketches of two texts share at one scale: so many runs of three words, as measured in `Overlap`."""

    runs: int
    containment: float
    resemblance: float
    scale: int


def _share(a: Fingerprint, b: Fingerprint) -> Shared:
    """Compare two texts by their sketches alone: most pairs end here."""
    scale = max(sketch_scale(a.words), sketch_scale(b.words))
    first, second = _sample(a, scale)[0], _sample(b, scale)[0]
    runs = len(first & second)
    smaller, larger = sorted((len(first), len(second)))
    if not runs:
        return Shared(0, 0.0, 0.0, scale)
    return Shared(runs, runs / smaller, runs / (smaller + larger - runs), scale)


def _compare(a: Fingerprint, b: Fingerprint, shared: Shared) -> Overlap:
    first_runs, second_runs = _sample(a, shared.scale)[1], _sample(b, shared.scale)[1]
    fewer_runs = min(len(first_runs), len(second_runs))
    run_containment = len(first_runs & second_runs) / fewer_runs if fewer_runs else 0.0
    return Overlap(
        containment=shared.containment,
        resemblance=shared.resemblance,
        clumping=run_containment / shared.containment - float(shared.containment ** (4 / 3)),
        terms=_cosine(a, b),
        ratio=min(a.words, b.words) / max(a.words, b.words),
        words=min(a.words, b.words),
    )


def _is_promising(a: Item, b: Item, shared: Shared) -> bool:
    """Tell whether texts that share so few runs can be copies by any of the rules below, whatever their terms."""
    if a.source_id and a.source_id == b.source_id:
        return shared.containment >= OWN_REWRITTEN_CONTAINMENT
    if shared.containment >= EVEN_CONTAINMENT:
        return True
    return _may_be_translations(a, b, shared) or (_are_loose(a, b) and shared.containment >= LOOSE_CONTAINMENT)


def is_template(a: Item, b: Item) -> bool:
    """Tell whether two similar texts can only be two issues of one form: of different days, with other numbers."""
    if a.published_at is None or b.published_at is None or abs(a.published_at - b.published_at) < ISSUE_APART:
        return False
    numbers, others = set(a.fingerprint.numbers), set(b.fingerprint.numbers)
    fewer = min(len(numbers), len(others))
    wanted = OWN_SHARED_NUMBERS if a.source_id and a.source_id == b.source_id else SHARED_NUMBERS
    return fewer > 0 and len(numbers & others) < wanted * fewer


def _match_own(overlap: Overlap) -> Match | None:
    """Judge two articles of one outlet: it repeats its background in each follow-up, and translates nothing twice."""
    if overlap.words < SHORT_WORDS:
        return None
    if overlap.containment >= OWN_CONTAINMENT and overlap.ratio < EXCERPT_RATIO:
        return Match("excerpt", overlap.containment)
    is_same = overlap.resemblance >= OWN_RESEMBLANCE or overlap.containment >= OWN_CONTAINMENT
    is_rewritten = (
        overlap.containment >= OWN_REWRITTEN_CONTAINMENT
        and overlap.terms >= OWN_REWRITTEN_TERMS
        and overlap.clumping <= OWN_REWRITTEN_CLUMPING
    )
    return Match("near", overlap.containment) if is_same or is_rewritten else None


def _match_verbatim(overlap: Overlap) -> Match | None:
    if overlap.ratio < EXCERPT_RATIO and overlap.containment >= EXCERPT_CONTAINMENT:
        return Match("excerpt", overlap.containment)
    is_same = overlap.containment >= SAME_CONTAINMENT and overlap.resemblance >= SAME_RESEMBLANCE
    is_edited = (
        overlap.resemblance >= EDITED_RESEMBLANCE
        and overlap.terms >= EDITED_TERMS
        and overlap.clumping <= EDITED_CLUMPING
    )
    return Match("near", overlap.containment) if is_same or is_edited else None


def _match_reworded(a: Item, b: Item, overlap: Overlap) -> Match | None:
    """Judge a text in which single words were replaced everywhere."""
    is_part = overlap.ratio < EXCERPT_RATIO and overlap.containment < REWRITTEN_EXCERPT
    if is_part and _shared_names(a.fingerprint, b.fingerprint) < PART_NAMES:
        return None
    is_much = overlap.containment >= REWRITTEN_CONTAINMENT and overlap.clumping <= REWRITTEN_CLUMPING
    is_even = overlap.containment >= EVEN_CONTAINMENT and overlap.clumping <= EVEN_CLUMPING
    if overlap.terms < REWRITTEN_TERMS or not (is_much or is_even):
        return None
    return Match("near" if overlap.ratio >= EXCERPT_RATIO else "excerpt", overlap.containment)


def _reads_as_translation(overlap: Overlap) -> bool:
    """Tell whether the texts share more words than runs of words would make one expect: other order, same terms."""
    return overlap.terms >= 0.62 + 0.35 * overlap.containment


def _match_translation(a: Item, b: Item, overlap: Overlap) -> Match | None:
    """Judge two texts that say the same, in the same length, in other words: the evidence is in names and numbers too.

    The weights are of a linear separation of translations of one article from different articles on one event.
    """
    if not _may_be_translations(a, b, overlap):
        return None
    if overlap.containment >= REWRITTEN_CONTAINMENT and overlap.clumping > QUOTED_CLUMPING:
        return None
    if overlap.words < SHORT_WORDS and overlap.terms < SHORT_TERMS:
        return None
    numbers = _agreement(a.fingerprint.numbers, b.fingerprint.numbers)
    names = _shared_names(a.fingerprint, b.fingerprint)
    evidence = overlap.terms - overlap.clumping + 0.8 * overlap.ratio + 0.6 * numbers + 0.6 * names
    wanted = TRANSLATED_EVIDENCE + (QUOTED_EVIDENCE if overlap.containment >= REWRITTEN_CONTAINMENT else 0.0)
    return Match("translation", overlap.terms) if evidence >= wanted else None


def _match_loose(a: Item, b: Item, overlap: Overlap) -> Match | None:
    """Judge two loose texts, of neither outlet nor date: a pile of files holds copies of copies, each cut or reworded.

    Where outlet and date are known, as much is shared by two reports on one event, or by a report and its follow-up.
    """
    if not _are_loose(a, b):
        return None
    wanted = LOOSE_TERMS + LOOSE_CLUMPING * max(overlap.clumping, 0.0)
    if overlap.containment < LOOSE_CONTAINMENT or overlap.terms < wanted:
        return None
    if overlap.ratio < EXCERPT_RATIO:
        return Match("excerpt", overlap.containment, is_faint=True)
    is_translation = a.is_translation or b.is_translation or _reads_as_translation(overlap)
    return Match("translation" if is_translation else "near", overlap.containment, is_faint=True)


def _may_be_translations(a: Item, b: Item, overlap: Shared | Overlap) -> bool:
    if a.published_at and b.published_at and abs(a.published_at - b.published_at) > TRANSLATED_DAYS:
        return False
    return overlap.resemblance >= TRANSLATED_RESEMBLANCE


def _are_loose(a: Item, b: Item) -> bool:
    return not (a.source_id or b.source_id or a.published_at or b.published_at)


def _agreement(numbers: tuple[str, ...], others: tuple[str, ...]) -> float:
    """Give the share of numbers that stand in both; 1 where neither has any."""
    return (len(set(numbers) & set(others)) + 1) / (max(len(numbers), len(others)) + 1)


def _shared_names(a: Fingerprint, b: Fingerprint) -> float:
    """Give the share of the names of one that stand in the other, for that with the smaller share."""
    (first, names), (second, others) = _words_and_names(a), _words_and_names(b)
    return min(len(names & second) / max(len(names), 1), len(others & first) / max(len(others), 1))


@lru_cache(maxsize=1024)
def _sample(text: Fingerprint, scale: int) -> tuple[frozenset[int], frozenset[int]]:
    """Thin a text's sketch to a coarser scale, with the longer runs that begin where its runs of three do."""
    kept = frozenset(value for value in text.sketch if value % scale == 0)
    return kept, frozenset(run for value, run in zip(text.sketch, text.runs, strict=False) if value % scale == 0)


@lru_cache(maxsize=1024)
def _words_and_names(text: Fingerprint) -> tuple[frozenset[int], frozenset[int]]:
    unpacked = read_terms(text.terms)
    return frozenset(term.stem for term in unpacked), frozenset(term.stem for term in unpacked if term.is_name)


@lru_cache(maxsize=1024)
def _weigh(text: Fingerprint) -> tuple[dict[int, float], float]:
    weights = {term.stem: 1.0 + log(term.times) for term in read_terms(text.terms)}
    return weights, sqrt(sum(weight * weight for weight in weights.values()))


def _cosine(a: Fingerprint, b: Fingerprint) -> float:
    """Give the cosine of the words of two texts; it costs more than all the rest."""
    (first, length), (second, other_length) = _weigh(a), _weigh(b)
    if not length or not other_length:
        return 0.0
    shared = first.keys() & second.keys()
    products = map(mul, map(first.__getitem__, shared), map(second.__getitem__, shared))
    return float(sum(products)) / (length * other_length)
