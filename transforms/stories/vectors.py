"""Articles' words as weights: the rarer lately, the heavier; names and numbers heavier still."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from math import log

import numpy as np
from numpy.typing import NDArray

from transforms.deduplicate.items import Item

Places = NDArray[np.intp]
Weights = NDArray[np.float64]

WINDOW = timedelta(days=7)
"""An article is compared with the articles of so many days before it; rarity is counted over the same days."""

UNIT = 1 << 17
"""The length of a vector. Weights are whole numbers, so sums of them are exact whatever the order of summing."""

NAME_WEIGHT = 2.0
NUMBER_WEIGHT = 3.0
PRIOR_ARTICLES = 50
"""So many articles are imagined before the first, or its words would all be common ones."""

_MOST_TIMES = 63
_HOW_OFTEN = np.array([0.0, *(1.0 + log(times) for times in range(1, _MOST_TIMES + 1))])
_IS_NAME, _IS_NUMBER = 128, 64


@dataclass(frozen=True, slots=True)
class Vectors:
    """The terms of articles in order of time, one after another, and who held each of them in the days before.

    Article n has the terms `bounds[n]` to `bounds[n + 1]`; the articles of its window begin with `firsts[n]`. Terms
    are numbered in the order of their hashes. `holders` and `held` are the articles and weights of all terms, sorted by
    term and time: those of the window that hold term t of an article are at `earliest[t]` to `places[t]`, itself at
    `places[t]`.
    """

    moments: tuple[datetime, ...]
    firsts: tuple[int, ...]
    bounds: tuple[int, ...]
    terms: Places
    weights: Weights
    holders: Places
    held: Weights
    earliest: Places
    places: Places
    size: int

    def of(self, number: int) -> tuple[Places, Weights]:
        """Give the terms of an article and their weights."""
        span = slice(self.bounds[number], self.bounds[number + 1])
        return self.terms[span], self.weights[span]


def make_vectors(items: Sequence[Item]) -> Vectors:
    """Weigh the terms of articles that are given in order of time, each article's to the length `UNIT`."""
    moments = tuple([item.at for item in items])
    firsts = _find_firsts(moments)
    told = [item.fingerprint.terms for item in items]
    bounds = np.cumsum([0, *map(len, told)])
    packed = np.fromiter(chain.from_iterable(told), dtype=np.int64, count=int(bounds[-1]))
    owners = np.repeat(np.arange(len(items)), np.diff(bounds))
    stems = packed >> 8
    order = stems.argsort(kind="stable")
    ordered, holders = stems[order], owners[order]
    ranks = np.zeros(len(order), dtype=np.intp)
    ranks[1:] = (ordered[1:] != ordered[:-1]).cumsum()
    # Who holds a term, and since when, are two places in one sorted row of (term, article).
    keys = ranks * len(items)
    since = (keys + holders).searchsorted(keys + np.array(firsts, dtype=np.intp)[holders])
    terms, earliest, places = np.empty_like(ranks), np.empty_like(ranks), np.empty_like(ranks)
    terms[order], earliest[order], places[order] = ranks, since, np.arange(len(order))
    weights = _weigh(packed, owners, articles=_articles(firsts)[owners], holding=places - earliest + 1)
    return Vectors(
        moments=moments,
        firsts=firsts,
        bounds=tuple(bounds.tolist()),
        terms=terms,
        weights=weights,
        holders=holders,
        held=weights[order],
        earliest=earliest,
        places=places,
        size=int(ranks[-1]) + 1 if len(ranks) else 0,
    )


def _find_firsts(moments: Sequence[datetime]) -> tuple[int, ...]:
    """Give for each article the first one of its window."""
    firsts = []
    first = 0
    for moment in moments:
        while moment - moments[first] > WINDOW:
            first += 1
        firsts.append(first)
    return tuple(firsts)


def _articles(firsts: Sequence[int]) -> Places:
    """Count the articles in the window of each, itself among them."""
    return np.arange(1, len(firsts) + 1) - np.array(firsts, dtype=np.intp)


def _weigh(packed: NDArray[np.int64], owners: Places, *, articles: Places, holding: Places) -> Weights:
    """Weigh terms by how often they stand in the article and in how few articles they stand."""
    most = int(articles.max(initial=0)) + PRIOR_ARTICLES
    logs = np.array([0.0, *(log(number) for number in range(1, most + 2))])
    weights = _HOW_OFTEN[packed & _MOST_TIMES] * (logs[articles + PRIOR_ARTICLES] - logs[holding + 1])
    weights *= np.where(packed & _IS_NUMBER, NUMBER_WEIGHT, np.where(packed & _IS_NAME, NAME_WEIGHT, 1.0))
    lengths = np.sqrt(np.bincount(owners, weights * weights))
    result: Weights = np.rint(weights / lengths[owners] * UNIT) if len(owners) else weights
    return result
