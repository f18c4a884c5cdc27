"""Copies documents from one index to another with their versions, so that copying again changes nothing."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.errors import RunError
from pipeline.index.bulk import BUSY, Backoff
from pipeline.index.client import Client, NotReachedError, ResponseError
from pipeline.index.paging import read_pages

PAGE = 200
VERSIONS_PAGE = 10_000


def copy_documents(client: Client, source: str, target: str, *, ids: Sequence[str] | None = None) -> int:
    """Copy all documents, or those with the ids, as they are at one moment; give how many."""
    client.post(f"/{source}/_refresh")
    count = 0
    every: dict[str, Any] = {"match_all": {}}
    pages = read_pages(client, source, every, source=True, size=PAGE) if ids is None else _by_id(client, source, ids)
    for hits in pages:
        write_lines(client, [line for hit in hits for line in _lines(hit, target)])
        count += len(hits)
    return count


def delete_documents(client: Client, index: str, ids: Sequence[str]) -> None:
    write_lines(client, [{"delete": {"_index": index, "_id": identity}} for identity in ids])


def versions(client: Client, index: str, *, above: int = -1, ids: Sequence[str] | None = None) -> dict[str, int]:
    """Give the version of every document by its id: of all, of those with the ids, or above a sequence number."""
    client.post(f"/{index}/_refresh")
    query = {"range": {"_seq_no": {"gt": above}}}
    if ids is None:
        pages = read_pages(client, index, query, source=False, size=VERSIONS_PAGE)
    else:
        pages = _by_id(client, index, ids, source=False)
    return {hit["_id"]: hit["_version"] for hits in pages for hit in hits}


def count_documents(client: Client, index: str) -> int:
    client.post(f"/{index}/_refresh")
    return int(client.get(f"/{index}/_count")["count"])


def settled_sequence(client: Client, index: str) -> int:
    """Give the sequence number up to which every write has been done; one above it may still be under way."""
    shards = client.get(f"/{index}/_stats?level=shards&filter_path=indices.*.shards.*.seq_no")["indices"]
    copies = [copy for content in shards.values() for shard in content["shards"].values() for copy in shard]
    return min((int(copy["seq_no"]["local_checkpoint"]) for copy in copies), default=-1)


def write_lines(client: Client, lines: Sequence[Mapping[str, Any]]) -> None:
    """Send bulk lines; items that hold a newer version already are as good as written."""
    if not lines:
        return
    body = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    for _ in Backoff().attempts():
        try:
            items = client.post("/_bulk?filter_path=items.*.status,items.*.error", body)["items"]
        except NotReachedError as error:
            problem: str = str(error)
            continue
        except ResponseError as error:
            if error.status not in BUSY:
                raise
            problem = str(error)
            continue
        results = [next(iter(item.values())) for item in items]
        failed = [result for result in results if result["status"] >= 300 and result["status"] not in (404, 409)]
        if not failed:
            return
        problem = str(failed[0]["error"])
        if any(result["status"] not in BUSY for result in failed):
            break
    raise RunError(f"a document cannot be copied: {problem}; go back with `claimwire index upgrade --abort`")


def _by_id(client: Client, index: str, ids: Sequence[str], *, source: bool = True) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(ids), PAGE):
        query = {"ids": {"values": list(ids[start : start + PAGE])}}
        body = {"query": query, "size": PAGE, "version": True, "_source": source}
        yield client.search(index, body)["hits"]["hits"]


def _lines(hit: Mapping[str, Any], target: str) -> tuple[dict[str, Any], dict[str, Any]]:
    head = {"_index": target, "_id": hit["_id"], "version": hit["_version"], "version_type": "external_gte"}
    return {"index": head}, hit["_source"]
