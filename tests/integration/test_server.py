import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.errors import RunError
from pipeline.server import home, java, maven, process, recorded, start, status, stop


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A data folder whose node is stopped whatever happens."""
    yield tmp_path / "data"
    stop(tmp_path / "data")


def test_second_start_finds_the_running_node(data: Path) -> None:
    """Two processes that start at once get one node; a later start finds it, and stop ends it."""
    program = "import sys; from pathlib import Path; from pipeline.server import start; print(start(Path(sys.argv[1])))"
    command = [sys.executable, "-c", program, str(data)]
    racing = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    first, second = (child.communicate(timeout=200)[0] for child in racing)
    assert first == second
    server = status(data)
    assert server is not None
    assert repr(server) == first.strip()
    assert stop(data)
    assert status(data) is None
    assert not _alive(server.pid)
    assert not stop(data)


def test_killed_node_comes_back_with_its_documents(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After kill -9, a start gives a new node with every acknowledged document, whatever proxy is set."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "example.org")
    server = start(data, heap_mb=512, owner_pid=os.getpid())
    _request(f"{server.url}/notes/_doc/1", "PUT", {"text": "kept"})
    os.kill(server.pid, signal.SIGKILL)
    _wait_until(lambda: status(data) is None)
    again = start(data, heap_mb=512, owner_pid=os.getpid())
    assert again.pid != server.pid
    assert _request(f"{again.url}/notes/_doc/1")["_source"] == {"text": "kept"}


def test_node_ends_with_its_owner(data: Path) -> None:
    """A node with an owner stops when the owner is killed, so that a broken test run leaves no process behind."""
    program = (
        "import os, sys, time; from pathlib import Path; from pipeline.server import start\n"
        "print(start(Path(sys.argv[1]), heap_mb=512, owner_pid=os.getpid()).pid, flush=True); time.sleep(600)"
    )
    owner = subprocess.Popen([sys.executable, "-c", program, str(data)], stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    pid = int(owner.stdout.readline())
    assert _alive(pid)
    owner.kill()
    owner.wait()
    _wait_until(lambda: not _alive(pid))


def test_start_replaces_a_node_whose_starter_was_killed(data: Path) -> None:
    """A starter killed before its node was ready does not block the next start."""
    program = "import sys; from pathlib import Path; from pipeline.server import start; start(Path(sys.argv[1]))"
    starter = subprocess.Popen([sys.executable, "-c", program, str(data)])
    _wait_until(lambda: recorded(data) is not None)
    starter.kill()
    starter.wait()
    orphan = recorded(data)
    assert orphan is not None
    assert orphan.url == ""
    server = start(data, heap_mb=512, owner_pid=os.getpid())
    assert server.pid != orphan.pid
    assert not _alive(orphan.pid)


def test_taken_port_is_named(data: Path) -> None:
    """A port in use fails the start in one line with the remedy, and leaves no process and no state."""
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(RunError, match=r"port is taken.*--port"):
        start(data, http_port=taken.getsockname()[1], owner_pid=os.getpid())
    assert recorded(data) is None


def test_only_our_own_process_is_stopped(data: Path) -> None:
    """A state file that names another process (the id was used again) never gets that process killed."""
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    try:
        data.mkdir()
        state = {"url": "http://127.0.0.1:9", "pid": stranger.pid, "port": 9, "home": "", "data": str(data)}
        (data / "server.json").write_text(json.dumps(state))
        assert status(data) is None
        assert not stop(data)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_missing_java_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without Java 21 or newer the error says what was found and how to get one."""
    old = tmp_path / "jdk-17"
    (old / "bin").mkdir(parents=True)
    (old / "bin" / "java").touch()
    (old / "release").write_text('IMPLEMENTOR="X"\nJAVA_VERSION="17.0.15"\n')
    monkeypatch.setattr(java, "candidates", lambda: iter([tmp_path, old]))
    with pytest.raises(RunError, match=r"Java 21 or newer \(found: .*jdk-17 is 17\): install a JDK"):
        java.find_java()


def test_missing_maven_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without Maven and without a cached distribution the error names Maven and the ways out."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RunError, match="`mvn` is not on the PATH: install it"):
        maven.fetch(home.DISTRIBUTION, java_home=tmp_path)


def test_failed_download_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """When Maven fails, its own first error is in our line, and nothing half-made is left in the cache."""
    program = tmp_path / "mvn"
    program.write_text("#!/bin/sh\necho 'noise'; echo '[ERROR] host unreachable'; exit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(RunError, match=r"could not fetch .*host unreachable; check the network"):
        home.assemble_home(tmp_path)
    assert not list((tmp_path / "cache" / "claimwire").glob("elasticsearch-*"))


def test_full_disk_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A nearly full disk stops the start before anything is fetched or started."""
    with pytest.raises(RunError, match=r"MB left, 1000000000 MB are needed: free some disk space"):
        home.require_space(tmp_path, 1_000_000_000)


def test_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    """A file in the data folder's place: one line with the remedy."""
    (tmp_path / "file").touch()
    with pytest.raises(RunError, match=r"cannot make the folder .*/file/data: .*set XDG_CACHE_HOME"):
        start(tmp_path / "file" / "data")


def test_failure_line_shows_what_the_node_said(tmp_path: Path) -> None:
    """A node that dies is explained by the last lines of its log without the stack frames."""
    log = "[2026-01-01][WARN ][stderr ] java.lang.IllegalStateException: no such plugin\n[x] \tat a.b.C(D:1)\n"
    (tmp_path / "server.log").write_text(log)
    assert process._failure(tmp_path).startswith("java.lang.IllegalStateException: no such plugin (all of it:")


def _alive(pid: int) -> bool:
    return "claimwire.Launcher" in process._command_line(pid)


def _wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _request(url: str, method: str = "GET", body: object = None) -> dict[str, object]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as response:
        return json.load(response)
