"""What a cue verb says: its content by the frames of the lexicon, in active and passive clauses."""

from spacy.tokens import Token

from transforms.claims.clauses import agent, is_negated, is_passive, phrase, subject
from transforms.claims.cues import Hit
from transforms.claims.drafts import Draft, Range
from transforms.claims.lexicon import CueEntry

_BARE_OBJECTS = frozenset(
    {"it", "this", "that", "so", "what", "which", "nothing", "something", "anything", "much", "more"}
)
_CLAUSE_FRAMES = frozenset({"that", "thatf", "addr-that", "whether", "quote"})
_GROUP_DEPS = frozenset(
    {
        "nsubj",
        "nsubjpass",
        "aux",
        "auxpass",
        "neg",
        "advmod",
        "prt",
        "dative",
        "dobj",
        "prep",
        "npadvmod",
        "agent",
        "expl",
    }
)


def draft_verb(hit: Hit) -> Draft | None:
    """Build the claim that a cue verb makes, without quotations; None if it governs no content."""
    verb, entry = hit.token, hit.entry
    draft = Draft(entry=entry, act=entry.act, cue=hit.span, head=verb.i, cue_negated=is_negated(verb))
    if is_passive(verb):
        if not _passive(verb, entry, draft):
            return None
    else:
        if not _active(verb, entry, draft):
            return None
        set_source(draft, subject(verb))
    return draft


def set_source(draft: Draft, noun: Token | None) -> None:
    if noun is None:
        return
    draft.source, draft.source_head = phrase(noun), noun.i


def _children(verb: Token, *deps: str) -> list[Token]:
    return [child for child in verb.children if child.dep_ in deps]


def _reach(first: Token, last: Token) -> Range:
    """Give the range from the left edge of one subtree to the right edge of another."""
    right = last.right_edge
    return first.left_edge.idx, right.idx + len(right)


def _active(verb: Token, entry: CueEntry, draft: Draft) -> bool:
    for find in (_clause, _infinitive, _predicate, _object_and_preposition, _preposition, _gerund, _object):
        content = find(verb, entry)
        if content:
            draft.content = content
            break
    else:
        return False
    if {"addr-that", "obj-to", "whether"} & entry.frames:
        draft.addressees = [phrase(child) for child in _children(verb, "dobj", "dative")]
    if entry.type == "judge":
        for child in _children(verb, "dobj")[:1]:
            draft.target = phrase(child)
    return True


def _clause(verb: Token, entry: CueEntry) -> list[Range]:
    if not _CLAUSE_FRAMES & entry.frames:
        return []
    clauses = _children(verb, "ccomp")
    after = [c for c in clauses if c.i > verb.i and not _is_small(c)]
    if after:
        return [_reach(after[0], after[0])]
    return parenthetical(verb)


def _is_small(clause: Token) -> bool:
    """A small clause ("called him a liar") has no verb, an infinitive one ("urge him to go") no finite verb."""
    return clause.pos_ not in {"VERB", "AUX"}


def group(verb: Token) -> tuple[int, int]:
    """Give the token range of the cue's clause: verb, subject, auxiliaries and short adjuncts next to it."""
    left = right = verb.i
    children = [c for c in verb.children if c.dep_ in _GROUP_DEPS]
    for child in sorted((c for c in children if c.i < verb.i), key=lambda c: -c.i):
        if child.right_edge.i >= left - 2:
            left = min(left, child.left_edge.i)
    for child in sorted((c for c in children if c.i > verb.i), key=lambda c: c.i):
        if child.left_edge.i <= right + 2:
            right = max(right, child.right_edge.i)
    return left, right + 1


def parenthetical(verb: Token) -> list[Range]:
    """Find the content around a cue clause that follows or interrupts it: "A, he said", "A, he said, B"."""
    doc, sent = verb.doc, verb.sent
    left, right = group(verb)
    before = doc[left - 1] if left > sent.start else None
    leads = [c for c in verb.children if c.dep_ == "ccomp" and c.i < verb.i]
    if before is None or (before.text not in {",", "”", '"', "—", "–", "-", "''"} and not leads):
        return []
    if subject(verb) is None:
        return []
    if not leads and verb.dep_ in {"acl", "advcl", "relcl", "xcomp", "conj", "pcomp"}:
        return []
    if any(c.dep_ in {"dobj", "xcomp"} and c.i > verb.i and c.dep_ == "xcomp" for c in verb.children):
        return []
    ranges = [(doc[sent.start].idx, before.idx + len(before))]
    if right < sent.end - 1 and doc[right].text in {",", "—", "–", "-"}:
        rest = doc[right + 1 : sent.end]
        lead = set(leads)
        if any(t in lead or t.is_ancestor(verb) or any(a in lead for a in t.ancestors) for t in rest if not t.is_punct):
            last = doc[sent.end - 1]
            ranges.append((doc[right + 1].idx, last.idx + len(last)))
    return ranges


