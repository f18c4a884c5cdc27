"""Progress of a local run: each worker process writes its counts and measures, the launcher reads them all."""

import json
import os
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER_VARIABLE = "CLAIMWIRE_PROGRESS"
"""Names the folder of the running job's counts; unset (a cluster's worker), progress is not written."""
INTERVAL_S = 0.5
BULK_BUCKETS_S = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 120.0)

_current: "Progress | None" = None


class Progress:
    """Counts of one process, written at most twice a second."""

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / f"{os.getpid()}.json" if folder else None
        self._counts: Counter[str] = Counter()
        self._measures: defaultdict[str, float] = defaultdict(float)
        self._taken: dict[str, int] = {}
        self._taking = threading.Lock()
        self._written_at = 0.0

    @classmethod
    def of_this_process(cls) -> "Progress":
        global _current
        if _current is None:
            named = os.environ.get(FOLDER_VARIABLE)
            _current = cls(Path(named) if named else None)
        return _current

    def step(self, stage: str) -> None:
        """Count one element of a stage."""
        self._counts[stage] += 1
        if time.monotonic() - self._written_at > INTERVAL_S:
            self.flush()

    def measure_model(self, seconds: float) -> None:
        """Add to the time that the language model took."""
        self._measures["model seconds"] += seconds

    def measure_bulk(self, seconds: float) -> None:
        """Count a bulk request by how long it took."""
        bucket = next((b for b in BULK_BUCKETS_S if seconds <= b), "inf")
        self._measures[f"bulk {bucket}"] += 1
        self._measures["bulk seconds"] += seconds

    def take(self) -> dict[str, int]:
        """Give what was measured since it was last asked for, in thousandths."""
        with self._taking:
            now = {name: int(1000 * value) for name, value in list(self._measures.items())}
            before, self._taken = self._taken, now
        return {name: value - before.get(name, 0) for name, value in now.items() if value > before.get(name, 0)}

    def flush(self) -> None:
        self._written_at = time.monotonic()
        if self._path is None:
            return
        try:
            scratch = self._path.with_suffix(".tmp")
            scratch.write_text(json.dumps({"counts": self._counts, "measures": self._measures}))
            scratch.replace(self._path)
        except OSError:  # the launcher has ended and removed the folder
            self._path = None


def read_progress(folder: Path) -> Counter[str]:
    """Sum the counts of all processes, by stage."""
    total: Counter[str] = Counter()
    for counts in _written(folder, "counts"):
        total.update(counts)
    return total


def read_measures(folder: Path) -> dict[str, float]:
    """Sum what all processes measured: seconds of the model ("model seconds"), bulk requests ("bulk seconds" …)."""
    total: defaultdict[str, float] = defaultdict(float)
    for measures in _written(folder, "measures"):
        for name, value in measures.items():
            total[name] += value
    return total


def _written(folder: Path, part: str) -> Iterator[Any]:
    for path in folder.glob("*.json"):
        try:
            yield json.loads(path.read_text())[part]
        except (OSError, ValueError):
            continue  # being replaced
