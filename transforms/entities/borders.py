"""Borders of names that marks, numbers and nouns beside them settle: "Sakhalin-1", "al- Zarma", "Nord Rail Ltd"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from transforms.entities.dictionary import is_english
from transforms.entities.found import Found, longest
from transforms.entities.words import DETERMINERS, DIRECTIONS, NOT_NAMES, TITLES

_NUMBER = re.compile(r"-\d{1,3}\b(?![.,:]?\d|-)")
_FORM = re.compile(r"(?: [A-Z][\w&-]+){1,2},? (?:LLC|JSC|PJSC|OJSC|Ltd|Inc|GmbH|AG|PLC|Corp|LLP)\b")
_PARTY = re.compile(r" (?:(?:People's|Workers'|National|Labou?r) )?Party\b")
_COURT_OF = re.compile(
    r"\b(?P<whose>[A-Z]\w+)(?: (?:[Dd]istrict|[Cc]ity|[Rr]egional))? [Cc]ourt of (?:the (?:city|town) of )?$"
)
_WATERS = re.compile(
    r" (?:[Ii]slands?|[Pp]eninsula|[Aa]rchipelago|[Ss]paceport|[Ll]ighthouse)\b(?! (?:of|state|nation)\b)"
)
_SEAS = frozenset({"Gulf", "Pacific", "Caribbean", "Mediterranean", "Baltic", "Aegean", "Atlantic"})
_COMMAND = re.compile(r" [Pp]olice [Cc]ommand\b")
_SETTLEMENT_OF = re.compile(r"\b(?:village|town|settlement|hamlet) of $")
_DISTRICT = re.compile(
    r"\b(?:in|of|from|near) (?:the )?((?:Central|Northern|Southern|Eastern|Western|North|South|East|West)"
    r"(?:-(?:Eastern|Western))? [Dd]istrict)\b(?! [A-Z])"
)
_BODY = re.compile(
    r" (?:Party|Fund|Committee|Commission|Agency|Council|Directorate|Inspectorate|Administration|Bureau|Federation|"
    r"Association|Foundation|Corporation|Institute|Academy|Observatory|Tribunal|Coalition|Command|Brigade|Battalion)\b"
    r"(?! (?:of|for|on) )(?! [A-Z])"
)
_CAPITALS_BEFORE = re.compile(r"(?<=[a-z,] )[A-Z][a-z'’-]+(?: (?:(?:of|and|for) )?[A-Z][a-z'’-]+){0,4}$")
_NEVER_FIRST = DETERMINERS | TITLES
_NOT_FIRST = _NEVER_FIRST | NOT_NAMES | DIRECTIONS
_REACH = 70
_TELLING = 4
_WORD = r"(?:[Aa]l-|[Ee]l-)?[A-ZÀ-Ž][\w'’.&-]*"
_NAME = re.compile(rf"{_WORD}(?: (?:(?:of|the|and|al|de|for) )*(?:{_WORD}|\d\S*))*")
_REPEATED = frozenset({"ORG", "GPE", "LOC", "FAC", "PERSON", "PRODUCT", "EVENT"})


def mend_borders(body: str, names: Sequence[Found]) -> list[Found]:
    """Give names in order, with what belongs to them, and those that stand in the text again or before a body's noun.

    Where the same letters mean a village and a politician, "the village of" tells which.
    """
    named = [_settled(body, name) for name in names]
    longer = [whole for name in named if name.level == "name" or name.type == "NORP" for whole in _wholes(body, name)]
    found = longest([*named, *longer, *_courts(body, named), *_districts(body)])
    taken = {at for name in found for at in range(name.start, name.end)}
    added = [name for name in _bodies(body) if taken.isdisjoint(range(name.start, name.end))]
    for name in added:
        taken.update(range(name.start, name.end))
    added += _repeats(body, [*found, *added], taken)
    return sorted([*found, *added], key=lambda name: name.start) if added else found


def _settled(body: str, name: Found) -> Found:
    """Take a known surname behind "the village of" for the village."""
    if name.type not in {"PERSON", "GPE"} or (name.type == "GPE" and name.ids) or " " in body[name.start : name.end]:
        return name
    if not _SETTLEMENT_OF.search(body, max(0, name.start - 16), name.start):
        return name
    return replace(_guess(name.start, name.end, "GPE"), from_model=False)


def _wholes(body: str, name: Found) -> Iterator[Found]:
    """Yield the longer name that a name is a part of."""
    if body.endswith(" al- ", 0, name.start) and name.type in {"GPE", "LOC", "FAC"}:
        yield replace(name, start=name.start - 4)
    behind = body[name.end : name.end + 2]
    if behind[:1] == "-" and name.type in {"GPE", "LOC"} and name.ids:
        number = _NUMBER.match(body, name.end)
        if number is not None:
            yield _guess(name.start, number.end(), "ORG")  # "Sakhalin-1", a project
    elif behind[:1] == " " and (behind[1:].isupper() or behind[1:] in "pisal"):
        end = _FORM.match(body, name.end) if name.type == "ORG" else None
        end = _PARTY.match(body, name.end) if name.type == "NORP" else end
        end = _COMMAND.match(body, name.end) if name.type == "GPE" else end
        is_place = name.type == "GPE" or (name.type == "LOC" and not name.ids)
        is_place = is_place and body[name.start : name.end] not in _SEAS
        if is_place and (island := _WATERS.match(body, name.end)):
            yield replace(_guess(name.start, island.end(), "LOC"), ids=name.ids)
        if end is not None:
            yield _guess(name.start, end.end(), "ORG")


def _courts(body: str, names: Sequence[Found]) -> Iterator[Found]:
    """Yield courts with the town they are of: "the Zarma court of Tver"."""
    if "ourt of " not in body:
        return
    for place in names:
        if place.type != "GPE" or place.level != "name":
            continue
        court = _COURT_OF.search(body, max(0, place.start - _REACH), place.start)
        if court is not None and court["whose"].lower() not in DETERMINERS:
            yield _guess(court.start(), place.end, "ORG")


def _districts(body: str) -> Iterator[Found]:
    """Yield districts named by a direction alone: "in the Central District"."""
    if "istrict" in body:
        for match in _DISTRICT.finditer(body):
            yield _guess(*match.span(1), "GPE")


def _bodies(body: str) -> Iterator[Found]:
    """Yield runs of capitals inside a sentence that a body's noun ends: "the Federal Road Fund"."""
    for noun in _BODY.finditer(body):
        run = _CAPITALS_BEFORE.search(body, max(0, noun.start() - _REACH), noun.start())
        if run is None:
            continue
        first, _, more = run.group().lower().partition(" ")
        if first not in (_NEVER_FIRST if more else _NOT_FIRST):
            yield _guess(run.start(), noun.end(), "ORG")


def _repeats(body: str, names: Sequence[Found], taken: set[int]) -> Iterator[Found]:
    """Yield what the text has marked as a name elsewhere, unless it is an English word."""
    once: dict[str, Found] = {}
    for name in names:
        if name.from_model and name.level == "name" and name.type in _REPEATED:
            once.setdefault(body[name.start : name.end], name)
    for text, name in once.items():
        at = body.find(text)
        if at == name.start:
            at = body.find(text, name.end)
        if at < 0 or len(text) < _TELLING or not _NAME.fullmatch(text) or (" " not in text and is_english(text)):
            continue
        while at >= 0:
            end = at + len(text)
            if (
                not body[at - 1 : at].isalnum()
                and not body[end : end + 1].isalnum()
                and taken.isdisjoint(range(at, end))
            ):
                taken.update(range(at, end))
                yield replace(name, start=at, end=end, sentence_start=False, score=0.5)
            at = body.find(text, end)


def _guess(start: int, end: int, type_: str) -> Found:
    return Found(start=start, end=end, type=type_, from_model=True, score=0.5)
