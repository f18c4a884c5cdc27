"""Claims inside another's words: kept where somebody is plainly reported to speak, dropped where he merely thinks."""

import re

from spacy.tokens import Doc, Token

from transforms.claims.clauses import own_subject
from transforms.claims.drafts import Draft
from transforms.claims.people import is_personal
from transforms.claims.run_together import speaker_with
from transforms.claims.told_in import names_body
from transforms.language_model import text_of

_OTHER_PERSONS = frozenset(
    {"i", "we", "you", "who", "that", "which", "one", "it", "there", "people", "anyone", "everyone"}
)
_SAYING = frozenset({"report", "deny", "predict"})
_ACTING = frozenset({"judge", "request", "commit", "report", "deny"})


def drop_weak_nested(doc: Doc, drafts: list[Draft]) -> list[Draft]:
    """Drop the drafts whose cue stands in another's content, unless they report a named or described person's words."""
    _part_entwined(drafts)
    spans = [(start, end, draft) for draft in drafts for start, end in draft.content]
    text, kept = text_of(doc), []
    for draft in drafts:
        if draft.headline or draft.by_quote or draft.splits or draft.closes or draft.cue is None:
            kept.append(draft)
            continue
        low, high = draft.cue
        nested = any(
            start <= low and high <= end and other.cue != draft.cue and draft.content[-1][1] > start
            for start, end, other in spans
            if not _is_writers(other)
        )  # not "This was said in the port, reports the Courier"
        if (
            not nested
            or is_strong(doc, draft)
            or _is_passed_on(text, draft, spans)
            or _is_rebutted(text, draft, drafts)
        ):
            kept.append(draft)
    return kept


def _is_writers(draft: Draft) -> bool:
    """Tell what the writer himself adds: "It should be noted that Osk denied A"."""
    return draft.source is None and draft.entry is not None and draft.entry.cue in {"note", "recall", "remind"}


def _part_entwined(drafts: list[Draft]) -> None:
    """End a content before the cue that closes its sentence: "Osk warned of A, | said in the statement of the port"."""
    closing = [d for d in drafts if d.cue and d.content and 0 <= d.cue[0] - d.content[-1][1] <= _COMMA]
    for outer in closing:
        assert outer.cue is not None
        low, high = outer.content[0][0], outer.content[-1][1]
        for draft in drafts:
            verbal = draft.entry is not None and draft.entry.pos == "verb" and not draft.by_quote
            inside = draft is not outer and draft.cue is not None and low <= draft.cue[0] < high
            if inside and verbal and any(s < high and outer.cue[1] <= e for s, e in draft.content):
                draft.content = [(s, min(e, high)) for s, e in draft.content if s < high]


_COMMA = 2


def _is_passed_on(text: str, draft: Draft, spans: list[tuple[int, int, Draft]]) -> bool:
    """Tell whether all that is told is that somebody speaks.

    "According to the Courier, Osk stated that A", "Osk rejects the plan. This was reported by the Courier".
    """
    if draft.source is None or draft.cue is None or draft.entry is None or draft.entry.pos not in {"verb", "adjective"}:
        return False
    low, told = draft.source[0], bool({"that", "addr-that"} & draft.entry.frames) and not draft.cue_negated
    told = told and draft.entry.type == "report" and draft.content[0][0] > draft.cue[0]
    if draft.content[-1][1] < draft.cue[0] and draft.entry.type == "report":
        first = draft.content[0][0]  # "A. About this said Osk, writes the Courier"
        if any(other.closes and start == first and end >= draft.cue[1] for start, end, other in spans):
            return True
    for start, end, other in spans:
        if start != low or other.entry is None or other.cue is None or other is draft:
            continue
        behind = other.cue[0] > end and text[end : end + 1] in {".", "!", "\n"} and other.entry.type == "report"
        if (told and other.entry.cue == "according to") or (behind and draft.entry.type in _ACTING | {"belief"}):
            return True
    return False


