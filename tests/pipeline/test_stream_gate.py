"""The gate of a stream on a cluster, without Beam and without a server: when a round begins, and when it counts."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import RunError
from pipeline.index.output import ElasticsearchOutput
from pipeline.ledger import RunFacts, round_id
from pipeline.sources import FetchPolicy, InputSpec, StateStore
from pipeline.sources.schedule import FetchState
from pipeline.streaming import gate as gate_module
from pipeline.streaming.gate import Gate, Held, stop_id
from pipeline.streaming.journal import worst_feeds
from pipeline.streaming.next_rounds import packed, unpack

FACTS = RunFacts(id="r1", started_at="2025-03-03T00:00:00+00:00", inputs=(), version="1", config_digest="x")
KEPT: dict[str, dict[str, Any]] = {}
AWAY: list[str] = []


class Client:
    """An index that holds what is put."""

    def exists(self, path: str) -> bool:
        if AWAY:
            raise RunError("not reached")
        return path.rpartition("/")[2] in KEPT

    def post(self, path: str) -> None:
        pass


class Output(ElasticsearchOutput):
    def client(self) -> Any:
        return Client()

    def get(self, kind: str, identity: str) -> dict[str, Any]:
        return KEPT[identity]

    def put(self, action: Any) -> None:
        if AWAY:
            raise RunError("not reached")
        if action.operation == "delete":
            KEPT.pop(action.id, None)
        else:
            KEPT[action.id] = dict(action.document)


class Driven:
    """A gate with its state, turned by hand."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.now_ms = folder, 1_000_000
        self.watched = folder / "in"
        self.watched.mkdir()
        self.store = StateStore(folder / "state.sqlite")
        self.state = Held()
        self.restart()

    def restart(self, run: str = "r1") -> None:
        facts = RunFacts(id=run, started_at=FACTS.started_at, inputs=(), version="1", config_digest="x")
        specs = (InputSpec(kind="folder", location=str(self.watched)),)
        self.gate = Gate(specs, FetchPolicy(), Output("http://nowhere", "p"), facts)

    def turn(self) -> list[str]:
        self.now_ms += 500
        self.gate.look_at = 0.0
        inputs, _ = self.gate.turn(self.state, self.store, self.now_ms)
        return [Path(spec.location).name for spec in inputs]

    def arrive(self, name: str) -> None:
        (self.watched / name).write_text("news")
        os.utime(self.watched / name, (time.time() - 60, time.time() - 60))

    def written(self, *late: Any) -> None:
        tallies = [["read", "in", "", 1], ["read", "out", "", 1], *late]
        KEPT[round_id(self.state.round_ms)] = {"tallies": tallies, "measures": {"model seconds": 0.25}}


@pytest.fixture
def driven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Driven]:
    KEPT.clear()
    AWAY.clear()
    monkeypatch.setattr(gate_module, "repair", lambda *_: None)
    running = Driven(tmp_path)
    yield running
    running.store.close()


def test_the_next_round_begins_once_the_one_before_is_written(driven: Driven) -> None:
    """What arrives meanwhile waits; a round's window begins with its time, later than that of the one before."""
    assert driven.turn() == []
    driven.arrive("1.txt")
    assert driven.turn() == ["1.txt"]
    first = driven.state.round_ms
    driven.arrive("2.txt")
    assert driven.turn() == driven.turn() == []
    driven.written()
    assert driven.turn() == ["2.txt"]
    assert driven.state.round_ms > first
    assert KEPT["r1"]["stream"]["rounds"] == 1


def test_a_round_that_was_not_delivered_or_is_lost_comes_again(driven: Driven) -> None:
    """Documents that Elasticsearch gave up, and a round that is not written within an hour, bring the inputs again."""
    driven.arrive("1.txt")
    assert driven.turn() == ["1.txt"]
    driven.written(["index articles", "dead", "transient", 1])
    assert driven.turn() == ["1.txt"]
    driven.now_ms += gate_module.LOST_MS
    assert driven.turn() == ["1.txt"]
    driven.written()
    assert driven.turn() == []
    assert KEPT["r1"]["stream"]["rounds"] == 1
    assert KEPT["r1"]["stream"]["last_error"]["problem"].startswith("a round was not written")


def test_while_the_index_is_away_nothing_is_asked(driven: Driven) -> None:
    """No input is taken, nothing is forgotten, and the trouble is said until it is over."""
    driven.turn()
    driven.arrive("1.txt")
    AWAY.append("gone")
    assert driven.turn() == []
    assert driven.state.journal["trouble"]["problem"] == "not reached"
    AWAY.clear()
    assert driven.turn() == ["1.txt"]
    assert driven.state.journal["trouble"] is None


def test_told_to_stop_it_ends_the_round_first(driven: Driven) -> None:
    """The round on its way counts, its note is gone, the run is done, and nothing begins."""
    driven.arrive("1.txt")
    driven.turn()
    driven.arrive("2.txt")
    KEPT[stop_id("r1")] = {}
    assert driven.turn() == []
    assert not driven.state.ended
    driven.written()
    assert driven.turn() == driven.turn() == []
    assert KEPT["r1"]["state"] == "done"
    assert round_id(driven.state.round_ms) not in KEPT


def test_the_next_stream_goes_on_where_the_state_was_left(driven: Driven, tmp_path: Path) -> None:
    """Restored into another worker and another run, it knows its files; where the index lost the run, all is new."""
    driven.arrive("1.txt")
    driven.turn()
    driven.written()
    driven.turn()
    blob = packed(driven.store)
    driven.store = StateStore(tmp_path / "other" / "state.sqlite")
    driven.store.path.parent.mkdir()
    unpack(driven.store, blob)
    driven.restart("r2")
    assert driven.turn() == []
    assert (KEPT["r1"]["state"], KEPT["r2"]["stream"]["rounds"]) == ("interrupted", 0)
    del KEPT["r2"]
    driven.restart("r3")
    assert driven.turn() == ["1.txt"]


def test_what_the_workers_measured_and_the_worst_feeds_are_told(driven: Driven) -> None:
    """The run's document sums the rounds' measures, says what waits, and names late and failing feeds."""
    late = datetime.now(UTC) - timedelta(seconds=90)
    driven.store.put_aside(FetchState(url="https://a.example/late", next_poll_at=late))
    driven.store.put_aside(FetchState(url="https://b.example/gone", retired="410", failures=2))
    driven.store.put_aside(FetchState(url="https://c.example/well", next_poll_at=late + timedelta(hours=1)))
    driven.store.commit()
    for name in ("1.txt", "2.txt"):
        driven.arrive(name)
        assert driven.turn() == [name]
        driven.gate._told = 0.0
        assert driven.turn() == []
        assert KEPT["r1"]["stream"]["waiting"] == 1
        driven.written()
        driven.turn()
    assert KEPT["r1"]["stream"]["measures"] == {"model seconds": 0.5}
    assert KEPT["r1"]["stream"]["waiting"] == 0
    gone, waits = worst_feeds(KEPT["r1"])
    assert (gone.url, gone.failures, gone.retired) == ("https://b.example/gone", 2, "410")
    assert waits.url == "https://a.example/late"
    assert 89 < waits.late_s(datetime.now(UTC)) < 120
