"""Cues that go on with a speaker's words where the comma before them is lost: "called it a crime insisting that A"."""

from collections.abc import Mapping

from spacy.tokens import Token

from transforms.claims.authors import can_speak
from transforms.claims.clauses import FINITE, governors, own_subject
from transforms.claims.cues import LIABLE
from transforms.claims.lexicon import REPORTING_TYPES, CueEntry

_TELLING = frozenset(
    {"add", "affirm", "argue", "assert", "claim", "emphasise", "emphasize", "explain", "insist", "note", "reiterate"}
    | {"say", "state", "stress", "underline", "underscore", "warn"}
)
_JUDGING = frozenset({"accuse", "blame", "condemn", "denounce"})
_ASKING = frozenset({"call", "urge"})
_CARRYING = frozenset(
    {"agreement", "appeal", "article", "banner", "call", "campaign", "chant", "comment", "communique", "demonstration"}
    | {"document", "draft", "gathering", "law", "leaflet", "letter", "march", "measure", "motion", "movement", "paper"}
    | {"placard", "plan", "poster", "proposal", "protest", "rally", "remark", "resolution", "rumor", "rumour", "sign"}
    | {"slogan", "song", "speech", "statement", "text", "vote", "voice", "warning", "word", "initiative", "push"}
    | {"coalition", "council", "ministry", "government", "army", "committee", "party", "union", "court", "country"}
)
"""Nouns, besides those of texts and people, that a participle of saying can itself describe."""
_DOERS = ("er", "or", "ist", "man", "crew", "staff")


def runs_on(verb: Token) -> bool:
    """Tell a participle that the parser hung on a thing, though only somebody who speaks can do what it says."""
    if verb.tag_ == "VBG" and _adds(verb):
        return True
    noun = verb.head
    told = noun.dep_ == "acl" and any(c.dep_ == "mark" and c.lower_ == "that" for c in noun.children)
    if told and verb.tag_ == "VBG" and verb.dep_ in {"xcomp", "advcl"} and noun.i < verb.left_edge.i:
        return _has_words(verb)  # "rejected the charge that the port paid stressing that A"
    if verb.tag_ != "VBG" or verb.dep_ != "acl" or noun.i >= verb.i or verb.left_edge.i <= noun.i:
        return False
    if noun.pos_ != "NOUN" or can_speak(noun) or noun.lemma_.lower() in _CARRYING or noun.ent_type_:
        return False
    if noun.lemma_.lower().endswith(_DOERS):
        return False
    return _has_words(verb)


def _has_words(verb: Token) -> bool:
    word = verb.lemma_.lower()
    if word in _TELLING:
        return any(c.dep_ == "ccomp" and c.i > verb.i for c in verb.children)
    if word in _JUDGING:
        return any(c.dep_ == "dobj" and c.i > verb.i for c in verb.children)
    if word in {"call", "describe"} and any(c.dep_ == "oprd" or c.lower_ == "as" for c in verb.children):
        return any(c.dep_ == "dobj" and c.i > verb.i for c in verb.children)
    if word == "warn" and any(c.dep_ == "prep" and c.lower_ in {"of", "against"} for c in verb.children):
        return True
    if word == "hold":
        return any(t.lower_ in LIABLE for t in verb.doc[verb.i + 2 : verb.right_edge.i + 1])
    asked = any(c.dep_ == "prep" and c.lower_ in {"on", "upon"} and c.i == verb.i + 1 for c in verb.children)
    return word in _ASKING and (asked or (word == "urge" and any(c.dep_ == "dobj" for c in verb.children)))


def _adds(verb: Token) -> bool:
    """Tell "adding that A" behind words that cannot say it, wherever the parser hung it."""
    at = verb.i + (2 if verb.lower_ == "pointing" else 1)
    if verb.lemma_.lower() not in _ADDING or at >= len(verb.doc) or verb.doc[at].lower_ != "that" or not verb.i:
        return False
    before = verb.nbor(-1)
    if verb.dep_ not in {"acl", "advcl", "xcomp"} or before.pos_ not in {"NOUN", "PROPN", "ADV", "NUM"}:
        return False
    if before.pos_ == "NOUN" and (can_speak(before) or before.lemma_.lower() in _CARRYING):
        return verb.lower_ == "adding" and before.dep_ in {"pobj", "conj"} and before.head.lower_ != "with"
    return before.pos_ != "PROPN" or (speaker_with(verb) is None and before.dep_ in {"pobj", "conj", "dobj"})


