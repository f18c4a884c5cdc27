"""The pool of workers beside a task manager, asked as a task manager asks; it needs no Flink."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc  # type: ignore[import-untyped]
import pytest
from apache_beam.portability.api import beam_fn_api_pb2, beam_fn_api_pb2_grpc
from under_fire import WORKER, alive, descendants, wait_until

PATIENCE_S = 120.0


class TaskManager(beam_fn_api_pb2_grpc.BeamFnControlServicer):
    """Accepts workers and has no work for them."""

    def __init__(self) -> None:
        self.closed = threading.Event()

    def Control(self, requests: object, context: object) -> Iterator[Any]:
        self.closed.wait()
        yield from ()


class RunningPool:
    """The command as a process."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "pool.log"
        with socket.create_server(("127.0.0.1", 0)) as held:
            address = f"127.0.0.1:{held.getsockname()[1]}"
        with self.log.open("wb") as log:
            command = [sys.executable, "-m", "pipeline.flink.pool", f"--port={address.rpartition(':')[2]}"]
            self.process = subprocess.Popen(command, stderr=log)
        wait_until(lambda: "workers are ready on" in self.log.read_text(), "the pool", PATIENCE_S)
        self.stub = beam_fn_api_pb2_grpc.BeamFnExternalWorkerPoolStub(grpc.insecure_channel(address))  # type: ignore[no-untyped-call]
        self.threads = ThreadPoolExecutor()

    def ask(self, control: str) -> Future[str]:
        """Ask for a worker; the future gives the error that a task manager is told."""
        endpoint = {"url": control}
        request = beam_fn_api_pb2.StartWorkerRequest(worker_id="1-1", control_endpoint=endpoint)
        return self.threads.submit(lambda: str(self.stub.StartWorker(request, timeout=PATIENCE_S).error))

    def workers(self) -> list[int]:
        return [pid for pid, line in descendants(self.process.pid) if WORKER in line]

    def servers(self) -> list[int]:
        return [pid for pid, line in descendants(self.process.pid) if "multiprocessing.forkserver" in line][:1]


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[RunningPool]:
    running = RunningPool(tmp_path)
    try:
        yield running
    finally:
        running.process.kill()
        running.threads.shutdown()


def test_a_worker_killed_on_its_way_is_replaced(pool: RunningPool) -> None:
    """Alone or with the fork server: another one comes, and the task manager hears of none before it reached it."""
    with socket.create_server(("127.0.0.1", 0)) as mute:
        asked = pool.ask(f"127.0.0.1:{mute.getsockname()[1]}")
        killed: set[int] = set()

        def others() -> set[int]:
            return {*pool.workers()} - killed

        for victim in (pool.workers, pool.servers, pool.workers, pool.workers):
            wait_until(others, "another worker", PATIENCE_S)
            assert not asked.done()
            killed.update(pool.workers())
            os.kill(victim()[0], signal.SIGKILL)
        assert asked.result(10) == "no worker reached the task manager"
    with task_manager() as control:
        assert [pool.ask(control).result(PATIENCE_S) for _ in range(2)] == ["", ""]
        assert len(pool.workers()) == 2
    wait_until(lambda: not pool.workers(), "the workers' end with the task manager", 10)


def test_a_pool_that_is_stopped_leaves_nothing(pool: RunningPool) -> None:
    """SIGTERM: exit code 0, no process left, nothing said."""
    with task_manager() as control:
        assert pool.ask(control).result(PATIENCE_S) == ""
        left = pool.workers() + pool.servers()
        assert len(left) == 2
        pool.process.terminate()
        assert pool.process.wait(10) == 0
        wait_until(lambda: not alive(left), "the end of all with the pool", 10)
    assert "Traceback" not in pool.log.read_text()


@contextmanager
def task_manager() -> Iterator[str]:
    """Give the address of a task manager that hangs up at the end of the block."""
    manager, server = TaskManager(), grpc.server(ThreadPoolExecutor())
    beam_fn_api_pb2_grpc.add_BeamFnControlServicer_to_server(manager, server)  # type: ignore[no-untyped-call]
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        manager.closed.set()
        server.stop(None).wait()
