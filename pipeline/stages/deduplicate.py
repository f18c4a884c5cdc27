"""Every copy known, every story whole: copies and stories resolved, changed articles brought back."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import apache_beam as beam
from apache_beam.pvalue import TaggedOutput

from pipeline.dead_letters import indexed_context
from pipeline.index.actions import Action
from pipeline.index.output import Output
from pipeline.memory import Memory
from pipeline.stage import Dropped, StageFn, apply_stage, as_pairs
from pipeline.stages.deliveries import Seen, keyed_by_id
from transforms.deduplicate import Item, find_duplicates, with_originals
from transforms.document import merged_story_changes, seen_changes
from transforms.records import Article, Duplicate
from transforms.stories import REACH, assign_stories_and_threads, find_merged, find_moved

ACTIONS = "actions"
LEFT = "left"
"""(thread id, Departed) of articles that leave their thread or story."""
ROUNDS = 5
"""How often a change is followed to those that it changes in turn, each further away in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """What resolving found of one article."""

    duplicate: Duplicate | None
    story_id: str
    thread_id: str
    copies: int


@dataclass(frozen=True, slots=True)
class Departed:
    """An indexed article that is no longer where it was."""

    article_id: str


@dataclass  # Beam sets its label, so it cannot be frozen
class Resolve(beam.PTransform):
    """(articles, seen) to articles that know their canonical article and story.

    Indexed ones for which these changed are brought back. One key sees the fingerprints (1 to 2 KB each) of a run's
    new articles and of their neighbours in the index; the articles themselves stay outside and are joined by id, and
    so is what deliveries left on known ones: an article that is brought back takes it along.
    """

    output: Output

    def expand(self, folded: tuple[Any, Any]) -> Any:
        articles, seen = folded
        resolved = (
            articles
            | "ToItem" >> beam.Map(_item_under_one_key)
            | "GatherItems" >> beam.GroupByKey()
            | "Resolve" >> beam.ParDo(_ResolveFn(self.output)).with_outputs(ACTIONS, LEFT, main="assignments")
        )
        joined = {
            "articles": as_pairs(articles | "KeyForJoin" >> beam.Map(keyed_by_id), "ArticlePairs"),
            "assignments": as_pairs(resolved.assignments, "AssignmentPairs"),
            "seen": as_pairs(seen, "SeenPairs"),
        } | "JoinAssignments" >> beam.CoGroupByKey()
        fresh = joined | "Assign" >> beam.FlatMap(_assign)
        back = apply_stage(joined | "Changed" >> beam.FlatMap(_changed), "Reload", _ReloadFn(self.output))
        touched = joined | "Touch" >> beam.FlatMap(_touch)
        actions = (resolved[ACTIONS], touched) | "AllTouched" >> beam.Flatten()
        return fresh, back, resolved[LEFT], actions


def _item_under_one_key(article: Article) -> tuple[int, Item]:
    return 0, Item.of(article)


class _ResolveFn(beam.DoFn):
    def __init__(self, output: Output) -> None:
        self.output = output

    def setup(self) -> None:
        self.memory = self.output.memory()

    def process(self, element: tuple[int, Iterable[Item]]) -> Iterator[Any]:
        arrived = {item.id: item for item in element[1]}
        known, found = resolve_round(self.memory, arrived)
        before = known | arrived
        known_copies = Counter(item.duplicate.of for item in before.values() if item.duplicate)
        for identity, assignment in found.items():
            item = before[identity]
            changed = _has_changed(item, assignment)
            if identity in arrived or changed:
                yield identity, assignment
            elif assignment.copies != known_copies[identity]:
                document = {"copies": assignment.copies}
                yield TaggedOutput(ACTIONS, Action(kind="articles", id=identity, operation="update", document=document))
            if changed and item.thread_id:
                yield TaggedOutput(LEFT, (item.thread_id, Departed(identity)))
        yield from self._merge(before, {identity: assignment.story_id for identity, assignment in found.items()})

    def _merge(self, before: Mapping[str, Item], stories: Mapping[str, str]) -> Iterator[TaggedOutput]:
        """Say of stories that ended, and of those that ended in earlier runs, which story has their articles now."""
        merged = find_merged(before.values(), stories)
        moved = find_moved(before.values(), stories)
        merged |= {story_id: moved[story_id] for story_id in self.memory.merged(sorted(moved.keys() - merged.keys()))}
        for story_id, into in sorted(merged.items()):
            document = merged_story_changes(into)
            yield TaggedOutput(ACTIONS, Action(kind="stories", id=story_id, operation="update", document=document))


