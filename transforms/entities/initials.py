"""People whose given names are but initials: "V. Orlov", "A. B. Orlov", "Yu. Orlova"."""

import re
from collections.abc import Iterator, Sequence

from transforms.entities.dictionary import is_english
from transforms.entities.found import Found
from transforms.entities.words import DETERMINERS, NOT_NAMES, NOT_SURNAMES, words

_INITIALS = re.compile(
    r"(?<![\w.&'’-])(?:(?:[A-Z]|Yu|Ya|Ye|Yo|Kh|Sh|Ch|Zh|Ts|Dm|Dzh)\. ?){1,2}"
    r"(?P<surname>[A-Z][a-z]{2,}(?:-[A-Z][a-z]+)?)\b"
)
_MARKED = re.compile(r"(?:^|\W)(\w+) $")
_MARKS = words(
    "vitamin group plan hepatitis class category type point letter part section annex appendix serie grade no n"
)
"""What a single letter behind it marks: "Group B. Tver will play"."""


def find_initials(body: str, names: Sequence[Found]) -> Iterator[Found]:
    """Yield surnames behind initials that no name covers; an English word only behind two initials."""
    if ". " not in body:
        return
    known = {at for name in names if name.ids and name.type != "PERSON" for at in range(name.start, name.end)}
    whole = {(name.start, name.end) for name in names}
    for match in _INITIALS.finditer(body):
        start, end = match.span()
        surname = match["surname"].lower()
        before = _MARKED.search(body, max(0, start - 12), start)
        if (start, end) in whole or match.start("surname") in known or (before and before[1].lower() in _MARKS):
            continue
        if surname in NOT_NAMES | NOT_SURNAMES | DETERMINERS:
            continue
        if match.group().count(".") < 2 and is_english(match["surname"]):
            continue
        yield Found(start=start, end=end, type="PERSON", from_model=True, score=0.6)
