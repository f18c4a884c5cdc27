"""Passive cues: "A was said to B", "A was accused by B of C", "asked about A"."""

from spacy.tokens import Token

from transforms.claims.clauses import FINITE, agent, chars, children, phrase, reach
from transforms.claims.drafts import Draft
from transforms.claims.frames import has_infinitive, question
from transforms.claims.lexicon import CLAUSE_FRAMES, CueEntry
from transforms.claims.parentheticals import as_clause
from transforms.claims.points_back import sentence_before
from transforms.claims.sources import set_source
from transforms.claims.told_in import issuer_of_passive, learned_from, place_of, place_of_denial

_BARE_OBJECTS = frozenset(
    {"it", "this", "that", "so", "what", "which", "nothing", "something", "anything", "much", "more"}
)


_PLACING = frozenset({"in", "at", "on"})


def read_passive(verb: Token, entry: CueEntry, draft: Draft) -> bool:
    """Read a passive cue into the draft: its agent, its content; False if it governs none."""
    by = agent(verb)
    _set_teller(verb, entry, draft, by)
    topics = children(verb, "nsubjpass")
    topic = topics[0] if topics else _described(verb, by)
    clauses = [c for c in children(verb, "ccomp") if c.i > verb.i]
    infinitives = [c for c in children(verb, "xcomp") if c.i > verb.i and has_infinitive(c)]
    if clauses and CLAUSE_FRAMES & entry.frames:
        draft.content = [reach(clauses[0], clauses[0])]
        if topic is not None and topic.lower_ != "it" and {"addr-that", "whether"} & entry.frames:
            draft.addressees = [phrase(topic)]
        return True
    if (
        (by is not None and _informs_of_this(verb, entry, draft))
        or ("whether" in entry.frames and _asked(verb, entry, draft))
        or (topic is not None and topic.lower_ == "it" and _behind_lone_that(verb, entry, draft))
    ):
        return True
    places = [p for c in children(verb, "prep") if c.lower_ in _PLACING for p in c.children if p.dep_ == "pobj"]
    place = next((p for p in places if p.ent_type_ not in {"DATE", "TIME"}), None)
    if (by or place) is not None and "that" in entry.frames and (comment := as_clause(verb)):
        set_source(draft, by or place)  # "as reported in the ministry"
        draft.content = comment
        return True
    if topic is None or (entry.cue in {"quote", "cite"} and _tells_through(verb)):
        return False
    if (
        by is None
        and entry.type == "deny"
        and (seat := place_of_denial(verb)) is not None
        and not verb.sent.end - verb.i > 3
    ):
        set_source(draft, seat)  # "In Yerevan this is denied"
        draft.reason, draft.content = None, [phrase(topic)]
        return True
    if entry.cue == "report" and any(
        c.tag_ == "VBN" and c.i > verb.i for c in children(verb, "xcomp", "oprd", "ccomp")
    ):
        return False  # "two were reported killed"
    if infinitives and "marked" not in entry.frames and {"pass-to", "that", "obj-to"} & entry.frames:
        draft.content = [phrase(topic), reach(infinitives[0], infinitives[0])]
        if topic.lower_ != "it" and ("addr-that" in entry.frames or entry.type == "request"):
            draft.addressees = [phrase(topic)]  # "residents are advised to stay inside"
        return True
    return _passive_object(verb, topic, entry, draft)


def _set_teller(verb: Token, entry: CueEntry, draft: Draft, by: Token | None) -> None:
    """Give the draft its agent, or else the body or text it was said in."""
    if by is not None:
        set_source(draft, by)
    elif (entry.type == "deny" or entry.cue == "confirm") and (seat := place_of(verb, before=False)) is not None:
        set_source(draft, seat)  # "The accusations were denied in the ministry"
    elif (issuer := issuer_of_passive(verb) or learned_from(verb)) is not None:
        set_source(draft, issuer)
    else:
        draft.reason = "agentless passive"


def _behind_lone_that(verb: Token, entry: CueEntry, draft: Draft) -> bool:
    """Read a clause whose "that" the parser took for an object: "It is specified that as a result nobody was hurt"."""
    last = verb.sent[-1]
    if "that" not in entry.frames or verb.i + 3 > last.i or verb.nbor(1).lower_ != "that":
        return False
    that = verb.nbor(1)
    lone = that.dep_ in {"dobj", "pobj", "nsubj"} and not verb.nbor(2).is_punct
    if not lone or not any(t.tag_ in FINITE for t in verb.doc[verb.i + 2 : last.i]):
        return False
    draft.content = [chars(verb.nbor(2), last)]
    return True


