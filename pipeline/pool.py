"""A pool of Python workers, each forked from a process that has loaded everything.

Beam's own pool listens on all interfaces without a login, and starts each worker cold: some ten seconds for every job.
"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from typing import Any

import grpc  # type: ignore[import-untyped]
from apache_beam.portability.api import beam_fn_api_pb2, beam_fn_api_pb2_grpc

from pipeline.forking import ForkServer
from pipeline.worker import run_worker

LOOPBACK = "127.0.0.1"
HANG_UP_S = 2.0
"""A worker that was hung up on ends in this time, or is ended."""


class Pool(beam_fn_api_pb2_grpc.BeamFnExternalWorkerPoolServicer):
    """Starts workers as a runner asks; `ended` is told the code of each that ends, `quiet` ones log nothing.

    A worker ends when its runner hangs up, and not before. So it need not be stopped by its id, which would be wrong
    where several task managers share a pool: each counts its workers from 1.
    """

    def __init__(
        self,
        server: ForkServer,
        options: tuple[str, ...] = (),
        ended: Callable[[int], None] = lambda _: None,
        *,
        quiet: bool = False,
    ) -> None:
        self._server, self._options, self._ended, self._quiet = server, options, ended, quiet
        self._lock = threading.Lock()
        self._waiting: list[threading.Thread] = []

    def StartWorker(self, request: Any, context: object) -> Any:  # noqa: N802
        arguments = (request.control_endpoint.url, request.worker_id, self._options, self._quiet)
        self._start(run_worker, *arguments)
        return beam_fn_api_pb2.StartWorkerResponse()

    def StopWorker(self, request: Any, context: object) -> Any:  # noqa: N802
        return beam_fn_api_pb2.StopWorkerResponse()

    def _start(self, target: Callable[..., None], *arguments: object) -> None:
        with self._lock:
            process = self._server.start(target, *arguments, daemon=True)
            waiting = threading.Thread(target=self._wait_for, args=(process,), daemon=True)
            self._waiting = [*(thread for thread in self._waiting if thread.is_alive()), waiting]
            waiting.start()

    def wait(self, timeout_s: float) -> None:
        """Wait for the workers to end, each so long at most."""
        for thread in self._waiting:
            thread.join(timeout_s)

    def _wait_for(self, process: BaseProcess) -> None:
        process.join()
        self._ended(process.exitcode or 0)
        with self._lock:  # whoever starts another one looks at those that are there
            process.close()


@contextmanager
def serving(pool: Pool, host: str = LOOPBACK, port: int = 0) -> Iterator[str]:
    """Let runners ask a pool for workers inside the block; gives its address, OSError where the port is taken."""
    server = grpc.server(ThreadPoolExecutor(max_workers=8))
    beam_fn_api_pb2_grpc.add_BeamFnExternalWorkerPoolServicer_to_server(pool, server)
    try:
        given = server.add_insecure_port(f"{host}:{port}")
    except RuntimeError:
        given = 0
    if not given:
        raise OSError(f"port {port} of {host} is taken")
    server.start()
    try:
        yield f"{host}:{given}"
    finally:
        server.stop(1).wait()
