"""A door before a server that counts the bytes which pass."""

import socket
import socketserver
import threading
from contextlib import suppress
from urllib.parse import urlsplit


class Meter(socketserver.ThreadingTCPServer):
    """Passes connections on to a server and counts their bytes, heads and all: the server does not count bulk ones."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, url: str) -> None:
        super().__init__(("127.0.0.1", 0), _Passage)
        parts = urlsplit(url)
        self.target = parts.hostname or "127.0.0.1", parts.port or 9200
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.bytes = {"sent": 0, "received": 0}
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Passage(socketserver.BaseRequestHandler):
    server: Meter

    def handle(self) -> None:
        with socket.create_connection(self.server.target) as beyond, suppress(OSError):
            answers = threading.Thread(target=self._pass_on, args=(beyond, self.request, "received"), daemon=True)
            answers.start()
            self._pass_on(self.request, beyond, "sent")
            answers.join()

    def _pass_on(self, source: socket.socket, sink: socket.socket, way: str) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                self.server.bytes[way] += len(data)
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
