"""Whose words they are where the parse gives a cue no speaker, or a thing for one."""

from spacy.tokens import Token

from transforms.claims.clauses import SUBJECTS, own_subject, subject
from transforms.claims.people import is_personal

_SPEAKING = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_PRONOUNS = frozenset({"he", "she", "they", "we", "i", "who"})
_TEXTS = frozenset(
    {"statement", "letter", "response", "release", "tweet", "article", "memo", "email", "e-mail", "post", "message"}
    | {"note", "column", "op-ed", "editorial", "petition", "reply", "comment", "remark", "poll", "survey", "study"}
    | {"datum", "data", "report", "figure", "video", "footage", "photo", "image", "record", "document", "research"}
    | {"analysis", "result", "statistic", "ad", "advertisement", "speech", "book", "law", "bill", "rule", "order"}
    | {"resolution", "lawsuit", "suit", "complaint", "filing", "sign", "banner", "headline", "story", "page", "site"}
    | {"website", "interview", "question", "testimony", "account", "ruling", "decision", "opinion", "brief", "text"}
    | {"evidence", "campaign", "organization", "organisation", "group", "media", "newspaper", "agency", "commercial"}
)


_BODIES = frozenset(
    {"organization", "organisation", "group", "media", "newspaper", "agency", "campaign", "site", "website"}
)


def can_speak(noun: Token) -> bool:
    """Tell whether a noun names or describes somebody, or a text that says something."""
    if noun.pos_ == "PRON":
        return noun.lower_ in _PRONOUNS or is_personal(noun)
    return (
        noun.pos_ == "PROPN"
        or noun.ent_type_ in _SPEAKING
        or noun.lemma_.lower() in _TEXTS | {"source"}
        or is_personal(noun)
        or any(c.dep_ == "appos" and c.pos_ == "PROPN" for c in noun.children)
    )


def speaker_before(verb: Token) -> Token | None:
    """Find the subject of the sentence before a cue that has none: "Osk summed it up, denounced the plan and said A".

    A finite cue falls back on the first person or body that the sentence names before it.
    """
    root = verb.sent.root
    found = own_subject(root) if root.i < verb.i else None
    if found is not None and found.i < verb.i and can_speak(found) and found.dep_ in SUBJECTS:
        return found
    if verb.tag_ not in {"VBD", "VBZ", "VBP"}:
        return None
    for ent in verb.doc[verb.sent.start : verb.i].ents:
        if ent.label_ in _SPEAKING and ent.root.dep_ not in {"pobj", "poss", "compound", "amod"}:
            return ent.root
    return None


def speaks_for(verb: Token, noun: Token | None) -> Token | None:
    """Prefer the sentence's subject over a thing that the parser hung the cue on: "toured with crowds describing A"."""
    lost = noun is None and verb.tag_ != "VBN"
    if lost or (noun is not None and verb.tag_ == "VBG" and noun == verb.head and not can_speak(noun)):
        return speaker_before(verb) or noun
    return noun


_ENDS = frozenset({"aim", "goal", "purpose", "objective", "pretext", "reason", "result"})


def is_mute(noun: Token) -> bool:
    """Tell whether a demonstrative or a relative "that" stands for no one who could say something."""
    if noun.lower_ in _ENDS:
        return True
    if noun.lower_ not in {"that", "this", "which"}:
        return False
    if noun.tag_ == "DT":
        return True
    clause = noun.head
    over = clause.head
    mute = not can_speak(over) or (over.lemma_.lower() in _TEXTS - _BODIES and not is_personal(over))
    return clause.dep_ == "relcl" and noun.lower_ == "that" and mute


_HOLDING = frozenset(
    {
        "adhere",
        "subscribe",
        "cling",
        "stand",
        "push",
        "advance",
        "spread",
        "share",
        "promote",
        "support",
        "embrace",
        "entertain",
        "roll",
    }
    | {"unveil", "outline", "lend", "enter", "cherish", "withdraw", "abandon", "pursue", "accelerate", "endorse"}
    | {"peddle", "amplify", "veer", "make", "be", "nurse", "harbor", "harbour", "feel", "grow", "become", "walk"}
    | {"back", "retract", "defend", "press", "propose", "consider", "weigh", "plan", "act", "work", "visit", "come"}
    | {"adhere", "subscribe"}
)
"""Verbs whose subject holds what the noun beside them says: "clings to the hope that A", "is full of promises to B"."""


def holder(noun: Token) -> Token | None:
    """Find who holds the hope, plan or claim that stands in his clause: "clung to the hope that A"."""
    token = noun
    for _ in range(4):
        head = token.head
        if head == token or token.dep_ not in {"dobj", "pobj", "prep", "acomp", "attr", "agent"}:
            return None
        if head.pos_ in {"VERB", "AUX"}:
            found = subject(head) if head.lemma_.lower() in _HOLDING else None
            return found if found is not None and can_speak(found) and found.i < noun.i else None
        token = head
    return None
