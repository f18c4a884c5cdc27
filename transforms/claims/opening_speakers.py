"""Who opens a sentence that lost its commas and is described before his verb: "Osk who chairs the agency said that"."""

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from transforms.claims.clauses import FINITE, chars
from transforms.claims.closing import sentence_start
from transforms.claims.drafts import Draft, Range
from transforms.claims.passive_forms import is_passive
from transforms.claims.unpunctuated import Phrases

_JOINING = frozenset({"but", "and", "however", "meanwhile", "yesterday", "today", "still", "yet"})
_PARTS_OF_DAY = frozenset({"morning", "afternoon", "evening", "night"})
_RELATIVE = frozenset({"who", "which"})
_FURTHEST_NAME, _FURTHEST_NOUN = 12, 5
_BODIES = frozenset({"ORG", "GPE", "NORP"})


def opening_speaker(verb: Token, low: int, phrases: Phrases) -> tuple[int, int, int] | None:
    """Find who opens the sentence from `low` on, where only his description stands before the verb.

    Gives start, end and head of his name with its titles.
    """
    doc = verb.doc
    start = _first_word(doc, low, verb.i, phrases)
    name = _name(doc, start, verb.i, phrases) or _noun(doc, start, verb.i, phrases)
    if name is None:
        return None
    first, end = name[1], name[1]
    while first < verb.i and doc[first].text in {")", "("}:
        first += 1
    stop = verb.i
    while stop > first and (doc[stop - 1].dep_ in {"aux", "auxpass"} or doc[stop - 1].lower_ == "also"):
        stop -= 1
    if stop - first < 2 or not _describes(doc, first, stop, phrases):
        return None
    return start, end, end - 1


def _first_word(doc: Doc, i: int, stop: int, phrases: Phrases) -> int:
    """Go over what joins a sentence to others or dates it: "But on Tuesday morning Osk"."""
    while i < stop and i not in phrases.names:
        day = doc[i].ent_type_ in {"DATE", "TIME"} or doc[i].lower_ in _PARTS_OF_DAY
        dated = doc[i].lower_ in {"on", "late", "early"} and i + 1 < stop and doc[i + 1].ent_type_ in {"DATE", "TIME"}
        if not (day or dated or doc[i].lower_ in _JOINING):
            break
        i += 1
    return i


def _name(doc: Doc, start: int, stop: int, phrases: Phrases) -> tuple[int, int, str] | None:
    """Find the name that ends the first noun phrase: a person, or else a land or body right before a description."""
    i, found = start, None
    while i < min(stop, start + _FURTHEST_NAME):
        name = phrases.names.get(i)
        if name is not None:
            if name[2] == "PERSON":
                return name
            found = name if name[2] in _BODIES else None
            i = name[1]
            continue
        if found is not None and doc[i].lower_ in {"a", "an"}:
            break  # "The Harbour Watch a British group said"
        if doc[i].pos_ not in {"NOUN", "PROPN", "ADJ", "DET", "PART"} and doc[i].text not in {"-", ".", "of"}:
            break
        found = None
        i += 1
    return found


def _noun(doc: Doc, start: int, stop: int, phrases: Phrases) -> tuple[int, int, str] | None:
    """Find a noun that can speak and that a participle describes: "the report accompanying the talks with Osk said"."""
    if start >= stop or doc[start].pos_ != "DET":
        return None
    for i in range(start + 1, min(stop - 1, start + _FURTHEST_NOUN)):
        if i in phrases.names or doc[i].pos_ not in {"NOUN", "ADJ"}:
            return None
        if doc[i + 1].tag_ == "VBG":
            return (i, i + 1, "") if phrases.can_speak(i) else None
    return None


def _describes(doc: Doc, first: int, stop: int, phrases: Phrases) -> bool:
    """Tell a description of who was just named from a clause of its own or from another speaker."""
    words = doc[first:stop]
    clauses = sum(t.tag_ in FINITE for t in words)
    relatives = sum(t.lower_ in _RELATIVE for t in words)
    opening = words[0]
    if opening.lower_ in _RELATIVE:
        return 0 < clauses <= relatives
    if clauses > relatives:
        return False
    if opening.lower_ in {"a", "an"}:
        return words[-1].tag_ not in {"CC", "IN"}
    if opening.tag_ == "VBG":
        return True
    if opening.pos_ != "ADV" or opening.lower_ in {"not", "also"}:
        return False
    behind = next((t for t in words[1:] if t.pos_ != "ADV"), opening)
    return behind.pos_ in {"ADP", "ADJ"} or behind.tag_ in {"VBN", "VBG"}


def mend_speaker(draft: Draft, phrases: Phrases, ranges: Sequence[Range], doc: Doc) -> None:
    """Take the words right before a cue for its speaker where the parser ran them together with others."""
    if draft.entry is None or draft.entry.pos != "verb" or draft.head is None or draft.cue is None or not draft.content:
        return
    verb: Token = doc[draft.head]
    perfect = verb.tag_ == "VBN" and any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children)
    first = doc.char_span(*draft.source, alignment_mode="expand") if perfect and draft.source is not None else None
    lost = first is None or first[0].tag_ in {"VBG", "IN"}  # "Citing its partners Osk has said"
    finite = verb.tag_ in {"VBD", "VBZ", "VBP"} or (perfect and lost and not is_passive(verb))
    if not finite or (draft.content[0][0] < draft.cue[0] and not draft.by_quote):
        return
    own = draft.source_head
    if own is not None and (doc[own].pos_ == "PRON" or own > verb.i):
        return
    low = sentence_start(doc, verb.i, ranges)
    opening = opening_speaker(verb, low, phrases)
    if opening is not None:
        draft.source, draft.source_head, draft.reason = chars(doc[opening[0]], doc[opening[1] - 1]), opening[2], None
        return
    found = phrases.before(verb, low)
    if found is None:
        return
    start, end, head, _ = found
    if own is not None and start <= own < end and draft.source is not None and doc[start].idx > draft.source[0]:
        more = doc.char_span(draft.source[0], doc[start].idx, alignment_mode="contract")
        if more is None or (more.start >= low and all(_is_nominal(t, phrases) for t in more) and more[0].pos_ != "ADP"):
            return
    draft.source, draft.source_head, draft.reason = chars(doc[start], doc[end - 1]), head, None


def _is_nominal(token: Token, phrases: Phrases) -> bool:
    if token.i in phrases.names:
        return True
    day = token.ent_type_ in {"DATE", "TIME"}
    return not day and (token.pos_ in {"NOUN", "PROPN", "ADJ", "DET", "ADP", "PART"} or token.text == "-")
