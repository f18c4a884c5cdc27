"""What each host is owed: a pause between requests, and few at once, over all processes of this machine."""

import fcntl
import hashlib
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.sources.policy import FetchPolicy

PATIENCE = 3
"""So many failures in a row, and a host is left alone for a while."""
LONGEST_REST_S = 900.0


@dataclass(slots=True)
class Pace:
    """Gives turns: `with pace.turn(url)` waits until the host may be asked again."""

    policy: FetchPolicy
    sleep: Callable[[float], None] = time.sleep
    _next: dict[str, float] = field(default_factory=dict)
    _places: dict[str, queue.LifoQueue[int]] = field(default_factory=dict)
    _troubled: dict[str, tuple[int, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def turn(self, url: str, delay_s: float | None = None) -> Iterator[int]:
        """Wait for the host's turn and hold one of its places, numbered from 0, while the block runs."""
        host = _host(url)
        delay = self._delay(host, delay_s)
        free = self._free_places(host)
        place = free.get()
        try:
            while (wait := self._claim(host, delay)) > 0:
                self.sleep(wait)
            yield place
        finally:
            free.put(place)

    def seconds_left_alone(self, url: str) -> float:
        """Give how long a host is still left alone: it did not answer several times running, or said "too many"."""
        with self._lock:
            failures, until = self._troubled.get(_service(url), (0, 0.0))
        left = until - time.monotonic()
        return left if failures >= PATIENCE and left > 0 else 0.0

    def worked(self, url: str) -> None:
        """Note that a host answered."""
        with self._lock:
            self._troubled.pop(_service(url), None)

    def failed(self, url: str, *, wait_s: float | None = None) -> None:
        """Note that a host did not answer, or asked for a pause: from the third time on each doubles its rest."""
        with self._lock:
            failures = self._troubled.get(_service(url), (0, 0.0))[0] + 1 if wait_s is None else PATIENCE
            rest = wait_s if wait_s is not None else self.policy.backoff_s * 2 ** min(failures + 2, 12)
            self._troubled[_service(url)] = (failures, time.monotonic() + min(rest, LONGEST_REST_S))

    def _delay(self, host: str, delay_s: float | None) -> float:
        if delay_s is not None:
            return delay_s
        try:
            address = ip_address(host)
        except ValueError:
            return self.policy.host_delay_s
        own = any(address.version == network.version and address in network for network in self.policy.networks())
        return 0.0 if own else self.policy.host_delay_s

    def _free_places(self, host: str) -> queue.LifoQueue[int]:
        with self._lock:
            if host not in self._places:
                self._places[host] = queue.LifoQueue()
                for place in reversed(range(max(1, self.policy.host_concurrency))):
                    self._places[host].put(place)
            return self._places[host]

    def _claim(self, host: str, delay: float) -> float:
        """Take the next free moment of a host: 0 where it is now, else the seconds until then."""
        if delay <= 0:
            return 0.0
        if self.policy.folder:
            return _claim_file(Path(self.policy.folder), host, delay)
        with self._lock:
            now = time.monotonic()
            due = self._next.get(host, 0.0)
            if due > now:
                return due - now
            self._next[host] = now + delay
            return 0.0


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()


def _service(url: str) -> str:
    return urlsplit(url).netloc.lower()


def _claim_file(folder: Path, host: str, delay: float) -> float:
    """Keep the host's next moment in a locked file, so that worker processes share it."""
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(host.encode()).hexdigest()[:24]
    descriptor = os.open(folder / f"{name}.pace", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        stated = os.read(descriptor, 40)
        now = time.time()
        due = float(stated) if stated.strip() else 0.0
        if now < due <= now + 3600:
            return due - now
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.truncate(descriptor, 0)
        os.write(descriptor, f"{now + delay:.6f}".encode())
        return 0.0
    except ValueError:
        os.truncate(descriptor, 0)
        return 0.0
    finally:
        os.close(descriptor)
