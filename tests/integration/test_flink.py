"""A real Flink cluster: a job manager, two task managers, warm Python workers, and what kills each of them.

It needs a JDK and Maven, and a minute or two of fetching and building once for a user. Kills at random are for when
there is time:

    CLAIMWIRE_TEST_FLINK_KILLS=30 .venv/bin/pytest tests/integration/test_flink.py
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from flink_under_fire import flink_under_fire
from hostile_site import Site, serve
from poisoned import ENDS, POISONED, RAISES, letters
from test_run import DEMO
from test_stream_upgrade import NEWER
from test_streaming import contents, count, differences, feed_of, run_document, scraped, streaming
from under_fire import wait_until

from pipeline.cli import main
from pipeline.errors import RunError

sys.path += [str(DEMO.parent / "flink"), str(DEMO.parent / "bench")]
from corpus import generate
from local import Cluster
from software import find_java, is_prepared, prepared

pytestmark = pytest.mark.timeout(3600)
KILLS = int(os.environ.get("CLAIMWIRE_TEST_FLINK_KILLS", "0"))
RUN_S = 25.0
PATIENCE_S = 900.0
FILES, ARTICLES = 8, 8


def lacking() -> str:
    """Say what this machine lacks to build a cluster's parts, or nothing."""
    try:
        builds = (find_java().parent / "javac").is_file() and shutil.which("mvn") is not None
    except RunError as error:
        return str(error)
    return "" if builds else "Maven and a JDK build Beam's job server: apt-get install maven openjdk-17-jdk-headless"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    if not is_prepared() and (reason := lacking()):
        pytest.skip(reason)
    with Cluster(tmp_path_factory.mktemp("flink"), prepared()) as running:
        yield running


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of dated articles, three in ten of them copies: which is the original does not depend on who reads when."""
    folder = tmp_path_factory.mktemp("inputs")
    records = [json.dumps(record) for record in generate(FILES * ARTICLES, copies=0.3)]
    for number in range(FILES):
        (folder / f"{number}.jsonl").write_text("\n".join(records[number::FILES]))
    (folder / "broken.xml").write_text("<rss><channel><item>")
    return folder


@pytest.fixture(scope="module")
def undisturbed(elasticsearch: str, inputs: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The run's document and the index of a run on this machine."""
    process = started(elasticsearch, "alone", inputs, "--direct_num_workers=1")
    return finished(process), contents(elasticsearch, "alone")


