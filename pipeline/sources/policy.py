"""How the fetcher behaves: limits, politeness, and which private networks it may reach."""

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network

from pipeline.errors import UsageError

USER_AGENT = "claimwire/0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHint:
    """What the operator says about the pages of one feed: XPaths to cut out, the host's pause, robots.txt or not."""

    feed_url: str
    prune: tuple[str, ...] = ()
    delay_s: float | None = None
    robots: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchPolicy:
    """Times in seconds, sizes in bytes after decompression.

    `allow_networks`: networks (CIDR) that may be reached although they are private. `host_delay_s` is kept between two
    requests to one host, except inside `allow_networks`. `attempts` counts the first try; a wait that a server asks for
    is kept up to `max_wait_s`, a longer one ends the fetch as transient. `folder` keeps what hosts are owed (pace,
    robots.txt) across processes; None keeps it in memory.
    """

    user_agent: str = USER_AGENT
    allow_networks: tuple[str, ...] = ()
    connect_timeout_s: float = 10.0
    read_timeout_s: float = 20.0
    total_timeout_s: float = 60.0
    max_bytes: int = 32 * 1024 * 1024
    max_redirects: int = 6
    attempts: int = 3
    backoff_s: float = 1.0
    max_wait_s: float = 20.0
    host_delay_s: float = 0.5
    host_concurrency: int = 2
    robots: bool = True
    folder: str | None = None
    hints: tuple[FeedHint, ...] = ()

    def hint_for(self, feed_url: str | None) -> FeedHint | None:
        """Give what is said about a feed's pages."""
        return next((hint for hint in self.hints if hint.feed_url == feed_url), None)

    def __post_init__(self) -> None:
        try:
            self.networks()
        except ValueError as error:
            raise UsageError(f"--allow-network: {error}; write CIDR, such as 127.0.0.0/8") from error

    def networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """Give the allowed networks; ValueError names one that is none."""
        return tuple(ip_network(network, strict=False) for network in self.allow_networks)
