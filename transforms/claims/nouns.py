"""Nouns that attribute: "the accusation that A", "statements by X that A", "in his view, A"."""

import re

from spacy.tokens import Token

from transforms.claims.authors import can_speak, holder
from transforms.claims.clauses import agent, clause_head, is_negated, own_subject, subject
from transforms.claims.cues import Hit
from transforms.claims.drafts import Draft, Range
from transforms.claims.people import is_personal
from transforms.claims.sources import set_source

_VOICING = frozenset(
    {"make", "issue", "repeat", "voice", "express", "reiterate", "release", "have", "renew", "raise", "offer"}
    | {"give", "deliver", "post", "publish", "send", "share", "file", "lodge", "register", "launch", "continue"}
    | {"keep", "maintain", "show", "announce", "declare", "state", "level", "direct", "hurl", "float", "pitch"}
    | {"present", "stiffen", "expand", "mount", "harbour", "harbor", "hold"}
)
"""Verbs whose subject is the author of the noun after them: "raised doubts about A"."""
_OWNERS = frozenset({"by", "of", "from", "among"})


def draft_noun(hit: Hit) -> Draft | None:
    """Build the claim of a noun with a clause or complement: "the statement by Kerry that ..."."""
    noun, entry = hit.token, hit.entry
    if (held := _in_view(hit)) is not None:
        return held
    if any(c.dep_ == "det" and c.lower_ == "no" for c in noun.children) or _is_asked_for(noun):
        return None  # "made no mention of A", "What is her comment on A?"
    if noun.dep_ == "dobj" and any(c.lower_ == "any" for c in noun.children) and is_negated(noun.head):
        return None  # "did not issue any comment on A"
    if _opens_scene(noun):
        return None  # "Making statements about the vote, Osk said A"
    if entry.cue == "charge" and noun.i and noun.nbor(-1).lower_ == "in":
        return None  # "the person in charge of the port said that A"
    content = _noun_content(noun, entry.frames, entry.prepositions)
    if not content:
        return _noun_by_position(hit) if "that" in entry.frames else None
    draft = Draft(entry=entry, act=entry.act, cue=hit.span, head=noun.i, content=content, confidence=0.8)
    if entry.cue == "attack" and any(c.dep_ == "agent" or c.lower_ in _ARMED for c in noun.children):
        return None
    owner = _owner(noun, content[0]) or own_subject(noun) or _taking_sides(noun) or _being_of(noun) or holder(noun)
    if owner is None and _is_somebodys(noun, content[0]):
        draft.reason = "nobody is named"
        return draft
    if owner is None:
        return None  # "the idea that A": nobody's
    if _is_raised_by_thing(noun):
        return None  # "an attack that raised fears of a crisis"
    if "voiced" in entry.frames and not (_is_voiced(noun) or _taking_sides(noun)):
        return None  # "the mayor's plan to build A drew crowds": a deed
    set_source(draft, owner)
    return draft


_ARMED = frozenset(
    {"by", "missile", "rocket", "drone", "air", "artillery", "mortar", "bomb", "gas", "chemical", "terrorist", "terror"}
    | {"military", "suicide", "massive", "ground", "naval", "cyber", "gun", "knife", "car", "insurgent", "deadly"}
    | {"nuclear", "militant", "rebel", "uav", "arson", "ballistic", "kamikaze", "retaliatory", "surprise", "combined"}
    | {"armed"}
)
"""What tells an attack with arms from harsh words."""
_SOMEBODYS = frozenset(
    {"allegation", "accusation", "claim", "rumour", "rumor", "suggestion", "speculation", "report", "insinuation"}
)


def _is_somebodys(noun: Token, content: Range) -> bool:
    """Tell whether a noun with its "that" is what somebody says whom the text does not name: "allegations that A"."""
    doc = noun.doc
    that = doc[noun.i + 1 : noun.i + 2].text.lower() == "that"
    return that and noun.lemma_.lower() in _SOMEBODYS and doc[noun.i + 1].idx <= content[0] + len("that ")


def _opens_scene(noun: Token) -> bool:
    verb = noun.head
    opens = noun.dep_ == "dobj" and verb.lower_ in {"making", "giving"} and bool(verb.is_sent_start)
    return opens and not any(c.lower_ == "that" for c in noun.subtree)


def _is_asked_for(noun: Token) -> bool:
    return noun.dep_ == "nsubj" and noun.head.lemma_ == "be" and any(c.lower_ == "what" for c in noun.head.children)


_VIEWS = frozenset({"view", "opinion", "estimation", "judgement", "judgment", "assessment", "words", "admission"})


def _has_topic(verb: Token) -> bool:
    return own_subject(verb) is not None or any(c.dep_ == "expl" for c in verb.children)