def started(url: str, prefix: str, inputs: Path, *options: str) -> subprocess.Popen[str]:
    command = [str(Path(sys.executable).with_name("claimwire")), "run", "--quiet", "--json", f"--prefix={prefix}"]
    command += [f"--output=elasticsearch:{url}", f"--input={inputs}", *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finished(process: subprocess.Popen[str]) -> dict[str, Any]:
    """Wait for a run to end well; the result is its document."""
    try:
        out, err = process.communicate(timeout=PATIENCE_S)
    finally:
        process.kill()
    assert process.returncode == 0, err
    document: dict[str, Any] = json.loads(out)
    return document


def wait_for_job(cluster: Cluster) -> None:
    """Wait until Flink works on a job."""
    deadline = time.monotonic() + PATIENCE_S
    while not any(job["state"] == "RUNNING" for job in cluster.ask("/jobs/overview")["jobs"]):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_batch_on_two_task_managers_gives_the_index_of_one_machine(
    cluster: Cluster, elasticsearch: str, inputs: Path, undisturbed: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    """The same command with a runner named: same index, same ledger, exit code 0; both task managers took part.

    Flink keeps nothing of it: it refuses a savepoint of such a job.
    """
    process = started(elasticsearch, "flink", inputs, *cluster.options)
    wait_for_job(cluster)
    assert "is not a streaming job" in answer_to_savepoint(cluster)
    document = finished(process)
    expected, index = undisturbed
    assert document["counts"] == expected["counts"]
    assert not differences(index, contents(elasticsearch, "flink"))
    assert hosts_of_last_job(cluster) == 2


def answer_to_savepoint(cluster: Cluster) -> str:
    """Ask for a savepoint of the job that runs; gives what Flink says of it."""
    job = next(job["jid"] for job in cluster.ask("/jobs/overview")["jobs"] if job["state"] == "RUNNING")
    path = f"/jobs/{job}/savepoints"
    wanted = json.dumps({"target-directory": f"file://{cluster.folder}/savepoints"}).encode()
    asked = Request(f"http://localhost:{cluster.ports['rest']}{path}", wanted, {"Content-Type": "application/json"})
    with urlopen(asked, timeout=10) as answer:
        path += "/" + json.load(answer)["request-id"]
    wait_until(lambda: cluster.ask(path)["status"]["id"] == "COMPLETED", "the answer", PATIENCE_S)
    return json.dumps(cluster.ask(path))


def hosts_of_last_job(cluster: Cluster) -> int:
    job = max(cluster.ask("/jobs/overview")["jobs"], key=lambda job: job["start-time"])["jid"]
    vertices = cluster.ask(f"/jobs/{job}")["vertices"]
    subtasks = [task for v in vertices for task in cluster.ask(f"/jobs/{job}/vertices/{v['id']}")["subtasks"]]
    return len({task["endpoint"] for task in subtasks if "endpoint" in task} or {t["taskmanager-id"] for t in subtasks})


@pytest.mark.skipif(not KILLS, reason="takes minutes: set CLAIMWIRE_TEST_FLINK_KILLS to how often to kill")
def test_killed_at_random_moments_a_cluster_loses_nothing(cluster: Cluster, tmp_path: Path) -> None:
    """Its parts, launchers and Elasticsearch die in turn: each index is that of an undisturbed run."""
    seed = int(os.environ.get("CLAIMWIRE_TEST_SEED", "0"))
    found = flink_under_fire(KILLS, seed, tmp_path, cluster, run_s=RUN_S)
    assert sum(found["kills"].values()) >= KILLS
    assert found["dead_letters"] == 0


def test_a_stream_is_one_job_that_goes_on_from_its_savepoint(
    cluster: Cluster, elasticsearch: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a feed brings is searchable without a new job, also when a task manager is killed, and equal to a batch.

    Stopped, its job leaves a savepoint, from which another release with another parallelism and other workers goes on:
    the feed's ETag is known, and nothing is lost or twice.
    """
    prefix = "flink-stream"
    with serve() as site:
        names = ["f1", "f2"]
        feed = feed_of(site, "/f.xml", names)
        jobs = len(cluster.ask("/jobs/overview")["jobs"])
        with streaming(elasticsearch, prefix, tmp_path, [feed], *cluster.options) as running:
            running.wait_for_articles(2)
            names.insert(0, "f3")
            running.wait_for_articles(3)
            names.insert(0, "f4")
            cluster.kill("taskmanager-1")
            cluster.launch("taskmanager-1")
            running.wait_for_articles(4)
            running.kill()
        with streaming(elasticsearch, prefix, tmp_path, [feed], *cluster.options) as running:
            running.wait_for_first("attached")
            assert running.stop() == 0
        assert len(cluster.ask("/jobs/overview")["jobs"]) == jobs + 1
        older = run_document(elasticsearch, prefix)
        assert (older["state"], older["problems"]) == ("done", [])
        assert older["stream"]["savepoint"].startswith("file:")

        (tmp_path / "sitecustomize.py").write_text(NEWER)
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
        cluster.kill("workers")
        cluster.launch("workers")
        with streaming(elasticsearch, prefix, tmp_path, [feed], *cluster.options, "--parallelism=1") as running:
            running.wait_for_first("ready")
            wait_until(lambda: filtered(elasticsearch, prefix), "an answer that nothing is new", PATIENCE_S)
            names.insert(0, "f5")
            running.wait_for_articles(5)
            assert running.stop() == 0
        newer = run_document(elasticsearch, prefix)
        assert (newer["version"], newer["state"], newer["problems"]) == ("99.0", "done", [])
        found = newer["ledger"]["deduplicate"]  # what the feed repeats is known to the index
        assert (found["in"], found["duplicates"], found["out"]) == (5, 4, 1)
        assert not differences(batch_over(elasticsearch, feed, site), contents(elasticsearch, prefix))


def test_what_raises_and_what_ends_its_worker_costs_itself_only(
    cluster: Cluster, elasticsearch: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On both task managers' pool a poisoned entry becomes a dead letter, and what comes beside and after it goes on.

    The one that raises does so at once, the one that ends its worker after three deaths, with its payload, so that
    both are read again once the fault is mended. What the workers measured reaches Prometheus.
    """
    prefix = "flink-poison"
    with poisoned_workers(cluster, tmp_path, monkeypatch), serve() as site:
        names = ["f1", RAISES, "f2"]
        feeds = [feed_of(site, "/f.xml", names), f"{site.base}/lost.xml"]
        with streaming(elasticsearch, prefix, tmp_path, feeds, *cluster.options, "--metrics=0") as running:
            running.wait_for_articles(2)
            names.insert(0, ENDS)
            names.insert(0, "f3")
            running.wait_for_articles(3)
            names.insert(0, "f4")
            running.wait_for_articles(4)
            crashed = 'claimwire_dead_letters_total{reason="crash",stage="annotate"}'
            running.wait_for(lambda: scraped(running).get(crashed), "the count of what crashed")
            metrics = scraped(running)
            assert running.stop() == 0
    assert metrics['claimwire_dead_letters_total{reason="ValueError",stage="annotate"}'] >= 1
    assert metrics["claimwire_model_seconds_total"] > 0
    assert metrics["claimwire_bulk_seconds_count"] > 0
    assert metrics[f'claimwire_feed_failures{{feed="{feeds[1]}"}}'] > 0
    document = run_document(elasticsearch, prefix)
    assert (document["state"], document["problems"]) == ("done", [])
    assert document["dead_letters"] >= 2  # a feed that changes repeats its entries
    assert letters(elasticsearch, prefix) == {
        ("annotate", "ValueError", "article"),
        ("annotate", "crash", "article"),
    }
    replay = ["dead-letters", "replay", "--all", f"--prefix={prefix}", f"--elasticsearch={elasticsearch}"]
    assert main(replay) == 0
    assert letters(elasticsearch, prefix) == set()
    assert count(elasticsearch, prefix) == 6


@contextmanager
def poisoned_workers(cluster: Cluster, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have workers whose rules fail at two entries, and afterwards good ones again."""
    (folder / "poison").mkdir()
    (folder / "poison" / "sitecustomize.py").write_text(POISONED)
    try:
        with monkeypatch.context() as patch:
            patch.setenv("PYTHONPATH", os.pathsep.join([str(folder / "poison"), os.environ.get("PYTHONPATH", "")]))
            cluster.kill("workers")
            cluster.launch("workers")
        yield
    finally:
        cluster.kill("workers")
        cluster.launch("workers")


def filtered(url: str, prefix: str) -> int:
    """Count the polls that brought nothing, so far."""
    return int(run_document(url, prefix)["ledger"].get("read", {}).get("filtered", 0))


def batch_over(url: str, feed: str, site: Site) -> dict[str, Any]:
    """Give the index of one run on this machine over the feed as it is now."""
    command = [str(Path(sys.executable).with_name("claimwire")), "run", "--quiet", "--prefix=flink-stream-batch"]
    command += [f"--output=elasticsearch:{url}", f"--input={feed}", "--no-state", "--allow-network=127.0.0.0/8"]
    subprocess.run([*command, "--direct_num_workers=1"], check=True, timeout=PATIENCE_S, capture_output=True)
    assert site.asked
    return contents(url, "flink-stream-batch")
