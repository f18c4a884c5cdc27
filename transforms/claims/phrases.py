"""Cues that are no verbs: "according to", nouns ("the accusation that"), adjectives and adverbs."""

import re

from spacy.tokens import Token

from transforms.claims.authors import holder
from transforms.claims.clauses import FINITE, agent, clause_head, is_negated, own_subject, phrase, subject
from transforms.claims.cues import Hit
from transforms.claims.drafts import Draft, Range
from transforms.claims.people import is_personal
from transforms.claims.sources import set_source
from transforms.entities.words import PERSON_NOUNS

_VOICING = frozenset(
    {"make", "issue", "repeat", "voice", "express", "reiterate", "release", "have", "renew", "raise", "offer"}
    | {"give", "deliver", "post", "publish", "send", "share", "file", "lodge", "register", "launch", "continue"}
    | {"keep", "maintain", "show", "announce", "declare", "state", "level", "direct", "hurl", "float", "pitch"}
    | {"present", "stiffen", "expand", "mount", "harbour", "harbor", "hold"}
)
"""Verbs whose subject is the author of the noun after them: "raised doubts about A"."""
_OWNERS = frozenset({"by", "of", "from", "among"})


def draft_phrase(hit: Hit) -> Draft | None:
    """Build the claim of "according to X" and its like: the clause around the phrase."""
    doc, first = hit.token.doc, hit.token
    length = len(hit.entry.cue.split(" "))
    last = doc[first.i + length - 1]
    nouns = [c for c in last.children if c.dep_ in {"pobj", "pcomp"}]
    noun = nouns[0] if nouns else (doc[last.i + 1] if last.i + 1 < first.sent.end else None)
    if noun is None or noun.is_punct or noun.is_space or noun.lemma_.lower() in _NO_SOURCES:
        return None
    draft = Draft(entry=hit.entry, act=hit.entry.act, cue=hit.span, head=first.i)
    told = own_subject(noun) if noun.pos_ == "VERB" and any(c.lower_ == "what" for c in noun.children) else None
    by = agent(noun) if noun.pos_ == "VERB" and told is not None and told.lower_ == "what" else None
    if told is not None and (by is not None or (told.lower_ != "what" and noun.i > told.i)):
        draft.cue, noun = (noun.idx, noun.idx + len(noun)), by or told  # "according to what the council announced"
    decree = first.nbor(-1 if first.nbor(-1).text != "," else -2) if first.i > 1 else first
    if noun.lower_ == "which" and decree.pos_ in {"NOUN", "PROPN"}:
        last = noun.sent[-1]
        draft.content = [(noun.idx + len(noun), last.idx + len(last))]
        set_source(draft, decree)  # "a decree according to which the port is closed"
        return draft
    noun = _who_worded(noun)
    set_source(draft, noun)
    stop = _end_of_source(noun, first)
    draft.source = (draft.source[0], min(draft.source[1], stop)) if draft.source else None
    sent = first.sent
    named = _read_name(draft, noun, last) if draft.source else None
    stop = named or (min(stop, draft.source[1]) if draft.source else stop)
    opening = all(t.is_punct or t.is_space or t.lower_ in {"but", "and", "also"} for t in doc[sent.start : first.i])
    anew = not opening and _opens_anew(first, stop)
    if opening or anew:
        draft.splits = anew
        tail = doc[sent.end - 1]
        comma = next((t for t in doc[noun.i : sent.end] if t.text == "," and t.idx >= stop), None)
        if comma is not None and not any(
            t.dep_ in {"nsubj", "nsubjpass"} and t.head.dep_ != "relcl" for t in doc[noun.i + 1 : comma.i]
        ):
            stop = comma.idx
        draft.content = [(stop, tail.idx + len(tail))]
    else:
        head = clause_head(first.head)
        governor = head
        left = governor.left_edge if governor.left_edge.i < first.i else doc[sent.start]
        right = governor.right_edge
        start = left.idx if governor.dep_ in {"ccomp", "relcl"} else doc[sent.start].idx
        draft.content = [(start, first.idx)]
        if stop < right.idx and any(t.idx == stop and t.text == "," for t in doc[noun.i : right.i + 1]):
            draft.content.append((stop, right.idx + len(right)))
    return draft


