"""The other names of entities that a document mentions, so that a search for any of them finds it."""

import re
from collections.abc import Iterable

from config.knowledge import Entity, Knowledge, fold
from transforms.records import KnownAs, Mention

_WORD = re.compile(r"\w+")
_ORDINARY_WORDS = frozenset(
    _WORD.findall(
        "a ad aid all am an and any are arm as ask at be but by can did do eat end far few for from get go had has he"
        " her him his how i if in is it its led let may me met my no not now of off old on one or our out own pa pm"
        " put ran red run said sat say see set she so ten than that the them they this to two up us was we who why"
        " will with you"
    )
)
"""Acronyms that a search, which knows no capitals, would take for words: US, WHO, IS, IT."""


def known_as(mentions: Iterable[Mention], knowledge: Knowledge) -> tuple[KnownAs, ...]:
    """List the other names of the entities mentioned, each entity once, by id."""
    ids = sorted({mention.entity_id for mention in mentions} & knowledge.entities.keys())
    listed = ((identity, other_names(knowledge.entities[identity])) for identity in ids)
    return tuple(KnownAs(entity_id=identity, names=names) for identity, names in listed if names)


def other_names(entity: Entity) -> tuple[str, ...]:
    """Give the names by which one may search for an entity, without those whose every word another one has.

    Left out: what may mean something else (marked ambiguous), and acronyms that are ordinary words in lower case.

    >>> from config.knowledge import Alias
    >>> names = [Alias(text="ISIL"), Alias(text="IS"), Alias(text="Islamic State (ISIL)"), Alias(text="Daesh")]
    >>> other_names(Entity(id="islamic-state", name="Islamic State", type="ORG", aliases=tuple(names)))
    ('ISIL', 'Daesh')
    """
    seen = set(_words(entity.name))
    names: list[str] = []
    for alias in entity.aliases:
        words = _words(alias.text)
        if alias.ambiguous or seen.issuperset(words) or _ORDINARY_WORDS.issuperset(words):
            continue
        seen.update(words)
        names.append(alias.text)
    return tuple(names)


def _words(name: str) -> list[str]:
    return _WORD.findall(fold(name))
