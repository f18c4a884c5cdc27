"""What a quantity with a unit measures: the subject of its verb ("inflation fell to 7 percent"), or its own noun."""

from spacy.tokens import Doc, Token

from transforms.figures.counted import counted_phrase

_STATING = frozenset(
    """
    be become total amount stand contain equal cost weigh measure last reach exceed pass top surpass hit remain stay
    average rise fall grow drop increase decrease decline jump climb soar surge plunge slump shrink slow ease double
    constitute comprise
    """.split()  # noqa: SIM905 (a table)
)
_CHANGING = frozenset(
    """
    raise lower cut increase reduce decrease hike slash expand boost extend double keep hold set put estimate lift
    push bring fix
    """.split()  # noqa: SIM905 (a table)
)
_VAGUE = frozenset("range amount sum order level tune rate height price size".split())  # noqa: SIM905
"""What is "of" a quantity in these words is not named by them: "aid in the amount of $5m"."""
_LASTING = frozenset("contract agreement deal lease ban truce ceasefire term visa licence license".split())  # noqa: SIM905
"""What a time with "for" qualifies; else it is how long something went on."""
_QUALIFYING = frozenset(("of", "for", "worth"))
_ADVERBIAL = frozenset(("npadvmod", "dobj", "attr", "oprd", "acomp", "nmod", "pobj", "nummod", "quantmod", "compound"))
_BY_PREPOSITION = frozenset(("to", "by", "at", "from"))
_DEGREES = frozenset(("to", "by", "at", "from", "for", "below", "above", "under", "over", "beyond"))
_SPANNING = frozenset(("stretch", "extend", "run", "spread"))
_EXTENTS = frozenset("long wide high deep tall thick heavy away".split())  # noqa: SIM905
_STEPS = 5
_PERCENT = frozenset(("percent", "per", "cent", "pct"))


def measured_thing(doc: Doc, start: int, end: int, kind: str = "") -> str | None:
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
            if token.lower_ in _BY_PREPOSITION and head.lemma_.lower() in _CHANGING:
                return _changed(doc, head)
            thing = next((c for c in head.children if c.dep_ == "dobj" and c != token), None)
            if thing is not None:  # "dropped its claims for $3 million"
                return _phrase(doc, thing) if token.lower_ in _QUALIFYING and thing.i == token.i - 1 else None
            moves = token.lower_ in _DEGREES and kind not in ("time", "length") and token.lower_ != "for"
            moves = moves or (kind == "length" and head.lemma_.lower() in _SPANNING)
            return _subject_of(doc, head) if (moves or _states(head)) and token.dep_ != "nsubj" else None
        if head.lower_ in _QUALIFYING and head.head.pos_ in ("NOUN", "PROPN") and head.head.i < span.start:
            noun = head.head.lemma_.lower()
            if noun in _VAGUE or (kind == "time" and head.lower_ == "for" and noun not in _LASTING):
                return None
            return _phrase(doc, head.head, span.start)
        if head.pos_ == "ADJ" and head.lower_ in _EXTENTS and head.dep_ in ("amod", "acl", "conj", "appos"):
            long = head.head if head.dep_ != "conj" else _modified(head)
            return _phrase(doc, long) if long is not None else None
        if head.pos_ == "ADJ" and head.lower_ in _EXTENTS and head.dep_ == "advmod" and _states(head.head):
            return _subject_of(doc, head.head)  # "an anchor weighing 140 kg and 3 meters long"
        if head.lower_ not in _DEGREES and token.dep_ not in _ADVERBIAL:
            return None
        token = head
    return None


def noun_before(doc: Doc, begin: int) -> str | None:
    """Name the plural right before a bound, as in a headline: "daily cases below 8,000"."""
    span = doc.char_span(begin - 2, begin - 1, alignment_mode="expand") if begin > 1 else None
    noun = span[-1] if span is not None and len(span) else None
    return _phrase(doc, noun) if noun is not None and noun.tag_ == "NNS" else None


def _states(verb: Token) -> bool:
    made_up = verb.lemma_ == "make" and any(c.lower_ == "up" for c in verb.children)
    return made_up or verb.lemma_.lower() in _STATING


def _changed(doc: Doc, verb: Token) -> str | None:
    """Give what is raised or cut by so much or to so much."""
    objects = ("dobj", "nsubjpass")
    thing = next((c for c in verb.children if c.dep_ in objects), None) or next(
        (c for c in verb.children if c.dep_ == "nsubj" and not any(o.dep_ == "dobj" for o in verb.children)), None
    )
    return _phrase(doc, thing) if thing is not None else None


def _modified(adjective: Token) -> Token | None:
    """Give the noun of "weighing 140 kg and 3 meters long"."""
    first = adjective.head
    return first.head if first.dep_ in ("amod", "acl") and first.head.pos_ in ("NOUN", "PROPN") else None


def _subject_of(doc: Doc, verb: Token) -> str | None:
    for _ in range(2):
        if verb.dep_ == "acl" and verb.tag_ == "VBG":
            return _phrase(doc, verb.head, verb.i)  # "a bomb weighing 250 kg"
        subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is not None:
            return _phrase(doc, subject)
        if verb.dep_ not in ("conj", "xcomp"):
            return None
        verb = verb.head
    return None


def _phrase(doc: Doc, noun: Token, before: int | None = None) -> str | None:
    """Give the noun with its adjectives, and what it is of, if that stands before token `before`."""
    if noun.pos_ not in ("NOUN", "PROPN") or noun.text == "%" or noun.lower_ in _PERCENT:
        return None
    first = min((c.i for c in noun.children if c.dep_ in ("amod", "compound", "nmod") and c.i < noun.i), default=noun.i)
    found = counted_phrase(doc, first, noun.i + 1, after_of=True)
    text = found.text if found else noun.lower_
    of = next((c for c in noun.children if c.lower_ == "of" and c.i == noun.i + 1), None)
    inner = next((c for c in of.children if c.dep_ == "pobj" and c.pos_ == "NOUN"), None) if of is not None else None
    if inner is None or inner.i >= noun.i + 5 or (before is not None and inner.i >= before):
        return text
    return f"{text} of {inner.lower_}"
