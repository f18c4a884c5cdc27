"""One attempt at a round: the graph over its inputs, in a process of its own that starts warm."""

import logging
import os
import shutil
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from pipeline.forking import ForkServer
from pipeline.index.output import ElasticsearchOutput
from pipeline.ledger import RunFacts, read_tallies
from pipeline.progress import FOLDER_VARIABLE, read_measures, read_progress
from pipeline.sources import FetchPolicy, InputSpec, StateStore
from pipeline.worker import end_with_parent
from transforms.ledger import Key

STALLED_S = 600.0
"""A round in which nothing moves for so long is ended."""
LOOK_EVERY_S = 5.0
LEAST_FREE_BYTES = 65_536
"""With less, a process that could not write why it failed failed for that."""
UNCHECKED = "--no_pipeline_type_check"
"""The graph is the same each round: its types need no check each time, a fifth of a small round's cost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What an attempt works off; `folder` is its own, `workers` the number of processes."""

    name: str
    inputs: tuple[InputSpec, ...]
    output: ElasticsearchOutput
    policy: FetchPolicy
    facts: RunFacts
    knowledge: tuple[str, ...]
    outlet_profiles: str
    feeds: StateStore
    folder: Path
    options: tuple[str, ...]
    workers: int

    @property
    def tallies(self) -> Path:
        return self.folder / "tallies.jsonl"

    @property
    def cpu(self) -> Path:
        return self.folder / "cpu.txt"

    @property
    def error(self) -> Path:
        return self.folder / "error.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempted:
    """How it went: the tallies, or what went wrong; `crashed`: the process ended without a word, or had to be."""

    tallies: Counter[Key] = field(default_factory=Counter)
    problem: str | None = None
    crashed: bool = False
    cpu_s: float = 0.0


class Workshop:
    """Runs attempts, one at a time, each forked from a server process that has loaded everything."""

    def __init__(self, knowledge: tuple[str, ...]) -> None:
        self._server = ForkServer(knowledge)
        self._process: BaseProcess | None = None
        self.measures: Mapping[str, float] = {}
        """What the last attempt measured."""

    @property
    def busy(self) -> bool:
        """Whether an attempt is in progress."""
        return self._process is not None

    def open(self) -> None:
        """Load everything now, so that the first round does not wait for it."""
        self._server.load()

    def attempt(self, work: Work) -> Attempted:
        """Run one attempt to its end."""
        shutil.rmtree(work.folder, ignore_errors=True)
        try:
            work.folder.mkdir(parents=True)
        except OSError as error:
            return Attempted(problem=f"OSError: {error}")
        work.feeds.close()  # an open database must not be forked
        self._process = self._server.start(run_work, work)
        try:
            stalled = self._stalls(self._process, work.folder, STALLED_S)
            self.measures = read_measures(work.folder)
            if stalled:
                return Attempted(problem=f"nothing moved for {STALLED_S:.0f} s", crashed=True)
            if work.error.exists() and work.error.stat().st_size:
                return Attempted(problem=work.error.read_text(encoding="utf-8"))
            if self._process.exitcode != 0 and shutil.disk_usage(work.folder).free < LEAST_FREE_BYTES:
                return Attempted(problem=f"No space left on the disk of {work.folder}")
            if self._process.exitcode != 0:
                return Attempted(problem=f"its process ended with code {self._process.exitcode}", crashed=True)
            return Attempted(tallies=read_tallies(work.tallies), cpu_s=float(work.cpu.read_text()))
        finally:
            self.kill()

    def kill(self) -> None:
        """End the attempt in progress with all of its processes, at once."""
        process, self._process = self._process, None
        if process is None or process.pid is None:
            return
        if process.is_alive():
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
        process.join()
        process.close()

    def _stalls(self, process: BaseProcess, folder: Path, patience_s: float) -> bool:
        moved_at, before = time.monotonic(), -1
        while not wait([process.sentinel], timeout=LOOK_EVERY_S):
            moved = read_progress(folder).total()
            if moved != before:
                moved_at, before = time.monotonic(), moved
            elif time.monotonic() - moved_at > patience_s:
                return True
        process.join()
        return False


def run_work(work: Work) -> None:
    """Run the graph; called in a process of its own, whose end takes everything with it."""
    code = 1
    try:
        _stand_apart()
        os.environ[FOLDER_VARIABLE] = str(work.folder)
        _run_graph(work)
        work.cpu.write_text(f"{sum(os.times()[:4]):.3f}")
        code = 0
    except Exception as error:
        work.error.write_text("".join(traceback.format_exception(error))[-20_000:], encoding="utf-8")
    finally:
        sys.stdout.flush()
        os._exit(code)  # threads of the runner that wait for nothing must not hold it up


def _run_graph(work: Work) -> None:
    from pipeline.graph import Claimwire
    from pipeline.runner import run_graph

    logging.disable(logging.WARNING)
    graph: Any = Claimwire(
        output=work.output,
        policy=work.policy,
        facts=work.facts,
        knowledge=work.knowledge,
        outlet_profiles=work.outlet_profiles,
        feeds=work.feeds,
        tallies=str(work.tallies),
    )
    run_graph([*work.options, UNCHECKED], list(work.inputs), graph, work.workers)


def _stand_apart() -> None:
    """Be a group of processes that can be ended together, and end with the launcher."""
    os.setsid()
    end_with_parent()
