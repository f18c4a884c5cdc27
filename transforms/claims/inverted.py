"""Cues that stand before their speaker, as Arabic puts them: "And added the spokesman Osk that A"."""

from spacy.tokens import Doc, Span, Token

from transforms.claims.clauses import FINITE
from transforms.claims.cues import Hit
from transforms.claims.drafts import Draft
from transforms.claims.people import is_personal
from transforms.claims.speaker_behind import head_of
from transforms.claims.unpunctuated import Phrases

_LONGEST = 24
_OPENERS = frozenset({"and", "but", "then", "also", "meanwhile", "however", ","})
_STOPS = frozenset({".", "!", "?", ";", ":", ","})
_LEAD = 7


def draft_inverted(hit: Hit, phrases: Phrases) -> Draft | None:
    """Build the claim of a cue that opens its clause and whose "that" follows the one who speaks."""
    verb, entry = hit.token, hit.entry
    if entry.pos != "verb" or not {"that", "marked"} & entry.frames or verb.tag_ not in {"VBD", "VBN", "VBZ"}:
        return None
    if hit.first_person or not _opens(verb):
        return None
    doc = verb.doc
    that = _that(verb)
    if that is None:
        return None
    words = doc[verb.i + 1 : that.i]
    link = next((t.i for t in words if t.lower_ == "from"), None)
    if link is not None and entry.cue in {"quote", "cite", "report", "transmit"}:
        words = doc[link + 1 : that.i]
    if not len(words) or not _speaks(words, phrases):
        return None
    end = _end(doc, that.i + 1)
    if end - that.i < _SHORTEST:
        return None
    draft = Draft(entry=entry, act=entry.act, cue=hit.span, head=verb.i, confidence=0.75)
    draft.source, draft.source_head = (words.start_char, words.end_char), head_of(words)
    draft.content = [(doc[that.i + 1].idx, doc[end - 1].idx + len(doc[end - 1]))]
    return draft


_SHORTEST = 3


def _opens(verb: Token) -> bool:
    """Tell whether nothing before a cue can be its subject: it opens its sentence, or a clause behind ", and"."""
    doc = verb.doc
    last = doc[verb.i - 1] if verb.i else verb
    if verb.i and last.lower_ not in _OPENERS and not last.is_space and not last.is_punct:
        return False
    first = verb.sent.start
    lead = doc[first : verb.i]
    if all(t.lower_ in _OPENERS or t.is_space for t in lead):
        return True
    before = [t.lower_ for t in doc[max(first, verb.i - 2) : verb.i]]
    if before == [",", "and"]:
        return True
    opened = before[-1:] == [","] and len(lead) <= _LEAD
    return opened and lead[0].pos_ in {"ADP", "ADV"} and not any(t.tag_ in FINITE for t in lead)


def _that(verb: Token) -> Token | None:
    """Find the "that" which opens what is said, behind nothing but a noun phrase."""
    doc = verb.doc
    for token in doc[verb.i + 2 : min(len(doc) - 2, verb.i + _LONGEST)]:
        if token.lower_ == "that":
            after = doc[token.i + 1]
            return None if after.tag_ in {"VBD", "VBZ", "VBP", "MD", "VBN"} else token
        if token.text in _STOPS or token.is_space or token.tag_ in FINITE or token.lower_ in {"who", "which"}:
            return None
    return None


_UTTERED = frozenset({"report", "claim", "statement", "allegation", "rumor", "rumour", "news", "information", "word"})


def _speaks(words: Span, phrases: Phrases) -> bool:
    first = next((t for t in words if not t.is_punct), None)
    if first is not None and first.tag_ in {"NNS", "NN"} and first.lemma_.lower() in _UTTERED:
        return False  # "denied reports that A"
    if (
        first is None
        or first.ent_type_ in {"DATE", "TIME"}
        or first.pos_ not in {"DET", "PROPN", "NOUN", "ADJ", "PRON"}
    ):
        return False
    named = any((name := phrases.names.get(t.i)) and name[2] in {"PERSON", "ORG", "GPE"} for t in words)
    return named or any(is_personal(t) or t.lower_ in {"source", "sources"} or phrases.can_speak(t.i) for t in words)


def _end(doc: Doc, i: int) -> int:
    while i < len(doc) and not (doc[i].is_space and "\n" in doc[i].text) and doc[i].text not in {".", "!", "?", ";"}:
        i += 1
    return i
