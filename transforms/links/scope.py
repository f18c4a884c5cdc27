"""Of which event a claim tells: an earlier one, that of another place, many at once, or any."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from spacy.tokens import Doc, Token

from transforms.dates.expressions import find_expressions
from transforms.dates.reference import Reference
from transforms.dates.resolve import resolve
from transforms.links.concepts import concept_of
from transforms.records import Article, Claim


def is_sum(claim: Claim) -> bool:
    text = f" {claim.text.lower()} "
    return any(sign in text for sign in _SUMS)


_SUMS = tuple(
    f" {sign} "
    for sign in (
        "since the", "since january", "since march", "so far", "overall", "the conflict has", "war has", "years of",
        "conflict began", "war began", "over the past", "in the past", "past year", "last month", "this month",
        "this year", "last year", "to date", "since the beginning", "in total", "altogether", "in the conflict",
        "uprising", "in recent weeks", "last week", "in a week", "past week", "since 2011", "since 2014", "since 2022",
        "times since", "occasions since",
    )
)  # fmt: skip


def is_told_earlier(doc: Doc, claim: Claim, tokens: Iterable[Token]) -> bool:
    """Tell whether a claim is said to be old, or to tell of old deeds: "had previously accused", "used gas before".

    A denial of old deeds ("has never used them before") is news of today.
    """
    if claim.negated or claim.act == "deny":
        return False
    if _OF_OLD.search(claim.text):
        return True
    cue = doc.char_span(claim.cue.start, claim.cue.end, alignment_mode="expand") if claim.cue else None
    around = [child for token in cue or () for child in token.children]
    return any(t.lower_ in _EARLIER and not any(t.children) for t in (*tokens, *around))


_EARLIER = frozenset(("before", "previously", "formerly", "hitherto"))
_OF_OLD = re.compile(
    r"\bbefore hence\b"
    r"|\b(?:previous|earlier|past)\s(?:\w+\s){0,2}?(?:attack|strike|raid|incident|massacre|killing)s?\b",
    re.IGNORECASE,
)


def is_past(article: Article, claim: Claim) -> bool:
    """Tell whether the claim's sentence dates it long ago, or points back ("that attack") to one that does."""
    reference = Reference.for_article(article)
    if reference is None or not reference.has_year:
        return False
    text = article.body
    start, end = claim.content[0].start, claim.content[-1].end
    low = text.rfind(". ", 0, start) + 1
    before = max(0, text.rfind(". ", 0, max(0, low - 2)) + 1)
    is_bare = claim.act == "deny" and end - start < _BARE and _POINTS_BACK.search(text, before, low)
    if is_bare or _POINTS_BACK.search(text[start:end]):
        for _ in range(2):
            low = text.rfind(". ", 0, max(0, low - 2)) + 1
    if not _MAYBE_LONG_AGO.search(text, max(low, start - _BACK), end):
        return False
    last: date | None = None
    for expression in find_expressions(text, max(low, start - _BACK), end):
        day = resolve(expression, reference, -1)[1]
        if day and not day.startswith("--"):
            day = {4: day + "-12-31", 7: day + "-28"}.get(len(day), day)
            last = max(last or date.min, date.fromisoformat(day))
    return last is not None and (reference.day - last).days > _LONG_AGO


_MAYBE_LONG_AGO = re.compile(
    r"\b(?:(?:19|20)\d\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)\b|January|February|March|April|June|July"
    r"|August|September|October|November|December|[Aa]go\b|[Ll]ast\b|[Pp]ast\b|[Pp]revious|[Yy]ears?\b|[Mm]onths?\b)"
)
_POINTS_BACK = re.compile(
    r"^it on\b|\b(?:that|those|the previous|the earlier|previous)\s(?:\w+\s)?"
    r"(?:attack|strike|raid|incident|massacre|killing|allegation|charge)s?\b",
    re.I,
)
_BARE = 40  # characters: "responsibility and blamed the rebels" is for what was told just before
_BACK = 400  # characters
_LONG_AGO = 60  # days


def is_general(doc: Doc, claim: Claim, tokens: Sequence[Token]) -> bool:
    """Tell whether a denial is not of one event: "denies using gas", "has always denied it", "has no such weapons"."""
    if claim.act != "deny" and not claim.negated:
        return False
    if any(concept_of(token)[0] == "possess" for token in tokens):
        return True
    cue = doc.char_span(claim.cue.start, claim.cue.end, alignment_mode="expand") if claim.cue else None
    if cue is None or claim.headline or claim.act != "deny":
        return False
    if any(child.lower_ in _HABITUALLY for child in cue.root.children):
        return True
    return cue.root.tag_ in ("VBZ", "VBP") and not any(child.dep_ == "aux" for child in cue.root.children)


_HABITUALLY = frozenset(("repeatedly", "consistently", "always", "constantly", "routinely", "regularly", "long"))


def elsewhere(text: str, claim: Claim) -> tuple[int, int] | None:
    """Give the stretch before a claim, in its sentence or the one before, where the text goes to another place."""
    start = claim.content[0].start
    low = text.rfind(". ", 0, max(0, text.rfind(". ", 0, start) - 1)) + 1
    low = max(low, start - _BACK)
    before = text[low:start]
    if claim.headline or not any(word in before for word in _AWAY):
        return None
    match = _ELSEWHERE.search(text, low, start)
    return (match.start(), match.end() + _PLACE) if match else None


_AWAY = ("neighbo", "nearby", "adjacent", "lsewhere", "separate")
_ELSEWHERE = re.compile(
    r"\b(?:in|of|from|on|at|near|around) (?:the )?(?:neighbou?ring|nearby|adjacent)\b|\belsewhere in\b"
    r"|\bin (?:a|another) separate\b",
    re.IGNORECASE,
)
_PLACE = 40  # characters: "neighbouring", and what place that is
