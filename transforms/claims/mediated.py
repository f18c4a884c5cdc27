"""Speakers that translated press names beside the verb: where it was said, whose words they are, who told a paper."""

from spacy.tokens import Doc, Span, Token

from transforms.claims.clauses import SUBJECTS, agent, children, own_subject, phrase
from transforms.claims.drafts import Draft, Range
from transforms.claims.lexicon import CLAUSE_FRAMES, CueEntry
from transforms.claims.parentheticals import sentence_before
from transforms.claims.people import is_personal

_BODIES = frozenset(
    {"ministry", "service", "department", "agency", "office", "embassy", "council", "headquarters", "administration"}
    | {"company", "committee", "police", "government", "kremlin", "command", "union", "commission", "directorate"}
    | {"secretariat", "parliament", "consulate", "mission", "bureau", "organization", "organisation", "centre"}
    | {"center", "airline", "plant", "fund", "foundation", "inspectorate", "prosecutor", "federation", "division"}
    | {"corporation", "holding", "hospital", "board", "regulator", "authority", "staff", "league"}
)
"""Whose people speak where something is said "in" them."""
_MEDIA = frozenset(
    {"statement", "news", "report", "message", "announcement", "article", "letter", "post", "release", "communique"}
    | {"communiqué", "document", "text", "publication", "dispatch", "resolution", "declaration", "note"}
)
_RELAYING = frozenset({"quote", "cite", "lead", "transmit", "convey", "give", "report", "pass"})
_OPENING, _CLOSING = frozenset({"“", '"', "«", "„"}), frozenset({"”", '"', "»", "“"})
_STOPS = frozenset({",", ".", ";", ":", "–", "—", "?", "!", ")"})
_PARTING = _OPENING | _CLOSING | {",", "–", "—", "-", "''", "?", "!", "."}
_HEARERS = frozenset({"journalists", "reporters", "us"})
_OPENING_NAME, _CLOSING_NAME = _OPENING | {"‘"}, _CLOSING | {"’"}
_NAME = 5
_LONGEST = 22
_FAR = 14


def place_speaker(draft: Draft, verb: Token) -> bool:
    """Put the speaker that stands behind a quotation's cue into the draft; False where none of its kinds does.

    “A”, – cites “The Courier” the words of the mayor; “A”, – told “The Courier” a guard; “A”, – said in the ministry.
    """
    found = _whose_words(verb) or _quoted_behind(verb)
    if found is None and not _has_subject_before(verb) and _opens(verb):
        found = _behind_hearer(verb, draft) or _body_behind(verb)
    return _put(draft, found)


def carries_words(verb: Token) -> bool:
    """Tell whether a verb that says nothing alone passes on somebody's words: "leads the agency the words of Osk"."""
    return _whose_words(verb) is not None


def _put(draft: Draft, found: tuple[Span, int] | None) -> bool:
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
        if token.text in _STOPS | _OPENING | _CLOSING or token.is_space or token.tag_ in {"WP", "WDT"}:
            break
        if token.pos_ in {"VERB", "AUX"} and token.tag_ not in {"VBN", "VBG"} and not token.is_title:
            break
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


def _quoted_behind(verb: Token) -> tuple[Span, int] | None:
    """Find whom a paper quotes, both behind the verb: “A”, – quotes the edition “Courier” the head of the port."""
    doc, i = verb.doc, verb.i + 1
    if verb.lemma_.lower() not in {"quote", "cite"} or not _opens(verb):
        return None
    while i + 2 < len(doc) and (doc[i].pos_ == "DET" or doc[i].lemma_.lower() in _EDITIONS):
        i += 1
    if i >= len(doc) or doc[i].text not in _OPENING:
        return None
    close = next((t.i for t in doc[i + 1 : i + 6] if t.text in _CLOSING), None)
    words = segment(close + 1, verb) if close is not None else None
    if words is None or not len(words) or not is_personal(words[head_of(words) - words.start]):
        return None
    return words, head_of(words)


_EDITIONS = frozenset({"edition", "newspaper", "agency", "publication", "portal", "channel", "magazine", "website"})


def head_of(words: Span) -> int:
    """Prefer the person named in a phrase over its first noun of a person, and that over the parser's root."""
    named = [e for e in words.ents if e.label_ == "PERSON"]
    personal = [t for t in words if is_personal(t) or t.lower_ == "source"]
    return named[-1].root.i if named else personal[0].i if personal else words.root.i


def _behind_hearer(verb: Token, draft: Draft) -> tuple[Span, int] | None:
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
    while i + 2 < len(doc) and i > verb.i and (doc[i].pos_ == "DET" or doc[i].lemma_.lower() in _EDITIONS):
        i += 1
    if doc[i].text in _OPENING_NAME:
        close = next((t.i for t in doc[i + 1 : i + 6] if t.text in _CLOSING_NAME), None)
        return start if close is None else close + 1
    if doc[i].lower_ in _HEARERS:
        return i + 1
    first = i
    while i < len(doc) and doc[i].pos_ == "PROPN" and i - first < _NAME:
        i += 1
    return i if i > first else start


