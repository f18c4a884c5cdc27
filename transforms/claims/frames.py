"""The frames of cue verbs in active clauses: infinitives, objects, prepositions, questions, gerunds."""

from spacy.tokens import Token

from transforms.claims.clauses import children, reach
from transforms.claims.cues import LIABLE
from transforms.claims.drafts import Range
from transforms.claims.lexicon import CueEntry, load_cues
from transforms.claims.objects import points
from transforms.claims.points_back import sentence_before
from transforms.claims.tails import with_complements


def infinitive(verb: Token, entry: CueEntry) -> list[Range]:
    frames = entry.frames
    if _takes_relative(verb):
        return []  # "the help that they sought to end the drought"
    if entry.type == "report" and {"that", "addr-that"} & frames and (way := _how_to(verb)):
        return way
    for clause in children(verb, "xcomp", "ccomp", "advcl"):
        if clause.i < verb.i or not any(c.dep_ == "aux" and c.tag_ == "TO" for c in clause.children):
            continue
        objects = [c for c in children(verb, "dobj", "dative", "prep") if verb.i < c.i < clause.i and _is_asked(c)]
        inner = [c for c in clause.children if c.dep_ == "nsubj" and c.i < clause.i]
        if objects or inner:
            pushed = entry.cue == "push" and bool(objects) and objects[0].ent_type_ in {"GPE", "ORG", "PERSON", "NORP"}
            if "obj-to" in frames and (clause.dep_ != "advcl" or entry.type == "request" or pushed):
                first = (objects + inner)[0]
                if first.dep_ == "prep":
                    first = next(iter(first.children), first)
                return [reach(first, clause)]
        elif ("to" in frames or (entry.type == "request" and "obj-to" in frames)) and clause.dep_ == "xcomp":
            return [reach(clause, clause)]
    return _asked_behind(verb) if "obj-to" in frames and (entry.type == "request" or entry.cue == "tell") else []


def _how_to(verb: Token) -> list[Range]:
    """Give the way that somebody tells: "explained how to save fuel"."""
    for clause in children(verb, "xcomp", "ccomp"):
        first = clause.left_edge
        if first.i == verb.i + 1 and first.tag_ in {"WRB", "WP"} and has_infinitive(clause):
            return [reach(clause, clause)]
    return []


def _asked_behind(verb: Token) -> list[Range]:
    """Read "appealing to the citizens not to be drawn into A" where the parser hung the infinitive elsewhere."""
    doc, first = verb.doc, verb.i + 1
    for noun in children(verb, "dobj"):
        to = doc[min(noun.right_edge.i + 1, len(doc) - 1)]
        if noun.left_edge.i == first and to.tag_ == "TO" and to.head.i == to.i + 1 and to.head.dep_ == "xcomp":
            return [reach(noun, to.head)]  # "refused to say, urging readers to wait"
        if noun.left_edge.i == first and to.lower_ == "to" and to.i + 1 < len(doc) and to.nbor(1).tag_ == "VB":
            last = verb.right_edge if verb.right_edge.i < verb.i + _ASKED else to.right_edge
            return [(noun.left_edge.idx, last.idx + len(last))] if to.dep_ == "prep" else []
    if first + 2 >= verb.sent.end or doc[first].lower_ not in {"to", "on", "upon"} or doc[first].dep_ != "prep":
        return []
    for token in doc[first + 2 : min(verb.sent.end - 1, first + _ASKED)]:
        if token.tag_ == "TO" and token.nbor(1).tag_ == "VB" and token.head.i > token.i:
            last = token.head.right_edge
            return [(doc[first + 1].idx, last.idx + len(last))]
        if token.pos_ in {"VERB", "PUNCT"} or (token.pos_ == "AUX" and token.tag_ != "TO"):
            return []
    return []


_ASKED = 10


def _takes_relative(verb: Token) -> bool:
    """Tell whether the object of a verb is the noun that its clause describes."""
    if verb.dep_ == "relcl":
        return any(c.dep_ == "dobj" and c.i < verb.i and c.tag_ in _RELATIVE for c in verb.children)
    if verb.dep_ != "acl" or verb.tag_ == "VBG" or verb.head.lemma_.lower() in load_cues()["noun"]:
        return False
    marks = any(c.lower_ == "that" and c.i < verb.i for c in verb.children)
    return marks and any(c.dep_ == "nsubj" for c in verb.children)


_RELATIVE = frozenset({"WDT", "WP", "IN"})


def _is_asked(child: Token) -> bool:
    """Tell somebody who is asked to do a thing from when and where he is: "called on her to", "vowed on Monday to"."""
    if child.ent_type_ in {"DATE", "TIME"} and child.pos_ != "PRON":
        return False
    if child.dep_ != "prep":
        return True
    nouns = [c for c in child.children if c.dep_ == "pobj"]
    return child.lower_ in _ASKING and not any(n.ent_type_ in {"DATE", "TIME"} for n in nouns)


_ASKING = frozenset({"on", "upon", "to", "with", "for"})


