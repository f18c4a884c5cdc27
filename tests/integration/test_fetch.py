"""Fetching from a real server that misbehaves in every known way: bounded, polite, and never fooled."""

import resource
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler

import pytest
from hostile_site import Site, bomb, cut, drip, drip_headers, endless, packed, serve

from pipeline.errors import TransientError
from pipeline.sources import FetchPolicy, PageFetcher, RetryLaterError
from pipeline.sources.addresses import GuardedBackend, is_allowed
from pipeline.sources.client import Client
from transforms.errors import RecordError
from transforms.parse import merge_page
from transforms.records import Article, Source

POLICY = FetchPolicy(
    allow_networks=("127.0.0.0/8",),
    connect_timeout_s=2.0,
    read_timeout_s=1.0,
    total_timeout_s=1.5,
    max_bytes=4 * 1024 * 1024,
    backoff_s=0.02,
    max_wait_s=0.5,
)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


@pytest.fixture
def client() -> Iterator[Client]:
    made = Client(POLICY)
    yield made
    made.close()


def kind_of(client: Client, url: str) -> str:
    with pytest.raises(RecordError) as caught:
        client.get(url)
    return caught.value.kind


def test_a_page_is_fetched_once_with_our_name(site: Site, client: Client) -> None:
    """A request says who asks, takes compressed answers, and sends no cookie back."""
    url = site.text("/plain", b"hello", Set_Cookie="tracker=1; Path=/")
    assert client.get(url).content == b"hello"
    client.get(url)
    asked = site.headers[-1]
    assert asked["user-agent"].startswith("claimwire/")
    assert {"gzip", "br", "zstd"} <= set(asked["accept-encoding"].split(", "))
    assert "cookie" not in asked


def test_connections_are_kept_alive() -> None:
    """Several requests to a host share one connection."""
    with serve() as own:
        client = Client(replace(POLICY, robots=False))
        for _ in range(5):
            client.get(own.text("/", b"x"))
        assert own.connections == 1


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "raw-deflate", "br", "zstd"])
def test_compressed_answers_are_unpacked(site: Site, client: Client, encoding: str) -> None:
    """Each compression that is asked for is read, with "deflate" in both of its readings."""
    url = site.text(f"/{encoding}", packed(encoding, b"hello " * 9999), Content_Encoding=encoding.removeprefix("raw-"))
    assert client.get(url).content == b"hello " * 9999


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_a_bomb_costs_its_record_only(site: Site, client: Client, encoding: str) -> None:
    """420 MiB of zeros in a small body are noticed at the limit, before they fill the memory."""
    url = site.text(f"/bomb-{encoding}", bomb(encoding, 420), Content_Encoding=encoding)
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    assert kind_of(client, url) == "too-large"
    assert time.monotonic() - began < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000  # kB


def test_damaged_compression_is_refused(site: Site, client: Client) -> None:
    """A body that is not what its header says is a bad record."""
    assert kind_of(client, site.text("/not-gzip", b"plain text", Content_Encoding="gzip")) == "bad-compression"
    assert kind_of(client, site.text("/odd", b"plain text", Content_Encoding="compress")) == "bad-compression"


def test_an_endless_body_ends_at_the_limit(site: Site, client: Client) -> None:
    """A body without an end costs its record, in bounded time."""
    site.answers["/endless"] = endless
    began = time.monotonic()
    with pytest.raises((RecordError, TransientError)):
        Client(replace(POLICY, attempts=1)).get(site.base + "/endless")
    assert time.monotonic() - began < 4


@pytest.mark.parametrize("writer", [drip, drip_headers], ids=["body", "headers"])
def test_a_slow_drip_ends_with_the_total_time(site: Site, writer: object) -> None:
    """A byte every tenth of a second never trips the read time-out: the total time does."""
    site.answers["/drip"] = writer  # type: ignore[assignment]
    began = time.monotonic()
    with pytest.raises(TransientError):
        Client(replace(POLICY, attempts=1)).get(site.base + "/drip")
    assert time.monotonic() - began < 3


def test_a_cut_answer_is_tried_again(site: Site, client: Client) -> None:
    """A connection that ends early is a passing fault: three tries, then a transient error."""
    site.answers["/cut"] = cut
    with pytest.raises(TransientError):
        client.get(site.base + "/cut")
    assert site.asked["/cut"] == 3


