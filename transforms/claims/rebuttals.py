"""What somebody says of a claim in a clause hung on it: "rammed the ship, a claim that Osk denied"."""

from spacy.tokens import Token

from transforms.claims.clauses import chars, own_subject
from transforms.claims.drafts import Draft, Range
from transforms.claims.lexicon import CueEntry

_CLAIMS = frozenset({"claim", "charge", "accusation", "allegation", "assertion", "statement", "suggestion", "rumor"})


def rebutted(verb: Token) -> Token | None:
    """Find the noun for what was said before, behind a comma, that a verb with its own subject takes up."""
    noun = verb.head
    if verb.dep_ not in {"relcl", "acl"} or noun.lemma_.lower() not in _CLAIMS:
        return None
    own = own_subject(verb)
    if own is None or own.i < noun.i:
        return None
    first = noun.left_edge
    between = noun.doc[noun.i + 1 : own.left_edge.i]
    bare = len(between) == 0 or (len(between) == 1 and between[0].lower_ in {"that", "which"})
    stands = first.i > verb.sent.start + 1 and first.lower_ in {"a", "an"} and noun.doc[first.i - 1].text == ","
    return noun if bare and stands else None


REBUTTING = frozenset({"disputes", "denies", "rejects", "contests", "dismisses"})
_CLAUSE = 9
_NOMINAL = frozenset({"DET", "PROPN", "NOUN", "ADJ", "ADP", "PART"})


def claim_before(verb: Token) -> Token | None:
    """Find that noun where the verb was taken for a plural one: "rammed the ship, a claim Osk disputes."."""
    doc = verb.doc
    if verb.tag_ != "NNS" or (verb.i + 1 < len(doc) and not doc[verb.i + 1].is_punct):
        return None
    for token in reversed(doc[max(verb.sent.start + 2, verb.i - _CLAUSE) : verb.i]):
        if token.lemma_.lower() in _CLAIMS:
            opens = token.nbor(-1).lower_ in {"a", "an"} and token.nbor(-2).text == ","
            who = doc[token.i + 1]
            named = who.i < verb.i and who.pos_ in {"DET", "PROPN", "PRON", "NOUN", "ADJ"}
            return token if opens and named else None
        if token.pos_ not in _NOMINAL:
            return None
    return None


def draft_rebuttal(verb: Token, entry: CueEntry, cue: Range) -> Draft | None:
    """Build the claim of who disputes that claim, between it and the verb."""
    claim = claim_before(verb) if verb.lower_ in REBUTTING and "obj" in entry.frames else None
    if claim is None:
        return None
    who = verb.doc[claim.i + 1 : verb.i]
    draft = Draft(entry=entry, act=entry.act, cue=cue, head=verb.i, confidence=0.7)
    draft.content = [chars(claim.nbor(-1), claim)]
    inner = [t for t in who if t.pos_ in {"NOUN", "PROPN"}]
    link = next((t.i for t in who if t.pos_ == "ADP"), verb.i)
    heads = [t for t in inner if t.i < link] or inner
    draft.source, draft.source_head = (who.start_char, who.end_char), (heads[-1] if heads else who[-1]).i
    return draft
