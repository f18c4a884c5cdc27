"""Elasticsearch that is read-only, too busy, silent, or cut off in the midst of an answer."""

import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from breakable import Breakable, breakable
from test_run import DEMO, VARYING
from test_run import contents as contents_but
from test_streaming import differences, run_document, streaming

from pipeline.cli import main
from pipeline.index.client import connect
from pipeline.index.schema import set_up

FILES = sorted((DEMO / "files").glob("*.txt"))
CALM = "calm-faults"


@pytest.fixture(scope="module")
def calm(elasticsearch: str) -> dict[str, Any]:
    """What an undisturbed run over the files leaves."""
    assert batch(elasticsearch, CALM) == 0
    return contents(elasticsearch, CALM)


@pytest.fixture
def door(elasticsearch: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Breakable]:
    """A door before the server, and runs that wait for seconds instead of minutes."""
    monkeypatch.setenv("CLAIMWIRE_ES_PATIENCE", "10")
    monkeypatch.setenv("CLAIMWIRE_ES_TIMEOUT", "4")
    with breakable(elasticsearch) as made:
        yield made


def batch(url: str, prefix: str, *options: str) -> int:
    arguments = ["run", "--quiet", "--json", "--direct_num_workers=1", f"--prefix={prefix}", "--no-state", *options]
    return main([*arguments, f"--output=elasticsearch:{url}", *(f"--input={path}" for path in FILES)])


def contents(url: str, prefix: str) -> dict[str, Any]:
    return contents_but(url, prefix, but=VARYING | {"origin", "text_rules", "claim_rules"})


class Flood:
    """Does what a server does when its disk passes the flood stage; again and again, since it sees that it has room."""

    def __init__(self, url: str, prefix: str) -> None:
        indices = ",".join(f"{prefix}-{kind}" for kind in ("articles", "claims", "stories", "dead-letters"))
        self._client, self._path = connect(url), f"/{indices}/_settings"
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._rise, daemon=True)

    def begin(self) -> None:
        self._block(True)
        self._thread.start()

    def end(self) -> None:
        self._ended.set()
        self._thread.join(30)
        self._block(None)

    def _rise(self) -> None:
        while not self._ended.wait(0.2):
            self._block(True)

    def _block(self, blocked: bool | None) -> None:
        self._client.put(self._path, {"index.blocks.read_only_allow_delete": blocked})


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    """Give the one line that a failed run says."""
    lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("claimwire: ")]
    assert len(lines) == 1, lines
    return lines[0]


def letters(url: str, prefix: str) -> int:
    client = connect(url)
    client.post(f"/{prefix}-dead-letters/_refresh")
    return int(client.get(f"/{prefix}-dead-letters/_count")["count"])


def once(condition: Callable[[], object], action: Callable[[], object]) -> threading.Thread:
    """Do something as soon as a condition holds."""

    def wait() -> None:
        while not condition():
            time.sleep(0.01)
        action()

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    return thread


def test_busy_and_cut_answers_are_asked_for_again(
    elasticsearch: str, door: Breakable, calm: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """Refused with 429 or answered in half: written again, counted once, the same index."""
    set_up(connect(elasticsearch), "cut")

    def disturb() -> None:
        door.busy_bulk, door.cut_bulk = 2, 2

    door.cut_bulk = 1
    begin = once(lambda: is_loading(elasticsearch, "cut"), disturb)
    assert batch(door.url, "cut") == 0
    begin.join(10)
    document = json.loads(capsys.readouterr().out)
    assert (document["problems"], document["dead_letters"], document["articles"]) == ([], 0, len(FILES))
    assert (door.busy_bulk, door.cut_bulk) == (0, 0)
    assert not differences(contents(elasticsearch, "cut"), calm)


def test_a_read_only_index_fails_a_batch_in_one_line(
    elasticsearch: str, door: Breakable, calm: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """Blocked in the midst of a run: nothing becomes a dead letter, and once released a run makes the index whole."""
    set_up(connect(elasticsearch), "flooded")
    flood = Flood(elasticsearch, "flooded")
    block = once(lambda: is_loading(elasticsearch, "flooded"), flood.begin)
    assert batch(door.url, "flooded") == 1
    block.join(10)
    said = one_line(capsys)
    assert "read-only" in said or "read only" in said or "cluster_block_exception" in said, said
    assert run_document(elasticsearch, "flooded")["state"] == "failed"
    flood.end()
    assert letters(elasticsearch, "flooded") == 0
    assert batch(door.url, "flooded") == 0
    assert not differences(contents(elasticsearch, "flooded"), calm)


def is_loading(url: str, prefix: str) -> bool:
    """Tell whether a run has begun to load: its mark is in the index."""
    (content,) = connect(url).get(f"/{prefix}-stories-write/_settings").values()
    return bool(content["settings"]["index"].get("refresh_interval") == "30s")


def test_a_server_that_never_answers_fails_a_batch_in_bounded_time(
    elasticsearch: str, door: Breakable, calm: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """Connections are taken and nothing is said, in the midst of a run: one line, and the next run is whole."""
    set_up(connect(elasticsearch), "silent")

    def fall_silent() -> None:
        door.silent = True

    fall = once(lambda: is_loading(elasticsearch, "silent"), fall_silent)
    began = time.monotonic()
    assert batch(door.url, "silent") == 1
    assert time.monotonic() - began < 180
    fall.join(10)
    assert door.url in one_line(capsys)
    door.silent = False
    assert letters(elasticsearch, "silent") == 0
    assert batch(elasticsearch, "silent") == 0
    assert not differences(contents(elasticsearch, "silent"), calm)


def test_a_stream_waits_out_every_fault(
    elasticsearch: str, door: Breakable, calm: dict[str, Any], tmp_path: Path
) -> None:
    """Read-only, busy, silent, cut: news that came meanwhile is indexed afterwards, once, and the ledger adds up."""
    watched = tmp_path / "in"
    watched.mkdir()
    arriving = iter(FILES)
    prefix = "patient"

    def arrive(number: int) -> None:
        for _ in range(number):
            path = next(arriving)
            shutil.copy(path, watched / f".{path.name}")
            (watched / f".{path.name}").rename(watched / path.name)

    with streaming(door.url, prefix, tmp_path, [str(watched)]) as running:
        running.url = elasticsearch
        running.wait_for_first("ready")
        arrive(2)
        running.wait_for_articles(2)

        flood = Flood(elasticsearch, prefix)
        flood.begin()
        arrive(2)
        running.wait_for_event("failed")
        flood.end()
        running.wait_for_articles(4)

        door.busy_bulk = 6
        arrive(1)
        running.wait_for_articles(5)
        door.cut_bulk = 3
        arrive(1)
        running.wait_for_articles(6)

        door.silent = True
        arrive(len(FILES) - 6)
        running.wait_for_event("failed")
        door.silent = False
        door.shut()  # what was taken in silence
        door.open()
        running.wait_for_articles(len(FILES))
        assert running.stop() == 0
    document = run_document(elasticsearch, prefix)
    assert (document["state"], document["problems"], document["dead_letters"]) == ("done", [], 0)
    assert document["articles"] == len(FILES)
    assert letters(elasticsearch, prefix) == 0
    found = differences(contents(elasticsearch, prefix), calm)
    assert not found, found
