"""What a stream tells Prometheus: its ledger, its feeds, where its seconds go; and whether it is alive and ready."""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from pipeline.errors import UsageError
from pipeline.progress import BULK_BUCKETS_S
from pipeline.sources.schedule import FetchState
from transforms.ledger import Key

OUTCOMES = ("in", "out", "duplicate", "filtered", "dead")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A stream at one moment: what is settled, what its work measured, its feeds, and how it fares.

    `measures` are sums of `pipeline.progress`. `waiting`: inputs of the round in progress.
    """

    counts: Mapping[Key, int]
    measures: Mapping[str, float]
    feeds: Iterable[FetchState]
    rounds: int
    failed_attempts: int
    waiting: int
    last_round_at: datetime | None
    in_trouble: bool
    ready: bool
    alive: bool


class StreamCollector(Collector):
    """Turns a snapshot into metrics whenever it is asked."""

    def __init__(self, snapshot: Callable[[], Snapshot]) -> None:
        self._snapshot = snapshot

    def collect(self) -> Iterator[Metric]:
        now = self._snapshot()
        yield from _ledger(now.counts)
        yield from _work(now.measures)
        yield from _feeds(now.feeds, datetime.now(UTC))
        yield _gauge("claimwire_ready", "1 when the last round was indexed and the model is loaded", float(now.ready))
        yield _gauge("claimwire_in_trouble", "1 while a round is tried again", float(now.in_trouble))
        yield _gauge("claimwire_inputs_waiting", "Inputs of the round in progress", now.waiting)
        rounds = CounterMetricFamily("claimwire_rounds", "Rounds that were indexed")
        rounds.add_metric([], now.rounds)
        yield rounds
        failed = CounterMetricFamily("claimwire_failed_attempts", "Attempts at a round that were tried again")
        failed.add_metric([], now.failed_attempts)
        yield failed
        at = now.last_round_at.timestamp() if now.last_round_at else 0.0
        yield _gauge("claimwire_last_round_timestamp_seconds", "When the last round was indexed; 0: none yet", at)


def _ledger(counts: Mapping[Key, int]) -> Iterator[Metric]:
    by_stage: Counter[tuple[str, str]] = Counter()
    dead: Counter[tuple[str, str]] = Counter()
    for (stage, outcome, reason), number in counts.items():
        by_stage[stage, outcome] += number
        if outcome == "dead":
            dead[stage, reason] += number
    records = CounterMetricFamily("claimwire_records", "Records of a stage", labels=["stage", "outcome"])
    for stage in sorted({stage for stage, _ in by_stage}):
        for outcome in OUTCOMES:
            records.add_metric([stage, outcome], by_stage[stage, outcome])
    yield records
    letters = CounterMetricFamily("claimwire_dead_letters", "Dead letters", labels=["stage", "reason"])
    for (stage, reason), number in sorted(dead.items()):
        letters.add_metric([stage, reason], number)
    yield letters


def _work(measures: Mapping[str, float]) -> Iterator[Metric]:
    model = CounterMetricFamily("claimwire_model_seconds", "Time that the language model took")
    model.add_metric([], measures.get("model seconds", 0.0))
    yield model
    below = 0.0
    buckets: list[tuple[str, float]] = []
    for bucket in BULK_BUCKETS_S:
        below += measures.get(f"bulk {bucket}", 0.0)
        buckets.append((str(bucket), below))
    buckets.append(("+Inf", below + measures.get("bulk inf", 0.0)))
    bulk = HistogramMetricFamily("claimwire_bulk_seconds", "Time of bulk requests, with their retries")
    bulk.add_metric([], buckets, measures.get("bulk seconds", 0.0))
    yield bulk


def _feeds(feeds: Iterable[FetchState], now: datetime) -> Iterator[Metric]:
    late = GaugeMetricFamily("claimwire_feed_lag_seconds", "How long a feed waits beyond its time", labels=["feed"])
    failures = GaugeMetricFamily("claimwire_feed_failures", "Failures of a feed in a row", labels=["feed"])
    retired = 0
    for feed in feeds:
        late.add_metric([feed.url], feed.late_s(now))
        failures.add_metric([feed.url], feed.failures)
        retired += feed.retired is not None
    yield late
    yield failures
    yield _gauge("claimwire_feeds_retired", "Feeds whose server said that they are gone", retired)


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, meaning, value=value)


class MetricsServer:
    """Serves /metrics, /healthz and /readyz to a scraper, on a thread that ends with the process."""

    def __init__(self, address: tuple[str, int], snapshot: Callable[[], Snapshot]) -> None:
        registry = CollectorRegistry()
        registry.register(StreamCollector(snapshot))

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                match self.path.partition("?")[0]:
                    case "/metrics":
                        self._answer(200, CONTENT_TYPE_LATEST, generate_latest(registry))
                    case "/healthz":
                        self._say(snapshot().alive, "alive", "nothing has moved for too long")
                    case "/readyz":
                        self._say(snapshot().ready, "ready", "the last round is not indexed")
                    case _:
                        self._answer(404, "text/plain", b"/metrics, /healthz, /readyz\n")

            def _say(self, good: bool, yes: str, no: str) -> None:
                self._answer(200 if good else 503, "text/plain", f"{yes if good else no}\n".encode())

            def _answer(self, status: int, media_type: str, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", media_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, template: str, *args: object) -> None:
                """A scrape is no event."""

        try:
            self._server = ThreadingHTTPServer(address, Handler)
        except OSError as error:
            raise UsageError(f"--metrics {address[0]}:{address[1]}: {error.strerror}; name a free one") from error
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def told_to_prometheus(address: str | None, snapshot: Callable[[], Snapshot]) -> Iterator[int | None]:
    """Serve metrics inside the block, where an address is named; give the port."""
    if address is None:
        yield None
        return
    server = MetricsServer(parse_address(address), snapshot)
    try:
        yield server.port
    finally:
        server.close()


def parse_address(text: str) -> tuple[str, int]:
    """Read HOST:PORT, or a port alone, which is then open to this machine only.

    >>> parse_address("9464"), parse_address("0.0.0.0:9464")
    (('127.0.0.1', 9464), ('0.0.0.0', 9464))
    """
    host, _, port = text.rpartition(":")
    if not port.isdigit() or int(port) > 65_535:
        raise UsageError(f"--metrics {text}: write PORT or ADDRESS:PORT")
    return host.strip("[]") or "127.0.0.1", int(port)
