"""`make bench`: what the pipeline costs, as ratios to bare tools over the same texts in one run."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import Any

from corpus import generate, with_copies
from measured import RUN, bare_pipe, lines, measured, part, row, write
from scaling import bench_beam, bench_growth, bench_processes, bench_starts

from pipeline.console import named_figures
from pipeline.index.actions import Action
from pipeline.index.bulk import BulkWriter
from pipeline.index.client import connect
from pipeline.index.schema import set_up
from pipeline.server import start, stop

NEWS = Path(__file__).resolve().parents[3] / "shared" / "data" / "news-2017" / "articles.jsonl"
SINK_ROUNDS = 3
GROWING = 300
"""Articles of the smaller of the two inputs that growth is measured on."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2000, help="size of each corpus (default: 2000)")
    parser.add_argument("--news", type=Path, default=NEWS, help="NDJSON of real news to measure on as well")
    parser.add_argument("--known", type=int, default=20_000, help="articles to look copies up among (default: 20000)")
    parser.add_argument("--flink", action="store_true", help="measure a Flink cluster too (fetched and built once)")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="claimwire-bench-") as name:
        folder = Path(name)
        corpora = {
            "generated, all unique": write(folder / "unique.jsonl", generate(args.articles)),
            "generated, 30 % copies": write(folder / "copies.jsonl", generate(args.articles, copies=0.3, seed=2)),
        }
        if args.news.is_file():
            news = first_lines(args.news, args.articles)
            corpora["news-2017"] = write(folder / "news.jsonl", news)
            corpora["news-2017, 30 % copies"] = write(folder / "news-copies.jsonl", with_copies(news, 0.3))
        else:
            print(f"(no real news measured: {args.news} is not there)")
        server = start(folder / "elasticsearch")
        try:
            for label, corpus in corpora.items():
                bench_pipeline(label, corpus, server.url, args.processes)
            bench_sink(corpora["generated, all unique"], server.url, folder)
            bench_queries(server.url)
            bench_part("lookup", server.url, known=args.known)
            if args.flink:
                bench_flink(corpora["generated, all unique"], server.url, folder)
        finally:
            stop(folder / "elasticsearch")
        bench_starts()
        bench_processes(corpora["generated, all unique"], folder)
        bench_growth(GROWING, folder)
        corpus = corpora.get("news-2017", corpora["generated, all unique"])
        bench_beam(corpus, folder, bench_part("stages", str(corpus)))
    for name in ("fingerprint", "parsing", "stories", "resolve"):
        bench_part(name)
    return 0


def bench_pipeline(label: str, corpus: Path, url: str, processes: int) -> None:
    """Compare the whole pipeline, parse to index, with spaCy's pipe alone: same texts, model and processes."""
    bare = measured(bare_pipe(corpus, processes))
    outcome = [f"--output=elasticsearch:{url}", f"--prefix=bench-{corpus.stem}", f"--direct_num_workers={processes}"]
    whole = measured([*RUN, f"--input={corpus}", *outcome])
    count = lines(corpus)
    row(
        f"pipeline against bare nlp.pipe ({label})",
        bare.wall_s / whole.wall_s,
        f"{bare.wall_s:.1f} s / {whole.wall_s:.1f} s",
    )
    row("  the same in CPU seconds", bare.cpu_s / whole.cpu_s, f"{bare.cpu_s:.1f} s / {whole.cpu_s:.1f} s")
    row(f"  articles per second ({label})", count / whole.wall_s, f"{count} articles, {processes} processes")
    row("  peak memory of the largest process, MB", whole.peak_mb)


def bench_sink(corpus: Path, url: str, folder: Path) -> None:
    """Compare the sink with the official client's streaming_bulk: the same documents, mapping and server."""
    from elasticsearch import Elasticsearch
    from elasticsearch.helpers import streaming_bulk

    output = folder / "documents"
    subprocess.run([*RUN, f"--input={corpus}", f"--output=jsonl:{output}"], check=True, stdout=subprocess.DEVNULL)
    kinds: tuple[Any, ...] = ("articles", "claims", "stories")
    documents = [(kind, json.loads(line)) for kind in kinds for line in (output / f"{kind}.jsonl").open()]
    ours_s, bare_s = 0.0, 0.0
    official = Elasticsearch(url)
    for number in range(SINK_ROUNDS):
        for prefix in (f"ours-{number}", f"bare-{number}"):
            set_up(connect(url), prefix)
        began = time.perf_counter()
        for _ in streaming_bulk(
            official,
            ({"_index": f"bare-{number}-{kind}-write", "_id": d["id"], "_source": d} for kind, d in documents),
            chunk_size=500,
        ):
            pass
        bare_s += time.perf_counter() - began
        began = time.perf_counter()
        BulkWriter(connect(url), f"ours-{number}").write(
            [Action(kind=kind, id=document["id"], version=1, document=document) for kind, document in documents]
        )
        ours_s += time.perf_counter() - began
    row("sink against bare streaming_bulk", bare_s / ours_s, f"{len(documents)} documents, {SINK_ROUNDS} rounds")


def bench_flink(corpus: Path, url: str, folder: Path) -> None:
    """Run the same batch on one task manager and on two."""
    from cluster import measure

    seconds = measure(corpus, write(folder / "one.jsonl", generate(1, seed=3)), url, folder)
    row("two task managers against one", seconds["1 task manager"] / seconds["2 task managers"])
    for name, spent in seconds.items():
        row(f"  {name}, s", spent, "")


def bench_queries(url: str) -> None:
    """Ask each kind of question of generated claims; queries.py --claims 1000000 does it at full size."""
    command = [sys.executable, str(Path(__file__).with_name("queries.py")), f"--elasticsearch={url}"]
    subprocess.run([*command, "--claims=20000", "--rounds=20"], check=True)


def bench_part(name: str, *given: Any, **options: Any) -> dict[str, Any]:
    """Run a benchmark of one part, print its figures and give them."""
    figures = part(name, *given, **options)
    for label, value in named_figures(figures):
        row(f"{name}: {label}", value)
    return figures


def first_lines(path: Path, count: int) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in islice(file, count)]


if __name__ == "__main__":
    sys.exit(main())
