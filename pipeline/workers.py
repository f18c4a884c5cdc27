"""Worker processes of the local runner that die: the run ends and says so, where Beam may wait for ever."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import grpc  # type: ignore[import-untyped]

from pipeline.errors import RunError

GRACE_S = 10.0
"""Beam itself mostly notices within this time."""
END = signal.SIGUSR1
OF_SIGNALS = 128
"""A process that a signal ended is said to have ended with a code above this, as shells do."""
CHANNEL_CLOSED = "Channel closed"


class _WorkerDiedError(Exception):
    """Raised in the main thread, wherever it waits."""


@contextmanager
def watched_workers() -> Iterator[Callable[[int], None]]:
    """End the block with RunError where a worker process was killed; only the main thread can be ended so.

    Gives what is to be called with the exit code of each worker that ends, as `multiprocessing` states it.
    """
    watch = _Watch()
    if threading.current_thread() is not threading.main_thread():
        yield watch.note
        return
    hook, handler = threading.excepthook, signal.signal(END, _end)
    threading.excepthook = watch.heard
    try:
        yield watch.note
    except Exception as error:
        if CHANNEL_CLOSED in str(error):  # the news of the process itself may come a little later
            watch.exited.wait(2.0)
        if isinstance(error, _WorkerDiedError) or watch.was_killed:
            raise RunError(
                f"a worker process ended with code {watch.code}; run again, with fewer --direct_num_workers if memory "
                "ran out"
            ) from error
        raise
    finally:
        watch.ended.set()
        threading.excepthook = hook
        signal.signal(END, handler)


class _Watch:
    def __init__(self) -> None:
        self.code = 0
        self.exited, self.ended = threading.Event(), threading.Event()
        self._before = threading.excepthook

    @property
    def was_killed(self) -> bool:
        """Tell whether a signal ended a worker."""
        return self.code > OF_SIGNALS

    def note(self, code: int) -> None:
        """Be told that a worker ended."""
        if code:
            self.code = self.code or (code if code >= 0 else OF_SIGNALS - code)
            self.exited.set()
            threading.Thread(target=self._end_later, daemon=True).start()

    def heard(self, args: threading.ExceptHookArgs) -> None:
        """Be told of an exception that ended a thread: a worker's connections end with it."""
        if not isinstance(args.exc_value, grpc.RpcError):
            self._before(args)

    def _end_later(self) -> None:
        main = threading.main_thread().ident
        if main is not None and not self.ended.wait(GRACE_S) and not self.ended.is_set():
            signal.pthread_kill(main, END)


def _end(number: int, frame: FrameType | None) -> None:
    raise _WorkerDiedError
