"""A stream that is replaced by a newer release with another configuration, in the midst of a round."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from hostile_site import Answer, Site, serve
from test_streaming import PATIENCE_S, contents, count, differences, feed_of, run_document, streaming

NEWER = """\
from importlib import metadata
given = metadata.version
metadata.version = lambda name: "99.0" if name == "claimwire" else given(name)
"""
KNOWLEDGE = "id\tname\ttype\taliases\nqz-1\tOrrin Vastholm\tPERSON\t\n"
"""Of nobody in the news: other rules by their digest, the same results."""


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


@pytest.mark.parametrize("how", ["drained", "killed"])
def test_a_newer_release_goes_on_where_the_older_stopped(
    elasticsearch: str, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """Stopped or killed in a round, then started as another version with one feed more: nothing is lost or twice."""
    prefix = f"upgraded-{how}"
    names, others = ["u1"], ["v1"]
    feed, other = feed_of(site, "/u.xml", names), feed_of(site, "/v.xml", others)
    hold = threading.Event()

    def slow(handler: BaseHTTPRequestHandler) -> Answer:
        hold.wait(PATIENCE_S)
        return 404, {}, b""

    site.answers["/page/u2-of-the-day"] = slow
    with streaming(elasticsearch, prefix, tmp_path, [feed]) as running:
        running.wait_for_articles(1)
        names.insert(0, "u2")
        running.wait_for(lambda: site.asked["/page/u2-of-the-day"], "the page")
        if how == "killed":
            running.kill()
            hold.set()
        else:
            running.process.send_signal(signal.SIGTERM)
            running.wait_for(lambda: "stopping" in [event["event"] for event in running.events()], "stopping")
            hold.set()
            assert running.process.wait(PATIENCE_S) == 0
    left = 1 if how == "killed" else 2
    assert count(elasticsearch, prefix) == left
    older = run_document(elasticsearch, prefix)

    (tmp_path / "sitecustomize.py").write_text(NEWER)
    (tmp_path / "people.tsv").write_text(KNOWLEDGE)
    names.insert(0, "u3")
    options = [f"--knowledge={tmp_path / 'people.tsv'}"]
    with monkeypatch.context() as patch:
        patch.setenv("PYTHONPATH", str(tmp_path))
        with streaming(elasticsearch, prefix, tmp_path, [feed, other], *options) as running:
            running.wait_for_articles(4)
            assert running.stop() == 0
    newer = run_document(elasticsearch, prefix)
    assert (newer["version"], newer["state"], newer["problems"]) == ("99.0", "done", [])
    assert older["version"] != "99.0"
    assert (newer["articles"], newer["dead_letters"]) == (4 - left, 0)

    command = [str(Path(sys.executable).with_name("claimwire")), "run", "--quiet", f"--prefix={prefix}-batch", *options]
    command += [f"--output=elasticsearch:{elasticsearch}", "--no-state", "--allow-network=127.0.0.0/8"]
    command += [f"--input={feed}", f"--input={other}", "--direct_num_workers=1"]
    subprocess.run(command, check=True, timeout=PATIENCE_S, capture_output=True)
    found = differences(contents(elasticsearch, f"{prefix}-batch"), contents(elasticsearch, prefix))
    assert {name for _, name, _, _ in found} == {"claim_rules"}  # of what the older release indexed
