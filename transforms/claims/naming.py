"""What somebody calls or holds something to be: "called the plan a gamble", "named the law “a mistake”"."""

from spacy.tokens import Token

from transforms.claims.clauses import FINITE, chars, children, is_small, reach
from transforms.claims.drafts import Range
from transforms.claims.lexicon import CueEntry
from transforms.claims.rebuttals import rebutted
from transforms.claims.tails import with_complements

_OPENING = frozenset({"“", '"', "''", "‘", "``"})
_CLOSING = frozenset({"”", '"', "''", "’"})
NAMING = frozenset({"name", "call", "label", "dub", "brand", "term", "deem", "declare", "pronounce"})


def predicate(verb: Token, entry: CueEntry) -> list[Range]:
    """Give what is called what: "called the plan a gamble", also where the name stands in quotation marks."""
    if "oprd" not in entry.frames:
        return []
    objects = [c for c in children(verb, "dobj", "dative") if c.i > verb.i]
    if headed := _in_title(verb) or _to_be(verb, objects):
        return headed
    if objects and (claim := rebutted(verb)) is not None:
        return [chars(claim.left_edge, claim), reach(objects[0], objects[0])]
    doing = verb.i + 1 < len(verb.doc) and verb.nbor(1).tag_ == "VBG" and entry.cue in NAMING
    if doing and (called := _two_phrases(verb)):
        return called  # "called swimming a pleasure"
    for clause in children(verb, "ccomp", "xcomp"):
        if clause.i > verb.i and (is_small(clause) or _is_lost_adjective(clause)):
            behind = [c for c in children(verb, "oprd") if c.i > clause.i]
            return [reach(objects[0] if objects and objects[0].i < clause.i else clause, (behind or [clause])[-1])]
    predicates = [c for c in children(verb, "oprd", "acomp", "attr") if c.i > verb.i]
    if predicates:
        if objects and objects[0].i < predicates[-1].i:
            return [reach(objects[0], with_complements(verb, predicates[-1]))]
        relative = [c for c in children(verb, "dobj") if c.i < verb.i]
        return [*(reach(c, c) for c in relative[:1]), reach(predicates[0], predicates[-1])]
    if len(objects) > 1 and entry.cue in NAMING:
        return [reach(objects[0], objects[1])]  # "branded the port | a farce"
    if objects and (entry.cue in NAMING or entry.cue == "consider") and _is_verdict(objects[0]):
        return [reach(objects[0], objects[0])]
    if objects and entry.cue in NAMING:
        return _described_object(objects[0]) or _named_object(objects[0]) or _two_phrases(verb)
    return _two_phrases(verb) if entry.cue == "consider" else []


def _to_be(verb: Token, objects: list[Token]) -> list[Range]:
    """Read "considers the islands to be its own"."""
    for clause in children(verb, "ccomp", "xcomp"):
        if clause.lemma_ == "be" and clause.i > verb.i and any(c.tag_ == "TO" for c in clause.children):
            first = children(clause, "nsubj") or [c for c in objects if c.i < clause.i]
            return [reach(first[0], clause)] if first else []
    return []


def _in_title(verb: Token) -> list[Range]:
    """Read a title, which has no articles: "Mayor calls fire at mill | act of sabotage"."""
    words = [t for t in verb.sent if not t.is_space]
    rest = [t for t in words if t.i > verb.i]
    if verb.lower_ != "calls" or words[-1].text in {".", "!", "?", ",", ":"} or any(t.pos_ == "DET" for t in rest):
        return []
    called = any(t.lower_ in _VERDICT_HEADS and t.nbor(1).lower_ in {"of", "on", "against"} for t in rest[1:-1])
    return [(rest[0].idx, rest[-1].idx + len(rest[-1]))] if called else []


_VERDICT_HEADS = frozenset(
    {"act", "crime", "violation", "breach", "threat", "attempt", "attack", "assault", "form", "sign", "symbol", "piece"}
    | {"matter", "result", "betrayal", "declaration", "waste", "part", "source", "victory", "kind", "question"}
)


def _is_verdict(noun: Token) -> bool:
    """Tell a verdict without an article that was joined to what it is on: "called the report | rubbish"."""
    before = noun.nbor(-1) if noun.i else noun
    return noun.lower_ in _VERDICTS and before.dep_ == "compound" and before.head == noun and before.tag_ in _COMMON


