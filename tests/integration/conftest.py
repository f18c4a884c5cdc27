"""What integration tests share: one real Elasticsearch for the whole run."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.server import start, stop


@pytest.fixture(scope="session")
def elasticsearch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a server of our own; it ends with this process even when that is killed."""
    data: Path = tmp_path_factory.mktemp("elasticsearch")
    yield start(data, heap_mb=512, owner_pid=os.getpid()).url
    stop(data)
