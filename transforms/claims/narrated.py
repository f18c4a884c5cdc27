"""Quotations that no cue of the lexicon carries, and the words of their sentence before a cue that interrupts it."""

import re

from spacy.tokens import Token

from transforms.claims.clauses import FINITE
from transforms.claims.cues import Hit
from transforms.claims.drafts import Draft, Range
from transforms.claims.lexicon import CueEntry
from transforms.claims.narration import Quotations
from transforms.claims.parentheticals import group
from transforms.claims.people import is_personal
from transforms.claims.quotes import Quote
from transforms.claims.sources import set_source
from transforms.entities.words import words


def draft_narrated(quotations: Quotations, quote: Quote) -> Draft | None:
    """Build the claim of words that a colon introduces after any verb with a person: "Osk demurred: “A”."."""
    start, end = quotations.narration_before(quote)
    last = quotations.text[start:end].rstrip()[-1:]
    if last == "," and _LINK.search(quotations.text, start, end):
        return None
    if last != ":" and not (last == "," and _is_whole(quotations, quote)):
        return None
    lead = quotations.doc.char_span(start, end, alignment_mode="contract")
    for verb in reversed(lead or ()):
        manner = _manner(verb)
        if (verb.pos_ != "VERB" and manner is None) or not _is_finite(verb) or _is_sub(verb):
            continue
        speaker = next((c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i), None)
        speaker = _answering(speaker) or speaker
        named = speaker is not None and (is_personal(speaker) or speaker.ent_type_ == "ORG" or speaker.dep_ == "poss")
        if not named or speaker is None or len(quotations.text[verb.idx : end].split()) > _FAR_LEAD:
            return None
        is_cue = any(hit.token == verb and not hit.first_person for hit in quotations.hits)
        if is_cue and last == ",":
            return None
        if is_cue:
            entry = CueEntry(":", "phrase", "headline", "assert", frozenset({"quote"}), "colon", "")
            colon = start + len(quotations.text[start:end].rstrip()) - 1
            draft = Draft(entry=entry, act="assert", cue=(colon, colon + 1), by_quote=True, confidence=0.6)
            draft.content = [(quote.inner_start, quote.inner_end)]
            set_source(draft, speaker)
            return draft
        cue_word = manner or verb
        entry = CueEntry(cue_word.lemma_.lower(), "verb", "report", "assert", frozenset({"quote"}), "colon", "")
        cue = (cue_word.idx, cue_word.idx + len(cue_word))
        draft = Draft(entry=entry, act="assert", cue=cue, head=verb.i, by_quote=True, confidence=0.6)
        draft.content = [(quote.inner_start, quote.inner_end)]
        set_source(draft, speaker)
        return draft
    return None


_FAR_LEAD = 20
_MANNERS = words(
    """
    categorical blunt clear short brief frank unequivocal adamant harsh firm terse laconic cautious optimistic confident
    succinct emphatic defiant concise sure certain
    """
)
_ANSWERS = words("answer reply response comment verdict message advice reaction conclusion")


def _manner(verb: Token) -> Token | None:
    """Find how somebody spoke: "Osk was blunt: “A”"."""
    return next((c for c in verb.children if c.dep_ == "acomp" and verb.lemma_ == "be" and c.lower_ in _MANNERS), None)


def _answering(noun: Token | None) -> Token | None:
    """Find whose answer leads to words: "The mayor's answer was short: “A”"."""
    if noun is None or noun.lower_ not in _ANSWERS:
        return None
    return next((c for c in noun.children if c.dep_ == "poss" and (is_personal(c) or c.pos_ == "PRON")), None)


_LINK = re.compile(r"\b(?:because|that|and|but|as|if|for|when|while|so|or|of|to|in)\s*,\s*\Z", re.IGNORECASE)


def _is_whole(quotations: Quotations, quote: Quote) -> bool:
    """Tell a sentence in marks from a title: Osk called over her shoulder, “The bridge is gone.”"""
    inner = quotations.text[quote.inner_start : quote.inner_end].rstrip()
    words = inner.split()
    plain = sum(word[:1].islower() for word in words) * 2 > len(words)
    ends = inner[-1:] in {".", "!", "?"} or quotations.text[quote.end : quote.end + 1] == "."
    return quote.closed and len(words) > 3 and plain and ends and inner[:1].isupper()


def _is_finite(verb: Token) -> bool:
    return verb.tag_ in {"VBD", "VBZ", "VBP"} or any(
        c.dep_ in {"aux", "auxpass"} and c.tag_ in FINITE for c in verb.children
    )


def _is_sub(verb: Token) -> bool:
    """Tell a clause within the one that leads to a colon: "apologized for what happened: “A”"."""
    marked = any(c.dep_ == "mark" or c.tag_ in {"WRB", "WP", "WDT"} for c in verb.children)
    return verb.dep_ in {"relcl", "pcomp", "acl", "csubj"} or (
        verb.dep_ in {"ccomp", "advcl"} and (marked or verb.head.i < verb.i)
    )


def _said_before(verb: Token, quote: Quote) -> Token | None:
    """Find the clause that a colon and a quotation explain: said the town is ready: “A”."""
    for child in verb.children:
        if child.dep_ == "ccomp" and verb.i < child.i and child.pos_ in {"VERB", "AUX"}:
            return child if child.idx < quote.start and child.left_edge.i > verb.i else None
    return None


def lead_of(quotations: Quotations, hit: Hit, quote: Quote) -> list[Range]:
    """Give the words that lead to a quotation: If “A” had not come, he said, “B”; he said the town is ready: “A”."""
    doc, verb = quotations.doc, hit.token
    words = quotations.text[quote.inner_start : quote.inner_end]
    rest = quotations.text[hit.span[1] : quote.start].rstrip()
    if rest.endswith(":") and (said := _said_before(verb, quote)) is not None:
        return [(said.left_edge.idx, hit.span[1] + len(rest) - 1)]
    if quote.start < verb.idx or not words[:1].islower() or not rest.endswith(","):
        return []
    first = group(verb)[0]
    start = verb.sent.start
    if first <= start + 3 or doc[first - 1].text != "," or verb.sent.end_char < quote.start:
        return []
    return [(doc[start].idx, doc[first - 1].idx)]
