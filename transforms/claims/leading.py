"""Cues whose content stands behind them where the parser lost it: behind a headline, a hearer, a bare source."""

import re
from collections.abc import Container, Sequence

from spacy.tokens import Doc, Token

from transforms.claims.clauses import FINITE, chars, is_negated, subject
from transforms.claims.closing import INVERTING, SHORTEST, read_closing, sentence_start
from transforms.claims.cues import Hit
from transforms.claims.drafts import Draft, Range
from transforms.claims.idle import is_idle
from transforms.claims.sources import set_source
from transforms.claims.unpunctuated import Phrases
from transforms.entities.words import RANKS
from transforms.language_model import text_of

_WORTH = 25


def lead_on(draft: Draft | None, hit: Hit, phrases: Phrases, ranges: Sequence[Range], *, lost: bool) -> Draft | None:
    """Give what a cue tells from the words behind it, where the parser found nothing or took the speaker for it.

    "Osk told the Courier they gave up hope", "A headline without a stop The ministry of Osk reported that B".
    """
    verb, entry = hit.token, hit.entry
    doc, first = verb.doc, verb.i + len(entry.cue.split(" "))
    behind = draft is not None and bool(draft.content) and draft.content[0][0] > hit.span[0]
    finite = verb.tag_ in {"VBD", "VBZ", "VBP"} or (draft is None and _closes(verb))
    if entry.pos != "verb" or not finite or not {"that", "addr-that"} & entry.frames:
        return draft
    if lost and entry.cue == "tell":
        return _told(draft, hit, phrases, first)
    if draft is None and not lost and entry.type == "report" and not is_idle(verb, entry):
        beside = read_closing(hit, phrases, sentence_start(doc, verb.i, ranges), comma=True)
        if beside is not None and beside.content[0][1] - beside.content[0][0] > _WORTH:
            return beside
    if behind or verb.i + 1 >= len(doc):
        return draft
    low = sentence_start(doc, verb.i, ranges)
    if verb.i == low or not (lost or doc[low].idx in {start for start, _ in ranges}):
        return draft
    found = phrases.before(verb, low)
    mark = doc[first].lower_ if first < len(doc) else ""
    marked = mark in {"that", *entry.prepositions}
    inside = draft is not None and all(s >= doc[low].idx and e <= verb.idx for s, e in draft.content)
    bare = draft is None and first < len(doc) and doc[first].tag_ in {"DT", "PRP", "CD"}  # "say each day counts"
    bare = bare and entry.cue == "say"
    if found is None or found[3] != low or not (marked or (lost and (inside or bare) and entry.cue in INVERTING)):
        return draft
    end = _sentence_end(doc, first)
    if end - first < (SHORTEST - 1 if bare else SHORTEST):
        return draft
    fresh = Draft(entry=entry, act=entry.act, cue=hit.span, head=verb.i, cue_negated=is_negated(verb), confidence=0.8)
    fresh.source, fresh.source_head = chars(doc[found[0]], doc[found[1] - 1]), found[2]
    fresh.content = [chars(doc[first + 1 if marked else first], doc[end - 1])]
    return fresh


def _closes(verb: Token) -> bool:
    """Tell a verb that ends its sentence with its subject and day, taken for a participle: "…, the union asserted."."""
    noun, doc = verb.head, verb.doc
    if verb.tag_ != "VBN" or verb.dep_ != "acl" or noun.dep_ != "appos" or noun.i != verb.i - 1:
        return False
    first = noun.left_edge.i
    if not first or doc[first - 1].text != "," or doc[first].lower_ != "the" or verb.i + 1 >= len(doc):
        return False
    ended = verb.nbor(1).text in {".", "\n"} or verb.nbor(1).ent_type_ in {"DATE", "TIME"}
    return ended or (verb.nbor(1).lower_ == "on" and verb.i + 2 < len(doc) and verb.nbor(2).ent_type_ == "DATE")