def _informs_of_this(verb: Token, entry: CueEntry, draft: Draft) -> bool:
    """Read who told an outlet the sentence before: "The Courier was informed about this by the press service"."""
    hearers = children(verb, "nsubjpass") if "addr-that" in entry.frames else []
    preps = [c for c in children(verb, "prep") if c.lower_ in {"about", "of"}]
    this = any(c.lower_ in {"this", "it"} for prep in preps for c in prep.children if c.dep_ == "pobj")
    if not hearers or not this:
        return False
    draft.content, draft.addressees = sentence_before(verb), [phrase(hearers[0])]
    return bool(draft.content)


def _tells_through(verb: Token) -> bool:
    """Tell "In May Osk was quoted as saying that A", whose "saying" is the cue."""
    preps = [c for c in children(verb, "prep") if c.lower_ == "as" and c.i > verb.i]
    return any(t.tag_ == "VBG" and t.right_edge.i > t.i for c in preps for t in c.children)


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
    if behind := question(verb, entry):
        draft.content = behind
        return True
    for prep in children(verb, "prep"):
        if prep.lower_ == "about" and prep.i > verb.i and "about" in entry.prepositions:
            draft.content = [reach(noun, noun) for noun in prep.children if noun.dep_ in {"pobj", "pcomp"}][:1]
            return bool(draft.content)
    return False


def _is_heading(verb: Token) -> bool:
    """Tell the first line of a text, without a stop, which tells what is new: "Potatoes were called a medicine"."""
    words = [t for t in verb.sent if not t.is_space]
    return verb.sent.start == 0 and words[-1].text not in {".", "!", "?"} and verb.tag_ == "VBN"


def _passive_object(verb: Token, topic: Token, entry: CueEntry, draft: Draft) -> bool:
    tail = [c for c in children(verb, "oprd") if c.i > verb.i]
    wanted = {frame[4:] for frame in entry.frames if frame.startswith("obj-")}
    tail += [c for c in children(verb, "prep") if c.lower_ in wanted and c.i > verb.i]
    if draft.source is None:
        wanted.discard("at")  # "the losses are estimated at A"
        tail = [c for c in tail if c.lower_ != "at"]
    if entry.cue in {"promise", "offer"} and (given := children(verb, "dobj")) and draft.source is not None:
        draft.content, draft.addressees = [reach(given[0], given[0])], [phrase(topic)]
        return True  # "was promised millions by Osk"
    points = topic.lower_ in {"this", "that"} or (topic.lower_ == "it" and topic.i == verb.sent.start)
    if points and draft.source is not None and {"that", "addr-that"} & entry.frames:
        draft.content = sentence_before(verb)
        return bool(draft.content)
    if entry.cue == "repeat" and draft.source is None:
        return False  # "so that such a fire is not repeated"
    if (
        entry.cue in {"call", "name", "brand", "dub", "term"}
        and draft.source is None
        and not _is_heading(verb)
        and any(c.pos_ in {"NOUN", "PROPN", "VERB"} or c.lower_ == "as" for c in tail)
    ):
        return False  # "the most common trick is called phishing"
    objects = bool({"obj", "oprd"} & entry.frames) or bool(wanted - {"to"} and tail)
    if not objects or any(c.tag_ == "WP$" for c in topic.children):
        return False  # "the mayor, whose words are quoted by the Courier"
    if topic.lower_ in _BARE_OBJECTS and entry.type not in {"judge"} and not tail:
        return False
    whole = chars(topic.left_edge, topic) if topic == verb.head else phrase(topic)
    draft.content = [whole, *(reach(c, c) for c in tail[:1])]
    if entry.type == "judge":
        draft.target = phrase(topic)
    if draft.source is None and not tail and "obj" not in entry.frames:
        return False  # "a state of emergency was declared"
    words = sum(len(verb.doc.char_span(s, e, alignment_mode="expand") or ()) for s, e in draft.content)
    return bool(tail) or draft.source is not None or (entry.type in {"judge", "report", "deny"} and words > 2)
