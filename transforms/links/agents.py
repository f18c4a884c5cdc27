"""Who does a deed: the parties that its verb or noun names, by grammar."""

from dataclasses import dataclass

from spacy.tokens import Token

from transforms.links.concepts import concept_of
from transforms.links.parties import Parties

LIGHT = frozenset(("carry", "conduct", "launch", "commit", "perform", "stage", "wage", "mount", "perpetrate", "do"))
_BEARING = frozenset(("bear", "hold", "have", "share", "take", "deny"))


@dataclass(frozen=True, slots=True)
class Scene:
    """Where agents are looked for: inside the content; `own` is who speaks there of "its forces".

    An official who says "they" or "it" speaks of others; "we" is the state.
    """

    parties: Parties
    own: str | None
    inside: set[int]
    is_person: bool

    def of(self, token: Token) -> set[str]:
        own = None if self.is_person and token.lower_ in _THIRD_PERSON else self.own
        return self.parties.of_phrase(token, own) if token.i in self.inside else set()


_THIRD_PERSON = frozenset(("they", "them", "it"))


def agents_of(token: Token, scene: Scene) -> set[str]:
    """Find who does the deed of a verb or noun: subject, "by", possessor, adjective, subject of a light verb."""
    found: set[str] = set()
    if token.pos_ in ("VERB", "AUX") or token.dep_ in ("acomp", "attr"):
        verb = token if token.pos_ in ("VERB", "AUX") else token.head
        return _of_verb(verb, scene)
    for child in token.children:
        if child.dep_ in ("poss", "compound", "amod", "nmod"):
            found |= set() if _is_victim(child, token) else scene.of(child)
        elif child.dep_ in ("prep", "agent") and child.lower_ in ("by", "of", "from") and child.lower_ == "by":
            for grandchild in child.children:
                found |= scene.of(grandchild)
        elif child.dep_ == "acl" and child.lemma_ in LIGHT:
            found |= _by(child, scene)
    if not found:
        found |= scene.of(token) if token.lower_ in _EVENT_NOUNS else set()
    head = token.head
    if token.lower_ == "behind":
        return _of_verb(head, scene)
    if not found and token.dep_ in ("dobj", "nsubjpass", "pobj", "attr"):
        verb = head.head if head.pos_ == "ADP" else head
        if verb.lemma_ in (*LIGHT, *_BEARING) or (token.dep_ == "pobj" and concept_of(verb)[1] in ("blame", "event")):
            found |= _of_verb(verb if verb.pos_ in ("VERB", "AUX") else verb.head, scene)
    return found


def _is_victim(part: Token, noun: Token) -> bool:
    """Tell whether who stands before a noun of harm suffers it: "the mayor's murder", not "their killing of …"."""
    if concept_of(noun)[0] not in _HARM or any(child.lower_ == "of" for child in noun.children):
        return False
    return part.dep_ == "poss" or part.ent_type_ == "PERSON"


_HARM = frozenset(("kill", "wound", "arrest", "capture"))
_EVENT_NOUNS = frozenset(("airstrike", "airstrikes", "strike", "strikes", "raid", "raids", "bombing", "shelling"))


def _of_verb(verb: Token, scene: Scene) -> set[str]:
    found: set[str] = set()
    is_passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children)
    if is_passive or verb.tag_ == "VBN":
        found |= _by(verb, scene)
    if not is_passive:
        subject = _subject(verb)
        if subject is not None:
            found |= scene.of(subject)
    return found


def _by(verb: Token, scene: Scene) -> set[str]:
    return {
        party
        for child in verb.children
        if child.dep_ == "agent" or child.lower_ == "by"
        for grandchild in child.children
        for party in scene.of(grandchild)
    }


def _subject(verb: Token) -> Token | None:
    """Find the subject of a verb, also where it is shared ("struck and killed") or governs ("of using")."""
    for _ in range(4):
        for child in verb.children:
            if child.dep_ == "nsubj":
                return None if child.lower_ in ("who", "which", "that") and verb.dep_ != "relcl" else _antecedent(child)
        if verb.dep_ == "acl" and verb.tag_ == "VBG":
            return verb.head
        if verb.dep_ == "pcomp" and verb.head.head.pos_ in ("NOUN", "PROPN"):
            return verb.head.head  # "the army of using gas"
        if verb.dep_ == "pcomp" and verb.head.head.pos_ == "VERB":
            for child in verb.head.head.children:
                if child.dep_ == "dobj":
                    return child
            return None
        if verb.dep_ not in ("conj", "xcomp", "advcl"):
            return None
        verb = verb.head
    return None


def _antecedent(subject: Token) -> Token:
    if subject.lower_ in ("who", "which", "that") and subject.head.dep_ == "relcl":
        return subject.head.head
    return subject
