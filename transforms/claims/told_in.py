"""Bodies and texts that something was said in: "said in the ministry", "in the statement of the port"."""

from spacy.tokens import Span, Token

from transforms.claims.clauses import SUBJECTS, agent, own_subject, phrase

_BODIES = frozenset(
    {"ministry", "service", "department", "agency", "office", "embassy", "council", "headquarters", "administration"}
    | {"company", "committee", "police", "government", "kremlin", "command", "union", "commission", "directorate"}
    | {"secretariat", "parliament", "consulate", "mission", "bureau", "organization", "organisation", "centre"}
    | {"center", "airline", "plant", "fund", "foundation", "inspectorate", "prosecutor", "federation", "division"}
    | {"corporation", "holding", "hospital", "board", "regulator", "authority", "staff", "league", "party", "faction"}
)
"""Whose people speak where something is said "in" them."""
_MEDIA = frozenset(
    {"statement", "news", "report", "message", "announcement", "article", "letter", "post", "release", "communique"}
    | {"communiqué", "document", "text", "publication", "dispatch", "resolution", "declaration", "note"}
)


def is_body(noun: Token) -> bool:
    """Tell whether a noun is a body whose people speak, by its word or as the model's organization."""
    if noun.ent_type_ in {"DATE", "TIME"} or noun.lower_ in _MEDIA:
        return False
    return names_body(noun) or (noun.ent_type_ == "ORG" and noun.i > 1)


def names_body(noun: Token) -> bool:
    """Tell a body by its word alone."""
    return noun.lemma_.lower() in _BODIES or noun.lower_ in _BODIES


def place_of(verb: Token, *, before: bool) -> Token | None:
    """Find the body that something is said in or at: before the verb anywhere, behind it at once."""
    for prep in verb.children:
        if prep.lower_ in {"in", "at"} and (prep.i < verb.i) == before:
            for noun in prep.children:
                if noun.dep_ == "pobj" and (before or prep.i == verb.i + 1) and is_body(noun):
                    return noun
    return None


def noun_phrase(noun: Token) -> tuple[Span, int]:
    """Give the whole phrase of a noun, and where the noun is."""
    start, end = phrase(noun)
    words = noun.doc.char_span(start, end, alignment_mode="expand")
    return (words if words is not None and len(words) else noun.doc[noun.i : noun.i + 1]), noun.i


def body_behind(verb: Token) -> tuple[Span, int] | None:
    """Find the body, or the owner of the text, that stands right behind the verb."""
    noun = place_of(verb, before=False)
    if noun is not None:
        return noun_phrase(noun)
    for prep in verb.children:
        for text in prep.children if prep.lower_ == "in" and prep.i == verb.i + 1 else ():
            if text.dep_ == "pobj" and text.lemma_.lower() in _MEDIA:
                return noun_phrase(_owner(text) or text)  # “A”, – said in the statement of the port
    return None


def learned_from(verb: Token) -> Token | None:
    """Find who told it: "It was learned from the council that A", "The reporter learned from the council that A"."""
    if verb.lemma_.lower() != "learn":
        return None
    own = own_subject(verb)
    if own is None or (own.lower_ != "it" and own.lower_ not in _REPORTERS and not _is_agency(own)):
        return None
    for prep in verb.children:
        if prep.lower_ == "from" and prep.dep_ == "prep":
            return next((c for c in prep.children if c.dep_ == "pobj"), None)
    return None


def _is_agency(noun: Token) -> bool:
    """Tell an agency by the model or by its capitals: "BelTA"."""
    return noun.ent_type_ == "ORG" or sum(letter.isupper() for letter in noun.text) >= _CAPITALS


_CAPITALS = 3
_REPORTERS = frozenset({"reporter", "reporters", "correspondent", "journalist", "journalists", "agency"})


def issuer_of_passive(verb: Token) -> Token | None:
    """Find who stated it: "In the statement made by the Board, it was stated that A"; the text itself at worst."""
    if not any(c.dep_ in SUBJECTS and c.lower_ in {"it", "this"} for c in verb.children):
        return None
    for prep in verb.children:
        if prep.lower_ not in {"in", "by", "at"} or prep.dep_ != "prep":
            continue
        for noun in prep.children:
            if noun.dep_ == "pobj" and noun.lemma_.lower() in _MEDIA:
                return _owner(noun) or (noun if noun.lemma_.lower() != "news" else None)
            if noun.dep_ == "pobj" and (noun.lemma_.lower() in _BODIES or _is_outlet(noun)):
                return noun
    return None


def _is_outlet(noun: Token) -> bool:
    """Tell an agency by its name alone: "It is reported in TASS"."""
    return noun.pos_ == "PROPN" and (noun.ent_type_ == "ORG" or (noun.text.isupper() and not noun.ent_type_))


def place_of_denial(verb: Token) -> Token | None:
    """Find the capital or body whose people deny something: "In Oslo this is denied"."""
    for prep in verb.children:
        if prep.lower_ == "in" and prep.i == verb.sent.start:
            for noun in prep.children:
                if noun.dep_ == "pobj" and (noun.ent_type_ == "GPE" or is_body(noun)):
                    return noun
    return None


def _owner(noun: Token) -> Token | None:
    for child in noun.children:
        if child.dep_ == "poss" and child.tag_ != "PRP$":
            return child
        if child.dep_ == "acl" and (by := agent(child)) is not None:
            return by
        if child.dep_ in {"prep", "agent"} and child.lower_ in {"by", "of", "from"}:
            for owner in child.children:
                if owner.dep_ == "pobj":
                    return owner
    return None
