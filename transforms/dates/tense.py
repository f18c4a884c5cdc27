"""Whether a sentence places a date in the past or in the future."""

import re

from spacy.tokens import Doc, Token

_FUTURE_BEFORE = re.compile(
    r"\b(?:will|shall|upcoming|scheduled|planned|plans?|due|expected|expects|intends?|forthcoming|set for|slated"
    r"|to be held|going to|deadline|coming)\b[^.;]{0,40}$|\b(?:by|until|till|no later than|starting|next"
    r"|as (?:early|soon|late) as)\s(?:\w+\s)?$|\bready\s(?:\w+\s)?$",
    re.I,
)
_AHEAD = re.compile(r"\b(?:ahead of|in the run-up to|in time for)\s(?:the\s|this\s)?$", re.I)
_FUTURE_AUX = frozenset(("will", "shall", "'ll", "’ll", "wo"))
_MODALS = frozenset(("could", "may", "might", "must"))
_SENSES = frozenset(("see", "hear", "feel", "smell", "watch", "find", "remember"))
_PLANS = frozenset(
    {"plan", "intend", "expect", "schedule", "hope", "prepare", "agree", "due", "set", "slate", "invite", "propose"}
    | {"vow", "promise", "pledge", "demand", "threaten", "aim", "undertake", "instruct", "order", "offer"}
    | {"anticipate", "target", "earmark", "foresee", "envisage"}
)
_WEIGHED = frozenset(("rule", "consider", "discuss", "mull", "contemplate", "suggest", "propose", "plan", "demand"))
"""Verbs whose gerund is still to come: "did not rule out raising it on Thursday"."""


_SCHEDULED = frozenset(("expire", "elapse", "convene", "foresee", "envisage", "forecast", "predict"))
"""Verbs whose present tells of a day to come: "the truce expires on Friday"; other presents are those of headlines."""
_COMING = frozenset(
    """
    arrive depart leave open begin start return travel fly resume end close meet convene visit host hold take
    """.split()  # noqa: SIM905 (a table)
)
"""Verbs whose present tells of a day to come in a whole sentence, "the envoy arrives on Friday", not in a headline."""
_PROLONGED = frozenset(
    ("move", "push", "shift", "extend", "prolong", "renew", "postpone", "delay", "adjourn", "defer", "reschedule")
)
_ALLOWED = frozenset(("give", "grant", "allow", "have", "let", "exempt", "suspend"))
_UNTIL = re.compile(r"\b(?:until|till|to|for)\s(?:the\s)?$", re.I)


def direction_of(doc: Doc, start: int, end: int) -> int:
    """Give -1, 0 or 1 for the date expression at [start, end): past, unknown, future; by its verb, then the words."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return 0
    if _AHEAD.search(doc[max(0, span.start - 5) : span.start].text + " "):
        return 1  # "ballots were printed ahead of Sunday's vote"
    verb = _governing_verb(span.root)
    if verb is not None:
        if verb.lemma_ in _ALLOWED and doc[max(0, span.start - 1)].lower_ in ("until", "till"):
            return 1  # "gave the tenants until October to leave"
        if verb.lemma_ in _PROLONGED and _UNTIL.search(doc[max(0, span.start - 2) : span.start].text + " "):
            return 1
        tense = (
            _tense_of(verb)
            or _may_come(verb, span.root)
            or (verb.tag_ in ("VBZ", "VBP") and verb.lemma_ in _COMING and _is_told(verb))
        )
        if verb.lemma_ in _WEIGHED and any(c.tag_ == "VBG" and c.i < span.start for c in verb.children):
            return 1
        if tense:
            return int(tense)
    sentence_start = span.root.sent.start_char if doc.has_annotation("SENT_START") else max(0, start - 80)
    first = doc.char_span(max(sentence_start, start - 80), start, alignment_mode="contract") if start else None
    before = first.text + " " if first is not None else ""
    return 1 if _FUTURE_BEFORE.search(before) else 0


def _is_told(verb: Token) -> bool:
    """Tell a sentence from a headline: its subject has an article."""
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    return subject is not None and any(c.dep_ in ("det", "poss") for c in subject.children)


def _governing_verb(token: Token) -> Token | None:
    """Find the verb whose tense holds for a token: "will keep on striking after Saturday" is said of the future."""
    for ancestor in token.ancestors:
        if ancestor.pos_ in ("VERB", "AUX") and not (ancestor.tag_ == "VBG" and ancestor.dep_ in ("xcomp", "pcomp")):
            return ancestor
    return None


def _tense_of(verb: Token) -> int:
    children = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    if children & _FUTURE_AUX or ("would" in children and "have" not in children):
        return 1  # "said that the schools would close on Friday"
    if verb.tag_ == "VB" and "to" in children:
        head = verb.head
        if head.lemma_ in _PLANS or head.tag_ in ("VBZ", "VBP"):
            return 1
        return -1 if head.tag_ == "VBD" else 0
    if verb.tag_ == "VBN" and verb.lemma_ in _PLANS and not children & {"was", "were", "had", "been"}:
        return 1  # "is scheduled for July 30"
    if verb.tag_ in ("VBZ", "VBP") and verb.lemma_ in _SCHEDULED:
        return 1
    if verb.tag_ == "VBN" and children & {"is", "are"} and not children & {"been", "has", "have"}:
        return 0  # "the area is closed until Sunday"
    if verb.tag_ in ("VBD", "VBN") or children & {"has", "have", "had", "was", "were", "did"}:
        return 0 if children & {"be", "would", "could", "may", "might", "can", "should", "must"} else -1
    return 0


def _may_come(verb: Token, date: Token) -> int:
    """Tell what may happen, "ships could go in December", from what was, "could not leave", "Monday's raid could"."""
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    able = verb.lemma_ in _SENSES or any(c.dep_ == "neg" for c in verb.children)
    own = any(c.dep_ in ("nsubj", "nsubjpass") and c.is_ancestor(date) for c in verb.children)
    return int(bool(auxiliaries & _MODALS) and "have" not in auxiliaries and not able and not own)
