"""Beam's Prism: the program, found on this machine and never fetched, and a process of it."""

import argparse
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.errors import RunError, UsageError
from pipeline.worker import end_with_parent

PLACES = ("go/bin/prism", ".apache_beam/cache/prism/bin/prism")
"""Where Go and Beam put it, below the home folder."""
START_S = 60.0


def find_prism(options: Sequence[str] = ()) -> Path:
    """Give the program that an option names, or the one on the path or where Go and Beam keep it."""
    named = location_of(options)
    if named and not os.access(named, os.X_OK):
        raise UsageError(f"--prism_location {named}: no program of this machine; none is fetched (see docs/flink.md)")
    for path in (named, shutil.which("prism"), *(str(Path.home() / place) for place in PLACES)):
        if path and os.access(path, os.X_OK):
            return Path(path)
    raise UsageError(
        "--runner PrismRunner: no prism on the path: "
        "go install github.com/apache/beam/sdks/v2/go/cmd/prism@v2.77.0, or give --prism_location FILE"
    )


def location_of(options: Sequence[str]) -> str | None:
    """Give what `--prism_location` says."""
    named: str | None = _own_options(options)[0].prism_location
    return named


def without_own(options: Sequence[str]) -> list[str]:
    """Give the options without those that name the runner."""
    return _own_options(options)[1]


@contextmanager
def running_prism(program: Path, log: Path) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """Have a Prism inside the block; gives where it takes jobs, and its process, which ends with this one."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    with log.open("wb") as file:
        process = subprocess.Popen(
            [str(program), f"--job_port={port}", "--serve_http=false", "--log_level=error"],
            stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True, preexec_fn=end_with_parent,
        )  # fmt: skip
    try:
        _wait_for(port, process)
        yield f"localhost:{port}", process
    finally:
        process.kill()
        process.wait()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + START_S
    while process.poll() is None and time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RunError(f"Prism did not start (code {process.poll()})")


def _own_options(options: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--runner")
    parser.add_argument("--prism_location")
    return parser.parse_known_args(list(options))
