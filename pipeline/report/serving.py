"""HTTP for the live pages: this machine only, reads only."""

import socket
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from pipeline.errors import RunError
from pipeline.report.desk import POLICY, Desk, Page

ADDRESS = "127.0.0.1"
IDLE_S = 30
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class DeskServer(ThreadingHTTPServer):
    """A server on the loopback address; `url` says where."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, desk: Desk, port: int) -> None:
        self.desk = desk
        try:
            super().__init__((ADDRESS, port), DeskHandler)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or error
            raise RunError(
                f"cannot listen on {ADDRESS}:{port}: {reason}; take another --port (0: any free one)"
            ) from error
        self.url = f"http://{ADDRESS}:{self.server_port}/"
        self.hosts = {f"{name}:{self.server_port}" for name in (ADDRESS, "localhost")}
        if self.server_port == 80:
            self.hosts |= {ADDRESS, "localhost"}

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away is no news."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class DeskHandler(BaseHTTPRequestHandler):
    """Answers GET and HEAD of requests that name this host."""

    server: DeskServer
    protocol_version = "HTTP/1.1"
    timeout = IDLE_S

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def do_GET(self) -> None:
        self._send(self._page())

    def do_HEAD(self) -> None:
        self._send(self._page(), without_body=True)

    def _refuse(self) -> None:
        self.close_connection = True
        text = "Only GET and HEAD: these pages are for reading.\n"
        page = Page(text, HTTPStatus.METHOD_NOT_ALLOWED, "text/plain; charset=utf-8", {"Allow": "GET, HEAD"})
        self._send(page)

    do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_TRACE = do_CONNECT = _refuse  # noqa: N815

    def _page(self) -> Page:
        if reason := self._stranger():
            self.close_connection = True
            return Page(reason + "\n", HTTPStatus.MISDIRECTED_REQUEST, "text/plain; charset=utf-8")
        try:
            return self.server.desk.answer(self.path)
        except Exception as error:
            self.log_error("%s: %s: %s", self.path, type(error).__name__, error)
            text = "This page could not be made; the reason stands where `claimwire serve` runs.\n"
            return Page(text, HTTPStatus.INTERNAL_SERVER_ERROR, "text/plain; charset=utf-8")

    def _stranger(self) -> str | None:
        """Say why a request is no reader's: another site's name or script must not reach the index."""
        hosts = self.headers.get_all("Host") or []
        if len(hosts) != 1 or hosts[0].lower() not in self.server.hosts:
            return f"These pages are at {self.server.url} only."
        site, mode = self.headers.get("Sec-Fetch-Site", "none"), self.headers.get("Sec-Fetch-Mode", "navigate")
        if site in ("cross-site", "same-site") and mode != "navigate":
            return "Other sites cannot use these pages."
        return None

    def _send(self, page: Page, *, without_body: bool = False) -> None:
        body = page.body.encode(errors="replace")
        self.send_response(page.status)
        for name, value in {**HEADERS, **page.headers, "Content-Type": page.kind}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if not without_body:
            self.wfile.write(body)

    def version_string(self) -> str:
        return "claimwire"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """What is read is nobody's business."""
