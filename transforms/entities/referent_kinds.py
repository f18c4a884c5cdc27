"""Which place or thing "the strait" and "the treaty" are: the only such one that the text has named."""

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from config.knowledge import Knowledge
from transforms.entities.found import Found
from transforms.language_model import text_of

_NOUNS = (
    "terminal|strait|treaty|pact|convention|prize|award|refinery|cosmodrome|stadium|canal|pipeline|river|station|plant|"
    "spaceport|peninsula|archipelago|reservoir|volcano|glacier|dam|cathedral|monastery|shipyard|launcher|festival"
)
_BARE = re.compile(rf"\b[Tt]he (?P<noun>{_NOUNS})\b(?! of\b|-| [A-Z])")
_FIRST = re.compile(rf"(?P<noun>{_NOUNS})\b of ", re.I)
_LAST = re.compile(rf"(?:\b|^)(?P<noun>{_NOUNS})$", re.I)
_BEHIND = re.compile(rf" (?P<noun>{_NOUNS})\b")
_TYPES = frozenset({"FAC", "LOC", "PRODUCT", "EVENT", "LAW", "ORG"})


def named_kinds(doc: Doc, names: Sequence[Found], knowledge: Knowledge) -> Iterator[Found]:
    """Yield each bare "the NOUN" behind the one place, thing or treaty that the text has named so before.

    Where two have the noun in their names, or it is part of a longer phrase ("the station chief"), nothing is said.
    """
    text = text_of(doc)
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


def _nouns_of(text: str, name: Found, knowledge: Knowledge) -> set[str]:
    """Give the nouns with which a name ends, begins ("Strait of") or is followed, as written or as it is known."""
    written = text[name.start : name.end]
    entity = knowledge.entities.get(name.ids[0])
    found = [_BEHIND.match(text, name.end)]
    for one in (written, entity.name if entity else written):
        found += [_LAST.search(one), _FIRST.match(one)]
    return {match["noun"].lower() for match in found if match is not None}
