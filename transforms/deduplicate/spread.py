"""How a text spread: whose it was, and how long after the original a copy came out."""

from collections.abc import Mapping
from dataclasses import replace

from transforms.deduplicate.items import Item
from transforms.records import Duplicate

_MINUTE_S = 60


def with_originals(duplicates: Mapping[str, Duplicate], items: Mapping[str, Item]) -> dict[str, Duplicate]:
    """Add to each copy the outlet of its original and the minutes between both, where they are known."""
    return {
        identity: replace(
            duplicate,
            outlet=items[duplicate.of].outlet or None,
            delay_minutes=_delay_minutes(items[identity], items[duplicate.of]),
        )
        for identity, duplicate in duplicates.items()
    }


def _delay_minutes(copy: Item, original: Item) -> float | None:
    """Give no delay where either is dated by its day only: its hour would be made up."""
    if not (copy.is_dated_to_the_hour and original.is_dated_to_the_hour):
        return None
    assert copy.published_at is not None
    assert original.published_at is not None
    return round((copy.published_at - original.published_at).total_seconds() / _MINUTE_S, 1)
