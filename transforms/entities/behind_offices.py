"""People named right behind a place or body of their office: "the Governor of Basra Asaad Al-Eidani"."""

import re
from collections.abc import Iterator, Sequence

from transforms.entities.found import Found
from transforms.entities.model import GIVEN
from transforms.entities.words import (
    COMMON_BODIES,
    DETERMINERS,
    DIRECTIONS,
    NOT_NAMES,
    NOT_SURNAMES,
    ORGANIZATION_NOUNS,
    PERSON_NOUNS,
    TITLES,
    words,
)

_WORD = r"(?:(?:[Aa]l|[Ee]l)-)?[A-ZÀ-Ž][a-zà-ž'’]+(?:-[A-Z]?[a-zà-ž]+)?"
_NAMES = re.compile(
    rf"[\"”»]? (?P<given>{_WORD})(?P<rest>(?: (?:(?:al|el|bin|ibn|abu|de|van|von) )?{_WORD}){{0,2}})(?![\w-])"
)
_OFFICE = re.compile(
    r"\b(?P<office>[A-Za-z]+(?:[ -][a-z]+)?) (?:of|to|for|at|in|from)"
    r"(?: (?:the )?(?:[A-Za-z'’-]+ ){0,7}?(?:of|to|for|at|in|from))?"
    r"(?: the)?(?:(?: [A-Za-z-]+)?(?: [a-z]+){0,2} [\"“«]|(?: [a-z]+){0,2} )$"
)
_PORTFOLIO = re.compile(
    r"\b(?i:minister (?:of|for) (?:the )?"
    r"(?:(?:agriculture|forestry|health|defen[cs]e|finance|justice|education|energy|transport|trade|culture|sports?|"
    r"tourism|interior|economy|industry|science|youth|commerce|labou?r|environment|information|electricity|oil|water|"
    r"mines|(?:foreign|internal|social|national|natural|urban) (?:affairs|development|defen[cs]e|education|resources|"
    r"policy))(?:, | and |,? and )?)+)(?= [A-ZÀ-Ž])"
)
_LAST_WORD = re.compile(r"^.*[ -]")
_ENDS_NAME = re.compile(r"\s*(?:[,.;:!?(\"“”]|[a-z–—-]|$)")
_REACH = 90
_BEARERS = PERSON_NOUNS | words(
    """
    resident inhabitant native citizen ombudsman assistant consul attache judge clerk teacher student worker imam rector
    mufti dean
    """
)
_NO_PART = NOT_NAMES | NOT_SURNAMES | DETERMINERS | DIRECTIONS | COMMON_BODIES | frozenset(ORGANIZATION_NOUNS)
_NO_PART |= words("minister ministry prime vice party governorate branch section wing leader")


def behind_offices(body: str, names: Sequence[Found]) -> Iterator[Found]:
    """Yield people whose office ends in a place or body, unless a person is marked there already.

    Two words with capitals count behind any office, one only where it is a known given name ("a resident of X Gayane").
    """
    for name in names:
        if name.level != "name" or name.type not in {"GPE", "LOC", "ORG", "FAC"}:
            continue
        match = _NAMES.match(body, _end(body, name))
        if match is None:
            continue
        before = _OFFICE.search(body, max(0, name.start - _REACH, body.rfind("\n", 0, name.start) + 1), name.start)
        if before is None or _LAST_WORD.sub("", before["office"]).lower() not in _BEARERS:
            continue
        span = _person(body, match)
        if span is not None:
            yield Found(start=span[0], end=span[1], type="PERSON", from_model=True, score=0.6)
    people = {at for name in names if name.type == "PERSON" for at in range(name.start, name.end)}
    for office in _PORTFOLIO.finditer(body):
        match = _NAMES.match(body, office.end())
        span = _person(body, match, alone=True) if match is not None and office.end() + 1 not in people else None
        if span is not None:
            yield Found(start=span[0], end=span[1], type="PERSON", from_model=True, whole=True, score=0.6)


def _end(body: str, name: Found) -> int:
    """Give where a place or body ends, a given name that was taken for its last word left out."""
    first, _, last = body[name.start : name.end].rpartition(" ")
    return name.start + len(first) if first and not name.ids and last.lower() in GIVEN else name.end


def _person(body: str, match: re.Match[str], *, alone: bool = False) -> tuple[int, int] | None:
    """Give where the person's name stands, titles before it left out; None where the words are no name."""
    start, end = match.start("given"), match.end()
    parts = body[start:end].split(" ")
    while len(parts) > 1 and parts[0].lower() in TITLES:
        start += len(parts[0]) + 1
        parts = parts[1:]
    if any(part.lower() in _NO_PART | TITLES for part in parts) or not _ENDS_NAME.match(body, end):
        return None
    return (start, end) if len(parts) > 1 or alone or parts[0].lower() in GIVEN else None
