"""Online clustering: articles in order of time against the centroids of the stories of late."""

from collections import deque
from datetime import UTC, datetime, timedelta
from math import exp, sqrt

import numpy as np
import xxhash

from transforms.deduplicate.items import Item
from transforms.stories.vectors import UNIT, WINDOW, Places, Vectors, Weights

REACH = 2 * WINDOW
"""How far back an article's choice can depend on others: on those of its window, weighed by what theirs held."""

THRESHOLD = 0.3
THREAD_THRESHOLD = 0.14
THREAD_ARTICLES = 60
"""A thread of so many articles in its window takes in only what would join it as a story."""
DECAY_DAYS = 10.0
TELLING_TERMS = 40
MOST_HELD = 8192
"""Of the articles that hold an article's telling terms, so many are looked at: for the most telling term first."""
CANDIDATES = 8
LARGE = 32
"""The vectors of so many articles are summed up once and for all, those of fewer each time they are needed."""


class Clusters:
    """The stories of the last days; `add` takes the articles of the vectors one after another.

    With `are_threads` they are threads instead: wider, so that what is said days later of the same event is near.
    """

    def __init__(self, vectors: Vectors, *, are_threads: bool = False) -> None:
        self._vectors = vectors
        self._threshold = THREAD_THRESHOLD if are_threads else THRESHOLD
        self._clusters: dict[str, _Cluster] = {}
        self._places: list[_Cluster | None] = []
        self._free: list[int] = []
        self._place_of = np.zeros(len(vectors.moments), dtype=np.intp)
        self._first = self._next = 0
        self._spread = np.zeros(vectors.size)

    def add(self, item: Item, cluster_id: str | None = None) -> str:
        """Find the story of the next article (or put it into the one given) and return the story's id."""
        number = self._next
        self._next += 1
        self._forget(self._vectors.firsts[number])
        cluster_id = cluster_id or self._nearest(number) or story_opened_by(item)
        cluster = self._clusters.get(cluster_id) or self._open(cluster_id)
        cluster.add(number)
        self._place_of[number] = cluster.place
        return cluster_id

    def _nearest(self, number: int) -> str | None:
        terms, weights = self._vectors.of(number)
        shared = self._share(number)
        self._spread[terms] = weights
        at = self._vectors.moments[number]
        ranked = [(cluster.likeness(at, terms, weights, self._spread), cluster.id) for cluster in self._likely(shared)]
        self._spread[terms] = 0.0
        likeness_of_best, best = max(ranked, default=(0.0, ""))
        is_full = bool(best) and len(self._clusters[best].members) >= THREAD_ARTICLES
        return best if likeness_of_best >= (THRESHOLD if is_full else self._threshold) else None

    def _share(self, number: int) -> Weights:
        """Give the product of an article's most telling terms and the centroid, for each place of a cluster."""
        vectors = self._vectors
        begin, end = vectors.bounds[number], vectors.bounds[number + 1]
        ranks = vectors.weights[begin:end] * vectors.size + vectors.terms[begin:end]
        telling = ranks.argsort()[: -TELLING_TERMS - 1 : -1] + begin
        ends = vectors.places[telling]
        counts = ends - vectors.earliest[telling]
        totals = counts.cumsum()
        if len(totals) and totals[-1] > MOST_HELD:  # of the last term that fits in part, the latest articles
            counts = np.clip(MOST_HELD - (totals - counts), 0, counts)
            totals = counts.cumsum()
        held = np.repeat(ends - totals, counts)
        held += np.arange(len(held))
        products = vectors.held[held] * np.repeat(vectors.weights[telling], counts)
        return np.bincount(self._place_of[vectors.holders[held]], products).astype(np.float64, copy=False)

    def _likely(self, shared: Weights) -> "list[_Cluster]":
        """Give the clusters that share most."""
        least = np.partition(shared, -CANDIDATES)[-CANDIDATES] if len(shared) > CANDIDATES else 0.0
        likely = [
            (float(shared[place]), cluster)
            for place in ((shared >= least) & (shared > 0.0)).nonzero()[0].tolist()
            if (cluster := self._places[place])
        ]
        likely.sort(key=lambda found: (found[0], found[1].id), reverse=True)
        return [cluster for _, cluster in likely[:CANDIDATES]]

    def _open(self, cluster_id: str) -> "_Cluster":
        if not self._free:
            self._free.append(len(self._places))
            self._places.append(None)
        place = self._free.pop()
        cluster = self._clusters[cluster_id] = self._places[place] = _Cluster(cluster_id, place, self._vectors)
        return cluster

    def _forget(self, first: int) -> None:
        for number in range(self._first, first):
            cluster = self._places[self._place_of[number]]
            assert cluster is not None
            cluster.drop_first()
            if not cluster.members:
                del self._clusters[cluster.id]
                self._places[cluster.place] = None
                self._free.append(cluster.place)
        self._first = first


class _Cluster:
    """The articles of a story of late, and the sum of their vectors: of few articles as rows, of many by term."""

    def __init__(self, id_: str, place: int, vectors: Vectors) -> None:
        self.id = id_
        self.place = place
        self.members: deque[int] = deque()
        self._vectors = vectors
        self._rows: tuple[Places, Weights] | None = None
        self._centroid: Weights | None = None
        self._square = 0

    def add(self, number: int) -> None:
        if self._centroid is None and len(self.members) + 1 >= LARGE:
            self._centroid, self._square = np.zeros(self._vectors.size), 0
            for earlier in self.members:
                self._sum_up(earlier, 1)
        self.members.append(number)
        self._sum_up(number, 1)

    def drop_first(self) -> None:
        self._sum_up(self.members.popleft(), -1)

    def likeness(self, at: datetime, terms: Places, weights: Weights, spread: Weights) -> float:
        """Give the cosine of an article and the centroid, less the longer the story has been silent.

        `spread` has the article's weights at the places of its terms, and otherwise zeros.
        """
        if self._centroid is not None:
            product = self._centroid[terms] @ weights
        else:
            own, sums = self._rows or self._sum_rows()
            product = spread[own] @ sums
        if not product:
            return 0.0
        silent_days = (at - self._vectors.moments[self.members[-1]]) / timedelta(days=1)
        return float(product) / UNIT / sqrt(self._square) * exp(-silent_days / DECAY_DAYS)

    def _sum_up(self, number: int, sign: int) -> None:
        self._rows = None
        if self._centroid is not None:
            terms, weights = self._vectors.of(number)
            self._square += 2 * sign * int(self._centroid[terms] @ weights) + int(weights @ weights)
            self._centroid[terms] += sign * weights

    def _sum_rows(self) -> tuple[Places, Weights]:
        several = [self._vectors.of(number) for number in self.members]
        terms = np.concatenate([terms for terms, _ in several])
        order = terms.argsort(kind="stable")
        terms = terms[order]
        weights = np.concatenate([weights for _, weights in several])[order]
        starts = np.concatenate(([True], terms[1:] != terms[:-1])).nonzero()[0]
        self._rows = rows = terms[starts], np.add.reduceat(weights, starts)
        self._square = int(rows[1] @ rows[1])
        return rows


def story_opened_by(item: Item) -> str:
    """Give the id of the story that an article opens, if it joins none."""
    day = item.at.astimezone(UTC).strftime("%Y%m%d") if item.published_at or item.first_seen_at else "undated"
    return f"{day}-{xxhash.xxh64_hexdigest(item.id.encode())[:12]}"
