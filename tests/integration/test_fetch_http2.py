"""Fetching over TLS from a real HTTP/2 server: one connection for many requests, packed answers, trust, no cookies."""

import socket
import ssl
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import DataReceived, RequestReceived
from hostile_site import bomb, packed

from pipeline.errors import TransientError
from pipeline.sources import FetchPolicy
from pipeline.sources.client import Client
from transforms.errors import RecordError

POLICY = FetchPolicy(
    allow_networks=("127.0.0.0/8",),
    robots=False,
    attempts=2,
    backoff_s=0.02,
    total_timeout_s=5.0,
    read_timeout_s=2.0,
    host_concurrency=8,
    max_bytes=4 * 1024 * 1024,
)


@dataclass
class Server:
    """Answers each path with a packed body; keeps what was spoken, and over how many connections."""

    base: str
    answers: dict[str, tuple[dict[str, str], bytes]] = field(default_factory=dict)
    spoken: list[str | None] = field(default_factory=list)
    requests: list[dict[str, str]] = field(default_factory=list)
    goes_away: bool = False

    def serve(self, listener: socket.socket, context: ssl.SSLContext) -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=self._talk, args=(connection, context), daemon=True).start()

    def _talk(self, raw: socket.socket, context: ssl.SSLContext) -> None:
        with suppress(OSError, ssl.SSLError), context.wrap_socket(raw, server_side=True) as stream:
            protocol = stream.selected_alpn_protocol()
            self.spoken.append(protocol)
            if protocol == "h2":
                self._talk_http2(stream)
            else:
                self._talk_http1(stream)

    def _talk_http1(self, stream: ssl.SSLSocket) -> None:
        with stream.makefile("rb") as lines:
            while request := lines.readline():
                while lines.readline().strip():
                    pass
                headers, body = self.answers[request.split()[1].decode()]
                head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
                stream.sendall(f"HTTP/1.1 200 OK\r\ncontent-length: {len(body)}\r\n{head}\r\n".encode() + body)

    def _talk_http2(self, stream: ssl.SSLSocket) -> None:
        session = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        session.initiate_connection()
        stream.sendall(session.data_to_send())
        waiting: dict[int, bytes] = {}
        answered = False
        while data := stream.recv(65_536):
            for event in session.receive_data(data):
                if isinstance(event, RequestReceived) and event.stream_id and event.headers:
                    asked = {str(name): str(value) for name, value in event.headers}
                    self.requests.append(asked)
                    answered = True
                    headers, waiting[event.stream_id] = self.answers[asked[":path"]]
                    session.send_headers(event.stream_id, [(":status", "200"), *headers.items()])
                elif isinstance(event, DataReceived):
                    session.acknowledge_received_data(event.flow_controlled_length or 0, event.stream_id or 0)
            self._send(session, waiting)
            leaves = self.goes_away and answered and not waiting
            if leaves:
                session.close_connection()
            stream.sendall(session.data_to_send())
            if leaves:
                stream.shutdown(socket.SHUT_WR)  # closed with words unread, TCP resets and the answer may be lost
                while stream.recv(65_536):
                    pass
                return

    def _send(self, session: H2Connection, waiting: dict[int, bytes]) -> None:
        """Send what the client's window has room for."""
        for number in list(waiting):
            while body := waiting[number]:
                room = min(session.local_flow_control_window(number), session.max_outbound_frame_size)
                if room <= 0:
                    break
                session.send_data(number, body[:room])
                waiting[number] = body[room:]
            if not waiting[number]:
                session.end_stream(number)
                del waiting[number]


@dataclass(frozen=True)
class Certificates:
    authority: Path
    server: Path


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """An authority and a certificate for 127.0.0.1, made for this test."""
    folder = tmp_path_factory.mktemp("certificates")
    now = datetime.now(UTC)
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in ("Test CA", "127.0.0.1")]
    made = []
    for number, (key, name) in enumerate(zip(keys, names, strict=True)):
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(names[0])
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=number == 0, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(keys[0].public_key()), critical=False)
        )
        if number:
            address = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
            builder = builder.add_extension(address, critical=False)
        made.append(builder.sign(keys[0], hashes.SHA256()))
    pem = serialization.Encoding.PEM
    secret = keys[1].private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "ca.pem").write_bytes(made[0].public_bytes(pem))
    (folder / "server.pem").write_bytes(secret + made[1].public_bytes(pem))
    return Certificates(folder / "ca.pem", folder / "server.pem")


