"""Names written with what they are: "Taliban movement", "German news agency dpa", "Astana talks"; the name is less."""

import re
from collections.abc import Iterable

from config.knowledge import Entity, Knowledge

_NOUNS_BEHIND = re.compile(r"(.*[A-Z0-9]\S*)(?: [a-z][a-z-]*)+")
_TALKS_BEHIND = re.compile(r"(.+) (?:talks|meetings?|negotiations|conference)")
_AFTER_AGENCY = re.compile(r"[A-Z].* news agency (?=[A-Z]+$)")


class Described:
    """Tells which names of a knowledge base are but other names with nouns, or with whose it is, beside them."""

    def __init__(self, knowledge: Knowledge) -> None:
        entities = knowledge.entities.values()
        self._peoples = _adjectives(entity for entity in entities if entity.type == "NORP")
        self._adjectives = self._peoples | _adjectives(entity for entity in entities if entity.type == "GPE")
        self._places = {entity.name for entity in entities if entity.type == "GPE"}

    def is_described(self, entity: Entity, text: str) -> bool:
        """Tell whether a text is no name of its own: the entity's own name always is.

        An adjective of a state belongs to a body's name ("Palestinian Islamic Jihad"), unless a noun stands between
        them; that of a people does not ("Kurdish YPG").
        """
        if text == entity.name:
            return False
        if entity.type == "EVENT":
            talks = _TALKS_BEHIND.fullmatch(text)
            return talks is not None and talks[1] in self._places
        if entity.type != "ORG":
            return False
        others = {alias.text.lower() for alias in entity.aliases if not alias.ambiguous} | {entity.name.lower()}
        others.discard(text.lower())
        behind = _NOUNS_BEHIND.fullmatch(text)
        if (behind and behind[1].lower() in others) or _AFTER_AGENCY.sub("", text).lower() in others:
            return True
        return self._has_owner(text, others)

    def _has_owner(self, text: str, others: set[str]) -> bool:
        before, _, rest = text.partition(" ")
        if before in self._peoples and (" " in rest or rest.isupper()) and rest.lower() in others:
            return True
        noun = False
        while rest and text[0].isupper() and (before.islower() or before in self._adjectives):
            noun = noun or before.islower()
            if noun and rest.lower() in others:
                return True
            before, _, rest = rest.partition(" ")
        return False


def _adjectives(entities: Iterable[Entity]) -> frozenset[str]:
    return frozenset(word for entity in entities for word in entity.adjectives)
