"""A door before a server: connections pass through it until it is shut."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

BUSY = (
    b"HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
    b"Connection: close\r\n\r\n{}"
)


@dataclass
class Breakable:
    """While shut, open connections are cut and new ones refused."""

    url: str
    target: tuple[str, int]
    listener: socket.socket | None = None
    port: int = 0
    pairs: set[socket.socket] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)
    silent: bool = False
    """Connections are taken and nothing is ever answered."""
    cut_bulk: int = 0
    """So many answers to bulk requests are cut in the middle: the server has done what it was asked."""
    busy_bulk: int = 0
    """So many bulk requests are answered with 429, and never arrive."""
    asked_bulk: int = 0
    bulk: set[socket.socket] = field(default_factory=set)

    def open(self) -> None:
        listener = socket.create_server(("127.0.0.1", self.port), reuse_port=False)
        self.port = listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def shut(self) -> None:
        listener, self.listener = self.listener, None
        if listener:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        with self.lock:
            for end in self.pairs:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            self.pairs.clear()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                here, _ = listener.accept()
                if self.silent:
                    self.pairs.add(here)
                    continue
                there = socket.create_connection(self.target)
                with self.lock:
                    self.pairs |= {here, there}
                for source, sink in ((here, there), (there, here)):
                    threading.Thread(target=self._pass_on, args=(source, sink), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                if sink.getpeername() == self.target and b" /_bulk" in data[:200]:
                    self.asked_bulk += 1
                    if self.busy_bulk > 0:
                        self.busy_bulk -= 1
                        source.sendall(BUSY)
                        break
                    self.bulk.add(source)
                elif sink in self.bulk and data.startswith(b"HTTP/"):
                    self.bulk.discard(sink)
                    if self.cut_bulk > 0:
                        self.cut_bulk -= 1
                        sink.sendall(data[: len(data) - 7])
                        break
                if self.silent:
                    continue
                sink.sendall(data)
        for end in (source, sink):
            with self.lock:
                self.pairs.discard(end)
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def breakable(url: str) -> Iterator[Breakable]:
    """Put a door before the server while the block runs."""
    parts = urlsplit(url)
    door = Breakable("", (parts.hostname or "127.0.0.1", parts.port or 80))
    door.open()
    try:
        yield door
    finally:
        door.shut()
