"""What the index remembers for a run: earlier deliveries, possible copies, stories and their articles."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from pipeline.index.client import Client
from pipeline.memory import Delivered
from transforms.deduplicate import Item
from transforms.document import article_from, digest_from, item_from
from transforms.records import Article
from transforms.telling import Digest

PAGE = 500
IDS_PER_REQUEST = 500
KEYS_PER_REQUEST = 2000
ITEM_FIELDS = [
    "id",
    "source",
    "title",
    "published_at",
    "published_precision",
    "first_seen_at",
    "fingerprint",
    "duplicate",
    "story_id",
    "thread_id",
    "mt",
]
TEXTS = ["raw", "body", "edits", "sections", "fingerprint"]


class ElasticsearchMemory:
    """Memory in the articles index behind the alias `PREFIX-articles`."""

    def __init__(self, client: Client, prefix: str) -> None:
        self._client = client
        self._index = f"{prefix}-articles"

    def delivered(self, ids: Sequence[str]) -> Mapping[str, Delivered]:
        """Give what is known of each article by its id; unknown ones are left out."""
        fields = ["fingerprint.content_hash", "first_seen_at"]
        return {
            identity: Delivered(
                content_hash=source["fingerprint"]["content_hash"],
                first_seen_at=_moment(source.get("first_seen_at")),
            )
            for identity, source in self._get(ids, fields)
        }

    def neighbours(self, items: Sequence[Item], window: timedelta) -> list[Item]:
        """Give the indexed articles that share a lookup key with an item or came out within the window around one.

        Whole families are given: with a copy its canonical article, with that all its copies.
        """
        found: dict[str, Item] = {}
        keys = {key for item in items for key in item.fingerprint.lookup_keys}
        hashes = {item.fingerprint.content_hash for item in items}  # texts of a few words have no keys
        for field, values in (("fingerprint.lookup_keys", keys), ("fingerprint.content_hash", hashes)):
            for some in _batches(sorted(values), KEYS_PER_REQUEST):
                self._find(found, {"terms": {field: list(some)}})
        for first, last in _merged([(item.at - window, item.at + window) for item in items]):
            self._find(found, {"range": {"@timestamp": {"gte": first.isoformat(), "lte": last.isoformat()}}})
        heads = {item.duplicate.of if item.duplicate else item.id for item in found.values()}
        for some in _batches(sorted(heads), IDS_PER_REQUEST):
            self._find(found, {"terms": {"duplicate.of": list(some)}})
            self._find(found, {"terms": {"id": list(some)}})
        return list(found.values())

    def load(self, ids: Sequence[str]) -> list[Article]:
        """Give whole articles, as they were last indexed; ids no longer there are left out."""
        return [article_from(source) for _, source in self._get(ids, None)]

    def digests(self, thread_ids: Iterable[str], article_ids: Iterable[str]) -> list[Digest]:
        """Give the articles of threads, and those with the ids, without their texts."""
        either = [{"terms": {"thread_id": sorted(thread_ids)}}, {"terms": {"id": sorted(article_ids)}}]
        query = {"bool": {"should": either}}
        return [digest_from(source) for source in self._search(query, excludes=TEXTS)]

    def _get(self, ids: Sequence[str], fields: list[str] | None) -> Iterator[tuple[str, dict[str, Any]]]:
        for some in _batches(ids, IDS_PER_REQUEST):
            query = {"terms": {"id": list(some)}}
            for source in self._search(query, includes=[*fields, "id"] if fields else None):
                yield source["id"], source

    def _find(self, found: dict[str, Item], query: dict[str, Any]) -> None:
        for source in self._search(query, includes=ITEM_FIELDS):
            found.setdefault(source["id"], item_from(source))

    def _search(
        self, query: dict[str, Any], *, includes: list[str] | None = None, excludes: list[str] | None = None
    ) -> Iterator[dict[str, Any]]:
        source = {"includes": includes} if includes else {"excludes": excludes or []}
        body = {"query": query, "_source": source, "size": PAGE, "sort": ["id"]}
        while True:
            hits = self._client.search(self._index, body)["hits"]["hits"]
            for hit in hits:
                yield hit["_source"]
            if len(hits) < PAGE:
                return
            body["search_after"] = hits[-1]["sort"]


def _batches[T](values: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _merged(intervals: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Join intervals that overlap."""
    joined: list[tuple[datetime, datetime]] = []
    for first, last in sorted(intervals):
        if joined and first <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(last, joined[-1][1])
        else:
            joined.append((first, last))
    return joined


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
