"""Records stay themselves between processes."""

import pickle
from dataclasses import FrozenInstanceError, replace

import pytest

from transforms.record import packed, record
from transforms.records import Mention


@record
class Single:
    """A record of one field."""

    value: int


@packed
@record
class Bulky:
    """A record that travels compressed."""

    text: str
    inner: Single


MENTION = Mention(
    text="Orlov",
    start=3,
    end=8,
    raw_start=4,
    raw_end=9,
    entity_id="p-orlov",
    name="Ivan Orlov",
    type="PERSON",
    level="name",
    via="alias",
    score=0.9,
)


@pytest.mark.parametrize("thing", [Single(value=1), Single(value=0), MENTION, Bulky(text="a", inner=Single(value=2))])
def test_a_record_is_pickled_whole(thing: object) -> None:
    """What comes out equals what went in, inherited fields too."""
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(thing, protocol)) == thing


def test_a_record_is_frozen() -> None:
    """A change makes a new record."""
    with pytest.raises(FrozenInstanceError):
        MENTION.name = "Another"  # type: ignore[misc]
    assert replace(MENTION, name="Another").start == 3
    assert len({MENTION, replace(MENTION)}) == 1


def test_a_packed_record_is_small() -> None:
    """What repeats itself takes little room on its way."""
    bulky = Bulky(text="The ministry denied it. " * 400, inner=Single(value=3))
    assert len(pickle.dumps(bulky)) < len(bulky.text) / 20
    assert replace(bulky, inner=Single(value=4)).text == bulky.text
