"""What integration tests share: one real Elasticsearch for the whole run."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.server import start, stop

MEMORY = Path("/dev/shm")
NEEDED_BYTES = 4_000_000_000


@pytest.fixture(scope="session")
def elasticsearch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a server of our own; it ends with this process even when that is killed.

    Its data is in memory where there is enough: each change of the cluster's state is synced to the disk, and tests
    make hundreds.
    """
    data = _folder_in_memory() or tmp_path_factory.mktemp("elasticsearch")
    try:
        yield start(data, heap_mb=512, owner_pid=os.getpid()).url
    finally:
        stop(data)
        shutil.rmtree(data, ignore_errors=True)


def _folder_in_memory() -> Path | None:
    if not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < NEEDED_BYTES:
        return None
    for left in MEMORY.glob("claimwire-test-*"):  # by a run that was killed
        if not Path(f"/proc/{left.name.rpartition('-')[2]}").exists():
            shutil.rmtree(left, ignore_errors=True)
    return MEMORY / f"claimwire-test-{os.getpid()}"
