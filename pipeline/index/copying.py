"""Copies documents from one index to another with their versions, so that copying again changes nothing."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.errors import RunError
from pipeline.index.bulk import BUSY, Backoff
from pipeline.index.client import Client, NotReachedError, ResponseError

PAGE = 200
VERSIONS_PAGE = 10_000


def copy_documents(client: Client, source: str, target: str, *, ids: Sequence[str] | None = None) -> int:
    """Copy all documents, in the order in which they were written, or those with the ids; give how many."""
    client.post(f"/{source}/_refresh")
    count = 0
    if ids is None:
        pages = _by_sequence(client, source, PAGE, {"_source": True})
    else:
        pages = (
            client.search(source, {"query": {"ids": {"values": list(some)}}, "size": PAGE, "version": True})["hits"][
                "hits"
            ]
            for some in (ids[start : start + PAGE] for start in range(0, len(ids), PAGE))
        )
    for hits in pages:
        write_lines(client, [line for hit in hits for line in _lines(hit, target)])
        count += len(hits)
    return count


def delete_documents(client: Client, index: str, ids: Sequence[str]) -> None:
    write_lines(client, [{"delete": {"_index": index, "_id": identity}} for identity in ids])


def versions(client: Client, index: str) -> dict[str, int]:
    """Give the version of every document by its id."""
    client.post(f"/{index}/_refresh")
    pages = _by_sequence(client, index, VERSIONS_PAGE, {"_source": False})
    return {hit["_id"]: hit["_version"] for hits in pages for hit in hits}


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


def _by_sequence(client: Client, index: str, size: int, more: Mapping[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """Give pages of hits in the order of their sequence numbers, also those that are written meanwhile."""
    after = -1
    while True:
        body = {
            "query": {"range": {"_seq_no": {"gt": after}}},
            "sort": [{"_seq_no": "asc"}],
            "size": size,
            "version": True,
            "track_total_hits": False,
            **more,
        }
        hits = client.search(index, body)["hits"]["hits"]
        if hits:
            yield hits
            after = hits[-1]["sort"][0]
        if len(hits) < size:
            return


def _by_id(client: Client, index: str, ids: Sequence[str]) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(ids), PAGE):
        some = list(ids[start : start + PAGE])
        yield client.search(index, {"query": {"ids": {"values": some}}, "size": PAGE, "version": True})["hits"]["hits"]


def _lines(hit: Mapping[str, Any], target: str) -> tuple[dict[str, Any], dict[str, Any]]:
    head = {"_index": target, "_id": hit["_id"], "version": hit["_version"], "version_type": "external_gte"}
    return {"index": head}, hit["_source"]
