"""Writes actions in bulk: requests bounded by count and bytes, every item's answer read, bounded retries."""

import json
import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pipeline.errors import TransientError
from pipeline.index.actions import Action, write_alias
from pipeline.index.client import Answer, Client, NotReachedError, ResponseError
from pipeline.index.connection import stated_s

MAX_COUNT = 500
MAX_BYTES = 5_000_000
PATIENCE_S = 120.0
PATIENCE_VARIABLE = "CLAIMWIRE_ES_PATIENCE"
BUSY = frozenset({429, 502, 503, 504})
PATH = "/_bulk?require_alias=true&filter_path=items.*.status,items.*.error.type,items.*.error.reason"

State = Literal["written", "unchanged", "refused", "given-up"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an action.

    "unchanged": the index holds a newer version, or the document to update or delete is not there. "refused": never to
    succeed as it is. "given-up": the server was too busy for longer than we wait; a replay may succeed.
    """

    action: Action
    state: State
    kind: str = ""
    reason: str = ""


def patience_s() -> float:
    """Say for how long a request is tried again; CLAIMWIRE_ES_PATIENCE states other seconds."""
    return stated_s(PATIENCE_VARIABLE, PATIENCE_S)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backoff:
    """Waits that grow from `first_s` to `longest_s`, each a random part of that, for `total_s` in all."""

    first_s: float = 0.5
    longest_s: float = 20.0
    total_s: float = field(default_factory=patience_s)
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    rng: random.Random = field(default_factory=random.Random)

    def attempts(self) -> Iterator[int]:
        """Yield the attempt's number, waiting before each but the first; end when the time is spent."""
        end = self.clock() + self.total_s
        attempt = 0
        while True:
            yield attempt
            wait_s = min(self.longest_s, self.first_s * 2**attempt) * self.rng.uniform(0.5, 1.0)
            if self.clock() + wait_s > end:
                return
            self.sleep(wait_s)
            attempt += 1


@dataclass(frozen=True, slots=True)
class _Pending:
    action: Action
    position: int
    lines: bytes


_Settled = list[tuple[_Pending, Outcome]]


class BulkWriter:
    """Sends actions; the caller waits meanwhile, which is the back-pressure."""

    def __init__(
        self,
        client: Client,
        prefix: str,
        *,
        max_count: int = MAX_COUNT,
        max_bytes: int = MAX_BYTES,
        backoff: Backoff | None = None,
    ) -> None:
        self._client = client
        self._prefix = prefix
        self._max_count = max_count
        self._max_bytes = max_bytes
        self._backoff = backoff or Backoff()

    def write(self, actions: Sequence[Action]) -> list[Outcome]:
        """Write the actions in order and give the outcome of each.

        An unreachable server raises TransientError once the retries are spent; all of them may be written again.
        """
        outcomes: list[Outcome | None] = [None] * len(actions)
        for chunk in self._chunks(actions, outcomes):
            for item, outcome in self._send(chunk):
                outcomes[item.position] = outcome
        return [outcome for outcome in outcomes if outcome is not None]

    def _chunks(self, actions: Sequence[Action], outcomes: list[Outcome | None]) -> Iterator[list[_Pending]]:
        """Cut requests of at most `max_count` actions and `max_bytes`; note the outcome of what is no JSON."""
        chunk: list[_Pending] = []
        size = 0
        for position, action in enumerate(actions):
            try:
                lines = encode(action, self._prefix)
            except (TypeError, ValueError, RecursionError) as error:
                outcomes[position] = Outcome(action, "refused", "not-json", f"the document is no JSON: {error}")
                continue
            if chunk and (len(chunk) >= self._max_count or size + len(lines) > self._max_bytes):
                yield chunk
                chunk, size = [], 0
            chunk.append(_Pending(action, position, lines))
            size += len(lines)
        if chunk:
            yield chunk

    def _send(self, pending: Sequence[_Pending]) -> _Settled:
        outcomes: _Settled = []
        busy: _Settled = []
        problem: NotReachedError | ResponseError | None = None
        for _ in self._backoff.attempts():
            problem = None
            try:
                answers = self._client.post(PATH, b"".join(item.lines for item in pending))
            except NotReachedError as error:
                problem = error
                continue
            except ResponseError as error:
                if error.status in (400, 413):
                    return outcomes + self._send_halves(pending, error)
                if error.status in BUSY:
                    problem = error
                    continue
                raise
            done, busy = _sort_out(pending, answers)
            outcomes += done
            pending = [item for item, _ in busy]
            if not pending:
                return outcomes
        if problem is not None:
            raise TransientError(f"{self._client.connection.url} took no bulk request: {problem}") from problem
        return outcomes + busy

    def _send_halves(self, pending: Sequence[_Pending], error: ResponseError) -> _Settled:
        """Send in two what is refused as a whole (too large, one impossible id) until the culprit stands alone."""
        if len(pending) == 1:
            kind = "too-large" if error.status == 413 else error.kind
            return [
                (pending[0], Outcome(pending[0].action, "refused", kind, error.reason or "too large for one request"))
            ]
        middle = len(pending) // 2
        return self._send(pending[:middle]) + self._send(pending[middle:])


def encode(action: Action, prefix: str) -> bytes:
    """Give the action's lines for a bulk request; ValueError where JSON cannot say it (NaN)."""
    target: dict[str, Any] = {"_index": write_alias(prefix, action.kind), "_id": action.id}
    if action.version is not None and action.operation != "update":
        target |= {"version": action.version, "version_type": "external_gte"}
    lines: list[Any] = [{action.operation: target}]
    if action.operation == "index":
        lines.append(dict(action.document))
    elif action.operation == "update":
        lines.append({"doc": dict(action.document)})
    text = "".join(f"{json.dumps(line, ensure_ascii=False, allow_nan=False)}\n" for line in lines)
    return text.encode("utf-8", errors="replace")  # a lone surrogate becomes "?", so offsets still hold


def _sort_out(pending: Sequence[_Pending], answer: Answer) -> tuple[_Settled, _Settled]:
    """Give what is settled, and what the server was too busy for."""
    items: Iterable[Mapping[str, Any]] = answer.get("items", ())
    results = [(item, _outcome(item.action, next(iter(r.values())))) for item, r in zip(pending, items, strict=True)]
    return (
        [(item, outcome) for item, outcome in results if outcome.state != "given-up"],
        [(item, outcome) for item, outcome in results if outcome.state == "given-up"],
    )


def _outcome(action: Action, result: Mapping[str, Any]) -> Outcome:
    status = int(result["status"])
    error = result.get("error", {})
    kind, reason = str(error.get("type", "")), str(error.get("reason", ""))
    if status < 300:
        return Outcome(action, "written")
    if status in BUSY or status == 500 or kind == "cluster_block_exception":  # an upgrade holds writes back
        return Outcome(action, "given-up", kind or str(status), reason)
    if status == 409 or (status == 404 and action.operation != "index" and kind != "index_not_found_exception"):
        return Outcome(action, "unchanged", kind, reason)
    return Outcome(action, "refused", kind or str(status), reason)
