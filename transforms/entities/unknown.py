"""Names that the knowledge base does not have as written: its own under another spelling, else a stable id."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from config.knowledge import Knowledge
from transforms.entities.found import Found
from transforms.entities.spelling import agency_spelling, name_key

_PLURAL = re.compile(r"(?<=[a-z]{3})s$")
_GROUP = {"GPE": "place", "LOC": "place", "FAC": "place", "PERSON": "person"}


class Spellings:
    """Names of the knowledge base by the key that transliterations share."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.by_key: dict[str, tuple[str, str]] = {}
        clashing: set[str] = set()
        for entity in knowledge.entities.values():
            if entity.type == "PERSON":
                continue
            for text in (entity.name, *(alias.text for alias in entity.aliases if not alias.ambiguous)):
                key = name_key(text)
                if not text.isascii() or text.isupper() or len(key) < 5:
                    continue
                if self.by_key.setdefault(key, (entity.id, entity.type))[0] != entity.id:
                    clashing.add(key)
        for key in clashing:
            del self.by_key[key]


def identify(body: str, names: Sequence[Found], spellings: Spellings) -> list[Found]:
    """Give each name without an entity the known one of another spelling, or an id made of its own spelling.

    The type of an unknown name is what most of its mentions in the article are taken for.
    """
    types: dict[str, Counter[str]] = {}
    for name in names:
        if not name.ids:
            types.setdefault(name_key(_plain(body, name)), Counter())[name.type] += 1
    return [name if name.ids else _identified(body, name, spellings, types) for name in names]


def _identified(body: str, name: Found, spellings: Spellings, types: dict[str, Counter[str]]) -> Found:
    written = _plain(body, name)
    key = name_key(written)
    known = spellings.by_key.get(key)
    if known is not None and (name.type == known[1] or name.type != "PERSON"):
        return replace(name, ids=(known[0],), type=known[1], via="transliteration", score=0.85)
    type_ = types[key].most_common(1)[0][0]
    canonical = agency_spelling(written, type_)
    slug = re.sub(r"[^a-z0-9]+", "-", name_key(canonical).lower()).strip("-") or "unnamed"
    group = _GROUP.get(type_, type_.lower().replace("_", "-"))
    level = "adjectival" if type_ == "NORP" and not _PLURAL.search(written) else name.level
    return replace(name, ids=(f"unk-{group}-{slug}",), type=type_, name=canonical, level=level, score=0.6)


def _plain(body: str, name: Found) -> str:
    return " ".join(body[name.start : name.end].split())
