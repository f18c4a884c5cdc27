"""Verbs of saying that say nothing where they stand: they name, set the scene or are an act of law."""

from spacy.tokens import Token

from transforms.claims.clauses import SUBJECTS, agent, is_negated
from transforms.claims.lexicon import CueEntry
from transforms.claims.passive_forms import has_object
from transforms.claims.people import is_personal
from transforms.claims.works import (
    is_declared,
    is_examined,
    is_in_writing,
    is_on_label,
    is_supposed,
    is_unknown,
    lets_in,
    marches,
    narrates,
    puts_up,
)

_REACTING = frozenset({"comment", "respond", "react", "answer", "reply", "speak", "talk"})
_SAYING = frozenset({"say", "stress", "note", "claim", "argue", "add", "state", "explain", "point"})
_BASHFUL = frozenset({"ask", "request", "want", "wish", "prefer", "decline", "refuse"})
_NAMED = frozenset({"named", "identified", "quoted"})
_NAMELESS = 6


def is_idle(verb: Token, entry: CueEntry) -> bool:
    """Tell whether a cue verb tells nobody's words or mind in this clause."""
    idle = _IDLE.get(entry.cue)
    return (
        _is_asked(verb, entry)
        or _is_due(verb)
        or _sets_scene(verb, entry)
        or (idle is not None and idle(verb))
        or _hides_name(verb, entry)
    )


def _is_asked(verb: Token, entry: CueEntry) -> bool:
    """Tell a question about what is said from what is said: "How did they comment on A?"."""
    if verb.sent[-1].text != "?" or entry.type in {"belief", "intention"}:
        return False
    who = next((c.i for c in verb.children if c.dep_ in SUBJECTS), -1)
    return any(c.dep_ in {"aux", "auxpass"} and c.i < who < verb.i for c in verb.children)


def _is_due(verb: Token) -> bool:
    """Tell what somebody has still to say by a day: "has until Monday to explain the losses"."""
    to = next((c.i for c in verb.children if c.lower_ == "to" and c.dep_ == "aux"), None)
    if verb.tag_ != "VB" or to is None:
        return False
    waited = any(t.lemma_.lower() == "wait" for t in verb.ancestors)
    return not waited and any(t.lower_ in {"until", "till"} for t in verb.doc[max(verb.sent.start, to - _DAY) : to])


_DAY = 6


def _sets_scene(verb: Token, entry: CueEntry) -> bool:
    """Tell what only leads to what somebody says: "Asked about A, he said B", "commenting on A, he called it B"."""
    if entry.cue == "ask" and verb.tag_ == "VBN" and verb.dep_ == "advcl" and agent(verb) is None:
        return verb.head.i > verb.i and not any(c.dep_ in SUBJECTS for c in verb.children)
    if entry.cue not in _REACTING:
        return False
    if verb.tag_ == "VB" and verb.dep_ == "xcomp" and verb.head.tag_ == "VBN" and verb.head.lemma_ in _BASHFUL:
        return True  # "said so when asked to comment on A"
    if entry.cue == "respond" and (any(c.tag_ == "MD" for c in verb.children) or _goes_on_saying(verb)):
        return True  # "how the allies could respond to an attack"
    if verb.tag_ != "VBG" or any(c.dep_ == "ccomp" for c in verb.children):
        return False
    top = verb.head.head if verb.dep_ == "acl" else verb.head
    if top.i < verb.i:
        return top.lemma_ in _TELLING and verb.dep_ in {"advcl", "acl", "xcomp"}  # "told them, commenting on A, that B"
    return verb.dep_ in {"advcl", "acl"} and top.pos_ == "VERB"


_TELLING = frozenset({"say", "tell", "state", "declare", "note", "announce", "write"})


def _goes_on_saying(verb: Token) -> bool:
    """Tell a reaction from the words that follow it: "responded to the ruling, saying that A", "by saying that A"."""
    if not any(c.lower_ == "to" and c.dep_ == "prep" for c in verb.children):
        return False
    told = [c for c in verb.children if c.dep_ == "advcl"]
    told += [p for c in verb.children if c.lower_ in {"by", "with"} for p in c.children if p.dep_ == "pcomp"]
    return any(t.tag_ == "VBG" and t.i > verb.i and t.lemma_.lower() in _SAYING for t in told)


def _only_names(verb: Token) -> bool:
    """Tell "a ferry called Aurora" and "called him on the phone" from "a plan called reckless by the mayor"."""
    if any(t.lower_ in _PHONES and t.nbor(-1).lower_ in {"by", "the"} for t in verb.doc[verb.i + 2 : verb.i + _FAR]):
        return True
    if verb.tag_ == "VBG" and any(c.dep_ in {"dobj", "nsubj"} and c.lower_ in _SELVES for c in verb.children):
        return True  # "people calling themselves activists"
    return verb.dep_ == "acl" and verb.tag_ != "VBG" and agent(verb) is None and not has_object(verb)


