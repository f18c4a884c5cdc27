from typing import Any

from pipeline.search.sides import disputes


def claim(identity: str, *against: str, cluster: str | None = None, hour: int = 1) -> dict[str, Any]:
    links = [{"claim_id": other, "relation": "contradicts", "score": 0.9, "evidence": "x"} for other in against]
    return {
        "id": identity,
        "cluster_id": cluster or identity,
        "@timestamp": f"2031-01-01T{hour:02}:30:00Z",
        "links": links,
    }


def sides(*claims: dict[str, Any]) -> list[list[list[str]]]:
    found = disputes({one["id"]: one for one in claims}, [one["id"] for one in claims])
    return [[[one["id"] for one in side] for side in dispute.sides] for dispute in found]


def test_who_spoke_first_stands_first() -> None:
    """The side of the earliest claim is the first, whichever claim was found first."""
    assert sides(claim("late", "early", hour=5), claim("early", "late", hour=2)) == [[["early"], ["late"]]]


def test_claims_that_say_the_same_stand_together() -> None:
    """A claim without a contradiction of its own joins the side of its cluster."""
    told = sides(claim("a", "x"), claim("b", cluster="a", hour=3), claim("x", "a", hour=2))
    assert told == [[["a", "b"], ["x"]]]


def test_disputes_are_kept_apart() -> None:
    """Claims that no contradiction joins are in different disputes, in the order in which they were found."""
    assert sides(claim("a", "x"), claim("b", "y"), claim("x", "a", hour=2), claim("y", "b", hour=2)) == [
        [["a"], ["x"]],
        [["b"], ["y"]],
    ]


def test_three_that_all_differ_are_shown_once() -> None:
    """Where three exclude each other two must share a side; none is lost, and none stands twice."""
    (dispute,) = sides(claim("a", "b", "c"), claim("b", "a", "c", hour=2), claim("c", "a", "b", hour=3))
    assert dispute == [["a"], ["b", "c"]]


def test_what_is_gone_is_no_side() -> None:
    """A link to a claim that is not in the index makes no dispute."""
    assert sides(claim("a", "gone")) == []
