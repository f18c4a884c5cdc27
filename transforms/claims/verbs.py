"""What a cue verb says: its content by the frames of the lexicon, in active and passive clauses."""

from collections.abc import Mapping

from spacy.tokens import Token

from transforms.claims.clauses import (
    SUBJECTS,
    agent,
    governors,
    is_negated,
    is_passive,
    is_personal,
    loose_participle,
    own_subject,
    phrase,
    subject,
)
from transforms.claims.cues import Hit
from transforms.claims.drafts import Draft, Range
from transforms.claims.lexicon import REPORTING_TYPES, CueEntry

_BARE_OBJECTS = frozenset(
    {"it", "this", "that", "so", "what", "which", "nothing", "something", "anything", "much", "more"}
)
_BARE_QUESTIONS = frozenset({"why", "when", "how", "where", "whether", "what", "who"})
_TAIL_PREPOSITIONS = frozenset(
    {"to", "of", "for", "against", "about", "as", "over", "with", "from", "into", "toward", "towards"}
)
_CLAUSE_FRAMES = frozenset({"that", "thatf", "addr-that", "whether", "quote"})
_OPENING = frozenset({"“", '"', "''", "‘", "``"})
_CLOSING = frozenset({"”", '"', "''", "’"})
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
        set_source(draft, subject(verb) if outer is None else subject(outer))
        _read_beside(draft, verb)
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
        draft.source = (start, start + len(verb.doc.text[start : verb.idx].rstrip()))


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
        if any(c.dep_ in SUBJECTS for c in above.children) and below.dep_ in {"advcl", "relcl"}:
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
            end = start + len(noun.doc.text[start:end].rstrip(" ,–—"))
    draft.source, draft.source_head = (start, end), noun.i


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
    if (
        verb.i + 1 < len(verb.doc)
        and verb.doc[verb.i + 1].lower_ == "that"
        and verb.doc[verb.i + 1].tag_ in {"IN", "WDT"}
    ):
        last = verb.sent[-1]
        return [(verb.doc[verb.i + 1].idx, last.idx + len(last))] if last.i > verb.i + 2 else []
    bare = [
        c
        for c in verb.children
        if c.i > verb.i and c.lower_ in _BARE_QUESTIONS and c.dep_ in {"advmod", "ccomp", "dobj"}
    ]
    if bare and bare[0].i == verb.i + 1 and (bare[0].i + 1 >= len(verb.doc) or verb.doc[bare[0].i + 1].is_punct):
        return [_reach(bare[0], bare[0])]
    return _as_clause(verb) or parenthetical(verb)


def _as_clause(verb: Token) -> list[Range]:
    """Find the clause that "as X said" comments on."""
    if verb.dep_ != "advcl" or not any(
        c.lower_ == "as" and c.dep_ in {"mark", "advmod"} and c.i < verb.i for c in verb.children
    ):
        return []
    if own_subject(verb) is None or any(c.dep_ in {"dobj", "ccomp", "xcomp"} and c.i > verb.i for c in verb.children):
        return []
    main = verb.head
    left, right = (main.sent[0], main.sent[-1]) if main.dep_ == "ROOT" else (main.left_edge, main.right_edge)
    start, end = left.idx, right.idx + len(right)
    low, high = verb.left_edge.idx, verb.right_edge.idx + len(verb.right_edge)
    return [r for r in ((start, low), (high, end)) if r[0] < r[1]]


def _is_small(clause: Token) -> bool:
    """Tell a small clause ("called him a liar") from one whose verb the parser missed."""
    return clause.pos_ not in {"VERB", "AUX"} and not any(c.dep_ == "mark" for c in clause.children)


def group(verb: Token) -> tuple[int, int]:
    """Give the token range of the cue's clause: verb, subject, auxiliaries and short adjuncts next to it."""
    left = right = verb.i
    speaker = own_subject(verb)
    children = [c for c in verb.children if c.dep_ in _GROUP_DEPS and (c.dep_ not in SUBJECTS or c == speaker)]
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
    inverted = _inverted(verb)
    if inverted is not None:
        left, right = verb.i, inverted.right_edge.i + 1
    beside = noun_beside(verb)
    if beside is not None:
        return [(doc[sent.start].idx, doc[beside[0]].idx)] if beside[0] > sent.start + 2 else []
    before = doc[left - 1] if left > sent.start else None
    leads = [c for c in verb.children if c.dep_ == "ccomp" and c.i < verb.i]
    if before is None:
        return []
    final = verb.dep_ in {"ROOT", "ccomp"} and right >= sent.end - 1 and left > sent.start + 3
    if before.text not in {",", "”", '"', "—", "–", "-", "''"} and not leads and not final:
        return []
    if subject(verb) is None:
        return []
    if not leads and verb.dep_ in {"acl", "advcl", "relcl", "xcomp", "conj", "pcomp"}:
        return []
    if any(c.dep_ == "xcomp" and c.i > verb.i for c in verb.children):
        return []
    ranges = [(doc[sent.start].idx, before.idx + len(before))]
    if right < sent.end - 1 and doc[right].text in {",", "—", "–", "-"}:
        rest = doc[right + 1 : sent.end]
        lead = set(leads)
        if inverted is not None or any(
            t in lead or t.is_ancestor(verb) or any(a in lead for a in t.ancestors) for t in rest if not t.is_punct
        ):
            last = doc[sent.end - 1]
            ranges.append((doc[right + 1].idx, last.idx + len(last)))
    return ranges


_NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_NAME_PARTS = frozenset({"PROPN", "NOUN", "ADJ"})


def noun_beside(verb: Token) -> tuple[int, int] | None:
    """Find the token range of the speaker right before a cue that ends its sentence without a comma.

    Texts stripped of punctuation ("Ten were hurt the fire service said.") give the parser no border between content
    and speaker, so it is read from the words: a name, its titles, an article.
    """
    doc, sent = verb.doc, verb.sent
    if verb.tag_ not in {"VBD", "VBZ", "VBP"} or verb.i - sent.start < 5 or not _ends_sentence(verb):
        return None
    if any(c.dep_ in {"ccomp", "xcomp", "dobj"} and c.i > verb.i for c in verb.children):
        return None
    last = doc[verb.i - 1]
    if last.is_punct or last.pos_ not in {"PROPN", "NOUN", "PRON"}:
        return None
    if last.pos_ == "PRON":
        plain = last.lower_ in {"he", "she", "it", "they"} and not doc[last.i - 1].is_punct
        return (last.i, last.i + 1) if plain else None
    start, kind = last.i, ""
    for ent in sent.ents:
        if ent.end == verb.i and ent.label_ in _NAMED:
            start, kind = ent.start, ent.label_
    while start > sent.start and doc[start].pos_ != "DET":
        token = doc[start - 1]
        if token.pos_ in {"DET", "PRON"} and token.lower_ in _OPENERS:
            return (start - 1, verb.i) if not doc[max(start - 2, 0)].is_punct else None
        joins = (
            token.lower_ in {"for", "of"} and doc[start].is_title and start - 2 > sent.start and doc[start - 2].is_title
        )
        if token.pos_ not in _NAME_PARTS and token.text != "-" and not joins:
            break
        if kind == "PERSON" and token.ent_type_ in {"GPE", "LOC", "DATE"}:
            break
        inner = [e for e in sent.ents if e.start <= start - 1 < e.end]
        start = inner[0].start if inner and inner[0].label_ == "ORG" else start - 1
    return None if doc[max(start - 1, 0)].is_punct else (start, verb.i)


_OPENERS = frozenset({"the", "a", "an", "his", "its", "their"})


def _ends_sentence(verb: Token) -> bool:
    """Tell whether nothing but a day or a place follows the verb in its sentence."""
    rest = [t for t in verb.doc[verb.i + 1 : verb.sent.end] if t.is_alpha]
    return len(rest) <= 5 or (len(rest) <= 20 and rest[0].pos_ == "ADP" and not any(t.lower_ == "that" for t in rest))


def _inverted(verb: Token) -> Token | None:
    """Find the speaker after the verb that the parser took for its object: ", stated the minister, "."""
    if verb.i + 1 >= len(verb.doc) or any(c.dep_ in SUBJECTS for c in verb.children):
        return None
    noun = subject(verb)
    return noun if noun is not None and noun.i > verb.i and noun.dep_ in {"dobj", "oprd", "attr"} else None


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
    """Give what is called what: "called the plan a gamble", also where the name stands in quotation marks."""
    if "oprd" not in entry.frames:
        return []
    objects = [c for c in _children(verb, "dobj", "dative") if c.i > verb.i]
    for clause in _children(verb, "ccomp", "xcomp"):
        if clause.i > verb.i and _is_small(clause):
            return [_reach(objects[0] if objects and objects[0].i < clause.i else clause, clause)]
    predicates = [c for c in _children(verb, "oprd", "acomp", "attr") if c.i > verb.i]
    if predicates:
        if objects and objects[0].i < predicates[-1].i:
            return [_reach(objects[0], predicates[-1])]
        relative = [c for c in _children(verb, "dobj") if c.i < verb.i]
        return [*(_reach(c, c) for c in relative[:1]), _reach(predicates[0], predicates[-1])]
    if objects and entry.cue in _NAMING:
        return _named_object(objects[0])
    return []


_NAMING = frozenset({"call", "label", "dub", "brand", "term", "deem"})


