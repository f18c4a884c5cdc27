"""Stories: the different articles on one event, put together as they come out."""

from transforms.stories.assign import assign_stories

__all__ = ["assign_stories"]
