"""Worker processes that are killed: the run ends, even where nothing else would end it. And a killed run's workers."""

import json
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from under_fire import WORKER, alive, articles_of, descendants, wait_until

from pipeline import workers
from pipeline.errors import RunError


def run_and_lose(code: int, error: Exception | None = None) -> None:
    """Lose a worker, then fail, or wait for what it owes."""
    with workers.watched_workers() as ended:
        ended(code)
        if error is not None:
            raise error
        assert not threading.Event().wait(30)


@pytest.fixture(autouse=True)
def little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "GRACE_S", 0.2)


def test_a_run_that_would_wait_for_ever_is_ended() -> None:
    """The main thread waits for what the dead worker owes: it is called away, and the line names the exit code."""
    before = threading.excepthook, signal.getsignal(workers.END)
    with pytest.raises(RunError, match="ended with code 1;"):
        run_and_lose(1)
    assert (threading.excepthook, signal.getsignal(workers.END)) == before


def test_what_beam_says_of_a_killed_worker_is_said_plainly() -> None:
    """Beam's "Channel closed prematurely" is told as what it was, whoever says it."""
    with pytest.raises(RunError, match="ended with code 137"):
        run_and_lose(-signal.SIGKILL, RuntimeError("Channel closed prematurely."))


def test_other_errors_stay_what_they_are() -> None:
    """A stage's error is not blamed on workers that ended because of it."""
    with pytest.raises(ValueError, match="of a stage"):
        run_and_lose(1, ValueError("of a stage"))


@pytest.mark.parametrize("pause_s", [0.0, 0.7])
def test_workers_end_with_a_killed_run(tmp_path: Path, pause_s: float) -> None:
    """No worker outlives its launcher, neither one that still starts nor one that works."""
    articles = tmp_path / "articles.jsonl"  # enough that the run does not end before it is killed
    articles.write_text("".join(f"{json.dumps(record)}\n" for record in articles_of(200)), encoding="utf-8")
    command = [str(Path(sys.executable).with_name("claimwire")), "run", "--quiet", "--direct_num_workers=2"]
    command += [f"--input={articles}", f"--output=jsonl:{tmp_path / 'out'}"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as launcher:
        wait_until(lambda: len(workers_of(launcher.pid)) == 2 or launcher.poll() is not None, "workers", 60)
        time.sleep(pause_s)
        below = workers_of(launcher.pid)
        launcher.kill()
    assert len(below) == 2
    wait_until(lambda: not alive(below), "the end of the workers", 5)


def workers_of(launcher: int) -> list[int]:
    return [pid for pid, line in descendants(launcher) if WORKER in line]
