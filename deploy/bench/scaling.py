"""How the pipeline grows: with processes, with the input, and what Beam and the start take of it."""

import socket
import statistics
import subprocess
import time
from itertools import islice
from pathlib import Path
from typing import Any

from corpus import generate
from measured import CLAIMWIRE, RUN, Spent, bare_pipe, lines, measured, row, write

STARTS = 7


def bench_starts() -> None:
    """Time `--help`, and `search` until its query leaves: the median of a few starts."""
    helps = [measured([*CLAIMWIRE, "--help"]).wall_s for _ in range(STARTS)]
    row("claimwire --help, s", statistics.median(helps))
    row("claimwire search, until the query leaves, s", statistics.median(_until_asked() for _ in range(STARTS)))


def bench_processes(corpus: Path, folder: Path) -> None:
    """Compare two worker processes with one over the same articles, and spaCy's pipe alone: what the cores can give."""
    one, two = (_run(corpus, folder, processes) for processes in (1, 2))
    row(
        "two processes against one", one.wall_s / two.wall_s, f"{one.wall_s:.1f} s / {two.wall_s:.1f} s, start included"
    )
    one, two = (measured(bare_pipe(corpus, processes)) for processes in (1, 2))
    row("  the same of bare nlp.pipe", one.wall_s / two.wall_s, f"{one.wall_s:.1f} s / {two.wall_s:.1f} s")


def bench_growth(count: int, folder: Path) -> None:
    """Compare ten times the input with the input."""
    small = _run(write(folder / "small.jsonl", generate(count, seed=4)), folder, 2)
    large = _run(write(folder / "large.jsonl", generate(10 * count, seed=5)), folder, 2)
    row("time of 10 times the input", large.wall_s / small.wall_s, f"{large.wall_s:.0f} s / {small.wall_s:.0f} s")
    row(
        "peak memory of 10 times the input",
        large.peak_mb / small.peak_mb,
        f"{large.peak_mb:.0f} MB, {10 * count} articles",
    )


def bench_beam(corpus: Path, folder: Path, stages: dict[str, Any]) -> None:
    """Say what of a run's CPU time is neither start nor stages: Beam, its coders, and writing files, in one process."""
    first = write(folder / "first.jsonl", [])
    with corpus.open(encoding="utf-8") as file:
        first.write_text("".join(islice(file, 1)), encoding="utf-8")
    start_s = _run(first, folder, 1).cpu_s
    whole_s = _run(corpus, folder, 1).cpu_s
    stages_s = stages["all stages, share of nlp.pipe"] * stages["nlp.pipe, CPU seconds"]
    rest_s = whole_s - start_s - stages_s
    note = f"of {whole_s:.0f} CPU-s: start {start_s:.0f}, stages {stages_s:.0f}, rest {rest_s:.0f}"
    row("Beam's share of CPU time (all but start and stages)", rest_s / whole_s, f"{note}; {lines(corpus)} articles")


def _run(corpus: Path, folder: Path, processes: int) -> Spent:
    number = len(list(folder.glob("scaling-*")))
    output = folder / f"scaling-{number}"
    return measured([*RUN, f"--input={corpus}", f"--output=jsonl:{output}", f"--direct_num_workers={processes}"])


def _until_asked() -> float:
    """Give the seconds from the start of a search to its first request."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        began = time.perf_counter()
        search = subprocess.Popen(
            [*CLAIMWIRE, "search", "ceasefire", "--elasticsearch", url],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            listener.settimeout(30)
            connection, _ = listener.accept()
            with connection:
                return time.perf_counter() - began
        finally:
            search.kill()
            search.wait()
