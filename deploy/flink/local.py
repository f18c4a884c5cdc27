"""A Flink session cluster on this machine, without Docker: for tests, benchmarks and trials.

    python deploy/flink/local.py /tmp/flink        # until Ctrl-C; prints the options for claimwire run

Flink 1.19 comes from PyPI, Beam's job server is built by Maven, both once into the user's cache (some minutes and
400 MB). All of it listens on 127.0.0.1, but for Beam's expansion service, which knows no address but all of them. The
job server is Beam 2.62, the newest that can be had without Docker; it runs graphs of the present SDK. On a cluster of
your own use the image that matches (deploy/compose.yaml).
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from software import Software, prepared

from pipeline.errors import RunError
from pipeline.folders import make_folder
from pipeline.worker import end_with_parent

START_TIMEOUT_S = 240.0
RENEWED_MS = 20_000
"""A task manager may hold on to a worker that has died, and fail each restart of the job with it, for so long."""

OPENS = tuple(
    f"--add-opens=java.base/{name}=ALL-UNNAMED"
    for name in (
        "java.lang", "java.lang.reflect", "java.net", "java.io", "java.nio", "java.text", "java.time", "java.util",
        "java.util.concurrent", "java.util.concurrent.atomic", "java.util.concurrent.locks", "sun.nio.ch",
    )
)  # fmt: skip
CONFIG = """\
jobmanager.rpc.address: localhost
jobmanager.rpc.port: {jobmanager}
jobmanager.bind-host: localhost
rest.address: localhost
rest.bind-address: localhost
rest.port: {rest}
blob.server.port: {blob}
taskmanager.bind-host: localhost
taskmanager.host: localhost
taskmanager.numberOfTaskSlots: 2
cluster.evenly-spread-out-slots: true
taskmanager.cpu.cores: 2.0
taskmanager.memory.framework.heap.size: 128m
taskmanager.memory.framework.off-heap.size: 128m
taskmanager.memory.task.heap.size: 256m
taskmanager.memory.task.off-heap.size: 0b
taskmanager.memory.network.min: 256m
taskmanager.memory.network.max: 256m
taskmanager.network.sort-shuffle.min-buffers: 64
taskmanager.memory.managed.size: 256m
taskmanager.memory.jvm-metaspace.size: 256m
taskmanager.memory.jvm-overhead.min: 192m
taskmanager.memory.jvm-overhead.max: 192m
parallelism.default: {parallelism}
classloader.resolve-order: parent-first
restart-strategy.type: fixed-delay
restart-strategy.fixed-delay.attempts: 500
restart-strategy.fixed-delay.delay: 1s
heartbeat.timeout: 30000
heartbeat.interval: 3000
high-availability.type: ZOOKEEPER
high-availability.zookeeper.quorum: localhost:{zookeeper}
high-availability.storageDir: file://{folder}/ha
io.tmp.dirs: {folder}/tmp
state.checkpoints.dir: file://{folder}/checkpoints
state.savepoints.dir: file://{folder}/savepoints
"""
ZOOKEEPER = """\
tickTime=2000
dataDir={folder}/zookeeper
clientPort={zookeeper}
clientPortAddress=127.0.0.1
admin.enableServer=false
"""
LOGGING = """\
rootLogger.level = INFO
rootLogger.appenderRef.c.ref = C
appender.c.name = C
appender.c.type = CONSOLE
appender.c.layout.type = PatternLayout
appender.c.layout.pattern = %d{HH:mm:ss,SSS} %-5p %-40c{1} - %m%n
"""
PORTS = ("jobmanager", "rest", "blob", "zookeeper", "jobs", "artifacts", "expansion", "workers", "ticks")


@dataclass
class Cluster:
    """ZooKeeper, a job manager, task managers, a pool of Python workers, Beam's job server: a process each.

    And Beam's expansion service, which describes to the launcher of a stream the source of its ticks.
    """

    folder: Path
    software: Software
    task_managers: int = 2
    environment: Mapping[str, str] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __enter__(self) -> "Cluster":
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def names(self) -> list[str]:
        return [f"taskmanager-{number}" for number in range(1, self.task_managers + 1)]

    @property
    def options(self) -> list[str]:
        """Give the options that send a run here."""
        return [
            "--runner=PortableRunner",
            f"--job_endpoint=localhost:{self.ports['jobs']}",
            f"--flink_master=localhost:{self.ports['rest']}",
            f"--expansion_endpoint=localhost:{self.ports['ticks']}",
            "--environment_type=EXTERNAL",
            f"--environment_config=localhost:{self.ports['workers']}",
            f"--parallelism={self.task_managers}",
            f"--environment_expiration_millis={RENEWED_MS}",
        ]

    def start(self) -> None:
        """Start everything and wait until all task managers have registered."""
        self.ports = dict(zip(PORTS, free_ports(len(PORTS)), strict=True))
        configuration = make_folder(self.folder / "conf")
        for name in ("tmp", "ha", "checkpoints", "savepoints", "zookeeper", "log"):
            make_folder(self.folder / name)
        facts = {**self.ports, "folder": self.folder, "parallelism": self.task_managers}
        (configuration / "config.yaml").write_text(CONFIG.format(**facts))
        (configuration / "zoo.cfg").write_text(ZOOKEEPER.format(**facts))
        (configuration / "log4j.properties").write_text(LOGGING)
        for name in ("workers", "zookeeper", "expansion"):
            self.launch(name)
        self._wait("zookeeper", lambda: _listens(self.ports["zookeeper"]))
        for name in ("jobmanager", *self.names):
            self.launch(name)
        self._wait("jobmanager", lambda: self.ask("/overview")["taskmanagers"] == self.task_managers)
        self._wait("workers", lambda: _listens(self.ports["workers"]))
        self.launch("job-server")
        self._wait("job-server", lambda: _listens(self.ports["jobs"]))
        self._wait("expansion", lambda: _listens(self.ports["ticks"]))

    def launch(self, name: str) -> None:
        """Start one of the processes, or start it again."""
        with (self.folder / "log" / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                self._command(name), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env={**os.environ, **self.environment}, preexec_fn=end_with_parent, cwd=self.folder,
            )  # fmt: skip

    def kill(self, name: str) -> None:
        """End a process at once, as a crash does."""
        process = self.processes.pop(name)
        process.kill()
        process.wait()

    def stop(self) -> None:
        for process in reversed(self.processes.values()):
            process.terminate()
        deadline = time.monotonic() + 10
        for process in self.processes.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()

    def ask(self, path: str) -> Any:
        """Ask the job manager's REST interface."""
        with urllib.request.urlopen(f"http://localhost:{self.ports['rest']}{path}", timeout=10) as answer:
            return json.load(answer)

    def _command(self, name: str) -> list[str]:
        if name == "workers":
            return [sys.executable, "-m", "pipeline.flink.pool", f"--port={self.ports['workers']}"]
        java, configuration = str(self.software.java), self.folder / "conf"
        if name == "expansion":
            return [
                java, "-Xmx128m", "-XX:+UseSerialGC", "-cp", str(self.software.job_server),
                "org.apache.beam.sdk.expansion.service.ExpansionService", str(self.ports["ticks"]),
                "--experiments=use_deprecated_read",
            ]  # fmt: skip
        if name == "job-server":
            return [
                java, "-Xmx512m", *OPENS, "-jar", str(self.software.job_server), "--job-host=localhost",
                f"--job-port={self.ports['jobs']}", f"--artifact-port={self.ports['artifacts']}",
                f"--expansion-port={self.ports['expansion']}", f"--artifacts-dir={self.folder / 'artifacts'}",
                f"--flink-master=localhost:{self.ports['rest']}",
            ]  # fmt: skip
        memory, main, *rest = {
            "zookeeper": (
                "-Xmx64m", "org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer",
                "--zkConfigFile", f"{configuration}/zoo.cfg", "--peerId", "1",
            ),
            "jobmanager": (
                "-Xmx512m", "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                "--configDir", str(configuration),
            ),
        }.get(name, (
            "-Xmx384m", "org.apache.flink.runtime.taskexecutor.TaskManagerRunner", "--configDir", str(configuration),
        ))  # fmt: skip
        logging = f"-Dlog4j.configurationFile=file:{configuration}/log4j.properties"
        # Beam's classes come with Flink's, behind them: brought by each job, they would never leave the process again
        classes = f"{self.software.flink}/*:{self.software.job_server}"
        return [java, memory, "-XX:+UseSerialGC", *OPENS, logging, "-cp", classes, main, *rest]

    def _wait(self, name: str, is_ready: Callable[[], bool]) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            try:
                if is_ready():
                    return
            except OSError:  # nothing listens yet
                pass
            if self.processes[name].poll() is not None:
                raise RunError(f"{name} ended at its start: see {self.folder}/log/{name}.log")
            time.sleep(0.2)
        raise RunError(f"{name} was not ready within {START_TIMEOUT_S:.0f} s: see {self.folder}/log/{name}.log")


def free_ports(number: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def _listens(port: int) -> bool:
    with socket.create_connection(("localhost", port), timeout=2):
        return True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="for configuration, logs and what the cluster keeps")
    parser.add_argument("--task-managers", type=int, default=2)
    args = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with Cluster(make_folder(args.folder.absolute()), prepared(), args.task_managers) as cluster:
            print("claimwire run " + " ".join(cluster.options))
            print(f"http://localhost:{cluster.ports['rest']} shows its jobs; Ctrl-C ends it", flush=True)
            signal.pause()
    except RunError as error:
        print(f"claimwire: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
