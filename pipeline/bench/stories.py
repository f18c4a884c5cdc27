"""What stories and threads cost by the number of articles around, and a small round among two weeks of news."""

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from pipeline.bench.alone import print_figures, server_at
from pipeline.index.actions import write_alias
from pipeline.index.client import Client
from pipeline.index.output import ElasticsearchOutput
from pipeline.index.schema import set_up
from pipeline.stages.deduplicate import resolve_round
from transforms.deduplicate import Item, find_duplicates
from transforms.records import Fingerprint
from transforms.stories import assign_stories_and_threads

TERMS = 130
OWN_WORDS, OWN_TERMS = 30, 18
LEXICON, ALIKE_LEXICON = 30_000, 400
FOLLOW_UPS = 0.4
NUMBER, NAME = 64, 128
WINDOW = timedelta(days=7)
BEGAN = datetime(2016, 1, 1, tzinfo=UTC)
PREFIX = "bench-stories"
TEXT = "The harbour was closed after a storm damaged two piers, the port's director told reporters on Monday. " * 35
DOCUMENTS_PER_REQUEST = 500
ROUND = 6
ROUNDS = 3


def measure(*, sizes: Sequence[int] = (1000, 10_000)) -> dict[str, object]:
    """Give CPU milliseconds an article, with so many articles in the seven days, and how these grow.

    "varied" is of words as frequent as words are, with events that are followed up; in "alike" all articles draw from
    the same few hundred words. A ratio of 1 is a cost that does not depend on how many articles are around.
    """
    figures: dict[str, object] = {}
    for name, is_alike in (("varied", False), ("alike", True)):
        costs = {size: _cost(list(make_items(size, is_alike=is_alike))) for size in sizes}
        ratio = round(costs[sizes[-1]] / costs[sizes[0]], 2)
        figures[name] = {"ms an article": costs, f"{sizes[-1]} to {sizes[0]}": ratio}
    return figures


def measure_round(url: str, *, known: int = 7000) -> dict[str, object]:
    """Give the milliseconds in which a few new articles are resolved among the known ones of two weeks, best of three.

    `client` is the CPU of this process, `wall` the time until every copy, story and thread is known.
    """
    output = ElasticsearchOutput(url, PREFIX)
    client = output.client()
    _remove(client)
    set_up(client, PREFIX)
    items = list(make_items(known + ROUND, days=14))
    _index(client, _told(items[:-ROUND]))
    memory = output.memory()
    arrived = {item.id: item for item in items[-ROUND:]}
    best = {"client": float("inf"), "wall": float("inf")}
    for _ in range(ROUNDS):
        cpu_s, wall_s = time.process_time(), time.perf_counter()
        resolve_round(memory, arrived)
        spent = {"client": time.process_time() - cpu_s, "wall": time.perf_counter() - wall_s}
        best = {name: min(best[name], seconds * 1000) for name, seconds in spent.items()}
    _remove(client)
    return {
        "known articles": known,
        "new articles": ROUND,
        "milliseconds": {name: round(ms) for name, ms in best.items()},
    }


def make_items(count: int, *, is_alike: bool = False, days: float = 7, seed: int = 7) -> Iterator[Item]:
    """Make articles that come out evenly over some days, each its own text; two in five follow up an earlier one."""
    source = random.Random(seed)  # noqa: S311 - a benchmark's articles, the same in each run
    lexicon = range(ALIKE_LEXICON if is_alike else LEXICON)
    weights = None if is_alike else [1.0 / (rank + 3) for rank in lexicon]
    events = 0
    for number in range(count):
        words = set(source.choices(lexicon, weights, k=TERMS))
        if not is_alike:
            is_new = not events or source.random() >= FOLLOW_UPS
            events += is_new
            event = events if is_new else source.randint(max(events - 100, 1), events)
            words |= {LEXICON + event * OWN_WORDS + word for word in source.sample(range(OWN_WORDS), OWN_TERMS)}
        yield Item(
            id=f"{number:07d}",
            fingerprint=Fingerprint(content_hash=f"{number:032x}", words=350, terms=tuple(map(_pack, sorted(words)))),
            source_id=f"outlet-{number % 100}",
            published_at=BEGAN + timedelta(days=days) * number / count,
        )


def _pack(word: int) -> int:
    """Give a word as fingerprints have it: its stem, whether it is a name or number, how often it stands there."""
    flags = NUMBER if word % 11 == 0 else NAME if word % 5 == 0 else 0
    return word << 8 | flags | (3 if word % 7 == 0 else 1)


def _cost(items: Sequence[Item]) -> float:
    began = time.process_time()
    duplicates = find_duplicates(items)
    assign_stories_and_threads(items, duplicates)
    return round((time.process_time() - began) * 1000 / len(items), 3)


def _told(items: Sequence[Item]) -> list[Item]:
    stories, threads = assign_stories_and_threads(items, {})
    return [replace(item, story_id=stories[item.id], thread_id=threads[stories[item.id]]) for item in items]


def _index(client: Client, items: Sequence[Item]) -> None:
    for start in range(0, len(items), DOCUMENTS_PER_REQUEST):
        some = items[start : start + DOCUMENTS_PER_REQUEST]
        lines = "".join(f'{{"index":{{"_id":"{item.id}"}}}}\n{json.dumps(_document(item))}\n' for item in some)
        path = f"/{write_alias(PREFIX, 'articles')}/_bulk?filter_path=errors"
        if client.post(path, lines.encode())["errors"]:
            raise RuntimeError("Elasticsearch refused a document of the benchmark")
    client.post(f"/{write_alias(PREFIX, 'articles')}/_refresh")


def _document(item: Item) -> dict[str, Any]:
    """Write what is read of an article, among what else a document holds."""
    assert item.published_at is not None
    at = item.published_at.isoformat()
    return {
        "id": item.id,
        "source": {"id": item.source_id, "name": item.source_id},
        "title": "Harbour closed",
        "raw": TEXT,
        "body": TEXT,
        "published_at": at,
        "published_precision": "minute",
        "first_seen_at": at,
        "@timestamp": at,
        "duplicate": None,
        "story_id": item.story_id,
        "thread_id": item.thread_id,
        "mt": None,
        "fingerprint": {
            "content_hash": item.fingerprint.content_hash,
            "lookup_keys": [f"{int(item.id) * 32 + key:016x}" for key in range(25)],
            "sketch": list(range(200)),
            "runs": list(range(200)),
            "words": item.fingerprint.words,
            "terms": item.fingerprint.terms,
        },
    }


def _remove(client: Client) -> None:
    for index in client.get(f"/{PREFIX}-*?expand_wildcards=all&filter_path=*.aliases"):
        client.request("DELETE", f"/{index}")


def main() -> int:
    """Measure without a server, then a round on one of its own, or on the one named; print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000], help="articles in seven days")
    parser.add_argument("--known", type=int, default=7000, help="articles in the index, of two weeks (default: 7000)")
    parser.add_argument("--url", help="an Elasticsearch to use; by default one of its own")
    args = parser.parse_args()
    print_figures(measure(sizes=args.sizes))
    with server_at(args.url) as url:
        print_figures(measure_round(url, known=args.known))
    return 0


if __name__ == "__main__":
    sys.exit(main())
