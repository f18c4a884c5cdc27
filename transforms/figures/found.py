"""A number with all that was read around it."""

from typing import NamedTuple

from transforms.figures.casualties import Fate
from transforms.figures.comparators import Unit
from transforms.figures.counted import Counted
from transforms.figures.numeral import Numeral
from transforms.records import Comparator, Figure


class Found(NamedTuple):
    """A number, its unit and what it counts; its comparator begins at `begin`, `previous` is the figure before."""

    text: str
    numeral: Numeral
    unit: Unit | None
    counted: Counted | None
    fate: Fate | None
    comparator: Comparator
    begin: int
    previous: Figure | None
    is_argument: bool = False
    """The number itself is subject or object: "another 33 were rescued"."""
