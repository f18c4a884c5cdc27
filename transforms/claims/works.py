"""Cue verbs that make a work, mark a label or are done in the street: "writes poems", "the film tells of A"."""

from spacy.tokens import Token

from transforms.claims.clauses import SUBJECTS, agent, is_negated
from transforms.claims.people import is_personal


def is_in_writing(verb: Token) -> bool:
    """Tell "said in a written statement that A", "writes poems" and "a tag was written on it" from "A", he wrote."""
    if any(c.dep_ == "dobj" and c.i > verb.i and c.lemma_.lower() in _WORKS for c in verb.children):
        return True
    signs = verb.tag_ == "VBN" and any(c.dep_ == "auxpass" for c in verb.children) and agent(verb) is None
    what = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    carried = signs and what is not None and what.pos_ in {"NOUN", "PROPN"}
    return verb.dep_ == "amod" or (carried and not any(c.dep_ == "ccomp" for c in verb.children))


def marches(verb: Token) -> bool:
    """Tell "crowds protested against the toll" from "protested that A"."""
    return any(c.dep_ == "prep" and c.lower_ in {"against", "in", "at", "outside"} for c in verb.children) and not any(
        c.dep_ in {"ccomp", "dobj"} and c.i > verb.i for c in verb.children
    )


def is_unknown(verb: Token) -> bool:
    """Tell "it is not yet known how A" from "it is known that A"."""
    return verb.tag_ == "VBN" and is_negated(verb) and agent(verb) is None


def narrates(verb: Token) -> bool:
    """Tell what a work is about from what somebody tells: "the film tells of A", "the aim is to tell of A"."""
    by, first = next((c for c in verb.children if c.dep_ in SUBJECTS), None), verb
    while first.dep_ == "conj":
        first = first.head
    over = first.head
    if by is None and first.dep_ == "xcomp" and over.lemma_ == "be":
        by = next((c for c in over.children if c.dep_ in SUBJECTS), None)
    return by is not None and by.lemma_.lower() in _NARRATING


def is_examined(verb: Token) -> bool:
    """Tell "12 dead in the fire, captain questioned" from "questioned the figures" and “A?” he questioned."""
    seized = verb.dep_ == "conj" and verb.head.lemma_ in {"arrest", "detain", "seize", "stop", "search"}
    if seized and any(c.dep_ == "dobj" for c in verb.children):
        return True  # "arrested and questioned his neighbours"
    return not any(c.i > verb.i and c.dep_ in {"dobj", "ccomp"} for c in verb.children) and not any(
        t.text in {'"', "“", "”"} for t in verb.sent
    )


def is_on_label(verb: Token) -> bool:
    """Tell "the amount indicated by the maker" from "A was indicated by the mayor"."""
    return verb.dep_ == "acl" and verb.tag_ == "VBN"


_WORKS = frozenset(
    {
        "poem",
        "poetry",
        "verse",
        "novel",
        "music",
        "lyric",
        "code",
        "program",
        "script",
        "screenplay",
        "diary",
        "software",
    }
)


_NARRATING = frozenset(
    {"film", "movie", "novel", "series", "play", "picture", "exhibition", "exposition", "painting", "plot", "cartoon"}
    | {"task", "goal", "aim", "purpose", "mission", "idea", "song", "opera", "ballet", "musical", "performance", "tape"}
)


def lets_in(verb: Token) -> bool:
    """Tell "admitted ten patients to the ward" from "admitted the error": whoever is let in is not told."""
    return any(c.dep_ == "dobj" and c.i > verb.i and (is_personal(c) or c.ent_type_ == "PERSON") for c in verb.children)


def puts_up(verb: Token) -> bool:
    """Tell "posted a video of the port" from "posted a warning"."""
    return any(c.dep_ == "dobj" and c.i > verb.i and c.lemma_.lower() in _PICTURES for c in verb.children)


_PICTURES = frozenset({"clip", "footage", "image", "link", "photo", "photograph", "picture", "video"})


def is_supposed(verb: Token) -> bool:
    """Tell what describes a thing in passing: "a page thought to belong to Osk said A"."""
    if verb.lemma_ == "think" and verb.i + 1 < len(verb.doc) and verb.nbor(1).tag_ == "TO":
        return not any(c.dep_ == "auxpass" for c in verb.children)
    return verb.dep_ == "acl" and verb.tag_ == "VBN" and agent(verb) is None


def is_declared(verb: Token) -> bool:
    """Tell what a thing or day becomes by law: "was declared an offence", "a town declared closed"."""
    return (
        verb.tag_ == "VBN"
        and agent(verb) is None
        and any(c.dep_ == "auxpass" for c in verb.children)
        and any(c.dep_ == "oprd" and c.i > verb.i for c in verb.children)
    )
