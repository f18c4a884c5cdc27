"""Deciding what one claim is to another: the same, a support, a contradiction, or nothing."""

import re

from transforms.links.contradict import contradiction
from transforms.links.events import is_background, one_subject, same_place, same_time, shared_places
from transforms.links.evidence import Verdict, quote, say
from transforms.links.headlines import BORNE_OUT, BORNE_OUT_BY_OTHERS, summed_up_share
from transforms.links.lexicons import concepts_of
from transforms.links.linkable import ASSERTIVE, LinkableClaim, said
from transforms.links.speakers import is_known, one_speaker, speaker_keys
from transforms.links.tolls import agreement, conflict, numbers, tolls_of

_SAME = 0.6
_SAME_UNNAMED = 0.86
_COPIED = 0.93
_MANY_WORDS = 6
_FEW_WORDS = 4
_FEWEST_WORDS = 3
_NEARLY_ALL = 0.8
_SUPPORT = 0.6
_RELATED = 0.16
_SAME_TOLL = 0.3


def compare(a: LinkableClaim, b: LinkableClaim, likeness: float) -> Verdict | None:
    """Relate two claims whose words are alike by `likeness` (0 to 1); None where nothing is sure."""
    if likeness < _RELATED and not _may_relate(a, b):
        return None
    if a.nested_in == b.id or b.nested_in == a.id or _are_one(a, b):
        return None
    found = contradiction(a, b, likeness) or _same(a, b, likeness)
    return found or _bearing_out(a, b, likeness) or _support(a, b, likeness)


def _may_relate(a: LinkableClaim, b: LinkableClaim) -> bool:
    """Tell whether claims in other words may still have to do with each other: by their tolls, or by deeds."""
    return bool(tolls_of(a) and tolls_of(b)) or (_tells_deeds(a) and _tells_deeds(b))


def _tells_deeds(claim: LinkableClaim) -> bool:
    return bool(claim.frame.done or claim.frame.not_done)


def _are_one(a: LinkableClaim, b: LinkableClaim) -> bool:
    """Tell whether both are of one stretch of text: read as the words of two speakers, or the one inside the other."""
    if a.id == b.id or (a.article_id, a.start, a.text, a.headline) == (b.article_id, b.start, b.text, b.headline):
        return True
    return a.article_id == b.article_id and a.start < b.end and b.start < a.end


def _same(a: LinkableClaim, b: LinkableClaim, likeness: float) -> Verdict | None:
    summed_up = summed_up_share(a, b) if _compatible(a, b) and likeness >= _RELATED else None
    if summed_up:
        return Verdict("same", summed_up, quote(a), quote(b))
    if likeness < _SAME or _says_little(a, b, likeness) or not _compatible(a, b):
        return None
    if numbers(a) != numbers(b) or not same_time(a, b) or not same_place(a, b) or _are_others(a, b):
        return None
    known = one_speaker(a, b)
    unnamed = not speaker_keys(a) or not speaker_keys(b) or a.headline or b.headline
    copied = likeness >= _COPIED and min(len(said(a)), len(said(b))) >= _MANY_WORDS
    if known or (unnamed and likeness >= _SAME_UNNAMED) or (copied and not (is_known(a) and is_known(b))):
        return Verdict("same", round(likeness, 3), quote(a), quote(b))
    return None


def _bearing_out(a: LinkableClaim, b: LinkableClaim, likeness: float) -> Verdict | None:
    """Find the claim of a body that bears out its headline: of the same speaker, or in more of the words."""
    if likeness < _RELATED or a.headline == b.headline or not _compatible(a, b):
        return None
    share = summed_up_share(a, b, BORNE_OUT if one_speaker(a, b) else BORNE_OUT_BY_OTHERS)
    return Verdict("supports", share, quote(a), quote(b)) if share else None


def _says_little(a: LinkableClaim, b: LinkableClaim, likeness: float) -> bool:
    """Tell whether one of two claims has too few words to be known by them: fewer where they agree on nearly all."""
    return min(len(said(a)), len(said(b))) < (_FEW_WORDS if likeness < _NEARLY_ALL else _FEWEST_WORDS)


def _compatible(a: LinkableClaim, b: LinkableClaim) -> bool:
    """Tell whether act and polarity let two claims say the same."""
    if a.negated != b.negated or (a.act == "deny") != (b.act == "deny"):
        return False
    if (a.act in ASSERTIVE) != (b.act in ASSERTIVE):
        return False
    return not (a.frame.done & b.frame.not_done or b.frame.done & a.frame.not_done)


def _are_others(a: LinkableClaim, b: LinkableClaim) -> bool:
    """Tell whether one article tells of "others" that only the one claim is about."""
    return a.article_id == b.article_id and bool(_OTHERS.search(a.text)) != bool(_OTHERS.search(b.text))


_OTHERS = re.compile(r"\b(?:others?|another)\b", re.IGNORECASE)


def _support(a: LinkableClaim, b: LinkableClaim, likeness: float) -> Verdict | None:
    if one_speaker(a, b) or a.act not in ASSERTIVE or b.act not in ASSERTIVE or not same_time(a, b):
        return None
    if a.negated != b.negated or (a.act == "deny") != (b.act == "deny"):
        return None
    if not same_place(a, b) or conflict(a, b):
        return None
    alike = agreement(a, b)
    if alike and likeness >= _SAME_TOLL and shared_places(a, b):
        return Verdict("supports", round(0.5 + 0.5 * likeness, 3), say(a, alike[0]), say(b, alike[1]))
    if likeness >= _SUPPORT and not _says_little(a, b, likeness) and numbers(a) == numbers(b):
        return Verdict("supports", round(likeness, 3), quote(a), quote(b))
    deeds = _deeds_in_common(a, b)
    if deeds and one_subject(a, b) and shared_places(a, b) and not is_background(a):
        return Verdict("supports", round(0.5 + 0.4 * likeness, 3), quote(a), quote(b))
    return None


def _deeds_in_common(a: LinkableClaim, b: LinkableClaim) -> bool:
    """Tell whether both say that one party did, or did not do, what both articles are about."""
    means = concepts_of("means") | {"responsible"}
    both = (a.frame.done & b.frame.done) | (a.frame.not_done & b.frame.not_done)
    return any(event in means for _, event in both)
