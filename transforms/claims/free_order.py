"""Clauses in the word order of the original: "In the port have told “Courier” that A", "Oslo the blockade denies"."""

from spacy.tokens import Doc, Span, Token

from transforms.claims.clauses import SUBJECTS, is_negated
from transforms.claims.cues import PLAIN_FORMS, Hit
from transforms.claims.drafts import Draft, Range
from transforms.claims.lexicon import CLAUSE_FRAMES, CueEntry
from transforms.claims.naming import is_predicate
from transforms.claims.people import is_personal
from transforms.claims.told_in import is_body, names_body
from transforms.claims.unpunctuated import Phrases

_HOUSED = frozenset({"of", "for", "on"})
_PARTS = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PART"})
_MARKS = frozenset({'"', "“", "”", "«", "»"})
_STOPS = frozenset({".", "!", ";", "\n"})
_OPENING = _STOPS | {"?", "”", "»"}
_TEXTS = frozenset({"message", "statement", "report", "document", "release", "letter", "communique"})
_SPEAKING = frozenset({"ORG", "GPE", "NORP"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD", "VB", "VBN", "NN"})
_FAR = 26
_SHORTEST = 2


def draft_free_order(hit: Hit, phrases: Phrases) -> Draft | None:
    """Build the claim of a clause whose speaker is a house ("In the port"), or whose object stands before its verb."""
    verb, entry = hit.token, hit.entry
    if entry.pos != "verb" or hit.first_person or verb.tag_ not in _FINITE:
        return None
    first = _joined_house(verb) or verb.sent.start
    opens = verb.doc[first].lower_
    draft = Draft(entry=entry, act=entry.act, cue=hit.span, head=verb.i, confidence=0.7)
    if opens in {"in", "at"} or (opens == "on" and verb.doc[first + 1].pos_ == "PROPN"):
        found = _housed(draft, verb, first, phrases)
    elif opens in {"does", "do", "did"}:
        found = _verb_first(draft, verb, first)
    else:
        found = _object_first(draft, verb, phrases)
    draft.cue_negated = found and (draft.cue_negated or is_negated(verb))
    return draft if found else None


def _joined_house(verb: Token) -> int | None:
    """Find the house that opens a second clause: "The ferry was late, but | in the port assure that A"."""
    doc = verb.doc
    if verb.dep_ not in {"conj", "pobj"}:
        return None
    for i in range(max(verb.sent.start + _SHORTEST, verb.i - _FAR // 2), verb.i - _SHORTEST):
        if doc[i].text == "," and doc[i + 1].lower_ in _JOINING and doc[i + 2].lower_ in {"in", "at"}:
            return i + 2
    return None


_JOINING = frozenset({"and", "but", "while", "however"})


def _first(verb: Token) -> int:
    """Find where the words of the sentence begin: behind its last stop, however it was parsed."""
    i = verb.i
    while i > 0 and verb.i - i < _FAR and not verb.doc[i - 1].is_space:
        if verb.doc[i - 1].text in _OPENING or (verb.doc[i - 1].lower_ == "that" and verb.doc[i - 1].dep_ == "mark"):
            return i
        i -= 1
    return i if i == 0 or verb.doc[i - 1].is_space else verb.i


def _end(doc: Doc, i: int) -> int:
    while i < len(doc) and doc[i].text not in _STOPS and not (doc[i].is_space and "\n" in doc[i].text):
        i += 1
    return i


def _phrase_end(doc: Doc, i: int, stop: int) -> int:
    """Find where a noun phrase ends, with its "of": before a new article, a verb, an adverb or a comma."""
    start = i
    while i < stop:
        token = doc[i]
        opens = token.pos_ == "DET" and i > start and doc[i - 1].pos_ not in {"ADP", "DET"}
        if opens or not (token.pos_ in _PARTS or token.text in _MARKS or token.lower_ in _HOUSED) or token.tag_ == "TO":
            break
        if token.lower_ in {"on", "for"} and doc[i + 1].ent_type_ in {"DATE", "TIME"}:
            break
        i += 1
    while i > start and doc[i - 1].lower_ in _HOUSED:
        i -= 1
    return i


def _put(draft: Draft, doc: Doc, start: int, end: int, content: Range) -> bool:
    span = doc[start:end]
    names = [t for t in span if t.ent_type_ in _SPEAKING]
    draft.source, draft.source_head = (span.start_char, span.end_char), (span.root if len(names) != 1 else names[0]).i
    if span.root.i != draft.source_head and is_body(span.root):
        draft.source_head = span.root.i
    draft.content = [content]
    return content[1] - content[0] > 1


def _housed(draft: Draft, verb: Token, first: int, phrases: Phrases) -> bool:
    """Read a clause whose speaker is a house, tried where a noun phrase ends, and where a name or body does."""
    if verb.i - first < _SHORTEST:
        return False
    end = _phrase_end(verb.doc, first + 1, verb.i)
    ends = [end, *_house_ends(verb, first + 1, end, phrases)]
    if len(ends) > 1 and ends[1] - 1 in phrases.names and not names_body(verb.doc[end - 1]):
        ends.reverse()
    return any(_from_house(draft, verb, first, at, phrases) for at in ends)


def _house_ends(verb: Token, start: int, end: int, phrases: Phrases) -> list[int]:
    """Find where a house ends before a bare noun: "In Osk Bank | information about A", "in “Osk” | the claims"."""
    doc = verb.doc
    for i in range(start, min(end, verb.i - 1)):
        name = phrases.names.get(i)
        stop = name[1] if name is not None and name[2] in _SPEAKING else i + 1 if is_body(doc[i]) else 0
        if stop and stop < verb.i and doc[stop].text in _MARKS:
            stop += 1
        if (
            start < stop < verb.i - 1
            and stop != end
            and doc[stop].pos_ in {"NOUN", "DET", "ADJ"}
            and doc[stop].is_lower
        ):
            return [stop]
    return []


def _from_house(draft: Draft, verb: Token, first: int, end: int, phrases: Phrases) -> bool:
    doc = verb.doc
    house = doc[first + 1 : end]
    if not len(house) or not _speaks(doc, first + 1, end, phrases):
        return False
    own = next((c for c in verb.children if c.dep_ in SUBJECTS and not (end > c.i > first) and c.lower_ != "it"), None)
    between = doc[end : verb.i]
    if any((t.tag_ in {"VBD", "VBZ", "VBP"} and t.pos_ == "VERB") or _is_participle(t) for t in between):
        return False
    after, stop = doc[verb.i + 1 : _end(doc, verb.i)], _end(doc, verb.i)
    after = _past_comma(after)
    that = next((t.i for t in after[:6] if t.lower_ == "that"), None)
    entry = draft.entry
    assert entry is not None
    if that is not None and that + _SHORTEST < stop and (own is None or own.i > verb.i):
        told = doc[after.start : that]
        if not CLAUSE_FRAMES & entry.frames or not all(t.pos_ in _PARTS or t.text in _MARKS for t in told):
            return False
        if len(told):
            draft.addressees = [(told.start_char, told.end_char)]
        return _put(draft, doc, first + 1, end, (doc[that + 1].idx, _last(doc, stop)))
    objects = [t for t in between if t.pos_ not in {"AUX", "ADV", "PART", "PUNCT"} or t.tag_ == "TO"]
    thing = len(objects) >= _SHORTEST and (own is None or (own in objects and not is_personal(own)))
    if thing and _predicated(verb, entry, objects[0], stop):
        put = _put(draft, doc, first + 1, end, (objects[0].idx, objects[-1].idx + len(objects[-1])))
        draft.content.append((after.start_char, _last(doc, stop)))
        return put
    asks = len(after) > _SHORTEST and (after[0].text == ":" or (after[0].tag_ in _ASKS and after.start > verb.i + 1))
    if not objects and asks and CLAUSE_FRAMES & entry.frames:
        return _put(draft, doc, first + 1, end, (after[1 if after[0].text == ":" else 0].idx, _last(doc, stop)))
    if own is None and len(after) and after[0].lower_ in entry.prepositions and after[0].i + 1 < stop:
        return _put(draft, doc, first + 1, end, (after[0].nbor(1).idx, _last(doc, stop)))
    if own is None and not objects and len(after) >= _SHORTEST and _denies(verb, entry, doc[first + 1 : end]):
        return _put(draft, doc, first + 1, end, (after.start_char, _last(doc, _object_end(verb))))
    hung = own is None or (len(objects) > 0 and objects[0].i < own.i < verb.i and objects[0].pos_ in {"ADP", "PART"})
    hung = hung or (thing and is_negated(verb))
    last = not len(after) or (len(after) == 1 and after[0].lower_ in entry.prepositions)
    if hung and last and len(objects) >= _SHORTEST and _OBJECTS & entry.frames:
        return _put(draft, doc, first + 1, end, (objects[0].idx, objects[-1].idx + len(objects[-1])))
    return False


def _past_comma(after: Span) -> Span:
    """Leave out the comma before a clause, as the original has it: "told | , when A", "told | , that A"."""
    parted = len(after) > _SHORTEST and after[0].text == ","
    return after[1:] if parted and (after[1].tag_ in _ASKS or after[1].lower_ == "that") else after


def _denies(verb: Token, entry: CueEntry, house: Span) -> bool:
    """Tell "In the ministry denied the shortage" from "In the town closed the shops"."""
    bodily = any(is_body(t) for t in house)
    bare = verb.tag_ == "VB" and not any(c.dep_ == "aux" for c in verb.children)
    form = verb.tag_ in {"VBD", "VBZ", "VBP", "VBN"} or bare or is_negated(verb) or entry.cue in PLAIN_FORMS
    plain = form and verb.i + 1 < len(verb.doc) and verb.nbor(1).pos_ in {"DET", "NOUN", "PROPN", "ADJ"}
    rest = verb.doc[verb.i + 1 : _object_end(verb)]
    plain = plain and not any(t.text == "," or t.tag_ in {"VBD", "VBZ", "VBP"} for t in rest)
    held = "obj" in entry.frames or ("oprd" in entry.frames and len(rest) > 1 and is_predicate(rest[-1]))
    return plain and bodily and entry.type in {"deny", "report", "judge", "belief"} and held


def _object_end(verb: Token) -> int:
    """Find where the object behind a cue ends: at a stop, or at a comma before "but" and "and"."""
    doc, stop = verb.doc, _end(verb.doc, verb.i)
    for i in range(verb.i + 1, stop - 1):
        if doc[i].text == "," and doc[i + 1].lower_ in _JOINING:
            return i
    return stop


_ASKS = frozenset({"WRB", "WP"})
_OBJECTS = frozenset({"obj", "to", ":with", ":on", ":about"})


def _is_participle(token: Token) -> bool:
    """Tell a participle from the noun made of it: "the injured"."""
    return token.tag_ == "VBN" and token.nbor(-1).pos_ != "DET"


def _predicated(verb: Token, entry: CueEntry, first: Token, stop: int) -> bool:
    """Tell whether what follows says how the object is seen: "the claims consider | unfounded"."""
    rest = verb.doc[verb.i + 1 : stop]
    if len(rest) > _SHORTEST and rest[0].text in _MARKS and rest[-1].text in _MARKS and len(rest) <= 2 * _PREDICATE:
        return "oprd" in entry.frames and first.pos_ == "DET"
    if not 0 < len(rest) <= _PREDICATE or first.pos_ in {"ADP", "PART", "PRON"}:
        return False
    if rest[0].lower_ in {"at", "as"}:
        return f"obj-{rest[0].lower_}" in entry.frames and len(rest) > 1
    plain = all(t.pos_ in {"ADJ", "NOUN", "DET", "ADV", "VERB", "PROPN"} for t in rest)
    return "oprd" in entry.frames and plain and not any(t.tag_ in {"VBD", "VBZ", "VBP"} for t in rest)


_PREDICATE = 4


def _last(doc: Doc, stop: int) -> int:
    return doc[stop - 1].idx + len(doc[stop - 1])


def _speaks(doc: Doc, start: int, end: int, phrases: Phrases) -> bool:
    """Tell whether a house has people who speak: a body, a capital, a text of somebody's."""
    marked = end - start > _SHORTEST and doc[start].text in _MARKS and doc[end - 1].text in _MARKS
    if marked and end - start <= _PREDICATE + 1 and all(t.text[:1].isupper() for t in doc[start + 1 : end - 1]):
        return True  # a firm: In “Northfell”
    for token in doc[start:end]:
        if token.ent_type_ in {"DATE", "TIME", "EVENT"}:
            return False
        name = phrases.names.get(token.i)
        if is_body(token) or token.lemma_.lower() in _TEXTS or (name and name[2] in _SPEAKING):
            return True
    return False


def _object_first(draft: Draft, verb: Token, phrases: Phrases) -> bool:
    """Read "Oslo the existence of a blockade denies.", "The envoy Osk this truce praised, noting that A"."""
    doc, entry = verb.doc, draft.entry
    if entry is None or entry.type not in {"report", "deny", "judge"} or verb.tag_ not in {"VBZ", "VBD", "VBN"}:
        return False
    if "obj-of" in entry.frames and verb.i + 1 < len(doc) and verb.nbor(1).lower_ == "of":
        return _charged_first(draft, verb, phrases)
    if not {"obj", "oprd"} & entry.frames:
        return False
    stop = verb.i + 1
    while stop < len(doc) and stop <= verb.i + _PREDICATE and doc[stop].text not in _CLOSING:
        stop += 1
    closes = stop >= len(doc) or doc[stop].text in {".", ";", ":"}
    if not closes and not (doc[stop].text == "," and stop + 1 < len(doc) and doc[stop + 1].tag_ == "VBG"):
        return False
    first, called = _first(verb), doc[verb.i + 1 : stop]
    low = verb.i
    while low > first and doc[low - 1].pos_ == "AUX":
        low -= 1  # "the claims has denied"
    end = _owner_end(doc, first, low, phrases) if low - first > _SHORTEST else 0
    between = doc[end:low] if end else doc[0:0]
    if len(between) < _SHORTEST or between[0].pos_ not in {"DET", "PRON"} or between[0].tag_ not in {"DT", "PRP$"}:
        return False
    if any(t.pos_ in {"VERB", "AUX", "PUNCT", "SCONJ"} or t.lower_ in {"who", "which", "that"} for t in between):
        return False
    if len(called) and not ("oprd" in entry.frames and _predicated(verb, entry, between[0], stop)):
        return False
    if not len(called) and "obj" not in entry.frames:
        return False
    put = _put(draft, doc, first, end, (between.start_char, between.end_char))
    if len(called):
        draft.content.append((called.start_char, called.end_char))
    return put


def _charged_first(draft: Draft, verb: Token, phrases: Phrases) -> bool:
    """Read "The former captain Osk the prosecutors accuse of theft.": who is accused stands first."""
    doc, first = verb.doc, _first(verb)
    end = _owner_end(doc, first, verb.i, phrases) if verb.i - first > _SHORTEST else 0
    who, last = doc[end : verb.i], verb.nbor(1).right_edge
    if not end or len(who) < _SHORTEST or any(t.pos_ in {"VERB", "AUX", "PUNCT", "SCONJ"} for t in who):
        return False
    if not (is_body(who[-1]) or is_personal(who[-1]) or who[-1].ent_type_ in _SPEAKING):
        return False
    put = _put(draft, doc, end, verb.i, (doc[first].idx, doc[end - 1].idx + len(doc[end - 1])))
    draft.content.append((verb.nbor(1).idx, last.idx + len(last)))
    return put


_CLOSING = frozenset({".", ";", ",", ":", "!", "?"})


def _owner_end(doc: Doc, first: int, stop: int, phrases: Phrases) -> int:
    """Find where who speaks ends before an object with its article: "The port's head Osk | this idea supported"."""
    for i in range(first + 1, stop - 1):
        if doc[i].pos_ in {"VERB", "AUX", "SCONJ", "PUNCT"} and doc[i].text not in _MARKS:
            return 0
        if doc[i].tag_ not in {"DT", "PRP$"} or doc[i - 1].pos_ in {"ADP", "DET"}:
            continue
        last = doc[i - 2 if doc[i - 1].text in _MARKS else i - 1]
        name = phrases.names.get(last.i)
        known = name is not None and name[2] in {"PERSON", *_SPEAKING}
        if known or last.ent_type_ in {"PERSON", *_SPEAKING} or is_personal(last) or is_body(last):
            return i
    return 0


def share_with_participles(drafts: list[Draft]) -> None:
    """Give a participle the speaker of the clause whose object was parsed as its subject: "Osk this idea supported"."""
    for draft in drafts:
        if draft.cue is None or len(draft.content) != 1 or draft.content[0][1] > draft.cue[0]:
            continue
        for other in drafts:
            if other.source == draft.content[0] and other.cue is not None and other.cue[0] > draft.cue[1]:
                other.source, other.source_head = draft.source, draft.source_head


def _verb_first(draft: Draft, verb: Token, first: int) -> bool:
    """Read "Does not exclude he and the opening of talks."."""
    doc = verb.doc
    if verb.i != first + 2 or doc[first + 1].lower_ != "not" or verb.i + 1 >= len(doc):
        return False
    stop = _end(doc, verb.i)
    if stop < len(doc) and doc[stop].text == "?":
        return False
    who = doc[verb.i + 1]
    start = who.i + 1
    if who.lower_ not in {"he", "she", "they"} or "?" in doc[verb.i : stop].text:
        return False
    while start < stop and doc[start].lower_ in {"and", "also", ","}:
        start += 1
    if stop - start < _SHORTEST:
        return False
    draft.source, draft.source_head = (who.idx, who.idx + len(who)), who.i
    draft.cue_negated, draft.content = True, [(doc[start].idx, _last(doc, stop))]
    return True
