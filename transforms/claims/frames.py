"""The frames of cue verbs in active clauses: infinitives, objects, prepositions, what somebody is called."""

from spacy.tokens import Doc, Token

from transforms.claims.clauses import children, is_small, reach, subject
from transforms.claims.cues import LIABLE
from transforms.claims.drafts import Range
from transforms.claims.lexicon import CueEntry
from transforms.claims.parentheticals import sentence_before
from transforms.claims.people import is_personal
from transforms.claims.tails import with_complements

_BARE_OBJECTS = frozenset(
    {"it", "this", "that", "so", "what", "which", "nothing", "something", "anything", "much", "more"}
)
_OPENING = frozenset({"“", '"', "''", "‘", "``"})
_CLOSING = frozenset({"”", '"', "''", "’"})
_NAMING = frozenset({"call", "label", "dub", "brand", "term", "deem", "declare", "pronounce"})


def infinitive(verb: Token, entry: CueEntry) -> list[Range]:
    frames = entry.frames
    for clause in children(verb, "xcomp", "ccomp", "advcl"):
        if clause.i < verb.i or not any(c.dep_ == "aux" and c.tag_ == "TO" for c in clause.children):
            continue
        objects = [c for c in children(verb, "dobj", "dative", "prep") if verb.i < c.i < clause.i and _is_asked(c)]
        inner = [c for c in clause.children if c.dep_ == "nsubj" and c.i < clause.i]
        if objects or inner:
            if "obj-to" in frames and (clause.dep_ != "advcl" or entry.type == "request"):
                first = (objects + inner)[0]
                if first.dep_ == "prep":
                    first = next(iter(first.children), first)
                return [reach(first, clause)]
        elif ("to" in frames or (entry.type == "request" and "obj-to" in frames)) and clause.dep_ == "xcomp":
            return [reach(clause, clause)]
    return []


def _is_asked(child: Token) -> bool:
    """Tell somebody who is asked to do a thing from when and where he is: "called on her to", "vowed on Monday to"."""
    if child.ent_type_ in {"DATE", "TIME"} and child.pos_ != "PRON":
        return False
    if child.dep_ != "prep":
        return True
    nouns = [c for c in child.children if c.dep_ == "pobj"]
    return child.lower_ in _ASKING and not any(n.ent_type_ in {"DATE", "TIME"} for n in nouns)


_ASKING = frozenset({"on", "upon", "to", "with", "for"})


def predicate(verb: Token, entry: CueEntry) -> list[Range]:
    """Give what is called what: "called the plan a gamble", also where the name stands in quotation marks."""
    if "oprd" not in entry.frames:
        return []
    objects = [c for c in children(verb, "dobj", "dative") if c.i > verb.i]
    for clause in children(verb, "ccomp", "xcomp"):
        if clause.i > verb.i and is_small(clause):
            return [reach(objects[0] if objects and objects[0].i < clause.i else clause, clause)]
    predicates = [c for c in children(verb, "oprd", "acomp", "attr") if c.i > verb.i]
    if predicates:
        if objects and objects[0].i < predicates[-1].i:
            return [reach(objects[0], predicates[-1])]
        relative = [c for c in children(verb, "dobj") if c.i < verb.i]
        return [*(reach(c, c) for c in relative[:1]), reach(predicates[0], predicates[-1])]
    if objects and entry.cue in _NAMING:
        return _named_object(objects[0])
    return []


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


def object_and_preposition(verb: Token, entry: CueEntry) -> list[Range]:
    wanted = {frame[4:] for frame in entry.frames if frame.startswith("obj-")}
    if not wanted:
        return []
    charged = [c for c in children(verb, "ccomp") if any(m.lower_ == "that" for m in c.children if m.dep_ == "mark")]
    accused = next((c for c in children(verb, "dobj") if verb.i < c.i), None)
    if entry.cue == "accuse" and accused is not None and charged and charged[0].i > accused.i:
        return [reach(accused, charged[0])]  # "accused the envoy that he hides"
    for child in children(verb, "dobj", "dative"):
        for prep in [*children(verb, "prep"), *(c for c in child.children if c.dep_ == "prep")]:
            if prep.lower_ in wanted and child.i < verb.i and child.lower_ == "what":
                return [reach(noun, noun) for noun in prep.children if noun.dep_ in {"pobj", "pcomp"}][:1]
            if prep.lower_ in wanted and prep.i > child.i:
                return [reach(prep if "addr-that" in entry.frames else child, prep)]
            if prep.lower_ in wanted and child.i < verb.i:
                return [reach(child, child), reach(prep, prep)]
    return []


