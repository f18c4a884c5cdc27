"""Who hears it, where the cue's own object does not say: "said to", "in a letter to", "asked Kabul not to"."""

import re
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from transforms.claims.clauses import phrase
from transforms.claims.drafts import Draft, Range
from transforms.claims.people import is_personal
from transforms.claims.told_in import is_body
from transforms.entities.words import words
from transforms.records import Mention

_NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC"})
_OUTLETS = words(
    """
    station channel agency newspaper magazine portal outlet correspondent radio television broadcaster website site
    journal weekly daily edition publication paper
    """
)
_AUDIENCES = words(
    """
    media press party side community headquarters parliament court audience crowd public faction bloc state country
    nation world people force militia group premier
    """
)
_TALKS = words(
    """
    interview conversation talk comment briefing chat call message letter statement reply response remark
    intervention speech address note telegram dialogue discussion
    """
)
_TELLING = words("tell inform notify assure remind warn brief convince ask urge")
_ASKING = frozenset({"request"})
_UNHEARD = words("react object refer point agree commit lead return testify attribute")
"""Verbs whose "to" names no hearer."""
_NO_HEARERS = words(
    """
    permission right chance opportunity time help leave access authority means decision meeting resolution law plan
    it this that what step measure effort session order way
    """
)
_LEAD = re.compile(
    r"\s(?:(?:to|the|a|its|our|private|local|state|TV|Agency|agency|newspaper|channel|radio|station|portal|news|magazine"
    r"|correspondent\sof|reporter\sof)\s){0,5}[\"“«‘']?"
)
_AND = re.compile(r",?\s(?:and|as\swell\sas)\s(?:the\s)?")
_JOINT = re.compile(r",?\s(?:and\s|as\swell\sas\s)?(?:the\s)?")


def find_hearers(doc: Doc, text: str, draft: Draft, mentions: Sequence[Mention]) -> list[Range]:
    """Find those spoken to, from the parse first, then from the words right behind the cue."""
    if draft.head is None or draft.entry is None or draft.entry.pos != "verb":
        return []
    verb, kind = doc[draft.head], draft.entry.type
    if kind in _ASKING or verb.lemma_ == "want":
        asked = _asked(verb, mentions)
        if asked:
            return asked
    if kind in _ASKING or verb.lemma_ in _TELLING:
        named = _named_at(text, draft.cue[1], mentions) if draft.cue else None
        if (
            named is not None
            and not _speaks(draft, named)
            and (verb.lemma_ in _TELLING or text.startswith((" to ", " not to "), named[1]))
        ):
            return and_those(text, named, mentions, asked=kind in _ASKING)
    if kind not in {"report", "deny", "question"} or verb.lemma_ in _UNHEARD:
        return []
    asker = _interviewer(verb, mentions)
    found = [asker] if asker is not None else _after_to(verb, kind, draft, mentions) or _addressing(verb, mentions)
    return [_with_name(text, one, mentions) for one in found] or _behind_speaker(text, draft, mentions)


def _with_name(text: str, one: Range, mentions: Sequence[Mention]) -> Range:
    """Take the name that follows: "to the channel “Nine”", "with the agency TASS"."""
    named = _named_at(text, one[1], mentions)
    if named is None:
        return one
    gap = text[one[1] : named[0]]
    bare = gap == " " and text[one[1] - 1] != "s" and text[one[0] : one[1]].split()[-1].islower()
    return named if bare or gap.strip() in ('"', "“", "«", "‘", "'") else one


def _speaks(draft: Draft, named: Range) -> bool:
    return draft.source is not None and draft.source[0] < named[1] and named[0] < draft.source[1]


def can_hear(noun: Token, mentions: Sequence[Mention]) -> bool:
    """Tell whether a noun can be spoken to: a person, a named body or state, a medium, an audience."""
    if noun.pos_ == "PRON":
        return noun.lower_ in {"him", "her", "them", "us", "me", "you", "everyone", "all", "both", "those", "others"}
    words = {noun.lower_, noun.lemma_.lower()}
    if is_personal(noun) or words & _AUDIENCES or words & _OUTLETS or is_body(noun):
        return True
    return any(m.start <= noun.idx < m.end and m.type in _NAMED and m.level == "name" for m in mentions)


def _asked(verb: Token, mentions: Sequence[Mention]) -> list[Range]:
    """Find who is asked to do it: "demanded the League to apologize", "demanded from the parties to return"."""
    for child in verb.children:
        if child.i < verb.i:
            continue
        if child.dep_ in {"ccomp", "xcomp", "advcl"} and any(
            c.lower_ == "to" and c.dep_ == "aux" for c in child.children
        ):
            for noun in child.children:
                if noun.dep_ in {"nsubj", "nsubjpass"} and can_hear(noun, mentions):
                    return [phrase(noun)]
        nouns = [child] if child.dep_ in {"dobj", "dative"} else []
        if child.dep_ in {"prep", "dative"} and child.lower_ in {"from", "to", "on", "of", "upon", "with"}:
            nouns = [c for c in child.children if c.dep_ == "pobj"]
        for noun in nouns:
            if is_to_do(noun):
                return [(noun.left_edge.idx, noun.idx + len(noun))]
    return []


def is_to_do(noun: Token) -> bool:
    """Tell whether the noun is told to do something: "the citizens [not to be drawn behind rumours]"."""
    if noun.lemma_.lower() in _NO_HEARERS or noun.pos_ not in ("NOUN", "PROPN", "PRON"):
        return False
    if noun.text[0].isdigit() or noun.ent_type_ in ("DATE", "TIME"):
        return False  # "recommended on the 16th to levy a duty"
    end = noun.right_edge.i + 1
    behind = noun.doc[noun.i + 1 : min(end + 2, len(noun.doc))]
    return any(t.lower_ == "to" and t.tag_ == "TO" for t in behind[:6])