_COMMON = frozenset({"NN", "NNS"})
_VERDICTS = frozenset(
    {"nonsense", "rubbish", "garbage", "bunk", "propaganda", "slander", "libel", "fiction", "fantasy", "blackmail"}
    | {"hypocrisy", "treason", "madness", "theatre", "theater", "sabotage", "terrorism", "genocide", "piracy"}
    | {"revenge", "politics", "populism", "theft", "robbery", "extortion", "censorship", "corruption", "retaliation"}
    | {"espionage", "fraud", "racism", "apartheid", "torture", "murder", "terror", "vandalism", "lawlessness"}
    | {"speculation", "gossip", "hysteria", "suicide", "provocation", "aggression", "disinformation", "misinformation"}
)


def _is_lost_adjective(clause: Token) -> bool:
    """Tell an adjective that was taken for a verb: "considers the claim groundless"."""
    plain = clause.tag_ == "VB" and all(c.dep_ in {"nsubj", "punct", "advmod"} for c in clause.children)
    return plain and clause.lower_.endswith(_ADJECTIVAL)


_ADJECTIVAL = ("less", "ful", "ous", "able", "ible", "ive", "ic")


def is_predicate(last: Token) -> bool:
    """Tell an adjective behind its noun, also one that was taken for a noun: "called the claims of Oslo | groundless".

    Only endings that hardly any noun has count for what was taken for one.
    """
    lost = last.tag_ in {"NN", "VB"} and last.lower_.endswith(("less", "ful", "ous", "ible"))
    behind = last.i > 0 and last.nbor(-1).pos_ in {"NOUN", "PROPN", "PRON"} and last.nbor(-1).tag_ != "PRP$"
    return behind and (last.pos_ == "ADJ" or lost)


def _two_phrases(verb: Token) -> list[Range]:
    """Give an object and what it is called where the parser made one of them: "considered | the port a mistake"."""
    doc, first = verb.doc, verb.i + 1
    if first >= verb.sent.end or not (doc[first].pos_ in _NOMINAL or doc[first].tag_ == "VBG"):
        return []
    for token in doc[first + 1 : min(verb.sent.end - 1, first + _OBJECT)]:
        before = token.nbor(-1)
        if token.tag_ in FINITE or token.text in _PARTING or token.lower_ in _JOINING:
            return []
        if is_predicate(token) and (token.i + 1 >= len(doc) or token.nbor(1).text in _PARTING):
            return [(doc[first].idx, token.idx + len(token))]
        called = token.lower_ in {"a", "an"} or token.text in _OPENING
        names = (before.pos_ in {"NOUN", "PROPN", "PRON"} and before.tag_ != "PRP$") or before.i == first
        if called and names and token.nbor(1).ent_type_ not in {"DATE", "TIME"}:
            end = token.i + 1
            while end < verb.sent.end and doc[end].text not in _PARTING and doc[end].tag_ not in FINITE:
                end += 1
            last = doc[end - 1]
            return [(doc[first].idx, last.idx + len(last))] if end > token.i + 1 else []
    return []


_NOMINAL = frozenset({"DET", "PRON", "PROPN", "NOUN", "ADJ"})
_OBJECT = 14
_PARTING = frozenset({",", ";", ":", ".", "–", "—", "-"})
_JOINING = frozenset({"that", "which", "who", "and", "but", "to", "as", "because"})


def _described_object(noun: Token) -> list[Range]:
    """Give an object with the adjective that the parser hung behind it: "called | the sale unlawful"."""
    for child in noun.children:
        bare = child.i == noun.i + 1 and (child.dep_ == "amod" or (child.dep_ == "acl" and child.tag_ == "VBN"))
        if bare and not any(c.dep_ in {"agent", "prep"} and c.i == child.i + 1 for c in child.children):
            return [reach(noun, noun)]
    return []


def _named_object(noun: Token) -> list[Range]:
    doc, last = noun.doc, noun.right_edge
    following = doc[last.i + 1] if last.i + 1 < len(doc) else None
    start = noun.left_edge.idx
    if following is not None and following.text == '"' and any(t.text == '"' for t in doc[noun.i + 1 : last.i + 1]):
        return [(start, last.idx + len(last))]  # it closes what the object opened
    if following is not None and following.text in _OPENING:
        for token in doc[following.i + 1 : min(noun.sent.end, following.i + 40)]:
            if token.text in _CLOSING:
                return [(start, token.idx + len(token))]
    if any(t.text in _OPENING for t in doc[noun.i + 1 : last.i + 1]) or any(c.dep_ == "appos" for c in noun.children):
        return [(start, last.idx + len(last))]
    return []
