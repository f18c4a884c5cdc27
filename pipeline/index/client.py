"""A small Elasticsearch client on the standard library: JSON over HTTP(S) with kept-open connections.

For the commands that answer at once: the official client takes 1.7 s to import, four times what `claimwire search`
may take to start. Runs go through the official one (`pipeline.index.official`), which is asked in the same words.
"""

import gzip
import http.client
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlsplit

from pipeline.errors import RunError, TransientError, UsageError
from pipeline.index.connection import Connection

TIMEOUT_S = 60.0
OLDEST_SERVER = (8, 19)
NEWEST_MAJOR = 9
COMPRESSED_FROM = 1024

Answer = dict[str, Any]


class NotReachedError(TransientError):
    """No answer came: refused, reset, timed out, or not HTTP."""


class ResponseError(Exception):
    """Elasticsearch refused a request: `status` is HTTP's, `kind` Elasticsearch's ("index_not_found_exception")."""

    def __init__(self, status: int, kind: str, reason: str) -> None:
        super().__init__(f"{status} {kind}: {reason}")
        self.status = status
        self.kind = kind
        self.reason = reason

    def __reduce__(self) -> tuple[type["ResponseError"], tuple[int, str, str]]:
        return type(self), (self.status, self.kind, self.reason)


class Client:
    """Talks to one Elasticsearch; threads share it, each with its own connection."""

    def __init__(self, connection: Connection, *, timeout_s: float = TIMEOUT_S) -> None:
        self.connection = connection
        self._timeout_s = timeout_s
        self._url = urlsplit(connection.url)
        self._own = threading.local()
        self._headers = {"Accept": "application/json", "Accept-Encoding": "gzip"}
        if connection.authorization:
            self._headers["Authorization"] = connection.authorization

    def get(self, path: str, body: object = None) -> Answer:
        return self.request("GET", path, body)

    def put(self, path: str, body: object) -> Answer:
        return self.request("PUT", path, body)

    def post(self, path: str, body: object = None) -> Answer:
        return self.request("POST", path, body)

    def request(self, method: str, path: str, body: object = None) -> Answer:
        """Send one request; bytes go as they are (NDJSON), anything else as JSON. Give the parsed answer.

        Raises NotReachedError, or ResponseError for a status of 400 and above. A request is sent again only when a
        connection that was kept open turns out to be closed; every request of ours may be repeated.
        """
        headers = dict(self._headers)
        payload = _encode(body, headers)
        reused = getattr(self._own, "http", None) is not None
        try:
            status, data = self._send(method, path, payload, headers)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError) as error:
            if not reused:
                raise self._not_reached(error) from error
            try:
                status, data = self._send(method, path, payload, headers)
            except (OSError, http.client.HTTPException) as again:
                raise self._not_reached(again) from again
        except (OSError, http.client.HTTPException) as error:
            raise self._not_reached(error) from error
        return _answer(status, data)

    def search(self, index: str, body: Answer) -> Answer:
        """Search an index or alias; a search that failed on some shards raises."""
        return self.post(f"/{index}/_search?allow_partial_search_results=false", body)

    def exists(self, path: str) -> bool:
        """Tell whether a GET of the path finds something."""
        try:
            self.get(path)
        except ResponseError as error:
            if error.status == 404:
                return False
            raise
        return True

    def _send(self, method: str, path: str, payload: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
        connection = getattr(self._own, "http", None) or self._open()
        self._own.http = None  # kept again only after a whole answer
        try:
            connection.request(method, self._url.path + path, payload, headers)
            response = connection.getresponse()
            data = response.read()
        except BaseException:
            connection.close()
            raise
        if response.headers.get("Content-Encoding") == "gzip":
            data = gzip.decompress(data)
        self._own.http = connection
        return response.status, data

    def _open(self) -> http.client.HTTPConnection:
        host = self._url.hostname or ""
        if self._url.scheme == "http":
            return http.client.HTTPConnection(host, self._url.port, timeout=self._timeout_s)
        try:
            context = ssl.create_default_context(cafile=self.connection.ca)
        except OSError as error:
            raise UsageError(f"CLAIMWIRE_ES_CA names {self.connection.ca}, which is no readable PEM file") from error
        return http.client.HTTPSConnection(host, self._url.port, timeout=self._timeout_s, context=context)

    def _not_reached(self, error: Exception) -> NotReachedError:
        if isinstance(error, ssl.SSLCertVerificationError):
            return NotReachedError(f"its certificate is not trusted ({error.verify_message}); set CLAIMWIRE_ES_CA")
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        return NotReachedError(reason)


def _encode(body: object, headers: dict[str, str]) -> bytes | None:
    if body is None:
        return None
    is_lines = isinstance(body, bytes)
    payload = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers["Content-Type"] = "application/x-ndjson" if is_lines else "application/json"
    if len(payload) >= COMPRESSED_FROM:
        headers["Content-Encoding"] = "gzip"
        payload = gzip.compress(payload, compresslevel=1)
    return payload


def _answer(status: int, data: bytes) -> Answer:
    try:
        answer = json.loads(data) if data else {}
    except ValueError:
        answer = {"error": data[:200].decode(errors="replace")}
    if not isinstance(answer, dict):
        answer = {"items": answer}
    if status < 400:
        return answer
    raise failure(status, answer)


def failure(status: int, answer: Any) -> ResponseError:
    """Read what Elasticsearch says of a request that it refused."""
    error = (answer.get("error") if isinstance(answer, dict) else str(answer)[:200]) or {}
    if isinstance(error, str):
        return ResponseError(status, "error", error)
    cause = (error.get("root_cause") or [error])[0]
    return ResponseError(
        status, str(error.get("type") or "error"), str(cause.get("reason") or error.get("reason") or "")
    )


def segment(text: str) -> str:
    """Quote one path segment (an id)."""
    return quote(text, safe="")


def connect(url: str | None = None) -> Client:
    """Give a client for the URL, or for the default server; nothing is sent yet."""
    return Client(Connection.of(url))


@contextmanager
def explained(client: Client) -> Iterator[Client]:
    """Turn what can go wrong between a command and the server into one line with the remedy."""
    url = client.connection.url
    try:
        yield client
    except NotReachedError as error:
        raise RunError(
            f"cannot reach Elasticsearch at {url}: {error}; start it (claimwire elasticsearch start), or check the URL"
        ) from error
    except ResponseError as error:
        raise RunError(_explanation(url, error)) from error


def _explanation(url: str, error: ResponseError) -> str:
    match error.status:
        case 401:
            return f"Elasticsearch at {url} refuses the login: check CLAIMWIRE_ES_API_KEY, or _USER and _PASSWORD"
        case 403:
            return f"Elasticsearch at {url} forbids this: {error.reason}; give the user or API key that privilege"
        case 404 if error.kind == "index_not_found_exception":
            return f"Elasticsearch at {url} has no such index ({error.reason}): run `claimwire index setup`"
        case _:
            return f"Elasticsearch at {url} answered {error}"


def check(client: Client) -> None:
    """Make sure that the server can be reached, lets us in, and is of a version we know; one line otherwise."""
    with explained(client):
        answer = client.get("/")
    url = client.connection.url
    version = answer.get("version")
    number = str(version.get("number", "")) if isinstance(version, dict) else ""
    parts = number.split(".")
    if not number or "distribution" in (version or {}) or not all(part.isdigit() for part in parts[:2]):
        raise RunError(f"{url} does not answer like Elasticsearch: check the URL")
    found = (int(parts[0]), int(parts[1]))
    if found < OLDEST_SERVER or found[0] > NEWEST_MAJOR:
        oldest = ".".join(map(str, OLDEST_SERVER))
        raise RunError(f"Elasticsearch at {url} is version {number}: {oldest} to {NEWEST_MAJOR}.x are supported")
