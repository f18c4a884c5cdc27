"""What each host is owed: a pause between requests, and few at once, over all processes of this machine."""

import fcntl
import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.sources.policy import FetchPolicy


@dataclass(slots=True)
class Pace:
    """Gives turns: `with pace.turn(url)` waits until the host may be asked again."""

    policy: FetchPolicy
    sleep: Callable[[float], None] = time.sleep
    _next: dict[str, float] = field(default_factory=dict)
    _gates: dict[str, threading.BoundedSemaphore] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def turn(self, url: str, delay_s: float | None = None) -> Iterator[None]:
        """Wait for the host's turn and hold one of its places while the block runs."""
        host = (urlsplit(url).hostname or "").lower()
        delay = self._delay(host, delay_s)
        with self._gate(host):
            while (wait := self._claim(host, delay)) > 0:
                self.sleep(wait)
            yield

    def _delay(self, host: str, delay_s: float | None) -> float:
        if delay_s is not None:
            return delay_s
        try:
            address = ip_address(host)
        except ValueError:
            return self.policy.host_delay_s
        own = any(address.version == network.version and address in network for network in self.policy.networks())
        return 0.0 if own else self.policy.host_delay_s

    def _gate(self, host: str) -> threading.BoundedSemaphore:
        with self._lock:
            if host not in self._gates:
                self._gates[host] = threading.BoundedSemaphore(max(1, self.policy.host_concurrency))
            return self._gates[host]

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
