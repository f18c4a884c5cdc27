"""Which articles stand for themselves: a copy is where its canonical article is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from transforms.deduplicate.items import Item
from transforms.records import Duplicate
from transforms.stories.vectors import Vectors, make_vectors

LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Lineup:
    """Articles in the order of publication, and the vectors of those that stand for themselves."""

    ordered: list[Item]
    standing: frozenset[str]
    vectors: Vectors


def line_up(items: Sequence[Item], duplicates: Mapping[str, Duplicate]) -> Lineup:
    """Sort articles, whatever the order of arrival; a copy stands for itself where its canonical article is missing."""
    ordered = sorted(items, key=_order)
    standing = []
    earlier: set[str] = set()
    for item in ordered:
        duplicate = duplicates.get(item.id)
        if duplicate is None or duplicate.of not in earlier:
            standing.append(item)
        earlier.add(item.id)
    return Lineup(ordered, frozenset([item.id for item in standing]), make_vectors(standing))


def _order(item: Item) -> tuple[object, str]:
    return item.order