def is_body(noun: Token) -> bool:
    if noun.ent_type_ in {"DATE", "TIME"} or noun.lower_ in _MEDIA:
        return False
    return noun.lemma_.lower() in _BODIES or noun.lower_ in _BODIES or (noun.ent_type_ == "ORG" and noun.i > 1)


def _place(verb: Token, *, before: bool) -> Token | None:
    for prep in verb.children:
        if prep.lower_ in {"in", "at"} and (prep.i < verb.i) == before:
            for noun in prep.children:
                if noun.dep_ == "pobj" and (before or prep.i == verb.i + 1) and is_body(noun):
                    return noun
    return None


def _phrase(noun: Token) -> tuple[Span, int]:
    start, end = phrase(noun)
    words = noun.doc.char_span(start, end, alignment_mode="expand")
    return (words if words is not None and len(words) else noun.doc[noun.i : noun.i + 1]), noun.i


def _body_behind(verb: Token) -> tuple[Span, int] | None:
    noun = _place(verb, before=False)
    if noun is not None:
        return _phrase(noun)
    for prep in verb.children:
        for text in prep.children if prep.lower_ == "in" and prep.i == verb.i + 1 else ():
            if text.dep_ == "pobj" and text.lemma_.lower() in _MEDIA:
                return _phrase(_owner(text) or text)  # “A”, – said in the statement of the port
    return None


def learned_from(verb: Token) -> Token | None:
    """Find who told it: "It was learned from the council that A", "The reporter learned from the council that A"."""
    if verb.lemma_.lower() != "learn":
        return None
    own = own_subject(verb)
    if own is None or (own.lower_ != "it" and own.lower_ not in _REPORTERS and own.ent_type_ != "ORG"):
        return None
    for prep in verb.children:
        if prep.lower_ == "from" and prep.dep_ == "prep":
            return next((c for c in prep.children if c.dep_ == "pobj"), None)
    return None


_REPORTERS = frozenset({"reporter", "reporters", "correspondent", "journalist", "journalists", "agency"})


def read_mediated(verb: Token, entry: CueEntry, cue: Range) -> Draft | None:
    """Build the claim of a cue whose speaker is not its subject: "About this told X", "In the ministry said that A"."""
    if not {"that", "addr-that", "obj"} & entry.frames or verb.tag_ not in {"VBD", "VBN", "VBZ"}:
        return None
    draft = Draft(entry=entry, act=entry.act, cue=cue, head=verb.i)
    if _about_this(draft, verb) or _from_body(draft, verb) or _as_told(draft, verb) or _closing_body(draft, verb):
        return draft
    return None


def _about_this(draft: Draft, verb: Token) -> bool:
    """Read "About this reporters were told by X": the sentence before is what X told."""
    doc, first = verb.doc, verb.sent.start
    if draft.entry is None or draft.entry.type != "report" or verb.i - first > _FAR or verb.i - first < 2:
        return False
    while doc[first].is_space and first < verb.i:
        first += 1
    if doc[first].lower_ != "about" or doc[first + 1].lower_ not in {"this", "it", "that"}:
        return False
    by, own = agent(verb), own_subject(verb)
    if by is not None:
        found: tuple[Span, int] | None = _phrase(by)
        if own is not None and own.i > first + 1:
            start, end = phrase(own)
            draft.addressees = [(max(start, doc[first + 2].idx), end)]
    elif own is not None and first + 1 < own.i < verb.i and own.dep_ == "nsubj":
        found = _phrase(own)
    else:
        found = _behind_hearer(verb, draft)
        if found is None:
            words = segment(verb.i + 1, verb)
            found = (words, head_of(words)) if len(words) and words[0].pos_ in {"DET", "PROPN", "NOUN"} else None
    if not _put(draft, found):
        return False
    draft.content = sentence_before(verb)
    return bool(draft.content)


def _from_body(draft: Draft, verb: Token) -> bool:
    """Read "In the ministry stated that A" and "In the ministry the accusations denied"."""
    noun = _place(verb, before=True)
    if noun is None or noun.head.i != verb.sent.start or draft.entry is None:
        return False
    clause = next((c for c in children(verb, "ccomp") if c.i > verb.i), None)
    own = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    if own is None and clause is not None and CLAUSE_FRAMES & draft.entry.frames:
        marked = any(c.dep_ == "mark" for c in clause.children)
        edge = clause.right_edge
        draft.content = [(clause.left_edge.idx, edge.idx + len(edge))] if marked else []
    elif own is not None and draft.entry.type == "deny" and not _governs(verb) and not is_personal(own):
        passive = any(c.dep_ == "auxpass" for c in verb.children)
        draft.content = [phrase(own)] if own.i == verb.i - 1 - passive else []
    return bool(draft.content) and _put(draft, _phrase(noun))


def _governs(verb: Token) -> bool:
    return any(c.i > verb.i and not c.is_punct and c.dep_ != "advmod" for c in verb.children)


