"""Participles with a speaker of their own right before them: "footage of Ana Osk saying A", "– Osk saying A"."""

from spacy.tokens import Token


def recorded(verb: Token) -> Token | None:
    """Find who is seen or heard to speak: "uses footage of Ana Osk saying A"."""
    noun = verb.nbor(-1) if verb.i else verb
    if noun.dep_ != "pobj" or noun.head.lower_ != "of" or noun.head.head.lemma_.lower() not in _RECORDINGS:
        return None
    return noun if noun.pos_ in {"PROPN", "NOUN"} else None


_RECORDINGS = frozenset({"footage", "video", "clip", "recording", "audio", "tape", "film", "image", "picture", "photo"})


def is_set_apart(verb: Token) -> bool:
    """Tell a participle with a subject of its own: "they met – Osk saying A and Brandt calling B"."""
    noun = verb.head
    first = noun.left_edge.i
    if noun.i != verb.i - 1 or noun.pos_ != "PROPN" or first <= verb.sent.start:
        return False
    return noun.doc[first - 1].text in {"–", "—", "-", "--", ",", ";"} or noun.doc[first - 1].lower_ in {"and", "with"}