def _opens_anew(first: Token, stop: int) -> bool:
    """Tell whether the source opens a clause behind a mark: "denied it: according to him, A"."""
    doc, before = first.doc, first.nbor(-1)
    comma = doc.char_span(stop, stop + 1)
    if before.text not in {":", ";", "—", "–", "-"} or comma is None or comma.text != ",":
        return False
    rest = doc[comma.end : first.sent.end]
    closed = before.i and not doc[before.i - 1].is_punct
    return bool(closed) and any(t.tag_ in FINITE for t in rest) and not any(t.text in _DASHES for t in rest)


_DASHES = frozenset({"—", "–", "-"})


def _who_worded(noun: Token) -> Token:
    """Give Osk for "the words of Osk"."""
    if noun.lower_ != "words":
        return noun
    for child in noun.children:
        if child.lower_ == "of":
            return next((c for c in child.children if c.dep_ == "pobj"), noun)
    return noun


_NO_SOURCES = frozenset({"plan", "project", "schedule", "rule", "tradition", "custom", "need", "ability", "taste"})
"""What something goes on in accordance with: nobody says it."""


def _read_name(draft: Draft, noun: Token, last: Token) -> int | None:
    """Cut a source at its comma, take in the name beside a title, and give where the content can begin.

    "According to the head of the school(,) Ana Osk, B"; "according to the indictment, between 2015 and 2017 B".
    """
    assert draft.source is not None
    doc, start = noun.doc, draft.source[0]
    words = doc.char_span(*draft.source, alignment_mode="expand")
    if words is None or words.start != last.i + 1:
        return None
    comma = next((t.i for t in words if t.text == ","), None)
    end = words.end if comma is None else comma
    follower = end + 1 if end < len(doc) and doc[end].text == "," else end
    name = next((e for e in noun.sent.ents if e.start == follower and e.label_ == "PERSON"), None)
    office = is_personal(noun) or noun.lower_ in PERSON_NOUNS
    beside = name is not None and office and noun.ent_type_ != "PERSON"
    if name is not None and beside and (follower == end or (name.end < len(doc) and doc[name.end].text == ",")):
        draft.source, draft.source_head = (start, name.end_char), name.end - 1
        return name.end_char
    if name is not None and comma is not None and follower == comma + 1 and not office and noun.i < comma:
        draft.source = (start, doc[comma].idx)  # "According to the agency, Ana Osk in her speech said A"
        return doc[comma].idx
    if comma is not None and comma > words.start and doc[comma + 1].pos_ in {"ADP", "SCONJ", "DET"}:
        inner = next((t for t in words[comma - words.start + 1 :] if t.text == ","), None)
        if inner is None and noun.i < comma:
            draft.source = (start, doc[comma].idx)
            return doc[comma].idx
    return None


def _end_of_source(noun: Token, first: Token) -> int:
    end = phrase(noun)[1]
    return max(end, noun.idx + len(noun))


def draft_noun(hit: Hit) -> Draft | None:
    """Build the claim of a noun with a clause or complement: "the statement by Kerry that ..."."""
    noun, entry = hit.token, hit.entry
    if (held := _in_view(hit)) is not None:
        return held
    content = _noun_content(noun, entry.frames, entry.prepositions)
    if not content:
        return _noun_by_position(hit) if "that" in entry.frames else None
    draft = Draft(entry=entry, act=entry.act, cue=hit.span, head=noun.i, content=content, confidence=0.8)
    if entry.cue == "attack" and any(c.dep_ == "agent" or c.lower_ == "by" for c in noun.children):
        return None  # with arms
    owner = _owner(noun, content[0]) or own_subject(noun) or _taking_sides(noun) or holder(noun)
    if owner is None and "owned" in entry.frames:
        return None
    if owner is None:
        return None  # "the idea that A": nobody's
    set_source(draft, owner)
    return draft


