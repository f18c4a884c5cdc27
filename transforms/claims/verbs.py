"""What a cue verb says: its clause, its frame, its passive; and whose words they are."""

from collections.abc import Mapping

from spacy.tokens import Token

from transforms.claims.authors import is_mute, speaks_for
from transforms.claims.clauses import (
    SUBJECTS,
    agent,
    chars,
    children,
    governors,
    is_negated,
    is_passive,
    is_small,
    loose_participle,
    own_subject,
    phrase,
    reach,
    subject,
)
from transforms.claims.cues import Hit
from transforms.claims.drafts import Draft, Range
from transforms.claims.frames import (
    gerund,
    has_infinitive,
    infinitive,
    is_thing,
    object_alone,
    object_and_preposition,
    predicate,
    preposition,
)
from transforms.claims.lexicon import REPORTING_TYPES, CueEntry
from transforms.claims.parentheticals import as_clause, inverted_speaker, noun_beside, parenthetical, sentence_before
from transforms.claims.people import is_personal

_BARE_OBJECTS = frozenset(
    {"it", "this", "that", "so", "what", "which", "nothing", "something", "anything", "much", "more"}
)
_BARE_QUESTIONS = frozenset({"why", "when", "how", "where", "whether", "what", "who"})
_CLAUSE_WORDS = 4
_THAT_REACH = 20
_CLAUSE_FRAMES = frozenset({"that", "thatf", "addr-that", "whether", "quote"})


def draft_verb(hit: Hit, cues: Mapping[int, CueEntry]) -> Draft | None:
    """Build the claim that a cue verb makes, without quotations; None if it governs no content.

    `cues` maps the token indices of all cues to their entries: "A, adding B" shares the speaker of the cue above it.
    """
    verb, entry = hit.token, hit.entry
    if verb.dep_ == "ROOT" and verb.tag_ == "VB" and subject(verb) is None:
        return None  # an imperative
    draft = Draft(entry=entry, act=entry.act, cue=hit.span, head=verb.i, cue_negated=is_negated(verb))
    if is_passive(verb):
        if not _passive(verb, entry, draft):
            return None
    else:
        if not _active(verb, entry, draft):
            return None
        outer = _sharing_cue(verb, entry, cues)
        if outer is not None:
            draft.splits = True
        set_source(draft, speaks_for(verb, subject(verb)) if outer is None else subject(outer))
        _read_beside(draft, verb)
        behind = inverted_speaker(verb)
        if behind is not None and "that" in entry.frames:
            words = verb.doc[behind[0] : behind[1]]
            heads = [t for t in words if t.pos_ == "PROPN" and t.dep_ != "compound"] or [words.root]
            first = next((t for t in words if is_personal(t)), heads[-1])
            draft.source, draft.source_head = (words.start_char, words.end_char), first.i
    if draft.source_head is None and draft.reason is None and verb.tag_ in {"VB", "VBG"}:
        return None  # "it is too soon to say whether A"
    if draft.source_head is not None and is_mute(verb.doc[draft.source_head]):
        return None
    if "person" in entry.frames and (draft.source_head is None or not is_personal(verb.doc[draft.source_head])):
        return None
    return draft


def _read_beside(draft: Draft, verb: Token) -> None:
    """Prefer the words right before a closing cue where the parser's subject runs far into the content."""
    if draft.source is None or draft.source[0] > verb.idx:
        return
    beside = noun_beside(verb)
    if beside is None or any(t.text == "," for t in verb.doc[beside[0] - 1 : beside[0]]):
        return
    start = verb.doc[beside[0]].idx
    if any(s <= start - 2 and start <= e + 1 for s, e in draft.content) or start > draft.source[0] + 1:
        draft.source, draft.source_head = (start, verb.idx - 1), beside[1] - 1
        before = verb.nbor(-1)
        draft.source = (start, before.idx + len(before))


def _sharing_cue(verb: Token, entry: CueEntry, cues: Mapping[int, CueEntry]) -> Token | None:
    """Find the cue whose speaker goes on in this one: "A said B, adding C", "A said B and insisted that C"."""
    if entry.type not in REPORTING_TYPES or any(c.dep_ in SUBJECTS for c in verb.children):
        return None
    loose = loose_participle(verb)
    if not loose and verb.dep_ != "conj":
        return None
    below = verb
    for above in governors(verb):
        cue = cues.get(above.i)
        if cue is not None and cue.type in REPORTING_TYPES and below.dep_ == "ccomp":
            return above if loose or above.tag_ == verb.tag_ else None
        own = any(c.dep_ in SUBJECTS for c in above.children) and below.dep_ in {"advcl", "relcl"}
        reports = cue is not None and cue.type in REPORTING_TYPES
        if own and (reports or below != verb or not loose):
            return None
        below = above
    if loose and verb.dep_ == "acl":
        return next((g for g in governors(verb) if any(c.dep_ in SUBJECTS for c in g.children)), None)
    return None


