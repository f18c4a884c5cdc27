"""The object of a cue verb as what it says or judges: "denied the report", "records show a rise"."""

from spacy.tokens import Doc, Token

from transforms.claims.clauses import chars, children, reach, subject
from transforms.claims.drafts import Range
from transforms.claims.lexicon import CueEntry
from transforms.claims.people import is_personal
from transforms.claims.points_back import sentence_before
from transforms.claims.quoted_as import passed_on
from transforms.claims.rebuttals import rebutted
from transforms.claims.tails import with_complements

_BARE_OBJECTS = frozenset(
    {"it", "this", "that", "so", "what", "which", "nothing", "something", "anything", "much", "more"}
)


def gerund(verb: Token, entry: CueEntry) -> list[Range]:
    """Give the deed of "denied hiding A", "denied on Monday having hidden A"."""
    if "ing" not in entry.frames:
        return []
    for clause in children(verb, "xcomp", "ccomp", "advcl"):
        first = clause.left_edge
        done = clause.tag_ in {"VBN", "VBD"} and any(c.dep_ == "aux" and c.lower_ == "having" for c in clause.children)
        apart = clause.dep_ == "advcl" and not (done and first.lower_ == "having" and first.nbor(-1).text != ",")
        if (
            clause.i > verb.i
            and (done or clause.tag_ == "VBG")
            and not (apart or clause.lower_ in {"citing", "quoting"})
        ):
            return [reach(clause, clause)]
    return []


def _bare_object(verb: Token, entry: CueEntry, child: Token) -> list[Range] | None:
    """Give what "it" or "this" stands for as an object, [] where that is nothing told; None: read it as any object."""
    if child.lower_ in {"it", "them"} and entry.type == "deny":
        return [reach(child, child)]
    if entry.type in {"judge", "stance"}:
        return None
    return sentence_before(verb) if child.lower_ in {"this", "that"} and "quote" in entry.frames else []


_STUDIES = frozenset(
    {"analysis", "audit", "census", "inquiry", "inspection", "investigation", "poll", "report", "research", "review"}
    | {"study", "survey"}
)
"""What finds in words, not in the ground: "the audit found ten breaches"."""


def object_alone(verb: Token, entry: CueEntry) -> list[Range]:
    if entry.cue == "find":
        study = evidence(verb)
        return _object(verb, entry) if study is not None and study.lemma_.lower() in _STUDIES else []
    if "obj" not in entry.frames:
        return []
    if passed := [whole for child in children(verb, "dobj") if (whole := passed_on(child)) is not None]:
        return passed[:1]
    if (claim := rebutted(verb)) is not None:
        return [chars(claim.left_edge, claim)]
    return _demanded_from(verb) or _object(verb, entry)


def _demanded_from(verb: Token) -> list[Range]:
    """Give what the parser hung on whom it is demanded from: "demanded from the mayor | apologies"."""
    for prep in children(verb, "prep") if verb.lemma_ == "demand" else ():
        asked = children(prep, "pobj") if prep.lower_ == "from" else []
        if len(asked) > 1 and asked[1].i > asked[0].i:
            return [reach(asked[1], with_complements(verb, asked[1]))]
        for deed in children(verb, "advcl", "xcomp") if asked else ():
            if deed.left_edge.tag_ == "TO" and deed.left_edge.i == asked[0].right_edge.i + 1:
                return [reach(deed, deed)]  # "demanded from the mayor | to open the bridge"
    return []


def _object(verb: Token, entry: CueEntry) -> list[Range]:
    for clause in children(verb, "ccomp"):
        if clause.left_edge.i == verb.i + 1 and clause.left_edge.lower_ in {"what", "whoever", "whatever"}:
            return [reach(clause, clause)]  # "criticized what she called a gamble"
    for child in children(verb, "dobj"):
        if child.pos_ == "PRON" and (child.lower_ in _BARE_OBJECTS or entry.cue == "say"):
            bare = _bare_object(verb, entry, child)
            if bare is not None:
                return bare
        speaks = _can_speak(child) or (child.tag_ == "PRP" and child.lower_ != "it")
        if entry.cue in {"cite", "quote"} and speaks and (verb.tag_ == "VBG" or _as_saying(child)):
            return []
        if "thing" in entry.frames and not is_thing(verb):
            return []
        if entry.cue == "ask" and (is_personal(child) or child.ent_type_ in _PERSONS):
            continue  # "asked Osk": who is asked, not what
        if _is_harmed(child, entry):
            return []
        if points(child):
            return [(child.idx, child.idx + len(child))]
        start, end = reach(child, with_complements(verb, child, evidence=entry.type == "evidence"))
        return [_before_other((start, _with_participle(verb, _with_rest(verb.doc, end))), verb)]
    return []


