"""Speakers that stand behind a cue: whose words an agency passes on, who told a paper, the body it was said in."""

from spacy.tokens import Doc, Span, Token

from transforms.claims.clauses import SUBJECTS, is_setting
from transforms.claims.drafts import Draft
from transforms.claims.people import is_personal
from transforms.claims.speaker_past import is_parted, is_somebody, past_place
from transforms.claims.told_in import body_behind
from transforms.entities.words import ORGANIZATION_NOUNS, OUTLET_NOUNS

_RELAYING = frozenset({"quote", "cite", "lead", "transmit", "convey", "give", "report", "pass"})
_OPENING, _CLOSING = frozenset({"“", '"', "«", "„"}), frozenset({"”", '"', "»", "“"})
_STOPS = frozenset({",", ".", ";", ":", "–", "—", "?", "!", ")"})
_PARTING = _OPENING | _CLOSING | {",", "–", "—", "-", "''", "?", "!", "."}
_HEARERS = frozenset({"journalists", "reporters", "us"})
_OPENING_NAME, _CLOSING_NAME = _OPENING | {"‘"}, _CLOSING | {"’"}
_NAME = 5
_LONGEST = 22
_FAR = 14
_BEFORE_MARKS = OUTLET_NOUNS | ORGANIZATION_NOUNS.keys() | {"of"}
"""What stands before a body's name in marks: "the head of “Osk”"."""


def place_speaker(draft: Draft, verb: Token) -> bool:
    """Put the speaker that stands behind a quotation's cue into the draft; False where none of its kinds does.

    “A”, – cites “The Courier” the words of the mayor; “A”, – told “The Courier” a guard; “A”, – said in the ministry.
    """
    found = _whose_words(verb) or _quoted_behind(verb)
    parted = is_parted(verb)
    if found is None and (parted or not _has_subject_before(verb)) and _opens(verb):
        found = behind_hearer(verb, draft) or _behind_place(verb) or body_behind(verb)
    if found is None and parted and (draft.source is None or draft.source[0] < verb.idx):
        found = _somebody(segment(verb.i + 1, verb))
    return put_speaker(draft, found)


def carries_words(verb: Token) -> bool:
    """Tell whether a verb that says nothing alone passes on somebody's words: "leads the agency the words of Osk"."""
    return _whose_words(verb) is not None


def put_speaker(draft: Draft, found: tuple[Span, int] | None) -> bool:
    """Make what was found the draft's source; False where nothing was."""
    if found is None:
        return False
    words, head = found
    draft.source, draft.source_head, draft.reason = (words.start_char, words.end_char), head, None
    return True


def _opens(verb: Token) -> bool:
    """Tell whether a cue follows a mark or its auxiliary at once, so that nothing before it can be its subject."""
    first = verb.i
    while first > 0 and verb.doc[first - 1].pos_ == "AUX":
        first -= 1
    before = verb.doc[first - 1] if first else None
    return before is None or before.text in _PARTING or before.is_space or before.lower_ == "it"


def _has_subject_before(verb: Token) -> bool:
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    return any(c.dep_ in SUBJECTS and c.i < verb.i and not (passive and c.lower_ == "it") for c in verb.children)


def segment(first: int, verb: Token) -> Span:
    """Give the words from `first` to the end of the phrase: a stop, a relative clause, a verb or a quotation mark."""
    doc, end = verb.doc, first
    while end < min(len(doc), first + _LONGEST):
        token = doc[end]
        if token.text in _OPENING and end > first and doc[end - 1].lower_ in _BEFORE_MARKS:
            close = next((t.i for t in doc[end + 1 : end + _NAME] if t.text in _CLOSING), None)
            if close is not None:
                end = close + 1
                continue
        if token.text in _STOPS | _OPENING | _CLOSING or token.is_space or token.tag_ in {"WP", "WDT"}:
            break
        if token.pos_ in {"VERB", "AUX"} and token.tag_ not in {"VBN", "VBG"} and not token.is_title:
            break
        if end > first and is_setting(token):
            break  # "the governor | on the air of the Courier"
        end += 1
    return doc[first:end]


