"""Which of a stretch's figures a claim states: how many or how much, not for how long or in which time."""

import re
from collections.abc import Iterable, Iterator

from transforms.records import Figure

_SPELLS = frozenset(("seconds", "minutes", "hours", "days", "weeks", "months", "years", "decades"))
_TERM = re.compile(
    r"\W*(?:in|of|behind|under)?\s*(?:an?\s|the\s)?(?:[\w-]+\s)?"
    r"(?:prison|jail|imprisonment|bars|custody|detention|colony|arrest|probation|old|age|labou?r)\b",
    re.I,
)
_SENTENCED = re.compile(r"\b(?:sentence[ds]?|sentencing|jailed|imprisoned|term)\b[^.;\n]{0,60}\Z", re.I)
_LEAD = 80
_NOT_ONE = re.compile(r"not (?:one|a single)\b", re.I)


def claimed_figures(figures: Iterable[Figure], text: str) -> Iterator[Figure]:
    """Leave out spells of time ("within three days", "a six-year war") and idioms ("not a single shilling").

    A sentence in years, an age and what befell nobody ("not one man was hurt") are stated.
    """
    for figure in figures:
        spell = figure.unit or (figure.what or "").rpartition(" ")[2]  # "in two short years"
        if spell in _SPELLS and not _is_term(figure, text):
            continue
        if figure.value == 0 and figure.casualty is None and _NOT_ONE.match(figure.text):
            continue
        yield figure


def _is_term(figure: Figure, text: str) -> bool:
    if _TERM.match(text, figure.end) or (figure.what or "").split()[-1:] in (["prison"], ["jail"], ["imprisonment"]):
        return True
    return _SENTENCED.search(text, max(0, figure.start - _LEAD), figure.start) is not None
