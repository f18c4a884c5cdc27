"""Deliveries of one article folded: its newest version goes on, what the index already has is only touched."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import apache_beam as beam
from apache_beam.pvalue import TaggedOutput

from pipeline.index.output import Output
from pipeline.memory import Delivered
from pipeline.stage import DEAD, TALLY, BatchStageFn, Dropped, PayloadType
from transforms.deduplicate import join_versions, read_side_by_side, version_of, version_order
from transforms.document import article_payload
from transforms.records import Article, Version

SEEN = "seen"
"""(article id, Seen) of known articles that were delivered again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a delivery that does not replace an indexed article leaves on it."""

    last_seen_at: datetime | None
    versions: tuple[Version, ...]


@dataclass  # Beam sets its label, so it cannot be frozen
class FoldDeliveries(beam.PTransform):
    """Deliveries of one article become its newest version, with the history of those before."""

    output: Output

    def expand(self, articles: Any) -> Any:
        keyed = articles | "KeyById" >> beam.Map(keyed_by_id)
        grouped = keyed | "GroupDeliveries" >> beam.GroupByKey()
        return grouped | "FoldDeliveries" >> beam.ParDo(_FoldFn(self.output)).with_outputs(
            DEAD, TALLY, SEEN, main="good"
        )


def keyed_by_id(article: Article) -> tuple[str, Article]:
    return article.id, article


class _FoldFn(BatchStageFn):
    stage = "deduplicate"
    fans_out = True
    batch_size = 500

    def __init__(self, output: Output) -> None:
        self.output = output

    def setup(self) -> None:
        self.memory = self.output.memory()

    def origin(self, element: tuple[str, Iterable[Article]]) -> str:
        return element[0]

    def payload(self, element: tuple[str, Iterable[Article]]) -> tuple[str, PayloadType]:
        return "\n".join(map(article_payload, element[1])), "article"

    def prepare(self, elements: Sequence[tuple[str, Iterable[Article]]]) -> list[Delivered]:
        known = self.memory.delivered([article_id for article_id, _ in elements])
        return [known.get(article_id, _NOTHING) for article_id, _ in elements]

    def work(self, element: tuple[str, Iterable[Article]]) -> Iterator[Any]:
        article_id, arrived = element
        known: Delivered = self.context or self.memory.delivered([article_id]).get(article_id, _NOTHING)
        deliveries = sorted(read_side_by_side(arrived), key=_recency)
        known = _put_right(known, deliveries)
        history = join_versions([*known.versions, *map(version_of, deliveries)])
        present = history[-1].content_hash
        newest = next((one for one in reversed(deliveries) if version_of(one).content_hash == present), None)
        is_known = known.versions and known.versions[-1].content_hash == present
        yield from _dropped(deliveries, None if is_known else newest, known.versions)
        times = (known.last_seen_at, *(one.delivered_at for one in deliveries))
        last_seen_at = max((time for time in times if time), default=None)
        history = history if len(history) > 1 else ()
        if is_known or newest is None:
            yield TaggedOutput(SEEN, (article_id, Seen(last_seen_at=last_seen_at, versions=history)))
        else:
            first_seen = (known.first_seen_at, *(one.first_seen_at for one in deliveries))
            yield replace(
                newest,
                first_seen_at=min((time for time in first_seen if time), default=None),
                delivered_at=max((time for time in (known.delivered_at, newest.delivered_at) if time), default=None),
                last_seen_at=last_seen_at,
                versions=history,
                duplicate=known.duplicate,
                story_id=known.story_id,
                thread_id=known.thread_id,
            )


_NOTHING = Delivered(versions=())
CLOCKS_DIFFER = timedelta(minutes=5)
STEP = timedelta(seconds=1)


def _put_right(known: Delivered, deliveries: Sequence[Article]) -> Delivered:
    """Make deliveries of a time that is still to come, as a clock that was ahead notes them, older than those at hand.

    Only the article's own time goes on from there: Elasticsearch counts an article's writes by it.
    """
    soon = datetime.now(UTC) + CLOCKS_DIFFER
    if known.delivered_at is None or known.delivered_at <= soon:
        return known
    first = min((one.delivered_at for one in deliveries if one.delivered_at), default=soon)
    versions = tuple(
        replace(v, delivered_at=first - STEP * back) if v.delivered_at and v.delivered_at > soon else v
        for back, v in zip(range(len(known.versions), 0, -1), known.versions, strict=True)
    )
    return replace(known, versions=versions, delivered_at=known.delivered_at + STEP)


def _recency(article: Article) -> tuple[datetime, datetime, str, str]:
    """Order deliveries by what they say of themselves; the text decides ties, never the order of arrival."""
    return *version_order(version_of(article)), article.raw


def _dropped(deliveries: Sequence[Article], passed: Article | None, known: Sequence[Version]) -> Iterator[Dropped]:
    """Say of each delivery that goes no further why: the same content again, or a version that is not the present."""
    seen = {version.content_hash for version in known}
    if passed is not None:
        seen.add(version_of(passed).content_hash)
    for delivery in deliveries:
        if delivery is passed:
            continue
        content = version_of(delivery).content_hash
        if content in seen:
            yield Dropped("duplicate", "re-delivery of a known article" if known else "re-delivery")
        else:
            seen.add(content)
            yield Dropped("filtered", "an earlier version, kept in the article's history")
