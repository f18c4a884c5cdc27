"""Stories: the different articles on one event, put together as they come out."""

from transforms.stories.assign import assign_stories, find_merged, find_moved
from transforms.stories.cluster import REACH
from transforms.stories.threads import assign_stories_and_threads, assign_threads

__all__ = ["REACH", "assign_stories", "assign_stories_and_threads", "assign_threads", "find_merged", "find_moved"]
