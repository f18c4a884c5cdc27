"""Whether a verb is passive, or a finite verb that the parser took for a participle."""

from spacy.tokens import Token

from transforms.claims.people import is_personal


def is_passive(verb: Token) -> bool:
    if verb.tag_ not in {"VBN", "VBD"}:
        return False
    deps = {child.dep_ for child in verb.children}
    if deps & {"auxpass", "nsubjpass", "agent"}:
        return True
    if verb.dep_ == "acl" and (_lost_root(verb) or _goes_on(verb) or has_object(verb) or _calls_upon(verb)):
        return False
    return verb.tag_ == "VBN" and verb.dep_ in {"advcl", "acl"} and "aux" not in deps and "nsubj" not in deps


def _lost_root(verb: Token) -> bool:
    """Tell a verb taken for a participle by its "that" and a sentence without a verb: "Abdul Osk considered that A"."""
    if verb.sent.root.pos_ in {"VERB", "AUX"} or verb.head.pos_ != "PROPN":
        return False
    follows = verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + _NEAR_THAT)]
    return any(t.lower_ == "that" and t.dep_ == "mark" for t in follows)


def _goes_on(verb: Token) -> bool:
    """Tell a verb taken for a participle by the finite one joined to it: "The head, Osk, informed of A and said B"."""
    if verb.sent.root != verb.head or not is_personal(verb.head):
        return False
    return any(c.dep_ == "conj" and c.tag_ in {"VBD", "VBZ"} for c in verb.children)


def _calls_upon(verb: Token) -> bool:
    """Tell a verb taken for a participle in a sentence without another: "Its head, Ana Osk, called upon all to A"."""
    if (
        verb.lemma_ not in {"call", "appeal"}
        or verb.sent.root != verb.head
        or any(t.tag_ in _FINITE for t in verb.sent)
    ):
        return False
    return verb.i + 1 < len(verb.doc) and verb.nbor(1).lower_ in {"on", "upon", "to", "for"}


def has_object(verb: Token) -> bool:
    """Tell a verb taken for a participle by its object in a sentence without a verb: "Expert called rowing a joy"."""
    if verb.sent.root != verb.head or not is_personal(verb.head):
        return False
    if any(t.tag_ in _FINITE for t in verb.sent):
        return False
    return any(c.i > verb.i and (c.dep_ == "dobj" or (c.dep_ == "oprd" and c.tag_ == "VBG")) for c in verb.children)


_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_NEAR_THAT = 8
