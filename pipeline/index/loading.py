"""Raises the refresh interval while a batch is loaded, and puts it back, even after a crash."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from pipeline.errors import TransientError
from pipeline.index.actions import KINDS, write_alias
from pipeline.index.client import Answer, Client, ResponseError, explained
from pipeline.processes import is_running

LOADING_INTERVAL = "30s"
FORGOTTEN_AFTER = timedelta(hours=12)


@contextmanager
def bulk_load(client: Client, prefix: str) -> Iterator[None]:
    """Refresh seldom inside the block; afterwards refresh once and put back what was set before.

    Who loads, since when, and the interval to put back stand in the index's own `_meta`, so that the next load or
    `claimwire index status` can repair what a killed one left.
    """
    mark = {"since": datetime.now(UTC).isoformat(), "host": socket.gethostname(), "pid": os.getpid()}
    with explained(client):
        repair(client, prefix)
        _begin(client, prefix, mark)
    try:
        yield
    finally:
        with suppress(TransientError, ResponseError):  # the next load repairs it; keep the error that led here
            held = {i: c for i, c in _indices(client, prefix).items() if _mark(c).items() >= mark.items()}
            _put_back(client, held)
            client.post(f"/{_pattern(prefix)}/_refresh")


def _begin(client: Client, prefix: str, mark: Answer) -> None:
    free = {i: content for i, content in _indices(client, prefix).items() if "loading" not in _meta(content)}
    for content, indices in _alike(free):
        before = content["settings"]["index"].get("refresh_interval")
        _put_meta(client, indices, {**_meta(content), "loading": {**mark, "refresh_interval": before}})
    if free:
        _put_interval(client, list(free), LOADING_INTERVAL)


def repair(client: Client, prefix: str) -> list[str]:
    """Put back the refresh interval that loads which have ended, or are forgotten, left raised; give those indices."""
    left = {i: c for i, c in _indices(client, prefix).items() if _mark(c) and _has_ended(_mark(c))}
    _put_back(client, left)
    return sorted(left)


def _has_ended(mark: dict[str, Any]) -> bool:
    if mark["host"] == socket.gethostname():
        return not is_running(mark["pid"])
    return datetime.now(UTC) - datetime.fromisoformat(mark["since"]) > FORGOTTEN_AFTER


def _put_back(client: Client, contents: Answer) -> None:
    for content, indices in _alike(contents):
        meta = dict(_meta(content))
        _put_interval(client, indices, meta.pop("loading")["refresh_interval"])
        _put_meta(client, indices, meta)  # last: until then a crash leaves the mark


def _alike(contents: Answer) -> list[tuple[Answer, list[str]]]:
    """Group indices whose `_meta` and refresh interval are the same, since each change is a change of the cluster."""
    groups: dict[str, tuple[Answer, list[str]]] = {}
    for index, content in contents.items():
        key = json.dumps([_meta(content), content["settings"]["index"].get("refresh_interval")], sort_keys=True)
        groups.setdefault(key, (content, []))[1].append(index)
    return list(groups.values())


def _put_interval(client: Client, indices: list[str], interval: str | None) -> None:
    client.put(f"/{','.join(indices)}/_settings", {"index": {"refresh_interval": interval}})


def _put_meta(client: Client, indices: list[str], meta: dict[str, Any]) -> None:
    client.put(f"/{','.join(indices)}/_mapping", {"_meta": meta})


def _meta(content: Answer) -> dict[str, Any]:
    meta: dict[str, Any] = content["mappings"].get("_meta", {})
    return meta


def _mark(content: Answer) -> dict[str, Any]:
    mark: dict[str, Any] = _meta(content).get("loading", {})
    return mark


def _indices(client: Client, prefix: str) -> Answer:
    return client.get(f"/{_pattern(prefix)}")


def _pattern(prefix: str) -> str:
    return ",".join(write_alias(prefix, kind) for kind in KINDS)
