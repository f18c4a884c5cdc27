"""Batch runs over feeds on a real Elasticsearch: what is remembered from run to run, for whom, and when it is void."""

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from hostile_site import Answer, Site, serve

import pipeline.job
from pipeline.cli import main
from pipeline.index.client import connect

Run = Callable[..., dict[str, Any]]
PAGE = "<html><head><title>Ferry</title></head><body><article>{}</article></body></html>".format(
    "<p>The ferry Amra sank off Velm at noon on Monday, port director Hanna Quist said.</p>" * 8
)


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


@pytest.fixture
def run(elasticsearch: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run the command in this process over feeds and give the run's document."""

    def run_feeds(prefix: str, *inputs: str, options: tuple[str, ...] = (), code: int = 0) -> dict[str, Any]:
        arguments = ["run", "--quiet", "--json", "--direct_num_workers=1", f"--prefix={prefix}", *options]
        arguments += [f"--output=elasticsearch:{elasticsearch}", "--allow-network=127.0.0.0/8"]
        if "--no-state" not in options:
            arguments.append(f"--state={tmp_path / 'state'}")
        assert main([*arguments, *(f"--input={location}" for location in inputs)]) == code
        written = capsys.readouterr().out
        document: dict[str, Any] = json.loads(written) if written else {}
        return document

    return run_feeds


def feed_of(site: Site, path: str, names: list[str]) -> str:
    """Serve a feed of teasers with an ETag, and their pages."""

    def answer(handler: BaseHTTPRequestHandler) -> Answer:
        etag = f'"{",".join(names)}"'
        if handler.headers["If-None-Match"] == etag:
            return 304, {}, b""
        items = "".join(
            f"<item><title>Ferry {name} sinks</title><link>{site.base}/{name}-of-the-day</link>"
            f"<guid isPermaLink='false'>{name}</guid><description>What happened to {name} ...</description></item>"
            for name in names
        )
        return 200, {"ETag": etag}, f"<rss version='2.0'><channel><title>G</title>{items}</channel></rss>".encode()

    site.answers[path] = answer
    for name in "abcdef":
        site.text(f"/{name}-of-the-day", PAGE.encode(), Content_Type="text/html")
    return site.base + path


def stage(document: dict[str, Any], name: str) -> dict[str, Any]:
    return next((line for line in document["counts"] if line["stage"] == name), {"in": 0, "out": 0, "reasons": []})


def reasons(document: dict[str, Any], name: str) -> dict[str, int]:
    return {reason["reason"]: reason["count"] for reason in stage(document, name)["reasons"]}


def test_a_second_run_emits_what_is_new(run: Run, site: Site, elasticsearch: str) -> None:
    """Unchanged feeds are told as such, known entries end before their page is fetched, another index gets all."""
    names, same = ["a", "b"], ["d"]
    feeds = [feed_of(site, "/f.xml", names), feed_of(site, "/same.xml", same)]
    assert run("fed", *feeds)["articles"] == 3
    second = run("fed", *feeds)
    assert (second["articles"], second["problems"]) == (0, [])
    assert reasons(second, "read") == {"filtered: feed unchanged (304)": 2}

    names.insert(0, "c")
    third = run("fed", *feeds)
    assert (third["articles"], third["problems"]) == (1, [])
    assert reasons(third, "read") == {"filtered: feed unchanged (304)": 1}
    assert reasons(third, "pages") == {"filtered: known entry, unchanged": 2}
    assert {path: site.asked[path] for path in ("/a-of-the-day", "/c-of-the-day")} == {
        "/a-of-the-day": 1,
        "/c-of-the-day": 1,
    }
    assert run("another", *feeds)["articles"] == 4
    again = run("fed", *feeds, options=("--no-state",))
    assert stage(again, "deduplicate")["duplicates"] == 4
    assert connect(elasticsearch).post("/fed-articles/_count")["count"] == 4


def test_a_run_that_fails_is_forgotten(run: Run, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was polled counts only once it is indexed: after a failure everything comes again."""
    feed = feed_of(site, "/f.xml", ["a", "b"])

    def fails(*arguments: object) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(pipeline.job, "run_graph", fails)
        run("failing", feed, code=1)
    assert run("failing", feed)["articles"] == 2


def test_an_index_made_anew_gets_everything(run: Run, site: Site, elasticsearch: str) -> None:
    """State of an index that was deleted is void."""
    feed = feed_of(site, "/f.xml", ["a", "b"])
    assert run("gone", feed)["articles"] == 2
    client = connect(elasticsearch)
    for kind in ("articles", "claims", "stories", "dead-letters", "runs"):
        client.request("DELETE", f"/gone-{kind}-000001")
    assert run("gone", feed)["articles"] == 2


def test_servers_are_obeyed_between_runs(run: Run, site: Site) -> None:
    """A feed that is gone, or whose server asked for a pause, is not asked by the next run, and the ledger says so."""
    site.text("/gone.xml", b"", 410)
    site.text("/busy.xml", b"", 429, Retry_After="3600")
    feeds = [site.base + "/gone.xml", site.base + "/busy.xml"]
    assert run("obedient", *feeds)["dead_letters"] == 2
    asked = dict(site.asked)
    assert reasons(run("obedient", *feeds), "read") == {
        "filtered: feed left alone: its server asked for a pause": 1,
        "filtered: feed retired (410)": 1,
    }
    assert dict(site.asked) == asked


def test_the_feeds_of_a_list_are_remembered_one_by_one(run: Run, site: Site) -> None:
    """Feeds named by an OPML behind an address have a state of their own."""
    feed = feed_of(site, "/f.xml", ["a"])
    outline = f"<opml version='2.0'><body><outline type='rss' text='G' xmlUrl='{feed}'/></body></opml>"
    listed = site.text("/feeds.opml", outline.encode(), Content_Type="text/x-opml")
    assert run("listed", listed)["articles"] == 1
    assert reasons(run("listed", listed), "read") == {"filtered: feed unchanged (304)": 1}


def test_inputs_without_an_outlet_get_the_one_named(tmp_path: Path) -> None:
    """`--outlet` names the outlet of text files; a record's own outlet stays."""
    (tmp_path / "a.txt").write_text("Ferry sinks\n\nThe ferry Amra sank on Monday.\n")
    (tmp_path / "b.jsonl").write_text(json.dumps({"title": "Dam repaired", "text": "It holds.", "outlet": "Own Post"}))
    where = [f"--output=jsonl:{tmp_path / 'out'}", "--quiet", "--direct_num_workers=1", "--outlet=Desk Archive"]
    assert main(["run", f"--input={tmp_path / 'a.txt'}", f"--input={tmp_path / 'b.jsonl'}", *where]) == 0
    lines = (tmp_path / "out" / "articles.jsonl").read_text().splitlines()
    assert {json.loads(line)["source"]["name"] for line in lines} == {"Desk Archive", "Own Post"}
