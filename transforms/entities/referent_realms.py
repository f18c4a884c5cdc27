"""Which land "the country", "the city" and "the kingdom" are: the only such one that the text has named."""

import re
from collections.abc import Callable, Iterator, Sequence

from spacy.tokens import Doc

from config.knowledge import Knowledge
from transforms.entities.found import Found
from transforms.entities.words import words
from transforms.language_model import text_of

_ISLANDS = words(
    "taiwan cuba cyprus malta sri-lanka iceland haiti jamaica madagascar ireland greenland sakhalin lampedusa lesbos"
)
_REALMS = {
    "kingdom": words("saudi-arabia jordan morocco bahrain thailand cambodia bhutan lesotho eswatini tonga"),
    "emirate": words("qatar kuwait dubai abu-dhabi"),
    "sultanate": words("oman brunei"),
    "enclave": words("gaza-strip nagorno-karabakh eastern-ghouta ceuta melilla"),
    "exclave": words("kaliningrad nagorno-karabakh ceuta melilla"),
    "island": _ISLANDS,
    "peninsula": words("crimea"),
}
"""What each noun may call, by id; the United Kingdom is not called "the kingdom"."""
_BARE = re.compile(rf"\b[Tt]he (?P<noun>{'|'.join(_REALMS)})\b(?! of\b|-| [A-Z])")
_COUNTRY = re.compile(r"\b(?:[Tt]he|[Tt]his) country\b(?! (?:house|of|where|that|which|in)\b|-)")
_CITY = re.compile(r"\b(?:[Tt]he|[Tt]his) city\b(?! (?:of|where|that|which|in)\b|-)")
_CAPITAL = re.compile(
    r"(?P<owner>['’]s)? capital\b(?!-| (?:of|city|markets?|gains?|investments?|flows?|outflow|crime)\b|,? [A-Z])"
)
_LANDS = frozenset({"GPE", "LOC"})
_TOWNS = frozenset({"cities", "capitals", "places", "places-syria"})
_NO_TOWN = re.compile(r"(?:Region|State|state)$")
_PARTS = frozenset({"compound", "nmod", "amod"})


def realms(doc: Doc, names: Sequence[Found], knowledge: Knowledge, is_state: Callable[[str], bool]) -> Iterator[Found]:
    """Yield each bare "the country", "the city", "the kingdom" and its like, and each state's capital.

    Meant is the one such land that the text has named before; of several that of the paragraph. Where that names two
    or none, nothing is said.
    """
    text = text_of(doc)
    yield from _called(text, names, knowledge)
    yield from _countries(text, names, knowledge, is_state)
    yield from _cities(doc, text, names, knowledge)
    if " capital" in text:
        yield from _capitals(text, names, knowledge, is_state)


def _called(text: str, names: Sequence[Found], knowledge: Knowledge) -> Iterator[Found]:
    """Yield "the kingdom" and the like, whose land may be named in any sense of its name."""
    for match in _BARE.finditer(text):
        called = _REALMS[match["noun"]]
        lands = [name for name in names if name.type in _LANDS and name.ids and name.ids[0] in called]
        if (land := _only(text, match.start(), lands)) is not None and _is_free(match, names):
            yield _mention(*match.span(), land, knowledge)


def _countries(
    text: str, names: Sequence[Found], knowledge: Knowledge, is_state: Callable[[str], bool]
) -> Iterator[Found]:
    """Yield each "the country"; of several states of the text that of the paragraph by its noun."""
    for match in _COUNTRY.finditer(text):
        states = [name for name in names if name.ids and is_state(name.ids[0])]
        state = _only(text, match.start(), states, [name for name in states if name.level == "name"])
        if state is not None:
            yield _mention(*match.span(), state, knowledge)


def _cities(doc: Doc, text: str, names: Sequence[Found], knowledge: Knowledge) -> Iterator[Found]:
    """Yield each "the city" that is no part of a longer phrase."""
    found = list(_CITY.finditer(text))
    towns = [name for name in names if found and _is_town(name, knowledge)]
    for match in found:
        token = doc.char_span(match.end() - len("city"), match.end())
        whole = token is not None and token.root.dep_ not in _PARTS
        if whole and (town := _only(text, match.start(), towns)) is not None and _is_free(match, names):
            yield _mention(*match.span(), town, knowledge)


def _capitals(
    text: str, names: Sequence[Found], knowledge: Knowledge, is_state: Callable[[str], bool]
) -> Iterator[Found]:
    """Yield "the Norlandic capital" and "Norland's capital", unless the capital's name or another word follows."""
    for name in names:
        match = _CAPITAL.match(text, name.end) if name.ids and is_state(name.ids[0]) else None
        if match is None or (match["owner"] is None) != (name.level == "adjectival"):
            continue
        start = name.start if match["owner"] is not None else name.start - len("the ")
        if match["owner"] is None and text[start : name.start] not in {"the ", "The "}:
            continue
        capital = next(
            (e for e in knowledge.entities.values() if e.metonym_for == name.ids[0] and e.kind == "capitals"), None
        )
        if capital is not None:
            one = Found(start=start, end=match.end(), type=capital.type, ids=(capital.id,))
            yield _mention(start, match.end(), one, knowledge, 0.7)


def _only(text: str, at: int, named: Sequence[Found], nearer: Sequence[Found] | None = None) -> Found | None:
    """Give the one entity named before an offset; of several the one `nearer` (or also named) in its paragraph."""
    before = {name.ids[0]: name for name in named if name.start < at}
    if len(before) > 1:
        paragraph = text.rfind("\n", 0, at)
        inside = named if nearer is None else nearer
        before = {name.ids[0]: name for name in inside if paragraph < name.start < at}
    return next(iter(before.values())) if len(before) == 1 else None


def _is_free(match: re.Match[str], names: Sequence[Found]) -> bool:
    return not any(name.overlaps(*match.span()) for name in names)


def _mention(start: int, end: int, one: Found, knowledge: Knowledge, score: float = 0.6) -> Found:
    entity = knowledge.entities.get(one.ids[0])
    return Found(
        start=start, end=end, type=entity.type if entity else one.type, ids=one.ids[:1],
        name=entity.name if entity else one.name, level="nominal", via="coreference", score=score,
    )  # fmt: skip


def _is_town(name: Found, knowledge: Knowledge) -> bool:
    entity = knowledge.entities.get(name.ids[0]) if name.ids and name.type == "GPE" and name.level == "name" else None
    return entity is not None and entity.kind in _TOWNS and _NO_TOWN.search(entity.name) is None
