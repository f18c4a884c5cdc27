"""A number as it is written: where it stands, its value or bounds, and its form."""

from dataclasses import dataclass
from typing import Literal

Form = Literal["digits", "words", "plural", "share"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A number at [start, end); `plural` forms ("dozens", "several hundred") state only the scale they name."""

    start: int
    end: int
    low: float
    high: float
    form: Form
    suffix: str | None = None
    """Letters written onto the digits ("30km"), when they are no scale."""

    @property
    def is_range(self) -> bool:
        return self.low != self.high