def object_and_preposition(verb: Token, entry: CueEntry) -> list[Range]:
    wanted = {frame[4:] for frame in entry.frames if frame.startswith("obj-")}
    if not wanted:
        return []
    if "as" in wanted and (shifted := _shifted(verb)):
        return shifted
    charged = [c for c in children(verb, "ccomp") if any(m.lower_ == "that" for m in c.children if m.dep_ == "mark")]
    accused = next((c for c in children(verb, "dobj") if verb.i < c.i), None)
    if entry.cue == "accuse" and accused is not None and charged and charged[0].i > accused.i:
        return [reach(accused, charged[0])]  # "accused the envoy that he hides"
    for child in children(verb, "dobj", "dative"):
        for prep in [*children(verb, "prep"), *(c for c in child.children if c.dep_ == "prep")]:
            if prep.lower_ in wanted and child.i < verb.i and child.lower_ == "what":
                return [reach(noun, noun) for noun in prep.children if noun.dep_ in {"pobj", "pcomp"}][:1]
            if prep.lower_ == "in" and entry.cue == "accuse" and not _names_deed(prep):
                continue
            if prep.lower_ in wanted and prep.i > child.i:
                return [reach(prep if "addr-that" in entry.frames else child, prep)]
            if prep.lower_ in wanted and child.i < verb.i:
                return [reach(child, child), reach(prep, prep)]
    return _parted_charge(verb, accused) if entry.cue == "accuse" and accused is not None else []


def _shifted(verb: Token) -> list[Range]:
    """Read "dismissed as absurd claims that A", whose long object stands behind what it is called."""
    prep = verb.doc[verb.i + 1] if verb.i + 1 < verb.sent.end else verb
    if prep.lower_ != "as" or prep.head != verb:
        return []
    nouns = [*(c for c in prep.children if c.dep_ == "pobj"), *(c for c in children(verb, "dobj") if c.i > prep.i)]
    noun = next((n for n in nouns if n.lemma_.lower() in _CHARGES and n.tag_ == "NNS"), None)
    if noun is None or noun.right_edge.i == noun.i:
        return []
    return [(prep.nbor(1).idx, noun.right_edge.idx + len(noun.right_edge))]


_CHARGES = frozenset(
    {"allegation", "accusation", "claim", "report", "rumour", "rumor", "suggestion", "assertion", "charge", "criticism"}
)


def _parted_charge(verb: Token, accused: Token) -> list[Range]:
    """Give whom and of what where the parser hung the charge elsewhere: "accused | each other | in May | of lying"."""
    last = accused.right_edge
    for token in verb.doc[last.i + 1 : min(verb.sent.end, last.i + _ASKED)]:
        if token.pos_ in {"VERB", "AUX", "PUNCT"}:
            return []
        if token.lower_ == "of" and any(
            c.dep_ in {"pcomp", "pobj"} and c.lower_.endswith("ing") for c in token.children
        ):
            return [reach(accused, accused), reach(token, token)]
    return []


def _names_deed(prep: Token) -> bool:
    """Tell the charge of "accused him in the theft of A" from where it was made: "accused him in a statement"."""
    for noun in prep.children:
        if noun.dep_ == "pobj" and not noun.ent_type_ and noun.lemma_.lower() not in _UTTERANCES:
            return noun.lemma_.lower() in _DEEDS or noun.lower_.endswith(_DEED_ENDINGS)
        if noun.dep_ == "pcomp":
            return noun.tag_ == "VBG"
    return False


_DEED_ENDINGS = ("ance", "ence", "ery", "ing", "ism", "ment", "sion", "tion")
_DEEDS = frozenset(
    {"abuse", "attack", "attempt", "breach", "crime", "fraud", "lie", "murder", "plot", "theft", "failure"}
)
_UTTERANCES = frozenset(
    {"statement", "announcement", "publication", "conversation", "question", "session", "comment", "communication"}
    | {"parliament", "document", "television", "meeting", "filing", "morning", "evening", "briefing", "declaration"}
    | {"conference", "hearing", "testimony", "resolution", "petition", "posting", "region", "location", "presentation"}
)


def responsible(verb: Token, entry: CueEntry) -> list[Range]:
    """Give whom somebody holds responsible: "holds the ministry responsible for the delay"."""
    if "responsible" not in entry.frames:
        return []
    for clause in children(verb, "ccomp", "oprd", "acomp", "xcomp"):
        if clause.lower_ in LIABLE and clause.i > verb.i:
            objects = [c for c in children(verb, "dobj") if verb.i < c.i]
            first = objects[0] if objects and objects[0].i < clause.i else clause
            return [reach(first, clause)]
    for noun in children(verb, "dobj"):
        if any(c.lower_ in LIABLE and c.i > noun.i and c.dep_ in {"amod", "acomp", "oprd"} for c in noun.children):
            return [reach(noun, noun)]
    return []


_TELLING = frozenset({"tell", "report", "write", "inform", "speak", "talk", "speak out"})


