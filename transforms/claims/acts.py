"""What kind of act a claim is, from its cue and its words, and whether the content is negated."""

import re

from spacy.tokens import Doc, Token

from transforms.claims.clauses import is_negated, is_none
from transforms.claims.drafts import Draft
from transforms.claims.lexicon import CueEntry
from transforms.records import Act

_NOUN_NEXT = r"(?!(?:all|any|each|every|her|his|its|many|my|no|our|several|some|such|the|their|these|those|your)\b)"
_WHO = rf"^{_NOUN_NEXT}(?:(?:we|i|he|she|they|it|(?-i:[A-Z])\w+) )?(?:\w+ly |again |also )?"
_DEMAND = re.compile(
    _WHO + r"(?:call(?:s|ed|ing)? (?:on|for|upon)|urge[sd]?|demand(?:s|ed)?|appeal(?:s|ed)? (?:to|for)"
    r"|insist(?:s|ed)? (?:that|on)"
    r"|request(?:s|ed)?)\b"
    r"|^let (?:them|him|her|us|everyone|everybody|the \w+)\b"
    r"|\b(?:must|should|ought to|ha(?:s|ve) to|needs? to)\b",
    re.IGNORECASE,
)
_WELCOME = re.compile(
    _WHO + r"(?:welcomes?|welcomed|thanks?|thanked|applauds?|praises?|commends?|congratulates?"
    r"|(?:is|are|am|was|were) (?:\w+ )?(?:pleased|grateful|glad|thankful|happy))\b",
    re.IGNORECASE,
)
_ACCUSE = re.compile(
    r"\b(?:is|are|was|were|be) (?:solely |directly |fully )?(?:to blame|guilty|responsible) for\b"
    r"|\b(?:is|are|was|were) (?:\w+ )?(?:lying|behind)\b|\bviolat(?:es|ed|ing|ion of)\b|\bunder the guise of\b"
    r"|\bcommitt(?:ed|ing) (?:war )?(?:crimes?|atrocit)|(?<!not be )\bblam(?:es|ed|ing)\b"
    r"|\baccus(?:es|ed|ing)\b",
    re.IGNORECASE,
)
_OPEN_QUESTION = re.compile(r"\b(?:whether|who|which [a-z]+|if)\b[^,;.]*\Z", re.IGNORECASE)
_LEFT_OPEN = re.compile(r"\b(?:whether|how|what|where)(?: (?:or|and) \w+)?(?: [\w'’-]+){1,3} \Z", re.IGNORECASE)
"""What stands before a "should" that nobody demands: "talked of how or if they | should"."""
_DENY = re.compile(
    r"\b(?:not true|untrue|baseless|groundless|unfounded|fabricat\w+|nothing to do with"
    r"|no truth|a lie|absurd|biased|lies(?! (?:about|along|at|behind|beneath|beside|between|close|down|east|far|in|just"
    r"|near|north|on|outside|over|south|under|west|with|within|\d)\b)"
    r"|categorically reject\w*|fake news|did not (?:carry|conduct|strike|attack|target|commit"
    r"|use|do)|has not been proven)\b",
    re.IGNORECASE,
)
_NAMING = frozenset({"call", "describe", "label", "brand", "dismiss"})
_CHARGES = re.compile(
    r"(?:\S+ ){0,3}?(?:allegations?|accusations?|charges?|claims?|reports?|rumou?rs?|hints?|suggestions?|insinuations?)"
    r"\b",
    re.IGNORECASE,
)
_FALSE = re.compile(
    r"\b(?:absurd|baseless|groundless|unfounded|fabricat\w+|invented|false|fake|untrue|illogical|ridiculous|nonsens\w+"
    r"|lies|a lie|fantas\w+|imagination|fictions?|fairy tales?|invention|myths?|hoax|rubbish)\b",
    re.IGNORECASE,
)
_WARN = re.compile(
    r"\b(?:(?<!reduces the )(?<!reduce the )(?<!reducing the )(?<!reduced the )(?<!lower the )(?<!lowers the )risk of"
    r"|danger(?:ous)? (?:of|that|to)|(?:could|would|will) lead to|consequences"
    r"|threat(?:en)?s? (?:to|the))\b",
    re.IGNORECASE,
)
_FUTURE = r"(?:will|’ll|'ll|won['’]t|(?:is|are) (?:going|likely|expected) to|would)"
_PREDICT = re.compile(rf"^(?!you )(?:\S+ ){{1,8}}?{_FUTURE}\b", re.IGNORECASE)
_COMMIT_SUBJECT = re.compile(
    r"^(?:we|i|it|he|she|they)\b(?:\s+(?:\w+ly|\w+selves|also|still|now|all|both|too|never|always|in)){0,2}?"
    r"\s*(?:will|’ll|'ll|shall|(?:is|are) going to"
    r"|would)\s+(?!be\b|have\b|not\b)",
    re.IGNORECASE,
)
_RESOLVE = re.compile(
    r"\b(?:will|would|shall)\s+(?:(?:(?:not|never)\s+(?:tolerate|allow|accept|permit|let|stand))"
    r"|(?:guarantee|ensure|respond|retaliate|defend|abide|comply|provide|send|withdraw|take (?:all|every|the necessary)"
    r"|do everything))\b",
    re.IGNORECASE,
)
"""What one party says that its side will do or not stand for: said of oneself far more often than foreseen."""
_QUESTION_WORDS = re.compile(
    r"^(?:what|why|how|who|when|where|whether|if|does|do|did|is|are|will|would|can|could|should)\b", re.IGNORECASE
)
_NEUTRAL_TYPES = frozenset({"report", "belief", "evidence", "phrase", "headline", "hearsay"})


