"""Processes forked from a server process that has loaded everything: they start at once, and share its memory."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import forkserver
from multiprocessing.process import BaseProcess
from typing import Any

from pipeline.worker import THREADS

WARM_MODULE = "pipeline.warm"
KNOWLEDGE_VARIABLE = "CLAIMWIRE_WARM_KNOWLEDGE"
"""Names the desk's own tables for the warm process, as a path of the system."""
SIGNALS = (signal.SIGTERM, signal.SIGINT)
"""What asks a launcher to end; whether its processes end then is for the launcher to decide."""


class ForkServer:
    """Starts processes from one that has the model and all tables; `knowledge` names a desk's own tables.

    Python keeps one such server process for each process; it is made anew if it was killed.
    """

    def __init__(self, knowledge: tuple[str, ...] = ()) -> None:
        os.environ[KNOWLEDGE_VARIABLE] = os.pathsep.join(knowledge)
        for variable in THREADS:
            os.environ.setdefault(variable, "1")
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([WARM_MODULE])

    def begin(self) -> None:
        """Begin to load, and do not wait for it.

        The server never hears the launcher's signals: a service manager signals all processes of a service, a terminal
        all of a job.
        """
        before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        try:
            forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def load(self) -> None:
        """Load everything now, so that the first process does not wait for it."""
        self.start(_nothing).join()

    def start(self, target: Callable[..., None], *args: object, daemon: bool = False) -> BaseProcess:
        """Start a process that calls `target`, with the launcher's signals blocked; a daemon ends with the launcher."""
        self.begin()
        process: BaseProcess = self._context.Process(target=target, args=args, daemon=daemon)
        process.start()
        return process

    def end(self) -> None:
        """End the server, whatever it does, and wait for it; it starts again with the next process."""
        server: Any = forkserver._forkserver
        if server._forkserver_pid is not None:
            with suppress(ProcessLookupError):
                os.kill(server._forkserver_pid, signal.SIGKILL)
        server._stop()


def _nothing() -> None:
    """Be started."""
