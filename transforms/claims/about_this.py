"""Sentences of translations that say only who told the one before: "About this one reads in a letter of X"."""

from spacy.tokens import Doc, Span, Token

from transforms.claims.as_told import HOLDERS, TEXTS, owner_of_text
from transforms.claims.clauses import chars
from transforms.claims.cues import Hit
from transforms.claims.drafts import Draft, Range
from transforms.claims.people import is_personal
from transforms.claims.points_back import points_back, sentence_before
from transforms.claims.speaker_behind import head_of, past_hearer, segment
from transforms.claims.stops import STOPS, sentence_start
from transforms.claims.told_in import is_body

_DASHES = frozenset({"–", "—"})
_MARKS = frozenset({'"', "“", "”", "«", "»"})
_THIS = frozenset({"this", "it", "that"})
_SAYING = frozenset({"say", "report", "state", "write", "tell", "inform", "announce", "note", "specify", "declare"})
_VIEWS = frozenset(
    {"statement", "opinion", "view", "point", "conclusion", "forecast", "assessment", "proposal", "appeal"}
    | {"initiative", "assumption", "idea", "recommendation", "warning"}
)
_HOLDING = frozenset(
    {"express", "voice", "make", "come", "hold", "share", "give", "adhere", "speak", "perform", "reach", "arrive"}
    | {"stick"}
)
_VOICING = frozenset({"express", "voice"})
_SUCH = frozenset({"such", "this", "similar"})
_PARTICLES = frozenset({"out", "to", "up", "forward", "also"})
_NAMED = frozenset({"PERSON", "ORG", "GPE"})
_LONGEST_LEAD = 9


def draft_about_this(hit: Hit) -> Draft | None:
    """Build the claim of "About this wrote X", "So reports X", "Such an opinion expressed X": what stands before it."""
    token, entry = hit.token, hit.entry
    if hit.first_person or entry.pos not in {"verb", "noun"}:
        return None
    low = _opening(token)
    if low is None:
        return None
    if entry.pos == "noun" or token.lemma_.lower() in _VOICING:
        found = _holder(token, low)
    elif token.lemma_.lower() not in _SAYING or token.tag_ not in {"VBZ", "VBD", "VBN", "NNS"}:
        return None
    elif token.doc[low].lower_ == "so" and low + 1 == token.i:
        found = _behind(token, token.i + 1)
    else:
        found = _teller(token, low)
    if found is None:
        return None
    content = _before(token.doc, low)
    if not content:
        return None
    draft = Draft(entry=entry, act=entry.act, cue=hit.span, head=token.i, content=content, confidence=0.75)
    draft.source, draft.source_head = (found.start_char, found.end_char), head_of(found)
    return draft


def _opening(token: Token) -> int | None:
    """Give where the clause begins if it opens with a word that points back and is short."""
    doc = token.doc
    low = sentence_start(doc, token.i, STOPS | _DASHES)
    while low < token.i and (doc[low].text in _MARKS or doc[low].lower_ == "earlier"):
        low += 1
    if not 0 < low < token.i or token.i - low > _LONGEST_LEAD:
        return None
    first, second = doc[low].lower_, doc[low + 1].lower_
    about = first == "about" and second in _THIS
    about = about or (first == "on" and second in _THIS and _sets_on(doc[low + 2], token))
    such = first in _SUCH or (first in {"with", "to", "of"} and second in _SUCH)
    return low if about or such or first == "so" else None


def _sets_on(follower: Token, verb: Token) -> bool:
    """Tell "On this | at a briefing said Osk" and "On this | writes Osk" from "On this day Osk said"."""
    return follower == verb or follower.lower_ in {"in", "at", "during"}


def _holder(noun: Token, low: int) -> Span | None:
    """Read "With such a statement came out Osk", "This opinion holds Osk": whose it is stands behind the verb."""
    doc = noun.doc
    if noun.i + 2 >= len(doc) or (noun.pos_ == "NOUN" and noun.nbor(1).lemma_.lower() in _VOICING):
        return None  # the verb is the cue
    if noun.lemma_.lower() in _VOICING:
        noun = noun.nbor(-1)
    lead = doc[low : noun.i]
    if noun.lemma_.lower() not in _VIEWS:
        return None
    if not all(t.lower_ in _SUCH | {"a", "an", "with", "to", "of"} or t.pos_ == "ADJ" for t in lead):
        return None
    verb = doc[noun.i + 1]
    if verb.lower_ == "of" and noun.i + 3 < len(doc) and verb.nbor(1).lower_ == "view":
        verb = doc[noun.i + 3]
    if verb.lemma_.lower() not in _HOLDING or verb.tag_ not in {"VBD", "VBZ", "VBN"}:
        return None
    first = verb.i + 1
    while first < len(doc) and doc[first].lower_ in _PARTICLES:
        first += 1
    return _behind(verb, first)


