"""Each article joins the story that it is most like, or opens one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from transforms.deduplicate.items import Item
from transforms.records import Duplicate
from transforms.stories.cluster import REACH, Clusters, story_opened_by
from transforms.stories.standing import LONG_AGO, Lineup, line_up


def assign_stories(items: Sequence[Item], duplicates: Mapping[str, Duplicate]) -> dict[str, str]:
    """Give each article the id of its story, which is made of the date and id of the article that opened it.

    Articles are taken in the order of publication, whatever the order of arrival; a copy is in the story of its
    canonical article. An article's choice depends on the articles of the `REACH` before it only, so a known article
    keeps its story unless one within that reach is new, became or ceased to be a copy, or changed its story. To add
    new articles to known ones, give with them the known ones from `REACH` before each new one to `REACH` after it:
    then the answer is that for all articles at once, or, where stories change in a chain, that up to that reach.
    """
    return assign_lined_up(line_up(items, duplicates), duplicates)


def assign_lined_up(lineup: Lineup, duplicates: Mapping[str, Duplicate]) -> dict[str, str]:
    """Do the same with articles that are lined up already."""
    stories: dict[str, str] = {}
    clusters = Clusters(lineup.vectors)
    disturbed = LONG_AGO
    for item in lineup.ordered:
        duplicate = duplicates.get(item.id)
        if (item.duplicate is None) != (duplicate is None):
            disturbed = item.at
        if duplicate is not None and item.id not in lineup.standing:
            stories[item.id] = stories[duplicate.of]
            continue
        is_settled = item.story_id is not None and item.at - disturbed > REACH
        story_id = clusters.add(item, item.story_id if is_settled else None)
        if story_id != item.story_id:
            disturbed = item.at
        stories[item.id] = story_id
    return stories


def find_merged(items: Iterable[Item], stories: Mapping[str, str]) -> dict[str, str]:
    """Say of each known story that is left without articles which story it is merged into.

    That is the story which its first article is in now, whatever happened in between; where that article is gone, the
    story into which most of the others went (ties by id). `stories` maps the items' ids to their stories now, the
    items know those before.
    """
    went: defaultdict[str, Counter[str]] = defaultdict(Counter)
    opened: dict[str, str] = {}
    for item in items:
        opened[story_opened_by(item)] = stories[item.id]
        if item.story_id is not None:
            went[item.story_id][stories[item.id]] += 1
    alive = set(stories.values())
    return {old: opened.get(old) or _most(went[old]) for old in sorted(went.keys() - alive)}


def find_moved(items: Iterable[Item], stories: Mapping[str, str]) -> dict[str, str]:
    """Give the ids of the stories that moved articles would have opened, or once did, and where these are now.

    Where such a story was merged into another by an earlier run, it is in this one now.
    """
    alive = set(stories.values())
    moved = {story_opened_by(item): stories[item.id] for item in items if item.story_id not in (None, stories[item.id])}
    return {story_id: into for story_id, into in moved.items() if story_id not in alive}


def _most(counts: Counter[str]) -> str:
    return min(counts.items(), key=lambda found: (-found[1], found[0]))[0]
