"""What an article has spoken of so far: who was named when, as what, and whether they spoke."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["person", "organization", "state", "other"]


@dataclass(slots=True)
class Referent:
    """An entity of the article with what a later description or pronoun needs to find it.

    `titled`: the words of the offices that the text gives, not what they imply.
    `telling`: it closed a sentence as the one that brings the news ("…, Osk writes.").
    """

    id: str
    name: str
    type: str
    kind: Kind
    gender: str | None = None
    country: str | None = None
    described: frozenset[str] = frozenset()
    names: set[str] = field(default_factory=set)
    organizations: set[str] = field(default_factory=set)
    also: frozenset[str] = frozenset()
    telling: bool = False
    titled: frozenset[str] = frozenset()
    seen: list["Seen"] = field(default_factory=list)

    def spoke_before(self, here: "Seen") -> bool:
        """Tell whether this entity spoke within the three sentences before, in this paragraph or the last."""
        return any(
            seen.speaks and here.sentence - seen.sentence <= 3 and here.paragraph - seen.paragraph <= 1
            for seen in self.seen[-3:]
        )

    def just_here(self, here: "Seen") -> bool:
        """Tell whether this entity was named outside quotations in this paragraph's sentence before."""
        return any(
            seen.paragraph == here.paragraph and here.sentence - seen.sentence == 1 and not seen.quoted
            for seen in self.seen[-3:]
        )

    def subject_before(self, here: "Seen") -> int:
        """Give where this entity was last the subject in this paragraph's sentence before, or in this one; else -1."""
        return max(
            (
                seen.at
                for seen in self.seen[-3:]
                if seen.subject
                and not seen.quoted
                and seen.at < here.at
                and seen.paragraph == here.paragraph
                and here.sentence - seen.sentence <= 1 + here.quoted_before
            ),
            default=-1,
        )


@dataclass(frozen=True, slots=True)
class Seen:
    """One mention: its place in the text, and how prominent it is there."""

    at: int
    sentence: int
    paragraph: int
    subject: bool
    speaks: bool
    quoted: bool
    modifier: bool = False
    quoted_before: int = 0


@dataclass(slots=True)
class Discourse:
    """Referents by id, and the order in which they were last seen."""

    referents: dict[str, Referent] = field(default_factory=dict)

    def add(self, referent: Referent, seen: Seen) -> None:
        known = self.referents.setdefault(referent.id, referent)
        known.seen.append(seen)
        known.described |= referent.described
        known.titled |= referent.titled
        known.telling = known.telling or referent.telling
        known.organizations |= referent.organizations
        known.country = known.country or referent.country

    def ranked(self, kinds: Iterable[Kind], here: Seen) -> list[tuple[float, Referent]]:
        """Rank the referents of some kinds by how likely a reference here means them, most likely first."""
        wanted = set(kinds)
        ranked = [
            (_salience(referent, here), referent)
            for referent in self.referents.values()
            if referent.kind in wanted and referent.seen
        ]
        return sorted((pair for pair in ranked if pair[0] > 0), key=lambda pair: (-pair[0], -pair[1].seen[-1].at))


def _salience(referent: Referent, here: Seen) -> float:
    """Score recency, subjects and speakers; what was only said in a quotation counts for less outside it."""
    best = 0.0
    for seen in referent.seen[-6:]:
        distance = here.sentence - seen.sentence
        if seen.at >= here.at or distance > 12 or here.paragraph - seen.paragraph > 5:
            continue
        score = 4.0 / (1 + distance)
        score += 1.0 * seen.subject
        score += (2.5 if here.paragraph - seen.paragraph <= 3 else 1.0) * seen.speaks
        if seen.modifier:
            score *= 0.4
        if seen.quoted and not here.quoted:
            score -= 2.5
        best = max(best, score)
    return best
