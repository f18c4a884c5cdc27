"""Who holds a long office whose name stands behind its last comma: "an adviser to the head of the office, Adan Osk"."""

from bisect import bisect_left
from operator import attrgetter

from spacy.tokens import Token

from transforms.claims.beside import Names
from transforms.claims.people import is_personal
from transforms.entities.words import HONORIFICS, PERSON_NOUNS, RANKS
from transforms.records import Mention

_START = attrgetter("start")
_JOINTS = frozenset({"of", "to", "for", "at", "in", "on", "from", "under"})
_WITHIN = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "POS", "HYPH", "DT", "CC", "IN", "TO", "VBN", "PRP$", "CD"})
_OTHER_JOINTS = frozenset({"that", "by", "with", "as", "than", "because", "if", "while", "after", "before", "about"})
_MARKS = frozenset({"(", ")", "“", "”", '"', "«", "»", "-", "``", "''"})
_CLOSING = frozenset({",", ".", ";", ":", "”", '"', "»", "(", "?", "!"})
_BEFORE_NAME = HONORIFICS | RANKS
_OF_ONE = 5
_LONGEST = 30


def named_behind_office(names: Names, head: Token, cue: tuple[int, int] | None) -> Mention | None:
    """Find the person whose name, behind a comma, ends an office longer than the parse's phrase.

    "A, announced an adviser to the head of the office of the president, Adan Osk." None where the name may belong to
    the last person of the phrase, who is known to be that: "the spokesman of the president, Osk" of President Osk.
    """
    doc = head.doc
    title = is_personal(head) or head.lower_ in PERSON_NOUNS
    if not title or head.tag_ in {"NNS", "NNPS"} or head.ent_type_ == "PERSON" or head.lower_ == "source":
        return None
    comma = head.i + 1
    while comma < min(len(doc), head.i + _OF_ONE) and doc[comma].tag_ in {"NN", "HYPH"}:
        comma += 1  # "deputy | head", "press - secretary"
    if comma >= len(doc) or doc[comma].lower_ not in _JOINTS:
        return None
    while comma < min(len(doc), head.i + _LONGEST) and _is_within(doc[comma]):
        comma += 1
    if comma + 1 >= len(doc) or doc[comma].text != ",":
        return None
    first = comma + 1
    while first + 1 < len(doc) and doc[first].lower_.rstrip(".") in _BEFORE_NAME:
        first += 1
    at = bisect_left(names.mentions, doc[first].idx, key=_START)
    name = names.mentions[at] if at < len(names.mentions) else None
    if name is None or name.start != doc[first].idx or name.type != "PERSON" or name.level != "name":
        return None
    words_ = doc.char_span(name.start, name.end, alignment_mode="expand")
    behind = doc[words_.end] if words_ is not None and words_.end < len(doc) else None
    closed = behind is None or behind.text in _CLOSING or (cue is not None and behind.idx == cue[0])
    return name if closed and not is_anothers(names.text, name, head) else None


def is_anothers(text: str, name: Mention, head: Token) -> bool:
    """Tell whether a name behind a comma is known to be the last office's: "the envoy of the king, Osk"."""
    if not text.endswith(", ", 0, name.start) or name.start < head.idx:
        return False
    last = text[head.idx : name.start - 2].lower().split()[-1:]
    held = {word for role in name.roles for word in role.title.lower().split()}
    return last != [head.lower_] and not (held & PERSON_NOUNS).isdisjoint(last)


def _is_within(token: Token) -> bool:
    """Tell whether a word may stand within an office: nouns, their adjectives and what joins them."""
    if token.text in _MARKS:
        return True
    return token.tag_ in _WITHIN and "\n" not in token.text and token.lower_ not in _OTHER_JOINTS


def office_head(names: Names, head: Token, start: int, end: int) -> Token:
    """Give the noun of an office where the parser took the body within it for the one who speaks: "the head of Osk"."""
    words = head.doc.char_span(start, end, alignment_mode="expand")
    of = next((t for t in words or () if t.lower_ == "of"), None)
    if words is None or of is None or not words.start < of.i < head.i:
        return head
    noun, named = of.nbor(-1), names.at(head.idx, head.idx + len(head), head.idx, head.idx + len(head))
    office = noun.tag_ in {"NN", "NNS", "NNP"} and noun.lemma_.lower() in PERSON_NOUNS | _FOLLOWERS
    within = all(t.tag_ in _WITHIN or t.text in _MARKS for t in head.doc[of.i + 1 : head.i])
    whose = named is not None and named.type != "PERSON"
    whose = whose and not (
        head.nbor(-1).text[:1].isupper() and named is not None and named.entity_id.startswith("unk-")
    )
    opens = all(t.tag_ in _WITHIN for t in words[: noun.i - words.start])
    return noun if office and within and whose and opens else head


_FOLLOWERS = frozenset(
    {"reader", "resident", "supporter", "follower", "viewer", "user", "subscriber", "opponent", "fan"}
)
