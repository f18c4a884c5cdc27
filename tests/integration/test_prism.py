"""A stream, and a batch, on Beam's Prism as their operator runs them: the same graph, one job without end.

The program is not fetched; with Go at hand: go install github.com/apache/beam/sdks/v2/go/cmd/prism@v2.77.0
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from breakable import breakable
from hostile_site import Site, serve
from poisoned import ENDS, POISONED, RAISES, letters
from test_streaming import (
    PATIENCE_S,
    Streaming,
    contents,
    count,
    differences,
    feed_of,
    run_document,
    scraped,
    streaming,
)
from under_fire import WORKER, alive, descendants, wait_until

from pipeline.cli import main
from pipeline.errors import UsageError
from pipeline.index.client import connect
from pipeline.ledger import RunFacts
from pipeline.log import EventLog
from pipeline.prism import find_prism
from pipeline.sources import StateStore
from pipeline.streaming import prism

ON_PRISM = "--runner=PrismRunner"


def lacking() -> str:
    """Say why these tests cannot run, or nothing."""
    try:
        find_prism()
    except UsageError as error:
        return str(error)
    return ""


needs_prism = pytest.mark.skipif(bool(lacking()), reason=lacking() or "there")


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


def as_batch(url: str, prefix: str, folder: Path, inputs: list[str], *options: str) -> dict[str, Any]:
    """Give the index of a batch over the inputs as they are now."""
    command = [str(Path(sys.executable).with_name("claimwire")), "run", "--quiet", f"--prefix={prefix}", *options]
    command += [f"--output=elasticsearch:{url}", f"--state={folder / prefix}", "--allow-network=127.0.0.0/8"]
    command += [f"--input={location}" for location in inputs]
    done = subprocess.run(command, timeout=PATIENCE_S, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return contents(url, prefix)


def workers_of(running: Streaming) -> list[int]:
    return [pid for pid, line in descendants(running.process.pid) if WORKER in line]


@needs_prism
def test_a_stream_on_prism_is_one_job_and_goes_on_where_it_was(
    elasticsearch: str, site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """News is found without a new job, a bad file costs itself, SIGTERM drains, a restart emits nothing again.

    Killed, nothing of it goes on; its index is that of a batch on the local runner, and of one on Prism.
    """
    prefix, watched = "prism", tmp_path / "in"
    watched.mkdir()
    names = ["p1", "p2"]
    inputs = [feed_of(site, "/p.xml", names), str(watched)]
    with streaming(elasticsearch, prefix, tmp_path, inputs, ON_PRISM, "--metrics=0") as running:
        running.wait_for_articles(2)
        names.insert(0, "p3")
        (watched / "broken.xml").write_bytes(b"<rss><channel><item>")
        (watched / "note.txt").write_text("Harbour of Velm closed\n\nThe harbour was closed, Hanna Quist said.\n")
        running.wait_for_articles(4)
        dead = 'claimwire_dead_letters_total{reason="truncated-xml",stage="parse"}'
        running.wait_for(lambda: scraped(running).get(dead) == 1, "the dead letter's count")
        metrics = scraped(running)
        assert metrics["claimwire_model_seconds_total"] > 0
        assert metrics["claimwire_bulk_seconds_count"] > 0
        assert metrics["claimwire_ready"] == 1
        assert any(name.startswith("claimwire_feed_lag_seconds") for name in metrics)
        index = [f"--prefix={prefix}", f"--elasticsearch={elasticsearch}"]
        assert main(["status", *index, "--feeds"]) == 0
        assert "/p.xml" in capsys.readouterr().out
        assert [event["event"] for event in running.events()].count("started") == 1
        assert running.stop() == 0
    document = run_document(elasticsearch, prefix)
    assert (document["state"], document["problems"], document["articles"]) == ("done", [], 4)
    assert main(["status", *index]) == 1
    pages = {path: asked for path, asked in site.asked.items() if path.startswith("/page/")}

    names.insert(0, "p4")
    with streaming(elasticsearch, prefix, tmp_path, inputs, ON_PRISM) as running:
        running.wait_for_articles(5)
        before = [pid for pid, _ in descendants(running.process.pid)]
        running.kill()
        wait_until(lambda: not alive(before), "the end of all that it had started", 10)
    names.insert(0, "p5")
    with streaming(elasticsearch, prefix, tmp_path, inputs, ON_PRISM) as running:
        running.wait_for_articles(6)
        assert "resumed" in [event["event"] for event in running.events()]
        assert running.stop() == 0
    again = run_document(elasticsearch, prefix)
    assert (again["problems"], again["dead_letters"]) == ([], 0)
    assert {path: site.asked[path] for path in pages} == pages  # no page is fetched a second time

    streamed = contents(elasticsearch, prefix)
    found = differences(streamed, as_batch(elasticsearch, "prism-batch", tmp_path, inputs, "--direct_num_workers=1"))
    assert not found, found
    found = differences(streamed, as_batch(elasticsearch, "prism-prism", tmp_path, inputs, ON_PRISM))
    assert not found, found


@needs_prism
def test_what_fails_a_job_on_prism_is_followed_by_another(elasticsearch: str, site: Site, tmp_path: Path) -> None:
    """A killed worker, a killed Prism and an index that is away each end a job; the next has all, once."""
    prefix, names = "prism-falls", ["q1", "q2"]
    feeds = [feed_of(site, "/q.xml", names)]
    with breakable(elasticsearch) as door, streaming(door.url, prefix, tmp_path, feeds, ON_PRISM) as running:
        running.url = elasticsearch
        running.wait_for_articles(2)
        os.kill(workers_of(running)[0], signal.SIGKILL)
        names.insert(0, "q3")
        running.wait_for_articles(3)
        prisms = [pid for pid, line in descendants(running.process.pid) if "--serve_http=false" in line]
        os.kill(prisms[0], signal.SIGKILL)
        names.insert(0, "q4")
        running.wait_for_articles(4)
        door.shut()
        names.insert(0, "q5")
        asked = site.asked["/q.xml"]
        time.sleep(5)
        assert site.asked["/q.xml"] <= asked + 1
        door.open()
        running.wait_for_articles(5)
        assert running.stop() == 0
    assert count(elasticsearch, prefix) == 5
    client = connect(elasticsearch)
    client.post(f"/{prefix}-runs/_refresh")
    runs = [hit["_source"] for hit in client.post(f"/{prefix}-runs/_search", {"size": 99})["hits"]["hits"]]
    ended = sorted((run["state"], run["problems"] == []) for run in runs if "stream" in run)
    assert ended.count(("done", True)) == 1
    assert set(ended) == {("done", True), ("interrupted", True)}


@needs_prism
def test_what_ends_its_worker_on_prism_costs_itself_only(
    elasticsearch: str, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An entry that raises is a dead letter at once, one that ends the worker after three jobs; the others go on."""
    prefix, names = "prism-poison", ["w1", RAISES, ENDS, "w2"]
    (tmp_path / "sitecustomize.py").write_text(POISONED)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    feeds = [feed_of(site, "/w.xml", names)]
    with streaming(elasticsearch, prefix, tmp_path, feeds, ON_PRISM) as running:
        running.wait_for_articles(2)
        names.insert(0, "w3")
        running.wait_for_articles(3)
        assert running.stop() == 0
    document = run_document(elasticsearch, prefix)
    assert (document["state"], document["problems"]) == ("done", [])
    assert letters(elasticsearch, prefix) == {("annotate", "ValueError", "article"), ("annotate", "crash", "article")}


