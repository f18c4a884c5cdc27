"""What earlier runs know: articles already delivered, possible copies, and the stories that new articles join."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from transforms.deduplicate import Item
from transforms.records import Article, Duplicate, Version
from transforms.telling import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What the index holds of an article: its present version is the last of `versions`."""

    versions: tuple[Version, ...]
    first_seen_at: datetime | None = None
    last_seen_at: datetime | None = None
    delivered_at: datetime | None = None
    duplicate: Duplicate | None = None
    story_id: str | None = None
    thread_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierLetter:
    """What the index holds of a dead letter: by which run last, in how many runs, and since when."""

    run_id: str
    attempts: int
    first_at: str


class Memory(Protocol):
    """Reads what earlier runs left; all methods take any number of ids and leave out what is not known."""

    def delivered(self, ids: Sequence[str]) -> Mapping[str, Delivered]: ...

    def neighbours(self, items: Sequence[Item], window: timedelta) -> list[Item]:
        """Give what articles are to be compared with: possible copies with their families, and the days around."""
        ...

    def load(self, ids: Sequence[str]) -> list[Article]: ...

    def digests(self, thread_ids: Iterable[str], article_ids: Iterable[str]) -> list[Digest]: ...

    def merged(self, story_ids: Sequence[str]) -> set[str]:
        """Say which of these are stories that were merged into others."""
        ...

    def letters(self, ids: Sequence[str]) -> Mapping[str, EarlierLetter]: ...


class NoMemory:
    """Each run stands alone: for output to files."""

    def delivered(self, ids: Sequence[str]) -> Mapping[str, Delivered]:
        return {}

    def neighbours(self, items: Sequence[Item], window: timedelta) -> list[Item]:
        return []

    def load(self, ids: Sequence[str]) -> list[Article]:
        return []

    def digests(self, thread_ids: Iterable[str], article_ids: Iterable[str]) -> list[Digest]:
        return []

    def merged(self, story_ids: Sequence[str]) -> set[str]:
        return set()

    def letters(self, ids: Sequence[str]) -> Mapping[str, EarlierLetter]:
        return {}
