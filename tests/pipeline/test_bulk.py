import itertools
import json
import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from pipeline.errors import TransientError
from pipeline.index.actions import Action
from pipeline.index.bulk import Backoff, BulkWriter, encode
from pipeline.index.client import Client, NotReachedError, ResponseError
from pipeline.index.connection import Connection

Answer = dict[str, Any] | Exception
OK = {"index": {"status": 201}}
BUSY = {"index": {"status": 429, "error": {"type": "es_rejected_execution_exception", "reason": "queue is full"}}}
CONFLICT = {"index": {"status": 409, "error": {"type": "version_conflict_engine_exception", "reason": "older"}}}
BAD = {"index": {"status": 400, "error": {"type": "document_parsing_exception", "reason": "no number"}}}


class ScriptedClient(Client):
    """Answers bulk requests as scripted: these faults cannot be provoked from a server at will."""

    def __init__(self, *script: Answer | Callable[[list[str]], Answer]) -> None:
        super().__init__(Connection("http://scripted:1"))
        self.script = iter(script)
        self.sent: list[list[str]] = []

    def post(self, path: str, body: object = None) -> Any:
        assert isinstance(body, bytes)
        heads = [json.loads(line) for line in body.splitlines()[::2]]
        ids = [head["index"]["_id"] for head in heads]
        self.sent.append(ids)
        answer = next(self.script)
        if callable(answer):
            answer = answer(ids)
        if isinstance(answer, Exception):
            raise answer
        return answer


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    def backoff(self, total_s: float = 120.0) -> Backoff:
        return Backoff(total_s=total_s, sleep=self.sleep, clock=lambda: self.now, rng=random.Random(5))


def actions(ids: str) -> list[Action]:
    return [Action(kind="articles", id=one, document={"n": 1}) for one in ids]


def write(client: Client, ids: str, clock: Clock | None = None, **limits: int) -> list[str]:
    writer = BulkWriter(client, "p", backoff=(clock or Clock()).backoff(), **limits)
    outcomes = writer.write(actions(ids))
    assert [outcome.action.id for outcome in outcomes] == list(ids)
    return [outcome.state for outcome in outcomes]


def test_only_what_the_server_was_too_busy_for_is_sent_again() -> None:
    """Of a request answered item by item, written, older and bad items are settled; busy ones go again."""
    client = ScriptedClient({"items": [OK, BUSY, CONFLICT, BAD, BUSY]}, {"items": [BUSY, OK]}, {"items": [OK]})
    assert write(client, "abcde") == ["written", "written", "unchanged", "refused", "written"]
    assert client.sent == [["a", "b", "c", "d", "e"], ["b", "e"], ["b"]]


@pytest.mark.parametrize(
    "fault", [NotReachedError("Connection reset"), ResponseError(429, "x", "y"), ResponseError(503, "x", "y")]
)
def test_transport_faults_are_tried_again(fault: Exception) -> None:
    """A reset connection, 429 and 503 for the whole request send all of it again, after growing, jittered waits."""
    clock = Clock()
    client = ScriptedClient(*[fault] * 4, {"items": [OK, OK]})
    assert write(client, "ab", clock) == ["written", "written"]
    assert client.sent == [["a", "b"]] * 5
    assert len(clock.waits) == 4
    assert all(low <= wait <= 2 * low for wait, low in zip(clock.waits, (0.25, 0.5, 1, 2), strict=True))


def test_an_absent_server_ends_in_a_transient_error_in_bounded_time() -> None:
    """When nothing answers, the wait is bounded and the error says whom it concerns; a replay may work."""
    clock = Clock()
    client = ScriptedClient(*[NotReachedError("Connection refused")] * 1000)
    with pytest.raises(TransientError, match="http://scripted:1 took no bulk request: Connection refused"):
        write(client, "ab", clock)
    assert 60 < clock.now <= 120
    assert max(clock.waits) <= 20


def test_items_too_busy_for_too_long_are_given_up_one_by_one() -> None:
    """Items that stay rejected come back as given up, with the server's reason; those written before stay written."""
    client = ScriptedClient({"items": [OK, BUSY]}, *[{"items": [BUSY]}] * 1000)
    writer = BulkWriter(client, "p", backoff=Clock().backoff())
    first, second = writer.write(actions("ab"))
    assert first.state == "written"
    assert (second.state, second.kind, second.reason) == (
        "given-up",
        "es_rejected_execution_exception",
        "queue is full",
    )


def test_a_fault_after_partial_success_sends_the_rest_only() -> None:
    """A server that dies between two tries does not get again what it has acknowledged."""
    client = ScriptedClient({"items": [OK, BUSY]}, NotReachedError("reset"), {"items": [OK]})
    assert write(client, "ab") == ["written", "written"]
    assert client.sent == [["a", "b"], ["b"], ["b"]]


@pytest.mark.parametrize("status", [400, 413])
def test_a_request_refused_as_a_whole_is_halved_until_the_culprit_stands_alone(status: int) -> None:
    """One action that makes the server refuse whole requests costs only itself."""

    def refuses_c(ids: list[str]) -> Answer:
        return ResponseError(status, "validation", "bad c") if "c" in ids else {"items": [OK] * len(ids)}

    client = ScriptedClient(*[refuses_c] * 20)
    assert write(client, "abcdefgh") == ["written"] * 2 + ["refused"] + ["written"] * 5
    assert ["c"] in client.sent


def test_other_errors_are_not_swallowed() -> None:
    """A login that ended is no outcome of a document: it is raised, and nothing counts as written."""
    with pytest.raises(ResponseError, match="401"):
        write(ScriptedClient(ResponseError(401, "security_exception", "expired")), "ab")


def test_requests_hold_at_most_the_count() -> None:
    """Actions are cut into requests by count, in order."""
    client = ScriptedClient(*[{"items": [OK] * n} for n in (2, 2, 1)])
    assert write(client, "abcde", max_count=2) == ["written"] * 5
    assert client.sent == [["a", "b"], ["c", "d"], ["e"]]


def test_nothing_to_write_sends_nothing() -> None:
    """No actions, no request."""
    assert write(ScriptedClient(), "") == []


def test_encoding_names_alias_version_and_operation() -> None:
    """Writes go through the write alias; an older version is refused by the server; updates carry no version."""
    assert _lines(Action(kind="claims", id="c", version=7, document={"t": "é"})) == [
        {"index": {"_index": "p-claims-write", "_id": "c", "version": 7, "version_type": "external_gte"}},
        {"t": "é"},
    ]
    assert _lines(Action(kind="claims", id="c", operation="update", document={"t": 1})) == [
        {"update": {"_index": "p-claims-write", "_id": "c"}},
        {"doc": {"t": 1}},
    ]
    assert _lines(Action(kind="claims", id="c", operation="delete", version=7)) == [
        {"delete": {"_index": "p-claims-write", "_id": "c", "version": 7, "version_type": "external_gte"}}
    ]


def test_waits_end_when_the_time_is_spent() -> None:
    """Attempts stop before the next wait would pass the limit; the first attempt never waits."""
    clock = Clock()
    attempts: Sequence[int] = list(itertools.islice(clock.backoff(total_s=5).attempts(), 100))
    assert attempts == list(range(len(attempts)))
    assert clock.now <= 5
    assert len(attempts) == len(clock.waits) + 1


def _lines(action: Action) -> list[Any]:
    return [json.loads(line) for line in encode(action, "p").decode().splitlines()]