_PHONES = frozenset({"phone", "telephone"})
_FAR = 12
_SELVES = frozenset({"himself", "herself", "itself", "themselves"})


def _answers_to(verb: Token) -> bool:
    """Tell "the fleet answers to a raid" from “A,” he answered to reporters."""
    to = verb.nbor(1) if verb.i + 1 < len(verb.doc) else verb
    return to.lower_ == "to" and not any(c.dep_ == "pobj" and is_personal(c) for c in to.children)


def _says_its_word(verb: Token) -> bool:
    """Tell "the court has yet to say its word": it decides."""
    return any(c.dep_ == "dobj" and c.lower_ in {"word", "words", "prayer", "prayers"} for c in verb.children)


def _takes_to_court(verb: Token) -> bool:
    """Tell "appealed the ruling to the district court": nobody is asked for anything."""
    return any(c.dep_ == "dobj" and c.i > verb.i and not is_personal(c) and not c.ent_type_ for c in verb.children)


def _hands_over(verb: Token) -> bool:
    """Tell "referred the file to the court" from "referred to the file"."""
    return any(c.dep_ == "dobj" and c.i > verb.i for c in verb.children)


def _was_agreed(verb: Token) -> bool:
    """Tell "the truce agreed in May": a thing has no mind."""
    return verb.dep_ == "acl" and verb.tag_ in {"VBN", "VBD"} and agent(verb) is None


def _names_source(verb: Token) -> bool:
    """Tell ", citing a statement of the ministry" from "citing the delays"."""
    loose = verb.dep_ in {"acl", "advcl"} or (verb.i > 0 and verb.nbor(-1).text == ",")
    if verb.tag_ != "VBG" or not loose:
        return False
    return any(c.dep_ == "dobj" and (is_personal(c) or c.lemma_.lower() in _SOURCES) for c in verb.children)


def _names_source_aside(verb: Token) -> bool:
    """Tell the source named between commas: "reported, quoting a doctor, that A"."""
    doc = verb.doc
    for noun in verb.children:
        after = noun.right_edge.i + 1
        if noun.dep_ == "dobj" and after < len(doc) and doc[after].text == ",":
            return _names_source(verb)
    return False


_SOURCES = frozenset(
    {
        "statement",
        "report",
        "source",
        "witness",
        "official",
        "hospital",
        "agency",
        "ministry",
        "communique",
        "press",
        "police",
    }
    | {"service", "department", "office", "directorate", "council", "administration"}
    | {"spokesman", "spokeswoman", "medium", "media", "document", "website", "channel", "doctor", "relative"}
)


def _arms(verb: Token) -> bool:
    """Tell "rebels backed by Oslo" from "a bill backed by the union"."""
    noun = verb.head
    armed = is_personal(noun) or noun.lemma_.lower() in _ARMED or noun.ent_type_ in {"ORG", "NORP"}
    return verb.dep_ == "acl" and verb.tag_ == "VBN" and armed


_ARMED = frozenset({"force", "army", "militia", "troop", "alliance", "coalition", "unit", "opposition", "faction"})


def _reminds(verb: Token) -> bool:
    """Tell the writer's "let us recall that A"."""
    return verb.head.lemma_ == "let" and verb.tag_ == "VB"


def _hides_name(verb: Token, entry: CueEntry) -> bool:
    """Tell somebody's wish to stay unnamed: "an officer, who asked not to be named, said A"."""
    if entry.cue not in _BASHFUL:
        return False
    words = verb.doc[verb.i + 1 : verb.i + _NAMELESS]
    return any(t.lower_ in _NAMED for t in words) and any(t.lower_ == "be" for t in words)


def _says_anew(verb: Token) -> bool:
    """Tell "renewed the lease" from "renewed its call to do A"; of "its call for A" the noun tells."""
    for noun in verb.children:
        if noun.dep_ == "dobj" and noun.i > verb.i and noun.lemma_.lower() in _UTTERED:
            return any(c.lower_ in {"for", "of"} and c.dep_ == "prep" for c in noun.children)
    return True


_UTTERED = frozenset({"accusation", "appeal", "call", "commitment", "demand", "offer", "pledge", "vow", "warning"})


def _has_the_nerve(verb: Token) -> bool:
    """Tell "nobody dares to sell" from "dared the council to sell"."""
    return not any(c.dep_ in {"dobj", "ccomp"} for c in verb.children)


def _lets_stand(verb: Token) -> bool:
    """Tell "did not accept the gift" from "did not accept the accusation"."""
    for noun in verb.children:
        if noun.dep_ == "dobj" and noun.i > verb.i:
            return noun.lemma_.lower() not in _CONTESTED
    return True


