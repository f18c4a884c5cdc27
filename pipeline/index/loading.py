"""Raises the refresh interval while a batch is loaded, and puts it back, even after a crash."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from pipeline.errors import TransientError
from pipeline.index.actions import KINDS, write_alias
from pipeline.index.client import Answer, Client, ResponseError

LOADING_INTERVAL = "30s"
FORGOTTEN_AFTER = timedelta(hours=12)


@contextmanager
def bulk_load(client: Client, prefix: str) -> Iterator[None]:
    """Refresh seldom inside the block; afterwards refresh once and put back what was set before.

    Who loads, since when, and the interval to put back stand in the index's own `_meta`, so that the next load or
    `claimwire index status` can repair what a killed one left.
    """
    repair(client, prefix)
    indices = _indices(client, prefix)
    mark = {"since": datetime.now(UTC).isoformat(), "host": socket.gethostname(), "pid": os.getpid()}
    for index, content in indices.items():
        if "loading" not in _meta(content):
            before = content["settings"]["index"].get("refresh_interval")
            _put_meta(client, index, {**_meta(content), "loading": {**mark, "refresh_interval": before}})
            _put_interval(client, index, LOADING_INTERVAL)
    try:
        yield
    finally:
        with suppress(TransientError, ResponseError):  # the next load repairs it; keep the error that led here
            for index, content in _indices(client, prefix).items():
                if _meta(content).get("loading", {}).items() >= mark.items():
                    _put_back(client, index, content)
            client.post(f"/{_pattern(prefix)}/_refresh")


def repair(client: Client, prefix: str) -> list[str]:
    """Put back the refresh interval that loads which have ended, or are forgotten, left raised; give those indices."""
    repaired = []
    for index, content in _indices(client, prefix).items():
        mark = _meta(content).get("loading")
        if mark and _has_ended(mark):
            _put_back(client, index, content)
            repaired.append(index)
    return repaired


def _has_ended(mark: dict[str, Any]) -> bool:
    if mark["host"] == socket.gethostname():
        return not _runs(mark["pid"])
    return datetime.now(UTC) - datetime.fromisoformat(mark["since"]) > FORGOTTEN_AFTER


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _put_back(client: Client, index: str, content: Answer) -> None:
    meta = dict(_meta(content))
    _put_interval(client, index, meta.pop("loading")["refresh_interval"])
    _put_meta(client, index, meta)  # last: until then a crash leaves the mark


def _put_interval(client: Client, index: str, interval: str | None) -> None:
    client.put(f"/{index}/_settings", {"index": {"refresh_interval": interval}})


def _put_meta(client: Client, index: str, meta: dict[str, Any]) -> None:
    client.put(f"/{index}/_mapping", {"_meta": meta})


def _meta(content: Answer) -> dict[str, Any]:
    meta: dict[str, Any] = content["mappings"].get("_meta", {})
    return meta


def _indices(client: Client, prefix: str) -> Answer:
    return client.get(f"/{_pattern(prefix)}")


def _pattern(prefix: str) -> str:
    return ",".join(write_alias(prefix, kind) for kind in KINDS)
