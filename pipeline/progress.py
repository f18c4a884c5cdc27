"""Progress of a local run: each worker process writes its counts, the launcher reads them all."""

import json
import os
import time
from collections import Counter
from pathlib import Path

FOLDER_VARIABLE = "CLAIMWIRE_PROGRESS"
"""Names the folder of the running job's counts; unset (a cluster's worker), progress is not written."""
INTERVAL_S = 0.5

_current: "Progress | None" = None


class Progress:
    """Counts of one process, written at most twice a second."""

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / f"{os.getpid()}.json" if folder else None
        self._counts: Counter[str] = Counter()
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

    def flush(self) -> None:
        self._written_at = time.monotonic()
        if self._path is None:
            return
        try:
            scratch = self._path.with_suffix(".tmp")
            scratch.write_text(json.dumps(self._counts))
            scratch.replace(self._path)
        except OSError:  # the launcher has ended and removed the folder
            self._path = None


def read_progress(folder: Path) -> Counter[str]:
    """Sum the counts of all processes, by stage."""
    total: Counter[str] = Counter()
    for path in folder.glob("*.json"):
        try:
            total.update(json.loads(path.read_text()))
        except (OSError, ValueError):
            continue  # being replaced
    return total
