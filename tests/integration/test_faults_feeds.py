"""A feed's server that dies and returns, and signals while a stream finishes its round."""

import signal
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from breakable import breakable
from hostile_site import Answer, Site, serve
from test_streaming import PATIENCE_S, count, feed_of, run_document, streaming


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


def test_a_feeds_server_that_dies_and_returns(elasticsearch: str, site: Site, tmp_path: Path) -> None:
    """While it is away the feed fails and others go on; what it published meanwhile comes once it is back."""
    names, others = ["r1"], ["s1"]
    feed_of(site, "/r.xml", names)
    with breakable(site.base) as door:
        feeds = [f"{door.url}/r.xml", feed_of(site, "/s.xml", others)]
        with streaming(elasticsearch, "returns", tmp_path, feeds) as running:
            running.wait_for_articles(2)
            door.shut()
            names.insert(0, "r2")
            running.wait_for(lambda: run_document(elasticsearch, "returns")["stream"]["feeds"]["failing"], "a failure")
            others.insert(0, "s2")
            running.wait_for_articles(3)
            door.open()
            running.wait_for_articles(4)
            assert running.stop() == 0
    document = run_document(elasticsearch, "returns")
    assert (document["problems"], document["articles"], count(elasticsearch, "returns")) == ([], 4, 4)


def test_signals_while_a_round_is_finished(elasticsearch: str, site: Site, tmp_path: Path) -> None:
    """One signal: the round in progress is indexed first. More: it ends at once, and the next start brings it."""
    hold = threading.Event()
    names = ["g1"]
    feed = feed_of(site, "/g.xml", names)

    def slow(handler: BaseHTTPRequestHandler) -> Answer:
        hold.wait(120)
        return 404, {}, b""

    site.answers["/page/g2-of-the-day"] = slow
    with streaming(elasticsearch, "drained", tmp_path, [feed]) as running:
        running.wait_for_articles(1)
        names.insert(0, "g2")
        running.wait_for(lambda: site.asked["/page/g2-of-the-day"], "the page")
        running.process.send_signal(signal.SIGTERM)  # signals that come at once may count as one
        running.wait_for(lambda: "stopping" in [event["event"] for event in running.events()], "stopping")
        for _ in range(2):
            running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(30) == 130
    assert count(elasticsearch, "drained") == 1
    asked = site.asked["/page/g2-of-the-day"]
    with streaming(elasticsearch, "drained", tmp_path, [feed]) as running:
        running.wait_for(lambda: site.asked["/page/g2-of-the-day"] > asked, "the page again")
        running.process.send_signal(signal.SIGTERM)
        running.wait_for(lambda: [event["event"] for event in running.events()][-1] == "stopping", "stopping")
        hold.set()
        assert running.process.wait(PATIENCE_S) == 0
    assert count(elasticsearch, "drained") == 2
    document = run_document(elasticsearch, "drained")
    assert (document["state"], document["problems"], document["articles"]) == ("done", [], 1)
