"""Speech set off by dashes without quotation marks, as Russian press writes it: "A, – said Osk. – B"."""

import re
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Span, Token

from transforms.claims.clauses import FINITE, is_negated
from transforms.claims.cues import Hit
from transforms.claims.drafts import Draft, Range
from transforms.claims.lexicon import CLAUSE_FRAMES
from transforms.claims.narration import Quotations
from transforms.claims.speaker_behind import head_of, place_speaker, segment

_DASHES = frozenset({"-", "–", "—", "--"})
_SPOKEN = frozenset(",?!…")
_STOPS = frozenset({".", "?", "!", "…", "..."})
_LEAD = 6
_SHORTEST = 3
_GOES_ON = re.compile(r"[.,;]\s*[-–—]{1,2}\s+(?=\S)")
_MARKS = frozenset('"“”«»„')


def draft_dashed(quotations: Quotations, ranges: Sequence[Range]) -> list[Draft]:
    """Find the cues right behind a dash that closes words without marks, and those words."""
    drafts = []
    for hit in quotations.hits:
        entry = hit.entry
        if entry.type != "report" or not CLAUSE_FRAMES & entry.frames or hit.first_person:
            continue
        draft = _draft(quotations, hit, ranges)
        if draft is not None:
            drafts.append(draft)
    return drafts


def _draft(quotations: Quotations, hit: Hit, ranges: Sequence[Range]) -> Draft | None:
    doc, verb = quotations.doc, hit.token
    dash = _dash_before(verb)
    if dash is None:
        return None
    start = _start(doc, dash, ranges)
    words = doc[start : dash.i]
    opened = start > 0 and doc[start - 1].text in _DASHES
    if len(words) < _SHORTEST or not (opened or words[-1].text in _SPOKEN):
        return None
    if not any(t.tag_ in {*FINITE, "VB", "VBN"} for t in words) or _MARKS & {*words.text}:
        return None
    draft = Draft(
        entry=hit.entry, act=hit.entry.act, cue=hit.span, head=verb.i, content=[(words.start_char, words.end_char)],
        cue_negated=is_negated(verb), by_quote=True, confidence=0.75,
    )  # fmt: skip
    end = _put_speaker(draft, doc, verb, dash.i + 1)
    if end is None:
        return None
    draft.content += _rest(quotations, doc[end].idx if end < len(doc) else len(quotations.text))
    return draft


def _dash_before(verb: Token) -> Token | None:
    """Find the dash right before a cue, or before the few words that are its subject: ", - said", ", - Osk said"."""
    doc = verb.doc
    for i in range(verb.i - 1, max(verb.i - _LEAD, 0), -1):
        token = doc[i]
        if token.text in _DASHES:
            parted = bool(token.whitespace_) and (doc[i - 1].whitespace_ or doc[i - 1].text in _SPOKEN)
            return token if parted else None
        if token.pos_ not in {"PROPN", "PRON", "NOUN", "ADJ", "DET", "AUX", "ADV"}:
            return None
    return None


def _start(doc: Doc, dash: Token, ranges: Iterable[Range]) -> int:
    """Find where the words before a dash begin: behind the last stop or, where a dash opened them, behind that."""
    floor = next((start for start, end in ranges if start <= dash.idx < end), 0)
    i, sentence = dash.i, 0
    while i > 0 and doc[i - 1].idx >= floor and not (doc[i - 1].is_space and "\n" in doc[i - 1].text):
        before = doc[i - 1]
        stops = before.text in _STOPS and not (i < dash.i and doc[i].is_lower)
        sentence = sentence or (i if stops and i < dash.i else 0)
        opens = before.text in _DASHES and (i < 2 or doc[i - 2].text in _STOPS or doc[i - 2].is_space)
        if opens or (i > 1 and before.text in _DASHES and doc[i - 2].idx < floor):
            return i
        if before.text in _MARKS:
            break
        i -= 1
    return sentence or i


def _put_speaker(draft: Draft, doc: Doc, verb: Token, first: int) -> int | None:
    """Put who spoke into the draft; give the index of the token behind the words that name him."""
    if first < verb.i:
        words: Span | None = doc[first : verb.i]
        while words is not None and len(words) > 1 and words[-1].pos_ in {"AUX", "ADV"}:
            words = words[:-1]
        if words is None or words[-1].pos_ not in {"PROPN", "PRON", "NOUN"}:
            return None
        draft.source, draft.source_head = (words.start_char, words.end_char), head_of(words)
        end = verb.i + 1
        while end < len(doc) and doc[end].text not in _STOPS | {",", ";", ":"} and not doc[end].is_space:
            end += 1
        return end
    if not place_speaker(draft, verb):
        start = verb.i + 1
        while start < len(doc) and doc[start].pos_ in {"AUX", "ADV"}:
            start += 1
        words = segment(start, verb)
        if not len(words) or words[0].pos_ not in {"PROPN", "PRON", "NOUN", "DET", "ADJ"}:
            return None
        draft.source, draft.source_head = (words.start_char, words.end_char), head_of(words)
    assert draft.source is not None
    last = doc.char_span(*draft.source, alignment_mode="expand")
    return last.end if last is not None else None


def _rest(quotations: Quotations, end: int) -> list[Range]:
    """Give what goes on behind the speaker and another dash: a sentence, and the bare phrases after it."""
    doc, text = quotations.doc, quotations.text
    match = _GOES_ON.match(text, end)
    if match is None or (first := doc.char_span(match.end(), match.end() + 1, alignment_mode="expand")) is None:
        return []
    i = first.start
    stop = _sentence_end(doc, i)
    while stop < len(doc):
        after = _sentence_end(doc, stop)
        words = doc[stop:after]
        if not len(words) or any(t.is_space or t.tag_ in FINITE for t in words) or words[-1].text not in _STOPS:
            break
        stop = after
    return [(doc[i].idx, doc[stop - 1].idx + len(doc[stop - 1]))]


def _sentence_end(doc: Doc, i: int) -> int:
    while i < len(doc) and not doc[i].is_space:
        i += 1
        if doc[i - 1].text in _STOPS:
            break
    return i