def need(verb: Token, entry: CueEntry) -> list[Range]:
    """Give what translated press lets somebody state: "stated the need to close A", "said about the need for A"."""
    if entry.cue not in _STATING:
        return []
    nouns = [c for c in children(verb, "dobj") if c.i > verb.i]
    for prep in children(verb, "prep"):
        if prep.lower_ in {"about", "on", "of"} and prep.i == verb.i + 1:
            nouns += [c for c in prep.children if c.dep_ == "pobj"]
    for noun in nouns:
        if noun.lemma_.lower() in _NEEDS and any(
            c.dep_ in {"acl", "prep", "relcl"} and c.i > noun.i for c in noun.children
        ):
            return [reach(noun, noun)]
        if noun.dep_ == "pobj" and entry.cue != "tell" and _is_topic(verb, noun):
            return [reach(noun, noun)]
    return []


def _is_topic(verb: Token, noun: Token) -> bool:
    """Tell what somebody "stated about" in translations from what is said of it and from a number: "said about ten"."""
    plain = noun.pos_ in {"NOUN", "PROPN"} and not noun.ent_type_ and not any(t.like_num for t in noun.subtree)
    held = any(c.dep_ in {"dobj", "ccomp", "mark", "advmod"} or c.lower_ in {"what", "as"} for c in verb.children)
    described = any(c.dep_ in {"prep", "acl"} and c.i > noun.i for c in noun.children)
    return plain and not held and described and verb.tag_ in {"VBD", "VBZ", "VBN"} and noun.head.lower_ == "about"


_STATING = frozenset({"say", "state", "declare", "tell", "announce"})
_NEEDS = frozenset(
    {"need", "necessity", "importance", "readiness", "impossibility", "possibility", "inadmissibility", "willingness"}
    | {"intention", "desire", "absence", "lack", "presence", "risk", "danger", "threat", "inevitability", "priority"}
)


def _complements(verb: Token, entry: CueEntry) -> list[Token]:
    """List a verb's prepositions but for the hearers of what its object tells: "admitted the error | to reporters"."""
    told = "obj" in entry.frames and any(c.i > verb.i for c in children(verb, "dobj"))
    return [c for c in children(verb, "prep", "prt") if not (told and c.lower_ == "to")]


def preposition(verb: Token, entry: CueEntry) -> list[Range]:
    wanted = entry.prepositions
    if not wanted:
        return []
    last = entry.cue.rpartition(" ")[2]
    if last in wanted:
        return _after_particle(verb, last)
    if "quote" in entry.frames and any(c.lower_ in {"this", "that"} and c.i > verb.i for c in children(verb, "dobj")):
        return []  # "reported this on television"
    for child in [*_complements(verb, entry), *_hung_on_hearer(verb, entry)]:
        if child.lower_ in wanted and child.i > verb.i and (entry.cue != "push" or child.i == verb.i + 1):
            for noun in child.children:
                if noun.lower_ in {"this", "it"} and noun.dep_ == "pobj" and entry.cue in _TELLING:
                    return sentence_before(verb)
                if noun.dep_ in {"pobj", "pcomp", "ccomp"} and noun.ent_type_ not in {"DATE", "TIME"}:
                    start, end = reach(noun, with_complements(verb, noun))
                    if points(noun):
                        start, end = noun.idx, noun.idx + len(noun)
                    for other in children(verb, "prep"):
                        asked = other.lower_ == "for" and noun.lemma_ == "request" and other.i == noun.right_edge.i + 1
                        if asked or (other.lower_ == "as" and other.i > noun.i and entry.cue == "refer"):
                            end = reach(other, other)[1]
                    return [(start, end)]
    return []


def _hung_on_hearer(verb: Token, entry: CueEntry) -> list[Token]:
    """Give the "about" that the parser hung on who is told: "told “Courier” about A"."""
    if "addr-that" not in entry.frames:
        return []
    hearers = [c for c in children(verb, "dobj") if c.i > verb.i and c.pos_ == "PROPN"]
    return [c for noun in hearers for c in noun.children if c.dep_ == "prep" and c.lower_ == "about"]


def _after_particle(verb: Token, particle: str) -> list[Range]:
    """Give what follows "call for" or "call on": the noun, and the infinitive it is called to."""
    mark = next((t for t in verb.doc[verb.i + 1 : verb.i + 4] if t.lower_ == particle), None)
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


def question(verb: Token, entry: CueEntry) -> list[Range]:
    """Give what somebody is asked, behind him: "asked Osk during a visit | whether A", "was asked by Osk | why A"."""
    if "whether" not in entry.frames or any(
        has_infinitive(c) for c in children(verb, "xcomp", "ccomp") if c.i > verb.i
    ):
        return []
    for token in verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + _HEARER)]:
        top = token.head
        marks = token.lower_ in {"if", "whether"} and token.dep_ == "mark"
        if (marks or token.tag_ == "WRB") and top.dep_ in {"advcl", "ccomp", "relcl"} and top.i > token.i:
            return [(token.idx, top.right_edge.idx + len(top.right_edge))]
        if token.pos_ in {"VERB", "AUX"} or token.text in {",", ";", ":"} or token.lower_ == "for":
            return []
    return []


_HEARER = 14