def _whose_words(verb: Token) -> tuple[Span, int] | None:
    if verb.lemma_.lower().removesuffix("s") not in _RELAYING:
        return None
    doc = verb.doc
    for token in doc[verb.i + 1 : min(len(doc), verb.i + _FAR)]:
        if token.text in _STOPS or token.is_space:
            return None
        if token.lower_ == "words" and token.i + 2 < len(doc):
            before = doc[token.i - 1]
            if before.tag_ == "PRP$":
                return doc[before.i : before.i + 1], before.i
            if doc[token.i + 1].lower_ == "of":
                words = segment(token.i + 2, verb)
                return (words, head_of(words)) if len(words) else None
    return None


def _behind_place(verb: Token) -> tuple[Span, int] | None:
    """Find who speaks behind what it was said in: “A”, – wrote in Facebook the head of the port."""
    start = past_place(verb)
    return _somebody(segment(start, verb)) if start is not None else None


def _somebody(words: Span) -> tuple[Span, int] | None:
    head = head_of(words) if len(words) else 0
    return (words, head) if len(words) and is_somebody(words, head) else None


def _quoted_behind(verb: Token) -> tuple[Span, int] | None:
    """Find whom a paper quotes, both behind the verb: “A”, – quotes the edition “Courier” the head of the port."""
    doc, i = verb.doc, verb.i + 1
    if verb.lemma_.lower() not in {"quote", "cite"} or not _opens(verb):
        return None
    if i + 1 < len(doc) and doc[i].lower_ in {"him", "her", "them"}:
        return doc[i : i + 1], i
    while i + 2 < len(doc) and (doc[i].pos_ == "DET" or doc[i].lemma_.lower() in OUTLET_NOUNS):
        i += 1
    if i >= len(doc) or doc[i].text not in _OPENING:
        return None
    close = next((t.i for t in doc[i + 1 : i + 6] if t.text in _CLOSING), None)
    words = segment(close + 1, verb) if close is not None else None
    if words is None or not len(words) or not is_personal(words[head_of(words) - words.start]):
        return None
    return words, head_of(words)


def head_of(words: Span) -> int:
    """Prefer the person named in a phrase over its first noun of a person, and that over the parser's root."""
    named = [e for e in words.ents if e.label_ == "PERSON"]
    personal = [t for t in words if is_personal(t) or t.lower_ == "source"]
    return named[-1].root.i if named else personal[0].i if personal else words.root.i


def behind_hearer(verb: Token, draft: Draft) -> tuple[Span, int] | None:
    """Find who told it behind the one who was told: “A”, – told “The Courier” a guard from Velm."""
    doc, start = verb.doc, verb.i + 1
    if start + 2 >= len(doc) or not (verb.lemma_.lower() in {"tell", "inform"} or doc[start].lower_ == "to"):
        return None
    i = past_hearer(doc, start, verb)
    if i == start or i >= len(doc):
        return None
    named = doc[i - 1].pos_ == "PROPN"
    if named and not (doc[i].pos_ == "DET" or (doc[i].pos_ == "NOUN" and is_personal(doc[i]))):
        return None
    words = segment(i, verb)
    named = doc[start].lower_ == "to" and any(e.label_ == "PERSON" for e in words.ents)
    if not len(words) or not (named or is_personal(doc[head_of(words)]) or words.root.lower_ == "source"):
        return None
    marked = [t for t in doc[start:i] if t.text not in _OPENING | _CLOSING and t.lower_ != "to"]
    draft.addressees = [(marked[0].idx, marked[-1].idx + len(marked[-1]))]
    return words, head_of(words)


def past_hearer(doc: Doc, i: int, verb: Token) -> int:
    """Go over who is told: “Courier”, to the newspaper “Courier”, reporters, a name; `i` itself where nobody is."""
    start = i
    if i + 2 >= len(doc):
        return start
    if doc[i].lower_ == "to":
        i += 1
    while i + 2 < len(doc) and i > verb.i and (doc[i].pos_ == "DET" or doc[i].lemma_.lower() in OUTLET_NOUNS):
        i += 1
    if doc[i].text in _OPENING_NAME:
        close = next((t.i for t in doc[i + 1 : i + 6] if t.text in _CLOSING_NAME), None)
        return start if close is None else close + 1
    if doc[i].lower_ in _HEARERS:
        return i + 1
    first = i
    while i < len(doc) and i - first < _NAME:
        of = doc[i].lower_ == "of" and i > first and i + 1 < len(doc) and doc[i + 1].pos_ == "PROPN"
        if doc[i].pos_ != "PROPN" and not of:
            break
        i += 1
    return i if i > first else start
