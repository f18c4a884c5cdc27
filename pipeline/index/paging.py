"""Reads all that a query finds as of one moment, however much is written meanwhile: a point in time, page by page."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from pipeline.errors import TransientError
from pipeline.index.client import Client, ResponseError

PAGE = 1000
KEEP_ALIVE = "5m"


def read_hits(client: Client, index: str, query: dict[str, Any], fields: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Give every hit with its id, its place in the index's history, and the named fields of its source."""
    for page in read_pages(client, index, query, source=list(fields) or False):
        yield from page


def read_pages(
    client: Client, index: str, query: dict[str, Any], *, source: Any, size: int = PAGE
) -> Iterator[list[dict[str, Any]]]:
    """Give the hits in pages, none of them empty, with id, version, sequence number and what `source` names."""
    moment = client.post(f"/{index}/_pit?keep_alive={KEEP_ALIVE}")["id"]
    try:
        body: dict[str, Any] = {
            "query": query,
            "_source": source,
            "version": True,
            "seq_no_primary_term": True,
            "sort": [{"_shard_doc": "asc"}],
            "size": size,
            "track_total_hits": False,
        }
        while True:
            body["pit"] = {"id": moment, "keep_alive": KEEP_ALIVE}
            answer = client.post("/_search?allow_partial_search_results=false", body)
            hits = answer["hits"]["hits"]
            if hits:
                yield hits
            if len(hits) < size:
                return
            body["search_after"] = hits[-1]["sort"]
            moment = answer.get("pit_id", moment)
    finally:
        with suppress(TransientError, ResponseError):  # it ends by itself
            client.request("DELETE", "/_pit", {"id": moment})
