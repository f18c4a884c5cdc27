"""How soon a stream finds what a feed publishes: `python deploy/bench/streaming.py`, on servers of its own.

Feeds are polled at a fixed interval; now and then one of them gets a new entry. Measured is the time from the moment
that the entry is on the server until a search finds it: it holds the wait for the next poll, and the delay after it.
With `--flink` the stream is a job of a Flink cluster of its own on this machine.
"""

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, suppress
from email.utils import formatdate
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from corpus import generate

from pipeline.index.client import connect
from pipeline.server import start, stop

sys.path.append(str(Path(__file__).parents[1] / "flink"))

PREFIX = "bench-stream"
RUN = [sys.executable, "-c", "import sys; from pipeline.cli import main; sys.exit(main())", "run", "--streaming"]
PATIENCE_S = 300.0


class Feeds:
    """Feeds that grow; an unchanged one answers 304."""

    def __init__(self, number: int, entries: int) -> None:
        self.records = generate(10_000_000)
        self.items: list[list[str]] = [[self.item() for _ in range(entries)] for _ in range(number)]
        self.asked = 0

    def item(self) -> str:
        record = next(self.records)
        return (
            f"<item><title>{escape(record['title'])}</title><guid isPermaLink='false'>{record['id']}</guid>"
            f"<pubDate>{formatdate()}</pubDate><link>https://gazette.example/{record['id']}-of-the-day</link>"
            f"<description>{escape(record['text'])}</description></item>"
        )

    def publish(self, feed: int) -> str:
        """Add an entry to a feed and give its title as it will be searched."""
        item = self.item()
        self.items[feed].insert(0, item)
        return item.partition("isPermaLink='false'>")[2].partition("<")[0]

    def answer(self, path: str, etag: str | None) -> tuple[int, str, bytes]:
        items = list(self.items[int(path.strip("/.xml"))])
        current = f'"{len(items)}"'
        self.asked += 1
        if etag == current:
            return 304, current, b""
        newest = "".join(items[:20])
        return 200, current, f"<rss version='2.0'><channel><title>Gazette</title>{newest}</channel></rss>".encode()


def serve(feeds: Feeds) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, etag, body = feeds.answer(self.path, self.headers["If-None-Match"])
            self.send_response(status)
            self.send_header("ETag", etag)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=20)
    parser.add_argument("--entries", type=int, default=3, help="entries of each feed at the start (default: 3)")
    parser.add_argument("--changes", type=int, default=40, help="new entries that are timed (default: 40)")
    parser.add_argument("--interval", type=int, default=2, help="seconds between polls (default: 2)")
    parser.add_argument("--pause", type=float, default=1.5, help="mean seconds between changes (default: 1.5)")
    parser.add_argument("--flink", action="store_true", help="stream on a Flink cluster of two task managers")
    args = parser.parse_args()
    with ExitStack() as ending:
        folder = Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="claimwire-bench-")))
        server = start(folder / "elasticsearch")
        ending.callback(stop, folder / "elasticsearch")
        where = [f"--state={folder / 'state'}"]
        if args.flink:
            from local import Cluster
            from software import prepared

            where = ending.enter_context(Cluster(folder / "flink", prepared())).options
        return bench(args, server.url, folder, where)


