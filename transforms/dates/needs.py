"""Words without which a pattern cannot match: looked up in the text first, for that costs a tenth of the pattern."""

import re
from dataclasses import dataclass

UNITS = (
    "day",
    "week",
    "month",
    "year",
    "hour",
    "night",
    "evening",
    "morning",
    "afternoon",
    "tomorrow",
    "quarter",
    "decade",
    "the eve",
)
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Needs:
    """One word of each set must stand in the text; sets of words with a capital are looked up as they are."""

    digit: bool
    folded: tuple[tuple[str, ...], ...]
    exact: tuple[tuple[str, ...], ...]
    unit: bool
    """All its words hold the name of a unit: where the text has none, nothing else need be looked up."""
    shape: re.Pattern[str] | None = None
    """What the text must hold besides."""

    def are_met(self, text: str, folded: str, has_digit: bool) -> bool:
        """Tell whether a pattern of these needs may match; `folded` is the text in lower case."""
        if self.digit and not has_digit:
            return False
        for words in self.folded:
            for word in words:
                if word in folded:
                    break
            else:
                return False
        for words in self.exact:
            for word in words:
                if word in text:
                    break
            else:
                return False
        return self.shape is None or self.shape.search(text) is not None


def read_needs(needs: str, shape: str | None = None) -> Needs:
    """Read "# & jan|feb": a digit, and one of the two words; `shape` is a cheap pattern that must match besides.

    >>> read_needs("# & may").are_met("it may be 12", "it may be 12", True)
    True
    """
    sets = [tuple(word for word in part.strip().split("|")) for part in needs.split(" & ")]
    words = [part for part in sets if part != ("#",)]
    return Needs(
        digit=("#",) in sets,
        folded=tuple(part for part in words if part[0].islower()),
        exact=tuple(part for part in words if not part[0].islower()),
        unit=any(all(any(unit in word for unit in UNITS) for word in part) for part in words),
        shape=re.compile(shape, re.I) if shape else None,
    )


def has_digit(text: str) -> bool:
    return _DIGIT.search(text) is not None
