"""The claim of a quotation whose cue is known: who speaks, to whom, and what the cue itself governs."""

from spacy.tokens import Token

from transforms.claims.authors import can_speak
from transforms.claims.clauses import (
    governors,
    is_negated,
    loose_participle,
    own_subject,
    phrase,
    subject,
)
from transforms.claims.cues import Hit
from transforms.claims.drafts import Draft, Range
from transforms.claims.frames import infinitive
from transforms.claims.narration import Quotations
from transforms.claims.passive_forms import is_passive
from transforms.claims.people import is_personal
from transforms.claims.quotes import Quote
from transforms.claims.sources import set_source
from transforms.claims.speaker_behind import place_speaker
from transforms.entities.words import PERSON_NOUNS


def draft_quote(quotations: Quotations, hit: Hit, quote: Quote) -> Draft:
    """Build the claim of a cue and a quotation, still without the words in its marks."""
    verb = hit.token
    draft = Draft(
        entry=hit.entry, act=hit.entry.act, cue=hit.span, head=verb.i, cue_negated=is_negated(verb), by_quote=True,
        splits=quote.start > verb.idx and (loose_participle(verb) or _goes_on(verb)),
    )  # fmt: skip
    for clause in verb.children:
        if (
            clause.dep_ == "ccomp"
            and clause.i > verb.i
            and not quotations.inside(clause.idx)
            and quote.start < verb.idx
        ) and any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children):
            draft.content.append((clause.left_edge.idx, clause.right_edge.idx + len(clause.right_edge)))
    draft.content += _ordered(quotations, hit, quote)
    interrupts = quote.start <= verb.idx < quote.end
    noun = _who_is_quoted(hit) if is_passive(verb) else subject(verb.head.head if _goes_on(verb) else verb)
    if noun is not None and draft.splits and verb.tag_ == "VBG" and not can_speak(noun):
        noun = _teller(quotations, verb) or noun
    if noun is None or (quotations.inside(noun.idx) and not interrupts):
        noun = _nearby_noun(quotations, hit, quote)
    set_source(draft, noun)
    if draft.source is not None and not interrupts:
        inside = quotations.inside(draft.source[0])
        if inside is not None:
            draft.source = (noun.idx, noun.idx + len(noun)) if noun is not None else None
    if quote.start < verb.idx and place_speaker(draft, verb):
        return draft
    if (
        hit.entry.cue in {"quote", "cite"}
        and (quoted := _quoted(verb)) is not None
        and not quotations.inside(quoted.idx)
    ):
        set_source(draft, quoted)
    for child in verb.children:
        if child.dep_ not in {"dobj", "dative"} or child == noun:
            continue
        if not quotations.inside(child.idx) and "addr-that" in hit.entry.frames:
            draft.addressees.append(phrase(child))
    return draft


def _ordered(quotations: Quotations, hit: Hit, quote: Quote) -> list[Range]:
    """Give what somebody is urged to do before the words that say why: "advised them not to pay: “A”"."""
    verb = hit.token
    if hit.entry.type != "request" or "obj-to" not in hit.entry.frames or verb.idx > quote.start:
        return []
    stop = verb.idx + len(quotations.text[verb.idx : quote.start].rstrip(" :,"))
    return [(s, min(e, stop)) for s, e in infinitive(verb, hit.entry) if s < stop]


def _who_is_quoted(hit: Hit) -> Token | None:
    """Find who is quoted: “A,” the mayor, Adan Osk, was quoted as saying."""
    if hit.entry.cue not in {"quote", "cite"}:
        return None
    people = (c for c in hit.token.children if c.dep_ == "nsubjpass" and c.i < hit.token.i)
    return next((c for c in people if is_personal(c) or c.ent_type_ == "PERSON" or c.lower_ in PERSON_NOUNS), None)


def _teller(quotations: Quotations, verb: Token) -> Token | None:
    """Find who tells of a thing to which the parser gave the words added: "said the fee is low, adding, “A”"."""
    told = {hit.token.i for hit in quotations.hits}
    for above in governors(verb):
        if above.i in told and own_subject(above) is not None:
            return own_subject(above)
    return None


def _quoted(verb: Token) -> Token | None:
    """Find whom a paper quotes: “A,” the Courier quotes the mayor."""
    paper = subject(verb)
    quoted = next((c for c in verb.children if c.dep_ == "dobj" and c != paper), None)
    if quoted is None or paper is None or not (is_personal(quoted) or quoted.ent_type_ == "PERSON"):
        return None
    return None if is_personal(paper) else quoted


def _goes_on(verb: Token) -> bool:
    """Tell whether a cue continues the one whose clause the parser joined it to: "said A but added, “B”"."""
    clause = verb.head
    joined = verb.dep_ == "conj" and clause.dep_ == "ccomp" and not any(c.dep_ == "nsubj" for c in verb.children)
    return joined and clause.head.tag_ == verb.tag_ and clause.head.i < clause.i


_TIMES = frozenset({"DATE", "TIME"})


def _nearby_noun(quotations: Quotations, hit: Hit, quote: Quote) -> Token | None:
    """Find the speaker by position where the parse lost it: "said X" or "X said" right beside the verb."""
    doc, verb = quotations.doc, hit.token
    if "addr-that" in hit.entry.frames and (noun := _noun_before(quotations, verb)) is not None:
        return noun  # “A” a guard told the Courier
    for i in range(verb.i + 1, min(verb.i + 4, len(doc))):
        token = doc[i]
        if token.text in {",", ":"} or quotations.inside(token.idx) or token.is_space or token.ent_type_ in _TIMES:
            break
        if token.pos_ in {"PROPN", "PRON", "NOUN"} and token.dep_ not in {"npadvmod", "pobj"}:
            head = token
            while head.head.i > head.i and head.head.pos_ in {"PROPN", "NOUN"} and head.dep_ == "compound":
                head = head.head
            return head
    return _noun_before(quotations, verb)


def _noun_before(quotations: Quotations, verb: Token) -> Token | None:
    doc = quotations.doc
    for i in range(verb.i - 1, max(verb.i - 4, -1), -1):
        token = doc[i]
        if token.is_punct or quotations.inside(token.idx) or token.is_space:
            break
        if token.pos_ in {"PROPN", "PRON", "NOUN"}:
            return _described(token, verb) or token
    return None


def _described(token: Token, verb: Token) -> Token | None:
    """Find whom the phrase right before a cue describes: "Fishermen blocking the bridges chanted “A”"."""
    top = token
    for _ in range(_STEPS):
        if top.dep_ not in {"pobj", "dobj", "agent", "prep", "xcomp", "compound"} or top.head.i > top.i:
            break
        if top.head == verb:
            return None
        top = top.head
    if top == token or top.i >= verb.i or top.tag_ not in {"VBG", "VBN"} or any(c.dep_ == "aux" for c in top.children):
        return None
    return own_subject(top) or (top.head if top.dep_ == "acl" and top.head.i < top.i else None)


_STEPS = 6
