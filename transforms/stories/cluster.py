"""Online clustering: articles in order of time against the centroids of the stories of late."""

from collections import defaultdict, deque
from datetime import UTC, datetime, timedelta
from heapq import nlargest
from math import exp, sqrt

import xxhash

from transforms.deduplicate.items import Item
from transforms.stories.vectors import Rarity, Vector, make_vector, terms_of

WINDOW = timedelta(days=7)
"""An article is compared with the articles of so many days before it; rarity is counted over the same days."""

REACH = 2 * WINDOW
"""How far back an article's choice can depend on others: on those of its window, weighed by what theirs held."""

THRESHOLD = 0.3
THREAD_THRESHOLD = 0.14
THREAD_ARTICLES = 60
"""A thread of so many articles in its window takes in only what would join it as a story."""
DECAY_DAYS = 10.0
TELLING_TERMS = 40
CANDIDATES = 8


class Clusters:
    """The stories of the last days; `add` takes articles in the order of their publication.

    With `are_threads` they are threads instead: wider, so that what is said days later of the same event is near.
    """

    def __init__(self, *, are_threads: bool = False) -> None:
        self._threshold = THREAD_THRESHOLD if are_threads else THRESHOLD
        self._rarity = Rarity()
        self._recent: deque[tuple[datetime, str, Vector]] = deque()
        self._stories: dict[str, _Cluster] = {}
        self._holding: defaultdict[int, set[str]] = defaultdict(set)

    def add(self, item: Item, story_id: str | None = None) -> str:
        """Find the story of an article (or put it into the one given) and return the story's id."""
        self._forget(item.at)
        terms = terms_of(item.fingerprint)
        self._rarity.add(term.stem for term in terms)
        vector = make_vector(terms, self._rarity)
        story_id = story_id or self._nearest(item.at, vector) or story_opened_by(item)
        self._stories.setdefault(story_id, _Cluster()).add(item.at, vector)
        for term in vector:
            self._holding[term].add(story_id)
        self._recent.append((item.at, story_id, vector))
        return story_id

    def _nearest(self, at: datetime, vector: Vector) -> str | None:
        likeness: defaultdict[str, float] = defaultdict(float)
        for term in nlargest(TELLING_TERMS, vector, key=lambda term: (vector[term], term)):
            for story_id in self._holding.get(term, ()):
                likeness[story_id] += vector[term] * self._stories[story_id].centroid[term]
        nearest = nlargest(CANDIDATES, ((value, story_id) for story_id, value in likeness.items()))
        ranked = [(self._stories[story_id].likeness(at, vector), story_id) for _, story_id in nearest]
        likeness_of_best, best = max(ranked, default=(0.0, ""))
        is_full = bool(best) and len(self._stories[best].vectors) >= THREAD_ARTICLES
        return best if likeness_of_best >= (THRESHOLD if is_full else self._threshold) else None

    def _forget(self, now: datetime) -> None:
        while self._recent and now - self._recent[0][0] > WINDOW:
            _, story_id, vector = self._recent.popleft()
            self._rarity.remove(vector)
            story = self._stories[story_id]
            story.drop_first()
            for term in vector:
                if term not in story.centroid:
                    self._holding[term].discard(story_id)
                    if not self._holding[term]:
                        del self._holding[term]
            if not story.vectors:
                del self._stories[story_id]


class _Cluster:
    """The vectors of a story's articles of late, and their sum."""

    def __init__(self) -> None:
        self.vectors: deque[Vector] = deque()
        self.centroid: Vector = {}
        self._square = 0.0
        self._last: datetime | None = None

    def add(self, at: datetime, vector: Vector) -> None:
        self.vectors.append(vector)
        self._last = at
        self._sum_up(vector)

    def drop_first(self) -> None:
        self.vectors.popleft()
        self.centroid, self._square = {}, 0.0
        for vector in self.vectors:  # summed anew: the sum must not depend on what was dropped
            self._sum_up(vector)

    def likeness(self, at: datetime, vector: Vector) -> float:
        """Give the cosine of an article and the centroid, less the longer the story has been silent."""
        product = sum(weight * self.centroid[term] for term, weight in vector.items() if term in self.centroid)
        if not product or self._last is None:
            return 0.0
        silent_days = (at - self._last) / timedelta(days=1)
        return product / sqrt(self._square) * exp(-silent_days / DECAY_DAYS)

    def _sum_up(self, vector: Vector) -> None:
        for term, weight in vector.items():
            before = self.centroid.get(term, 0.0)
            self.centroid[term] = before + weight
            self._square += weight * (2 * before + weight)


def story_opened_by(item: Item) -> str:
    """Give the id of the story that an article opens, if it joins none."""
    day = item.at.astimezone(UTC).strftime("%Y%m%d") if item.published_at or item.first_seen_at else "undated"
    return f"{day}-{xxhash.xxh64_hexdigest(item.id.encode())[:12]}"
