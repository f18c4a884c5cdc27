"""Sentences of translated press whose speaker is not the cue's subject: "About this told X"."""

from spacy.tokens import Span, Token

from transforms.claims.clauses import FINITE, SUBJECTS, agent, children, own_subject, phrase
from transforms.claims.drafts import Draft, Range
from transforms.claims.lexicon import CLAUSE_FRAMES, CueEntry
from transforms.claims.people import is_personal
from transforms.claims.points_back import sentence_before
from transforms.claims.speaker_behind import behind_hearer, head_of, put_speaker, segment
from transforms.claims.told_in import is_body, noun_phrase, place_of

_OPENING, _CLOSING = frozenset({"“", '"', "«", "„"}), frozenset({"”", '"', "»", "“"})
_NAME = 5
_FAR = 14


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
    if doc[first + 2].tag_ == "NN":
        return False  # "About this book he said nothing"
    by, own = agent(verb), own_subject(verb)
    if by is not None:
        found: tuple[Span, int] | None = noun_phrase(by)
        if own is not None and own.i > first + 1:
            start, end = phrase(own)
            draft.addressees = [(max(start, doc[first + 2].idx), end)]
    elif own is not None and first + 1 < own.i < verb.i and own.dep_ == "nsubj":
        found = noun_phrase(own)
    else:
        found = behind_hearer(verb, draft)
        if found is None:
            words = segment(_past_place(verb), verb)
            found = (words, head_of(words)) if len(words) and words[0].pos_ in {"DET", "PROPN", "NOUN"} else None
    if not put_speaker(draft, found):
        return False
    draft.content = sentence_before(verb)
    return bool(draft.content)


def _past_place(verb: Token) -> int:
    """Go over where it was told: "informed | on her page in Velmbook | the minister Osk"."""
    doc, first = verb.doc, verb.i + 1
    if first >= len(doc) or doc[first].pos_ != "ADP":
        return first
    for token in doc[first + 2 : min(verb.sent.end, first + _FAR)]:
        before = token.nbor(-1).pos_
        if token.is_punct or token.tag_ in FINITE:
            break
        if token.pos_ == "DET" and before in {"NOUN", "PROPN"}:
            return token.i
    return first


def _from_body(draft: Draft, verb: Token) -> bool:
    """Read "In the ministry stated that A" and "In the ministry the accusations denied"."""
    noun = place_of(verb, before=True)
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
    return bool(draft.content) and put_speaker(draft, noun_phrase(noun))


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
        found = behind_hearer(verb, draft) or _holder_behind(verb)
        stop = found[0].end if found is not None else 0
    if found is None or stop >= len(doc) or doc[stop].text != ",":
        return False
    last = verb.sent[-1]
    draft.content = [(doc[stop].idx + 1, last.idx + len(last))]
    return last.i > stop + 2 and put_speaker(draft, found)


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
    noun = place_of(verb, before=False)
    if (
        noun is None
        or draft.entry is None
        or draft.entry.type != "report"
        or not {"that", "addr-that"} & draft.entry.frames
    ):
        return False
    doc, sent = verb.doc, verb.sent
    if verb.i < sent.start + 4 or doc[verb.i - 1].text not in {",", "–", "—"} or own_subject(verb) is not None:
        return False
    words, head = noun_phrase(noun)
    rest = [t for t in doc[words.end : sent.end] if t.is_alpha]
    dated = bool(rest) and any(t.ent_type_ == "DATE" for t in doc[rest[0].i : rest[0].i + 2])
    if rest and not (doc[words.end].text == "," or dated):
        return False
    if not any(t.tag_ in FINITE for t in doc[sent.start : verb.i]):
        return False
    draft.content = [(sent.start_char, doc[verb.i - 1].idx)]
    return put_speaker(draft, (words, head))
