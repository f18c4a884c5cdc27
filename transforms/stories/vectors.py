"""An article's words as weights: the rarer lately, the heavier; names and numbers heavier still."""

from collections import Counter
from collections.abc import Iterable
from math import log, sqrt

from transforms.deduplicate.fingerprint import Term, read_terms
from transforms.records import Fingerprint

Vector = dict[int, float]

NAME_WEIGHT = 2.0
NUMBER_WEIGHT = 3.0
PRIOR_ARTICLES = 50
"""So many articles are imagined before the first, or its words would all be common ones."""


class Rarity:
    """In how many of the articles of late a term stands."""

    def __init__(self) -> None:
        self._articles = 0
        self._holding: Counter[int] = Counter()

    def add(self, terms: Iterable[int]) -> None:
        self._articles += 1
        self._holding.update(terms)

    def remove(self, terms: Iterable[int]) -> None:
        self._articles -= 1
        self._holding.subtract(terms)

    def of(self, term: int) -> float:
        return log((self._articles + PRIOR_ARTICLES) / (self._holding[term] + 1))


def terms_of(fingerprint: Fingerprint) -> tuple[Term, ...]:
    """Give the distinct terms of an article."""
    return read_terms(fingerprint.terms)


def make_vector(terms: Iterable[Term], rarity: Rarity) -> Vector:
    """Weigh an article's terms, to length 1."""
    vector = {}
    for term in terms:
        weight = (1.0 + log(term.times)) * max(rarity.of(term.stem), 0.0)
        vector[term.stem] = weight * (NUMBER_WEIGHT if term.is_number else NAME_WEIGHT if term.is_name else 1.0)
    length = sqrt(sum(weight * weight for weight in vector.values()))
    return {stem: weight / length for stem, weight in vector.items()} if length else {}