_TOLLS = frozenset({"toll", "number", "figure", "count", "estimate"})


def toll(verb: Token, entry: CueEntry) -> list[Range]:
    """Give the figure that somebody puts or raises: "put the death toll at 12"."""
    if "toll" not in entry.frames:
        return []
    for noun in children(verb, "dobj"):
        wanted = _TOLLS if entry.cue == "put" else {"toll"}
        if noun.lemma_.lower() not in wanted or noun.i < verb.i:
            continue
        for prep in [*children(verb, "prep"), *(t for t in noun.subtree if t.dep_ == "prep")]:
            if prep.lower_ in {"at", "to"} and any(t.like_num for t in prep.subtree):
                parts = [c for c in children(verb, "prep") if c.lower_ == "including" and c.i > prep.i]
                return [reach(noun, parts[0] if parts else prep)]
    return []


def responsible(verb: Token, entry: CueEntry) -> list[Range]:
    """Give whom somebody holds responsible: "holds the ministry responsible for the delay"."""
    if "responsible" not in entry.frames:
        return []
    for clause in children(verb, "ccomp", "oprd", "acomp", "xcomp"):
        if clause.lower_ in LIABLE and clause.i > verb.i:
            objects = [c for c in children(verb, "dobj") if verb.i < c.i]
            first = objects[0] if objects and objects[0].i < clause.i else clause
            return [reach(first, clause)]
    return []


_TELLING = frozenset({"tell", "report", "write", "inform"})


def preposition(verb: Token, entry: CueEntry) -> list[Range]:
    wanted = entry.prepositions
    if not wanted:
        return []
    if entry.particle in wanted:
        return _after_particle(verb, entry)
    if "quote" in entry.frames and any(c.lower_ in {"this", "that"} and c.i > verb.i for c in children(verb, "dobj")):
        return []  # "reported this on television"
    for child in children(verb, "prep", "prt"):
        if child.lower_ in wanted and child.i > verb.i:
            for noun in child.children:
                if noun.lower_ in {"this", "it"} and noun.dep_ == "pobj" and entry.cue in _TELLING:
                    return sentence_before(verb)
                if noun.dep_ in {"pobj", "pcomp", "ccomp"} and noun.ent_type_ not in {"DATE", "TIME"}:
                    if _points(noun):
                        return [(noun.idx, noun.idx + len(noun))]
                    start, end = reach(noun, with_complements(verb, noun))
                    for other in children(verb, "prep"):
                        asked = other.lower_ == "for" and noun.lemma_ == "request" and other.i == noun.right_edge.i + 1
                        if asked or (other.lower_ == "as" and other.i > noun.i and entry.cue == "refer"):
                            end = reach(other, other)[1]
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
        if (
            child.i > mark.i
            and (child.dep_ in {"xcomp", "dobj", "ccomp"} or (child.dep_ == "advcl" and has_infinitive(child)))
            and child.left_edge.i <= last.i + 1
            and child.right_edge.i > last.i
        ):
            last = child.right_edge
    if last.i <= mark.i:
        return []
    return [(mark.idx + len(mark), last.idx + len(last))]


def has_infinitive(clause: Token) -> bool:
    return any(c.dep_ == "aux" and c.tag_ == "TO" for c in clause.children)


def gerund(verb: Token, entry: CueEntry) -> list[Range]:
    if "ing" not in entry.frames:
        return []
    for clause in children(verb, "xcomp", "ccomp"):
        if clause.i > verb.i and clause.tag_ == "VBG":
            return [reach(clause, clause)]
    return []


def _bare_object(verb: Token, entry: CueEntry, child: Token) -> list[Range] | None:
    """Give what "it" or "this" stands for as an object, [] where that is nothing told; None: read it as any object."""
    if child.lower_ in {"it", "them"} and entry.type == "deny":
        return [reach(child, child)]
    if entry.type == "judge":
        return None
    return sentence_before(verb) if child.lower_ in {"this", "that"} and "quote" in entry.frames else []


def object_alone(verb: Token, entry: CueEntry) -> list[Range]:
    if "obj" not in entry.frames:
        return []
    for clause in children(verb, "ccomp"):
        if clause.left_edge.i == verb.i + 1 and clause.left_edge.lower_ in {"what", "whoever", "whatever"}:
            return [reach(clause, clause)]  # "criticized what she called a gamble"
    for child in children(verb, "dobj"):
        if child.pos_ == "PRON" and (child.lower_ in _BARE_OBJECTS or entry.cue == "say"):
            bare = _bare_object(verb, entry, child)
            if bare is not None:
                return bare
        if entry.cue in {"cite", "quote"} and _can_speak(child) and (verb.tag_ == "VBG" or _as_saying(child)):
            return []
        if "thing" in entry.frames and not is_thing(verb):
            return []
        if child.lemma_.lower() in {"life", "victim", "casualty"}:
            return []
        if entry.cue == "attack" and (child.ent_type_ in _PLACES or child.lemma_.lower() in _HIT):
            return []
        if _points(child):
            return [(child.idx, child.idx + len(child))]
        start, end = reach(child, with_complements(verb, child, evidence=entry.type == "evidence"))
        return [_before_other((start, _with_rest(verb.doc, end)), verb)]
    return []


