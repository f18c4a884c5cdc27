"""What an article costs from file to index, and what so many a day need: figures for docs/capacity.md."""

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.bench.alone import print_figures, server_at
from pipeline.bench.meter import Meter
from pipeline.index.client import Client, connect
from pipeline.sources.schedule import FetchState
from pipeline.sources.state import StateStore

PREFIX = "bench-capacity"
RUN = [sys.executable, "-c", "import sys; from pipeline.cli import main; sys.exit(main())", "run", "--quiet", "--json"]
WARM_UP = 20
LARGEST_FIELDS = 8
FEEDS, ENTRIES = 500, 100_000
DAY_S = 86_400
BUSY = 0.6
"""The share of a day's core time that is planned with: news comes in the daytime, and machines fail."""
FULL = 0.75
"""The share of a disk that is planned with: Elasticsearch moves shards away from 85 % on."""
COPIES = 2
"""A primary and a replica of each shard."""
KEPT_DAYS = (30, 365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What one article costs; of the server what it spent while it was indexed and looked up."""

    cpu_s: float
    server_cpu_s: float
    index_bytes: float
    sent_bytes: float
    received_bytes: float
    raw_bytes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What so many articles a day need, by arithmetic alone."""

    articles_a_second: float
    worker_cores: int
    server_cores: int
    disk_tb: Mapping[int, float]
    megabits_a_second: float


def needs_of(costs: Costs, per_day: int) -> Needs:
    """Multiply, with the reserves stated above.

    >>> costs = Costs(cpu_s=0.1, server_cpu_s=0.01, index_bytes=20_000, sent_bytes=40_000, received_bytes=10_000,
    ...               raw_bytes=3000)
    >>> needs_of(costs, 1_000_000)  # doctest: +NORMALIZE_WHITESPACE
    Needs(articles_a_second=11.6, worker_cores=2, server_cores=1, disk_tb={30: 1.6, 365: 19.5},
          megabits_a_second=4.6)
    """
    rate = per_day / DAY_S
    stored = costs.index_bytes * COPIES / FULL * per_day / 1e12
    return Needs(
        articles_a_second=round(rate, 1),
        worker_cores=math.ceil(rate * costs.cpu_s / BUSY),
        server_cores=math.ceil(rate * costs.server_cpu_s * COPIES / BUSY),
        disk_tb={days: round(stored * days, 1) for days in KEPT_DAYS},
        megabits_a_second=round(rate * (costs.sent_bytes + costs.received_bytes) * 8 / 1e6, 1),
    )


def measure(corpus: str, url: str, *, articles: int = 1000) -> dict[str, object]:
    """Run records of a file into a new index with one worker process; give what each cost beyond the start.

    The server is warm before: a first run makes the indices.
    """
    client = connect(url)
    _remove(client)
    with tempfile.TemporaryDirectory(prefix="claimwire-capacity-") as name, Meter(url) as meter:
        folder = Path(name)
        parts, raw_bytes, words = _split(Path(corpus), articles, folder)
        _, small, large = [_spend(client, meter, part) for part in parts]
        meter.shutdown()
        state = measure_state(folder / "state.sqlite")
    held = {kind: _held(client, f"{PREFIX}-{kind}") for kind in ("articles", "claims", "stories")}
    indexed = int(held["articles"]["documents"])
    more = {name: (large[name] - small[name]) / max(1, indexed - 3 * WARM_UP) for name in small}
    costs = Costs(
        cpu_s=round(more["cpu"], 4),
        server_cpu_s=round(more["server"], 4),
        index_bytes=round(sum(float(kind["bytes"]) for kind in held.values()) / indexed),
        sent_bytes=round(more["sent"]),
        received_bytes=round(more["received"]),
        raw_bytes=round(raw_bytes / articles),
    )
    _remove(client)
    return {
        "articles": indexed,
        "words an article": round(words / articles),
        "an article": asdict(costs),
        "articles a core-hour": round(3600 / costs.cpu_s),
        "start, CPU seconds": round(small["cpu"] - WARM_UP * costs.cpu_s, 1),
        "peak memory of a process, MB": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        "index": held,
        "state": state,
        "needs": {f"{per_day:,} a day": asdict(needs_of(costs, per_day)) for per_day in (1_000_000, 100_000_000)},
    }


def measure_state(path: Path) -> dict[str, float]:
    """Give the bytes that a feed and an entry it has shown take in the file of feed state."""
    store = StateStore(path)
    store.commit()
    empty = _size(store)
    for number in range(FEEDS):
        url = f"https://outlet-{number}.example/politics/feed.xml"
        now = datetime.now(UTC)
        store.put_aside(FetchState(url=url, etag=f'"{number:032x}"', fetched_at=now, next_poll_at=now, changed_at=now))
    store.commit()
    with_feeds = _size(store)
    for number in range(ENTRIES):
        digest = sha256(str(number).encode()).hexdigest()
        store.is_news(digest[:20], digest[:32])
    store.commit()
    return {
        "bytes a feed": round((with_feeds - empty) / FEEDS),
        "bytes an entry": round((_size(store) - with_feeds) / ENTRIES),
    }


def _size(store: StateStore) -> int:
    store.close()
    return sum(path.stat().st_size for path in store.path.parent.glob(f"{store.path.name}*"))


def _split(corpus: Path, articles: int, folder: Path) -> tuple[list[Path], int, int]:
    """Write the records of the runs, two small ones and the rest; count the bytes and words of all."""
    with corpus.open(encoding="utf-8") as file:
        lines = list(islice(file, articles))
    parts = []
    for first, last in ((0, WARM_UP), (WARM_UP, 2 * WARM_UP), (2 * WARM_UP, articles)):
        parts.append(folder / f"{first}.jsonl")
        parts[-1].write_text("".join(lines[first:last]), encoding="utf-8")
    texts = [json.loads(line).get("text", "") for line in lines]
    return parts, sum(len(text.encode()) for text in texts), sum(len(text.split()) for text in texts)


def _spend(client: Client, meter: Meter, corpus: Path) -> dict[str, float]:
    """Run a file into the index; give CPU seconds here and in the server, and bytes between."""
    server, before, passed = _server_cpu_s(client), _children_cpu_s(), dict(meter.bytes)
    command = [*RUN, f"--input={corpus}", f"--output=elasticsearch:{meter.url}", f"--prefix={PREFIX}", "--no-state"]
    subprocess.run([*command, "--direct_num_workers=1"], check=True, stdout=subprocess.DEVNULL)
    spent = {"cpu": _children_cpu_s() - before, "server": _server_cpu_s(client) - server}
    return spent | {way: count - passed[way] for way, count in meter.bytes.items()}


def _children_cpu_s() -> float:
    times = os.times()
    return times.children_user + times.children_system


def _server_cpu_s(client: Client) -> float:
    nodes = client.get("/_nodes/stats/process?filter_path=nodes.*.process.cpu.total_in_millis")["nodes"]
    return sum(float(node["process"]["cpu"]["total_in_millis"]) for node in nodes.values()) / 1000


def _held(client: Client, index: str) -> dict[str, Any]:
    """Merge an index to one segment; give its documents and bytes, and the bytes a document of its largest fields."""
    client.post(f"/{index}/_forcemerge?max_num_segments=1&flush=true")
    client.post(f"/{index}/_refresh")
    documents = int(client.post(f"/{index}/_count")["count"])
    answers = client.post(f"/{index}/_disk_usage?run_expensive_tasks=true&flush=true")
    (usage,) = (answer for name, answer in answers.items() if name != "_shards")
    largest = sorted(usage["fields"].items(), key=lambda field: -field[1]["total_in_bytes"])[:LARGEST_FIELDS]
    return {
        "documents": documents,
        "bytes": usage["store_size_in_bytes"],
        "bytes a document": round(usage["store_size_in_bytes"] / max(1, documents)),
        "largest fields": {name: round(field["total_in_bytes"] / max(1, documents)) for name, field in largest},
    }


def _remove(client: Client) -> None:
    for index in client.get(f"/{PREFIX}-*?expand_wildcards=all&filter_path=*.aliases"):
        client.request("DELETE", f"/{index}")


def main() -> int:
    """Measure on a server of its own, or on the one named, and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", help="records to measure on (NDJSON with id, date, title, text)")
    parser.add_argument("--articles", type=int, default=1000, help="how many of them (default: 1000)")
    parser.add_argument("--url", help="an Elasticsearch to use; by default one of its own")
    args = parser.parse_args()
    with server_at(args.url) as url:
        print_figures(measure(args.corpus, url, articles=args.articles))
    return 0


if __name__ == "__main__":
    sys.exit(main())
