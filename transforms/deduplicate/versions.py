"""The versions of an article: one address, other content; which is the present one, whatever arrived first."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from transforms.records import Article, Version

MAX_VERSIONS = 50
"""So many are kept, the latest; beyond that the first ones are forgotten."""

SIDE_BY_SIDE = timedelta(minutes=10)
"""Of deliveries read so near each other, which was opened first says nothing."""

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def version_of(article: Article) -> Version:
    """Describe the content that an article has now."""
    return Version(
        content_hash=article.fingerprint.content_hash if article.fingerprint else "",
        title=article.title,
        stated_at=article.updated_at or article.published_at,
        delivered_at=article.delivered_at or article.first_seen_at,
    )


def version_order(version: Version) -> tuple[datetime, datetime, str]:
    """Give a version's place in the history: by the date that it states, then by when it was first delivered.

    One that states no date counts as of its delivery.
    """
    delivered_at = version.delivered_at or _LONG_AGO
    return version.stated_at or delivered_at, delivered_at, version.content_hash


def join_versions(versions: Iterable[Version]) -> tuple[Version, ...]:
    """Give the history that all these make, each content once; the order in which they are given does not matter.

    A content that was delivered again keeps its first delivery, and the latest date that it stated: so a replay of
    old inputs changes nothing, and an article that goes back to an earlier text, and says so, does.
    """
    history: dict[str, Version] = {}
    for version in versions:
        known = history.get(version.content_hash)
        history[version.content_hash] = _joined(known, version) if known else version
    return tuple(sorted(history.values(), key=version_order)[-MAX_VERSIONS:])


def read_side_by_side(deliveries: Iterable[Article]) -> list[Article]:
    """Give deliveries that were read together one time of delivery, so that reading order decides nothing."""
    deliveries = list(deliveries)
    latest = max((one.delivered_at for one in deliveries if one.delivered_at), default=None)
    return [
        replace(one, delivered_at=latest)
        if latest and one.delivered_at and latest - one.delivered_at < SIDE_BY_SIDE
        else one
        for one in deliveries
    ]


def _joined(a: Version, b: Version) -> Version:
    first = min(a, b, key=lambda version: (version.delivered_at or _LONG_AGO, version.title))
    stated = [version.stated_at for version in (a, b) if version.stated_at]
    return replace(first, stated_at=max(stated, default=None))