def _infinitive(verb: Token, entry: CueEntry) -> list[Range]:
    frames = entry.frames
    for clause in _children(verb, "xcomp", "ccomp", "advcl"):
        if clause.i < verb.i or not any(c.dep_ == "aux" and c.tag_ == "TO" for c in clause.children):
            continue
        objects = [c for c in _children(verb, "dobj", "dative", "prep") if verb.i < c.i < clause.i]
        inner = [c for c in clause.children if c.dep_ == "nsubj" and c.i < clause.i]
        if objects or inner:
            if "obj-to" in frames and clause.dep_ != "advcl":
                first = (objects + inner)[0]
                if first.dep_ == "prep":
                    first = next(iter(first.children), first)
                return [_reach(first, clause)]
        elif "to" in frames and clause.dep_ == "xcomp":
            return [_reach(clause, clause)]
    return []


def _predicate(verb: Token, entry: CueEntry) -> list[Range]:
    if "oprd" not in entry.frames:
        return []
    for clause in _children(verb, "ccomp", "xcomp"):
        if clause.i > verb.i and _is_small(clause):
            objects = [c for c in _children(verb, "dobj") if verb.i < c.i < clause.i]
            return [_reach(objects[0] if objects else clause, clause)]
    predicates = [c for c in _children(verb, "oprd") if c.i > verb.i]
    objects = [c for c in _children(verb, "dobj", "dative")]
    if predicates:
        return (
            [_reach(objects[0], predicates[-1])]
            if objects and objects[0].i < predicates[-1].i
            else [
                *([_reach(objects[0], objects[0])] if objects else []),
                _reach(predicates[-1], predicates[-1]),
            ]
        )
    return []


def _object_and_preposition(verb: Token, entry: CueEntry) -> list[Range]:
    wanted = {frame[4:] for frame in entry.frames if frame.startswith("obj-")}
    if not wanted:
        return []
    for child in _children(verb, "dobj", "dative"):
        for prep in [*_children(verb, "prep"), *(c for c in child.children if c.dep_ == "prep")]:
            if prep.lower_ in wanted and prep.i > child.i:
                return [_reach(child, prep)]
            if prep.lower_ in wanted and child.i < verb.i:
                return [_reach(child, child), _reach(prep, prep)]
    return []


def _preposition(verb: Token, entry: CueEntry) -> list[Range]:
    wanted = entry.prepositions
    if entry.particle and not wanted:
        wanted = frozenset({entry.particle})
    if not wanted:
        return []
    for child in _children(verb, "prep", "prt"):
        if child.lower_ in wanted and child.i > verb.i:
            for noun in child.children:
                if noun.dep_ in {"pobj", "pcomp", "ccomp"}:
                    clause = [c for c in _children(verb, "xcomp", "advcl") if c.i > noun.i and _has_to(c)]
                    return [_reach(noun, clause[0] if clause and entry.particle else noun)]
    return []


def _has_to(clause: Token) -> bool:
    return any(c.dep_ == "aux" and c.tag_ == "TO" for c in clause.children)


def _gerund(verb: Token, entry: CueEntry) -> list[Range]:
    if "ing" not in entry.frames:
        return []
    for clause in _children(verb, "xcomp", "ccomp"):
        if clause.i > verb.i and clause.tag_ == "VBG":
            return [_reach(clause, clause)]
    return []


def _object(verb: Token, entry: CueEntry) -> list[Range]:
    if "obj" not in entry.frames:
        return []
    for child in _children(verb, "dobj"):
        if child.lower_ in _BARE_OBJECTS and entry.type != "judge":
            return []
        return [_reach(child, child)]
    return []


def _passive(verb: Token, entry: CueEntry, draft: Draft) -> bool:
    by = agent(verb)
    if by is not None:
        set_source(draft, by)
    else:
        draft.reason = "agentless passive"
    topics = _children(verb, "nsubjpass")
    topic = topics[0] if topics else None
    clauses = [c for c in _children(verb, "ccomp") if c.i > verb.i]
    infinitives = [c for c in _children(verb, "xcomp") if c.i > verb.i and _has_to(c)]
    if clauses and _CLAUSE_FRAMES & entry.frames:
        draft.content = [_reach(clauses[0], clauses[0])]
        if topic is not None and topic.lower_ != "it" and {"addr-that", "whether"} & entry.frames:
            draft.addressees = [phrase(topic)]
        return True
    if topic is None:
        return False
    if infinitives and "obj-to" in entry.frames | {"pass-to"}:
        draft.content = [phrase(topic), _reach(infinitives[0], infinitives[0])]
        return bool({"pass-to", "that", "obj-to"} & entry.frames)
    return _passive_object(verb, topic, entry, draft)


def _passive_object(verb: Token, topic: Token, entry: CueEntry, draft: Draft) -> bool:
    tail = [c for c in _children(verb, "oprd") if c.i > verb.i]
    wanted = {frame[4:] for frame in entry.frames if frame.startswith("obj-")}
    tail += [c for c in _children(verb, "prep") if c.lower_ in wanted and c.i > verb.i]
    objects = bool({"obj", "oprd", "obj-as"} & entry.frames) or bool(wanted - {"to"} and tail)
    if not objects:
        return False
    if topic.lower_ in _BARE_OBJECTS and entry.type not in {"judge"} and not tail:
        return False
    draft.content = [phrase(topic), *(_reach(c, c) for c in tail[:1])]
    if entry.type == "judge":
        draft.target = phrase(topic)
    return bool(tail) or draft.source is not None or entry.type in {"judge", "report", "deny"}