def _is_rebutted(text: str, draft: Draft, drafts: list[Draft]) -> bool:
    """Tell what somebody else says that is denied: "denied reports that A", "dismissed as absurd claims that A"."""
    if draft.entry is None or draft.entry.pos != "noun" or draft.entry.cue not in _REBUTTED or draft.cue is None:
        return False
    if not _THAT.match(text, draft.cue[1]):
        return False
    low = draft.cue[0]
    return any(
        other.entry is not None
        and other.entry.type == "deny"
        and other.cue is not None
        and other.cue[1] < low
        and len(other.content) == 1
        and other.content[0][0] <= low < other.content[0][0] + _OWNED
        for other in drafts
    )


_REBUTTED = frozenset({"report", "claim", "allegation", "rumour", "rumor", "assertion"})
_THAT = re.compile(r"(?: (?:by|from|of) [^,.;:]{1,40}?)? that ")
_OWNED = 50


def _is_relayed(verb: Token) -> bool:
    """Tell whether somebody else is named between a speaker and his verb: "Osk, according to his aide, believes A"."""
    words = {t.lower_ for t in verb.doc[max(verb.sent.start, verb.i - _ASIDE) : verb.i]}
    return "according" in words


_ASIDE = 16


def is_strong(doc: Doc, draft: Draft) -> bool:
    """Tell whether a nested claim has a stated third-person speaker and a clause or act of its own."""
    if draft.entry is None or draft.head is None or draft.source_head is None:
        return False
    if draft.entry.pos == "phrase":
        return True
    if draft.entry.pos == "noun":
        owner = doc[draft.source_head]
        named = owner.pos_ == "PROPN" or any(c.dep_ == "appos" and c.pos_ == "PROPN" for c in owner.children)
        return "that" in draft.entry.frames and (named or (is_personal(owner) and owner.tag_ == "NNS"))
    verb, noun = doc[draft.head], doc[draft.source_head]
    if verb.tag_ == "VBG" and verb.i and verb.nbor(-1).lower_ == "as":
        return True  # "quoted the mayor as saying that"
    if (
        draft.entry.pos != "verb"
        or noun.lower_ in _OTHER_PERSONS
        or not (own_subject(verb) or _by(verb) or speaker_with(verb))
    ):
        return False
    if any(c.tag_ == "MD" or c.dep_ == "neg" for c in verb.children):
        return False
    clause = any(c.dep_ == "ccomp" and own_subject(c) is not None for c in verb.children)
    if draft.entry.type in _SAYING and clause:
        return True
    if draft.entry.type == "belief" and clause and noun.pos_ == "PROPN" and _is_relayed(verb):
        return True
    named = noun.pos_ == "PROPN" or (noun.lower_ in _STATES and any(c.tag_ == "PRP$" for c in noun.children))
    named = named or any(c.ent_type_ in _PEOPLES and c.i < noun.i for c in noun.children)
    if draft.entry.type == "judge" and any(t.text in _MARKS for t in verb.subtree if t.i > verb.i):
        return True  # "she said that they had called it “a measure”"
    wants = (
        draft.entry.cue == "want"
        and noun.ent_type_ != "PERSON"
        and any(c.dep_ == "ccomp" and c.i > verb.i and own_subject(c) is not None for c in verb.children)
    )
    if draft.entry.type in {"judge", "deny"} and noun.lower_ in _SAME and verb.tag_ in {"VBP", "VBZ"}:
        return True  # "It opposes the port, its spokesman said", "noted that they condemn A"
    named = named or (names_body(noun) and draft.entry.type in {"judge", "belief"} and verb.tag_ in {"VBP", "VBZ"})
    held = draft.entry.type == "belief" and verb.dep_ == "ccomp" and verb.head.i > verb.i
    return (draft.entry.type in _ACTING or wants or held) and named


def _by(verb: Token) -> bool:
    return verb.tag_ == "VBG" and verb.i > 0 and verb.nbor(-1).lower_ == "by"


_SAME = frozenset({"it", "they", "he", "she"})
_STATES = frozenset({"country", "government", "party", "ministry"})
_MARKS = frozenset({"“", '"', "«", "„", "``"})
_PEOPLES = frozenset({"NORP", "GPE", "ORG"})
