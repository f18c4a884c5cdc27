"""People told by what stands behind or before their lone surname: "Brunel, the chief engineer of the works, said"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from transforms.entities.dictionary import is_english
from transforms.entities.found import Found
from transforms.entities.words import EPITHETS, NOT_NAMES, PERSON_NOUNS, SPEECH_VERBS, TITLES, words

_FULL = 2
_TITLE_BEFORE = re.compile(r"\b([a-z]{4,}) $")
_AGE = re.compile(r", \d{2},| \(\d{2}\)")
_DESCRIBED = re.compile(r", (?:\d{2}, )?(?P<what>(?:the|a|an) [^,.;:\n]{3,90}),")
_OPENS = re.compile(r"(?:^|\n|[.!?”\"] )(?P<name>[A-ZÀ-Ž][^\W\d_]+(?:-[A-ZÀ-Ž][^\W\d_]+)?)$")
_REACH = 30
_VERB = re.compile(r" (?P<verb>[a-z]+)\b")
_BETWEEN = re.compile(r", (?P<verb>[a-z]+)\b")
_BEFORE = re.compile(r"\b(?P<what>(?:[Oo]ne of the|[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir) [^,.;:\n]{3,60}), $")
_NOUN = re.compile(r"[a-z-]+")
_OF = re.compile(r" (?:of|at|in|for|from|who|on|to)\b")
_PEOPLE = (PERSON_NOUNS | EPITHETS | TITLES) - words("chief former press political general state first late vice")
_PEOPLE |= words("engineer architect organizer organiser resident founder owner priest fisherman farmer builder driver")
_PEOPLE |= words("nurse student neighbor neighbour witness survivor victim mother father wife husband sister brother")
_TYPES = frozenset({"ORG", "GPE", "LOC", "NORP", "PRODUCT", "FAC"})
_SPEAKS = {verb + ending for verb in SPEECH_VERBS for ending in ("s", "ed", "d")} | words(
    "said told wrote spoke thought"
)


def find_apposed_people(body: str, names: Sequence[Found]) -> Iterator[Found]:
    """Yield unmarked foreign words that open a sentence and are said to be somebody: "Brunel, the engineer, said"."""
    taken: set[int] | None = None
    for described in _DESCRIBED.finditer(body):
        match = _OPENS.search(body, max(0, described.start() - _REACH), described.start())
        name = match["name"] if match is not None else ""
        if match is None or name.lower() in NOT_NAMES | TITLES or name.isupper():
            continue
        if not _is_somebody(described["what"]):
            continue
        verb = _VERB.match(body, described.end())
        if is_english(name) and (verb is None or verb["verb"] not in _SPEAKS):
            continue
        if taken is None:
            taken = {at for one in names for at in range(one.start, one.end)}
        if taken.isdisjoint(range(*match.span("name"))):
            yield Found(start=match.start("name"), end=match.end("name"), type="PERSON", from_model=True, score=0.5)


def settle_apposed(body: str, names: Sequence[Found]) -> list[Found]:
    """Give names in order, lone foreign guesses as people where words between commas say that they are somebody."""
    return [
        replace(name, type="PERSON", level="name") if _is_apposed(body, name) or _is_titled(body, name) else name
        for name in names
    ]


def _is_titled(body: str, name: Found) -> bool:
    """Tell whether two foreign words taken for a body are a person's: behind a title, or by the last that speaks.

    "Chief Takeshi Uchida"; "Chukwuma Nwachi" where the text has "Nwachi said".
    """
    if name.ids or name.type != "ORG":
        return False
    parts = body[name.start : name.end].split(" ")
    if len(parts) != _FULL or not all(part.istitle() and part.isalpha() and not is_english(part) for part in parts):
        return False
    if re.search(rf"(?<!{parts[0]} )\b{parts[1]} (?:said|says|told|added|noted|believes|explained)\b", body):
        return True
    title = _TITLE_BEFORE.search(body, max(0, name.start - 24), name.start)
    return title is not None and title[1] in _PEOPLE


def _is_apposed(body: str, name: Found) -> bool:
    if name.ids or name.type not in _TYPES or body[name.end : name.end + 1] not in {",", " "}:
        return False
    written = body[name.start : name.end]
    if " " in written or written.isupper() or is_english(written) or not written[0].isupper():
        return False
    if _AGE.match(body, name.end):
        return True
    behind = _DESCRIBED.match(body, name.end)
    if behind is not None and body[name.start - 2 : name.start] != ", " and _is_somebody(behind["what"]):
        return True
    before, verb = _BEFORE.search(body, max(0, name.start - 70), name.start), _BETWEEN.match(body, name.end)
    return before is not None and verb is not None and verb["verb"] in _SPEAKS and _is_somebody(before["what"])


def _is_somebody(what: str) -> bool:
    """Tell whether the first noun of a description, before its complements, is for a person or several."""
    head = _OF.split(what.removeprefix("one of ").removeprefix("One of "), maxsplit=1)[0]
    nouns = _NOUN.findall(head)
    return bool(nouns) and (nouns[-1] in _PEOPLE or nouns[-1].removesuffix("s") in _PEOPLE)
