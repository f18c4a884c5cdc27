"""Headlines: which claim of the body they sum up, and whether the body bears them out at all."""

from collections.abc import Iterable, Mapping, Sequence

from transforms.links.linkable import LinkableClaim, said
from transforms.links.speakers import one_speaker, speaker_keys
from transforms.links.tolls import Toll, numbers, tolls_of
from transforms.records import Link

SUMMED_UP = 0.8
"""The share of a headline's words in the claim that says the same;"""
BORNE_OUT = 0.5
"""in one of the same speaker that bears it out;"""
BORNE_OUT_BY_OTHERS = 0.65
"""in one that bears it out where the headline's speaker has no name."""
_FEW_WORDS = 4
_FEWEST_WORDS = 3


def summed_up_share(a: LinkableClaim, b: LinkableClaim, least: float = SUMMED_UP) -> float | None:
    """Measure how far a headline says what a claim of its article says, by its words; None below `least`."""
    if a.article_id != b.article_id or a.headline == b.headline:
        return None
    head, body = (a, b) if a.headline else (b, a)
    own = said(head)
    is_one_speaker = one_speaker(a, b)
    if len(own) < (_FEWEST_WORDS if is_one_speaker else _FEW_WORDS) or not numbers(head) <= numbers(body):
        return None
    if head.speaker_id and speaker_keys(body) and not is_one_speaker:
        return None
    share = len(own & body.words) / len(own)
    return round(share, 3) if share >= least else None


def unsupported_headlines(claims: Sequence[LinkableClaim], links: Mapping[str, tuple[Link, ...]]) -> frozenset[str]:
    """Find the headline claims that their article's body does not bear out.

    Borne out is what sums up a claim of the body, or shares its words with a sentence of it (`is_backed`, found while
    the text is at hand), unless the body's tolls exclude the headline's and its numbers stand nowhere in it.
    """
    by_id = {claim.id: claim for claim in claims}
    bodies: dict[str, list[LinkableClaim]] = {}
    for claim in claims:
        if not claim.headline:
            bodies.setdefault(claim.article_id, []).append(claim)
    return frozenset(
        claim.id
        for claim in claims
        if claim.headline
        and claim.article_id in bodies
        and not _sums_up(claim, by_id, links)
        and (not claim.frame.is_backed or (not claim.frame.is_counted and _is_refuted(claim, bodies[claim.article_id])))
    )


def _sums_up(head: LinkableClaim, by_id: Mapping[str, LinkableClaim], links: Mapping[str, tuple[Link, ...]]) -> bool:
    others = (by_id.get(link.claim_id) for link in links.get(head.id, ()) if link.relation == "same")
    return any(other and other.article_id == head.article_id and not other.headline for other in others)


def _is_refuted(head: LinkableClaim, body: Iterable[LinkableClaim]) -> bool:
    """Tell whether a toll of the headline agrees with none of the body's, alone or added up in one claim."""
    told = [tolls_of(claim) for claim in body]
    return any(
        not any(_agrees(toll, other) for other in of_kind) and not any(_adds_up(toll, tolls) for tolls in told)
        for toll in tolls_of(head)
        if (of_kind := [other for tolls in told for other in tolls if other.casualty == toll.casualty])
    )


def _agrees(head: Toll, other: Toll) -> bool:
    return head.low <= other.high and other.low <= head.high


def _adds_up(head: Toll, tolls: Iterable[Toll]) -> bool:
    total = sum(toll.low for toll in tolls if toll.casualty == head.casualty)
    return head.low <= total <= head.high
