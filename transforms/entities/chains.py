"""Bodies named through what they belong to: "the Main Directorate of the Ministry X for the Tver region"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from transforms.entities.found import Found
from transforms.entities.tokens import Tokens, tokens_of
from transforms.entities.words import DETERMINERS, PERSON_NOUNS, TITLES, words
from transforms.language_model import text_of

_LINK = re.compile(r"(?<= )(?P<link>of|for|in|at|on|to)(?: the)?(?: \d{1,2}(?:st|nd|rd|th))? $")
_WORD = re.compile(r"[^ ]+")
_MARKS = (*',.;:!?()[]/"“”«»—–', " - ")
_PARTS = words(
    """
    Directorate Department Office Administration Division Branch Inspectorate Headquarters Secretariat Bureau Section
    Directorates Departments Representation Delegation Subdivision
    """
)
"""Parts of bodies: named through the body, and often by region."""
_MISSIONS = words("Embassy Consulate Mission Representation Delegation Legation Embassies")
_BODIES = (
    _PARTS
    | _MISSIONS
    | words(
        """
    Ministry Committee Commission Council Institute Academy Center Centre Service Agency Authority Association Union
    Federation Society Chamber Fund Foundation Court Board Command Staff Corps Police Guard Forces Institution
    Organization Organisation Company Corporation Concern Faculty School College Conservatory Hospital Clinic Polyclinic
    Museum Library Laboratory University Observatory Registry Confederation League Prosecutor's
    Assembly Tribunal Bank Militia Archive Syndicate Guild Party Ombudsman Cabinet Palace Emergencies
    """
    )
)
_SITES = words("Hospital Clinic Polyclinic Museum Library Conservatory Palace")
_TYPES = frozenset({"ORG", "GPE", "LOC"})
_JOINTS = frozenset({"of", "for", "and", "on"})
_BEFORE_ARTICLE = frozenset({"of", "for", "on"})
_REGION = re.compile(r" (?:region|oblast|krai|kray|territory|republic|district|city)\b", re.I)
_BEARERS = (PERSON_NOUNS | TITLES) - words(
    """
    press state foreign political general first finance justice interior defense defence rights special chief analyst
    minority majority presidential deputy senior medical prosecutor opposition field major judge whip official
    """
)
_NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ"})
_PART_OF = re.compile(
    r"(?:(?P<service>(?:Press|Information) (?:Service|Office|Center|Centre))|(?P<part>(?:[\w'’,-]+ )*?"
    r"(?:Department|Directorate|Division|Command|Office|Bureau)(?: (?:of|for) (?:the )?[\w'’, -]+?)?))"
    r" (?:of|under) (?:the )?(?P<owner>(?:[A-Z]\w+ ){0,2}"
    r"(?:Ministry|Directorate|Committee|Agency|Service|Administration|Command|Armed Forces|Police)\b"
    r"(?: (?!region|oblast|for\b|in\b)[\w'’,-]+)*)"
)
_RANKED = words(
    """
    Main State Central Regional General Local Chief City Press Service Territorial Operational Interregional Criminal
    Investigation Investigative Federal Republican First Second Third
    """
)
"""What says only which part a part is."""
_SERVING = _PARTS | words("Committee Commission Agency Service Center Centre Court Institute Fund")
"""Bodies that are for a region or task."""
_REACH = 130


def join_chains(doc: Doc, names: Sequence[Found], country_of: Callable[[str], str | None]) -> list[Found]:
    """Give names in order, those of bodies joined with what they belong to, also where only their noun has a capital.

    "of" and "for" join any body to a body or place, "in" only a mission, or a part of a body to its region. A known
    body behind which only its own state is named stays that body.
    """
    tokens = tokens_of(doc)
    joined: list[Found] = []
    for name in names:
        whole = _joined(tokens, name, joined, country_of) if name.level == "name" and name.type in _TYPES else None
        if whole is not None:
            while joined and joined[-1].end > whole.start:
                joined.pop()
        joined.append(whole or name)
    return joined


def part_from_owner(body: str, names: Sequence[Found], known: Sequence[Found]) -> list[Found]:
    """Give names in order, a department with a name of its own apart from the body it belongs to.

    "Department of Lost Ships of the Ministry of Fisheries" is two names, "Main Directorate of the Ministry X" one; the
    press service of a body is none.
    """
    parted: list[Found] = []
    for name in names:
        parts = _PART_OF.fullmatch(body, name.start, name.end) if name.type == "ORG" and not name.ids else None
        if parts is None or not (parts["service"] or _has_subject(parts["part"])):
            parted.append(name)
            continue
        start = parts.start("owner")
        owner = next((one for one in known if one.ids and one.start == start and one.end == name.end), None)
        if not parts["service"]:
            parted.append(replace(name, end=parts.end("part")))
        parted.append(owner or replace(name, start=start, sentence_start=False))
    return parted


def _has_subject(part: str) -> bool:
    """Tell whether a part's name says what it deals with, or where: not "Main Directorate"."""
    return any(word[0].isupper() and word not in _PARTS and word not in _RANKED for word in part.split())


