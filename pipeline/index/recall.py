"""What the index remembers for a run: earlier deliveries, possible copies, stories and their articles."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pipeline.index.client import Client, failure
from pipeline.memory import Delivered, EarlierLetter
from transforms.deduplicate import Item, keys_of, verify
from transforms.document import article_from, delivered_versions, digest_from, duplicate_from, item_from, read_moment
from transforms.records import Article
from transforms.telling import Digest

PAGE = 500
PAGE_IN_TIME = 2000
IDS_PER_REQUEST = 500
SEARCHES_PER_REQUEST = 100
MOST_CANDIDATES = 24
"""Of the articles that share a lookup key with a new one, so many are fetched: those that share most, and rarest, keys.

A copy leads to its whole family, so of a text that everybody runs a few are enough; and a footer that a million
articles share costs no more than one that thirty do. In flight a key has its own cap (`transforms.deduplicate.pairs`).
"""
STORY_FIELDS = [
    "id",
    "source",
    "title",
    "published_at",
    "published_precision",
    "first_seen_at",
    "duplicate",
    "story_id",
    "thread_id",
    "mt",
    "fingerprint.content_hash",
    "fingerprint.words",
    "fingerprint.terms",
]
"""What stories need of an article; without its sketch it meets no copies."""
ITEM_FIELDS = [*STORY_FIELDS, "fingerprint"]
DELIVERED_FIELDS = [
    "fingerprint.content_hash",
    "title",
    "updated_at",
    "published_at",
    "versions",
    "first_seen_at",
    "last_seen_at",
    "delivered_at",
    "duplicate",
    "story_id",
    "thread_id",
]
TEXTS = ["raw", "body", "edits", "sections", "fingerprint"]


class ElasticsearchMemory:
    """Memory in the articles index behind the alias `PREFIX-articles`."""

    def __init__(self, client: Client, prefix: str) -> None:
        self._client = client
        self._index = f"{prefix}-articles"
        self._stories = f"{prefix}-stories"
        self._letters = f"{prefix}-dead-letters"

    def delivered(self, ids: Sequence[str]) -> Mapping[str, Delivered]:
        """Give what is known of each article by its id; unknown ones are left out."""
        return {
            identity: Delivered(
                versions=delivered_versions(source),
                duplicate=duplicate_from(source),
                story_id=source.get("story_id"),
                thread_id=source.get("thread_id"),
                **{name: read_moment(source.get(name)) for name in ("first_seen_at", "last_seen_at", "delivered_at")},
            )
            for identity, source in self._get(ids, DELIVERED_FIELDS)
        }

    def neighbours(self, items: Sequence[Item], window: timedelta) -> list[Item]:
        """Give the indexed articles that may be copies of an item, with their families, and those around it in time.

        Whole families are given: with a copy its canonical article, with that all its copies. Of what is only near in
        time no sketch is given, unless its canonical article is gone: then it is to be compared again.
        """
        found = self.families(items)
        near: dict[str, Item] = {}
        for first, last in _merged([(item.at - window, item.at + window) for item in items]):
            moments = {"range": {"@timestamp": {"gte": first.isoformat(), "lte": last.isoformat()}}}
            for source in self._search(moments, includes=STORY_FIELDS, order=("@timestamp", "id"), page=PAGE_IN_TIME):
                near.setdefault(source["id"], item_from(source))
        new = {item.id for item in items}
        pointed_at = {item.duplicate.of for item in near.values() if item.duplicate} - near.keys() - found.keys() - new
        for some in _batches(sorted(pointed_at), IDS_PER_REQUEST):
            self._find(near, {"terms": {"id": list(some)}}, STORY_FIELDS)
        self._add_families(found, pointed_at - near.keys())
        return list((near | found).values())

    def families(self, items: Sequence[Item]) -> dict[str, Item]:
        """Give the indexed copies of items, with their families: one search each for those that share most keys.

        What shares keys but is no copy of the item is left out here already: it decides nothing.
        """
        asked = [item for item in items if item.fingerprint.words]
        sharing = [list(ids) for some in _batches(asked, SEARCHES_PER_REQUEST) for ids in self._sharing(some)]
        candidates: dict[str, Item] = {}
        self._find_ids(candidates, {identity for ids in sharing for identity in ids})
        found = {
            identity: candidates[identity]
            for item, ids in zip(asked, sharing, strict=True)
            for identity in ids
            if identity in candidates and verify(item, candidates[identity])
        }
        heads = {head for item in (*items, *found.values()) for head in _heads(item)}
        self._add_families(found, heads)
        return found

    def merged(self, story_ids: Sequence[str]) -> set[str]:
        """Say which of these are stories that were merged into others."""
        found = set()
        for some in _batches(story_ids, IDS_PER_REQUEST):
            filters = [{"terms": {"id": list(some)}}, {"exists": {"field": "merged_into"}}]
            found |= {
                s["id"] for s in self._search({"bool": {"filter": filters}}, includes=["id"], index=self._stories)
            }
        return found

    def letters(self, ids: Sequence[str]) -> Mapping[str, EarlierLetter]:
        """Give what is known of each dead letter by its id; new ones are left out."""
        found = {}
        for some in _batches(ids, IDS_PER_REQUEST):
            fields = ["id", "run_id", "attempts", "first_at"]
            for source in self._search({"terms": {"id": list(some)}}, includes=fields, index=self._letters):
                found[source["id"]] = EarlierLetter(**{name: source[name] for name in fields[1:]})
        return found

    def load(self, ids: Sequence[str]) -> list[Article]:
        """Give whole articles, as they were last indexed; ids no longer there are left out."""
        bodies = (
            {"query": {"terms": {"id": list(some)}}, "size": len(some), "version": True}
            for some in _batches(sorted(set(ids)), IDS_PER_REQUEST)
        )
        hits = [hit for body in bodies for hit in self._client.search(self._index, body)["hits"]["hits"]]
        return [replace(article_from(hit["_source"]), index_version=hit["_version"]) for hit in hits]

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

    def _add_families(self, found: dict[str, Item], heads: Iterable[str]) -> None:
        for some in _batches(sorted(heads), IDS_PER_REQUEST):
            self._find(found, {"terms": {"duplicate.of": list(some)}}, ITEM_FIELDS)
        self._find_ids(found, heads)

    def _find_ids(self, found: dict[str, Item], ids: Iterable[str]) -> None:
        for some in _batches(sorted(set(ids) - found.keys()), IDS_PER_REQUEST):
            self._find(found, {"terms": {"id": list(some)}}, ITEM_FIELDS)

    def _find(self, found: dict[str, Item], query: dict[str, Any], fields: list[str]) -> None:
        for source in self._search(query, includes=fields):
            if source["id"] not in found:
                found[source["id"]] = item_from(source)

    def _sharing(self, items: Sequence[Item]) -> Iterator[list[str]]:
        """Give for each item the ids of the articles that share most with it, read from the index's sort keys alone."""
        head = json.dumps({"index": self._index, "allow_partial_search_results": False})
        lines = "".join(f"{head}\n{json.dumps(_sharing_body(item))}\n" for item in items)
        path = "/_msearch?filter_path=responses.hits.hits.sort,responses.error,responses.status"
        for answer in self._client.post(path, lines.encode())["responses"]:
            if "error" in answer:
                raise failure(answer["status"], answer)
            yield [hit["sort"][-1] for hit in answer.get("hits", {}).get("hits", ())]

    def _search(
        self,
        query: dict[str, Any],
        *,
        includes: list[str] | None = None,
        excludes: list[str] | None = None,
        index: str | None = None,
        order: Sequence[str] = ("id",),
        page: int = PAGE,
    ) -> Iterator[dict[str, Any]]:
        """Read all that a query finds, page by page.

        What is many is read in the order of time, which is about that of the index: neighbours are unpacked together.
        """
        source = {"includes": includes} if includes else {"excludes": excludes or []}
        body = {"query": query, "_source": source, "size": page, "sort": list(order)}
        while True:
            hits = self._client.search(index or self._index, body)["hits"]["hits"]
            for hit in hits:
                yield hit["_source"]
            if len(hits) < page:
                return
            body["search_after"] = hits[-1]["sort"]


def _sharing_body(item: Item) -> dict[str, Any]:
    """Search what shares a key with an article: Elasticsearch counts a rare key for more than one that many share."""
    hash_, *keys = keys_of(item)
    shared = [{"term": {"fingerprint.lookup_keys": key}} for key in keys]
    return {
        "query": {"bool": {"should": [{"term": {"fingerprint.content_hash": hash_}}, *shared]}},
        "_source": False,
        "stored_fields": "_none_",  # nothing is unpacked for what may be no copy
        "size": MOST_CANDIDATES,
        "sort": ["_score", "@timestamp", "id"],
        "track_total_hits": False,
    }


def _heads(item: Item) -> tuple[str, ...]:
    """Name the families that an article is in: that which it heads, and that of the article that it copies."""
    return (item.id, item.duplicate.of) if item.duplicate else (item.id,)


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
