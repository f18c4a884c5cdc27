"""What is remembered of an article to find its copies and its story."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from transforms.deduplicate.fingerprint import fingerprint
from transforms.records import UNKNOWN_SOURCE, Article, Duplicate, Fingerprint, Precision

_DAY_OR_LESS = frozenset(("day", "month", "year"))
_REST_OF_DAY = timedelta(days=1, microseconds=-1)
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article as copies and stories see it; `duplicate` and `story_id` are what earlier runs found, if any.

    `source_id` is empty where nobody knows the outlet: two such articles are not of one outlet.
    """

    id: str
    fingerprint: Fingerprint
    source_id: str = ""
    outlet: str = ""
    title: str = ""
    published_at: datetime | None = None
    published_precision: Precision | None = None
    first_seen_at: datetime | None = None
    is_translation: bool = False
    duplicate: Duplicate | None = None
    story_id: str | None = None
    thread_id: str | None = None

    @classmethod
    def of(cls, article: Article) -> "Item":
        """Take from an article what is to be remembered; its fingerprint is made where it is missing."""
        return cls(
            id=article.id,
            fingerprint=article.fingerprint or fingerprint(article),
            source_id="" if article.source == UNKNOWN_SOURCE else article.source.id,
            outlet=article.source.name,
            title=article.title,
            published_at=article.published_at,
            published_precision=article.published_precision,
            first_seen_at=article.first_seen_at,
            is_translation=article.mt is not None and article.mt.is_machine_translated,
            duplicate=article.duplicate,
            story_id=article.story_id,
            thread_id=article.thread_id,
        )

    @property
    def at(self) -> datetime:
        """When the article came out: as published, else as first seen, else never.

        Of a day without its hour, the last moment counts: who states the hour is not taken for the later one.
        """
        if self.published_at and self.published_precision in _DAY_OR_LESS:
            return self.published_at + _REST_OF_DAY
        return self.published_at or self.first_seen_at or _NEVER

    @property
    def is_dated_to_the_hour(self) -> bool:
        return self.published_at is not None and self.published_precision not in _DAY_OR_LESS

    @property
    def order(self) -> tuple[datetime, str]:
        """Its place among all articles, whatever the order in which they arrived."""
        return self.at, self.id