def _joined(
    tokens: Tokens, owner: Found, before: Sequence[Found], country_of: Callable[[str], str | None]
) -> Found | None:
    """Give the body that belongs to a name, from its first word to the name's end."""
    body = text_of(tokens.doc)
    line = body.rfind("\n", 0, owner.start) + 1
    first = max(line, owner.start - _REACH)
    link = _LINK.search(body, max(line, owner.start - 13), owner.start)
    if link is None:
        return None
    last = before[-1] if before and before[-1].end == link.start() - 1 else None
    if last is not None and (last.type == "PERSON" or last.level != "name"):
        return None
    of_place = link["link"] == "of" and owner.type == "GPE"
    if last is not None and last.ids and not of_place and not _is_part(body, last):
        return None
    if last is not None and last.ids and of_place and owner.ids and country_of(last.ids[0]) == owner.ids[0]:
        return replace(last, end=owner.end)
    start = _start(tokens, _words_back(body, first, link.start()))
    if start is None:
        return None
    if last is not None and last.start < start:
        start = last.start
    noun = _noun_of(body[start : link.start()].split())
    if noun is None or not _may_link(link["link"], noun, body, owner):
        return None
    inside = [one for one in before if one.end > start]
    if any(
        one.start < start or one.type == "PERSON" or (one is not last and one.ids and not _is_inside(body, one))
        for one in inside
    ):
        return None
    type_ = "FAC" if noun in _SITES else "ORG"
    return replace(owner, start=start, type=type_, ids=(), name="", via="model", weak=False, from_model=True, score=0.6)


def _noun_of(head: Sequence[str]) -> str | None:
    """Give the noun that says what a body is: the last before "of", else the first of all."""
    end = next((place for place, word in enumerate(head) if word in _JOINTS), len(head))
    nouns = [word for word in head[:end] if word in _BODIES][-1:] or [word for word in head if word in _BODIES]
    return nouns[0] if nouns else None


def _is_inside(body: str, name: Found) -> bool:
    """Tell whether a known name may stand inside a longer body's: a part, an adjective or a place."""
    return name.level == "adjectival" or name.type != "ORG" or _is_part(body, name)


def _is_part(body: str, name: Found) -> bool:
    """Tell whether a known name is that of a part or mission, which its owner's name or seat may follow."""
    return not (_PARTS | _MISSIONS).isdisjoint(body[name.start : name.end].split())


def _may_link(link: str, noun: str, body: str, owner: Found) -> bool:
    if link in {"of", "for"}:
        return link == "of" or noun in _SERVING
    if link == "to":
        return noun in _MISSIONS
    if noun in _MISSIONS:
        return link == "in" and owner.type == "GPE"
    is_region = owner.type == "GPE" and _REGION.search(body, owner.start, owner.end + 10) is not None
    return link == "in" and noun in _PARTS and is_region


def _start(tokens: Tokens, parts: Sequence[tuple[int, str]]) -> int | None:
    """Give where a body's name begins that ends with these words: at a capital behind a title, verb or article."""
    begin: int | None = None
    for place in range(len(parts) - 1, -1, -1):
        at, word = parts[place]
        before = parts[place - 1][1] if place else ""
        if word.lower() == "the" and before in _BEFORE_ARTICLE:
            continue
        if word.lower() in DETERMINERS or _is_bearer(word, before):
            break
        if word[0].isupper() or word[0].isdigit():
            begin = at
        elif word.lower() not in _JOINTS:
            token = tokens.at(at)
            if token is None or token.tag_ not in _NOUN_TAGS:
                break
    return begin


def _is_bearer(word: str, before: str) -> bool:
    """Tell whether a noun holds an office of the body behind it: "Chairman of", not "Cabinet of Ministers"."""
    lower = word.lower()
    if word in _BODIES:
        return False
    return lower in _BEARERS or (lower.removesuffix("s") in _BEARERS and before != "of")


def _words_back(body: str, first: int, end: int) -> list[tuple[int, str]]:
    """Give the words of the last stretch before an offset that no mark interrupts, with where they begin."""
    stretch = max((body.rfind(mark, first, end) + len(mark) for mark in _MARKS), default=first)
    return [(one.start(), one.group().rstrip()) for one in _WORD.finditer(body, max(first, stretch), end)]
