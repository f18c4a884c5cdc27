"""Who is said to have done what: the deeds that a claim asserts or denies."""

from dataclasses import dataclass

from spacy.tokens import Token

from transforms.links.lexicons import concepts, concepts_of
from transforms.links.parties import Parties
from transforms.records import Claim

_LIGHT = frozenset(("carry", "conduct", "launch", "commit", "perform", "stage", "wage", "mount", "perpetrate", "do"))
_BEARING = frozenset(("bear", "hold", "have", "share", "take", "deny"))
_OF_TRUCES = frozenset(("violate", "respect"))
_NEGATIONS = frozenset(("not", "n't", "n’t", "never", "no", "without", "nor", "neither"))
_ALLEGED = frozenset(("alleged", "purported", "supposed"))
_HYPOTHETICAL = frozenset(("if", "whether", "unless"))


def concept_of(token: Token) -> tuple[str, str]:
    """Fold a word onto its concept: by lemma, by the word as it stands, else the lemma itself.

    "To have" is to possess where means are had; "behind" is responsible where somebody was, or was not, behind a deed.
    """
    table = concepts()
    lemma = token.lemma_.lower()
    if lemma == "have" and token.pos_ == "VERB":
        had = (table.get(t.lemma_.lower()) for c in token.children if c.dep_ == "dobj" for t in (c, *c.children))
        return ("possess", "event") if any(one and one[1] == "means" for one in had) else (lemma, "other")
    if lemma == "behind":
        return ("responsible", "blame") if token.head.lemma_ == "be" and any(token.children) else (lemma, "other")
    return table.get(lemma) or table.get(token.lower_) or (lemma, "other")


def find_deeds(
    claim: Claim, tokens: list[Token], parties: Parties, speaker: str | None, context: set[str]
) -> list[tuple[str, str, bool]]:
    """Find who is said to have done what, or not to have; `context` is what the article is about.

    A denial or a negation makes a deed undone. What is asked, demanded, foretold or promised is no deed.
    """
    if claim.act in ("question", "ask", "demand", "predict", "commit", "warn", "welcome"):
        return []
    inside = {t.i for t in tokens}
    is_person = claim.speaker is not None and claim.speaker.type == "PERSON"
    scene = _Scene(parties, speaker, inside, is_person)
    target = _accused(claim, tokens, parties)
    denies = claim.act == "deny"
    found: list[tuple[str, str, bool]] = []
    read = [(token, *concept_of(token)) for token in tokens]
    means = [(token, concept) for token, concept, kind in read if kind == "means"]
    is_truce = "truce" in context or any(concept == "truce" for _, concept, _ in read)
    for token, concept, kind in read:
        if concept in _OF_TRUCES and not is_truce:
            continue  # a dam breaks, too
        if kind not in ("event", "blame") or _is_hypothetical(token) or _is_told(token, inside):
            continue
        if any(child.lower_ in _ALLEGED for child in token.children):
            continue
        fallback = target or (speaker if denies else None)
        agents = _agents(token, scene) or ({fallback} if fallback else set())
        done = not (denies or _is_negated(token))
        events = _events(concept, _means_of(token, means, context), done)
        found += [(agent, event, done) for agent in sorted(agents) for event in events]
    return found or _bare(claim, tokens, {concept for _, concept in means}, speaker, target)


def _accused(claim: Claim, tokens: list[Token], parties: Parties) -> str | None:
    """Find who is accused: as the claim says, else "the army of …", "the army for …", "it on the army"."""
    if claim.act != "accuse":
        return None
    if claim.target:
        return parties.of_entity(claim.target)
    for i, token in enumerate(tokens[:_ACCUSED_WITHIN]):
        if token.lower_ in ("of", "for", "over") and i:
            found = sorted(parties.of_phrase(tokens[i - 1], None))
            return found[0] if found else None
        if token.lower_ == "on" and i:
            nouns = [t for t in tokens[i + 1 :] if t.pos_ in ("NOUN", "PROPN")]
            found = sorted(parties.of_phrase(nouns[-1], None)) if nouns and len(tokens) < _ACCUSED_WITHIN else []
            return found[0] if found else None
    return None


_ACCUSED_WITHIN = 12  # words


@dataclass(frozen=True, slots=True)
class _Scene:
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


def _bare(
    claim: Claim, tokens: list[Token], stated: set[str], speaker: str | None, target: str | None
) -> list[tuple[str, str, bool]]:
    """Read what names no deed: "denied involvement", "rejected the charges", "blamed the army for the massacre"."""
    means = sorted(stated)
    if any(t.lower_ in _OTHERS for t in tokens):
        return []  # "dismissed the other charges": not those just told
    if claim.act == "deny" and speaker and (means or _CHARGES & {t.lemma_.lower() for t in tokens}):
        return [(speaker, event, False) for event in means or ["responsible"]]
    if claim.act == "accuse" and target and not any(t.pos_ == "VERB" for t in tokens):
        return [(target, event, True) for event in means or ["responsible"]]
    return []


