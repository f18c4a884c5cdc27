"""What a quantity with a unit measures: the subject of its verb ("inflation fell to 7 percent"), or its own noun."""

from spacy.tokens import Doc, Token

from transforms.figures.counted import counted_phrase

_STATING = frozenset(
    """
    be become total amount stand equal cost weigh measure last reach exceed pass top surpass hit remain stay average
    rise fall grow drop increase decrease decline jump climb soar surge plunge slump shrink slow ease double
    """.split()  # noqa: SIM905 (a table)
)
_QUALIFYING = frozenset(("of", "for", "worth"))
_ADVERBIAL = frozenset(("npadvmod", "dobj", "attr", "oprd", "acomp", "nmod", "pobj", "nummod", "quantmod", "compound"))
_BY_PREPOSITION = frozenset(("to", "by", "at", "from"))
_STEPS = 5


def measured_thing(doc: Doc, start: int, end: int) -> str | None:
    """Name what the quantity at characters [start, end) measures, in lower case; None where the parse does not say.

    "The term of the contract is five years", "shells worth $2 million": term of contract, shells.
    """
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return None
    token = span.root
    for _ in range(_STEPS):
        head = token.head
        if head == token:
            return None
        if head.pos_ in ("VERB", "AUX"):
            thing = next((c for c in head.children if c.dep_ == "dobj" and c != token), None)
            if thing is not None:  # "dropped its claims for $3 million"
                return _phrase(doc, thing) if token.lower_ in _QUALIFYING and thing.i == token.i - 1 else None
            return _subject_of(doc, head) if head.lemma_.lower() in _STATING and token.dep_ != "nsubj" else None
        if head.lower_ in _QUALIFYING and head.head.pos_ in ("NOUN", "PROPN") and head.head.i < span.start:
            return _phrase(doc, head.head)
        if head.lower_ not in _BY_PREPOSITION and token.dep_ not in _ADVERBIAL:
            return None
        token = head
    return None


def _subject_of(doc: Doc, verb: Token) -> str | None:
    for _ in range(2):
        subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is not None:
            return _phrase(doc, subject)
        if verb.dep_ not in ("conj", "xcomp"):
            return None
        verb = verb.head
    return None


def _phrase(doc: Doc, noun: Token) -> str | None:
    """Give the noun with its adjectives, and what it is of."""
    if noun.pos_ not in ("NOUN", "PROPN"):
        return None
    first = min((c.i for c in noun.children if c.dep_ in ("amod", "compound", "nmod") and c.i < noun.i), default=noun.i)
    found = counted_phrase(doc, first, noun.i + 1, after_of=True)
    text = found.text if found else noun.lower_
    of = next((c for c in noun.children if c.lower_ == "of" and c.i == noun.i + 1), None)
    inner = next((c for c in of.children if c.dep_ == "pobj" and c.pos_ == "NOUN"), None) if of is not None else None
    return f"{text} of {inner.lower_}" if inner is not None and inner.i < noun.i + 5 else text
