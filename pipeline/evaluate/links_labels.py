"""Precision of the links that a run found in real news, by the labels of a reader."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Any, NamedTuple

LABELS = "labels/links.tsv"
RELATIONS = ("contradicts", "same")
_ONE_CLAIM = 0.5


class Place(NamedTuple):
    """Where a claim's content stands in its article's raw text: that outlives other readings of text and cue."""

    article: str
    start: int
    end: int

    def is_at(self, other: "Place") -> bool:
        """Tell whether the two share at least half of their union."""
        shared = min(self.end, other.end) - max(self.start, other.start)
        union = max(self.end, other.end) - min(self.start, other.start)
        return self.article == other.article and shared >= _ONE_CLAIM * union


class Labelled(NamedTuple):
    """A pair of claims that a reader judged: `right` if the relation holds."""

    relation: str
    right: bool
    first: Place
    second: Place

    def fits(self, relation: str, one: Place, other: Place) -> bool:
        if relation != self.relation:
            return False
        straight = self.first.is_at(one) and self.second.is_at(other)
        return straight or (self.first.is_at(other) and self.second.is_at(one))


def score_labels(claims: Iterable[Mapping[str, Any]]) -> dict[str, object]:
    """Score the links of claim documents (`claims.jsonl` of a run) on the pairs that are labelled.

    `precision` is over labelled links; `unlabelled` ones are new since the labels were made, `gone` are right ones
    that are no longer found. `evidence` is the longest line, in characters.
    """
    places = {claim["id"]: _place(claim) for claim in claims}
    articles = {place.article for place in places.values()}
    labels = [one for one in read_labels() if {one.first.article, one.second.article} <= articles]
    links = {
        (link["relation"], *sorted((places[claim["id"]], places[link["claim_id"]]))): link["evidence"]
        for claim in claims
        for link in claim["links"]
        if link["claim_id"] in places
    }
    scores: dict[str, object] = {"claims": len(places), "evidence": max(map(len, links.values()), default=0)}
    for relation in RELATIONS:
        of = [(one, other) for kind, one, other in links if kind == relation]
        judged = [next((x for x in labels if x.fits(relation, *pair)), None) for pair in of]
        counts = Counter("unlabelled" if one is None else "right" if one.right else "wrong" for one in judged)
        known = counts["right"] + counts["wrong"]
        found = {one for one in judged if one is not None}
        scores[relation] = {
            "found": len(of),
            **{name: counts[name] for name in ("right", "wrong", "unlabelled")},
            "gone": sum(1 for one in labels if one.relation == relation and one.right and one not in found),
            "precision": round(counts["right"] / known, 4) if known else None,
        }
    return scores


def read_labels() -> Iterator[Labelled]:
    """Read the labels that are kept with the package."""
    text = files("pipeline.evaluate").joinpath(LABELS).read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            relation, label, one, start, end, other, start_, end_ = line.split("\t")
            first, second = Place(one, int(start), int(end)), Place(other, int(start_), int(end_))
            yield Labelled(relation, label == "right", first, second)


def _place(claim: Mapping[str, Any]) -> Place:
    return Place(claim["article_id"], claim["content"][0]["raw_start"], claim["content"][-1]["raw_end"])