def start(certificates: Certificates, protocols: list[str]) -> tuple[Server, socket.socket]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.server)
    context.set_alpn_protocols(protocols)
    listener = socket.create_server(("127.0.0.1", 0))
    server = Server(f"https://127.0.0.1:{listener.getsockname()[1]}")
    threading.Thread(target=server.serve, args=(listener, context), daemon=True).start()
    return server, listener


@pytest.fixture
def server(certificates: Certificates) -> Iterator[Server]:
    running, listener = start(certificates, ["h2", "http/1.1"])
    yield running
    listener.close()


@pytest.fixture
def client(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """A client that trusts the test's authority, as an operator's own is trusted: by SSL_CERT_FILE."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
    made = Client(POLICY)
    yield made
    made.close()


def test_requests_one_after_the_other_share_one_http2_connection(server: Server, client: Client) -> None:
    """HTTP/2 is agreed on, and kept open for the next request."""
    for number in range(5):
        server.answers[f"/{number}"] = ({}, f"page {number} ".encode() * 20_000)
        assert client.get(f"{server.base}/{number}").content == server.answers[f"/{number}"][1]
    assert server.spoken == ["h2"]


@pytest.fixture
def restless_threads() -> Iterator[None]:
    """Threads that change places so often that what can be torn apart between them is."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("restless_threads")
def test_requests_at_once_never_share_a_connection(server: Server, client: Client) -> None:
    """Threads that write to one HTTP/2 connection break it: each of a host's places has its own, and keeps it."""
    for number in range(400):
        server.answers[f"/{number}"] = ({}, f"page {number} ".encode() * 20)
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda number: client.get(f"{server.base}/{number}").content, range(400)))
    assert found == [server.answers[f"/{number}"][1] for number in range(400)]
    assert len(server.requests) == 400, "nothing was asked twice"
    assert set(server.spoken) == {"h2"}
    assert len(server.spoken) <= POLICY.host_concurrency


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_packed_answers_over_http2(server: Server, client: Client, encoding: str) -> None:
    """Each encoding that is offered is unpacked, and validators go both ways."""
    server.answers["/f"] = ({"content-encoding": encoding, "etag": '"v1"'}, packed(encoding, b"<rss>news</rss>" * 99))
    answer = client.get(f"{server.base}/f", headers={"If-None-Match": '"v0"'})
    assert answer.content == b"<rss>news</rss>" * 99
    assert answer.headers["etag"] == '"v1"'
    assert server.requests[0]["if-none-match"] == '"v0"'
    assert encoding in server.requests[0]["accept-encoding"]


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_a_bomb_over_http2_ends_at_the_limit(server: Server, client: Client, encoding: str) -> None:
    """The cap holds after unpacking, and the connection is of use for the next request."""
    server.answers["/bomb"] = ({"content-encoding": encoding}, bomb(encoding, 64))
    server.answers["/next"] = ({}, b"fine")
    with pytest.raises(RecordError, match="over 4 MiB"):
        client.get(f"{server.base}/bomb")
    assert client.get(f"{server.base}/next").content == b"fine"


def test_cookies_are_not_kept(server: Server, client: Client) -> None:
    """What a server sets is never sent back."""
    server.answers["/f"] = ({"set-cookie": "who=you; Path=/"}, b"<rss/>")
    for _ in range(3):
        client.get(f"{server.base}/f")
    assert not any("cookie" in asked for asked in server.requests)


def test_a_server_that_goes_away_is_asked_anew(server: Server, client: Client) -> None:
    """GOAWAY ends a connection and not the fetching."""
    server.answers["/f"] = ({}, b"<rss/>")
    server.goes_away = True
    for _ in range(3):
        assert client.get(f"{server.base}/f").content == b"<rss/>"
    assert server.spoken == ["h2"] * 3


def test_a_server_without_http2(certificates: Certificates, client: Client) -> None:
    """Where only HTTP/1.1 is spoken it is used, over TLS, and the connection is kept alive."""
    server, listener = start(certificates, ["http/1.1"])
    server.answers["/f"] = ({}, b"<rss/>")
    for _ in range(3):
        assert client.get(f"{server.base}/f").content == b"<rss/>"
    assert server.spoken == ["http/1.1"]
    listener.close()


def test_an_unknown_authority_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """TLS is verified by default, and the reason is told."""
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    client = Client(replace(POLICY, attempts=1))
    with pytest.raises(TransientError, match=r"certificate verify failed|CERTIFICATE_VERIFY_FAILED"):
        client.get(f"{server.base}/f")
    assert server.requests == []