def _as_told(draft: Draft, verb: Token) -> bool:
    """Read "As a source in the council told, A" and "As told “The Courier” the deputy Osk, A"."""
    doc, first = verb.doc, verb.sent.start
    if (
        doc[first].lower_ != "as"
        or not first < verb.i < first + _FAR
        or not CLAUSE_FRAMES & (draft.entry or _NO).frames
    ):
        return False
    words = doc[first + 1 : verb.i]
    if len(words):
        comma = _past_hearer(verb)
        follows = comma is not None
        root = next((t for t in words[:3] if is_personal(t) or t.lower_ == "source"), words.root)
        speaks = is_personal(root) or root.lower_ == "source" or is_body(root) or root.ent_type_ in {"ORG", "PERSON"}
        told = comma is not None and comma > verb.i + 1
        lost = (told or own_subject(verb) is None) and not any(t.is_punct or t.pos_ in {"VERB", "AUX"} for t in words)
        if not (follows and speaks and lost):
            return False
        found: tuple[Span, int] | None = (words, root.i)
        stop = comma or verb.i + 1
        if told:
            draft.addressees = [(doc[verb.i + 1].idx, doc[stop - 1].idx + len(doc[stop - 1]))]
    else:
        found = _behind_hearer(verb, draft) or _holder_behind(verb)
        stop = found[0].end if found is not None else 0
    if found is None or doc[stop].text != ",":
        return False
    last = verb.sent[-1]
    draft.content = [(doc[stop].idx + 1, last.idx + len(last))]
    return last.i > stop + 2 and _put(draft, found)


def _holder_behind(verb: Token) -> tuple[Span, int] | None:
    """Find who thinks so behind "As believes the head of the port Osk, A"."""
    words = segment(verb.i + 1, verb)
    if (
        not len(words)
        or words[0].pos_ not in {"DET", "PROPN", "NOUN", "ADJ"}
        or own_subject(verb) not in {None, *words}
    ):
        return None
    head = head_of(words)
    return (words, head) if is_personal(verb.doc[head]) or verb.doc[head].ent_type_ == "PERSON" else None


def _past_hearer(verb: Token) -> int | None:
    """Find the comma behind a verb, or behind the one who was told: "As a source told “Courier”, A"."""
    doc = verb.doc
    for i in range(verb.i + 1, min(len(doc), verb.i + _NAME + 3)):
        token = doc[i]
        if token.text == ",":
            return i if i == verb.i + 1 or verb.lemma_.lower() in {"tell", "inform"} else None
        if not (token.pos_ in {"PROPN", "NUM", "NOUN", "DET"} or token.text in _OPENING | _CLOSING):
            return None
    return None


_NO = CueEntry("", "verb", "", "assert", frozenset(), "", "")


def _closing_body(draft: Draft, verb: Token) -> bool:
    """Read "A, reported in the ministry": the sentence before its last comma."""
    noun = _place(verb, before=False)
    if noun is None or draft.entry is None or draft.entry.type != "report" or "that" not in draft.entry.frames:
        return False
    doc, sent = verb.doc, verb.sent
    if verb.i < sent.start + 4 or doc[verb.i - 1].text not in {",", "–", "—"} or own_subject(verb) is not None:
        return False
    words, head = _phrase(noun)
    rest = [t for t in doc[words.end : sent.end] if t.is_alpha]
    if rest and not (doc[words.end].text == "," or rest[0].ent_type_ == "DATE" or rest[0].nbor(1).ent_type_ == "DATE"):
        return False
    if not any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in doc[sent.start : verb.i]):
        return False
    draft.content = [(sent.start_char, doc[verb.i - 1].idx)]
    return _put(draft, (words, head))


def issuer_of_passive(verb: Token) -> Token | None:
    """Find who stated it: "In the statement made by the Board, it was stated that A"; the text itself at worst."""
    if not any(c.dep_ in SUBJECTS and c.lower_ in {"it", "this"} for c in verb.children):
        return None
    for prep in verb.children:
        if prep.lower_ not in {"in", "by", "at"} or prep.dep_ != "prep":
            continue
        for noun in prep.children:
            if noun.dep_ == "pobj" and noun.lemma_.lower() in _MEDIA:
                return _owner(noun) or (noun if noun.lemma_.lower() != "news" else None)
            if noun.dep_ == "pobj" and noun.lemma_.lower() in _BODIES:
                return noun
    return None


def place_of_denial(verb: Token) -> Token | None:
    """Find the capital or body whose people deny something: "In Oslo this is denied"."""
    for prep in verb.children:
        if prep.lower_ == "in" and prep.i == verb.sent.start:
            for noun in prep.children:
                if noun.dep_ == "pobj" and (noun.ent_type_ == "GPE" or is_body(noun)):
                    return noun
    return None


def _owner(noun: Token) -> Token | None:
    for child in noun.children:
        if child.dep_ == "poss" and child.tag_ != "PRP$":
            return child
        if child.dep_ == "acl" and (by := agent(child)) is not None:
            return by
        if child.dep_ in {"prep", "agent"} and child.lower_ in {"by", "of", "from"}:
            for owner in child.children:
                if owner.dep_ == "pobj":
                    return owner
    return None
