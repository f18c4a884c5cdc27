"""Speakers that stand behind a cue and what it was said in: “A”, – wrote in Facebook the head of the port Ana Berg."""

from spacy.tokens import Span, Token

from transforms.claims.clauses import FINITE
from transforms.claims.people import is_personal
from transforms.entities.words import PERSON_NOUNS

_SAID_IN = frozenset(
    {"in", "on", "at", "to", "with", "about", "via", "through", "during", "after", "from", "for", "over", "regarding"}
)
_STOPS = frozenset({",", ".", ";", ":", "–", "—", "-", "?", "!", ")", '"', "“", "”", "«", "»", "„"})
_DASHES = frozenset({"–", "—", "-"})
_CLOSING = frozenset({"”", '"', "»"})
_SPOKEN = _CLOSING | {",", "!", "?", "…"}
_FAR = 12


def past_place(verb: Token) -> int | None:
    """Give the token at which the speaker begins behind "in Facebook", "on the verdict", "at a briefing in Osk".

    A noun phrase right behind a noun can only be another: "commented on the verdict | the minister".
    """
    doc, i = verb.doc, verb.i + 1
    if i >= len(doc) or doc[i].lower_ not in _SAID_IN:
        return None
    for token in doc[i + 2 : min(len(doc), i + _FAR)]:
        if token.text in _STOPS or token.is_space or token.tag_ in FINITE:
            return None
        before = token.nbor(-1)
        if before.pos_ not in {"NOUN", "PROPN", "NUM"}:
            continue
        named = token.ent_type_ == "PERSON" and token.ent_iob_ == "B"
        titled = token.tag_ == "NN" and is_personal(token) and not is_personal(before)
        if named or titled or (token.lower_ == "the" and token.dep_ == "det"):
            return token.i
    return None


def is_parted(verb: Token) -> bool:
    """Tell whether ", –", "”," or ",”" parts a cue from the words before it, so that no noun in them is its subject."""
    if verb.i < 2:
        return False
    before, last = verb.nbor(-2).text, verb.nbor(-1).text
    return (last in _DASHES | _CLOSING and before in _SPOKEN) or (last == "," and before in _CLOSING)


def is_somebody(words: Span, head: int) -> bool:
    """Tell whether a phrase names or describes a person."""
    noun = words.doc[head]
    return is_personal(noun) or noun.lower_ in PERSON_NOUNS or any(e.label_ == "PERSON" for e in words.ents)
