"""`claimwire feeds`: what is told of feeds that work and of those that do not."""

import argparse
import json
from collections.abc import Iterator

import pytest
from hostile_site import Site, serve

from pipeline.cli import feeds
from pipeline.errors import RunError, UsageError

RSS = (
    b"<rss version='2.0'><channel><title>Gazette</title><link>https://gazette.example/</link><item><title>Ferry sinks"
    b"</title><link>https://gazette.example/world/ferry-sinks-off-velm</link><pubDate>Mon, 03 Mar 2025 10:00:00 GMT"
    b"</pubDate><description>Nine are missing.</description></item></channel></rss>"
)


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


def call(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    feeds.add_arguments(parser)
    return feeds.run(parser.parse_args([*arguments, "--allow-network", "127.0.0.0/8"]))


def test_check_tells_what_each_feed_gives(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """A good feed, one that moved, a web page and a missing one each get their line; any failure gives exit code 1."""
    good = site.text("/rss", RSS)
    moved = site.text("/old", b"", 301, Location="/rss")
    page = site.text("/page", b"<!doctype html><title>x</title>")
    assert call("check", good, moved) == 0
    assert "1 entries (0 whole, 1 need their page)" in capsys.readouterr().out
    assert call("check", "--json", good, moved, page, site.base + "/none") == 1
    reports = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [report["ok"] for report in reports] == [True, True, False, False]
    assert reports[1]["final_url"] == good
    assert "discover" in reports[2]["problem"]
    assert "404" in reports[3]["problem"]


def test_check_without_feeds_is_bad_usage() -> None:
    """Nothing to check is told with what to give."""
    with pytest.raises(UsageError, match="--config"):
        call("check")


@pytest.mark.parametrize(
    "page",
    [
        b"<html><head><link rel=alternate type='application/rss+xml' href='/rss'><link rel=alternate href='/x'></head>",
        b"<html><body><a href='/about'>About</a> <a href='/rss'>RSS</a></body></html>",
        b"<html><body>Nothing is named here.</body></html>",
        RSS,
    ],
    ids=["named", "linked", "usual-place", "feed-itself"],
)
def test_discover_finds_a_sites_feeds(site: Site, capsys: pytest.CaptureFixture[str], page: bytes) -> None:
    """Feeds are found where the page names them, where it links to them, and in the usual places."""
    site.text("/rss", RSS)
    assert call("discover", "--json", site.text("/", page)) == 0
    (report,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert report["entries"] == 1


def test_discover_says_so_when_there_is_none(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """No feed is exit code 1 with advice; a site that cannot be had is one line."""
    assert call("discover", site.text("/", b"<html><body>Nothing</body></html>")) == 1
    assert "no feed found" in capsys.readouterr().out
    with pytest.raises(RunError, match="404"):
        call("discover", site.base + "/none")
