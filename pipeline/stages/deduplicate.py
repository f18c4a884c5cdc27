"""One article once, every copy known: deliveries folded, copies and stories resolved, changed articles brought back."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import apache_beam as beam
from apache_beam.pvalue import TaggedOutput

from pipeline.index.actions import Action
from pipeline.index.output import Output
from pipeline.memory import Delivered
from pipeline.stage import DEAD, TALLY, BatchStageFn, Dropped, StageFn, apply_stage
from transforms.deduplicate import Item, find_duplicates, with_originals
from transforms.document import moment
from transforms.records import Article, Duplicate
from transforms.stories import REACH, assign_stories, assign_threads

ACTIONS = "actions"
LEFT = "left"
"""(thread id, Departed) of articles that leave their thread or story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """What resolving found of one article."""

    duplicate: Duplicate | None
    story_id: str
    thread_id: str
    copies: int


@dataclass(frozen=True, slots=True)
class Departed:
    """An indexed article that is no longer where it was, and the id of its story if that has ended."""

    article_id: str
    ended_story: str | None


@dataclass  # Beam sets its label, so it cannot be frozen
class FoldDeliveries(beam.PTransform):
    """Deliveries of one article become its newest version; what the index already has is only touched."""

    output: Output

    def expand(self, articles: Any) -> Any:
        keyed = articles | "KeyById" >> beam.Map(_keyed_by_id)
        grouped = keyed | "GroupDeliveries" >> beam.GroupByKey()
        return grouped | "FoldDeliveries" >> beam.ParDo(_FoldFn(self.output)).with_outputs(
            DEAD, TALLY, ACTIONS, main="good"
        )


def _keyed_by_id(article: Article) -> tuple[str, Article]:
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

    def prepare(self, elements: Sequence[tuple[str, Iterable[Article]]]) -> list[Delivered | None]:
        known = self.memory.delivered([article_id for article_id, _ in elements])
        return [known.get(article_id) for article_id, _ in elements]

    def work(self, element: tuple[str, Iterable[Article]]) -> Iterator[Any]:
        deliveries = sorted(element[1], key=_recency)
        newest = deliveries[-1]
        for _ in deliveries[1:]:
            yield Dropped("duplicate", "re-delivery")
        known: Delivered | None = self.context
        if known is None:
            yield newest
        elif newest.fingerprint and known.content_hash == newest.fingerprint.content_hash:
            yield Dropped("duplicate", "re-delivery of a known article")
            yield TaggedOutput(ACTIONS, touch(newest))
        else:
            yield replace(newest, first_seen_at=known.first_seen_at or newest.first_seen_at)


def _recency(article: Article) -> tuple[str, str, str]:
    """Order deliveries by what they say of themselves; the text decides ties, never the order of arrival."""
    return moment(article.updated_at) or "", moment(article.published_at) or "", article.raw


def touch(article: Article) -> Action:
    """Note that a known article was delivered again."""
    return Action(
        kind="articles", id=article.id, operation="update", document={"last_seen_at": moment(article.delivered_at)}
    )


@dataclass  # Beam sets its label, so it cannot be frozen
class Resolve(beam.PTransform):
    """Articles learn their canonical article and story; indexed ones for which these changed are brought back.

    One key sees the fingerprints (1 to 2 KB each) of a run's new articles and of their neighbours in the index; the
    articles themselves stay outside and are joined by id.
    """

    output: Output

    def expand(self, articles: Any) -> Any:
        resolved = (
            articles
            | "ToItem" >> beam.Map(_item_under_one_key)
            | "GatherItems" >> beam.GroupByKey()
            | "Resolve" >> beam.ParDo(_ResolveFn(self.output)).with_outputs(ACTIONS, LEFT, main="assignments")
        )
        joined = {
            "articles": articles | "KeyForJoin" >> beam.Map(_keyed_by_id),
            "assignments": resolved.assignments,
        } | "JoinAssignments" >> beam.CoGroupByKey()
        fresh = joined | "Assign" >> beam.FlatMap(_assign)
        back = apply_stage(joined | "Changed" >> beam.FlatMap(_changed), "Reload", _ReloadFn(self.output))
        return fresh, back, resolved


def _item_under_one_key(article: Article) -> tuple[int, Item]:
    return 0, Item.of(article)


class _ResolveFn(beam.DoFn):
    def __init__(self, output: Output) -> None:
        self.output = output

    def setup(self) -> None:
        self.memory = self.output.memory()

    def process(self, element: tuple[int, Iterable[Item]]) -> Iterator[Any]:
        new = {item.id: item for item in element[1]}
        known = {i.id: i for i in self.memory.neighbours(list(new.values()), REACH) if i.id not in new}
        everything = [*new.values(), *known.values()]
        duplicates = with_originals(find_duplicates(everything), {**known, **new})
        stories = assign_stories(everything, duplicates)
        threads = assign_threads(everything, stories)
        living = set(stories.values())
        copies = Counter(duplicate.of for duplicate in duplicates.values())
        known_copies = Counter(item.duplicate.of for item in known.values() if item.duplicate)
        for item in everything:
            story_id = stories[item.id]
            assignment = Assignment(
                duplicate=duplicates.get(item.id),
                story_id=story_id,
                thread_id=threads[story_id],
                copies=copies[item.id],
            )
            if item.id in new:
                yield item.id, assignment
            elif _has_changed(item, assignment):
                yield item.id, assignment
                if item.thread_id:
                    ended = item.story_id if item.story_id not in living else None
                    yield TaggedOutput(LEFT, (item.thread_id, Departed(item.id, ended)))
            elif copies[item.id] != known_copies[item.id]:
                document = {"copies": copies[item.id]}
                yield TaggedOutput(ACTIONS, Action(kind="articles", id=item.id, operation="update", document=document))


def _has_changed(item: Item, assignment: Assignment) -> bool:
    before = _original(item.duplicate), item.story_id, item.thread_id
    return before != (_original(assignment.duplicate), assignment.story_id, assignment.thread_id)


def _original(duplicate: Duplicate | None) -> tuple[str, str | None, float | None] | None:
    return (duplicate.of, duplicate.outlet, duplicate.delay_minutes) if duplicate else None


def _assign(joined: tuple[str, dict[str, Iterable[Any]]]) -> Iterator[tuple[Article, int]]:
    _, found = joined
    for article in found["articles"]:
        assignment: Assignment = next(iter(found["assignments"]))
        yield _assigned(article, assignment), assignment.copies


def _assigned(article: Article, assignment: Assignment) -> Article:
    return replace(
        article, duplicate=assignment.duplicate, story_id=assignment.story_id, thread_id=assignment.thread_id
    )


def _changed(joined: tuple[str, dict[str, Iterable[Any]]]) -> Iterator[tuple[str, Assignment]]:
    article_id, found = joined
    if not list(found["articles"]):
        yield article_id, next(iter(found["assignments"]))


class _ReloadFn(StageFn):
    """Indexed articles whose canonical article or story changed go through annotation again."""

    stage = "reload"

    def __init__(self, output: Output) -> None:
        self.output = output

    def setup(self) -> None:
        self.memory = self.output.memory()

    def origin(self, element: tuple[str, Assignment]) -> str:
        return element[0]

    def work(self, element: tuple[str, Assignment]) -> Iterator[tuple[Article, int] | Dropped]:
        article_id, assignment = element
        loaded = self.memory.load([article_id])
        for article in loaded:
            bare = replace(article, mentions=(), claims=(), skipped=None)
            yield _assigned(bare, assignment), assignment.copies
        if not loaded:
            yield Dropped("filtered", "deleted from the index")
