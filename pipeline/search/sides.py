"""Contradictions as disputes: those who say one thing, those who say otherwise, and why we think so."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.search.finding import Document, contradicting
from pipeline.search.lines import figure, place, voice
from pipeline.search.painter import Painter
from pipeline.search.times import minute, order
from pipeline.terminal import one_line

MOST_OF_A_SIDE = 5
MOST_EVIDENCE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """Two sides, each in order of time, the one that spoke first first; `evidence` by id: (claim, against, link)."""

    sides: tuple[tuple[Document, ...], tuple[Document, ...]]
    evidence: tuple[tuple[str, str, Document], ...]

    @property
    def claims(self) -> tuple[Document, ...]:
        return self.sides[0] + self.sides[1]


def disputes(claims: Mapping[str, Document], wanted: Iterable[str]) -> list[Dispute]:
    """Put claims that contradict each other onto two sides; claims of one cluster are on the same.

    `wanted` gives the ids in the order in which disputes are wanted; a dispute stands where its first claim does. Where
    no two sides can hold all (three figures that differ from each other), the surest contradictions decide.
    """
    ordered = list(dict.fromkeys(wanted))
    links = _between(claims)
    neighbours: dict[str, list[str]] = defaultdict(list)
    for one, other in links:
        neighbours[_node(claims[one])].append(_node(claims[other]))
    members: dict[str, list[Document]] = defaultdict(list)
    for claim in claims.values():
        members[_node(claim)].append(claim)
    seen: set[str] = set()
    found: list[Dispute] = []
    for identity in ordered:
        if identity not in claims or (node := _node(claims[identity])) in seen or not neighbours[node]:
            continue
        colours = _two_sides(node, neighbours)
        seen |= colours.keys()
        found.append(_dispute(colours, members, links))
    return found


def _between(claims: Mapping[str, Document]) -> dict[tuple[str, str], Document]:
    """Give the links among these claims by both ids, the surest first."""
    pairs = [
        ((claim["id"], link["claim_id"]), link)
        for claim in claims.values()
        for link in contradicting(claim)
        if link["claim_id"] in claims
    ]
    return dict(sorted(pairs, key=lambda pair: (-pair[1]["score"], pair[0])))


def _node(claim: Document) -> str:
    return str(claim.get("cluster_id") or claim["id"])


def _two_sides(start: str, neighbours: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Give each node that contradictions reach a side, other than that of the neighbour through which it was met."""
    colours = {start: 0}
    waiting = [start]
    for node in waiting:
        for other in neighbours[node]:
            if other not in colours:
                colours[other] = 1 - colours[node]
                waiting.append(other)
    return colours


def _dispute(
    colours: Mapping[str, int], members: Mapping[str, list[Document]], links: Mapping[tuple[str, str], Document]
) -> Dispute:
    sides = [
        sorted((c for node in colours if colours[node] == side for c in members[node]), key=_when) for side in (0, 1)
    ]
    first, second = sorted((side for side in sides), key=lambda side: _when(side[0]) if side else ("~", ""))
    ids = {claim["id"] for claim in first}
    evidence = [(one, other, link) for (one, other), link in links.items() if one in ids and other not in ids]
    return Dispute(sides=(tuple(first), tuple(second)), evidence=tuple(evidence))


def _when(claim: Document) -> tuple[str, str]:
    return order(claim), claim["id"]


def dispute_lines(number: int, dispute: Dispute, titles: Mapping[str, str], painter: Painter) -> Iterator[str]:
    """Show the two sides below each other, and between them why they are at odds."""
    stories = list(dict.fromkeys(str(claim.get("story_id")) for claim in dispute.claims))
    told = " / ".join(f"{one_line(titles.get(story, ''))} (story {story})".strip() for story in stories[:2])
    yield f"{number:>3}. {painter.paint(told, 'heading')}"
    first, second = dispute.sides
    yield from _side(first, painter)
    yield f"     {painter.paint('≠ says otherwise', 'against')}"
    for _, _, link in dispute.evidence[:MOST_EVIDENCE]:
        evidence = link.get("evidence") or "(no evidence kept)"
        yield f"       {painter.paint(f'because: {evidence}', 'dim')}"
    yield from _side(second, painter)
    yield ""


def _side(claims: Sequence[Document], painter: Painter) -> Iterator[str]:
    for claim in claims[:MOST_OF_A_SIDE]:
        yield f"     {voice(claim, painter)}  {painter.paint(claim['outlet'], 'dim')}, {minute(claim)}"
        yield f"       “{painter.marked(claim['text'])}”"
        if figures := claim.get("figures"):
            yield f"       {painter.paint('figures: ' + ', '.join(map(figure, figures)), 'dim')}"
        yield f"       {painter.paint(place(claim), 'link')}"
    if len(claims) > MOST_OF_A_SIDE:
        outlets = sorted({one_line(claim["outlet"]) for claim in claims[MOST_OF_A_SIDE:]})
        yield painter.paint(f"     and {len(claims) - MOST_OF_A_SIDE} more, in {', '.join(outlets)}", "dim")


def dispute_document(dispute: Dispute) -> dict[str, object]:
    """Give a dispute for other programs."""
    return {
        "sides": [list(side) for side in dispute.sides],
        "evidence": [
            {"claim_id": one, "contradicts": other, "score": link["score"], "evidence": link.get("evidence")}
            for one, other, link in dispute.evidence
        ],
    }
