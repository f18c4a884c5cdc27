"""What stands behind a cue and a colon, without quotation marks: "wrote in a post: the road is open, we checked it"."""

from spacy.tokens import Doc, Token

from transforms.claims.authors import can_speak, speaks_for
from transforms.claims.clauses import FINITE, is_negated, subject
from transforms.claims.cues import Hit
from transforms.claims.drafts import Draft
from transforms.claims.lexicon import CLAUSE_FRAMES
from transforms.claims.people import is_personal
from transforms.claims.sources import set_source
from transforms.claims.stops import STOPS
from transforms.language_model import text_of

_FAR, _REACH = 16, 150
_SHORTEST = 3
_MARKS = frozenset({'"', "“", "”", "«", "»", "„", "''", "``", "‘", "'"})
_PARTING = STOPS | _MARKS
_JOINING = frozenset({"but", "while", "whereas"})
_LISTING = frozenset({"following", "follows", "namely", "including", "below"})


def draft_behind_colon(hit: Hit) -> Draft | None:
    """Build the claim of a finite cue whose words follow its colon, up to the end of their sentence."""
    verb, entry = hit.token, hit.entry
    if entry.pos != "verb" or entry.type not in {"report", "request"} or not CLAUSE_FRAMES & entry.frames:
        return None
    if hit.first_person or verb.tag_ not in {"VBD", "VBZ", "VBP"}:
        return None
    colon = _colon(verb)
    if colon is None:
        return None
    doc = verb.doc
    end = _question_end(doc, colon.i + 1) if entry.cue == "ask" else _sentence_end(doc, colon.i + 1)
    end += end < len(doc) and doc[end].text == "?"
    words = doc[colon.i + 1 : end]
    if len(words) < _SHORTEST or words[0].text in _MARKS or not any(t.tag_ in FINITE for t in words):
        return None
    noun = _speaker(verb, colon)
    if noun is None or not (can_speak(noun) or is_personal(noun) or noun.pos_ == "PROPN"):
        return None
    draft = Draft(entry=entry, act=entry.act, cue=hit.span, head=verb.i, confidence=0.8, cue_negated=is_negated(verb))
    set_source(draft, noun)
    draft.content, draft.spoken = [(words.start_char, words.end_char)], True
    return draft


def _colon(verb: Token) -> Token | None:
    """Find the colon that ends a cue's clause: no other clause, stop or quotation lies between."""
    doc = verb.doc
    if text_of(doc).find(":", verb.idx, verb.idx + _REACH) < 0:
        return None
    for token in doc[verb.i + 1 : min(len(doc), verb.i + _FAR)]:
        if token.text == "," and doc[token.i + 1].lower_ in _JOINING:
            return None  # "denied it, but the mayor is sure: A"
        if token.text == ":":
            return None if doc[token.i - 1].lower_ in _LISTING or _counts(token) else token
        if token.is_space or token.text in _PARTING or (token.tag_ in FINITE and not token.is_title):
            return None
        if token.lower_ in {"that", "whether", "following"}:
            return None
    return None


def _counts(colon: Token) -> bool:
    """Tell the colon of an hour or score: "told reporters at 10:30"."""
    return colon.i + 1 < len(colon.doc) and colon.nbor(-1).like_num and colon.nbor(1).like_num


def _speaker(verb: Token, colon: Token) -> Token | None:
    noun = speaks_for(verb, subject(verb))
    return noun if noun is not None and noun.i < colon.i else None


def _sentence_end(doc: Doc, i: int) -> int:
    while i < len(doc) and not (doc[i].is_space and "\n" in doc[i].text):
        if doc[i].text in {".", "!", "?"}:
            return i
        i += 1
    return i


def _question_end(doc: Doc, i: int) -> int:
    """Go on over the sentences that lead to what is asked at the end of the paragraph: "The port is shut. Why?"."""
    end = stop = _sentence_end(doc, i)
    if stop < len(doc) and doc[stop].text == "?":
        return stop
    while stop + 1 < len(doc) and not (doc[stop].is_space and "\n" in doc[stop].text):
        if doc[stop].text in _MARKS:
            return end
        stop += 1
    last = stop if stop < len(doc) and doc[stop].text == "?" else stop - 1
    return last if doc[last].text == "?" else end


def keep_behind_colons(drafts: list[Draft]) -> None:
    """Keep what is claimed within words behind a colon from reaching out of them: their cue stands inside."""
    spoken = [draft.content[0] for draft in drafts if draft.spoken]
    for low, high in spoken:
        for draft in drafts:
            if draft.cue is None or not low <= draft.cue[0] < high:
                continue
            draft.content = [(max(s, low), min(e, high)) for s, e in draft.content if s < high and e > low]
            if draft.source is not None and draft.source[0] < low < draft.source[1]:
                draft.source = (low, draft.source[1])
    drafts[:] = [draft for draft in drafts if draft.content]
