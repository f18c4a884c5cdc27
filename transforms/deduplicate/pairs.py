"""Which pairs of articles are worth comparing: those that share a lookup key."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from transforms.deduplicate.items import Item

MAX_SHARING = 60
"""Of the articles that share a key, so many are compared with each other."""

ANCHORS = 6
"""Beyond that, each is compared with the so many earliest only: the key is boilerplate, or the text is everywhere."""


def keys_of(item: Item) -> tuple[str, ...]:
    """Give the keys under which an article meets its copies: its content's, and the lookup keys of its sketch."""
    return item.fingerprint.content_hash, *item.fingerprint.lookup_keys


def pairs_from_key(items: Iterable[Item]) -> Iterator[tuple[Item, Item]]:
    """Pair articles that share a key, the earlier one first; the order in which they are given does not matter."""
    ordered = sorted(items, key=_order)
    many = len(ordered) > MAX_SHARING
    for index, later in enumerate(ordered):
        for earlier in ordered[: min(index, ANCHORS) if many else index]:
            yield earlier, later


def candidate_pairs(items: Sequence[Item]) -> Iterator[tuple[Item, Item]]:
    """Give each pair of articles worth comparing once, the earlier one first."""
    sharing: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        if item.fingerprint.words:
            for key in set(keys_of(item)):
                sharing[key].append(item)
    done: set[tuple[str, str]] = set()
    for key in sorted(sharing):
        for earlier, later in pairs_from_key(sharing[key]):
            pair = earlier.id, later.id
            if pair not in done:
                done.add(pair)
                yield earlier, later


def _order(item: Item) -> tuple[object, str]:
    return item.order