def set_source(draft: Draft, noun: Token | None) -> None:
    if noun is None:
        return
    start, end = phrase(noun)
    if draft.cue is not None and start < draft.cue[0] < end:
        if noun.idx >= draft.cue[0]:
            start = draft.cue[1]
        else:
            end = max(draft.cue[0], noun.idx + len(noun))
            end = _without_comma(noun, start, end)
    draft.source, draft.source_head = (start, end), noun.i


def _without_comma(noun: Token, start: int, end: int) -> int:
    span = noun.doc.char_span(start, end, alignment_mode="contract")
    while span is not None and len(span) > 1 and (span[-1].is_punct or span[-1].is_space):
        span = span[:-1]
    return span.end_char if span is not None and len(span) else end


def _active(verb: Token, entry: CueEntry, draft: Draft) -> bool:
    for find in (
        _clause,
        infinitive,
        predicate,
        object_and_preposition,
        preposition,
        gerund,
        object_alone,
        aside,
    ):
        content = find(verb, entry)
        if content:
            draft.content = content
            break
    else:
        return False
    if {"addr-that", "obj-to", "whether"} & entry.frames or entry.cue in _ADDRESSING:
        nouns = [noun for child in _addressees(verb, entry) for noun in (child, *child.conjuncts)]
        draft.addressees = [chars(noun.left_edge, noun) if noun.conjuncts else phrase(noun) for noun in nouns]
    if entry.type == "judge":
        for child in children(verb, "dobj")[:1]:
            draft.target = phrase(child)
    return True


_ADDRESSING = frozenset({"call on", "call upon", "appeal", "thank", "congratulate", "plead"})


def _addressees(verb: Token, entry: CueEntry) -> list[Token]:
    """List who is told, asked or thanked: the object, or the one who is called on to do something."""
    objects = [c for c in children(verb, "dobj", "dative") if c.i > verb.i]
    if objects or entry.type != "request":
        return objects
    for prep in children(verb, "prep", "dative"):
        if prep.lower_ in {"on", "upon", "to", "with"}:
            return [noun for noun in prep.children if noun.dep_ == "pobj"][:1]
    clauses = [c for c in children(verb, "ccomp", "xcomp", "advcl") if c.i > verb.i and has_infinitive(c)]
    return children(clauses[0], "nsubj")[:1] if clauses else []


def _clause(verb: Token, entry: CueEntry) -> list[Range]:
    if not _CLAUSE_FRAMES & entry.frames:
        return []
    if inverted_speaker(verb) is not None:
        return parenthetical(verb)
    after = [c for c in children(verb, "ccomp") if c.i > verb.i and (not is_small(c) or _is_broken(c, entry))]
    bare_thing = "thing" in entry.frames and not is_thing(verb)
    if after and not (bare_thing and not any(c.dep_ == "mark" for c in after[0].children)):
        return [reach(after[0], after[0])]
    behind = _that_clause(verb, entry)
    if behind:
        return behind
    bare = [
        c
        for c in verb.children
        if c.i > verb.i and c.lower_ in _BARE_QUESTIONS and c.dep_ in {"advmod", "ccomp", "dobj"}
    ]
    if bare and bare[0].i == verb.i + 1 and (bare[0].i + 1 >= len(verb.doc) or verb.doc[bare[0].i + 1].is_punct):
        return [reach(bare[0], bare[0])]
    return aside(verb, entry) if closes_sentence(verb) else []


def aside(verb: Token, entry: CueEntry) -> list[Range]:
    """Give the content around a cue that comments on it: "A, he said", "as he said, A"."""
    if not _CLAUSE_FRAMES & entry.frames or (not _CLAUSE_FRAMES - {"quote"} & entry.frames and not _comments(verb)):
        return []
    return as_clause(verb) or parenthetical(verb)


def closes_sentence(verb: Token) -> bool:
    """Tell whether nothing follows the cue that it could govern: its clause stands before it."""
    objects = [c for c in children(verb, "dobj") if c.i > verb.i and c.ent_type_ not in {"DATE", "TIME"}]
    before = any(c.dep_ == "ccomp" and c.i < verb.i for c in verb.children)
    return before or not objects or any(c == subject(verb) for c in objects)


def _is_broken(clause: Token, entry: CueEntry) -> bool:
    """Tell a clause whose verb the parser missed ("say the road open again at last") from a name or a label."""
    if "thing" in entry.frames and not is_thing(clause.head):
        return False
    return "oprd" not in entry.frames and clause.right_edge.i - clause.left_edge.i >= _CLAUSE_WORDS


