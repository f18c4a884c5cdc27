"""How a claim was received: whether it was the first to say so, how far it spread, and how soon it was denied."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from transforms.links.linkable import LinkableClaim
from transforms.records import Link

_HOUR_S = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """`outlets` counts those that carry the claim or the same one; `denied_after_h` is None where nobody denied it."""

    first_said: bool
    outlets: int
    denied_after_h: float | None


def receptions(
    claims: Iterable[LinkableClaim], links: Mapping[str, tuple[Link, ...]], clusters: Mapping[str, str]
) -> dict[str, Reception]:
    """Sum up what became of each claim; a denial is a contradicting claim, not earlier, that denies or says “not”."""
    by_id = {claim.id: claim for claim in claims}
    outlets: dict[str, set[str]] = defaultdict(set)
    for claim in by_id.values():
        outlets[clusters.get(claim.id, claim.id)].add(claim.outlet)
    return {
        claim.id: Reception(
            first_said=clusters.get(claim.id, claim.id) == claim.id,
            outlets=len(outlets[clusters.get(claim.id, claim.id)]),
            denied_after_h=_denied_after_h(claim, by_id, links.get(claim.id, ())),
        )
        for claim in by_id.values()
    }


def _denied_after_h(claim: LinkableClaim, by_id: Mapping[str, LinkableClaim], links: Iterable[Link]) -> float | None:
    others = (by_id.get(link.claim_id) for link in links if link.relation == "contradicts")
    delays = [
        (other.at - claim.at).total_seconds() / _HOUR_S
        for other in others
        if other and other.at >= claim.at and _denies(other)
    ]
    return round(min(delays), 2) if delays else None


def _denies(claim: LinkableClaim) -> bool:
    return claim.act == "deny" or claim.negated