def _with_participle(verb: Token, end: int) -> int:
    """Take in a second object whose participle was taken for a verb: "noting the reach and | increased power of A"."""
    for other in verb.children if verb.tag_ == "VBG" else ():
        joined = other.dep_ == "conj" and other.tag_ in {"VBD", "VBN"} and other.nbor(-1).lower_ == "and"
        plain = any(c.dep_ == "dobj" and c.left_edge.i == other.i + 1 for c in other.children)
        if joined and plain and other.nbor(1).pos_ not in {"DET", "PRON"} and other.nbor(-1).idx == end + 1:
            return other.right_edge.idx + len(other.right_edge)
    return end


def _is_harmed(noun: Token, entry: CueEntry) -> bool:
    """Tell what is taken or attacked with arms from what is claimed or blamed."""
    word = noun.lemma_.lower()
    return word in {"life", "victim", "casualty"} or (
        entry.cue == "attack" and (noun.ent_type_ in _PLACES or word in _HIT)
    )


def _with_rest(doc: Doc, end: int) -> int:
    """Take in the second half of a compound that the parser parted, and how a thing is seen: "A as a mistake"."""
    word = doc.char_span(end - 1, end, alignment_mode="expand")
    at = word.end if word is not None else len(doc)
    if at + 1 < len(doc) and doc[at].text == "-" and doc[at].idx == end and not doc[at].whitespace_:
        return doc[at + 1].right_edge.idx + len(doc[at + 1].right_edge)
    if at + 1 < len(doc) and doc[at].lower_ == "as" and doc[at].dep_ == "prep" and doc[at].head.pos_ != "ADJ":
        return doc[at].right_edge.idx + len(doc[at].right_edge)
    return end


def points(noun: Token) -> bool:
    """Tell a pronoun, which takes no complements of its own: "backed her | in the first round"."""
    return noun.lower_ in _POINTING and not any(c.dep_ == "relcl" or c.lower_ == "of" for c in noun.children)


_POINTING = frozenset({"it", "him", "her", "them", "me", "us", "this", "that"})


def _as_saying(noun: Token) -> bool:
    return any(t.lower_ == "as" and t.nbor(1).tag_ == "VBG" for t in noun.subtree if t.i + 1 < len(t.doc))


_PERSONS = frozenset({"PERSON", "ORG"})
_PLACES = frozenset({"GPE", "LOC", "FAC", "NORP"})
_HIT = frozenset(
    {"crowd", "town", "village", "position", "base", "neighborhood", "neighbourhood", "convoy", "hospital", "city"}
    | {"checkpoint", "army", "troop", "fighter", "militant", "force", "post", "headquarters", "district", "area"}
    | {"infrastructure", "facility", "plant", "refinery", "depot", "airfield", "airport", "port", "region", "province"}
    | {"vehicle", "tanker", "vessel", "boat", "truck", "substation", "bridge", "shop", "settlement", "stronghold"}
    | {"camp", "police", "people", "civilian", "building", "station", "soldier", "ship", "target", "house", "patrol"}
)
"""What is attacked with arms, not with words."""


def _before_other(span: Range, verb: Token) -> Range:
    """End an object where somebody else speaks: "denied the report | with an officer telling the Courier that A".

    What is cited for it is no part of it: "reported ten deaths | citing a doctor".
    """
    words = verb.doc.char_span(*span, alignment_mode="contract")
    for token in words or ():
        if token.tag_ == "VBG" and token.lemma_ in {"cite", "quote"} and token.dep_ in {"acl", "advcl"}:
            return span[0], token.idx
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
    | {"register", "registry", "barometer", "index", "tracker", "database", "monitoring", "statistics"}
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
