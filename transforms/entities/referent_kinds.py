"""Which place, thing or state "the strait" and "the country" are: the only such one that the text has named."""

import re
from collections.abc import Callable, Iterator, Sequence

from spacy.tokens import Doc

from config.knowledge import Knowledge
from transforms.entities.found import Found
from transforms.language_model import text_of

_NOUNS = (
    "terminal|strait|treaty|pact|convention|prize|award|refinery|cosmodrome|stadium|canal|pipeline|river|station|plant|"
    "spaceport|peninsula|archipelago|reservoir|volcano|glacier|dam|cathedral|monastery|shipyard|launcher|festival"
)
_BARE = re.compile(rf"\b[Tt]he (?P<noun>{_NOUNS})\b(?! of\b|-| [A-Z])")
_COUNTRY = re.compile(r"\b(?:[Tt]he|[Tt]his) country\b(?! (?:house|of|where|that|which|in)\b|-)")
_CITY = re.compile(r"\b(?:[Tt]he|[Tt]his) city\b(?! (?:of|where|that|which|in)\b|-)")
_CAPITAL = re.compile(
    r"(?P<owner>['’]s)? capital\b(?!-| (?:of|city|markets?|gains?|investments?|flows?|outflow|crime)\b|,? [A-Z])"
)
_TOWNS = frozenset({"cities", "capitals", "places", "places-syria"})
_NO_TOWN = re.compile(r"(?:Region|State|state)$")
_FIRST = re.compile(rf"(?P<noun>{_NOUNS})\b of ", re.I)
_LAST = re.compile(rf"(?:\b|^)(?P<noun>{_NOUNS})$", re.I)
_BEHIND = re.compile(rf" (?P<noun>{_NOUNS})\b")
_TYPES = frozenset({"FAC", "LOC", "PRODUCT", "EVENT", "LAW", "ORG"})


def named_kinds(
    doc: Doc, names: Sequence[Found], knowledge: Knowledge, is_state: Callable[[str], bool]
) -> Iterator[Found]:
    """Yield each bare "the NOUN" behind the one place, thing, treaty or state that the text has named so before.

    Where two have the noun in their names, or it is part of a longer phrase ("the station chief"), nothing is said.
    """
    text = text_of(doc)
    yield from _countries(text, names, knowledge, is_state)
    yield from _cities(doc, text, names, knowledge)
    if " capital" in text:
        yield from _capitals(text, names, knowledge, is_state)
    bare = list(_BARE.finditer(text))
    if not bare:
        return
    called: dict[str, dict[str, Found]] = {}
    for name in names:
        if name.level == "name" and name.type in _TYPES and name.ids:
            for noun in _nouns_of(text, name, knowledge):
                called.setdefault(noun, {}).setdefault(name.ids[0], name)
    for match in bare:
        bearers = list(called.get(match["noun"], {}).values())
        if len(bearers) != 1 or bearers[0].start > match.start():
            continue
        token = doc.char_span(*match.span("noun"))
        whole = token is not None and token.root.tag_ == "NN" and token.root.dep_ not in {"compound", "nmod", "amod"}
        if whole and not any(name.overlaps(*match.span()) for name in names):
            (one,) = bearers
            entity = knowledge.entities.get(one.ids[0])
            yield Found(
                start=match.start(), end=match.end(), type=one.type, ids=one.ids[:1],
                name=entity.name if entity else one.name, level="nominal", via="coreference", score=0.6,
            )  # fmt: skip


def _countries(
    text: str, names: Sequence[Found], knowledge: Knowledge, is_state: Callable[[str], bool]
) -> Iterator[Found]:
    """Yield each "the country" behind the single state of the text before it, else of its paragraph by its noun."""
    for match in _COUNTRY.finditer(text):
        before = [name for name in names if name.ids and name.start < match.start() and is_state(name.ids[0])]
        states = {name.ids[0] for name in before}
        if len(states) > 1:
            paragraph = text.rfind("\n", 0, match.start())
            states = {name.ids[0] for name in before if name.start > paragraph and name.level == "name"}
        if len(states) == 1:
            entity = knowledge.entities[states.pop()]
            yield Found(
                start=match.start(), end=match.end(), type=entity.type, ids=(entity.id,), name=entity.name,
                level="nominal", via="coreference", score=0.6,
            )  # fmt: skip


def _cities(doc: Doc, text: str, names: Sequence[Found], knowledge: Knowledge) -> Iterator[Found]:
    """Yield each "the city" behind the single town of the text before it, else of its paragraph."""
    found = list(_CITY.finditer(text))
    if not found:
        return
    towns = [name for name in names if name.type == "GPE" and name.level == "name" and _is_town(name, knowledge)]
    for match in found:
        before = [name for name in towns if name.start < match.start()]
        one = {name.ids[0]: name for name in before}
        if len(one) > 1:
            paragraph = text.rfind("\n", 0, match.start())
            one = {name.ids[0]: name for name in before if name.start > paragraph}
        token = doc.char_span(match.end() - 4, match.end())
        if len(one) != 1 or token is None or token.root.dep_ in {"compound", "nmod", "amod"}:
            continue
        if any(name.overlaps(*match.span()) for name in names):
            continue
        (town,) = one.values()
        entity = knowledge.entities.get(town.ids[0])
        yield Found(
            start=match.start(), end=match.end(), type="GPE", ids=town.ids[:1],
            name=entity.name if entity else town.name, level="nominal", via="coreference", score=0.6,
        )  # fmt: skip


def _capitals(
    text: str, names: Sequence[Found], knowledge: Knowledge, is_state: Callable[[str], bool]
) -> Iterator[Found]:
    """Yield "the Norlandic capital" and "Norland's capital", unless the capital's name or another word follows."""
    for name in names:
        match = _CAPITAL.match(text, name.end) if name.ids and is_state(name.ids[0]) else None
        if match is None or (match["owner"] is None) != (name.level == "adjectival"):
            continue
        article = name.start - len("the ")
        if match["owner"] is None and text[article : name.start] not in {"the ", "The "}:
            continue
        state = name.ids[0]
        capital = next(
            (e for e in knowledge.entities.values() if e.metonym_for == state and e.kind == "capitals"), None
        )
        if capital is not None:
            yield Found(
                start=article if match["owner"] is None else name.start, end=match.end(), type=capital.type,
                ids=(capital.id,), name=capital.name, level="nominal", via="coreference", score=0.7,
            )  # fmt: skip


def _is_town(name: Found, knowledge: Knowledge) -> bool:
    entity = knowledge.entities.get(name.ids[0]) if name.ids else None
    return entity is not None and entity.kind in _TOWNS and _NO_TOWN.search(entity.name) is None


def _nouns_of(text: str, name: Found, knowledge: Knowledge) -> set[str]:
    """Give the nouns with which a name ends, begins ("Strait of") or is followed, as written or as it is known."""
    written = text[name.start : name.end]
    entity = knowledge.entities.get(name.ids[0])
    found = [_BEHIND.match(text, name.end)]
    for one in (written, entity.name if entity else written):
        found += [_LAST.search(one), _FIRST.match(one)]
    return {match["noun"].lower() for match in found if match is not None}
