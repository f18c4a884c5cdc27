"""Which articles stand for themselves: a copy is where its canonical article is."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from transforms.deduplicate.items import Item
from transforms.records import Duplicate

LONG_AGO = datetime.min.replace(tzinfo=UTC)


def in_order(items: Sequence[Item]) -> list[Item]:
    """Sort articles by publication, whatever the order of arrival."""
    return sorted(items, key=_order)


def find_standing(ordered: Sequence[Item], duplicates: Mapping[str, Duplicate]) -> list[Item]:
    """Give the articles without those whose canonical article is among the earlier ones."""
    standing = []
    earlier: set[str] = set()
    for item in ordered:
        duplicate = duplicates.get(item.id)
        if duplicate is None or duplicate.of not in earlier:
            standing.append(item)
        earlier.add(item.id)
    return standing


def _order(item: Item) -> tuple[object, str]:
    return item.order
