"""What a date expression states, before it is resolved against an article's date."""

from dataclasses import dataclass
from typing import Literal

Part = Literal["early", "mid", "late", "first half", "second half", "first", "last"]
Unit = Literal["hour", "day", "week", "weekend", "month", "quarter", "year", "decade"]
Kind = Literal[
    "day", "month", "year", "decade", "season", "quarter", "weekday", "deictic", "rolling", "ago", "shift", "range"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A date expression at [start, end), with what its words state and nothing more.

    `shift` is a signed offset: -1 for "last", 1 for "next", 0 for "this"; of a deictic, days; of "ago", units.
    """

    kind: Kind
    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    weekday: int | None = None
    part: Part | None = None
    unit: Unit | None = None
    count: int | None = None
    shift: int | None = None
    season: int | None = None
    edge: int | None = None
    """Of "the first nine months of the year", 1; of "the last two", -1."""
    anaphoric: bool = False
    """Counted from the date told last ("the next day"), not from the day of writing."""
    until: "Expression | None" = None