def resolve_round(memory: Memory, arrived: Mapping[str, Item]) -> tuple[dict[str, Item], dict[str, Assignment]]:
    """Assign what arrived and its neighbours; where neighbours change, look at theirs too.

    Gives the indexed articles around, as they were, and what is found of these and of what arrived.
    """
    new = [replace(item, duplicate=None, story_id=None, thread_id=None) for item in arrived.values()]
    known: dict[str, Item] = {}
    looked_at: set[str] = set()
    changed: Sequence[Item] = list(arrived.values())
    found: dict[str, Assignment] = {}
    for _ in range(ROUNDS):
        looked_at |= {item.id for item in changed}
        near = {item.id: item for item in memory.neighbours(changed, REACH) if item.id not in arrived}
        if found and near.keys() <= known.keys():
            break
        known = known | near
        found = assign_all([*new, *known.values()])
        changed = [item for item in known.values() if item.id not in looked_at and _has_changed(item, found[item.id])]
        if not changed:
            break
    return known, found


def assign_all(items: Sequence[Item]) -> dict[str, Assignment]:
    duplicates = with_originals(find_duplicates(items), {item.id: item for item in items})
    stories, threads = assign_stories_and_threads(items, duplicates)
    copies = Counter(duplicate.of for duplicate in duplicates.values())
    return {
        item.id: Assignment(
            duplicate=duplicates.get(item.id),
            story_id=stories[item.id],
            thread_id=threads[stories[item.id]],
            copies=copies[item.id],
        )
        for item in items
    }


def _has_changed(item: Item, assignment: Assignment) -> bool:
    before = _original(item.duplicate), item.story_id, item.thread_id
    return before != (_original(assignment.duplicate), assignment.story_id, assignment.thread_id)


def _original(duplicate: Duplicate | None) -> tuple[str, str | None, float | None] | None:
    return (duplicate.of, duplicate.outlet, duplicate.delay_minutes) if duplicate else None


def _assign(joined: tuple[str, dict[str, Iterable[Any]]]) -> Iterator[Any]:
    _, found = joined
    for article in found["articles"]:
        assignment: Assignment = next(iter(found["assignments"]))
        yield _assigned(article, assignment), assignment.copies


def _assigned(article: Article, assignment: Assignment) -> Article:
    return replace(
        article, duplicate=assignment.duplicate, story_id=assignment.story_id, thread_id=assignment.thread_id
    )


def _changed(joined: tuple[str, dict[str, Iterable[Any]]]) -> Iterator[tuple[str, Assignment, Seen | None]]:
    article_id, found = joined
    if not list(found["articles"]):
        for assignment in found["assignments"]:
            yield article_id, assignment, next(iter(found["seen"]), None)


def _touch(joined: tuple[str, dict[str, Iterable[Any]]]) -> Iterator[Action]:
    """Note on a known article that it was delivered again, unless it is brought back and written whole."""
    article_id, found = joined
    if not list(found["assignments"]):
        for seen in found["seen"]:
            document = seen_changes(seen.last_seen_at, seen.versions)
            yield Action(kind="articles", id=article_id, operation="update", document=document)


class _ReloadFn(StageFn):
    """Indexed articles whose canonical article or story changed go through annotation again."""

    stage = "reload"

    def __init__(self, output: Output) -> None:
        self.output = output

    def setup(self) -> None:
        self.memory = self.output.memory()

    def origin(self, element: tuple[str, Assignment, Seen | None]) -> str:
        return element[0]

    def context_of(self, element: tuple[str, Assignment, Seen | None]) -> str:
        return indexed_context([element[0]])

    def work(self, element: tuple[str, Assignment, Seen | None]) -> Iterator[tuple[Article, int] | Dropped]:
        article_id, assignment, seen = element
        loaded = self.memory.load([article_id])
        for article in loaded:
            bare = replace(article, mentions=(), known_as=(), claims=(), skipped=None)
            if seen is not None:
                bare = replace(bare, last_seen_at=seen.last_seen_at, versions=seen.versions)
            yield _assigned(bare, assignment), assignment.copies
        if not loaded:
            yield Dropped("filtered", "deleted from the index")
