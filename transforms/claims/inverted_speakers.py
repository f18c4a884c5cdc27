"""Who speaks between a cue and a comma: ", stated the minister, ", ", declared on Friday the head of the port."."""

from spacy.tokens import Token

from transforms.claims.clauses import SUBJECTS
from transforms.claims.people import is_personal

_MARKS = frozenset({'"', "“", "”", "«", "»"})
_LONG_TITLE = 24
_OCCASIONS = frozenset({"following", "after", "during", "before"})


def inverted_speaker(verb: Token) -> tuple[int, int] | None:
    """Find the token range of the speaker between cue and comma: ", stated the minister, "."""
    doc = verb.doc
    if not verb.i or doc[verb.i - 1].text not in {",", "–", "—"} or verb.tag_ not in {"VBD", "VBZ", "VBN"}:
        return None
    if verb.tag_ == "VBN" and not _closes_with_title(verb):
        return None
    if any(c.dep_ in SUBJECTS and c.i < verb.i for c in verb.children):
        return None
    speaks = False
    first = _past_day(verb)
    for token in doc[first : first + _LONG_TITLE]:
        if token.text == "," or (token.text == "." and _closes(token, verb)):
            return (first, _with_name(token)) if speaks else None
        if token.text in _MARKS or token.text == "." or token.lower_ == "them":
            continue
        if speaks and token.lower_ in _OCCASIONS and token.nbor(-1).pos_ == "PROPN":
            return first, token.i  # ", said Osk | following the talks with Berg."
        if token.is_space or token.pos_ in {"VERB", "AUX", "PUNCT", "PRON", "SCONJ"}:
            return None
        named = token.pos_ == "PROPN" and token.ent_type_ not in {"DATE", "TIME"}
        speaks = speaks or named or is_personal(token)
    return None


def _closes_with_title(verb: Token) -> bool:
    """Tell a verb taken for a participle by the bare title that ends its sentence: "A, added president."."""
    after = verb.doc[verb.i + 1 : verb.i + 3]
    return len(after) > 1 and after[0].tag_ == "NN" and is_personal(after[0]) and after[1].text == "."


def _past_day(verb: Token) -> int:
    """Go over the particle of "points out" and the day of "declared on Wednesday the head"."""
    doc, i = verb.doc, verb.i + 1
    if i < len(doc) and doc[i].dep_ == "prt":
        i += 1
    if i + 2 < len(doc) and doc[i].lower_ == "on" and doc[i + 1].ent_type_ == "DATE":
        i += 1
        while i < len(doc) and doc[i].ent_type_ == "DATE":
            i += 1
    return i


def _closes(stop: Token, verb: Token) -> bool:
    """Tell a full stop from that of an abbreviation within a name: "the institute them. N. F. Osk"."""
    if stop.i + 1 >= len(stop.doc):
        return True
    return stop.i + 1 >= verb.sent.end and stop.nbor(-1).lower_ != "them"


def _with_name(comma: Token) -> int:
    """Take in the name that ends the sentence behind a title: "agrees the analyst of the bank, Ana Osk."."""
    doc, i = comma.doc, comma.i + 1
    if comma.text != "," or i >= len(doc) or any(t.ent_type_ == "PERSON" for t in doc[comma.i - 3 : comma.i]):
        return comma.i
    while i < len(doc) and doc[i].ent_type_ == "PERSON":
        i += 1
    named = i > comma.i + 1 and i < len(doc) and doc[i].text in {".", ","}
    return i if named else comma.i
