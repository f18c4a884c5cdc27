"""What is planned with: the arithmetic behind docs/capacity.md, and the counting of bytes between run and index."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.request import urlopen

import pytest

from pipeline.bench.capacity import Costs, measure_state, needs_of
from pipeline.bench.meter import Meter

PAPER = (Path(__file__).parents[2] / "docs" / "capacity.md").read_text(encoding="utf-8")
MEASURED = Costs(
    cpu_s=0.1284, server_cpu_s=0.0178, index_bytes=35_991, sent_bytes=14_957, received_bytes=802, raw_bytes=3594
)


@pytest.mark.parametrize(
    ("per_day", "cores", "server_cores", "disk"),
    [(1_000_000, 3, 1, "2.9 / 35 TB"), (100_000_000, 248, 69, "288 TB / 3.5 PB")],
)
def test_the_paper_says_what_the_arithmetic_gives(per_day: int, cores: int, server_cores: int, disk: str) -> None:
    """Cores and disk of the table follow from the costs above it."""
    needs = needs_of(MEASURED, per_day)
    assert (needs.worker_cores, needs.server_cores) == (cores, server_cores)
    month, year = needs.disk_tb[30], needs.disk_tb[365]
    assert disk in (f"{month:.1f} / {year:.0f} TB", f"{month:.0f} TB / {year / 1000:.1f} PB")
    assert disk in PAPER
    (row,) = (line for line in PAPER.splitlines() if line.startswith("| worker cores"))
    assert str(cores) in row.replace(" ", "").split("|")


def test_a_hundred_times_the_articles_need_a_hundred_times_as_much() -> None:
    """Nothing of the plan is free of charge, and nothing grows faster than the articles."""
    one, many = needs_of(MEASURED, 1_000_000), needs_of(MEASURED, 100_000_000)
    assert 99 <= many.disk_tb[30] / one.disk_tb[30] <= 101
    assert many.worker_cores <= 100 * one.worker_cores


def test_bytes_are_counted_both_ways() -> None:
    """What passes the meter arrives whole and is counted, heads and all."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"x" * 100_000)

        def log_message(self, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        with Meter(f"http://127.0.0.1:{server.server_port}") as meter, urlopen(meter.url) as answer:
            assert answer.read() == b"x" * 100_000
            meter.shutdown()
        server.shutdown()
    assert 100_000 < meter.bytes["received"] < 101_000
    assert 50 < meter.bytes["sent"] < 1000


def test_feed_state_is_small(tmp_path: Path) -> None:
    """A feed and an entry take bytes, not kilobytes: 120 days of a large desk fit on a small disk."""
    state = measure_state(tmp_path / "state.sqlite")
    assert state["bytes a feed"] < 3000
    assert state["bytes an entry"] < 300
