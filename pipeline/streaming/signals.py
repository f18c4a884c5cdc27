"""Stopping a stream: at the first signal after the round in progress, at the second at once."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from pipeline.forking import SIGNALS

AT_ONCE = 130


class Stop:
    """Whether the stream is to end."""

    def __init__(self, *, asked: Callable[[], None], at_once: Callable[[], None]) -> None:
        self._asked, self._at_once = asked, at_once
        self.requested = False
        self.last_asked = time.monotonic()
        """When the loop last asked whether to go on: it is alive."""

    def __call__(self) -> bool:
        self.last_asked = time.monotonic()
        return self.requested

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Heed the signals inside the block."""
        before = {number: signal.signal(number, self._heard) for number in SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _heard(self, number: int, frame: FrameType | None) -> None:
        if not self.requested:
            self.requested = True
            with suppress(RuntimeError):  # the log was being written to when the signal came
                self._asked()
            return
        try:
            self._at_once()
        finally:
            os._exit(AT_ONCE)  # nothing is lost: what was not committed comes again
