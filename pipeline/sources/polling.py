"""Polling feeds: each asked when it is due, with what was learned last time, many at once and few at a host."""

import re
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice, zip_longest
from urllib.parse import urlsplit

from pipeline.errors import TransientError
from pipeline.sources.client import Answer, RetryLaterError, client_of
from pipeline.sources.inputs import InputSpec
from pipeline.sources.policy import FetchPolicy
from pipeline.sources.reading import FEED_FORMATS, payload_of
from pipeline.sources.schedule import FetchState, after_failure, after_success, retired, stated_pause_s
from pipeline.sources.state import StateStore
from transforms.errors import RecordError
from transforms.parse import Payload, sniff

_ENDS = re.compile(rb"</(?:[\w-]+:)?(?:rss|feed|rdf|channel|entry)\s*>", re.IGNORECASE)
THREADS = 16
AHEAD = 4
"""So many answers for each thread wait at most until they are taken: memory stays flat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """One poll: its payload where there is news, else why there is none."""

    spec: InputSpec
    state: FetchState
    payload: Payload | None = None
    failure: RecordError | TransientError | None = None
    reason: str = ""

    @property
    def outcome(self) -> str:
        """Name it in one word: changed, unchanged, retired, moved or failed."""
        if self.failure is not None:
            return "retired" if self.state.retired else "failed"
        return "unchanged" if self.payload is None else "changed"


def poll(spec: InputSpec, state: FetchState, policy: FetchPolicy, now: datetime) -> Polled:
    """Ask one feed for news."""
    headers = {}
    if state.etag:
        headers["If-None-Match"] = state.etag
    if state.last_modified:
        headers["If-Modified-Since"] = state.last_modified
    try:
        client = client_of(policy)
        answer = client.get(state.address, headers=headers, robots=spec.robots, delay_s=spec.host_delay_s)
        return _judge(spec, state, answer, now)
    except RecordError as error:
        if error.kind == "gone":
            return Polled(spec=spec, state=retired(state, now, str(error)), failure=error)
        return Polled(spec=spec, state=after_failure(state, spec, now, str(error)), failure=error)
    except TransientError as error:
        asked = error.retry_after_s if isinstance(error, RetryLaterError) else None
        return Polled(spec=spec, state=after_failure(state, spec, now, str(error), retry_after_s=asked), failure=error)


def never() -> bool:
    return False


def poll_due(
    specs: Iterable[InputSpec],
    policy: FetchPolicy,
    store: StateStore,
    now: datetime | None = None,
    *,
    stopped: Callable[[], bool] = never,
) -> Generator[Polled]:
    """Ask all feeds that are due, those first that have waited longest; see `poll`."""
    at = now or datetime.now(UTC)
    due = [(spec, state) for spec in specs if (state := store.state_of(spec.location)).is_due(at)]
    due.sort(key=lambda pair: pair[1].next_poll_at or datetime.min.replace(tzinfo=UTC))
    yield from _poll_many(due, policy, store, now, stopped)


def poll_all(
    specs: Iterable[InputSpec], policy: FetchPolicy, store: StateStore, now: datetime | None = None
) -> Generator[Polled]:
    """Ask all feeds, also those whose interval is not over: a batch runs when its operator says so.

    What servers ask for holds all the same; such feeds are passed over, with the reason.
    """
    at = now or datetime.now(UTC)
    asked = []
    for spec in specs:
        state = store.state_of(spec.location)
        if reason := state.reason_to_wait(at):
            yield Polled(spec=spec, state=state, reason=reason)
        else:
            asked.append((spec, state))
    yield from _poll_many(asked, policy, store, now, never)


def _poll_many(
    due: list[tuple[InputSpec, FetchState]],
    policy: FetchPolicy,
    store: StateStore,
    now: datetime | None,
    stopped: Callable[[], bool],
) -> Generator[Polled]:
    """Ask feeds and put their new states aside; `store.commit()` makes them count."""
    if not due:
        return
    client_of(policy)
    waiting = iter(_by_turns(due))
    with ThreadPoolExecutor(THREADS, thread_name_prefix="poll") as pool:
        running: set[Future[Polled]] = set()
        while True:
            for spec, state in islice(waiting, 0 if stopped() else THREADS * AHEAD - len(running)):
                running.add(pool.submit(poll, spec, state, policy, now or datetime.now(UTC)))
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                polled = future.result()
                store.put_aside(polled.state)
                yield polled


def seconds_until_due(specs: Iterable[InputSpec], store: StateStore, now: datetime) -> float | None:
    """Give the time until the next feed is due; None where none ever is."""
    times = [state.next_poll_at or now for spec in specs if not (state := store.state_of(spec.location)).retired]
    return max(0.0, (min(times) - now).total_seconds()) if times else None


def _judge(spec: InputSpec, state: FetchState, answer: Answer, now: datetime) -> Polled:
    """Tell news from none, and remember what the server said."""
    stated = stated_pause_s(answer.content, answer.headers, now)
    if answer.status == 304:
        unchanged = after_success(state, spec, now, changed=False, stated_s=stated)
        return Polled(spec=spec, state=unchanged, reason="feed unchanged (304)")
    payload = replace(payload_of(answer, spec.location, spec), fetched_at=now)
    body_hash = sha256(answer.content).hexdigest()[:32]
    if body_hash == state.body_hash:
        learned = replace(state, etag=answer.headers.get("etag"), last_modified=answer.headers.get("last-modified"))
        unchanged = after_success(learned, spec, now, changed=False, stated_s=stated)
        return Polled(spec=spec, state=unchanged, reason="feed unchanged (same content)")
    kind = sniff(payload)
    if kind in FEED_FORMATS:
        payload = replace(payload, feed_url=spec.location)
    elif spec.kind == "feed":
        raise RecordError("not-a-feed", f"{answer.url} answers with {kind}: `claimwire feeds discover` finds feeds")
    cut = kind == "feed" and not _ENDS.search(answer.content[-2000:].replace(b"\x00", b""))
    if cut or kind == "opml":  # the feeds of a list are asked although the list is the same
        learned = replace(state, etag=None, last_modified=None, body_hash=None)
    else:
        learned = replace(
            state,
            etag=answer.headers.get("etag"),
            last_modified=answer.headers.get("last-modified"),
            body_hash=body_hash,
        )
    learned = replace(learned, moved_to=answer.moved_to or state.moved_to)
    return Polled(spec=spec, payload=payload, state=after_success(learned, spec, now, changed=True, stated_s=stated))


def _by_turns(due: list[tuple[InputSpec, FetchState]]) -> Iterator[tuple[InputSpec, FetchState]]:
    """Take the hosts in turn, so that one with many feeds does not hold up the others."""
    by_host: dict[str | None, list[tuple[InputSpec, FetchState]]] = defaultdict(list)
    for spec, state in due:
        by_host[urlsplit(state.address).hostname].append((spec, state))
    for turn in zip_longest(*by_host.values()):
        yield from (pair for pair in turn if pair is not None)
