"""Plain nouns for people whom the text names: "fisherman Adan Osk" makes him "the fisherman" of the next sentences."""

from collections.abc import Sequence

from spacy.tokens import Doc, Span, Token

from transforms.entities.found import Found
from transforms.entities.words import EPITHETS, HONORIFICS, ORGANIZATION_NOUNS, PERSON_NOUNS, RANKS, words

SPEAKING_NOUNS = words(
    """
    father mother brother sister son daughter wife husband widow grandfather grandmother neighbour neighbor uncle
    aunt resident native eyewitness witness survivor victim pensioner passenger driver pilot fisherman farmer
    shepherd fan student schoolboy schoolgirl pupil nurse surgeon paramedic rescuer volunteer soldier policeman
    fighter refugee worker miner engineer sailor priest rabbi monk owner trader shopkeeper blogger suspect defendant
    accused plaintiff detainee
    """
)
"""Who may speak in a text before it says the name: "The father of the boy has told what happened"."""
_KNOWN = PERSON_NOUNS | EPITHETS | ORGANIZATION_NOUNS.keys() | HONORIFICS | RANKS
_ARTICLES = frozenset({"a", "an", "the", "one"})
_ENDINGS = ("ist", "man", "woman", "ologist", "ician", "keeper", "worker")
_NO_PERSONS = words(
    "name man woman boy girl person one part place home city town time day year son daughter ship vessel boat"
)


def nouns_beside(doc: Doc, names: Sequence[Found]) -> dict[int, frozenset[str]]:
    """Give the plain nouns that stand beside the names of people, by the start of the name."""
    found: dict[int, frozenset[str]] = {}
    for name in names:
        if name.type != "PERSON" or name.level != "name" or not name.ids:
            continue
        span = doc.char_span(name.start, name.end, alignment_mode="expand")
        nouns = frozenset(_beside(span)) if span is not None else frozenset()
        if nouns:
            found[name.start] = nouns
    return found


def _beside(span: Span) -> list[str]:
    doc, root = span.doc, span.root
    nouns: list[Token] = []
    before = doc[span.start - 1] if span.start else None
    if before is not None and before.whitespace_ and _is_personal(before.lower_):
        nouns.append(before)  # "fisherman Adan Osk"
    if root.dep_ == "appos" and root.head.i < span.start and _has_article(root.head) and root.head.dep_ != "pobj":
        nouns.append(root.head)  # "a student of the school, Adan Osk,"
    nouns += [
        child
        for child in root.children
        if child.dep_ == "appos" and child.i >= span.end and doc[span.end].text == "," and _has_article(child)
    ]
    return [noun.lower_ for noun in nouns if _is_plain(noun)]


def _is_personal(noun: str) -> bool:
    return noun in SPEAKING_NOUNS or noun.endswith(_ENDINGS)


def _has_article(noun: Token) -> bool:
    return noun.left_edge.lower_ in _ARTICLES


def _is_plain(noun: Token) -> bool:
    return noun.tag_ == "NN" and noun.text.islower() and noun.lower_ not in _KNOWN and noun.lower_ not in _NO_PERSONS
