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
    rf"|{_PLACE} \({_AGENCY}\) (?=[A-Z])"
    rf"|{_PLACE}, {_DAY}[.,] (?=[A-Z])|{_PLACE}, {_DAY} [-–—] {_AGENCY}\b"
)
_LINE = r"(?<=\n)(?P<line>[A-Z]{5,})(?=\n|$)"
_SHARE = r"(?:Facebook|Twitter|Google\+|Whats[Aa]pp|Tumblr|[Ll]inked[Ii]n|Pinterest|Telegram|[Rr]eddit|Digg|VK|E-?mail)"
_SHARES = rf"{_SHARE}(?:[ \n]+(?:{_SHARE}|stumble|Newsvine|Print|Viber|Skype|Messenger|Copy|Link|Line)(?!\w)){{2,}}"
_HEAD = 3
_NO_TEXT = re.compile(rf"{_DATELINE.pattern}|{_LINE}|{_SHARES}")


def without_datelines(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a stretch of text around the datelines inside it: who sent it from where is no mention.

    Neither are the buttons for sharing it: "Facebook Twitter Google+ LinkedIn".
    """
    for match in _NO_TEXT.finditer(body, start, end):
        if match["line"] is not None and body.count("\n\n", 0, match.start()) > _HEAD:
            continue  # a heading
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < end:
        yield start, end
