"""Finding what two claims cannot both say: tolls, deeds done and undone, statements denied, parties blamed."""

import re

from transforms.links.events import is_background, one_subject, same_place, same_time, shared_places, when
from transforms.links.evidence import Verdict, quote, say
from transforms.links.lexicons import concepts_of
from transforms.links.linkable import ASSERTIVE, LinkableClaim, once, said
from transforms.links.speakers import may_be_one, one_speaker, speaker_keys
from transforms.links.tolls import conflict, numbers, tolls_of
from transforms.records import Figure

_DENIED = 0.6
_DENIED_IN_FEW = 0.65
_FEW_WORDS = 2
_LONGER = 1.5
_RELATED = 0.16
_SAME_TOLL = 0.3
_DENIED_TOLL = 0.1
_LIKE_TOLL = 0.55  # where no place is recognized
_SAME_ARTICLE_TOLL = 0.4
_TOLL_DAYS = 2
_OPPOSED_LIKENESS = 0.3
_NEAR = 500  # characters
_SOON = 600
_HARMED = frozenset(("killed", "wounded"))
_TO_SOMEBODY = frozenset(("kill", "wound", "arrest", "capture", "destroy", "down"))
_RAIDS = frozenset(("attack", "strike"))
_ATTACKS = frozenset(("attack", "strike", "kill", "responsible"))
_OPPOSED = frozenset({("violate", "respect"), ("respect", "violate"), ("block", "allow"), ("allow", "block")})


def contradiction(a: LinkableClaim, b: LinkableClaim, likeness: float) -> Verdict | None:
    """Find that two claims, whose words are alike by `likeness` (0 to 1), contradict each other."""
    if one_speaker(a, b) or may_be_one(a, b) or not same_time(a, b):
        return None
    differ = _tolls_differ(a, b, likeness)
    if differ or a.speaker is None or b.speaker is None:  # "allegations that …" are nobody's
        return differ
    undone = _undone(a, b, likeness) or _undone(b, a, likeness, swap=True)
    return undone or _denied(a, b, likeness) or _opposed(a, b, likeness) or _blamed(a, b, likeness)


def _tolls_differ(a: LinkableClaim, b: LinkableClaim, likeness: float) -> Verdict | None:
    if a.act not in ASSERTIVE or b.act not in ASSERTIVE or a.frame.is_sum or b.frame.is_sum:
        return None
    if abs((a.at - b.at).days) > _TOLL_DAYS or is_background(a) or not same_place(a, b) or not _same_parties(a, b):
        return None
    if a.outlet == b.outlet and not (speaker_keys(a) and speaker_keys(b)):
        return None  # "a source" and "earlier, a source" may count two attacks
    found = conflict(a, b)
    if not found or _is_update(a, b, found):
        return None
    if a.article_id == b.article_id and not _is_rival(a, b, found):
        if likeness < _SAME_ARTICLE_TOLL:
            return None  # one article tells of several attacks
    elif a.article_id != b.article_id and likeness < _needed_likeness(a, b):
        return None
    return Verdict("contradicts", round(0.6 + 0.4 * likeness, 3), say(a, found[0]), say(b, found[1]))


def _is_rival(a: LinkableClaim, b: LinkableClaim, found: tuple[Figure, Figure]) -> bool:
    """Tell whether two sources, one quoted soon after the other, count the dead of one event: of the same size."""
    apart = b.start - a.end if a.start < b.start else a.start - b.end
    if apart > _SOON or a.headline or b.headline or _OF_ANOTHER.search(a.text) or _OF_ANOTHER.search(b.text):
        return False
    if any(figure.casualty not in _HARMED for figure in found):
        return False  # one was arrested in one town, ten in all
    if any(span and abs((claim.at.date() - span[1]).days) > _TOLL_DAYS for claim in (a, b) if (span := when(claim))):
        return False
    killed = [{toll.who for toll in tolls_of(claim) if toll.casualty == "killed"} for claim in (a, b)]
    if all(killed) and killed[0].isdisjoint(killed[1]) and "people" not in killed[0] | killed[1]:
        return False
    first, second = sorted(_value(figure) for figure in found)
    return 1 < second <= 2 * first


_OF_ANOTHER = re.compile(
    r"\b(?:another|separate\w*|elsewhere|earlier|further|names|of the (?:dead|victims)|the rest|\w+-held areas"
    r"|more (?:people|civilians|were|died)|other \w+ were|others (?:died|were killed))\b",
    re.IGNORECASE,
)


