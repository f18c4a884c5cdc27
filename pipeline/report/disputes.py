"""Claims that contradict each other, as disputes with their sides."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why two claims are set against each other, in the linker's words."""

    text: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Claims such that none contradicts another of its own side, the first teller's side first."""

    sides: tuple[tuple[Document, ...], ...]
    evidence: tuple[Evidence, ...]
    pairs: int


def find_disputes(claims: Iterable[Document], outside: Mapping[str, Document]) -> list[Sides]:
    """Join contradicting claims, and those that say the same, into disputes; the one with most claims first.

    Where three tolls contradict each other there are three sides.
    """
    known = {**outside, **{claim["id"]: claim for claim in claims}}
    known = {claim["id"]: claim for claim in sorted(known.values(), key=_when)}
    against, evidence = _contradictions(known)
    nodes: dict[str, list[Document]] = defaultdict(list)
    for claim in known.values():
        nodes[_node(claim)].append(claim)
    edges = _between_nodes(against, known)
    disputes = [_sides(part, edges, nodes, against, evidence) for part in _parts(edges, nodes)]
    return sorted(disputes, key=lambda dispute: -sum(map(len, dispute.sides)))


def _when(claim: Document) -> tuple[str, str]:
    return str(claim.get("@timestamp") or ""), str(claim["id"])


def _node(claim: Document) -> str:
    return str(claim.get("cluster_id") or claim["id"])


_Pair = frozenset[str]


def _contradictions(known: Mapping[str, Document]) -> tuple[dict[str, set[str]], dict[_Pair, Evidence]]:
    against: dict[str, set[str]] = defaultdict(set)
    evidence: dict[_Pair, Evidence] = {}
    for claim in known.values():
        for link in claim.get("links") or ():
            other = link["claim_id"]
            if link["relation"] != "contradicts" or other not in known or other == claim["id"]:
                continue
            against[claim["id"]].add(other)
            against[other].add(claim["id"])
            found = Evidence(text=str(link.get("evidence") or ""), score=float(link.get("score") or 0))
            evidence.setdefault(frozenset((claim["id"], other)), found)
    return against, evidence


def _between_nodes(against: Mapping[str, set[str]], known: Mapping[str, Document]) -> dict[str, set[str]]:
    edges: dict[str, set[str]] = defaultdict(set)
    for one, others in against.items():
        for other in others:
            edges[_node(known[one])].add(_node(known[other]))
    return edges


def _parts(edges: Mapping[str, set[str]], nodes: Mapping[str, Sequence[Document]]) -> list[list[str]]:
    """Give the connected groups of nodes, each in the order of telling."""
    seen: set[str] = set()
    parts = []
    for start in sorted(edges, key=lambda node: _when(nodes[node][0])):
        if start in seen:
            continue
        part, waiting = [], [start]
        seen.add(start)
        while waiting:
            node = waiting.pop()
            part.append(node)
            new = edges[node] - seen
            seen |= new
            waiting += sorted(new)
        parts.append(sorted(part, key=lambda node: _when(nodes[node][0])))
    return parts


def _sides(
    part: Sequence[str],
    edges: Mapping[str, set[str]],
    nodes: Mapping[str, Sequence[Document]],
    against: Mapping[str, set[str]],
    evidence: Mapping[_Pair, Evidence],
) -> Sides:
    side_of = _coloured(part, edges)
    sides: dict[int, list[Document]] = defaultdict(list)
    for node in part:
        sides[side_of[node]] += [claim for claim in nodes[node] if claim["id"] in against or len(nodes[node]) > 1]
    ids = {claim["id"] for side in sides.values() for claim in side}
    found = {pair: one for pair, one in evidence.items() if pair <= ids}
    texts = {one.text: one for one in sorted(found.values(), key=lambda one: one.score)}
    return Sides(
        sides=tuple(tuple(sorted(side, key=_when)) for _, side in sorted(sides.items())),
        evidence=tuple(sorted(texts.values(), key=lambda one: (-one.score, one.text))),
        pairs=len(found),
    )


def _coloured(part: Sequence[str], edges: Mapping[str, set[str]]) -> dict[str, int]:
    """Number the nodes so that neighbours differ: two numbers wherever two are enough."""
    colours: dict[str, int] = {}
    waiting = list(part[:1])
    while len(colours) < len(part):
        node = waiting.pop(0) if waiting else next(one for one in part if one not in colours)
        if node in colours:
            continue
        taken = {colours[other] for other in edges[node] if other in colours and other != node}
        colours[node] = next(colour for colour in range(len(part) + 1) if colour not in taken)
        waiting += [other for other in part if other in edges[node] and other not in colours]
    return colours