def _told(draft: Draft | None, hit: Hit, phrases: Phrases, first: int) -> Draft | None:
    """Part the hearer from what he is told: "told the Courier the road was open"."""
    verb, doc = hit.token, hit.token.doc
    i = first + 1 if first < len(doc) and doc[first].pos_ == "DET" else first
    name = phrases.names.get(i)
    plain = i < len(doc) and (doc[i].lower_ in _HEARERS or doc[i].lower_ in {"him", "her", "them", "us", "me"})
    stop = name[1] if name and name[2] in {"ORG", "PERSON"} else i + 1 if plain else 0
    if not stop or stop >= len(doc) or not (doc[stop].pos_ in {"DET", "PRON", "PROPN", "NUM"} or doc[stop].text == '"'):
        return draft
    end = _sentence_end(doc, stop)
    words = doc[stop:end]
    if doc[stop].lower_ in {"that", "who", "which"} or not any(t.tag_ in FINITE for t in words):
        return draft
    found = draft.content[0][0] if draft is not None and draft.content else 0
    if draft is not None and doc[stop].idx == found:
        return draft
    source = draft or Draft(entry=hit.entry, act=hit.entry.act, cue=hit.span, head=verb.i)
    if source.source is None and (noun := subject(verb)) is not None:
        set_source(source, noun)
    source.content = [(words.start_char, words.end_char)]
    source.addressees = [chars(doc[first], doc[stop - 1])]
    return source if source.source is not None else draft


_HEARERS = frozenset({"reporters", "journalists", "lawmakers", "parliament", "viewers"})


def _sentence_end(doc: Doc, i: int) -> int:
    """Find where the sentence ends by its stop, gone over quotation marks."""
    while i < len(doc) and not doc[i].is_space:
        if doc[i].text in {".", "!", "?", ";"} and not (i and doc[i - 1].lower_ in RANKS):
            break
        i += 1
    return i


def read_on(draft: Draft, doc: Doc, cues: Container[int]) -> None:
    """End what a cue's "that" opens with its sentence, where no other cue follows: "said that A rose | fell in B"."""
    if draft.entry is None or draft.entry.pos != "verb" or draft.head is None or draft.by_quote or not draft.content:
        return
    verb, (start, end) = doc[draft.head], draft.content[-1]
    last = doc.char_span(start, end, alignment_mode="contract")
    if last is None or not len(last) or len(draft.content) > 1 or verb.tag_ not in {"VBD", "VBZ", "VBP", "VBG"}:
        return
    first = verb.i + len(draft.entry.cue.split(" "))
    if last[-1].text in {".", "!", "?"} or not first <= last.start <= first + 1 or doc[first].lower_ != "that":
        return
    stop = _sentence_end(doc, last.end)
    rest = doc[last.end : stop]
    if not 0 < len(rest) <= _LONGEST_REST or rest[0].lower_ in _TURNING:
        return
    if any(t.i in cues or t.text in {'"', "“", "”", ","} for t in rest):
        return
    draft.content[-1] = (start, rest.end_char)


_LONGEST_REST = 40
_TURNING = frozenset({"and", "but", "when", "while", "as", "although", "though", "after", "before", "or", "in", "on"})


def source_behind(draft: Draft, phrases: Phrases, doc: Doc, ranges: Sequence[Range]) -> None:
    """End the source of "according to A" with its noun phrase, though no comma follows: "according to Osk the road"."""
    if draft.source is None or draft.head is None or draft.entry is None or draft.entry.pos != "phrase":
        return
    words = doc.char_span(*draft.source, alignment_mode="contract")
    if words is None or not draft.content:
        return
    end = _phrase_end(doc, words.start, phrases)
    if end is None:
        return
    if draft.content[0][0] < draft.source[0]:
        _split_by_source(draft, doc, words.start, end, ranges)
        return
    draft.source, draft.source_head = chars(doc[words.start], doc[end - 1]), end - 1
    if doc[end].lower_ == "speaking" and (
        unnamed := next((t.i for t in doc[end : end + 6] if t.lower_ == "anonymity"), 0)
    ):
        end = min(unnamed + 1, len(doc) - 1)
    draft.content[0] = (doc[end].idx, draft.content[0][1])