def _behind(verb: Token, first: int) -> Span | None:
    """Give who stands behind a verb: a person, a body, a name, also in quotation marks."""
    doc = verb.doc
    if first >= len(doc):
        return None
    if doc[first].text in _MARKS:
        close = next((t.i for t in doc[first + 1 : first + 7] if t.text in _MARKS), None)
        return doc[first + 1 : close] if close is not None and close > first + 1 else None
    words = segment(first, verb)
    if len(words) and words.end < len(doc) and doc[words.end].text in _MARKS and len(words) <= 3:
        close = next((t.i for t in doc[words.end + 1 : words.end + 7] if t.text in _MARKS), None)
        words = doc[words.start : close + 1] if close is not None else words
    while len(words) and any(t.lower_ in {"with", "citing"} for t in words[1:]):
        words = words[: next(t.i for t in words[1:] if t.lower_ in {"with", "citing"}) - words.start]
    at = next((t.i for t in words if t.lower_ in {"in", "on", "at", "during"} and t.dep_ == "prep"), None)
    if at is not None and at > words.start and doc[at].head.i < words.start:
        words = doc[words.start : at]
    return words if _speaks(words) else None


def _speaks(words: Span) -> bool:
    if not len(words) or words[0].pos_ not in {"DET", "PROPN", "NOUN", "ADJ", "PRON"} or words[0].lower_ in _THIS:
        return False
    head = words.doc[head_of(words)]
    lone = len(words) == 1 and words[0].pos_ == "PRON"
    held = any(t.lemma_.lower() in HOLDERS for t in words[:3])
    return not lone and (held or is_personal(head) or is_body(head) or any(t.ent_type_ in _NAMED for t in words[:6]))


def _teller(verb: Token, low: int) -> Span | None:
    """Read "About this | was written in a letter of X", "| X wrote", "| on Tuesday writes X", "| told Y the mayor"."""
    doc = verb.doc
    between = [t for t in doc[low + 2 : verb.i] if t.ent_type_ not in {"DATE", "TIME"} and t.pos_ not in {"ADP", "ADV"}]
    own = [t for t in between if t.pos_ in {"NOUN", "PROPN", "PRON", "DET"} and t.lower_ != "it"]
    passive = any(t.lemma_ == "be" for t in between)
    if doc[low].lower_ not in {"about", "on"} or any(t.pos_ == "VERB" for t in between) or doc[low + 2].tag_ == "NN":
        return None
    if passive and not own:
        place = doc[verb.i + 1] if verb.i + 2 < len(doc) else verb
        if place.lower_ == "by":
            return _behind(verb, place.i + 1)
        text = next((t for t in doc[place.i + 1 : place.i + _LONGEST_LEAD] if t.lemma_.lower() in TEXTS), None)
        if place.lower_ != "in":
            return None
        return owner_of_text(text, verb) if text is not None else _behind(verb, place.i + 1)
    if own and any(t.pos_ == "ADP" and t.ent_type_ not in {"DATE", "TIME"} for t in doc[low + 2 : own[0].i]):
        return _behind(verb, verb.i + 1)  # "About this at a briefing said Osk", not "About it on her page Osk wrote"
    if own and not passive:
        words = doc[own[0].i : verb.i]
        return words if own[0].pos_ == "PRON" or _speaks(words) else None
    first = past_hearer(doc, verb.i + 1, verb) if not own and not passive else len(doc)
    if first > verb.i + 1 and (first >= len(doc) or doc[first].pos_ not in {"DET", "NOUN", "PROPN", "ADJ"}):
        first = verb.i + 1  # who was taken for the hearer tells it
    return _behind(verb, first)


def _before(doc: Doc, low: int) -> list[Range]:
    """Give what a clause points back at: the sentence before, or what stands before its dash."""
    last = low - 1
    while last > 0 and (doc[last].is_space or doc[last].text in _MARKS):
        last -= 1
    if doc[last].text in _DASHES:
        first = sentence_start(doc, last - 1)
        return [chars(doc[first], doc[last - 1])] if last - first > 2 else []
    if doc[low].sent.start >= low - 1:
        return sentence_before(doc[low])
    first = sentence_start(doc, last - 1) if last else 0
    return [chars(doc[first], doc[last])] if last > first and not points_back(doc[first : last + 1]) else []
