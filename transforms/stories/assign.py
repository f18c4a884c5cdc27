"""Each article joins the story that it is most like, or opens one."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from transforms.deduplicate.items import Item
from transforms.records import Duplicate
from transforms.stories.cluster import REACH, Clusters

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def assign_stories(items: Sequence[Item], duplicates: Mapping[str, Duplicate]) -> dict[str, str]:
    """Give each article the id of its story, which is made of the date and id of the article that opened it.

    Articles are taken in the order of publication, whatever the order of arrival; a copy is in the story of its
    canonical article. An article's choice depends on the articles of the `REACH` before it only, so a known article
    keeps its story unless one within that reach is new, became or ceased to be a copy, or changed its story. To add
    new articles to known ones, give with them the known ones from `REACH` before each new one to `REACH` after it:
    then the answer is that for all articles at once, or, where stories change in a chain, that up to that reach.
    """
    stories: dict[str, str] = {}
    clusters = Clusters()
    disturbed = _LONG_AGO
    for item in sorted(items, key=_order):
        duplicate = duplicates.get(item.id)
        if (item.duplicate is None) != (duplicate is None):
            disturbed = item.at
        if duplicate is not None and duplicate.of in stories:
            stories[item.id] = stories[duplicate.of]
            continue
        is_settled = item.story_id is not None and item.at - disturbed > REACH
        story_id = clusters.add(item, item.story_id if is_settled else None)
        if story_id != item.story_id:
            disturbed = item.at
        stories[item.id] = story_id
    return stories


def _order(item: Item) -> tuple[object, str]:
    return item.order


def find_merged(items: Sequence[Item], stories: Mapping[str, str]) -> dict[str, str]:
    """Say of each known story that is left without articles into which story most of them went (ties by id)."""
    went: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for item in items:
        if item.story_id is not None:
            went[item.story_id][stories[item.id]] += 1
    alive = set(stories.values())
    return {
        old: min(went[old].items(), key=lambda found: (-found[1], found[0]))[0] for old in sorted(went.keys() - alive)
    }