def test_a_job_that_is_not_heard_of_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A gate that says nothing any more, as its clock was set back or a worker hangs, costs its job, not the stream."""
    monkeypatch.setattr(prism, "UNHEARD_S", 0.2)
    monkeypatch.setattr(prism, "LOOK_EVERY_S", 0.01)
    facts = RunFacts(id="r", started_at="2025-03-03T00:00:00+00:00", inputs=(), version="1", config_digest="x")
    output: Any = SimpleNamespace(get=lambda kind, identity: {"updated_at": "2025-03-03T00:00:00+00:00"})
    plan: Any = SimpleNamespace(facts=facts)
    store = StateStore(tmp_path / "state.sqlite")
    stream = prism.PrismStream(
        plan=plan, output=output, store=store, program=tmp_path, folder=tmp_path, log=EventLog(quiet=True), options=[]
    )
    running: Any = SimpleNamespace(poll=lambda: None)
    assert "nothing was heard" in (stream._follow(SimpleNamespace(state="RUNNING"), running) or "")


def test_where_there_is_no_prism_one_line_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is fetched: the command ends with 2 and names the remedy, also for a place that holds none."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    command = ["run", ON_PRISM, "--input=https://example.org/f.xml", "--output=elasticsearch:http://127.0.0.1:9"]
    for options, said in (([], "go install"), (["--prism_location", "nowhere"], "nowhere: no program")):
        assert main([*command, "--streaming", *options]) == 2
        assert said in capsys.readouterr().err
    with pytest.raises(UsageError, match="--prism_location FILE"):
        find_prism()
