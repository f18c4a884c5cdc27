"""Cues that close their sentence with hearer and speaker behind them: "A, informed the Courier on Monday a source"."""

from spacy.tokens import Doc, Span, Token

from transforms.claims.clauses import NEGATIVE, chars, is_setting
from transforms.claims.cues import Hit
from transforms.claims.drafts import Draft
from transforms.claims.lexicon import CLAUSE_FRAMES
from transforms.claims.people import is_personal
from transforms.claims.speaker_behind import head_of, past_hearer, segment
from transforms.claims.told_in import is_body
from transforms.entities.words import PERSON_NOUNS

_BEFORE = frozenset({",", "–", "—"})
_TYPES = frozenset({"report", "predict", "deny", "belief"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD", "VBN"})
_STOPS = frozenset({".", "!", "?"})
_ENDS = _STOPS | {'"', "“", "«"}
_STARTS = frozenset({"DET", "PROPN", "NOUN", "ADJ"})
_SHORTEST = 4
_OPEN_TO_PEOPLE = frozenset(
    {"tell", "inform", "warn", "assure", "remind", "notify", "confirm", "recall", "add", "transmit", "communicate"}
    | {"specify", "report", "describe", "cite", "quote", "announce"}
)
"""What may have a person or body as its object: "went home, informed the mayor"."""
_VOICES = frozenset({"source", "sources", "interlocutor", "spokesman", "spokeswoman", "spokesperson", "correspondent"})
_OFFICES = frozenset({"service", "center", "centre", "office"})


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
    words = segment(told, verb)
    if not len(words):
        heard, told, words = start, start, segment(start, verb)  # nobody is told: "A, informed the Ministry of Health"
    if told == start and not negated and not _only_speaks(words, verb):
        return None
    said = doc[low : first - 1]
    if not len(words) or words[0].pos_ not in _STARTS or not any(t.tag_ in _FINITE for t in said):
        return None
    stands = words.end >= len(doc) or doc[words.end].text in _ENDS or doc[words.end].is_space
    if not stands and not is_setting(doc[words.end]):
        return None
    if not _speaks(doc[head_of(words)]):
        return None
    draft = Draft(entry=entry, act=entry.act, cue=hit.span, head=verb.i, cue_negated=negated, confidence=0.8)
    draft.source, draft.source_head = (words.start_char, words.end_char), head_of(words)
    if [t.lower_ for t in said[:3]] == ["the", "fact", "that"] and len(said) > _SHORTEST:
        said = said[3:]
    draft.content = [chars(said[0], said[-1])]
    if heard > start:
        draft.addressees = [chars(doc[start], doc[heard - 1])]
    return draft


def _only_speaks(words: Span, verb: Token) -> bool:
    """Tell who speaks right behind a verb from its object: "A, informed | a diplomatic source", not "the guard"."""
    if (
        not len(words)
        or verb.lemma_ == "say"
        or verb.tag_ not in {"VBD", "VBZ", "VBN"}
        or verb.nbor(-1).text not in _BEFORE
    ):
        return False
    if any(t.text == "," or t.pos_ == "CCONJ" for t in words):
        return False
    head = words.doc[head_of(words)]
    press = any(t.lower_ == "press" and t.i + 1 < words.end and t.nbor(1).lower_ in _OFFICES for t in words)
    if press or head.lower_ in _VOICES:
        return True
    if words.end < len(words.doc) and is_setting(words.doc[words.end]):
        return True  # "informed the mayor | on Facebook"
    if verb.lemma_.lower() in _OPEN_TO_PEOPLE:
        return verb.tag_ == "VBZ" or any(t.pos_ == "PROPN" for t in words)
    return words[-1].pos_ != "ADJ"  # "declared the mayor absent"


def _past_day(doc: Doc, i: int) -> int:
    if i + 1 < len(doc) and doc[i].lower_ == "on" and doc[i + 1].ent_type_ == "DATE":
        i += 1
    while i < len(doc) and doc[i].ent_type_ == "DATE":
        i += 1
    return i


def _speaks(noun: Token) -> bool:
    named = noun.lower_ in _VOICES or noun.lower_ in PERSON_NOUNS or noun.ent_type_ == "PERSON"
    return named or is_personal(noun) or is_body(noun)
