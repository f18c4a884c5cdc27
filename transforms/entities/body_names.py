"""Which body a phrase names by itself, and what nouns beside a body's name say it is."""

import re
from collections.abc import Container

from spacy.tokens import Span

from config.knowledge import Entity, Knowledge, fold
from transforms.entities.descriptions import Description
from transforms.entities.words import ORGANIZATION_NOUNS

_WORLD_BODY = re.compile(r"\b(?:world|international|global|universal) (?:organi[sz]ation|body)\b")
_MARKS = frozenset({'"', "“", "«", "„"})
_CLOSING = frozenset({'"', "”", "»"})


def is_world_body(text: str) -> bool:
    """Tell whether a text calls the United Nations "the world organization"."""
    return bool(_WORLD_BODY.search(fold(text)))


def known_body(one: Description, knowledge: Knowledge, present: Container[str]) -> Entity | None:
    """Find the body that a description is a known name of: "the US-led coalition", "the international alliance".

    A state's own body only where that state is `present`: "the electoral commission" is not Britain's everywhere.
    """
    text = one.text[: one.token.idx + len(one.token) - one.start]
    words = text.split()
    words = words[1:] if words[0].lower() in {"the", "this", "that"} else words
    phrases = [" ".join([*words[:-1], last]) for last in _heads(one, words[-1]) if len(words) > 1]
    owner, _, rest = text.replace("’", "'").partition("'s ")
    state = knowledge.find(owner) if rest else ()
    phrases += [f"{adjective} {rest}" for entity in state[:1] for adjective in entity.adjectives]
    for phrase in phrases:
        found = knowledge.find(phrase) or knowledge.find(_capitalized(phrase))
        if len(found) == 1 and found[0].type == "ORG" and (not found[0].country or found[0].country in present):
            return found[0]
    return None


def _capitalized(phrase: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in phrase.split())


def _heads(one: Description, last: str) -> tuple[str, ...]:
    return (last, "coalition") if one.head == "alliance" else (last,)


def kind_beside(span: Span) -> set[str]:
    """Give the nouns beside a name that say what body it is: "the Osk agency", "the charity Osk", "Osk, a network"."""
    doc = span.doc
    kinds = set()
    over = span.root.head
    if span.root.dep_ == "appos" and over.i < span.start and doc[span.start - 1].lower_ in {",", "the"}:
        kinds.add(over.lower_)  # "the main civilian coalition, the Osk Forces"
    before = span.start - 2 if span.start > 1 and doc[span.start - 1].text in _MARKS else span.start - 1
    if before >= 0 and doc[before].whitespace_:
        kinds.add(doc[before].text)  # as it is written: "Monitor AFP" ends a headline
    behind = span.end + (span.end < len(doc) and doc[span.end].text in _CLOSING)
    if behind < len(doc) and doc[behind - 1].whitespace_:
        kinds.add(doc[behind].lower_)  # 'the "Osk" platform'
    if span.end + 2 < len(doc) and doc[span.end].text == "," and doc[span.end + 1].lower_ in {"a", "an", "the"}:
        kinds.update(word.lower_ for word in doc[span.end + 2 : span.end + 6] if word.head.i < span.end)
    return kinds & ORGANIZATION_NOUNS.keys()
