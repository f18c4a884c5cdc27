import itertools
import json
import random
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from pipeline.cli import main
from pipeline.errors import RunError
from pipeline.index import schema
from pipeline.index.actions import KINDS, Action, Kind, index_name, read_alias, write_alias
from pipeline.index.bulk import Backoff, BulkWriter
from pipeline.index.client import Client, connect
from pipeline.index.copying import versions
from pipeline.index.upgrade import abort, drop_old, upgrade

_numbers = itertools.count()


@pytest.fixture
def client(elasticsearch: str) -> Client:
    return connect(elasticsearch)


MOVED: tuple[Kind, ...] = ("articles", "runs")


@pytest.fixture
def prefix(client: Client) -> str:
    """Indices of which two are of an older release."""
    name = f"upgraded{next(_numbers)}"
    schema.set_up(client, name)
    for kind in MOVED:
        meta = {**schema.schema_meta(), "schema_version": 0, "digest": "older", "analysis": "older"}
        client.put(f"/{index_name(name, kind, 1)}/_mapping", {"_meta": meta})
    return name


def fill(client: Client, prefix: str, numbers: range) -> None:
    actions = [Action(kind="articles", id=f"a{n}", version=n, document={"id": f"a{n}", "title": "x"}) for n in numbers]
    assert {outcome.state for outcome in BulkWriter(client, prefix).write(actions)} == {"written"}


def quiet(_: str) -> None:
    """Report nothing."""


def test_an_upgrade_moves_everything_and_keeps_the_old(client: Client, prefix: str) -> None:
    """Documents and their versions are in the next generation behind the same aliases; the old one stays until told."""
    fill(client, prefix, range(1, 700))
    before = versions(client, index_name(prefix, "articles", 1))
    with pytest.raises(RunError, match="run `claimwire index upgrade`"):
        schema.require_current(client, prefix)
    done = upgrade(client, prefix, quiet)
    assert [(one.index, one.before) for one in done] == [
        (index_name(prefix, kind, 2), index_name(prefix, kind, 1)) for kind in MOVED
    ]
    schema.require_current(client, prefix)
    assert versions(client, read_alias(prefix, "articles")) == before
    assert schema.set_up(client, prefix)[0].documents == 699
    assert upgrade(client, prefix, quiet) == []
    assert len(drop_old(client, prefix)) == len(MOVED)
    assert not client.exists(f"/{index_name(prefix, 'articles', 1)}")
    assert client.exists(f"/{read_alias(prefix, 'articles')}/_doc/a5")


def test_an_older_delivery_after_the_upgrade_is_still_older(client: Client, prefix: str) -> None:
    """Versions survive, so what was newer before the upgrade is newer after it."""
    fill(client, prefix, range(10, 11))
    upgrade(client, prefix, quiet)
    stale = Action(kind="articles", id="a10", version=9, document={"id": "a10", "title": "stale"})
    assert BulkWriter(client, prefix).write([stale])[0].state == "unchanged"


def test_live_writes_lose_nothing(client: Client, prefix: str) -> None:
    """Articles written, changed and deleted during an upgrade are all as their writer was told they are."""
    fill(client, prefix, range(1, 400))
    expected: dict[str, int] = {f"a{n}": n for n in range(1, 400)}
    ended = threading.Event()

    def write() -> None:
        dice, writer, number = random.Random(3), BulkWriter(connect(client.connection.url), prefix), 1000
        while not ended.is_set():
            number += 1
            identity = f"a{dice.randrange(1, 800)}"
            delete = dice.random() < 0.2
            action = Action(
                kind="articles",
                id=identity,
                version=number,
                operation="delete" if delete else "index",
                document={"id": identity},
            )
            assert writer.write([action])[0].state in ("written", "unchanged")
            expected.pop(identity, None)
            if not delete:
                expected[identity] = number

    thread = threading.Thread(target=write)
    thread.start()
    try:
        upgrade(client, prefix, quiet)
        time.sleep(0.3)
    finally:
        ended.set()
        thread.join()
    assert versions(client, write_alias(prefix, "articles")) == expected
    assert next(iter(client.get(f"/{write_alias(prefix, 'articles')}"))) == index_name(prefix, "articles", 2)


class KilledError(BaseException):
    """Stands for kill -9: nothing of the upgrade catches it, and all its state is on the server."""


class Mortal(Client):
    """Dies at its n-th change, before it or with the answer lost."""

    def __init__(self, client: Client, left: int, *, after: bool) -> None:
        super().__init__(client.connection)
        self._left = left
        self._after = after

    def request(self, method: str, path: str, body: object = None) -> Any:
        is_look = method == "GET" or "_search" in path or "_pit" in path
        self._left -= not is_look
        if self._left >= 0 or is_look:
            return super().request(method, path, body)
        if self._after:
            super().request(method, path, body)
        raise KilledError


@pytest.mark.parametrize("after", [False, True])
def test_an_upgrade_killed_anywhere_goes_on(client: Client, prefix: str, after: bool) -> None:
    """Killed at each of its changes in turn and called again, it ends with everything in place; reads go on."""
    fill(client, prefix, range(1, 300))
    expected = versions(client, write_alias(prefix, "articles"))
    for left in itertools.count():
        try:
            upgrade(Mortal(client, left, after=after), prefix, quiet)
            break
        except KilledError:
            assert versions(client, read_alias(prefix, "articles")) == expected
    assert left > 8
    schema.require_current(client, prefix)
    assert versions(client, write_alias(prefix, "articles")) == expected
    fill(client, prefix, range(400, 401))


@pytest.mark.parametrize("left", [0, 3, 5, 7])
def test_an_interrupted_upgrade_can_be_left(client: Client, prefix: str, left: int) -> None:
    """After an abort the index in use takes writes again, and nothing of the next one is there."""
    fill(client, prefix, range(1, 20))
    with pytest.raises(KilledError):
        upgrade(Mortal(client, left, after=False), prefix, quiet)
    abort(client, prefix)
    fill(client, prefix, range(20, 30))
    for kind in KINDS:
        current = next(iter(client.get(f"/{write_alias(prefix, kind)}")))
        assert not client.exists(f"/{index_name(prefix, kind, int(current[-6:]) + 1)}")


def test_writes_held_back_are_tried_again(client: Client, prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write during the moment of the swap waits for it instead of becoming a dead letter; status says what is on."""
    old = index_name(prefix, "articles", 1)
    client.put(f"/{old}/_block/write", None)
    assert "takes no writes while it is upgraded" in str(schema.status(client, prefix)[0].problem)
    waited: list[float] = []

    def end_of_block(seconds: float) -> None:
        waited.append(seconds)
        client.put(f"/{old}/_settings", {"index": {"blocks": {"write": None}}})

    writer = BulkWriter(client, prefix, backoff=Backoff(sleep=end_of_block))
    assert writer.write([Action(kind="articles", id="a", document={"id": "a"})])[0].state == "written"
    assert len(waited) == 1


def test_the_command_reports_what_it_moved(client: Client, prefix: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The command prints the new indices; a second time there is nothing to do."""
    where = [f"--elasticsearch={client.connection.url}", f"--prefix={prefix}"]
    command: Callable[..., int] = main
    assert command(["index", "upgrade", "--json", *where]) == 0
    lines: list[dict[str, Any]] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["index"] for line in lines] == [index_name(prefix, kind, 2) for kind in MOVED]
    assert command(["index", "upgrade", *where]) == 0
    assert "already" in capsys.readouterr().out
    assert command(["index", "upgrade", "--drop-old", *where]) == 0
    assert index_name(prefix, "runs", 1) in capsys.readouterr().out