def _in_view(hit: Hit) -> Draft | None:
    """Read "In his view, A" and "A, in her opinion"."""
    noun, doc = hit.token, hit.token.doc
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    prep = owner.left_edge.i - 1 if owner is not None else -1
    if owner is None or noun.lower_ not in _VIEWS or prep < 0 or doc[prep].lower_ not in {"in", "by", "on"}:
        return None
    sent, after = noun.sent, doc[noun.i + 1] if noun.i + 1 < len(doc) else noun
    behind_colon = prep > 0 and doc[prep - 1].text == ":"
    if after.text not in {",", "."} or (prep != sent.start and doc[prep - 1].text not in {",", ":"}):
        return None
    last = sent[-1]
    pieces = [(after.idx + 1, last.idx + len(last))] if after.text == "," else []
    if prep > sent.start and not behind_colon:
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
    behind = [c for c in noun.children if c.i > noun.i]
    for child in behind:
        if child.dep_ in {"acl", "ccomp", "relcl"}:
            to = any(c.dep_ == "aux" and c.tag_ == "TO" for c in child.children)
            marks = [c for c in child.children if c.lower_ == "that" and c.i < child.i]
            topic = own_subject(child) or next((c for c in child.children if c.dep_ == "expl"), None)
            that = bool(marks) and topic is not None and topic not in marks
            if (to and "to" in frames) or (that and "that" in frames):
                return [(child.left_edge.idx, child.right_edge.idx + len(child.right_edge))]
    if _is_voiced(noun):
        behind += [c for c in noun.head.children if c.i == noun.right_edge.i + 1]  # "gave advice | on A"
        last = noun.right_edge.i + 1
        for child in noun.head.children if "to" in frames and noun.lemma_ in _ORDERS else ():
            if child.dep_ in {"advcl", "xcomp"} and child.left_edge.i == last and noun.doc[last].tag_ == "TO":
                return [(child.left_edge.idx, child.right_edge.idx + len(child.right_edge))]  # "issued calls | to A"
    for child in behind:
        if child.dep_ == "prep" and child.lower_ in prepositions:
            for pobj in child.children:
                if pobj.dep_ in {"pobj", "pcomp"} and pobj.ent_type_ not in {"DATE", "TIME"}:
                    return [(pobj.left_edge.idx, pobj.right_edge.idx + len(pobj.right_edge))]
    clause = _clause_behind(noun) if "that" in frames else None
    return [clause] if clause is not None else []


_ORDERS = frozenset({"call", "appeal", "order", "request", "warning", "demand", "instruction"})


def _clause_behind(noun: Token) -> Range | None:
    """Read a clause that the parser hung elsewhere: "her promise during the talks that A", "voiced regret that A"."""
    owned = any(c.dep_ == "poss" or (c.lower_ in {"by", "from"} and c.dep_ == "prep") for c in noun.children)
    if not (owned or _is_voiced(noun)):
        return None
    for token in noun.doc[noun.i + 1 : min(noun.sent.end, noun.i + _BETWEEN)]:
        if token.lower_ == "that" and token.dep_ == "mark" and _has_topic(token.head):
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
    if _is_voiced(noun):
        return subject(noun.head)
    before = noun.nbor(-1) if noun.i else noun
    if before.dep_ in {"compound", "nmod"} and before.ent_type_ in {"ORG", "PERSON"} and before.head == noun:
        return before  # "a Courier report that A"
    return next((by for c in noun.children if c.dep_ == "acl" and (by := agent(c)) is not None), None)


def _taking_sides(noun: Token) -> Token | None:
    """Find who is, speaks or votes "in favour of A"."""
    prep = noun.head
    if noun.dep_ != "pobj" or prep.lower_ != "in" or noun.lemma_.lower() not in _SIDES:
        return None
    verb = clause_head(prep)
    who = subject(verb) if verb.pos_ in {"VERB", "AUX"} and noun.i == prep.i + 1 else None
    by = who is not None and (is_personal(prep.head) or (prep.head == verb and verb.lemma_ in _SIDING))
    return who if by else None


def _being_of(noun: Token) -> Token | None:
    """Find who "is of the opinion that A"."""
    prep = noun.head
    of = noun.dep_ == "pobj" and prep.lower_ == "of" and prep.head.lemma_ == "be" and noun.lemma_.lower() in _VIEWS
    return own_subject(prep.head) if of else None


def _is_raised_by_thing(noun: Token) -> bool:
    who = subject(noun.head) if noun.head.lemma_ == "raise" else None
    return who is not None and not can_speak(who)


def _is_voiced(noun: Token) -> bool:
    return noun.dep_ == "dobj" and noun.head.lemma_ in _VOICING


_SIDING = frozenset(
    {"be", "come", "speak", "vote", "write", "argue", "testify", "stand", "act", "march", "rally", "campaign", "sign"}
    | {"decide", "rule", "intervene", "remain", "pronounce"}
)
_SIDES = frozenset({"favor", "favour", "support", "defense", "defence"})
