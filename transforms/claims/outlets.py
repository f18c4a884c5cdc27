"""The outlet that ends a sentence: "reports TASS.", "writes “Courier” citing Osk", "informs Osk.ru"."""

import re

from spacy.tokens import Doc, Token

from transforms.claims.stops import STOPS
from transforms.entities.words import OUTLET_NOUNS

_OPENING, _CLOSING = frozenset({'"', "“", "«", "„"}), frozenset({'"', "”", "»", "“"})
_REFERRING = frozenset({"with", "citing", "referring", "quoting"})
_BEFORE_NAME = OUTLET_NOUNS | {"correspondent", "service", "press", "media", "radio", "tv", "telegram", "news"}
_DOMAIN = re.compile(r"[\w-]+\.(?:ru|ua|com|org|net|info|by|kz|tv|news|eu|fm|am|az|ge|md|uz|ir|tr|cn|me|su|рф)\Z", re.I)
_LONGEST = 8


def outlet_behind(verb: Token) -> tuple[int, int] | None:
    """Find the outlet that ends a sentence behind its verb: a domain, a name in marks, an agency's name."""
    doc, i = verb.doc, verb.i + 1
    first = i
    while i < len(doc) and (doc[i].lower_ == "the" or (doc[i].is_lower and doc[i].lower_ in _BEFORE_NAME)):
        i += 1
    edition = i > first and doc[i - 1].lower_ in _BEFORE_NAME
    start = i
    if i >= len(doc):
        return None
    if doc[i].text in _OPENING:
        close = next((t.i for t in doc[i + 1 : i + _LONGEST] if t.text in _CLOSING), None)
        if close is None or not doc[i + 1].text[:1].isupper():
            return None
        if doc[close - 1].text in STOPS:
            return i + 1, close - 1  # "writes “Courier.”"
        start, end, i = i + 1, close, close + 1
    else:
        while i < len(doc) and i - start < _LONGEST and (_DOMAIN.match(doc[i].text) or doc[i].text[:1].isupper()):
            i += 1
        end = i
        names = doc[start:end]
        known = any(_DOMAIN.match(t.text) or t.ent_type_ == "ORG" or (t.is_upper and len(t) > 1) for t in names)
        if not len(names) or not (known or edition) or any(t.ent_type_ == "PERSON" for t in names):
            return None
    return (start, end) if _ends(doc, i) else None


def _ends(doc: Doc, i: int) -> bool:
    """Tell whether nothing but what the outlet refers to follows."""
    if i >= len(doc) or doc[i].text in STOPS or doc[i].is_space:
        return True
    after = doc[i + 1] if doc[i].text == "," and i + 1 < len(doc) else doc[i]
    return after.lower_ in _REFERRING