def _named_at(text: str, at: int, mentions: Sequence[Mention]) -> Range | None:
    """Find the name that stands at once behind a cue: "told SANA bodies were still there", "told "Al-Nahda""."""
    lead = _LEAD.match(text, at)
    if lead is None:
        return None
    for mention in mentions:
        if mention.start == lead.end() and mention.level == "name" and mention.type in _NAMED:
            return mention.start, mention.end
    return None


def names_within(text: str, one: Range, mentions: Sequence[Mention], *, asked: bool) -> list[Range]:
    """Part a phrase that is a row of names and those that follow it: "called on the EU, the US and China to act".

    Who is asked may stand in a row that lost its commas; "told TASS Moscow was ready" begins the content.
    """
    inside = [
        (m.start, m.end)
        for m in mentions
        if one[0] <= m.start and m.end <= one[1] and m.level == "name" and m.type in _NAMED
    ]
    rows = [and_those(text, name, mentions, asked=asked) for name in inside[:1]]
    return rows[0] if rows and len(rows[0]) > 1 else [_with_name(text, one, mentions)]


def and_those(text: str, first: Range, mentions: Sequence[Mention], *, asked: bool) -> list[Range]:
    """Add the names told in a row with the first: "called on the EU, the US and China to act"."""
    found = [first]
    for mention in mentions:
        if mention.level == "name" and mention.type in _NAMED and mention.start > found[-1][1]:
            if not (_JOINT if asked else _AND).fullmatch(text, found[-1][1], mention.start):
                break
            found.append((mention.start, mention.end))
    return found


def _after_to(verb: Token, kind: str, draft: Draft, mentions: Sequence[Mention]) -> list[Range]:
    """Find who is written, reported or said something to: "wrote to the council that A"."""
    for child in verb.children:
        if child.dep_ not in {"prep", "dative"} or child.lower_ != "to" or child.i < verb.i:
            continue
        nouns = [noun for noun in child.children if noun.dep_ == "pobj" and can_hear(noun, mentions)]
        if kind == "deny":
            nouns = [noun for noun in nouns if is_personal(noun) or noun.ent_type_ == "ORG"]
        return [
            _hearer(noun)
            for noun in nouns
            if noun.pos_ != "PRON" and not any(start <= noun.idx < end for start, end in draft.content)
        ]
    return []


def _addressing(verb: Token, mentions: Sequence[Mention]) -> list[Range]:
    """Find who is spoken to besides: "Addressing the parliament, she said", "speaking to reporters, he said"."""
    for child in verb.children:
        if child.dep_ != "advcl" or child.tag_ != "VBG" or child.lemma_ not in {"address", "speak", "talk", "answer"}:
            continue
        nouns = [c for c in child.children if c.dep_ == "dobj" and child.lemma_ == "address"]
        for prep in child.children:
            if prep.lower_ in {"to", "with", "before"} and child.lemma_ != "address":
                nouns += [c for c in prep.children if c.dep_ == "pobj"]
        heard = [_hearer(noun) for noun in nouns if can_hear(noun, mentions)]
        if heard:
            return heard[:1]
    return []


def _hearer(noun: Token) -> Range:
    """Give a hearer's words with what follows by "of": "the correspondent of TASS"."""
    owned = noun.i + 1 < len(noun.doc) and noun.nbor().lower_ == "of" and noun.nbor().head == noun
    return noun.left_edge.idx, phrase(noun)[1] if owned else noun.idx + len(noun)


def _behind_speaker(text: str, draft: Draft, mentions: Sequence[Mention]) -> list[Range]:
    """Find the outlet after a speaker behind his cue: “A”, – explained Orlov to the channel “Nine”."""
    if draft.cue is None or draft.source is None or not draft.cue[1] <= draft.source[0] < draft.cue[1] + 3:
        return []
    end = draft.source[1]
    if not text.startswith(" to ", end):
        return []
    named = _named_at(text, end, [m for m in mentions if m.type in {"ORG", "PERSON"}])
    return [named] if named is not None else []


def _interviewer(verb: Token, mentions: Sequence[Mention]) -> Range | None:
    """Find the outlet or person somebody talks to: "said in an interview with the Courier", "in a letter to Orlov"."""
    speakers = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]
    heads = [verb, *speakers] if speakers or verb.dep_ != "conj" else [verb, verb.head, *_subjects(verb.head)]
    for prep in (prep for head in heads for prep in head.children):
        if prep.lower_ not in {"in", "during", "at"} or prep.dep_ != "prep":
            continue
        for noun in prep.children:
            if noun.dep_ == "pobj" and noun.lemma_.lower() in _TALKS:
                heard = _partner(noun, mentions)
                if heard is not None:
                    return heard
    return None


def _subjects(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ == "nsubj"]


def _partner(talk: Token, mentions: Sequence[Mention]) -> Range | None:
    for link in talk.children:
        if link.lower_ not in {"with", "to"}:
            continue
        for heard in link.children:
            if heard.dep_ != "pobj":
                continue
            start, end = _hearer(heard)
            named = any(start <= m.start and m.end <= end and m.level == "name" for m in mentions)
            spoken = is_personal(heard) or heard.lower_ in {"media", "press"}
            if named or spoken or any(t.lower_ in _OUTLETS for t in heard.subtree):
                return start, end
    return None