def _with_rest(doc: Doc, end: int) -> int:
    """Take in the second half of a compound that the parser parted, and how a thing is seen: "A as a mistake"."""
    word = doc.char_span(end - 1, end, alignment_mode="expand")
    at = word.end if word is not None else len(doc)
    if at + 1 < len(doc) and doc[at].text == "-" and doc[at].idx == end and not doc[at].whitespace_:
        return doc[at + 1].right_edge.idx + len(doc[at + 1].right_edge)
    if at + 1 < len(doc) and doc[at].lower_ == "as" and doc[at].dep_ == "prep" and doc[at].head.pos_ != "ADJ":
        return doc[at].right_edge.idx + len(doc[at].right_edge)
    return end


def _points(noun: Token) -> bool:
    """Tell a pronoun, which takes no complements of its own: "backed her | in the first round"."""
    return noun.lower_ in _POINTING and not any(c.dep_ == "relcl" or c.lower_ == "of" for c in noun.children)


_POINTING = frozenset({"it", "him", "her", "them", "me", "us", "this", "that"})


def _as_saying(noun: Token) -> bool:
    return any(t.lower_ == "as" and t.nbor(1).tag_ == "VBG" for t in noun.subtree if t.i + 1 < len(t.doc))


_PLACES = frozenset({"GPE", "LOC", "FAC", "NORP"})
_HIT = frozenset(
    {"crowd", "town", "village", "position", "base", "neighborhood", "neighbourhood", "convoy", "hospital", "city"}
    | {"checkpoint", "army", "troop", "fighter", "militant", "force", "post", "headquarters", "district", "area"}
    | {"camp", "police", "people", "civilian", "building", "station", "soldier", "ship", "target", "house", "patrol"}
)
"""What is attacked with arms, not with words."""


def _before_other(span: Range, verb: Token) -> Range:
    """End an object where somebody else speaks: "denied the report | with an officer telling the Courier that A"."""
    words = verb.doc.char_span(*span, alignment_mode="contract")
    for token in words or ():
        speaks = token.tag_ == "VBG" and token.lemma_ in {"tell", "say", "claim", "add", "insist"} and token.i > verb.i
        if not speaks:
            continue
        link = next((t for t in reversed(verb.doc[verb.i + 1 : token.i]) if t.lower_ == "with"), None)
        if link is not None and token.i - link.i <= _NEAR_SPEAKER:
            return span[0], link.idx
    return span


_NEAR_SPEAKER = 8


def _can_speak(noun: Token) -> bool:
    """Tell whether what is quoted is a speaker ("quoting Interfax"), not the words."""
    return (
        noun.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"} or is_personal(noun) or noun.lemma_ in {"source", "agency"}
    )


_EVIDENCE = frozenset(
    {"poll", "survey", "study", "datum", "data", "report", "figure", "video", "footage", "photo", "photograph", "image"}
    | {"record", "document", "research", "analysis", "result", "statistic", "polling", "average", "test", "chart"}
    | {"email", "e-mail", "filing", "ledger", "tape", "review", "search", "number", "investigation", "audit", "tally"}
    | {
        "disclosure",
        "estimate",
        "history",
        "log",
        "census",
        "transcript",
        "recording",
        "clip",
        "map",
        "imagery",
        "memo",
    }
    | {"paper", "count", "outcome", "inspection", "inquiry", "probe", "experience", "evidence", "balance", "forecast"}
)


def evidence(verb: Token) -> Token | None:
    """Give the survey, record or figure that shows something: its subject, or the noun it follows as a participle."""
    if verb.tag_ == "VBG" and verb.i and verb.nbor(-1).lemma_.lower() in _EVIDENCE:
        return verb.nbor(-1)
    noun = subject(verb)
    if noun is not None and noun.tag_ in {"WDT", "WP"} and verb.dep_ == "relcl":
        noun = verb.head
    return noun if noun is not None and noun.lemma_.lower() in _EVIDENCE else None


def is_thing(verb: Token) -> bool:
    return evidence(verb) is not None
