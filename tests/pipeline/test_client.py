import base64
import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import RunError, UsageError
from pipeline.index.client import Client, NotReachedError, ResponseError, check, connect
from pipeline.index.connection import Connection, default_url
from pipeline.index.output import ElasticsearchOutput, JsonlOutput, parse_output

ES_VARIABLES = ("URL", "CLOUD_ID", "API_KEY", "USER", "PASSWORD", "CA")


class Stub(ThreadingHTTPServer):
    """Answers as told; for what a local Elasticsearch without security cannot say."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer: tuple[int, Any] = (200, {})
        self.closes = False
        self.requests: list[tuple[str, dict[str, str], bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Stub

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.requests.append((self.path, dict(self.headers), body))
        status, content = self.server.answer
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        self.close_connection = self.server.closes  # without saying so before, as a restarted proxy does

    do_POST = do_PUT = do_GET  # noqa: N815 (the names are http.server's)

    def log_message(self, *_: object) -> None:
        """Keep the test's output quiet."""


@pytest.fixture
def stub() -> Iterator[Stub]:
    server = Stub()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ES_VARIABLES:
        monkeypatch.delenv(f"CLAIMWIRE_ES_{name}", raising=False)
        monkeypatch.delenv(f"CLAIMWIRE_ES_{name}_FILE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))


def version(number: str) -> dict[str, Any]:
    return {"version": {"number": number}, "tagline": "You Know, for Search"}


@pytest.mark.parametrize(
    ("status", "answer", "line"),
    [
        (
            401,
            {"error": {"type": "security_exception", "reason": "x"}},
            "refuses the login: check CLAIMWIRE_ES_API_KEY",
        ),
        (403, {"error": {"type": "security_exception", "reason": "no monitor"}}, "forbids this: no monitor; give the"),
        (200, version("7.17.9"), "is version 7.17.9: 8.19 to 9.x are supported"),
        (200, version("8.18.0"), "is version 8.18.0: 8.19 to 9.x are supported"),
        (200, version("10.0.0"), "is version 10.0.0: 8.19 to 9.x are supported"),
        (200, {"version": {"number": "9.1", "distribution": "other"}}, "does not answer like Elasticsearch"),
        (200, b"<html>hello</html>", "does not answer like Elasticsearch"),
        (200, [1, 2], "does not answer like Elasticsearch"),
        (502, b"bad gateway", "answered 502 error: bad gateway"),
    ],
)
def test_what_is_wrong_with_a_server_is_said_in_one_line(stub: Stub, status: int, answer: Any, line: str) -> None:
    """A refused login, a missing privilege, another version or another product: one line with the remedy."""
    stub.answer = (status, answer)
    with pytest.raises(RunError, match=line) as caught:
        check(connect(stub.url))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("number", ["8.19.0", "9.0.0", "9.5.3", "9.10.1-SNAPSHOT"])
def test_supported_versions_pass(stub: Stub, number: str) -> None:
    """8.19 and every 9.x are accepted."""
    stub.answer = (200, version(number))
    check(connect(stub.url))


def test_an_unreachable_server_is_named_with_the_remedy() -> None:
    """Nothing listens: the line names the URL and how to start a server."""
    with pytest.raises(
        RunError, match=r"cannot reach Elasticsearch at http://127.0.0.1:9: .*claimwire elasticsearch start"
    ):
        check(connect("http://127.0.0.1:9"))


def test_credentials_go_into_the_header_and_nowhere_else(
    stub: Stub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The API key is read from the environment or a file, sent, and in no message or repr."""
    secret = tmp_path / "key"
    secret.write_text("s3cret\n")
    monkeypatch.setenv("CLAIMWIRE_ES_API_KEY_FILE", str(secret))
    client = connect(stub.url)
    stub.answer = (401, {"error": {"type": "security_exception", "reason": "x"}})
    with pytest.raises(RunError) as caught:
        check(client)
    assert stub.requests[0][1]["Authorization"] == "ApiKey s3cret"
    assert "s3cret" not in str(caught.value) + repr(client.connection) + repr(client)


def test_user_and_password_make_basic_auth(monkeypatch: pytest.MonkeyPatch) -> None:
    """User and password become basic authentication; one without the other is refused."""
    monkeypatch.setenv("CLAIMWIRE_ES_USER", "u")
    with pytest.raises(UsageError, match="belong together"):
        Connection.of("http://h:1")
    monkeypatch.setenv("CLAIMWIRE_ES_PASSWORD", "p:w")
    assert Connection.of("http://h:1").authorization == "Basic " + base64.b64encode(b"u:p:w").decode()


@pytest.mark.parametrize(
    "url", ["ftp://h", "h:9200", "http://", "http://h:0", "http://h:99999", "http://h?x=1", "http://[::1", ""]
)
def test_malformed_urls_are_refused(url: str) -> None:
    """What is no http(s)://host:port is bad usage, in one line."""
    with pytest.raises(UsageError, match=r"Elasticsearch URL|--output"):
        parse_output(f"elasticsearch:{url}" if url else "elsewhere:x")


def test_a_password_in_the_url_is_refused_without_being_shown() -> None:
    """A URL with a password would end in logs and process lists."""
    with pytest.raises(UsageError, match="holds a password") as caught:
        parse_output("elasticsearch:https://u:hunter2@search.example.org:9200")
    assert "hunter2" not in str(caught.value)


def test_the_default_server_is_the_stated_one_then_the_cloud_then_the_embedded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without a URL: CLAIMWIRE_ES_URL, else the cloud id, else the running embedded server, else a remedy."""
    with pytest.raises(RunError, match="no Elasticsearch is known: start one"):
        default_url()
    state = {"url": "http://127.0.0.1:4", "pid": 1, "port": 4, "home": "", "data": ""}
    folder = tmp_path / "claimwire" / "elasticsearch"
    folder.mkdir(parents=True)
    (folder / "server.json").write_text(json.dumps(state))
    assert default_url() == "http://127.0.0.1:4"
    monkeypatch.setenv("CLAIMWIRE_ES_CLOUD_ID", "x:" + base64.b64encode(b"cloud.example.org$es$kb").decode())
    assert default_url() == "https://es.cloud.example.org:443"
    monkeypatch.setenv("CLAIMWIRE_ES_URL", "http://stated:9200")
    assert default_url() == "http://stated:9200"


def test_output_options() -> None:
    """`--output` names a server or a folder; anything else is bad usage."""
    assert parse_output("elasticsearch:http://h:1/", "mine") == ElasticsearchOutput("http://h:1", "mine")
    assert parse_output("jsonl:/tmp/out") == JsonlOutput(Path("/tmp/out"))
    for bad in ("jsonl:", "csv:x", "http://h:1"):
        with pytest.raises(UsageError, match="neither elasticsearch:URL nor jsonl:DIR"):
            parse_output(bad)
    with pytest.raises(UsageError, match="prefix"):
        parse_output("elasticsearch:http://h:1", "Bad Prefix")


def test_a_connection_closed_meanwhile_is_opened_again(stub: Stub) -> None:
    """A kept connection that a proxy closed costs nothing; a server that is gone is said to be."""
    client = connect(stub.url)
    stub.closes = True
    for _ in range(3):
        assert client.get("/") == {}
    assert len(stub.requests) == 3
    stub.shutdown()
    stub.server_close()
    with pytest.raises(NotReachedError):
        client.get("/")


def test_large_bodies_are_sent_compressed(stub: Stub) -> None:
    """Bulk lines go gzipped with their own content type; a small body goes as it is."""
    client = connect(stub.url)
    client.post("/_bulk", b'{"a": 1}\n' * 1000)
    client.post("/_search", {"size": 1})
    (_, bulk, sent), (_, search, plain) = stub.requests
    assert bulk["Content-Type"] == "application/x-ndjson"
    assert gzip.decompress(sent) == b'{"a": 1}\n' * 1000
    assert len(sent) < 1000
    assert "Content-Encoding" not in search
    assert json.loads(plain) == {"size": 1}


def test_threads_do_not_share_a_connection(stub: Stub) -> None:
    """One client serves many threads at once."""
    client: Client = connect(stub.url)
    failures: list[Exception] = []

    def ask() -> None:
        try:
            for _ in range(20):
                client.get("/x")
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert len(stub.requests) == 160


def test_root_cause_is_what_an_error_says(stub: Stub) -> None:
    """Of nested reasons the first cause is given."""
    reason = {"type": "outer", "reason": "o", "root_cause": [{"type": "inner", "reason": "the real one"}]}
    stub.answer = (400, {"error": reason, "status": 400})
    with pytest.raises(ResponseError, match="400 outer: the real one"):
        connect(stub.url).get("/")


def test_an_unreadable_authority_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A CA file that is none is a bad setting, not an unreachable server."""
    (tmp_path / "ca.pem").write_text("no certificate")
    monkeypatch.setenv("CLAIMWIRE_ES_CA", str(tmp_path / "ca.pem"))
    with pytest.raises(UsageError, match=r"CLAIMWIRE_ES_CA names .*ca.pem, which is no readable PEM file"):
        connect("https://127.0.0.1:9").get("/")