_VIEWS = frozenset({"view", "opinion", "estimation", "judgement", "judgment", "assessment", "words", "admission"})


def _in_view(hit: Hit) -> Draft | None:
    """Read "In his view, A" and "A, in her opinion"."""
    noun, doc = hit.token, hit.token.doc
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    prep = owner.left_edge.i - 1 if owner is not None else -1
    if owner is None or noun.lower_ not in _VIEWS or prep < 0 or doc[prep].lower_ not in {"in", "by"}:
        return None
    sent, after = noun.sent, doc[noun.i + 1] if noun.i + 1 < len(doc) else noun
    if after.text not in {",", "."} or (prep != sent.start and doc[prep - 1].text != ","):
        return None
    last = sent[-1]
    pieces = [(after.idx + 1, last.idx + len(last))] if after.text == "," else []
    if prep > sent.start:
        pieces.insert(0, (sent.start_char, doc[prep - 1].idx))
    draft = Draft(entry=hit.entry, act=hit.entry.act, cue=hit.span, head=noun.i, content=pieces, confidence=0.8)
    set_source(draft, owner)
    return draft


_BY_SOMEBODY_THAT = re.compile(
    r"\s+(?:by|of|from)\s+(?P<who>[^,.;:“”\"\n]{1,100}?)\s+that\s+(?P<what>[^,;\n]{12,}?)(?=[,;\n]|[.](?:\s|\Z)|\Z)"
)


def _noun_by_position(hit: Hit) -> Draft | None:
    """Read "statements by X that ..." from the order of the words where the parse broke."""
    noun, sent = hit.token, hit.token.sent
    base = sent.start_char
    match = _BY_SOMEBODY_THAT.match(sent.text, hit.span[1] - base)
    if match is None:
        return None
    source, what = (tuple(base + at for at in match.span(name)) for name in ("who", "what"))
    who = noun.doc.char_span(source[0], source[1], alignment_mode="contract")
    if who is None or not len(who) or any(t.pos_ == "AUX" for t in who):
        return None
    if not is_personal(who.root) and who.text.islower():
        return None
    draft = Draft(
        entry=hit.entry, act=hit.entry.act, cue=hit.span, head=noun.i, content=[(what[0], what[1])], confidence=0.6
    )
    names = [t for t in who if t.pos_ == "PROPN"]
    draft.source, draft.source_head = (source[0], source[1]), (names[-1] if names else who.root).i
    return draft


def _noun_content(noun: Token, frames: frozenset[str], prepositions: frozenset[str]) -> list[Range]:
    for child in noun.children:
        if child.i < noun.i:
            continue
        if child.dep_ in {"acl", "ccomp", "relcl"}:
            to = any(c.dep_ == "aux" and c.tag_ == "TO" for c in child.children)
            marks = [c for c in child.children if c.lower_ == "that" and c.i < child.i]
            topic = own_subject(child) or next((c for c in child.children if c.dep_ == "expl"), None)
            that = bool(marks) and topic is not None and topic not in marks
            if (to and "to" in frames) or (that and "that" in frames):
                return [(child.left_edge.idx, child.right_edge.idx + len(child.right_edge))]
        if child.dep_ == "prep" and child.lower_ in prepositions:
            for pobj in child.children:
                if pobj.dep_ in {"pobj", "pcomp"}:
                    return [(pobj.left_edge.idx, pobj.right_edge.idx + len(pobj.right_edge))]
    behind = _clause_behind(noun) if "that" in frames else None
    return [behind] if behind is not None else []


def _clause_behind(noun: Token) -> Range | None:
    """Read the clause that the parser hung on what stands between: "her promise during the debate that A"."""
    if not any(c.dep_ == "poss" for c in noun.children):
        return None
    for token in noun.doc[noun.i + 1 : min(noun.sent.end, noun.i + _BETWEEN)]:
        if token.lower_ == "that" and token.dep_ == "mark" and own_subject(token.head) is not None:
            return token.idx, token.head.right_edge.idx + len(token.head.right_edge)
        if token.pos_ in {"VERB", "AUX", "PRON"} or token.text in {";", ":", "."}:
            return None
    return None