def _cries_foul(verb: Token) -> bool:
    """Tell "Fans cry foul" from “A,” she cried."""
    return verb.i + 1 < len(verb.doc) and verb.nbor(1).lower_ in {"foul", "wolf"}


def _takes_for_real(verb: Token) -> bool:
    """Tell "recognized the republic" from "does not recognize the guilt" and "recognized that A"."""
    if any(c.dep_ in {"ccomp", "xcomp"} for c in verb.children) or not any(c.dep_ == "dobj" for c in verb.children):
        return False
    return not is_negated(verb) or _lets_stand(verb)


def _gives_name(verb: Token) -> bool:
    """Tell "named Osk coach", "named the ship Aurora" from "named the law a mistake", "named him the worst coach"."""
    if verb.dep_ == "acl" and agent(verb) is None:
        return True
    found = [c for c in verb.children if c.dep_ in {"oprd", "attr", "npadvmod"} and c.i > verb.i]
    called = found[-1] if found else None
    if called is None:
        return not any(t.text in {'"', "“"} for t in verb.doc[verb.i + 1 : verb.sent.end])
    if any(t.tag_ in {"JJS", "RBS"} for t in called.subtree):
        return False
    return called.pos_ == "PROPN" or is_personal(called)


def _finds_only(verb: Token) -> bool:
    """Tell "found the man dead" from "finds the plan absurd" and "found that A"."""
    for clause in verb.children:
        if clause.dep_ in {"ccomp", "xcomp", "oprd"} and clause.pos_ == "ADJ":
            return not (clause.lower_ in _JUDGED or clause.lower_.endswith(("able", "ible", "ing", "less")))
    return False


_JUDGED = frozenset(
    {"absurd", "strange", "odd", "unfair", "fair", "necessary", "unnecessary", "useful", "wrong", "right", "offensive"}
    | {"excessive", "hypocritical", "ridiculous", "funny", "sad", "important", "dangerous", "unfounded", "premature"}
)


def _menaces(verb: Token) -> bool:
    """Tell "threatened the coast" from "threatened a strike", whose object is a deed."""
    noun = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    if noun is None or any(c.dep_ in {"xcomp", "ccomp"} or c.lower_ == "with" for c in verb.children):
        return False
    return noun.lemma_.lower() not in _MENACES


_MENACES = frozenset(
    {"strike", "sanction", "return", "escalation", "boycott", "walkout", "war", "response", "retaliation", "lawsuit"}
    | {"protest", "withdrawal", "resignation", "revenge", "reprisal", "action", "measure", "sit-in", "punishment"}
    | {"tariff", "demonstration", "blockade", "closure", "invasion", "offensive"}
)


def _counts_nothing(verb: Token) -> bool:
    """Tell "registered two trademarks" from "registered 12 breaches of the truce"."""
    return not any(c.dep_ == "dobj" and c.lemma_.lower() in _INCIDENTS for c in verb.children)


_INCIDENTS = frozenset(
    {"breach", "violation", "case", "death", "attack", "shelling", "infection", "incident", "complaint", "explosion"}
    | {
        "earthquake",
        "tremor",
        "fire",
        "strike",
        "raid",
        "accident",
        "increase",
        "decrease",
        "decline",
        "growth",
        "rise",
    }
)


_CONTESTED = frozenset(
    {"claim", "charge", "accusation", "allegation", "argument", "explanation", "criticism", "version", "blame"}
    | {"figure", "statistic", "conclusion", "finding", "result", "outcome", "verdict", "reproach", "report", "excuse"}
    | {"assertion", "statement", "guilt", "responsibility", "interpretation", "view", "word"}
    | {"promise", "assurance"}
)


_IDLE = {
    "accept": _lets_stand,
    "admit": lets_in,
    "post": puts_up,
    "find": _finds_only,
    "threaten": _menaces,
    "register": _counts_nothing,
    "name": _gives_name,
    "recognize": _takes_for_real,
    "recognise": _takes_for_real,
    "declare": is_declared,
    "answer": _answers_to,
    "think": is_supposed,
    "believe": is_supposed,
    "dare": _has_the_nerve,
    "cry": _cries_foul,
    "write": is_in_writing,
    "know": is_unknown,
    "protest": marches,
    "tell": narrates,
    "question": is_examined,
    "indicate": is_on_label,
    "renew": _says_anew,
    "call": _only_names,
    "say": _says_its_word,
    "appeal": _takes_to_court,
    "refer": _hands_over,
    "agree": _was_agreed,
    "back": _arms,
    "cite": _names_source,
    "quote": _names_source_aside,
    "recall": _reminds,
    "remind": _reminds,
    "note": _reminds,
    "support": _arms,
}
