"""Starts, watches and stops one Elasticsearch node on 127.0.0.1."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.errors import RunError
from pipeline.folders import data_folder, locked, make_folder
from pipeline.server.home import assemble_home, require_space
from pipeline.server.java import find_java, java_version

START_TIMEOUT_S = 180.0
STOP_TIMEOUT_S = 20.0
NEEDED_MB = 400

SETTINGS = """\
cluster.name: claimwire
node.name: claimwire
discovery.type: single-node
network.host: 127.0.0.1
http.port: {http_port}
transport.port: 0
node.portsfile: true
path.data: {data}
path.logs: {logs}
action.destructive_requires_name: true
cluster.routing.allocation.disk.watermark.low: 1gb
cluster.routing.allocation.disk.watermark.high: 500mb
cluster.routing.allocation.disk.watermark.flood_stage: 200mb
"""

LOGGING = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
"""

JVM_OPTIONS = (
    "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError",
    "--enable-native-access=ALL-UNNAMED",
    "-Dfile.encoding=UTF-8", "-Djava.awt.headless=true",
    "-Dio.netty.noUnsafe=true", "-Dio.netty.noKeySetOptimization=true", "-Dio.netty.recycler.maxCapacityPerThread=0",
    "-Dlog4j.shutdownHookEnabled=false", "-Dlog4j2.disable.jmx=true", "-Des.distribution.type=tar",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Server:
    """A running node: its URL, process and data."""

    url: str
    pid: int
    port: int
    home: str
    data: str


def default_data() -> Path:
    return data_folder() / "elasticsearch"


def start(
    data: Path | None = None,
    *,
    http_port: int | None = None,
    heap_mb: int = 1024,
    owner_pid: int | None = None,
    timeout_s: float = START_TIMEOUT_S,
) -> Server:
    """Give the node that serves `data`, started if none runs; with an owner it stops when that process ends.

    Without `http_port` the system picks a free port. Two processes that start at once get the same node.
    """
    folder = make_folder(data or default_data())
    with locked(folder / "start.lock"):
        running = status(folder)
        if running is not None:
            if http_port not in (None, running.port):
                raise RunError(f"Elasticsearch already runs at {running.url}: stop it first, or leave the port out")
            return running
        _end_recorded(folder)  # one that hangs, or whose starter was killed before it was ready
        require_space(folder, NEEDED_MB)
        java_home = find_java()
        home = assemble_home(java_home)
        _configure(folder, http_port)
        process = _launch(java_home, home, folder, heap_mb, owner_pid)
        _record(Server(url="", pid=process.pid, port=0, home=str(home), data=str(folder)))
        try:
            server = _wait_until_ready(process, home, folder, time.monotonic() + timeout_s)
        except BaseException:
            process.kill()
            process.wait()
            _state_file(folder).unlink(missing_ok=True)
            raise
        _record(server)
        return server


def status(data: Path | None = None) -> Server | None:
    """Give the node that serves `data`, or None where none does or it does not answer."""
    folder = data or default_data()
    server = recorded(folder)
    if server is None or not server.url or not _is_ours(server.pid, folder) or not answers(server.url):
        return None
    return server


def recorded(data: Path | None = None) -> Server | None:
    """Give the node that the state file names, alive or not."""
    try:
        return Server(**json.loads(_state_file(data or default_data()).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def stop(data: Path | None = None) -> bool:
    """Stop the node that serves `data`, in order and if need be by force; tell whether there was one."""
    folder = data or default_data()
    if not folder.is_dir():
        return False
    with locked(folder / "start.lock"):
        return _end_recorded(folder)


def answers(url: str, timeout_s: float = 5.0) -> bool:
    """Tell whether the node at `url` has recovered its indices and takes requests."""
    address = url.removeprefix("http://")
    connection = http.client.HTTPConnection(address, timeout=timeout_s)  # past any proxy that the environment names
    try:
        connection.request("GET", "/_cluster/health?wait_for_status=yellow&timeout=1s")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _state_file(folder: Path) -> Path:
    return folder / "server.json"


def _record(server: Server) -> None:
    _state_file(Path(server.data)).write_text(json.dumps(asdict(server)), encoding="utf-8")


def _end_recorded(folder: Path) -> bool:
    server = recorded(folder)
    alive = server is not None and _is_ours(server.pid, folder)
    if server is not None and alive:
        _end(server.pid, folder)
    _state_file(folder).unlink(missing_ok=True)
    return alive


def _configure(folder: Path, http_port: int | None) -> None:
    config = make_folder(folder / "config")
    settings = SETTINGS.format(
        http_port=http_port or 0, data=json.dumps(str(folder / "data")), logs=json.dumps(str(folder / "logs"))
    )
    (config / "elasticsearch.yml").write_text(settings, encoding="utf-8")
    (config / "log4j2.properties").write_text(LOGGING, encoding="utf-8")
    shutil.rmtree(folder / "logs", ignore_errors=True)  # it holds the ports of the last start
    make_folder(folder / "logs")


def _launch(java_home: Path, home: Path, folder: Path, heap_mb: int, owner_pid: int | None) -> subprocess.Popen[bytes]:
    unsafe = ["--sun-misc-unsafe-memory-access=allow"] if java_version(java_home) >= 23 else []
    temporary = make_folder(folder / "tmp")
    command = [
        str(java_home / "bin" / "java"), "-Xms256m", f"-Xmx{heap_mb}m", *JVM_OPTIONS, *unsafe,
        f"-Djava.io.tmpdir={temporary}", f"-Des.path.home={home}", f"-Dclaimwire.data={folder}",
        "-cp", os.pathsep.join((f"{home}/lib/*", f"{home}/classes")),
        "claimwire.Launcher", str(home), str(folder / "config"), *([str(owner_pid)] if owner_pid else []),
    ]  # fmt: skip
    with _log_file(folder).open("wb") as log:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder, start_new_session=True
        )


def _wait_until_ready(process: subprocess.Popen[bytes], home: Path, folder: Path, deadline: float) -> Server:
    ports = folder / "logs" / "http.ports"
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RunError(f"Elasticsearch did not start: {_failure(folder)}")
        address = ports.read_text(encoding="utf-8").split() if ports.is_file() else []
        if address and answers(url := f"http://{address[0]}"):
            port = int(address[0].rpartition(":")[2])
            return Server(url=url, pid=process.pid, port=port, home=str(home), data=str(folder))
        time.sleep(0.1)
    raise RunError(f"Elasticsearch was not ready in time: {_failure(folder)}")


def _log_file(folder: Path) -> Path:
    return folder / "server.log"


def _failure(folder: Path) -> str:
    """Say in one line why the node failed, and where the rest is written."""
    lines = _log_file(folder).read_text(encoding="utf-8", errors="replace").splitlines()
    if any("BindException" in line or "Address already in use" in line for line in lines):
        return "the port is taken; choose another with --port, or leave it out"
    if any("LockObtainFailedException" in line or "failed to obtain node locks" in line for line in lines):
        return f"another node uses {folder}; stop it by its process id (see {folder / 'server.json'})"
    told = [line.rpartition("] ")[2].strip() for line in lines]
    telling = [line for line in told if line and not line.startswith(("at ", "... "))]
    return f"{' | '.join(telling[-3:])[-400:] or 'it wrote nothing'} (all of it: {_log_file(folder)})"


def _is_ours(pid: int, folder: Path) -> bool:
    """Tell whether the process is the node of this folder, and not another that got its id later."""
    return f"-Dclaimwire.data={folder}" in _command_line(pid)


def _command_line(pid: int) -> list[str]:
    try:
        line = Path(f"/proc/{pid}/cmdline").read_bytes()
        return line.decode(errors="surrogateescape").split("\0")
    except OSError:
        if Path("/proc/self").exists():
            return []
    done = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S607
    return done.stdout.split()


def _end(pid: int, folder: Path) -> None:
    for signal_, wait_s in ((signal.SIGTERM, STOP_TIMEOUT_S), (signal.SIGKILL, 5.0)):
        try:
            os.kill(pid, signal_)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + wait_s
        while time.monotonic() < deadline:
            _reap(pid)
            if not _is_ours(pid, folder):
                return
            time.sleep(0.05)
    raise RunError(f"process {pid} does not end: stop it by hand")


def _reap(pid: int) -> None:
    """Collect the node's exit code when this process started it, else it would stay as a zombie."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return
