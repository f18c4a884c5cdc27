"""Which state or land "the kingdom" and "the enclave" are: the only such one that the text has named."""

import re
from collections.abc import Iterator, Sequence

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
_LANDS = frozenset({"GPE", "LOC"})


def realms(doc: Doc, names: Sequence[Found], knowledge: Knowledge) -> Iterator[Found]:
    """Yield each bare "the NOUN" behind the one state or land of that noun named before it, in any sense of its name.

    Of several the one of the paragraph is meant; where that names two or none, nothing is said.
    """
    text = text_of(doc)
    for match in _BARE.finditer(text):
        called = _REALMS[match["noun"]]
        before = [n for n in names if n.start < match.start() and n.type in _LANDS and n.ids and n.ids[0] in called]
        ids = {name.ids[0] for name in before}
        if len(ids) > 1:
            paragraph = text.rfind("\n", 0, match.start())
            ids = {name.ids[0] for name in before if name.start > paragraph}
        if len(ids) != 1 or any(name.overlaps(*match.span()) for name in names):
            continue
        entity = knowledge.entities[ids.pop()]
        yield Found(
            start=match.start(), end=match.end(), type=entity.type, ids=(entity.id,), name=entity.name,
            level="nominal", via="coreference", score=0.6,
        )  # fmt: skip
