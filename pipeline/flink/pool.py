"""The pool of Python workers beside a task manager. It listens on 127.0.0.1 unless told otherwise.

python -m pipeline.flink.pool --port 50000
"""

import argparse
import os
import signal
import sys
import tempfile
import threading
import time
from contextlib import suppress
from multiprocessing import Pipe, active_children
from multiprocessing.connection import Connection
from typing import Any

from apache_beam.portability.api import beam_fn_api_pb2

from pipeline.forking import ForkServer
from pipeline.pool import HANG_UP_S, LOOPBACK, Pool, serving
from pipeline.suspects import FOLDER_VARIABLE
from pipeline.worker import run_worker

TRIES, PAUSE_S = 4, 0.5
"""A fork server that was killed takes a moment to be gone."""


class AnsweringPool(Pool):
    """Answers when a worker has reached its task manager.

    A task manager that was told of a worker waits for it without end: one killed on its way, alone or with its pool,
    would hold up the job for ever. So another one is sent, and what is not answered is asked again.
    """

    def StartWorker(self, request: Any, context: Any) -> Any:  # noqa: N802
        for _ in range(TRIES):
            if self._reaches(request.control_endpoint.url, request.worker_id):
                return beam_fn_api_pb2.StartWorkerResponse()
            if not context.is_active():
                break
            time.sleep(PAUSE_S)
        return beam_fn_api_pb2.StartWorkerResponse(error="no worker reached the task manager")

    def _reaches(self, control_url: str, worker_id: str) -> bool:
        """Start a worker; tell whether it reached who asked for it."""
        news, told = Pipe(duplex=False)
        with news, suppress(EOFError, OSError):
            with told:
                self._start(run_reporting_worker, told, control_url, worker_id, self._options)
            return bool(news.recv_bytes())
        return False

    def end(self) -> None:
        """End the workers, and then the fork server: it lives as long as they do. Flink tries their tasks again."""
        for process in active_children():
            with suppress(ValueError):  # it has ended by itself
                process.kill()
        self.wait(HANG_UP_S)
        self._server.end()


def run_reporting_worker(told: Connection, *arguments: Any) -> None:
    """Run a worker that says when its connection to the task manager stands; for a process of its own."""
    from apache_beam.runners.worker import sdk_worker

    class Harness(sdk_worker.SdkHarness):
        def run(self) -> None:  # the connection is ready when the harness is made
            told.send_bytes(b"reached")
            told.close()
            super().run()

    sdk_worker.SdkHarness = Harness  # type: ignore[misc]
    run_worker(*arguments)


def load(server: ForkServer) -> None:
    """Load everything, also where the fork server is killed meanwhile."""
    for tries_left in reversed(range(TRIES)):
        try:
            server.load()
        except (EOFError, OSError):
            if not tries_left:
                raise
            time.sleep(PAUSE_S)
        else:
            return


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=50_000)
    parser.add_argument("--host", default=LOOPBACK, help="there is no login: never an address that others reach")
    args = parser.parse_args()
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    with tempfile.TemporaryDirectory(prefix="claimwire-pool-") as folder:
        os.environ[FOLDER_VARIABLE] = folder
        return serve(args.host, args.port, ended)


def serve(host: str, port: int, ended: threading.Event) -> int:
    """Start workers until told to end."""
    server = ForkServer()
    load(server)
    pool = AnsweringPool(server)
    try:
        with serving(pool, host, port) as address:
            sys.stderr.write(f"claimwire: workers are ready on {address}\n")
            ended.wait()
    except OSError as error:
        sys.stderr.write(f"claimwire: {error}: choose another with --port\n")
        return 1
    finally:
        pool.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
