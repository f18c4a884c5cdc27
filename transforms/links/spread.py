"""The life of a claim: who said it first, and who repeated it, when and how."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from transforms.records import Appearance as Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A claim of a cluster with what its article says of itself: one claim document, or one copy of its article.

    `speaker` is who says it (entity id, else name), `quoted` whether any of it stands in quotation marks, `passed_on`
    whether it is told inside another's words ("according to an agency, the minister said").
    """

    claim_id: str
    article_id: str
    outlet: str
    at: datetime
    speaker: str | None
    quoted: bool = False
    passed_on: bool = False
    is_copy: bool = False
    is_translation: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """One article in which a claim appears, in order of time; `after_h` are the hours since its first appearance."""

    claim_id: str
    article_id: str
    outlet: str
    at: datetime
    kind: Kind
    speaker: str | None
    after_h: float
    url: str | None = None


def spread(tellings: Iterable[Telling]) -> tuple[Station, ...]:
    """Order the tellings of one cluster, `spread(tellings) -> (Station, …)`: one for each article, first the first.

    What an appearance is, the first that fits: `first`; `copy` or `translated`, where its article is one; `re-quoted`,
    where it is told through somebody else's words; `quoted`, where the words of its speaker are; `repeated`
    otherwise: in words of the article's own.
    """
    ordered = sorted(tellings, key=lambda one: (one.at, one.is_copy, one.passed_on, one.claim_id, one.article_id))
    of_article: dict[str, Telling] = {}
    for one in ordered:
        of_article.setdefault(one.article_id, one)
    if not of_article:
        return ()
    first = next(iter(of_article.values()))
    return tuple(
        Station(
            claim_id=one.claim_id,
            article_id=one.article_id,
            outlet=one.outlet,
            at=one.at,
            kind=_kind(one, first),
            speaker=one.speaker,
            after_h=round((one.at - first.at).total_seconds() / 3600, 2),
            url=one.url,
        )
        for one in of_article.values()
    )


def _kind(one: Telling, first: Telling) -> Kind:
    if one is first:
        return "first"
    if one.is_translation:
        return "translated"
    if one.is_copy:
        return "copy"
    if one.passed_on:
        return "re-quoted"
    return "quoted" if one.quoted else "repeated"