def _that_clause(verb: Token, entry: CueEntry) -> list[Range]:
    """Read the clause from its "that" where the parser hung it on a phrase: "said in an interview that A"."""
    at = verb.i + len(entry.cue.split(" "))
    objects = any(c.i > verb.i and c.dep_ in {"dobj", "xcomp", "oprd"} for c in verb.children)
    taken = any(c.i > verb.i and c.dep_ == "prep" and c.lower_ in entry.prepositions for c in verb.children)
    far = "addr-that" in entry.frames or ("that" in entry.frames and not objects and not taken)
    for token in verb.doc[at : min(verb.sent.end, at + (_THAT_REACH if far else 1))]:
        marks = token.tag_ == "IN" or token.dep_ == "mark" or (token.tag_ == "WDT" and token.i == at)
        if token.lower_ == "that" and marks:
            top = token.head
            last = top.right_edge if token.i > at and top.i > token.i else verb.sent[-1]
            return [(token.idx, last.idx + len(last))] if last.i > token.i + 1 else []
        if token.pos_ in {"VERB", "AUX", "SCONJ"} or token.text in {";", ":"}:
            return []
    return []


def _comments(verb: Token) -> bool:
    """Tell whether a verb that only carries quotations comments after a comma, with a person: "A, he continued"."""
    noun = own_subject(verb)
    if noun is None or not (is_personal(noun) or noun.pos_ == "PROPN"):
        return False
    first = min(noun.left_edge.i, verb.i)
    return first > verb.sent.start and verb.doc[first - 1].text in {",", "”", '"'}


def _passive(verb: Token, entry: CueEntry, draft: Draft) -> bool:
    by = agent(verb)
    if by is not None:
        set_source(draft, by)
    else:
        draft.reason = "agentless passive"
    topics = children(verb, "nsubjpass")
    topic = topics[0] if topics else _described(verb, by)
    clauses = [c for c in children(verb, "ccomp") if c.i > verb.i]
    infinitives = [c for c in children(verb, "xcomp") if c.i > verb.i and has_infinitive(c)]
    if clauses and _CLAUSE_FRAMES & entry.frames:
        draft.content = [reach(clauses[0], clauses[0])]
        if topic is not None and topic.lower_ != "it" and {"addr-that", "whether"} & entry.frames:
            draft.addressees = [phrase(topic)]
        return True
    if "whether" in entry.frames and _asked(verb, entry, draft):
        return True
    place = next((p for c in children(verb, "prep") if c.lower_ == "in" for p in c.children if p.dep_ == "pobj"), None)
    if (by or place) is not None and "that" in entry.frames and (comment := as_clause(verb)):
        set_source(draft, by or place)  # "as reported in the ministry"
        draft.content = comment
        return True
    if topic is None:
        return False
    if infinitives and {"pass-to", "that", "obj-to"} & entry.frames:
        draft.content = [phrase(topic), reach(infinitives[0], infinitives[0])]
        return True
    return _passive_object(verb, topic, entry, draft)


def _described(verb: Token, by: Token | None) -> Token | None:
    """Give the noun that a participle with its agent qualifies: "a measure opposed by the unions"."""
    noun = verb.head
    stands = verb.dep_ == "acl" and noun.pos_ in {"NOUN", "PROPN"} and noun.i < verb.i and by is not None
    return noun if stands else None


def _asked(verb: Token, entry: CueEntry, draft: Draft) -> bool:
    """Read what somebody was asked: "asked whether A", "was asked about A"; it is not said by whom."""
    for clause in children(verb, "advcl", "ccomp"):
        if clause.i > verb.i and any(c.dep_ == "mark" and c.lower_ in {"if", "whether"} for c in clause.children):
            draft.content = [reach(clause, clause)]
            return True
    for prep in children(verb, "prep"):
        if prep.lower_ == "about" and prep.i > verb.i and "about" in entry.prepositions:
            draft.content = [reach(noun, noun) for noun in prep.children if noun.dep_ in {"pobj", "pcomp"}][:1]
            return bool(draft.content)
    return False


def _passive_object(verb: Token, topic: Token, entry: CueEntry, draft: Draft) -> bool:
    tail = [c for c in children(verb, "oprd") if c.i > verb.i]
    wanted = {frame[4:] for frame in entry.frames if frame.startswith("obj-")}
    tail += [c for c in children(verb, "prep") if c.lower_ in wanted and c.i > verb.i]
    if topic.lower_ in {"this", "that"} and draft.source is not None and "that" in entry.frames:
        draft.content = sentence_before(verb)
        return bool(draft.content)
    objects = bool({"obj", "oprd", "obj-as"} & entry.frames) or bool(wanted - {"to"} and tail)
    if not objects:
        return False
    if topic.lower_ in _BARE_OBJECTS and entry.type not in {"judge"} and not tail:
        return False
    whole = chars(topic.left_edge, topic) if topic == verb.head else phrase(topic)
    draft.content = [whole, *(reach(c, c) for c in tail[:1])]
    if entry.type == "judge":
        draft.target = phrase(topic)
    words = sum(len(verb.doc.char_span(s, e, alignment_mode="expand") or ()) for s, e in draft.content)
    return bool(tail) or draft.source is not None or (entry.type in {"judge", "report", "deny"} and words > 2)
