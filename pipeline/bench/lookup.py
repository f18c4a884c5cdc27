"""What it costs to find the copies of new articles among a million in Elasticsearch, as a run looks them up."""

import argparse
import json
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from pipeline.bench.alone import print_figures, server_at
from pipeline.bench.fingerprint import make_texts
from pipeline.index.actions import write_alias
from pipeline.index.client import Client
from pipeline.index.output import ElasticsearchOutput
from pipeline.index.recall import ElasticsearchMemory
from pipeline.index.schema import set_up
from transforms.deduplicate import Item, find_duplicates, fingerprint_texts

KEYS, SKETCH = 22, 170
FOOTERS = 50
"""So many keys are of footers, each shared by one article in 250: what a lookup must not be slowed down by."""
BUNDLE = 100
ROUNDS = 3
DOCUMENTS_PER_REQUEST = 2000
PREFIX = "bench-lookup"
BEGAN = datetime(2016, 1, 1, tzinfo=UTC)
LATER = BEGAN + timedelta(days=1000)


def measure(url: str, *, known: int = 100_000, new: int = 300) -> dict[str, object]:
    """Give milliseconds a new article among a tenth of the known ones, and among all, best of three rounds.

    Half of the new articles are copies with a tenth of the words replaced. `client` is the CPU of this process (the
    request, the answer, comparing), `server` that of Elasticsearch, `wall` the time from one to the other.
    """
    output = ElasticsearchOutput(url, PREFIX)
    client = output.client()
    _remove(client)
    set_up(client, PREFIX)
    originals, strangers = make_texts(new // 2), make_texts(new - new // 2, seed=8)
    items = _make_items(originals, "original")
    _index(client, items)
    _index(client, items, first=len(items), last=known // 10)
    texts = [_edit(text, seed) for seed, text in enumerate(originals)] + strangers
    few, _ = _time_lookups(client, texts)
    _index(client, items, first=known // 10, last=known)
    many, found = _time_lookups(client, texts)
    _remove(client)
    return {
        "known articles": known,
        f"milliseconds among {known // 10}": few,
        f"milliseconds among {known}": many,
        "ratio": {name: round(many[name] / max(few[name], 0.01), 2) for name in few},
        "copies found": f"{found} of {len(originals)}",
        "resident GB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2),
    }


def _time_lookups(client: Client, texts: Sequence[str]) -> tuple[dict[str, float], int]:
    """Look texts up in bundles, as the pipeline does: fingerprints, one request of searches, families, comparing."""
    client.post(f"/{write_alias(PREFIX, 'articles')}/_refresh")
    memory = ElasticsearchMemory(client, PREFIX)
    best, found = {"client": float("inf"), "server": float("inf"), "wall": float("inf")}, 0
    for _ in range(ROUNDS):
        client_s, server_ms, wall_s = time.process_time(), _server_ms(client), time.perf_counter()
        found = 0
        for start in range(0, len(texts), BUNDLE):
            items = [_with_footer(one) for one in _make_items(texts[start : start + BUNDLE], "new", at=LATER)]
            duplicates = find_duplicates([*items, *memory.families(items).values()])
            found += sum(item.id in duplicates for item in items)
        spent = {
            "client": (time.process_time() - client_s) * 1000,
            "wall": (time.perf_counter() - wall_s) * 1000,
            "server": float(_server_ms(client) - server_ms),
        }
        best = {name: min(best[name], ms) for name, ms in spent.items()}
    return {name: round(ms / len(texts), 2) for name, ms in best.items()}, found


def _make_items(texts: Sequence[str], name: str, at: datetime = BEGAN) -> list[Item]:
    made = fingerprint_texts(texts)
    return [
        Item(id=f"{name}-{number:07d}", fingerprint=one, source_id=f"{name}-{number}", published_at=at)
        for number, one in enumerate(made)
    ]


def _index(client: Client, items: Sequence[Item], *, first: int = 0, last: int | None = None) -> None:
    """Index the items themselves, or, from `first` to `last`, articles of keys that are nobody else's."""
    documents = _strangers(first, last) if last is not None else map(_document, items)
    lines: list[str] = []
    for document in documents:
        lines.append(f'{{"index":{{"_id":"{document["id"]}"}}}}\n{json.dumps(document)}\n')
        if len(lines) == DOCUMENTS_PER_REQUEST:
            _send(client, lines)
            lines = []
    if lines:
        _send(client, lines)


def _send(client: Client, lines: Sequence[str]) -> None:
    path = f"/{write_alias(PREFIX, 'articles')}/_bulk?filter_path=errors"
    if client.post(path, "".join(lines).encode())["errors"]:
        raise RuntimeError("Elasticsearch refused a document of the benchmark")


def _document(item: Item) -> dict[str, Any]:
    made = item.fingerprint
    return _fields(item.id, item.source_id, BEGAN) | {
        "fingerprint": {
            "content_hash": made.content_hash,
            "lookup_keys": [*made.lookup_keys, _footer(item.id)],
            "sketch": made.sketch,
            "runs": made.runs,
            "terms": made.terms,
            "numbers": made.numbers,
            "words": made.words,
        }
    }


def _strangers(first: int, last: int) -> Iterator[dict[str, Any]]:
    """Make articles of keys that are nobody else's; one in five has a footer, and all that is read of a candidate."""
    source = np.random.default_rng(first)
    for number in range(first, last):
        keys = source.integers(0, 1 << 60, KEYS).tolist()
        identity = f"known-{number:07d}"
        fingerprint: dict[str, Any] = {
            "content_hash": f"{keys[0]:032x}",
            "lookup_keys": [f"{key << 4:016x}" for key in keys],
            "words": 350,
        }
        if number % 5 == 0:
            fingerprint["lookup_keys"].append(_footer(identity))
            for name in ("sketch", "runs", "terms"):
                fingerprint[name] = source.integers(0, 1 << 32, SKETCH).tolist()
        at = BEGAN + timedelta(minutes=number)
        yield _fields(identity, f"outlet-{number % 500}", at) | {"fingerprint": fingerprint}


def _with_footer(item: Item) -> Item:
    keys = (*item.fingerprint.lookup_keys, _footer(item.id))
    return replace(item, fingerprint=replace(item.fingerprint, lookup_keys=keys))


def _footer(identity: str) -> str:
    return f"f00fe{int(identity[-7:]) // 5 % FOOTERS:011x}"


def _fields(identity: str, outlet: str, at: datetime) -> dict[str, Any]:
    """Give what the recall reads of an article, besides its fingerprint."""
    return {
        "id": identity,
        "source": {"id": outlet, "name": outlet},
        "title": "",
        "published_at": at.isoformat(),
        "published_precision": "minute",
        "first_seen_at": at.isoformat(),
        "@timestamp": at.isoformat(),
        "duplicate": None,
        "story_id": identity,
        "thread_id": identity,
        "mt": None,
    }


def _server_ms(client: Client) -> int:
    nodes = client.get("/_nodes/stats/process?filter_path=nodes.*.process.cpu.total_in_millis")["nodes"]
    return int(sum(node["process"]["cpu"]["total_in_millis"] for node in nodes.values()))


def _remove(client: Client) -> None:
    for index in client.get(f"/{PREFIX}-*?expand_wildcards=all&filter_path=*.aliases"):
        client.request("DELETE", f"/{index}")


def _edit(text: str, seed: int) -> str:
    source = random.Random(seed)  # noqa: S311 - a benchmark's texts, the same in each run
    return " ".join("changed" if source.random() < 0.1 else word for word in text.split())


def main() -> int:
    """Measure on a server of its own, or on the one named, and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--known", type=int, default=1_000_000, help="articles in the index (default: 1000000)")
    parser.add_argument("--new", type=int, default=300, help="articles to look up (default: 300)")
    parser.add_argument("--url", help="an Elasticsearch to use; by default one of its own, 5 GB of disk for a million")
    args = parser.parse_args()
    with server_at(args.url) as url:
        print_figures(measure(url, known=args.known, new=args.new))
    return 0


if __name__ == "__main__":
    sys.exit(main())