def _needed_likeness(a: LinkableClaim, b: LinkableClaim) -> float:
    """Say how alike two tolls' claims must be: "no casualties" denies any toll of the place, in whatever words."""
    if not shared_places(a, b):
        return _LIKE_TOLL
    return _DENIED_TOLL if any(figure.value == 0 for claim in (a, b) for figure in claim.figures) else _SAME_TOLL


def _is_update(a: LinkableClaim, b: LinkableClaim, found: tuple[Figure, Figure]) -> bool:
    """Tell whether the later toll is the higher one: it grew, nobody was contradicted."""
    first, second = map(_value, found)
    if a.at.date() == b.at.date() or not first or not second:
        return False
    return (second > first) == (b.at > a.at)


def _value(figure: Figure) -> float:
    return figure.value if figure.value is not None else figure.high or figure.low or 0.0


def _same_parties(a: LinkableClaim, b: LinkableClaim) -> bool:
    first = {party for party, event in a.frame.done if event in _ATTACKS}
    second = {party for party, event in b.frame.done if event in _ATTACKS}
    return not first or not second or bool(first & second)


def _undone(a: LinkableClaim, b: LinkableClaim, likeness: float, *, swap: bool = False) -> Verdict | None:
    """Find a deed that `a` says a party did not do and `b` says it did."""
    if b.act == "deny" or not b.frame.done or not a.frame.not_done:
        return None
    if not same_place(a, b) and (a.frame.places or b.frame.places or not _just_before(a, b)):
        return None
    if b.frame.is_sum:  # "136 times since": not what is denied
        return None
    means = concepts_of("means") & a.frame.context & b.frame.context
    for party, event in sorted(a.frame.not_done):
        if b.frame.speaker == party:
            continue
        matched = _match(event, {e for p, e in b.frame.done if p == party}, a, b)
        if matched is None:
            continue
        told_just_before = event == "responsible" and _just_before(a, b)
        if matched in _RAIDS and abs((a.at.date() - b.at.date()).days) > 1:
            continue
        named = said(a) & said(b) - {matched, party} or _THE.search(a.text)
        if matched in _TO_SOMEBODY and not told_just_before and not named:
            continue  # who denies one murder may own to another
        is_one = told_just_before or matched in means or (matched == "responsible" and bool(means))
        if not is_one and likeness < _RELATED and not (a.frame.places & b.frame.places):
            continue
        score = round(0.7 + 0.3 * min(1.0, likeness + 0.2 * bool(shared_places(a, b))), 3)
        first, second = quote(a), quote(b)
        return Verdict("contradicts", score, *((second, first) if swap else (first, second)))
    return None


def _denied(a: LinkableClaim, b: LinkableClaim, likeness: float) -> Verdict | None:
    """Find a statement that the other denies in nearly the same words: "talks were held", "no talks were held"."""
    if likeness < _DENIED or _is_no(a) == _is_no(b) or not {a.act, b.act} <= ASSERTIVE or not same_place(a, b):
        return None
    if a.act == b.act == "deny":
        return None  # "the charges are absurd", "called the charges absurd"
    if not _is_plain(a) or not _is_plain(b):
        return None
    fewest = min(len(said(a)), len(said(b)))
    if fewest < _FEW_WORDS or (fewest == _FEW_WORDS and likeness < _DENIED_IN_FEW) or numbers(a) != numbers(b):
        return None
    asserted, negated = (a, b) if _is_no(b) else (b, a)
    if len(said(negated)) > _LONGER * len(said(asserted)):
        return None  # what is negated may be what it says besides
    if negated.frame.is_phrase and len(said(negated)) <= _FEW_WORDS:
        return None  # "denied the claims of the mayor"
    if _modals(a) != _modals(b) or _NOT.search(asserted.text):
        return None
    return Verdict("contradicts", round(likeness, 3), quote(a), quote(b))


@once
def _is_plain(claim: LinkableClaim) -> bool:
    """Tell whether a claim is one clause that says how things are, or the denial of what one says."""
    if _SENTENCES.search(claim.text) or _OPEN.match(claim.text):
        return False
    return not _REFUSED.match(claim.text) if claim.act == "deny" else not claim.frame.is_phrase