_OTHERS = frozenset(("other", "others", "another"))
_CHARGES = frozenset(
    ("accusation", "allegation", "charge", "claim", "report", "responsibility", "involvement", "role", "blame", "it")
)


def _means_of(event: Token, stated: list[tuple[Token, str]], context: set[str]) -> set[str]:
    """Find the means of an event; "such weapons" are those that the article is about."""
    means = {concept for token, concept in stated if _goes_with(token, event)}
    is_such = any(c.dep_ == "dobj" and _SUCH & {g.lower_ for g in c.children} for c in event.children)
    is_the = event.pos_ == "NOUN" and any(c.lower_ in _DEFINITE for c in event.children)
    is_the = is_the and concept_of(event)[0] != "strike"  # "the airstrike" names its means itself
    if not means and (is_such or is_the):
        means = context & concepts_of("means")
    return means


_SUCH = frozenset(("such", "these", "those", "banned", "prohibited", "forbidden", "same"))
_DEFINITE = frozenset(("the", "this", "these"))


def _events(concept: str, means: set[str], done: bool) -> list[str]:
    """Name the deed, and its means: who has no gas has not used it, who has it has not yet used it."""
    if concept == "possess" and done:
        return [concept]
    if concept in ("use", "attack", "strike", "kill", "possess", "responsible") and means:
        return sorted(means) if concept in ("use", "possess") else [concept, *sorted(means)]
    return [] if concept == "use" else [concept]


def _parts(token: Token) -> bool:
    """Tell whether a word on the way from the means to the event parts them: another event, or a clause of its own."""
    concept, kind = concept_of(token)
    if concept == "use" or token.lemma_ in _LIGHT:
        return False
    return kind == "event" or token.pos_ in ("VERB", "AUX")


def _goes_with(means: Token, event: Token) -> bool:
    """Tell whether the means are those of this event: they depend on it, or it on them, with no other event between."""
    if means == event:
        return True
    for low, high in ((means, event), (event, means)):
        for ancestor in low.ancestors:
            if ancestor == high:
                return True
            if _parts(ancestor):
                break
    return False


_TELLING = frozenset(
    (
        "say",
        "tell",
        "deny",
        "refute",
        "reject",
        "dismiss",
        "accuse",
        "blame",
        "claim",
        "allege",
        "suggest",
        "report",
        "announce",
    )
)


def _is_told(token: Token, inside: set[int]) -> bool:
    """Tell whether somebody else's claim inside this one tells of the deed: that is a claim of its own."""
    return any(a.i in inside and a.lemma_ in _TELLING and a.pos_ == "VERB" for a in token.ancestors)


def _is_negated(token: Token) -> bool:
    for word in (token, token.head if token.dep_ in ("dobj", "pobj", "xcomp", "attr", "acomp", "prep") else token):
        if any(c.dep_ == "neg" or c.lower_ in _NEGATIONS for c in word.children):
            return True
    head = token.head
    return head.lemma_ in _LIGHT and any(c.dep_ == "neg" for c in head.children)


def _is_hypothetical(token: Token) -> bool:
    return any(c.lower_ in _HYPOTHETICAL for a in (token, *token.ancestors) for c in a.children if c.dep_ == "mark")


def _agents(token: Token, scene: _Scene) -> set[str]:
    """Find who does the deed of a verb or noun: subject, "by", possessor, adjective, subject of a light verb."""
    found: set[str] = set()
    if token.pos_ in ("VERB", "AUX") or token.dep_ in ("acomp", "attr"):
        verb = token if token.pos_ in ("VERB", "AUX") else token.head
        return _of_verb(verb, scene)
    for child in token.children:
        if child.dep_ in ("poss", "compound", "amod", "nmod"):
            found |= scene.of(child)
        elif child.dep_ in ("prep", "agent") and child.lower_ in ("by", "of", "from") and child.lower_ == "by":
            for grandchild in child.children:
                found |= scene.of(grandchild)
        elif child.dep_ == "acl" and child.lemma_ in _LIGHT:
            found |= _by(child, scene)
    if not found:
        found |= scene.of(token) if token.lower_ in _EVENT_NOUNS else set()
    head = token.head
    if token.lower_ == "behind":
        return _of_verb(head, scene)
    if not found and token.dep_ in ("dobj", "nsubjpass", "pobj", "attr"):
        verb = head.head if head.pos_ == "ADP" else head
        if verb.lemma_ in (*_LIGHT, *_BEARING) or (token.dep_ == "pobj" and concept_of(verb)[1] in ("blame", "event")):
            found |= _of_verb(verb if verb.pos_ in ("VERB", "AUX") else verb.head, scene)
    return found


_EVENT_NOUNS = frozenset(("airstrike", "airstrikes", "strike", "strikes", "raid", "raids", "bombing", "shelling"))


def _of_verb(verb: Token, scene: _Scene) -> set[str]:
    found: set[str] = set()
    is_passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children)
    if is_passive or verb.tag_ == "VBN":
        found |= _by(verb, scene)
    if not is_passive:
        subject = _subject(verb)
        if subject is not None:
            found |= scene.of(subject)
    return found


def _by(verb: Token, scene: _Scene) -> set[str]:
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
