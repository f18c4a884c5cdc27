"""`run.py --flink`: a batch on a Flink cluster of one task manager and of two, and on this machine alone."""

import subprocess
import sys
import time
from pathlib import Path

from measured import RUN

sys.path.append(str(Path(__file__).resolve().parents[1] / "flink"))
from local import Cluster
from software import prepared


def measure(corpus: Path, small: Path, url: str, folder: Path) -> dict[str, float]:
    """Give seconds by place; each cluster first runs one article, which shows what a job's start costs."""
    seconds = {"alone, one process": _timed(corpus, url, "bench-alone", "--direct_num_workers=1")}
    software = prepared()
    for number in (1, 2):
        with Cluster(folder / f"flink-{number}", software, number) as cluster:
            _timed(small, url, f"bench-flink-warm-{number}", *cluster.options)
            name = f"{number} task manager{'s' * (number - 1)}"
            seconds[f"{name}, one article"] = _timed(small, url, f"bench-flink-one-{number}", *cluster.options)
            seconds[name] = _timed(corpus, url, f"bench-flink-{number}", *cluster.options)
    return seconds


def _timed(corpus: Path, url: str, prefix: str, *options: str) -> float:
    began = time.perf_counter()
    command = [*RUN, f"--input={corpus}", f"--output=elasticsearch:{url}", f"--prefix={prefix}", *options]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began