def _split_by_source(draft: Draft, doc: Doc, start: int, end: int, ranges: Sequence[Range]) -> None:
    """Give all of a sentence that its source parts or ends: "The fire according to the mayor killed two"."""
    assert draft.head is not None
    low, stop = sentence_start(doc, draft.head, ranges), _sentence_end(doc, end)
    if draft.head <= low + 1 and stop - end >= SHORTEST:
        draft.source, draft.source_head = chars(doc[start], doc[end - 1]), end - 1
        draft.content = [chars(doc[end], doc[stop - 1])]  # behind a headline without a stop
        return
    goes_on = doc[end].tag_ in FINITE and stop - end >= _SHORT_REST
    if not (goes_on or end == stop) or draft.head <= low + 1:
        return
    draft.source, draft.source_head = chars(doc[start], doc[end - 1]), end - 1
    draft.content = [chars(doc[low], doc[draft.head - 1])]
    if goes_on:
        draft.content.append(chars(doc[end], doc[stop - 1]))


_SHORT_REST = 3
_ISSUED = frozenset({"carried", "circulated", "issued", "obtained", "provided", "published", "released"})
_DAYS = frozenset({"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"})
_TIME = re.compile(
    r"(?:(?:earlier|late|later|early) )?(?:(?:last|this) (?:week(?:end)?|month|year|night|spring|summer|autumn|winter)|"
    r"yesterday|today|(?:last )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?: (?:morning|afternoon|evening|night))? "
)


def without_day(draft: Draft, doc: Doc) -> None:
    """Begin what is said behind the day of saying: "said Monday Oslo was ready", not "said Monday talks failed"."""
    _without_its_date(draft, text_of(doc))
    if draft.head is None or draft.by_quote or not draft.content or draft.head + 3 >= len(doc):
        return
    time = _TIME.match(text_of(doc), doc[draft.head + 1].idx)
    if time is None or not time.start() <= draft.content[0][0] < time.end():
        return
    words = doc.char_span(time.end(), draft.content[0][1], alignment_mode="contract")
    if words is not None and words[0].pos_ in {"DET", "PRON", "PROPN"}:
        draft.content[0] = (words.start_char, draft.content[0][1])


_DATE = re.compile(r"(?:, )?(?:[A-Z][a-z]+\.? \d{1,2}|\d{1,2} [A-Z][a-z]+)(?:,? \d{4})?, (?=\w)")


def _without_its_date(draft: Draft, text: str) -> None:
    """Leave out the date of a source that ends in a day: "according to a count made on Sunday, | May 12, | A"."""
    if draft.source is None or not draft.content or not 0 <= draft.content[0][0] - draft.source[1] <= len(", "):
        return
    start, end = draft.content[0]
    date = _DATE.match(text, start, end)
    if date is not None and text[draft.source[0] : draft.source[1]].rpartition(" ")[2] in _DAYS:
        draft.content[0] = (date.end(), end)


def _phrase_end(doc: Doc, i: int, phrases: Phrases) -> int | None:
    """Find where the noun phrase from `i` on ends, with its "of"; None where the next words may go on with it."""
    while i < len(doc) and (doc[i].pos_ in {"DET", "ADJ"} or doc[i].text == "-") and i not in phrases.names:
        i += 1
    while i < len(doc) and (i in phrases.names or doc[i].pos_ in {"NOUN", "PROPN", "ADJ", "PART"}):
        name = phrases.names.get(i)
        end = name[1] if name else i + 1
        if end >= len(doc):
            return None
        goes_on = doc[end].pos_ in {"NOUN", "PROPN"} and end not in phrases.names and phrases.can_speak(end)
        if doc[end].lower_ in {"of", "for", "in", "from", "at", "by"}:
            return _phrase_end(doc, end + 1, phrases)
        if doc[end].lower_ in _ISSUED and end + 2 < len(doc) and doc[end + 1].lower_ == "by":
            return _phrase_end(doc, end + 2, phrases)
        if phrases.can_speak(i) and not goes_on and doc[end].text not in {",", "and", "-"}:
            person = phrases.names.get(end)
            return person[1] if not name and person and person[2] == "PERSON" else end
        i = end
    return None
