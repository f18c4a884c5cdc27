"""A benchmark run by itself: on a server of its own where none is named, its figures printed as JSON."""

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def server_at(url: str | None) -> Iterator[str]:
    """Give the Elasticsearch named, or one that is started for the block and stopped with it."""
    from pipeline.server import start, stop

    if url:
        yield url
        return
    with tempfile.TemporaryDirectory(prefix="claimwire-bench-") as name:
        try:
            yield start(Path(name)).url
        finally:
            stop(Path(name))


def print_figures(figures: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