_ADDING = frozenset({"add", "emphasise", "emphasize", "note", "point", "stress", "underline", "underscore"})


def tells_by(verb: Token) -> bool:
    """Tell what a paper that somebody speaks in says: "claimed the raid in a statement spread online saying that A"."""
    over = verb.head
    spread = over.dep_ == "acl" and over.tag_ in {"VBN", "VBD"} and over.i > 0
    paper = over.nbor(-1) if spread else over
    if (
        verb.tag_ != "VBG"
        or verb.dep_ not in {"acl", "advcl"}
        or paper.dep_ != "pobj"
        or paper.lemma_.lower() not in _PAPERS
    ):
        return False
    return paper.head.lower_ == "in" and verb.lemma_.lower() in _TELLING and _has_words(verb)


_PAPERS = frozenset({"letter", "message", "post", "release", "speech", "statement", "tweet", "video"})


def speaker_with(verb: Token) -> Token | None:
    """Find who speaks in "with Oslo saying that A"; not what somebody is heard with: "with a letter saying that A"."""
    noun = verb.nbor(-1) if verb.i else verb
    link = noun.head
    if link.lower_ != "with" or noun.dep_ != "pobj" or noun.left_edge.i != link.i + 1 or not link.i:
        return None
    if link.nbor(-1).lemma_.lower() in _BETWEEN:
        return None  # "the border with Norway adding that A"
    return noun if noun.pos_ == "PROPN" else None


_BETWEEN = frozenset(
    {"agreement", "battle", "border", "clash", "contact", "cooperation", "coordination", "deal", "fight", "frontier"}
    | {"meeting", "negotiation", "relation", "relationship", "talk", "tie", "truce", "war"}
)


_TOLD = frozenset({"that", "addr-that", "whether", "obj", "obj-as", "obj-of", "obj-to", "oprd", ":for", ":on"})
"""Frames of the cues that lead; not those of "continued" or "raised", whose subjects seldom speak."""


def leading_cue(verb: Token, cues: Mapping[int, CueEntry]) -> Token | None:
    """Find the cue with a subject of its own that such a participle goes on from."""
    for above in governors(verb):
        cue = cues.get(above.i)
        if cue is None or cue.type not in REPORTING_TYPES or not _TOLD & cue.frames:
            continue
        own = own_subject(above)
        if own is not None and (can_speak(own) or own.head.dep_ == "ROOT"):
            return above
    return None


_PRESENT = frozenset({"VB", "VBP", "VBZ"})
_CONTROLLING = frozenset({"cause", "compel", "drive", "force", "lead", "oblige", "prompt", "push", "spur"})


def prompted(verb: Token) -> Token | None:
    """Find who is made to speak: "accused Oslo of theft prompting its envoy to say that A"."""
    over = verb.head
    if verb.tag_ != "VB" or verb.dep_ not in {"xcomp", "ccomp", "advcl"} or over.lemma_ not in _CONTROLLING:
        return None
    return next((c for c in over.children if c.dep_ == "dobj" and over.i < c.i < verb.i and can_speak(c)), None)


def same_tense(above: Token, verb: Token) -> bool:
    """Tell whether two cues joined by "and" can share a subject: "has said that A can B and made clear that C"."""
    if above.tag_ == verb.tag_:
        return True
    perfect = above.tag_ == "VBN" and any(c.dep_ == "aux" and c.lemma_ == "have" for c in above.children)
    return perfect and verb.tag_ in {"VBD", "VBN"} and verb.head.tag_ in _PRESENT


def joined_over_infinitive(verb: Token) -> Token | None:
    """Find the verb that a past form goes on from, hung on an infinitive: "said he would ask A and expected B"."""
    if verb.tag_ != "VBD" or verb.dep_ != "conj" or verb.head.tag_ != "VB":
        return None
    if any(c.lower_ == "or" for c in verb.head.children):
        return None  # "did not support or flatly contradicted A"
    above = next((g for g in governors(verb) if g.tag_ in FINITE and g.i < verb.i), None)
    return above if above is not None and above.tag_ == "VBD" and own_subject(above) is not None else None
