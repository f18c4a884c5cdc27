"""A real HTTP server on 127.0.0.1 that plays all that servers do to a fetcher."""

import gzip
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import brotli
import zstandard

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Site:
    """The answers by path, and what was asked. An answer may be a function of the handler that writes by itself."""

    base: str = ""
    answers: dict[str, "Answer | Callable[[BaseHTTPRequestHandler], Answer | None]"] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    headers: list[dict[str, str]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    open_now: int = 0
    connections: int = 0
    open_most: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def text(self, path: str, content: bytes, status: int = 200, **headers: str) -> str:
        """Answer a path, and give its address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, named, content)
        return self.base + path


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def setup(self) -> None:
        with self.site.lock:
            self.site.connections += 1
        super().setup()

    def do_GET(self) -> None:
        site, path = self.site, self.path
        with site.lock:
            site.asked[path] += 1
            site.headers.append({name.lower(): value for name, value in self.headers.items()})
            site.times.append(time.monotonic())
            site.open_now += 1
            site.open_most = max(site.open_most, site.open_now)
        try:
            answer = site.answers.get(path) or site.answers.get(path.partition("?")[0]) or (404, {}, b"not here")
            made = answer(self) if callable(answer) else answer
            if made is not None:
                self.send(*made)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            with site.lock:
                site.open_now -= 1

    def send(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if status != 304:
            self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256


@contextmanager
def serve() -> Iterator[Site]:
    """Serve while the block runs."""
    site = Site()
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"site": site}))
    site.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def endless(handler: BaseHTTPRequestHandler) -> None:
    """A body without an end."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    handler.close_connection = True
    while True:
        handler.wfile.write(b"<p>and on it goes</p>" * 1000)


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then: never slow enough for a read time-out."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(600):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    """Headers that come byte by byte."""
    handler.close_connection = True
    for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"y" * 600:
        handler.wfile.write(bytes([byte]))
        handler.wfile.flush()
        time.sleep(0.1)


def cut(handler: BaseHTTPRequestHandler) -> None:
    """Half of what was announced, then the end."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"half")
    handler.close_connection = True


def bomb(encoding: str, mebibytes: int) -> bytes:
    """A small body that unpacks to so many MiB of zeros."""
    zeros = bytes(1024 * 1024)
    if encoding == "gzip":
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        return b"".join(packer.compress(zeros) for _ in range(mebibytes)) + packer.flush()
    if encoding == "br":
        compressor = brotli.Compressor(quality=5)
        return b"".join(compressor.process(zeros) for _ in range(mebibytes)) + compressor.finish()
    if encoding == "zstd":
        stream = zstandard.ZstdCompressor(level=3).compressobj()
        return b"".join(stream.compress(zeros) for _ in range(mebibytes)) + stream.flush()
    raise ValueError(encoding)


def packed(encoding: str, content: bytes) -> bytes:
    """A body packed as servers do."""
    match encoding:
        case "gzip":
            return gzip.compress(content)
        case "deflate":
            return zlib.compress(content)
        case "raw-deflate":
            packer = zlib.compressobj(wbits=-15)
            return packer.compress(content) + packer.flush()
        case "br":
            return bytes(brotli.compress(content))
        case "zstd":
            return zstandard.ZstdCompressor().compress(content)
    raise ValueError(encoding)
