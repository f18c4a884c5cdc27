"""What operators watch: every metric that an alert or a panel asks for is one that a stream gives."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from pipeline.errors import UsageError
from pipeline.metrics import MetricsServer, Snapshot, parse_address
from pipeline.sources.schedule import FetchState

DEPLOY = Path(__file__).parents[2] / "deploy"
NOW = datetime.now(UTC)
FEEDS = (
    FetchState(url="https://a.example/feed", next_poll_at=NOW - timedelta(seconds=90), failures=3),
    FetchState(url='https://b.example/"feed"\n', retired="410"),
)
COUNTS = {("parse", "in", ""): 7, ("parse", "out", ""): 5, ("parse", "dead", "empty"): 2}
MEASURES = {"model seconds": 2.5, "bulk 0.1": 3.0, "bulk inf": 1.0, "bulk seconds": 140.25}


def snapshot(*, well: bool = True) -> Snapshot:
    return Snapshot(
        counts=COUNTS,
        measures=MEASURES,
        feeds=FEEDS,
        rounds=4,
        failed_attempts=1,
        waiting=2,
        last_round_at=NOW,
        in_trouble=not well,
        ready=well,
        alive=well,
    )


@pytest.fixture(scope="module")
def scraped() -> Iterator[str]:
    server = MetricsServer(("127.0.0.1", 0), snapshot)
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/metrics") as answer:
        yield answer.read().decode()
    server.close()


def test_the_ledger_and_the_work_are_told(scraped: str) -> None:
    """Counts by stage and outcome, dead letters by reason, the model's time and the bulk requests' are given."""
    for line in (
        'claimwire_records_total{outcome="out",stage="parse"} 5.0',
        'claimwire_records_total{outcome="duplicate",stage="parse"} 0.0',
        'claimwire_dead_letters_total{reason="empty",stage="parse"} 2.0',
        "claimwire_model_seconds_total 2.5",
        'claimwire_bulk_seconds_bucket{le="0.05"} 0.0',
        'claimwire_bulk_seconds_bucket{le="0.1"} 3.0',
        'claimwire_bulk_seconds_bucket{le="+Inf"} 4.0',
        "claimwire_bulk_seconds_sum 140.25",
        "claimwire_feeds_retired 1.0",
    ):
        assert line in scraped.splitlines()


def test_each_feed_has_its_lag_and_its_failures(scraped: str) -> None:
    """A feed that should have been asked 90 seconds ago is that late; what a feed is called cannot break a line."""
    lag = re.search(r'claimwire_feed_lag_seconds\{feed="https://a.example/feed"\} ([\d.]+)', scraped)
    assert lag is not None
    assert float(lag[1]) >= 90
    assert 'claimwire_feed_failures{feed="https://b.example/\\"feed\\"\\n"} 0.0' in scraped


def test_what_is_watched_exists(scraped: str) -> None:
    """Each metric in alerts and panels is given by a stream, under just that name."""
    given = set(re.findall(r"^(claimwire_\w+)", scraped, re.MULTILINE))
    rules = [r for g in yaml.safe_load((DEPLOY / "prometheus/alerts.yaml").read_text())["groups"] for r in g["rules"]]
    panels = json.loads((DEPLOY / "grafana/claimwire.json").read_text())["panels"]
    asked = [rule["expr"] for rule in rules] + [target["expr"] for panel in panels for target in panel["targets"]]
    assert {name for expression in asked for name in re.findall(r"claimwire_\w+", expression)} <= given
    assert len({panel["id"] for panel in panels}) == len(panels)


@pytest.mark.parametrize(("well", "status"), [(True, 200), (False, 503)])
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_tell_how_it_fares(path: str, well: bool, status: int) -> None:
    """A probe is answered with 200 or 503; other paths are not found."""
    server = MetricsServer(("127.0.0.1", 0), lambda: snapshot(well=well))
    try:
        assert asked(server.port, path) == status
        assert asked(server.port, "/elsewhere") == 404
    finally:
        server.close()


def asked(port: int, path: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_a_taken_port_is_said_in_one_line() -> None:
    """An address that cannot be listened on names itself and the remedy."""
    server = MetricsServer(("127.0.0.1", 0), snapshot)
    try:
        with pytest.raises(UsageError, match=f"127.0.0.1:{server.port}.*free"):
            MetricsServer(("127.0.0.1", server.port), snapshot)
    finally:
        server.close()


@pytest.mark.parametrize("text", ["", "x", "9464x", "1.2.3.4:", "70000"])
def test_only_addresses_are_taken(text: str) -> None:
    """What is no port is refused."""
    with pytest.raises(UsageError, match="PORT"):
        parse_address(text)