def bench(args: argparse.Namespace, url: str, folder: Path, where: list[str]) -> int:
    feeds = Feeds(args.feeds, args.entries)
    site = serve(feeds)
    config = folder / "feeds.yaml"
    timing = f"interval: {args.interval}s, min_interval: {args.interval}s, max_interval: {args.interval}s"
    lines = [f"defaults: {{{timing}, content: entry}}", "fetch: {robots: ignore, host_concurrency: 8}", "feeds:"]
    lines += [f"  - http://127.0.0.1:{site.server_port}/{number}.xml" for number in range(args.feeds)]
    config.write_text("\n".join(lines))
    options = [f"--config={config}", f"--output=elasticsearch:{url}", f"--prefix={PREFIX}", "--log-format=json"]
    options += ["--allow-network=127.0.0.0/8", *where]
    with (folder / "log").open("w") as log:
        stream = subprocess.Popen([*RUN, *options], stderr=log)
    try:
        began = time.monotonic()
        await_count(url, stream, args.feeds * args.entries, folder / "log")
        print(f"first {args.feeds * args.entries} articles after {time.monotonic() - began:.1f} s, start-up included")
        memory = [resident_mb(stream.pid)]
        delays = timed_changes(args, feeds, url, stream)
        memory.append(resident_mb(stream.pid))
    finally:
        stream.send_signal(signal.SIGTERM)
        code = stream.wait(PATIENCE_S)
    document = last_run(url)
    rounds = [json.loads(line) for line in (folder / "log").read_text().splitlines() if line.startswith("{")]
    costs = sorted(event["cpu_s"] for event in rounds if event["event"] == "round" and event.get("cpu_s"))
    delays.sort()
    p95 = delays[int(0.95 * len(delays))]
    print(f"{len(delays)} changes of {args.feeds} feeds polled every {args.interval} s (and up to 10 % later)")
    print(f"published to searchable: median {statistics.median(delays):.2f} s, p95 {p95:.2f} s, max {delays[-1]:.2f} s")
    own = document["stream"]["fetched_to_searchable_s"]
    print(f"fetched to searchable (all {document['articles']} articles' polls): p50 {own['p50']} s, p95 {own['p95']} s")
    if costs:
        print(f"CPU of a round with news: median {statistics.median(costs)} s, max {costs[-1]} s")
    print(f"rounds {document['stream']['rounds']}, requests {feeds.asked}, launcher {memory[0]} → {memory[1]} MB")
    print(f"the ledger {'DOES NOT ADD UP' if document['problems'] else 'adds up'}; exit code {code}")
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores: on a busy machine all of this is longer")
    return code


def timed_changes(args: argparse.Namespace, feeds: Feeds, url: str, stream: "subprocess.Popen[bytes]") -> list[float]:
    """Publish entries at random times and watch for each until a search finds it."""
    dice = random.Random(5)
    published: dict[str, float] = {}
    delays = []
    next_at = time.monotonic()
    left = args.changes
    while left or published:
        now = time.monotonic()
        if left and now >= next_at:
            published[feeds.publish(dice.randrange(args.feeds))] = now
            next_at = now + dice.uniform(0.5, 1.5) * args.pause
            left -= 1
        for entry in found(url, list(published)):
            delays.append(time.monotonic() - published.pop(entry))
        if stream.poll() is not None or any(now - at > PATIENCE_S for at in published.values()):
            raise SystemExit(f"the stream ended, or did not find {list(published)}")
        time.sleep(0.1)
    return delays


def found(url: str, entries: list[str]) -> list[str]:
    body: dict[str, Any] = {"query": {"terms": {"feed.entry_id": entries}}, "_source": ["feed.entry_id"], "size": 100}
    hits = connect(url).search(f"{PREFIX}-articles", body)["hits"]["hits"] if entries else []
    return [hit["_source"]["feed"]["entry_id"] for hit in hits]


def await_count(url: str, stream: "subprocess.Popen[bytes]", number: int, log: Path) -> None:
    while stream.poll() is None:
        with suppress(Exception):
            if connect(url).post(f"/{PREFIX}-articles/_count")["count"] >= number:
                return
        time.sleep(0.2)
    raise SystemExit(f"the stream ended at once: {log.read_text()[-500:]}")


def last_run(url: str) -> dict[str, Any]:
    client = connect(url)
    client.post(f"/{PREFIX}-runs/_refresh")
    document: dict[str, Any] = client.search(f"{PREFIX}-runs", {"size": 1})["hits"]["hits"][0]["_source"]
    return json.loads(json.dumps(document))


def resident_mb(pid: int) -> int:
    fields = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in fields if line.startswith("VmRSS:")) // 1024


if __name__ == "__main__":
    sys.exit(main())
