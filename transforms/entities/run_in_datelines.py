"""Datelines inside a text that has lost its paragraphs: "... late, says mayor OSLO, May 4 (Reuters) - The tram"."""

import re
from collections.abc import Iterator

from transforms.normalize.tables import read_rows

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DAY = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})"
_AGENCY = rf"(?i:{'|'.join(re.escape(row[0]) for row in read_rows('agencies.txt'))})"
_PLACE = r"(?<=[\w”’'\")?!.%] )[A-Z]{3,}(?:[ /-][A-Z]{2,}){0,2}"
_DATELINE = re.compile(
    rf"{_PLACE}(?:,? [A-Z][a-z]+)?(?:[,.] {_DAY})?[.,]? ?(?:\({_AGENCY}\) ?[-–—]{{1,2}}|/{_AGENCY}/)"
    rf"|{_PLACE}, {_DAY}[.,] (?=[A-Z])|{_PLACE}, {_DAY} [-–—] {_AGENCY}\b"
)


def without_datelines(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a stretch of text around the datelines inside it: who sent it from where is no mention."""
    for match in _DATELINE.finditer(body, start, end):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < end:
        yield start, end
