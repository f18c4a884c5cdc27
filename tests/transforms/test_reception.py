from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from transforms.links import LinkableClaim, linkable, receptions
from transforms.records import Claim, Link, Relation

NOON = datetime(2031, 3, 1, 12, tzinfo=UTC)


def claim(identity: str, hours: float = 0, outlet: str = "Lumen", **fields: Any) -> LinkableClaim:
    made = Claim(
        id=identity, article_id=f"a-{identity}", content=(), text="x", directness="indirect", act="assert", confidence=1
    )
    return linkable(replace(made, **fields), outlet=outlet, at=NOON + timedelta(hours=hours))


def link(to: str, relation: Relation = "contradicts") -> tuple[Link, ...]:
    return (Link(claim_id=to, relation=relation, score=1, evidence=""),)


def test_the_first_of_a_cluster_said_it_first() -> None:
    """The first claim of a cluster is told from those that repeat it, and all know how many outlets carry it."""
    claims = [claim("a"), claim("b", 2, "Herald"), claim("c", 3, "Herald"), claim("d")]
    found = receptions(claims, {}, {"a": "a", "b": "a", "c": "a", "d": "d"})
    assert {key: (one.first_said, one.outlets) for key, one in found.items()} == {
        "a": (True, 2), "b": (False, 2), "c": (False, 2), "d": (True, 1)
    }  # fmt: skip


def test_the_first_denial_counts() -> None:
    """A claim is denied by a later claim against it that denies or says “not”; another figure is no denial."""
    claims = [
        claim("a"),
        claim("b", 5, act="deny"),
        claim("c", 3, negated=True),
        claim("d", 1),
        claim("e", -4, act="deny"),
    ]
    links = {"a": link("b") + link("c") + link("d") + link("e") + link("gone"), "b": link("a"), "d": link("a")}
    found = receptions(claims, links, {})
    assert found["a"].denied_after_h == 3
    assert found["b"].denied_after_h is None
    assert found["d"].denied_after_h is None


def test_what_agrees_does_not_deny() -> None:
    """A negated claim that says the same is no denial of it."""
    found = receptions([claim("a"), claim("b", 1, negated=True)], {"a": link("b", "supports")}, {})
    assert found["a"].denied_after_h is None
