"""One HTTP request, done safely: bounded in time, size and redirects, to checked addresses only."""

import email.utils
import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from pipeline.errors import TransientError
from pipeline.sources.addresses import ForbiddenAddressError, GuardedBackend, GuardedTransport, set_deadline
from pipeline.sources.pace import Pace
from pipeline.sources.policy import FetchPolicy
from pipeline.sources.robots import Robots
from pipeline.sources.unpack import capped, unpack
from transforms.errors import RecordError

ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, text/html;q=0.9, */*;q=0.8"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
MAX_HEADER_URL = 4000

_ENCODING = re.compile(r"^(?:identity|)$")


class RetryLaterError(TransientError):
    """The server asks to come back after `retry_after_s` seconds."""

    def __init__(self, message: str, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s

    def __reduce__(self) -> tuple[type["RetryLaterError"], tuple[str, float | None]]:
        return type(self), (str(self), self.retry_after_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: `content` is unpacked; `moved_to` is set where permanent redirects alone led here."""

    url: str
    status: int
    headers: Mapping[str, str]
    content: bytes
    moved_to: str | None = None

    @property
    def media_type(self) -> str | None:
        return self.headers.get("content-type")


@dataclass(slots=True)
class Client:
    """The connections of one process, kept alive between requests, without cookies.

    `lanes` has one httpx client for each place that a host has: requests that run at once to one host never share a
    connection, as httpcore's HTTP/2 connection may not be written to by two threads.
    """

    policy: FetchPolicy
    sleep: Callable[[float], None] = time.sleep
    lanes: list[httpx.Client] = field(init=False)
    pace: Pace = field(init=False)
    robots: Robots = field(init=False)
    backend: GuardedBackend | None = None

    def __post_init__(self) -> None:
        policy = self.policy
        backend = self.backend or GuardedBackend(policy.networks())
        self.lanes = [_lane(policy, backend) for _ in range(max(1, policy.host_concurrency))]
        self.pace = Pace(policy, self.sleep)
        self.robots = Robots(policy, self._robots_text)

    def get(
        self, url: str, *, headers: Mapping[str, str] | None = None, robots: bool = True, delay_s: float | None = None
    ) -> Answer:
        """Fetch an address, trying again a few times where that may help.

        RecordError: never will (403, 404, 410, a forbidden address). TransientError: perhaps later.
        """
        if robots and self.policy.robots and not self.robots.allows(url):
            raise RecordError("robots", f"robots.txt of {urlsplit(url).hostname} forbids {url}")
        failure = TransientError(f"{url}: not tried")
        for attempt in range(max(1, self.policy.attempts)):
            if attempt:
                asked = failure.retry_after_s if isinstance(failure, RetryLaterError) else None
                pause = self.policy.backoff_s * 2 ** (attempt - 1) * random.uniform(0.5, 1.5)  # noqa: S311 — jitter
                if asked is not None and asked > self.policy.max_wait_s:
                    break
                self.sleep(min(max(pause, asked or 0.0), self.policy.max_wait_s))
            try:
                return self._follow(url, headers or {}, robots, delay_s)
            except TransientError as error:
                failure = error
        raise failure

    def close(self) -> None:
        for lane in self.lanes:
            lane.close()

    def _follow(self, url: str, headers: Mapping[str, str], robots: bool, delay_s: float | None) -> Answer:
        permanent, at = True, url
        for _ in range(self.policy.max_redirects + 1):
            answer = self._once(at, headers, delay_s)
            if answer.status not in REDIRECTS:
                return _judged(answer, moved_to=at if permanent and at != url else None)
            target = urljoin(at, answer.headers.get("location", "").strip())
            check_address(target)
            if robots and self.policy.robots and not self.robots.allows(target):
                raise RecordError("robots", f"robots.txt of {urlsplit(target).hostname} forbids {target}")
            permanent = permanent and answer.status in PERMANENT
            if urlsplit(target).netloc != urlsplit(at).netloc:
                headers = {}  # validators belong to the first host
            at = target
        raise RecordError("redirect-loop", f"{url} redirects more than {self.policy.max_redirects} times")

    def _once(self, url: str, headers: Mapping[str, str], delay_s: float | None) -> Answer:
        check_address(url)
        if rest := self.pace.seconds_left_alone(url):
            raise RetryLaterError(f"{url}: its host failed several times running and is left alone for now", rest)
        with self.pace.turn(url, delay_s) as place:
            set_deadline(self.policy.total_timeout_s)
            try:
                with self.lanes[place].stream("GET", url, headers={"Accept": ACCEPT, **headers}) as response:
                    content = self._body(response, url)
                    self._note(response, url)
                    return Answer(url=url, status=response.status_code, headers=response.headers, content=content)
            except ForbiddenAddressError as error:
                raise RecordError("forbidden-address", f"{url}: {error}; allow it with --allow-network") from error
            except httpx.RemoteProtocolError as error:
                if "location header" in str(error):
                    raise RecordError("bad-url", f"{url} redirects to no address: {error}") from error
                raise TransientError(f"{url}: {error}") from error
            except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:
                raise RecordError("bad-url", f"{url}: {error}") from error
            except (httpx.HTTPError, httpcore.TimeoutException, httpcore.NetworkError, OSError) as error:
                self.pace.failed(url)
                reason = " ".join(str(error).split()) or type(error).__name__
                raise TransientError(f"{url}: {reason[:200]}") from error
            finally:
                set_deadline(None)

    def _note(self, response: httpx.Response, url: str) -> None:
        """Keep the host's rest: one that says "too many requests" gets it for all of its addresses."""
        if response.status_code == 429:
            wait_s = retry_after_s(response.headers.get("retry-after"), datetime.now(UTC))
            self.pace.failed(url, wait_s=wait_s if wait_s is not None else 2 * self.policy.backoff_s)
        else:
            self.pace.worked(url)

    def _body(self, response: httpx.Response, url: str) -> bytes:
        if response.status_code == 304 or response.status_code in REDIRECTS:
            return b""
        limit = self.policy.max_bytes
        pieces: Iterator[bytes] = response.iter_raw()
        encodings = [name.strip().lower() for name in response.headers.get("content-encoding", "").split(",")]
        applied = [name for name in encodings if not _ENCODING.match(name)]
        if len(applied) > 3:
            raise RecordError("bad-compression", f"{url} is packed {len(applied)} times over")
        for name in reversed(applied):
            pieces = unpack(pieces, {"x-gzip": "gzip"}.get(name, name))
        try:
            return capped(pieces, limit, url)
        except RecordError as error:
            if error.kind == "truncated":
                raise TransientError(f"{url}: the answer was cut off") from error
            raise RecordError(error.kind, f"{url}: {error}") from error

    def _robots_text(self, url: str) -> tuple[int, str]:
        """Fetch a robots.txt: its status (0 where the host does not answer) and the first 500 KiB of its text."""
        try:
            at = url
            for _ in range(5):
                answer = self._once(at, {}, 0.0)
                if answer.status not in REDIRECTS:
                    return answer.status, answer.content[:512_000].decode("utf-8", "replace")
                at = urljoin(at, answer.headers.get("location", ""))
        except RecordError as error:
            return (0 if error.kind == "forbidden-address" else 404), ""
        except TransientError:
            return 0, ""
        return 404, ""


def _lane(policy: FetchPolicy, backend: GuardedBackend) -> httpx.Client:
    return httpx.Client(
        transport=GuardedTransport(backend),
        timeout=httpx.Timeout(policy.read_timeout_s, connect=policy.connect_timeout_s),
        headers={"User-Agent": policy.user_agent, "Accept-Encoding": "gzip, deflate, br, zstd"},
        cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
        follow_redirects=False,
        trust_env=False,
    )


@lru_cache(maxsize=4)
def client_of(policy: FetchPolicy) -> Client:
    """Give the process's client for a policy."""
    return Client(policy)


def check_address(url: str) -> None:
    """Refuse what is not plain http(s): other schemes, user names, no host."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise RecordError("bad-url", f"{url[:200]}: {error}") from error
    if parts.scheme.lower() not in {"http", "https"} or not host:
        raise RecordError("bad-url", f"{url[:200]}: only http and https addresses are fetched")
    if "@" in parts.netloc or len(url) > MAX_HEADER_URL:
        raise RecordError("bad-url", f"{url[:200]}: addresses with a user name, or endless ones, are not fetched")


def _judged(answer: Answer, moved_to: str | None) -> Answer:
    """Give the answer where it is one; raise what its status means otherwise."""
    status = answer.status
    if status in {200, 203, 206, 226, 304}:
        return Answer(url=answer.url, status=status, headers=answer.headers, content=answer.content, moved_to=moved_to)
    if status in TRY_AGAIN:
        retry_after = retry_after_s(answer.headers.get("retry-after"), datetime.now(UTC))
        raise RetryLaterError(f"{answer.url}: HTTP {status}", retry_after)
    if status == 410:
        raise RecordError("gone", f"{answer.url}: HTTP 410, the address is retired for good")
    raise RecordError(f"http-{status}", f"{answer.url}: HTTP {status}")


def retry_after_s(value: str | None, now: datetime) -> float | None:
    """Read a Retry-After: seconds, or a date.

    >>> retry_after_s("120", datetime(2017, 6, 8, tzinfo=UTC))
    120.0
    >>> retry_after_s("Thu, 08 Jun 2017 00:01:00 GMT", datetime(2017, 6, 8, tzinfo=UTC))
    60.0
    """
    text = (value or "").strip()
    if re.fullmatch(r"\d{1,9}(?:\.\d+)?", text):
        return float(text)
    try:
        at = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - now).total_seconds())
