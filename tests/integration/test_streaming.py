"""`claimwire run --streaming` as its operator runs it: a process, real feeds, real Elasticsearch, and what kills it."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from breakable import Breakable, breakable
from hostile_site import Answer, Site, serve
from test_run import VARYING

from pipeline.cli import main
from pipeline.index.client import connect

PATIENCE_S = 240.0 + 2 * int(os.environ.get("CLAIMWIRE_TEST_FEEDS", "25"))
FEEDS = int(os.environ.get("CLAIMWIRE_TEST_FEEDS", "25"))  # 1,000 for the figures


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


def report(name: str, site: Site) -> str:
    """An entry with an invented report of its own; its page is longer than the entry."""
    dice = random.Random(name)
    place = dice.choice(["Velm", "Kelmar", "Qarun", "Tel Amran", "Valmera"])
    what = dice.choice(["Ferry sinks", "Warehouse burns", "Bridge closed", "Strike ends", "Dam repaired"])
    return (
        f"<item><title>{what} in {place}, report {name}</title><link>{site.base}/page/{name}-of-the-day</link>"
        f"<guid isPermaLink='false'>{name}</guid><pubDate>Mon, 03 Mar 2025 {dice.randrange(24):02}:10:00 GMT</pubDate>"
        f"<description>{what} in {place}: {dice.randrange(5, 900)} people of district {name} were brought to safety, "
        f"port director Hanna Quist said on Monday. She denied that {dice.randrange(2, 99)} were missing.</description>"
        "</item>"
    )


def feed_of(site: Site, path: str, names: list[str]) -> str:
    """Serve a feed with an ETag; the list may grow."""

    def answer(handler: BaseHTTPRequestHandler) -> Answer:
        items = "".join(report(name, site) for name in list(names))
        etag = f'"{len(names)}"'
        if handler.headers["If-None-Match"] == etag:
            return 304, {}, b""
        body = f"<rss version='2.0'><channel><title>Gazette {path}</title>{items}</channel></rss>"
        return 200, {"ETag": etag}, body.encode()

    site.answers[path] = answer
    return site.base + path


class Streaming:
    """The command as a process, with its log."""

    def __init__(self, url: str, prefix: str, folder: Path, inputs: list[str], *options: str) -> None:
        self.url, self.prefix = url, prefix
        self.log = folder / "log.jsonl"
        arguments = ["run", "--streaming", "--log-format=json", f"--prefix={prefix}", "--allow-network=127.0.0.0/8"]
        arguments += [f"--output=elasticsearch:{url}", f"--state={folder / 'state'}", "--interval=1s", *options]
        arguments += [f"--input={location}" for location in inputs]
        self.before = len(self.events()) if self.log.exists() else 0
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(Path(sys.executable).with_name("claimwire")), *arguments], stderr=log, start_new_session=True
            )

    def events(self) -> list[dict[str, Any]]:
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]

    def wait_for(self, condition: Callable[[], object], what: str) -> None:
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if condition():
                return
            assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
            time.sleep(0.1)
        raise AssertionError(f"{what} did not come: {self.log.read_text(encoding='utf-8')[-3000:]}")

    def wait_for_first(self, name: str) -> None:
        """Wait for an event that may have come already, since this process began."""
        self.wait_for(lambda: any(event["event"] == name for event in self.events()[self.before :]), name)

    def wait_for_event(self, name: str) -> None:
        """Wait for another event of this name."""
        before = len([event for event in self.events() if event["event"] == name])
        self.wait_for(lambda: len([e for e in self.events() if e["event"] == name]) > before, name)

    def wait_for_articles(self, number: int) -> None:
        self.wait_for(lambda: count(self.url, self.prefix) >= number, f"{number} articles")

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_S)

    def kill(self) -> None:
        """Kill the launcher alone: what it started must end by itself."""
        self.process.kill()
        self.process.wait()


@contextmanager
def streaming(url: str, prefix: str, folder: Path, inputs: list[str], *options: str) -> Iterator[Streaming]:
    running = Streaming(url, prefix, folder, inputs, *options)
    try:
        yield running
    finally:
        with suppress(ProcessLookupError):
            running.kill()


def scraped(running: Streaming) -> dict[str, float]:
    """Give the stream's metrics by name and labels."""
    port = next(event["port"] for event in running.events() if event["event"] == "metrics")
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        lines = [line for line in answer.read().decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def count(url: str, prefix: str) -> int:
    """Count what a search finds now."""
    with suppress(Exception):
        return int(connect(url).post(f"/{prefix}-articles/_count")["count"])
    return 0


def contents(url: str, prefix: str) -> dict[str, Any]:
    """Give all documents of the analyst's indices, without what differs from run to run.

    A story that was merged into another stays as a pointer to it: only an index that saw both has it. The day in a
    story's id goes: that of an article without a date is the day of the run.
    """
    found = {}
    for kind in ("articles", "claims", "stories"):
        answer = json.dumps(connect(url).post(f"/{prefix}-{kind}/_search", {"size": 5000}))
        hits = json.loads(re.sub(r'"\d{8}-(?=[0-9a-f]{12}")', '"', answer))["hits"]["hits"]
        found |= {
            f"{kind}/{hit['_id']}": {name: value for name, value in hit["_source"].items() if name not in VARYING}
            for hit in hits
            if hit["_source"].get("article_count") != 0
        }
    return found


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[Any]:
    """Name the fields in which two indices differ."""
    return [
        (key, name, before, after)
        for key in sorted({*one, *other})
        for name in sorted({*one.get(key, {}), *other.get(key, {})})
        if (before := one.get(key, {}).get(name)) != (after := other.get(key, {}).get(name))
    ]


def run_document(url: str, prefix: str) -> dict[str, Any]:
    """Give the document of the run that started last."""
    client = connect(url)
    client.post(f"/{prefix}-runs/_refresh")
    hits = client.post(f"/{prefix}-runs/_search", {"sort": [{"started_at": "desc"}], "size": 1})["hits"]["hits"]
    document: dict[str, Any] = hits[0]["_source"]
    return document


def test_a_stream_from_start_to_restart(
    elasticsearch: str,
    site: Site,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """News is found while the stream runs, a bad file harms nothing, SIGTERM drains, a restart emits nothing again.

    And a batch over the same inputs ends with the same index.
    """
    monkeypatch.setenv(
        "XDG_CACHE_HOME", str(tmp_path / "cache")
    )  # what is remembered of hosts whose port was another's
    watched = tmp_path / "in"
    watched.mkdir()
    names, others = ["a1", "a2"], ["b1"]
    feeds = [feed_of(site, "/a.xml", names), feed_of(site, "/b.xml", others)]
    prefix = "streamed"
    with streaming(elasticsearch, prefix, tmp_path, [*feeds, str(watched)], "--metrics=0") as running:
        running.wait_for_articles(3)
        names.insert(0, "a3")
        (watched / "broken.xml").write_bytes(b"<rss><channel><item>")
        (watched / "note.txt").write_text("Harbour of Velm closed\n\nThe harbour was closed, Hanna Quist said.\n")
        running.wait_for_articles(5)
        assert main(["status", f"--prefix={prefix}", f"--elasticsearch={elasticsearch}", "--json"]) == 0
        status = json.loads(capsys.readouterr().out)
        assert status["alive"]
        assert status["stream"]["feeds"]["known"] == 2
        assert status["stream"]["fetched_to_searchable_s"]["p50"] > 0
        assert main(["status", f"--prefix={prefix}", f"--elasticsearch={elasticsearch}", "--feeds"]) == 0
        assert "/a.xml" in capsys.readouterr().out
        normalized = 'claimwire_records_total{outcome="out",stage="normalize"}'
        running.wait_for(lambda: scraped(running).get(normalized) == 5, "the round's counts")
        metrics = scraped(running)
        assert metrics['claimwire_dead_letters_total{reason="truncated-xml",stage="parse"}'] == 1
        assert metrics["claimwire_model_seconds_total"] > 0
        assert metrics["claimwire_bulk_seconds_count"] > 0
        assert metrics["claimwire_ready"] == 1
        assert running.stop() == 0
    document = run_document(elasticsearch, prefix)
    assert (document["state"], document["problems"], document["articles"]) == ("done", [], 5)
    assert document["dead_letters"] == 1
    assert main(["status", f"--prefix={prefix}", f"--elasticsearch={elasticsearch}"]) == 1
    pages = {path: asked for path, asked in site.asked.items() if path.startswith("/page/")}

    others.insert(0, "b2")
    with streaming(elasticsearch, prefix, tmp_path, [*feeds, str(watched)]) as running:
        running.wait_for_articles(6)
        assert running.stop() == 0
    again = run_document(elasticsearch, prefix)
    assert (again["articles"], again["problems"], again["dead_letters"]) == (1, [], 0)
    assert {path: site.asked[path] for path in pages} == pages

    inputs = [f"--input={location}" for location in [*feeds, str(watched)]]
    batch = [f"--output=elasticsearch:{elasticsearch}", "--prefix=as-batch", "--quiet", "--direct_num_workers=1"]
    options = ["--allow-network=127.0.0.0/8", f"--state={tmp_path / 'other'}"]
    binary = str(Path(sys.executable).with_name("claimwire"))
    subprocess.run([binary, "run", *inputs, *batch, *options], check=True, stdout=subprocess.DEVNULL)
    found = differences(contents(elasticsearch, prefix), contents(elasticsearch, "as-batch"))
    assert not found, found


def test_killed_and_cut_off(elasticsearch: str, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an outage of Elasticsearch and a kill -9 in the midst of a round everything is there, once.

    While the server is away no feed is asked, and the memory does not grow.
    """
    monkeypatch.setenv("CLAIMWIRE_ES_PATIENCE", "10")  # the outage is longer than a request is tried
    prefix, names = "killed", ["k1", "k2"]
    feeds = [feed_of(site, "/k.xml", names)]
    with breakable(elasticsearch) as door:
        with streaming(door.url, prefix, tmp_path, feeds) as running:
            running.url = elasticsearch
            running.wait_for_articles(2)
            outage(running, door, site, names)
            running.wait_for_articles(3)
            names.insert(0, "k4")
            asked = site.asked["/k.xml"]
            running.wait_for(lambda: site.asked["/k.xml"] > asked + 1, "the next poll")
            running.kill()
        names.insert(0, "k5")
        with streaming(door.url, prefix, tmp_path, feeds) as running:
            running.url = elasticsearch
            running.wait_for_articles(5)
            assert "resumed" in [event["event"] for event in running.events()]
            assert running.stop() == 0
    document = run_document(elasticsearch, prefix)
    assert (document["state"], document["problems"]) == ("done", [])
    assert count(elasticsearch, prefix) == 5
    states = connect(elasticsearch).post(f"/{prefix}-runs/_search", {"size": 9})["hits"]["hits"]
    assert sorted(hit["_source"]["state"] for hit in states) == ["done", "interrupted"]


def outage(running: Streaming, door: Breakable, site: Site, names: list[str]) -> None:
    """Shut the door to Elasticsearch, publish, watch the stream wait, and open it again."""
    door.shut()
    names.insert(0, "k3")
    running.wait_for_event("failed")
    asked, memory = site.asked["/k.xml"], resident_mb(running.process.pid)
    running.wait_for_event("failed")
    assert site.asked["/k.xml"] == asked
    assert resident_mb(running.process.pid) < memory + 30
    door.open()


def test_a_second_signal_stops_at_once(elasticsearch: str, site: Site, tmp_path: Path) -> None:
    """Two signals end a stream although a feed does not answer; nothing that was under way counts."""
    hold = threading.Event()

    def slow(handler: BaseHTTPRequestHandler) -> Answer:
        hold.wait(30)
        return 200, {}, b""

    site.answers["/slow.xml"] = slow
    with streaming(elasticsearch, "hasty", tmp_path, [site.base + "/slow.xml"]) as running:
        running.wait_for(lambda: site.asked["/slow.xml"], "the poll")
        running.process.send_signal(signal.SIGINT)
        running.wait_for_first("stopping")
        began = time.monotonic()
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(PATIENCE_S) == 130
        assert time.monotonic() - began < 5
    hold.set()


def test_many_feeds_stream(
    elasticsearch: str, site: Site, tmp_path: Path, record_property: Callable[..., None]
) -> None:
    """Each entry of many feeds is indexed exactly once though they fail at random, and the memory stays flat."""
    dice = random.Random(11)
    published = {f"/{number}.xml": [f"n{number}e0"] for number in range(FEEDS)}
    healthy = {"now": False}
    urls = []
    for path, names in published.items():
        urls.append(feed_of(site, path, names))
        good = site.answers[path]

        def answer(handler: BaseHTTPRequestHandler, good: Any = good) -> Answer:
            if not healthy["now"] and dice.random() < 0.15:
                return dice.choice([(503, {"Retry-After": "1"}, b""), (200, {}, b""), (200, {}, b"<rss><channel>")])
            made: Answer = good(handler)
            return made

        site.answers[path] = answer
    config = tmp_path / "feeds.yaml"
    lines = ["defaults: {interval: 2s, min_interval: 2s, max_interval: 4s}", "fetch: {attempts: 1}", "feeds:"]
    config.write_text("\n".join([*lines, *(f"  - {url}" for url in urls)]))
    with streaming(elasticsearch, "many", tmp_path, [], f"--config={config}") as running:
        running.wait_for(lambda: count(elasticsearch, "many") >= FEEDS * 0.8, "most of the first entries")
        memory = [resident_mb(running.process.pid)]
        for path, names in published.items():
            if dice.random() < 0.3:
                names.insert(0, f"{path.strip('/.xml')}-more")
        healthy["now"] = True
        total = sum(map(len, published.values()))
        running.wait_for(lambda: count(elasticsearch, "many") >= total, f"all {total}")
        memory.append(resident_mb(running.process.pid))
        assert running.stop() == 0
    document = run_document(elasticsearch, "many")
    assert document["problems"] == []
    assert count(elasticsearch, "many") == document["articles"] == total
    assert memory[1] < memory[0] + 60
    record_property("memory_mb", memory)
    print(f"{FEEDS} feeds, {total} articles, {document['stream']['rounds']} rounds; launcher {memory} MB")


def resident_mb(pid: int) -> int:
    """Give the memory that a process holds."""
    fields = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in fields if line.startswith("VmRSS:")) // 1024