def decide_act(draft: Draft, content: str) -> Act:
    """Choose the act: a telling cue decides, a neutral one leaves it to the words of the content."""
    entry = draft.entry
    act: Act = draft.act
    if entry is not None and (told := _told_by_cue(entry, content, negated=draft.cue_negated)) is not None:
        return told
    if act == "ask":
        return "question" if content.endswith("?") or _QUESTION_WORDS.match(content) else act
    if act != "assert":
        return act
    if entry is not None and entry.cue in _NAMING and _CHARGES.match(content) and _FALSE.search(content):
        return "deny"  # "called the charges absurd"
    if content.rstrip("”\"' ").endswith("?"):
        return "question"
    if entry is not None and entry.type not in _NEUTRAL_TYPES:
        return act
    for pattern, found in _CONTENT_ACTS:
        match = pattern.search(content)
        asks = {"accuse": _OPEN_QUESTION, "demand": _LEFT_OPEN}.get(found) if match is not None else None
        if match is not None and not (asks is not None and asks.search(content, 0, match.start())):
            return found
    return act


def _told_by_cue(entry: CueEntry, content: str, *, negated: bool) -> Act | None:
    """Give the act of a cue that is another with its negation or with what it governs; None where it is its own."""
    if entry.cue == "rule out" and negated:
        return "assert"  # "does not rule out A"
    if entry.cue == "agree" and (negated or content.lower().startswith("with ")):
        return "deny" if negated else "assert"  # "does not agree with A", "With him agreed the council"
    if entry.cue == "agree" and not content.startswith("to ") and _DEMAND.search(content):
        return "demand"  # "agreed that A should B"
    if entry.cue in _EXPRESSING:
        return next((act for pattern, act in _FEELINGS if pattern.match(content)), None)
    return "demand" if entry.cue == "propose" and not content.startswith("to ") else None


_EXPRESSING = frozenset({"express", "voice"})


def _feeling(words: str) -> re.Pattern[str]:
    return re.compile(rf"^(?:\S+ ){{0,3}}?(?:{words})\b", re.IGNORECASE)


_FEELINGS: tuple[tuple[re.Pattern[str], Act], ...] = (
    (_feeling("gratitude|thanks|appreciation|support|approval|satisfaction|solidarity|congratulations"), "welcome"),
    (_feeling("disagreements?|objections?"), "deny"),
    (_feeling("dissatisfaction|discontent|outrage|indignation|anger|resentment|disapproval|protests?"), "accuse"),
)
"""What "expressed their gratitude to A" does, by what is expressed."""

_CONTENT_ACTS: tuple[tuple[re.Pattern[str], Act], ...] = (
    (_WELCOME, "welcome"),
    (_DEMAND, "demand"),
    (_ACCUSE, "accuse"),
    (_DENY, "deny"),
    (_COMMIT_SUBJECT, "commit"),
    (_RESOLVE, "commit"),
    (_WARN, "warn"),
    (_PREDICT, "predict"),
)


def content_root(doc: Doc, draft: Draft) -> Token | None:
    """Give the head of the first content range: the token whose own head lies outside it."""
    if not draft.content:
        return None
    start, end = draft.content[0]
    span = doc.char_span(start, end, alignment_mode="contract")
    if span is None or not len(span):
        return None
    return span[: span[0].sent.end - span.start].root


def is_content_negated(doc: Doc, draft: Draft) -> bool:
    """Tell whether the main clause of the content is negated."""
    root = content_root(doc, draft)
    if root is None:
        return False
    if is_negated(root):
        return True
    if root.pos_ not in {"VERB", "AUX"}:
        return any(c.dep_ == "neg" or (c.dep_ == "det" and c.lower_ == "no") for c in root.children)
    if any(
        c.dep_ in {"dobj", "attr", "nsubjpass"} and any(g.lower_ == "no" and is_none(g) for g in c.children)
        for c in root.children
    ):
        return True
    return any(c.dep_ == "aux" and c.lower_ in {"won't", "cannot"} for c in root.children)