_BETWEEN = 9


def _owner(noun: Token, content: Range) -> Token | None:
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    for child in noun.children:
        if (
            child.dep_ in {"prep", "agent"}
            and child.lower_ in _OWNERS
            and not content[0] <= child.idx + len(child) < content[1]
        ):
            for pobj in child.children:
                if pobj.dep_ == "pobj" and not content[0] <= pobj.idx < content[1]:
                    return pobj
    verb = noun.head
    if noun.dep_ == "dobj" and verb.lemma_ in _VOICING:
        return subject(verb)
    return None


def _taking_sides(noun: Token) -> Token | None:
    """Find who is, speaks or votes "in favour of A"."""
    prep = noun.head
    if noun.dep_ != "pobj" or prep.lower_ != "in" or noun.lemma_.lower() not in _SIDES:
        return None
    verb = clause_head(prep)
    who = subject(verb) if verb.pos_ in {"VERB", "AUX"} and noun.i == prep.i + 1 else None
    return who if who is not None and (prep.head != who or is_personal(who)) else None  # no "rallies in support of"


_SIDES = frozenset({"favor", "favour", "support", "defense", "defence"})


def draft_adjective(hit: Hit) -> Draft | None:
    """Build the claim of "X is confident that ..."."""
    adjective = hit.token
    content: list[Range] = []
    for child in adjective.children:
        if child.i < adjective.i:
            continue
        to = any(c.dep_ == "aux" and c.tag_ == "TO" for c in child.children)
        if (child.dep_ == "xcomp" and to and "to" in hit.entry.frames) or (
            "that" in hit.entry.frames
            and (child.dep_ == "ccomp" or any(c.dep_ == "mark" and c.lower_ == "that" for c in child.children))
        ):
            content = [(child.left_edge.idx, child.right_edge.idx + len(child.right_edge))]
        elif child.dep_ == "prep" and child.lower_ in hit.entry.prepositions:
            content = [
                (p.left_edge.idx, p.right_edge.idx + len(p.right_edge))
                for p in child.children
                if p.dep_ in {"pobj", "pcomp"}
            ][:1]
        if content:
            break
    if not content and "that" in hit.entry.frames and adjective.i + 3 < adjective.sent.end:
        follower, last = adjective.nbor(1), adjective.sent[-1]
        if follower.lower_ == "that" and follower.tag_ == "IN":
            content = [(follower.idx, last.idx + len(last))]
    if not content:
        return None
    verb = adjective.head if adjective.dep_ in {"acomp", "oprd", "attr", "ccomp"} else adjective
    if hit.entry.cue == "clear" and (verb.lemma_ != "make" or adjective.i == verb.i + 1):
        return None  # "made it clear that A", not "it is clear that A"; "make clear" is a cue of its own
    draft = Draft(entry=hit.entry, act=hit.entry.act, cue=hit.span, head=adjective.i, content=content, confidence=0.8)
    if hit.entry.cue in {"sure", "certain"} and verb.lemma_ == "make":
        return None  # "took tests to make sure A"
    owner = subject(verb) if verb.pos_ in {"VERB", "AUX"} else own_subject(adjective)
    if owner is None or owner.lower_ in {"it", "there"}:
        return None
    draft.cue_negated = is_negated(verb) or is_negated(adjective)
    set_source(draft, owner)
    return draft


def draft_adverb(hit: Hit) -> Draft | None:
    """Build the speakerless claim of "reportedly": the clause that the adverb qualifies."""
    head = clause_head(hit.token.head)
    start, end = head.left_edge.idx, head.right_edge.idx + len(head.right_edge)
    if not start <= hit.token.idx < end or head == hit.token:
        return None
    return Draft(
        entry=hit.entry, act=hit.entry.act, cue=hit.span, head=hit.token.i, content=[(start, end)],
        reason="hearsay", confidence=0.6,
    )  # fmt: skip
