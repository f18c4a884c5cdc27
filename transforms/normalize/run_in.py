"""Furniture of a page that lost its lines and ran into a paragraph: credits, related headlines, notices, counters."""

import re

from transforms.normalize.boilerplate import LEAD_IN, find_notice, is_notice, join_shapes
from transforms.normalize.outlets import split_sentences

_LONGEST_CREDIT = 340
_LONGEST_COUNTER = 160
_LONGEST_NOTICE = 400
_LONGEST_BLOCK = 1600
_LEADING = 2
_SENTENCES = 7
_ENDS = r"(?<=[.!?…\"”’)\]])"
_CREDIT = re.compile(rf"(?:{_ENDS}\s*(?:{join_shapes('run-in-credit')})|(?<=\s)(?:{join_shapes('run-in-tail')}))\s*\Z")
_ANNOUNCED = re.compile(rf"{_ENDS}\s+(?=[A-Z])(?i:{LEAD_IN})(?:\s*[:>»…|–-]\s*[^.!?]{{10,200}})?\s*\Z")
_BLOCK = re.compile(rf"{_ENDS}\s+(?:Source \S+ (?:and \w+ )?)?(?=[A-Z])(?i:(?P<lead>{LEAD_IN}))(?=\s)")
_TOLD = re.compile(r"[“”\"«»]|\b(?:said|says|told|added)\b")
_TELLS_OF = re.compile(r"(?:She|He|They|It)\b")
_COUNTER = re.compile(rf"(?:{join_shapes('run-in-head')})\s*")


def find_edges(text: str, at: int = 0) -> tuple[int, int]:
    """Give where a paragraph's own words begin and end behind `at`, between the furniture run into it.

    >>> text = "The port is open. Source: Harbour Press"
    >>> text[slice(*find_edges(text))]
    'The port is open.'
    """
    head = _COUNTER.match(text, at, at + _LONGEST_COUNTER)
    start, end = (head.end() if head else at), len(text)
    while (cut := _last_cut(text, end)) is not None and text[start:cut].strip():
        end = cut
    return (start, end) if text[start:end].strip() else (at, len(text))


def _last_cut(text: str, end: int) -> int | None:
    """Give where the last piece of furniture begins; None where the text ends with its own words."""
    for block in _BLOCK.finditer(text, max(0, end - _LONGEST_BLOCK), end):
        whole = not block["lead"].isalpha() or block["lead"].isupper()  # not "Similar rules were made"
        if whole and _is_furniture(text[block.start() : end]):
            return block.start()
    found = _CREDIT.search(text, max(0, end - _LONGEST_CREDIT), end) or _ANNOUNCED.search(
        text, max(0, end - _LONGEST_CREDIT), end
    )
    if found is not None:
        return found.start()
    low = max(0, end - _LONGEST_NOTICE)
    last = low + split_sentences(text[low:end])[-1][0]
    told = last == low or _TELLS_OF.match(text, last) is not None
    return last if not told and is_notice(text[last:end].strip()) else None


def _is_furniture(block: str) -> bool:
    """Tell a page's foot behind "Related news", which soon names the site, from an article that goes on."""
    notice = find_notice(block)
    if notice is None or _TOLD.search(block) is not None:
        return False
    return len(split_sentences(block[:notice])) <= _LEADING and len(split_sentences(block)) <= _SENTENCES
