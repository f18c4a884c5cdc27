"""Whose paper speaks, and who wrote it: "the article by Adan Osk says A", "the author of the article believes B"."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from spacy.tokens import Token

from transforms.claims.beside import Names
from transforms.entities.words import words
from transforms.records import Mention, Speaker

_START = attrgetter("start")
WRITTEN = words(
    "article column essay book blog commentary op-ed editorial post report study publication letter paper note "
    "statement review analysis forecast message appeal"
)
"""What a person writes and is quoted from."""
_TITLE = r"(?:(?:the |a |an |his |her |its )?(?:[\w’'.-]+ ){0,6}?)"
_BY = re.compile(rf" (?:(?:recently )?(?:written|published|posted|penned|authored) )?(?:of|by) {_TITLE}")
_HIS = re.compile(r"(?:['’]s?) (?:[a-z-]+ ){0,3}")
_NOT_HIS = re.compile(r"['’]s?\b| (?:and|or) \w")
_OF_THE_PAPER = re.compile(
    r"(?:the )?(?:author|columnist|writer|journalist) of (?:the|this|that) (?:[a-z-]+ )?"
    r"(?:article|material|publication|text|column|essay|book|blog|post|study|report|note|letter|review|paper|piece)",
    re.IGNORECASE,
)
_INTERLOCUTOR = re.compile(
    r"the (?:interlocutor|interviewee)(?: of the (?:publication|newspaper|agency|channel|portal|edition|magazine))?",
    re.IGNORECASE,
)
_FAR = 700


def writer(names: Names, head: Token, start: int, end: int) -> Mention | None:
    """Find the person whose paper says something: "the article of the economist Osk", "the economist Osk's column"."""
    if head.lemma_.lower() not in WRITTEN:
        return None
    after = head.idx + len(head)
    for person in names.mentions[bisect_left(names.mentions, start, key=_START) :]:
        if person.start >= end:
            return None
        if person.type != "PERSON" or person.level != "name":
            continue
        if person.start > after:
            by = _BY.fullmatch(names.text, after, person.start)
            return person if by is not None and not _NOT_HIS.match(names.text, person.end) else None
        if _HIS.fullmatch(names.text, person.end, head.idx):
            return person
    return None


def author_of(names: Names, text: str, start: int, spoken: Sequence[Speaker]) -> Mention | Speaker | None:
    """Find "the author of the article": whose paper the text named before, else the only person who spoke so far.

    Also "the interlocutor of the agency", who is whoever spoke last.
    """
    people = [one for one in spoken if one.kind != "implicit"]
    if _INTERLOCUTOR.fullmatch(text):
        near = people and people[-1].type == "PERSON" and start - people[-1].end < _FAR
        return people[-1] if near and people[-1].entity_id else None
    if not _OF_THE_PAPER.fullmatch(text):
        return None
    for person in reversed(names.mentions[: bisect_left(names.mentions, start, key=_START)]):
        if start - person.end > _FAR:
            break
        if person.type == "PERSON" and person.level == "name" and person.entity_id and _wrote(names, person):
            return person
    named = {one.entity_id: one for one in people if one.type == "PERSON" and one.entity_id}
    return next(iter(named.values())) if len(named) == 1 else None


def _wrote(names: Names, person: Mention) -> bool:
    """Tell whether a paper of a person's is named: "an article by Osk", "Osk's column", "Osk wrote in his blog"."""
    text = names.text
    low = max(text.rfind("\n", 0, person.start), text.rfind(". ", 0, person.start), 0)
    before = text[low : person.start].split()
    for at in range(len(before) - 1, max(len(before) - 9, -1), -1):
        if before[at].lower() in WRITTEN:
            return _BY.fullmatch(f" {' '.join(before[at + 1 :])} ") is not None
    behind = _HIS.match(text, person.end)
    return behind is not None and any(text.startswith(noun, behind.end()) for noun in WRITTEN)
