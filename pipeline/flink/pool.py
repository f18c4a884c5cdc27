"""A pool of Python workers beside a task manager: each is forked from a process that has loaded everything.

Beam's own pool listens on all interfaces without a login, and starts each worker cold: some ten seconds for every job,
which a stream's rounds would pay again and again. This one listens on 127.0.0.1 unless told otherwise.

    python -m pipeline.flink.pool --port 50000
"""

import argparse
import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.process import BaseProcess
from typing import Any

from apache_beam.portability.api import beam_fn_api_pb2, beam_fn_api_pb2_grpc

from pipeline.streaming.attempt import WARM_MODULE
from pipeline.worker import THREADS, end_with_parent


class Pool(beam_fn_api_pb2_grpc.BeamFnExternalWorkerPoolServicer):
    """Starts workers as task managers ask. A worker ends when its task manager hangs up, and not before.

    So it need not be stopped by its id, which would be wrong where several task managers share a pool: each counts its
    workers from 1.
    """

    def __init__(self) -> None:
        for variable in THREADS:
            os.environ.setdefault(variable, "1")
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([WARM_MODULE])
        self._workers: list[BaseProcess] = []
        self._lock = threading.Lock()

    def warm_up(self) -> None:
        """Load everything now, so that the first worker does not wait for it."""
        process = self._context.Process(target=_nothing)
        process.start()
        process.join()

    def StartWorker(self, request: Any, context: object) -> Any:  # noqa: N802
        with self._lock:
            self._workers = [worker for worker in self._workers if worker.is_alive()]
            arguments = (request.control_endpoint.url, request.worker_id)
            process = self._context.Process(target=run_worker, args=arguments, daemon=True)
            process.start()
            self._workers.append(process)
        return beam_fn_api_pb2.StartWorkerResponse()

    def StopWorker(self, request: Any, context: object) -> Any:  # noqa: N802
        return beam_fn_api_pb2.StopWorkerResponse()


def run_worker(control_url: str, worker_id: str) -> None:
    """Work for one job until its task manager hangs up; threads in the middle of something do not hold it up."""
    from apache_beam.runners.worker.sdk_worker import SdkHarness

    end_with_parent()
    code = 1
    try:
        SdkHarness(control_url, worker_id=worker_id).run()
        code = 0
    finally:
        os._exit(code)


def _nothing() -> None:
    """Be started."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=50_000)
    parser.add_argument("--host", default="127.0.0.1", help="there is no login: never an address that others reach")
    args = parser.parse_args()
    import grpc  # type: ignore[import-untyped]

    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    pool = Pool()
    pool.warm_up()
    server = grpc.server(ThreadPoolExecutor(max_workers=8))
    beam_fn_api_pb2_grpc.add_BeamFnExternalWorkerPoolServicer_to_server(pool, server)
    if not server.add_insecure_port(f"{args.host}:{args.port}"):
        sys.stderr.write(f"claimwire: port {args.port} of {args.host} is taken: choose another with --port\n")
        return 1
    server.start()
    sys.stderr.write(f"claimwire: workers are ready on {args.host}:{args.port}\n")
    ended.wait()
    server.stop(1).wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
