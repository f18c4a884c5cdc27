"""Links between the claims of a story, and the clusters of those that are the same."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from math import fsum, log, sqrt

from transforms.links.compare import compare
from transforms.links.evidence import Verdict
from transforms.links.linkable import LinkableClaim
from transforms.links.tolls import tolls_of
from transforms.records import Link, Relation

MAX_CLAIMS = 500
"""More claims in one story: those with figures and deeds first, then the earliest."""
MAX_LINKS = 20
"""Links of one relation that one claim keeps: the surest."""

_BETWEEN: dict[Relation, str] = {"contradicts": "against", "same": "as", "supports": "and"}


def link_claims(claims: Sequence[LinkableClaim]) -> dict[str, tuple[Link, ...]]:
    """Link the claims of one story: claim id to links, both ways; the order of the claims does not matter."""
    ordered = _choose(claims)
    weights = _weigh(ordered)
    lengths = {claim.id: sqrt(fsum(weights[word] for word in claim.words)) for claim in ordered}
    found: list[tuple[LinkableClaim, LinkableClaim, Verdict]] = []
    for a, b in _pairs(ordered):
        shared = fsum(map(weights.__getitem__, a.words & b.words))  # exact, in whatever order
        verdict = compare(a, b, shared / (lengths[a.id] * lengths[b.id]) if shared else 0.0)
        if verdict:
            found.append((a, b, verdict))
    links: dict[str, list[Link]] = defaultdict(list)
    for a, b, verdict in _surest(found):
        between = _BETWEEN[verdict.relation]
        links[a.id].append(_link(b, verdict, f"{verdict.first} {between} {verdict.second}"))
        links[b.id].append(_link(a, verdict, f"{verdict.second} {between} {verdict.first}"))
    return {
        claim_id: tuple(sorted(of_claim, key=lambda link: (link.relation, -link.score, link.claim_id)))
        for claim_id, of_claim in sorted(links.items())
    }


def cluster_claims(claims: Sequence[LinkableClaim], links: dict[str, tuple[Link, ...]] | None = None) -> dict[str, str]:
    """Give each claim the id of its cluster: that of the first claim of those that are the same."""
    links = link_claims(claims) if links is None else links
    parent = {claim.id: claim.id for claim in claims}

    def root(claim_id: str) -> str:
        while parent[claim_id] != claim_id:
            parent[claim_id] = parent[parent[claim_id]]
            claim_id = parent[claim_id]
        return claim_id

    for claim_id, of_claim in links.items():
        for link in of_claim:
            if link.relation == "same" and link.claim_id in parent:
                parent[root(claim_id)] = root(link.claim_id)
    first: dict[str, str] = {}
    for claim in sorted(claims, key=lambda c: (c.at, c.id)):
        first.setdefault(root(claim.id), claim.id)
    return {claim.id: first[root(claim.id)] for claim in claims}


def _choose(claims: Iterable[LinkableClaim]) -> list[LinkableClaim]:
    unique = {claim.id: claim for claim in claims}
    ranked = sorted(unique.values(), key=lambda c: (not (c.figures or c.frame.done or c.frame.not_done), c.at, c.id))
    return sorted(ranked[:MAX_CLAIMS], key=lambda c: (c.at, c.id))


def _weigh(claims: Sequence[LinkableClaim]) -> dict[str, float]:
    """Weigh words by their rarity among the claims (squared, as the cosine wants them)."""
    counts = Counter(word for claim in claims for word in claim.words)
    return {word: log(1 + (len(claims) + 1) / count) ** 2 for word, count in counts.items()}


def _pairs(claims: Sequence[LinkableClaim]) -> list[tuple[LinkableClaim, LinkableClaim]]:
    """Pair the claims that share a word rare enough, a party whose deeds they tell, or a kind of casualty."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for i, claim in enumerate(claims):
        for word in claim.words:
            blocks[f"w:{word}"].append(i)
        for party, _ in claim.frame.done | claim.frame.not_done:
            blocks[f"p:{party}"].append(i)
        if any(event in ("responsible", "chemical") for _, event in claim.frame.done):
            blocks["blame"].append(i)
        if tolls_of(claim):
            blocks["toll"].append(i)
    common = max(20, len(claims) // 4)
    pairs: set[tuple[int, int]] = set()
    for key, members in blocks.items():
        if len(members) <= common or not key.startswith("w:"):
            pairs.update(combinations(sorted(set(members)), 2))
    return [(claims[i], claims[j]) for i, j in sorted(pairs)]


def _surest(
    found: list[tuple[LinkableClaim, LinkableClaim, Verdict]],
) -> list[tuple[LinkableClaim, LinkableClaim, Verdict]]:
    """Keep a link where it is among the surest of its relation for both claims, so that links stay symmetric."""
    ranks: dict[tuple[str, str], list[tuple[float, str, str]]] = defaultdict(list)
    for a, b, verdict in found:
        key = _rank(a, b, verdict)
        ranks[a.id, verdict.relation].append(key)
        ranks[b.id, verdict.relation].append(key)
    kept = {claim: set(sorted(keys)[:MAX_LINKS]) for claim, keys in ranks.items()}
    return [(a, b, v) for a, b, v in found if all(_rank(a, b, v) in kept[c, v.relation] for c in (a.id, b.id))]


def _rank(a: LinkableClaim, b: LinkableClaim, verdict: Verdict) -> tuple[float, str, str]:
    return -verdict.score, min(a.id, b.id), max(a.id, b.id)


def _link(other: LinkableClaim, verdict: Verdict, evidence: str) -> Link:
    return Link(claim_id=other.id, relation=verdict.relation, score=verdict.score, evidence=evidence)
