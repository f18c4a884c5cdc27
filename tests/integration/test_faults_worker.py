"""Worker processes that are killed: the run ends, even where nothing else would end it."""

import signal
import threading

import pytest

from pipeline import workers
from pipeline.errors import RunError


def lose_a_worker(code: int) -> None:
    """End a thread as Beam's does that waits for a worker."""

    def run() -> None:
        raise RuntimeError(f"Worker subprocess exited with return code {code}")

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def run_and_lose(code: int, error: Exception | None = None) -> None:
    """Lose a worker, then fail, or wait for what it owes."""
    with workers.watched_workers():
        lose_a_worker(code)
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
    """Beam's "Channel closed prematurely" is told as what it was."""
    with pytest.raises(RunError, match="ended with code 137"):
        run_and_lose(137, RuntimeError("Channel closed prematurely."))


def test_other_errors_stay_what_they_are() -> None:
    """A stage's error is not blamed on workers that ended because of it."""
    with pytest.raises(ValueError, match="of a stage"):
        run_and_lose(1, ValueError("of a stage"))