_NOT = re.compile(r"\b(?:not|no|never|nobody|nothing|without)\b|n['’]t\b", re.IGNORECASE)
_SENTENCES = re.compile(
    r"[.!?][\"”]? [\"“]?[A-Z]|\b(?:while|although|but|however|either)\b|\bas (?:an?\b|the\b|[\"“‘'])"
)
"""What is denied in one clause is not what the next says, and "dismissed it as an attack" says that it is one."""
_OPEN = re.compile(r"(?:if|whether|how|what|why|who)\b", re.IGNORECASE)
_REFUSED = re.compile(
    r"(?:to|(?:any )?(?:involvement|role|part|responsibility|connection|links?|knowledge))\b"
    r"|(?:(?:the|a|an|its|his|her|their|any|this|such|all)\s+)?(?:[\w'’-]+\s+){0,2}"
    r"(?:decision|plan|offer|call|demand|proposal|request|bill|idea|appeal|ruling|order|invitation|plea)s?\b",
    re.IGNORECASE,
)
"""What is refused, or a part in it: not that it is so."""
_THE = re.compile(r"\b(?:the|this|that)\b", re.IGNORECASE)
_MODAL = re.compile(r"\b(should|must|ought|may|might|could|would|will)(?:n['’]t)?\b", re.IGNORECASE)


def _modals(claim: LinkableClaim) -> frozenset[str]:
    """Give how a claim is meant: what ought not to happen does not contradict what happened."""
    return frozenset(word.lower() for word in _MODAL.findall(claim.text))


def _is_no(claim: LinkableClaim) -> bool:
    return (claim.act == "deny" and not claim.is_denial_itself) or claim.negated


def _match(event: str, others: set[str], a: LinkableClaim, b: LinkableClaim) -> str | None:
    """Match a deed with one like it; a bare "responsibility" is that for what both articles are about."""
    if event == "responsible" and others and _just_before(a, b):
        return min(others)
    if event in others:
        return None if event == "responsible" and not one_subject(a, b) else event
    means = concepts_of("means")
    if event == "responsible" and one_subject(a, b):
        found = sorted(others & means) or sorted(others & _ATTACKS)
        return found[0] if found else None
    if event in means and "responsible" in others and event in b.frame.context:
        return None if a.frame.is_general and not _just_before(a, b) else event
    if event in ("attack", "strike") and others & {"attack", "strike"}:
        return event
    return None


def _just_before(a: LinkableClaim, b: LinkableClaim) -> bool:
    """Tell whether `b` stands just before `a`: what "refuted these allegations" refutes."""
    return a.article_id == b.article_id and 0 < a.start - b.start < _NEAR


def _opposed(a: LinkableClaim, b: LinkableClaim, likeness: float) -> Verdict | None:
    """Find a party that the one says kept what the other says it broke, or let through what it blocked."""
    if likeness < _OPPOSED_LIKENESS or "deny" in (a.act, b.act) or not same_place(a, b):
        return None
    if abs((a.at - b.at).days) > _TOLL_DAYS:
        return None
    for party, event in sorted(a.frame.done):
        for other in sorted(e for p, e in b.frame.done if p == party):
            if (event, other) in _OPPOSED:
                return Verdict("contradicts", round(0.6 + 0.4 * likeness, 3), quote(a), quote(b))
    return None


def _blamed(a: LinkableClaim, b: LinkableClaim, likeness: float) -> Verdict | None:
    """Find one deed that the two blame on different parties."""
    if not one_subject(a, b) or is_background(a) or abs((a.at - b.at).days) > _TOLL_DAYS:
        return None
    if "accuse" not in (a.act, b.act) or a.negated or b.negated or "deny" in (a.act, b.act):
        return None
    if _SEVERAL.search(a.text) or _SEVERAL.search(b.text):
        return None
    means = concepts_of("means") & a.frame.context & b.frame.context
    first, second = _doers(a, means), _doers(b, means)
    if not first or not second or first & second or not same_place(a, b):
        return None
    if b.frame.speaker in second or a.frame.speaker in first or likeness < _RELATED:
        return None
    return Verdict("contradicts", round(0.65 + 0.3 * likeness, 3), quote(a), quote(b))


_SEVERAL = re.compile(
    r"\b(?:both|attacks|strikes|airstrikes|raids|bombings|massacres|incidents|killings)\b", re.IGNORECASE
)
"""What may be the deeds of one and of the other."""


def _doers(claim: LinkableClaim, means: frozenset[str]) -> set[str]:
    return {party for party, event in claim.frame.done if event in means or event == "responsible"}