def _named_object(noun: Token) -> list[Range]:
    doc, last = noun.doc, noun.right_edge
    following = doc[last.i + 1] if last.i + 1 < len(doc) else None
    start = noun.left_edge.idx
    if following is not None and following.text in _OPENING:
        for token in doc[following.i + 1 : following.i + 40]:
            if token.text in _CLOSING:
                return [(start, token.idx + len(token))]
    if any(t.text in _OPENING for t in doc[noun.i + 1 : last.i + 1]) or any(c.dep_ == "appos" for c in noun.children):
        return [(start, last.idx + len(last))]
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
    if not wanted:
        return []
    if entry.particle in wanted:
        return _after_particle(verb, entry)
    for child in _children(verb, "prep", "prt"):
        if child.lower_ in wanted and child.i > verb.i:
            for noun in child.children:
                if noun.dep_ in {"pobj", "pcomp", "ccomp"}:
                    start, end = _reach(noun, noun)
                    for other in _children(verb, "prep"):
                        if other.lower_ == "for" and noun.lemma_ == "request" and other.i == noun.right_edge.i + 1:
                            end = _reach(other, other)[1]
                    return [(start, end)]
    return []


def _after_particle(verb: Token, entry: CueEntry) -> list[Range]:
    """Give what follows "call for" or "call on": the noun, and the infinitive it is called to."""
    mark = next((t for t in verb.doc[verb.i + 1 : verb.i + 4] if t.lower_ == entry.particle), None)
    if mark is None:
        return []
    last = mark
    for child in verb.children:
        if child.left_edge.i <= mark.i <= child.right_edge.i:
            last = child.right_edge
    for child in verb.children:
        if child.i > mark.i and (
            child.dep_ in {"xcomp", "dobj", "ccomp"} or (child.dep_ == "advcl" and _has_to(child))
        ):
            if child.left_edge.i <= last.i + 1 and child.right_edge.i > last.i:
                last = child.right_edge
    if last.i <= mark.i:
        return []
    return [(mark.idx + len(mark), last.idx + len(last))]


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
            return _sentence_before(verb) if child.lower_ in {"this", "that"} and "quote" in entry.frames else []
        if entry.cue in {"cite", "quote"} and verb.tag_ == "VBG" and _can_speak(child):
            return []
        if "thing" in entry.frames and not _is_thing(verb):
            return []
        if child.lemma_.lower() in {"life", "victim", "casualty"}:
            return []
        last = child
        for prep in _children(verb, "prep"):
            if prep.lower_ in _TAIL_PREPOSITIONS and prep.left_edge.i == last.right_edge.i + 1 and child.i < prep.i:
                if not any(t.ent_type_ in {"DATE", "TIME"} for t in prep.subtree if t.dep_ == "pobj"):
                    last = prep
        return [_reach(child, last)]
    return []


def _can_speak(noun: Token) -> bool:
    """Tell whether what is quoted is a speaker ("quoting Interfax"), not the words."""
    return (
        noun.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"} or is_personal(noun) or noun.lemma_ in {"source", "agency"}
    )


def _is_thing(verb: Token) -> bool:
    noun = subject(verb)
    return noun is not None and noun.pos_ == "NOUN" and not is_personal(noun) and noun.ent_type_ not in {"NORP", "GPE"}


def _sentence_before(verb: Token) -> list[Range]:
    """Give the sentence that "This was stated by X." points back to, in the same paragraph or the one before."""
    first = verb.sent[0]
    i = first.i - 1
    while i >= 0 and (verb.doc[i].is_space or verb.doc[i].text in {"”", '"', "»"}):
        i -= 1
    if i < 0:
        return []
    before = verb.doc[i].sent
    start, last = before[0], verb.doc[i]
    return [(start.idx, last.idx + len(last))]


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
    if infinitives and {"pass-to", "that", "obj-to"} & entry.frames:
        draft.content = [phrase(topic), _reach(infinitives[0], infinitives[0])]
        return True
    return _passive_object(verb, topic, entry, draft)


def _passive_object(verb: Token, topic: Token, entry: CueEntry, draft: Draft) -> bool:
    tail = [c for c in _children(verb, "oprd") if c.i > verb.i]
    wanted = {frame[4:] for frame in entry.frames if frame.startswith("obj-")}
    tail += [c for c in _children(verb, "prep") if c.lower_ in wanted and c.i > verb.i]
    if topic.lower_ in {"this", "that"} and draft.source is not None and "that" in entry.frames:
        draft.content = _sentence_before(verb)
        return bool(draft.content)
    objects = bool({"obj", "oprd", "obj-as"} & entry.frames) or bool(wanted - {"to"} and tail)
    if not objects:
        return False
    if topic.lower_ in _BARE_OBJECTS and entry.type not in {"judge"} and not tail:
        return False
    draft.content = [phrase(topic), *(_reach(c, c) for c in tail[:1])]
    if entry.type == "judge":
        draft.target = phrase(topic)
    return bool(tail) or draft.source is not None or entry.type in {"judge", "report", "deny"}
