"""Courts by their district or town, whose noun translators write small: "Zarmensky court", "Tver city court"."""

import re
from collections.abc import Iterator

from transforms.entities.dictionary import is_english
from transforms.entities.found import Found
from transforms.entities.words import DETERMINERS, DIRECTIONS, TITLES

_COURT = re.compile(
    r"(?<![\w-])(?P<whose>[A-ZÀ-Ž][a-zà-ž'’]+(?:-[A-Z][a-z]+)?)"
    r"(?P<kind> (?:[Dd]istrict|[Cc]ity|[Rr]egional|[Cc]ounty|[Mm]unicipal|[Aa]rbitration|[Gg]arrison|[Tt]own|"
    r"[Ii]nterdistrict|[Mm]agistrates?[’']?|[Ee]conomic|[Aa]dministrative|[Cc]ommercial|[Aa]ppeals?))? [Cc]ourt\b"
    r"(?: of (?:the )?(?:[Cc]ity of )?(?=[A-Z])(?P<of>[A-Z][\w'’-]+))?"
)
_ADJECTIVE = re.compile(r"(?:sk(?:y|iy|ii|yi|yj|i|oy|oi|aya|ij)|[a-z]{3}n(?:y|iy|yi))$")
_PEOPLE = re.compile(r"(?:an|ish|ese|ch)$")
_NO_NAMES = DETERMINERS | DIRECTIONS | TITLES


def find_courts(body: str) -> Iterator[Found]:
    """Yield courts named by a Slavic adjective, or by a place's name with the kind of court behind it.

    "A Norwegian district court" is a description, as is "a Tver court"; so is one of common words.
    """
    if " court" not in body and " Court" not in body:
        return
    for match in _COURT.finditer(body):
        whose = match["whose"]
        if whose.lower() in _NO_NAMES or is_english(whose):
            continue
        if (match["kind"] and not _PEOPLE.search(whose)) or (_ADJECTIVE.search(whose) and not _PEOPLE.search(whose)):
            yield Found(start=match.start(), end=match.end(), type="ORG", from_model=True, whole=True, score=0.6)
