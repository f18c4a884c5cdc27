"""Cues that close or turn their sentence where its commas were lost: "A the ministry said on Monday", "A said Osk"."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from spacy.tokens import Doc, Token

from transforms.claims.clauses import FINITE, chars, is_negated
from transforms.claims.cues import Hit
from transforms.claims.drafts import Draft, Range
from transforms.claims.lexicon import CueEntry, load_cues
from transforms.claims.quotes import Quote
from transforms.claims.unpunctuated import Phrases
from transforms.entities.words import RANKS
from transforms.language_model import text_of

_STOPS = frozenset(
    {"who", "which", "whose", "and", "but", "when", "while", "as", "after", "before", "where", "because"}
)
_SUBORDINATING = frozenset(
    {"after", "when", "while", "as", "before", "if", "although", "though", "since", "because", "asked"}
)
INVERTING = frozenset(
    {"say", "report", "add", "note", "state", "stress", "announce", "write", "explain", "tell", "warn", "conclude"}
)
_ENDS = frozenset({".", "!", "?", ";", '"', "“", "”", "\n"})
SHORTEST = 4
_LONGEST_TAIL = 24
_SHORT_TAIL = 5
_FORMS = frozenset({"VBD", "VBZ", "VBP", "VBN", "NNS"})
_PLURALS = re.compile(r"\b(?:reports|writes|notes|says)(?=[ ]?[.!?;\"“\n])")
_AGENCIES = frozenset({"ORG", "PERSON"})
_Tail = Literal["clause", "adjunct", "speaker"]


def draft_closing(
    doc: Doc, hits: Iterable[Hit], phrases: Phrases, ranges: Sequence[Range], quotes: Sequence[Quote]
) -> list[Draft]:
    """Find the claims whose content stands before cue and speaker, without any mark between them."""
    drafts = []
    marked = {q.end: q.start for q in quotes if q.closed and q.depth == 0 and not _opens_sentence(doc, q)}
    for hit in (*hits, *_plurals(doc, ranges, phrases)):
        verb, entry = hit.token, hit.entry
        if (asked := _behind_question(hit, ranges)) is not None:
            drafts.append(asked)
            continue
        says = {"that", "addr-that"} & entry.frames or ("quote" in entry.frames and _ends_there(verb))
        if entry.pos != "verb" or entry.type not in {"report", "predict"} or not says:
            continue
        if hit.first_person or verb.tag_ not in _FORMS:
            continue
        low = _behind_colon(verb, sentence_start(doc, verb.i, ranges, marked))
        if verb.i - low < SHORTEST:
            continue
        draft = read_closing(hit, phrases, low)
        if draft is not None:
            drafts.append(draft)
    return drafts


def _plurals(doc: Doc, ranges: Sequence[Range], phrases: Phrases) -> list[Hit]:
    """Find the verbs taken for nouns that close a sentence with its agency: "Ten were hurt in the raid VNA reports"."""
    found = []
    for start, end in ranges:
        for match in _PLURALS.finditer(text_of(doc), start, end):
            word = doc.char_span(*match.span())
            token = word[0] if word is not None else doc[0]
            if token.tag_ != "NNS" or token.i + 1 >= len(doc):
                continue
            name = phrases.names.get(token.i - 1)
            if doc[token.i + 1].text not in _ENDS or name is None or name[2] not in _AGENCIES or name[0] < 2:
                continue
            before = doc[name[0] - 1]
            state = before.tag_ == "VBN" and any(t.lemma_ == "be" for t in doc[max(0, name[0] - 3) : name[0] - 1])
            if before.pos_ in {"NOUN", "PROPN", "ADV", "NUM"} or before.text == ")" or state:
                found += [
                    Hit(token, e, chars(token, token)) for e in load_cues()["verb"].get(token.lower_[:-1], ())[:1]
                ]
    return found


def _behind_question(hit: Hit, ranges: Sequence[Range]) -> Draft | None:
    """Read a question without its marks: "Is it a mistake? Or is it a plan? he asked"."""
    verb, entry = hit.token, hit.entry
    doc, who = verb.doc, verb.i - 1
    if "quote" not in entry.frames or entry.pos != "verb" or who < SHORTEST or doc[who - 1].text != "?":
        return None
    closed = verb.i + 1 < len(doc) and (doc[verb.i + 1].text in _ENDS or doc[verb.i + 1].ent_type_ == "DATE")
    if doc[who].text not in {"he", "she", "they"} or not closed:
        return None
    start, end = who, who - 1
    while start > 0 and doc[start - 1].text == "?":
        low = sentence_start(doc, start - 1, ranges)
        if low >= start - 1:
            break
        start = low
    draft = Draft(entry=entry, act=entry.act, cue=hit.span, head=verb.i, confidence=0.85, closes=True)
    draft.source, draft.source_head = chars(doc[who], doc[who]), who
    draft.content = [chars(doc[start], doc[end])]
    return draft


def _behind_colon(verb: Token, low: int) -> int:
    """Begin what is said behind a colon: "Many lost hope: We are far away and nobody comes said Osk"."""
    doc = verb.doc
    for i in range(verb.i - SHORTEST, low + SHORTEST, -1):
        if doc[i - 1].text == ":" and doc[i].is_title and doc[i - 1].whitespace_:
            return i if any(t.tag_ in FINITE for t in doc[i : verb.i]) else low
    return low


def _ends_there(verb: Token) -> bool:
    """Tell whether a verb that only carries quotations ends its sentence with a person: "A he continued."."""
    doc, before = verb.doc, verb.i - 1
    stops = verb.i + 1 >= len(doc) or doc[verb.i + 1].text in _ENDS
    return stops and before > 0 and (doc[before].lower_ in {"he", "she"} or doc[before].ent_type_ == "PERSON")


def read_closing(hit: Hit, phrases: Phrases, low: int, *, comma: bool = False) -> Draft | None:
    verb, entry = hit.token, hit.entry
    doc = verb.doc
    first = verb.i + len(entry.cue.split(" "))
    stop = _tail_end(doc, first)
    kind = _tail_kind(doc, first, stop, entry, phrases)
    if kind == "clause" or (comma and kind != "adjunct"):
        return None
    draft = Draft(entry=entry, act=entry.act, cue=hit.span, head=verb.i, cue_negated=is_negated(verb), confidence=0.85)
    draft.closes = True
    if kind == "speaker":
        cut = verb.i
        found = _behind(doc, first, stop, phrases)
        if found is None:
            return None
        start, end, head = found
    else:
        before = phrases.before(verb, low)
        if before is None:
            return None
        start, end, head, cut = before
        if "addr-that" in entry.frames:
            draft.addressees = _addressee(doc, first, stop)
    said = doc[low:cut]
    if len(said) > 1 and said[-1].tag_ in {"VBD", "VBZ"} and said[-1].lemma_.lower() in INVERTING:
        return None  # "Osk said | the army had responded with A"
    if len(said) < SHORTEST or not any(t.pos_ in {"VERB", "AUX"} for t in said) or (said[-1].text == ",") != comma:
        return None
    if comma and (said[0].lower_ in _SUBORDINATING or not any(t.tag_ in FINITE for t in said)):
        return None
    draft.source, draft.source_head = chars(doc[start], doc[end - 1]), head
    draft.content = [(said.start_char, said.end_char)]
    if not comma and kind != "speaker" and stop == first:
        draft.content += _goes_on(doc, stop)
    return draft


def _goes_on(doc: Doc, i: int) -> list[Range]:
    """Give what a sentence goes on with behind its cue: "Ten were hurt a monitor said and burned two houses"."""
    stop = i
    while stop < len(doc) and doc[stop].text not in _ENDS and not doc[stop].is_space:
        stop += 1
    if i < len(doc) and doc[i].lower_ == "including" and stop - i >= _LEAST_REST:
        return [chars(doc[i], doc[stop - 1])]  # "the raid killed ten a monitor said including two children"
    if i + _LEAST_REST >= len(doc) or doc[i].lower_ != "and" or doc[i + 1].tag_ not in {"VBD", "VBZ"}:
        return []
    if doc[i + 1].lemma_.lower() in load_cues()["verb"]:
        return []  # "a monitor said and added that B"
    return [chars(doc[i + 1], doc[stop - 1])]


_LEAST_REST = 3


def sentence_start(doc: Doc, i: int, ranges: Sequence[Range], marked: Mapping[int, int] | None = None) -> int:
    """Find where the words of the sentence begin: after its last stop, quotation mark or line end.

    `marked` gives the starts of the quotations, by their ends, that stand within a sentence: they are gone over.
    """
    at, floor = i, next((start for start, end in ranges if start <= doc[i].idx < end), 0)
    while i > 0 and doc[i - 1].idx >= floor and not doc[i - 1].is_space:
        last = doc[i - 1]
        opened = (marked or {}).get(last.idx + len(last), -1)
        if opened >= floor and (words := doc.char_span(opened, last.idx + len(last))) is not None:
            i = words.start
            continue
        tail = last.text == ";" and at + 1 < len(doc) and at - i < _SHORT_TAIL and doc[at + 1].text in _ENDS
        if last.text in _ENDS and not tail and not (last.text == "." and i > 1 and doc[i - 2].lower_ in RANKS):
            break
        i -= 1
    return i


def _opens_sentence(doc: Doc, quote: Quote) -> bool:
    first = doc.char_span(quote.start, quote.inner_end, alignment_mode="contract")
    if first is None or not len(first) or not first.start or first[-1].text in {".", "!", "?"}:
        return True
    before = doc[first.start - 1]
    return before.is_space or before.text in _ENDS


def _tail_end(doc: Doc, i: int) -> int:
    first = i
    while i < len(doc) and i - first < _LONGEST_TAIL:
        token = doc[i]
        if token.text in _ENDS or token.text == "," or token.is_space or token.lower_ in _STOPS:
            break
        if token.tag_ == "VBG" and token.dep_ not in {"amod", "compound"}:
            break
        i += 1
    return i


def _tail_kind(doc: Doc, first: int, stop: int, entry: CueEntry, phrases: Phrases) -> _Tail:
    """Tell what follows the cue: a clause of its own, the speaker, or a place, day or hearer only."""
    words = doc[first:stop]
    opens = stop < len(doc) and doc[stop].text in {'"', "“", ":"} and stop == first
    if opens or stop - first >= _LONGEST_TAIL or any(t.tag_ in FINITE or t.lower_ in {"that", ":"} for t in words):
        return "clause"
    if not len(words):
        return "adjunct"
    token = words[0]
    if token.ent_type_ in {"DATE", "TIME"} and first not in phrases.names:
        return "adjunct"
    if token.pos_ == "ADP" or (token.pos_ == "ADV" and token.lower_ not in {"not"}):
        day = first + 1 < stop and words[1].ent_type_ in {"DATE", "TIME"}
        return "clause" if token.lower_ in entry.prepositions and not day else "adjunct"
    if "addr-that" in entry.frames and "that" not in entry.frames - {"addr-that"}:
        return "adjunct"
    if entry.cue in {"tell", "inform", "remind", "assure"}:
        return "adjunct"
    return "speaker" if entry.cue in INVERTING else "clause"


def _behind(doc: Doc, first: int, stop: int, phrases: Phrases) -> tuple[int, int, int] | None:
    """Find the speaker right after the cue: a name with its titles, or a noun that can speak."""
    i = first
    while i < stop and (doc[i].pos_ in {"DET", "ADJ", "NOUN", "PROPN", "PART"} or i in phrases.names):
        name = phrases.names.get(i)
        if name is not None and name[2] == "PERSON":
            return first, name[1], name[1] - 1
        last = i + 1 >= stop or not (doc[i + 1].pos_ in {"ADJ", "NOUN", "PROPN", "PART"} or i + 1 in phrases.names)
        if last and phrases.can_speak(i):
            return first, _with_owner(doc, i, stop, phrases), i
        if last:
            return None
        i += 1
    return None


def _with_owner(doc: Doc, i: int, stop: int, phrases: Phrases) -> int:
    """Give the end of "the head" with its "of the council"."""
    end = i + 1
    if end + 1 < stop and doc[end].lower_ in {"of", "for", "at", "in", "from"}:
        j = end + 1
        while j < stop and (doc[j].pos_ in {"DET", "ADJ", "NOUN", "PROPN"} or j in phrases.names):
            j += 1
        return j if j > end + 1 else end
    return end


def _addressee(doc: Doc, first: int, stop: int) -> list[Range]:
    i = first
    while (
        i < stop and doc[i].pos_ in {"DET", "ADJ", "NOUN", "PROPN", "PRON"} and doc[i].ent_type_ not in {"DATE", "TIME"}
    ):
        i += 1
    return [chars(doc[first], doc[i - 1])] if i > first else []


def clip_at(closings: Sequence[Draft], drafts: Iterable[Draft]) -> None:
    """End what is told inside a closed sentence where its own speaker begins, and before it where it begins."""
    for closing in closings:
        start, end = closing.content[0]
        for draft in drafts:
            if draft is closing or draft.cue is None:
                continue
            if start <= draft.cue[0] < end:
                draft.content = [(s, min(e, end)) for s, e in draft.content if s < end]
            elif draft.cue[1] < start and not draft.by_quote:
                draft.content = [(s, min(e, start)) if e > start else (s, e) for s, e in draft.content if s < start]
