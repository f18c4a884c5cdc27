"""People of the knowledge base by the keys of their names, and what a name tells of a person's gender."""

import re

from config.knowledge import Entity, Knowledge, fold
from transforms.entities.spelling import is_feminine, name_key
from transforms.entities.words import FEMALE_HONORIFICS, FEMALE_NAMES, MALE_NAMES

_PATRONYMIC = re.compile(r"(?:ovich|evich|ovych|yovych|ovna|evna|ivna|ichna|ich)$")


class PeopleIndex:
    """People of the knowledge base by the keys of their names."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.by_name: dict[str, list[str]] = {}
        self.by_surname: dict[str, list[str]] = {}
        for entity in knowledge.entities.values():
            if entity.type != "PERSON":
                continue
            for name in (entity.name, *(alias.text for alias in entity.aliases if alias.text.isascii())):
                if " " in name:
                    _add(self.by_name, name_key(name), entity.id)
            if entity.surname:
                _add(self.by_surname, name_key(entity.surname), entity.id)

    def full(self, name: str) -> str | None:
        """Find the one person whose full name is spelt so in some transliteration, patronymic and order aside."""
        parts = [word for word in name.split() if not _PATRONYMIC.search(word.lower()) or len(name.split()) == 2]
        for order in (parts, parts[::-1]):
            ids = self.by_name.get(name_key(" ".join(order)), [])
            if len(ids) == 1:
                return ids[0]
        if len(parts) > 2:
            ids = self.by_name.get(name_key(f"{parts[0]} {parts[-1]}"), [])
            if len(ids) == 1:
                return ids[0]
        return None


def _add(index: dict[str, list[str]], key: str, value: str) -> None:
    if value not in index.setdefault(key, []):
        index[key].append(value)


def gender_of(name: str, entity: Entity | None, before: str = "") -> str | None:
    """Tell a person's gender: known, or by honorific, given name or surname."""
    if entity is not None and entity.gender:
        return entity.gender
    if before.lower().rstrip(".") in FEMALE_HONORIFICS:
        return "f"
    if before.lower().rstrip(".") in {"mr", "sir", "lord"}:
        return "m"
    parts = fold(name).split()
    if not parts:
        return None
    if parts[0] in FEMALE_NAMES and parts[0] not in MALE_NAMES:
        return "f"
    if len(parts) > 1 and is_feminine(parts[-1]):
        return "f"
    return "m" if parts[0] in MALE_NAMES else None
