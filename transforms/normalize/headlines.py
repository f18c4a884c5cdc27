"""Headlines: finding title and deck, the headline that stands twice, and the site's name behind it."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from transforms.normalize.boilerplate import label_line
from transforms.normalize.datelines import find_date_line, find_dateline, is_agency
from transforms.normalize.draft import Change
from transforms.normalize.lines import LONGEST_HEADLINE, LONGEST_TITLE, Line, is_headline, is_prose, split_lines

_FOLD = re.compile(r"[\W_]+")
_LAST_TAIL = re.compile(r"\s+[|–—-]\s+[^|–—-]{2,30}$")
_TAIL = re.compile(r"\s+[|–—-]\s+")
# What may follow a headline that was run in: the end of its sentence, an agency, a date, a new sentence.
_NEXT_SENTENCE = re.compile(
    r"\s*[.:|]\s+(?=\S)|\s+(?=[A-Z]{2,}\s+[A-Z]|(?:A|An|The|In|At|On|Two|Three|Four|Five|Six|Seven|Several|Dozens|Some)\s)"
    r"|\s+(?=(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\s+)?\d{1,2}\s+[A-Z][a-z]+\s+\d{4})"
)
_LONGEST_DECK = 45  # words
_RULE = "duplicated-headline"


def find_title(lines: Sequence[Line]) -> None:
    """Take the first line that reads like a headline as the title, and the next one as the deck."""
    rest = [line for line in lines if line.kind is None]
    if rest and find_date_line(rest[0].text):
        rest[0].kind = "dateline"
        rest = rest[1:]
    if len(rest) < 2 or find_dateline(rest[0].text):
        return
    ends_with_stop = rest[0].words <= LONGEST_HEADLINE and find_dateline(rest[1].text) is not None
    if not is_headline(rest[0], LONGEST_TITLE) and not ends_with_stop:
        return
    if not any(is_prose(line) for line in rest[1:]):
        return
    rest[0].kind = "title"
    if find_date_line(rest[1].text):
        rest[1].kind = "dateline"
        rest = rest[:1] + rest[2:]
    if len(rest) > 2 and rest[1].words >= 5 and is_headline(rest[1], _LONGEST_DECK) and not find_dateline(rest[1].text):
        rest[1].kind = "deck"


def _fold(text: str) -> str:
    """Reduce a headline to what two copies of it share."""
    return _FOLD.sub(" ", text.casefold()).strip()


def _fold_line(text: str) -> str:
    """Fold a line, and keep its stop: with one, it is a headline that was parted from its text."""
    return _fold(text) + "." * text.endswith(".")


def fix_duplicated_headline(text: str, stated_end: int | None = None) -> list[Change]:
    """Delete a headline or deck that stands on a second line; part from the text one that opens it again.

    `stated_end`: where the title and deck end that the input states. What opens the text is kept, with a stop: people
    read it there, and who quotes the text quotes it.

    >>> [change.start for change in fix_duplicated_headline("Talks resume\\n\\nTalks resume\\n\\nOSLO. Talks are on.")]
    [14]
    """
    lines = list(islice((line for line in split_lines(text[:4_000]) if label_line(line.text) is None), 5))
    seen: set[str] = set()
    for line in lines:
        names = {_fold_line(line.text), _fold_line(_LAST_TAIL.sub("", line.text))} - {""}
        if seen & names and line.words >= 2:
            end = line.end + len(text[line.end :]) - len(text[line.end :].lstrip())
            return [Change(line.start, end, "", _RULE, "the headline stands twice")]
        if is_headline(line, LONGEST_TITLE) or line.end <= (stated_end or 0):
            seen |= names
    if len(lines) < 2 or not is_headline(lines[0], 40):
        return []
    return list(_part_headline(lines[0].text, lines[1]))


def _part_headline(title: str, line: Line) -> Iterator[Change]:
    """Part the headline run into the first paragraph, where another sentence begins behind it."""
    found = find_dateline(line.text)
    at = found.end if found else 0
    at += len(line.text[at:]) - len(line.text[at:].lstrip())
    for headline in (title, _TAIL.split(title)[0]):
        if headline.count(" ") >= 4 and line.text.startswith(headline, at):
            behind = _NEXT_SENTENCE.match(line.text, at + len(headline))
            if behind:
                why = "the headline opens the text again"
                start = len(line.text[:at].rstrip())
                if start:
                    yield Change(line.start + start, line.start + at, "\n\n", _RULE, why)
                yield Change(line.start + behind.start(), line.start + behind.end(), ".\n\n", _RULE, why)
                return


def label_repeated_title(lines: Sequence[Line]) -> None:
    """Label the title that opens the text again, parted from it, as one."""
    first = next((line for line in lines if line.kind in {None, "title"}), None)
    for line in lines[1:4]:
        if first is not None and line.kind is None and line.text[-1] == "." and first.text.startswith(line.text[:-1]):
            line.kind = "title"


def find_site_tail(title: str) -> int | None:
    """Give where the site's own name begins behind a headline.

    >>> find_site_tail("Port of Bergen reopens | Harbour Press"), find_site_tail("Port reopens - Reuters")
    (22, 12)
    >>> find_site_tail("Port reopens - crews are back") is None
    True
    """
    tails = list(_TAIL.finditer(title))
    for number, match in enumerate(tails):
        tail = title[match.end() :]
        last = title[tails[-1].end() :]
        if match.start() == 0 or len(tail) > 60:
            continue
        piped = match.group().strip() == "|" and tail.count(" ") < 4 and match.start() > len(tail)
        rubrics = len(tails) - number >= 3 and all(part.count(" ") < 3 for part in _TAIL.split(tail))
        if piped or rubrics or (match is tails[-1] and is_agency(last)):
            return match.start()
    return None
