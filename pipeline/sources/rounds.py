"""What is new since the last time, as inputs of the graph: for a batch all at once, for a stream in bounded rounds.

A loop takes a round, runs it, and commits: `next_round` asks the feeds that are due and looks into the folders,
`store.commit()` makes it count once all of it is indexed, `store.roll_back()` brings it again.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.errors import TransientError
from pipeline.sources.inputs import InputSpec
from pipeline.sources.policy import FetchPolicy
from pipeline.sources.polling import Polled, never, poll_all, poll_due, seconds_until_due
from pipeline.sources.reading import fetch
from pipeline.sources.state import StateStore
from pipeline.sources.watching import new_files
from transforms.errors import RecordError
from transforms.parse import sniff
from transforms.parse.opml import read_opml

POLLED = frozenset({"feed", "url"})
LONGEST_WAIT_S = 60.0
FOLDER_WAIT_S = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundLimits:
    """A round ends when it passes one of these; what is still due comes in the next."""

    news: int = 100
    """Changed feeds and files."""
    size_bytes: int = 16 * 1024 * 1024


def next_round(
    specs: Sequence[InputSpec],
    policy: FetchPolicy,
    store: StateStore,
    now: datetime | None = None,
    *,
    spool: Path | None = None,
    limits: RoundLimits | None = None,
    stopped: Callable[[], bool] = never,
) -> list[InputSpec]:
    """Give what is new: answers of changed feeds, files that came or changed, failures, and why others have no news."""
    limits = limits or RoundLimits()
    found: list[InputSpec] = []
    news = size = 0
    polls = poll_due([spec for spec in specs if spec.kind in POLLED], policy, store, now, stopped=stopped)
    for polled in polls:
        found.append(_input(polled, spool, len(found)))
        if polled.payload is not None:
            news += 1
            size += len(polled.payload.content)
        if news >= limits.news or size >= limits.size_bytes:
            polls.close()
            break
    for spec in _new_files(specs, store):
        if news >= limits.news or size >= limits.size_bytes:
            break
        found.append(spec)
        news += 1
        size += size_of(spec)
    return found


def all_at_once(
    specs: Sequence[InputSpec], policy: FetchPolicy, store: StateStore, spool: Path, now: datetime | None = None
) -> list[InputSpec]:
    """Give all inputs of a batch: feeds and addresses asked, anything else as it is."""
    polls = poll_all([spec for spec in specs if spec.kind in POLLED], policy, store, now)
    polled = [_input(poll, spool, number) for number, poll in enumerate(polls)]
    return [*polled, *(spec for spec in specs if spec.kind not in POLLED)]


def with_listed_feeds(specs: Iterable[InputSpec], policy: FetchPolicy) -> list[InputSpec]:
    """Put the feeds of OPML lists behind addresses in the place of the list, so that each has a state of its own."""
    found: dict[tuple[str, str], InputSpec] = {}
    for spec in specs:
        listed = _listed(spec, policy) if _is_list(spec) else []
        for one in listed or [spec]:
            found.setdefault((one.kind, one.location), one)
    return list(found.values())


def wait_for_round(
    specs: Sequence[InputSpec],
    store: StateStore,
    stopped: Callable[[], bool],
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Sleep until a feed is due, a folder is to be looked into, or the stream is stopped."""
    left = seconds_until_round(specs, store)
    while left > 0 and not stopped():
        sleep(min(left, 0.2))
        left -= 0.2


def seconds_until_round(specs: Sequence[InputSpec], store: StateStore) -> float:
    """Give the time until there is something to look for."""
    watches = any(spec.kind in {"folder", "file"} for spec in specs)
    due = seconds_until_due([spec for spec in specs if spec.kind in POLLED], store, datetime.now(UTC))
    return min(LONGEST_WAIT_S if due is None else due, FOLDER_WAIT_S if watches else LONGEST_WAIT_S)


def size_of(spec: InputSpec) -> int:
    """Give the bytes of a file; 0 for what is not one of this machine."""
    try:
        return Path(spec.location).stat().st_size if spec.kind == "file" else 0
    except OSError:
        return 0


def _input(polled: Polled, spool: Path | None, number: int) -> InputSpec:
    spec = polled.spec
    if polled.failure is not None:
        return replace(spec, kind="failed", failure=polled.failure)
    payload = polled.payload
    if payload is None:
        return replace(spec, kind="passed over", reason=polled.reason)
    if spool is None:
        return replace(spec, kind="fetched", payload=payload)
    path = spool / f"{number}.bin"  # bodies wait on the disk, so the memory stays flat
    path.write_bytes(payload.content)
    return replace(spec, kind="fetched", payload=replace(payload, content=b""), spooled=str(path))


def _new_files(specs: Iterable[InputSpec], store: StateStore) -> Iterator[InputSpec]:
    for spec in specs:
        if spec.kind == "folder":
            yield from new_files(spec, store)
        elif spec.kind == "file" and store.is_news(f"input:{spec.location}", _stamp(spec.location)):
            yield spec


def _is_list(spec: InputSpec) -> bool:
    return spec.kind == "url" and urlsplit(spec.location).path.lower().endswith(".opml")


def _listed(spec: InputSpec, policy: FetchPolicy) -> list[InputSpec]:
    """Give the feeds of a list; none where it cannot be had: then it stays an input, which fails with its reason."""
    try:
        payload = fetch(spec.location, policy, spec)
        outlines = read_opml(payload.content) if sniff(payload) == "opml" else []
    except (RecordError, TransientError):
        return []
    return [replace(spec, kind="feed", location=o.url, outlet=o.title, labels=o.labels) for o in outlines]


def _stamp(location: str) -> str:
    try:
        found = Path(location).stat()
    except OSError:
        return "remote"
    return f"{found.st_size}:{found.st_mtime_ns}"