@pytest.mark.parametrize(("status", "kind"), [(401, "http-401"), (403, "http-403"), (404, "http-404"), (410, "gone")])
def test_final_answers_are_not_repeated(site: Site, client: Client, status: int, kind: str) -> None:
    """What will not change by asking again is asked once."""
    url = site.text(f"/s{status}", b"no", status)
    assert kind_of(client, url) == kind
    assert site.asked[f"/s{status}"] == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_passing_faults_are_tried_again(site: Site, client: Client, status: int) -> None:
    """After two refusals the third try succeeds."""

    def answer(handler: BaseHTTPRequestHandler) -> tuple[int, dict[str, str], bytes]:
        return (status, {"Retry-After": "0"}, b"") if site.asked[handler.path] < 3 else (200, {}, b"at last")

    site.answers[f"/try{status}"] = answer
    assert client.get(f"{site.base}/try{status}").content == b"at last"


def test_retry_after_is_honoured(site: Site) -> None:
    """A short wait is kept to; a long one ends the fetch at once and is passed on."""
    waits: list[float] = []
    client = Client(POLICY, sleep=waits.append)
    url = site.text("/later", b"", 503, Retry_After="0.3")
    with pytest.raises(RetryLaterError):
        client.get(url)
    assert [wait for wait in waits if wait >= 0.3] == [0.3, 0.3]
    url = site.text("/much-later", b"", 429, Retry_After="3600")
    with pytest.raises(RetryLaterError) as caught:
        client.get(url)
    assert caught.value.retry_after_s == 3600.0
    assert site.asked["/much-later"] == 1


def test_redirects_are_followed_and_the_permanent_ones_told(site: Site, client: Client) -> None:
    """301 and 308 alone make a new address; a 302 among them does not; a loop ends."""
    site.text("/home", b"here")
    site.text("/moved2", b"", 308, Location="/home")
    moved = client.get(site.text("/moved1", b"", 301, Location="/moved2"))
    assert (moved.content, moved.moved_to) == (b"here", site.base + "/home")
    passing = client.get(site.text("/passing", b"", 302, Location="/moved1"))
    assert (passing.content, passing.moved_to) == (b"here", None)
    assert kind_of(client, site.text("/loop", b"", 302, Location="/loop")) == "redirect-loop"


@pytest.mark.parametrize(
    "target",
    ["file:///etc/passwd", "ftp://127.0.0.1/x", "//user:pw@127.0.0.1/x", "gopher://x", "http://[::1"],
)
def test_redirects_leave_http_never(site: Site, client: Client, target: str) -> None:
    """A redirect to a file, another scheme, or an address with a password is refused."""
    assert kind_of(client, site.text("/away", b"", 302, Location=target)) == "bad-url"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "fe80::1", "fc00::1", "ff02::1", "::", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1", "fe80::1%eth0",
    ],
)  # fmt: skip
def test_private_addresses_are_refused(address: str) -> None:
    """Loopback, private, link-local, carrier, multicast and IPv4 inside IPv6 are no public addresses."""
    assert not is_allowed(address, ())


def test_public_and_listed_addresses_are_allowed() -> None:
    """Public addresses pass, and what is allow-listed does too, in its mapped form as well."""
    allowed = FetchPolicy(allow_networks=("10.1.0.0/16",)).networks()
    assert is_allowed("93.184.216.34", ())
    assert is_allowed("2606:2800:220:1::1", ())
    assert is_allowed("10.1.2.3", allowed)
    assert is_allowed("::ffff:10.1.2.3", allowed)
    assert not is_allowed("10.2.0.1", allowed)


def test_loopback_is_refused_at_connect_time(site: Site) -> None:
    """Without the allow-list our own server cannot be reached: by number, by name, nor by redirect."""
    client = Client(replace(POLICY, allow_networks=()))
    port = site.base.rpartition(":")[2]
    for host in ("127.0.0.1", "localhost", "127.1", "2130706433", "[::ffff:127.0.0.1]"):
        with pytest.raises((RecordError, TransientError)) as caught:
            client.get(f"http://{host}:{port}/plain")
        assert "not a public address" in str(caught.value) or "resolve" in str(caught.value)
    assert site.asked["/never"] == 0


def test_a_name_that_resolves_anew_changes_nothing(site: Site) -> None:
    """DNS rebinding: the connection goes to the address that was checked, not to a second look-up."""
    answers = iter([["127.0.0.1"], ["127.0.0.2"], ["10.0.0.1"]])
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    port = site.base.rpartition(":")[2]
    site.text("/rebind", b"the checked one")
    backend = GuardedBackend(replace(POLICY, allow_networks=("127.0.0.1/32",)).networks(), rebinding)
    client = Client(replace(POLICY, robots=False), backend=backend)
    assert client.get(f"http://rebind.example:{port}/rebind").content == b"the checked one"
    client.close()
    client = Client(replace(POLICY, robots=False), backend=backend)
    assert kind_of(client, f"http://rebind.example:{port}/rebind") == "forbidden-address"
    assert asked == ["rebind.example", "rebind.example"]


