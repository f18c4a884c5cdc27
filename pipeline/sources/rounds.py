"""Streaming as rounds: what is new since the last one, as inputs of the same graph that a batch runs through.

A loop takes a round, runs it, and commits: `next_round` asks the feeds that are due and looks into the folders,
`store.commit()` makes it count once all of it is indexed, `store.roll_back()` brings it again.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pipeline.sources.inputs import InputSpec
from pipeline.sources.policy import FetchPolicy
from pipeline.sources.polling import poll_due, seconds_until_due
from pipeline.sources.state import StateStore
from pipeline.sources.watching import new_files

ROUND_BYTES = 64 * 1024 * 1024
"""A round ends when its answers pass this size; the feeds that are still due come in the next."""
LONGEST_WAIT_S = 60.0
FOLDER_WAIT_S = 5.0


def next_round(
    specs: Sequence[InputSpec], policy: FetchPolicy, store: StateStore, now: datetime | None = None
) -> list[InputSpec]:
    """Give what is new: answers of changed feeds, failures to be told, and files that came or changed."""
    found: list[InputSpec] = []
    size = 0
    polls = poll_due([spec for spec in specs if spec.kind in {"feed", "url"}], policy, store, now)
    for polled in polls:
        if polled.payload is not None:
            found.append(replace(polled.spec, kind="fetched", payload=polled.payload))
            size += len(polled.payload.content)
        elif polled.failure is not None:
            found.append(replace(polled.spec, kind="failed", failure=polled.failure))
        if size > ROUND_BYTES:
            polls.close()
            break
    for spec in specs:
        if spec.kind == "folder":
            found += new_files(spec, store)
        elif spec.kind == "file" and store.is_news(f"input:{spec.location}", _stamp(spec.location)):
            found.append(spec)
    return found


def wait_for_round(
    specs: Sequence[InputSpec],
    store: StateStore,
    stopped: Callable[[], bool],
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Sleep until a feed is due, a folder is to be looked into, or the stream is stopped."""
    watches = any(spec.kind in {"folder", "file"} for spec in specs)
    due = seconds_until_due([spec for spec in specs if spec.kind in {"feed", "url"}], store, datetime.now(UTC))
    left = min(LONGEST_WAIT_S if due is None else due, FOLDER_WAIT_S if watches else LONGEST_WAIT_S)
    while left > 0 and not stopped():
        sleep(min(left, 0.5))
        left -= 0.5


def _stamp(location: str) -> str:
    try:
        found = Path(location).stat()
    except OSError:
        return "remote"
    return f"{found.st_size}:{found.st_mtime_ns}"
