"""The pool of Python workers beside a task manager. It listens on 127.0.0.1 unless told otherwise.

python -m pipeline.flink.pool --port 50000
"""

import argparse
import signal
import sys
import threading
from contextlib import suppress
from multiprocessing import Pipe, active_children
from multiprocessing.connection import Connection
from typing import Any

from apache_beam.portability.api import beam_fn_api_pb2

from pipeline.forking import ForkServer
from pipeline.pool import LOOPBACK, Pool, serving
from pipeline.worker import run_worker

HANG_UP_S = 2.0


class AnsweringPool(Pool):
    """Answers when the worker has reached its task manager, or with the reason why it will not.

    A task manager that was told of a worker waits for it without end. So one that is killed on its way, or with its
    pool, would hold up the job for ever; told in time, Flink starts the job again.
    """

    def StartWorker(self, request: Any, context: object) -> Any:  # noqa: N802
        news, told = Pipe(duplex=False)
        with news:
            with told, self._lock:
                arguments = (told, request.control_endpoint.url, request.worker_id, self._options)
                process = self._server.start(run_reporting_worker, *arguments, daemon=True)
                waiting = threading.Thread(target=self._wait_for, args=(process,), daemon=True)
                self._waiting = [*(thread for thread in self._waiting if thread.is_alive()), waiting]
                waiting.start()
            try:
                news.recv_bytes()
            except EOFError:
                return beam_fn_api_pb2.StartWorkerResponse(error="the worker ended before it reached its task manager")
        return beam_fn_api_pb2.StartWorkerResponse()

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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=50_000)
    parser.add_argument("--host", default=LOOPBACK, help="there is no login: never an address that others reach")
    args = parser.parse_args()
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    server = ForkServer()
    server.load()
    pool = AnsweringPool(server)
    try:
        with serving(pool, args.host, args.port) as address:
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
