"""Cues that close their sentence with hearer and speaker behind them: "A, informed the Courier on Monday a source"."""

from spacy.tokens import Doc, Token

from transforms.claims.clauses import NEGATIVE, chars
from transforms.claims.cues import Hit
from transforms.claims.drafts import Draft
from transforms.claims.lexicon import CLAUSE_FRAMES
from transforms.claims.people import is_personal
from transforms.claims.speaker_behind import head_of, past_hearer, segment
from transforms.claims.told_in import is_body

_BEFORE = frozenset({",", "–", "—"})
_TYPES = frozenset({"report", "predict", "deny", "belief"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD", "VBN"})
_STOPS = frozenset({".", "!", "?"})
_ENDS = _STOPS | {'"', "“", "«"}
_STARTS = frozenset({"DET", "PROPN", "NOUN", "ADJ"})
_SHORTEST = 4


def draft_told_behind(hit: Hit) -> Draft | None:
    """Build the claim of a cue behind a comma whose speaker follows its hearer, its day or its negation."""
    verb, entry, doc = hit.token, hit.entry, hit.token.doc
    if entry.pos != "verb" or entry.type not in _TYPES or not CLAUSE_FRAMES & entry.frames or verb.tag_ == "VBG":
        return None
    first = verb.i
    while first > 0 and (doc[first - 1].pos_ == "AUX" or doc[first - 1].lower_ in NEGATIVE):
        first -= 1
    if not first or doc[first - 1].text not in _BEFORE or hit.first_person:
        return None
    low = verb.sent.start
    if first < low + _SHORTEST:
        return None
    start = verb.i + len(entry.cue.split(" "))
    heard = past_hearer(doc, start, verb)
    told = _past_day(doc, heard)
    negated = any(t.lower_ in NEGATIVE for t in doc[first : verb.i])
    if told == start and not negated:
        return None
    words = segment(told, verb)
    said = doc[low : first - 1]
    if not len(words) or words[0].pos_ not in _STARTS or not any(t.tag_ in _FINITE for t in said):
        return None
    if words.end < len(doc) and doc[words.end].text not in _ENDS and not doc[words.end].is_space:
        return None
    if not _speaks(doc[head_of(words)]):
        return None
    draft = Draft(entry=entry, act=entry.act, cue=hit.span, head=verb.i, cue_negated=negated, confidence=0.8)
    draft.source, draft.source_head = (words.start_char, words.end_char), head_of(words)
    draft.content = [chars(said[0], said[-1])]
    if heard > start:
        draft.addressees = [chars(doc[start], doc[heard - 1])]
    return draft


def _past_day(doc: Doc, i: int) -> int:
    if i + 1 < len(doc) and doc[i].lower_ == "on" and doc[i + 1].ent_type_ == "DATE":
        i += 1
    while i < len(doc) and doc[i].ent_type_ == "DATE":
        i += 1
    return i


def _speaks(noun: Token) -> bool:
    return is_personal(noun) or noun.lower_ in {"source", "sources"} or noun.ent_type_ == "PERSON" or is_body(noun)
