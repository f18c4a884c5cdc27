"""Who is said to have done what: the deeds that a claim asserts or denies."""

import re
from collections.abc import Sequence

from spacy.tokens import Token

from transforms.links.agents import LIGHT, Scene, agents_of
from transforms.links.concepts import concept_of
from transforms.links.lexicons import concepts_of
from transforms.links.linkable import is_denial_itself
from transforms.links.parties import Parties
from transforms.records import Claim

_OF_TRUCES = frozenset(("violate", "respect"))
_NEGATIONS = frozenset(("not", "n't", "n’t", "never", "no", "without", "nor", "neither"))
_ALLEGED = frozenset(("alleged", "purported", "supposed", "potential", "possible", "suspected"))
_HYPOTHETICAL = frozenset(("if", "whether", "unless"))
_MAYBE = frozenset(("may", "might", "could", "would", "should"))


def find_deeds(
    claim: Claim, tokens: list[Token], parties: Parties, speaker: str | None, context: set[str]
) -> list[tuple[str, str, bool]]:
    """Find who is said to have done what, or not to have; `context` is what the article is about.

    A denial or a negation makes a deed undone. What is asked, demanded, foretold or promised is no deed.
    """
    if claim.act in ("question", "ask", "demand", "predict", "commit", "warn", "welcome") or _is_refused(claim, tokens):
        return []
    inside = {t.i for t in tokens}
    is_person = claim.speaker is not None and claim.speaker.type == "PERSON"
    scene = Scene(parties, speaker, inside, is_person)
    target = _accused(claim, tokens, parties)
    if _ALTERNATIVE.search(claim.text):
        return []
    denies = claim.act == "deny"
    is_itself = is_denial_itself(claim)
    found: list[tuple[str, str, bool]] = []
    read = [(token, *concept_of(token)) for token in tokens]
    means = [(token, concept) for token, concept, kind in read if kind == "means"]
    is_truce = "truce" in context or any(concept == "truce" for _, concept, _ in read)
    for token, concept, kind in read:
        if concept in _OF_TRUCES and not is_truce:
            continue  # a dam breaks, too
        if kind not in ("event", "blame") or _is_hypothetical(token) or _is_told(token, inside):
            continue
        if any(child.lower_ in _ALLEGED for child in token.children) or _is_of_others(token, inside):
            continue
        fallback = target or (speaker if denies else None)
        agents = agents_of(token, scene) or ({fallback} if fallback else set())
        done = not (_is_negated(token) or (_is_reported(token) if is_itself else denies))
        events = _events(concept, _means_of(token, means, context, done), done)
        found += [(agent, event, done) for agent in sorted(agents) for event in events]
    return found or _bare(claim, tokens, {concept for _, concept in means}, speaker, target)


_ALTERNATIVE = re.compile(r"\beither\b.*\bor\b|\bor by\b", re.IGNORECASE | re.DOTALL)
"""Of neither of two is it said that he did it."""


def _is_refused(claim: Claim, tokens: Sequence[Token]) -> bool:
    """Tell whether somebody would not act: "declined to comment on the attack" tells of no deed done or undone."""
    return claim.act == "deny" and bool(tokens) and tokens[0].lower_ == "to"


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


def _means_of(event: Token, stated: list[tuple[Token, str]], context: set[str], done: bool) -> set[str]:
    """Find the means of an event; "such weapons" are those that the article is about.

    Who denies "the attack" denies its means; who is only said to have done it is responsible for what it was.
    """
    means = {concept for token, concept in stated if _goes_with(token, event)}
    of_the_day = context & concepts_of("means")
    if means or not of_the_day:
        return means
    if any(c.dep_ == "dobj" and _SUCH & {g.lower_ for g in c.children} for c in event.children):
        return of_the_day
    is_the = event.pos_ == "NOUN" and any(c.lower_ in _DEFINITE for c in event.children)
    if not is_the or concept_of(event)[0] == "strike":  # "the airstrike" names its means itself
        return means
    return {"responsible"} if done else of_the_day


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
    if concept == "use" or token.lemma_ in LIGHT:
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
    return head.lemma_ in LIGHT and any(c.dep_ == "neg" for c in head.children)


def _is_reported(token: Token) -> bool:
    """Tell whether a deed is what a report is of: "the claims that the army shelled the port are untrue"."""
    return any(ancestor.lemma_ in _REPORTS and ancestor.pos_ == "NOUN" for ancestor in token.ancestors)


_REPORTS = frozenset(
    (
        "accusation",
        "allegation",
        "charge",
        "claim",
        "report",
        "rumour",
        "rumor",
        "story",
        "statement",
        "information",
        "lie",
    )
)


def _is_of_others(token: Token, inside: set[int]) -> bool:
    """Tell whether the content only mentions reports of a deed: "there had been reports of strikes"."""
    reports = [ancestor for ancestor in token.ancestors if ancestor.i in inside and ancestor.lemma_ in _REPORTS]
    return any(report.head.i in inside and report.head.pos_ in ("VERB", "AUX") for report in reports[:1])


def _is_hypothetical(token: Token) -> bool:
    """Tell whether a deed is only thought of: "if they struck", "what they might be supplying"."""
    if any(c.dep_ == "aux" and c.lower_ in _MAYBE for c in token.children):
        return True
    return any(c.lower_ in _HYPOTHETICAL for a in (token, *token.ancestors) for c in a.children if c.dep_ == "mark")
