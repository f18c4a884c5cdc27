"""Reads single documents, dead letters and runs back from the index."""

from collections.abc import Mapping
from typing import Any

from pipeline.errors import RunError
from pipeline.index.actions import Kind, read_alias
from pipeline.index.client import Client, ResponseError, explained, segment

LIGHT = {"excludes": ["payload", "traceback"]}


def get_document(client: Client, prefix: str, kind: Kind, identity: str) -> dict[str, Any]:
    """Give one document, also where no search can find it yet."""
    with explained(client):
        try:
            answer = client.get(f"/{read_alias(prefix, kind)}/_doc/{segment(identity)}")
        except ResponseError as error:
            if error.status != 404 or error.kind == "index_not_found_exception":
                raise
            raise RunError(f"{read_alias(prefix, kind)} holds no {identity}") from error
        source: dict[str, Any] = answer["_source"]
        return source


def list_dead_letters(
    client: Client,
    prefix: str,
    *,
    stage: str | None = None,
    kind: str | None = None,
    run: str | None = None,
    size: int = 20,
    skip: int = 0,
) -> tuple[int, list[Mapping[str, Any]]]:
    """Give how many dead letters there are and some of them, the last first, without payload and traceback."""
    wanted = {"stage": stage, "kind": kind, "run_id": run}
    filters = [{"term": {field: value}} for field, value in wanted.items() if value]
    body = {
        "query": {"bool": {"filter": filters}},
        "sort": [{"last_at": "desc"}, {"id": "asc"}],
        "_source": LIGHT,
        "size": size,
        "from": skip,
        "track_total_hits": True,
    }
    return _listed(client, read_alias(prefix, "dead-letters"), body)


def list_runs(client: Client, prefix: str, *, size: int = 10, skip: int = 0) -> tuple[int, list[Mapping[str, Any]]]:
    """Give how many runs there are and some of them, the last first."""
    body = {
        "query": {"bool": {"must_not": {"terms": {"state": ["round", "stopping"]}}}},  # what a cluster's stream notes
        "sort": [{"started_at": "desc"}, {"id": "asc"}],
        "size": size,
        "from": skip,
        "track_total_hits": True,
    }
    return _listed(client, read_alias(prefix, "runs"), body)


def list_streams(client: Client, prefix: str) -> list[Mapping[str, Any]]:
    """Give the last runs that were streams: those that run first, then by their start."""
    body = {"query": {"exists": {"field": "updated_at"}}, "sort": [{"started_at": "desc"}, {"id": "asc"}], "size": 20}
    _, found = _listed(client, read_alias(prefix, "runs"), body | {"track_total_hits": True})
    return sorted((run for run in found if run.get("stream")), key=lambda run: run["state"] != "running")


def list_batches(client: Client, prefix: str) -> list[Mapping[str, Any]]:
    """Give the runs that are no streams and have not said that they ended, the latest first."""
    query = {"bool": {"filter": {"term": {"state": "running"}}, "must_not": {"exists": {"field": "updated_at"}}}}
    body = {"query": query, "sort": [{"started_at": "desc"}, {"id": "asc"}], "size": 20, "track_total_hits": True}
    _, found = _listed(client, read_alias(prefix, "runs"), body)
    return [run for run in found if run.get("batch")]


def _listed(client: Client, index: str, body: dict[str, Any]) -> tuple[int, list[Mapping[str, Any]]]:
    with explained(client):
        found = client.search(index, body)["hits"]
    return found["total"]["value"], [hit["_source"] for hit in found["hits"]]
