"""Which addresses may be connected to: checked on the resolved address at the moment of connecting.

The connection is made to the very address that was checked, so a name that resolves anew in between changes nothing.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

import httpcore
import httpx

Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], list[str]]

_NAT64 = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))
_CARRIER = ip_network("100.64.0.0/10")


class ForbiddenAddressError(Exception):
    """The name resolves to an address that is not public and not allow-listed."""


class DeadlineError(httpcore.ReadTimeout):
    """The whole request took longer than it may."""


_this_thread = threading.local()


def set_deadline(seconds: float | None) -> None:
    """Bound everything that this thread reads and writes from now on; None lifts the bound."""
    _this_thread.deadline = None if seconds is None else time.monotonic() + seconds


def seconds_left(timeout: float | None) -> float | None:
    """Give the time-out that remains under the deadline; DeadlineError where none does."""
    deadline = getattr(_this_thread, "deadline", None)
    if deadline is None:
        return timeout
    left = float(deadline) - time.monotonic()
    if left <= 0:
        raise DeadlineError("the request took longer than its total time")
    return left if timeout is None else min(timeout, left)


def is_allowed(address: str, allowed: Iterable[Network]) -> bool:
    """Tell whether an address is public or allow-listed; an IPv4 address inside an IPv6 one counts as itself.

    >>> is_allowed("93.184.216.34", ()), is_allowed("127.0.0.1", ()), is_allowed("::ffff:10.0.0.1", ())
    (True, False, False)
    """
    ip: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    embedded = _embedded(ip) if isinstance(ip, IPv6Address) else None
    ip = embedded or ip
    if any(ip.version == network.version and ip in network for network in allowed):
        return True
    if isinstance(ip, IPv4Address) and ip in _CARRIER:
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _embedded(ip: IPv6Address) -> IPv4Address | None:
    if ip.ipv4_mapped:
        return ip.ipv4_mapped
    if ip.sixtofour:
        return ip.sixtofour
    if ip.teredo:
        return ip.teredo[1]
    if any(ip in network for network in _NAT64) or (int(ip) >> 32 == 0 and int(ip) > 1):
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return None


def resolve(host: str, port: int) -> list[str]:
    """Give the addresses of a name, in the system's order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[4][0]) for address in found))


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to checked addresses only, under the thread's deadline."""

    def __init__(self, allowed: tuple[Network, ...], resolver: Resolve = resolve) -> None:
        self._allowed = allowed
        self._resolver = resolver
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            addresses = self._resolver(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"the name {host} does not resolve: {error}") from error
        for address in addresses:
            if not is_allowed(address, self._allowed):
                raise ForbiddenAddressError(f"{host} resolves to {address}, which is not a public address")
        failure: Exception = httpcore.ConnectError(f"the name {host} has no address")
        for address in addresses[:4]:
            try:
                stream = self._backend.connect_tcp(address, port, seconds_left(timeout), local_address, socket_options)
                return _TimedStream(stream)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        raise ForbiddenAddressError("no sockets of this machine")


class _TimedStream(httpcore.NetworkStream):
    """A stream whose single reads and writes together stay under the deadline: a slow drip ends too."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, seconds_left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, seconds_left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, seconds_left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class GuardedTransport(httpx.HTTPTransport):
    """httpx over connections that the guard makes; proxies of the environment are not used."""

    def __init__(self, backend: GuardedBackend) -> None:
        super().__init__(trust_env=False)
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=True),
            max_connections=64,
            max_keepalive_connections=32,
            keepalive_expiry=30.0,
            http1=True,
            http2=True,
            retries=0,
            network_backend=backend,
        )
