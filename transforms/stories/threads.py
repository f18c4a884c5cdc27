"""Threads: stories near enough in words and days that their claims may agree or contradict."""

from collections.abc import Mapping, Sequence

from transforms.deduplicate.items import Item
from transforms.records import Duplicate
from transforms.stories.assign import assign_lined_up
from transforms.stories.cluster import REACH, Clusters
from transforms.stories.standing import LONG_AGO, Lineup, line_up


def assign_threads(
    items: Sequence[Item], stories: Mapping[str, str], duplicates: Mapping[str, Duplicate]
) -> dict[str, str]:
    """Give each story the id of its thread, which is the id of a story that opened it.

    `stories` and `duplicates` are by the items' ids, as they are now. A story belongs to the thread of its first
    article. As with stories, the answer depends on the set of the items and not on their order, and an item that
    nothing new can have disturbed keeps the thread that it has.
    """
    return thread_lined_up(line_up(items, duplicates), stories, duplicates)


def thread_lined_up(lineup: Lineup, stories: Mapping[str, str], duplicates: Mapping[str, Duplicate]) -> dict[str, str]:
    """Do the same with articles that are lined up already."""
    threads: dict[str, str] = {}
    clusters = Clusters(lineup.vectors, are_threads=True)
    disturbed = LONG_AGO
    for item in lineup.ordered:
        story_id = stories[item.id]
        if (item.duplicate is not None) != (item.id in duplicates):
            disturbed = item.at
        if item.id not in lineup.standing:
            continue
        is_settled = item.thread_id is not None and item.at - disturbed > REACH
        thread_id = clusters.add(item, threads.get(story_id) or (item.thread_id if is_settled else None))
        if thread_id != item.thread_id:
            disturbed = item.at
        threads.setdefault(story_id, thread_id)
    return threads


def assign_stories_and_threads(
    items: Sequence[Item], duplicates: Mapping[str, Duplicate]
) -> tuple[dict[str, str], dict[str, str]]:
    """Give each article its story and each story its thread; their words are weighed once."""
    lineup = line_up(items, duplicates)
    stories = assign_lined_up(lineup, duplicates)
    return stories, thread_lined_up(lineup, stories, duplicates)