def test_one_forbidden_address_among_several_is_enough(site: Site) -> None:
    """A name with a public and a private address is refused as a whole."""
    backend = GuardedBackend((), lambda host, port: ["93.184.216.34", "127.0.0.1"])
    client = Client(replace(POLICY, robots=False), backend=backend)
    assert kind_of(client, "http://mixed.example/") == "forbidden-address"


def test_proxies_of_the_environment_are_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would connect where we cannot check: it is left aside."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert Client(POLICY).get(site.text("/direct", b"direct")).content == b"direct"


def test_robots_are_obeyed_and_asked_once(site: Site) -> None:
    """What robots.txt forbids is not fetched, also by redirect; its absence allows all; a failing one forbids."""
    with serve() as other:
        other.text("/robots.txt", b"User-agent: claimwire\nDisallow: /private\n\nUser-agent: *\nDisallow: /")
        client = Client(POLICY)
        assert client.get(other.text("/open", b"open")).content == b"open"
        assert kind_of(client, other.text("/private/x", b"secret")) == "robots"
        assert kind_of(client, other.text("/to-private", b"", 302, Location="/private/x")) == "robots"
        assert client.get(other.base + "/private/x", robots=False).content == b"secret"
        assert other.asked["/robots.txt"] == 1
    with serve() as failing:
        failing.text("/robots.txt", b"", 503)
        assert kind_of(Client(POLICY), failing.text("/open", b"open")) == "robots"


def test_a_host_gets_no_more_than_its_due(tmp_path: object) -> None:
    """The pause between requests to a host is kept over clients that share a folder, as worker processes do."""
    with serve() as own:
        policy = replace(POLICY, robots=False, folder=str(tmp_path))
        first, second = Client(policy), Client(policy)
        url = own.text("/", b"x")
        for client in (first, second, first, second):
            client.get(url, delay_s=0.15)
        gaps = [later - earlier for earlier, later in zip(own.times, own.times[1:], strict=False)]
        assert len(gaps) == 3
        assert min(gaps) > 0.1


def test_a_refused_connection_is_transient(client: Client) -> None:
    """A port that nobody listens on, and a name that does not resolve, may be mended later."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for url in (f"http://127.0.0.1:{port}/", "http://no-such-host.invalid/"):
        with pytest.raises(TransientError):
            client.get(url)


def test_a_dead_host_is_left_alone_for_a_while() -> None:
    """After three failures running a host is not asked again for now, and an answer ends that."""
    clock: list[float] = []
    client = Client(replace(POLICY, attempts=1, robots=False, backoff_s=0.02), sleep=clock.append)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for _ in range(3):
        with pytest.raises(TransientError, match="refused"):
            client.get(f"http://127.0.0.1:{port}/")
    with pytest.raises(RetryLaterError, match="left alone"):
        client.get(f"http://127.0.0.1:{port}/other")
    time.sleep(0.7)
    with serve() as other:
        assert client.get(other.text("/", b"back")).content == b"back"
    assert client.pace.seconds_left_alone("http://127.0.0.1/") == 0.0


def test_too_many_requests_holds_for_the_whole_host() -> None:
    """A 429 with a pause is kept for all addresses of its host."""
    client = Client(replace(POLICY, attempts=1, robots=False))
    with serve() as other:
        other.text("/other", b"x")
        with pytest.raises(RetryLaterError):
            client.get(other.text("/", b"", 429, Retry_After="60"))
        with pytest.raises(RetryLaterError) as caught:
            client.get(other.base + "/other")
        assert 50 < (caught.value.retry_after_s or 0) <= 60
        assert other.asked["/other"] == 0


def test_a_page_that_fails_never_drops_its_entry(site: Site) -> None:
    """403, 404, 503 and a forbidden address leave the entry as it was, with the reason."""
    fetcher = PageFetcher(POLICY)
    for url in (site.text("/p403", b"", 403), site.text("/p503", b"", 503), "http://10.0.0.1/", "file:///etc/passwd"):
        article = Article(
            id="1",
            raw="Title\n\nText",
            origin="o",
            source=Source(id="s", name="s"),
            url=url,
            title_end=5,
            needs_page=True,
        )
        merged = merge_page(article, fetcher.fetch(article))
        assert merged == replace(article, needs_page=False, page_problem=merged.page_problem)
        assert merged.page_problem
