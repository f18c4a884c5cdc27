"""robots.txt as RFC 9309 has it: fetched once a day for a host, and obeyed."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from protego import Protego

from pipeline.sources.policy import FetchPolicy

KEPT_S = 24 * 3600
KEPT_UNREACHABLE_S = 600
MAX_HOSTS = 10_000


@dataclass(slots=True)
class Robots:
    """The rules of the hosts asked so far; `fetch` gives the status and text of a robots.txt."""

    policy: FetchPolicy
    fetch: Callable[[str], tuple[int, str]]
    _rules: dict[str, tuple[float, Protego | None]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def allows(self, url: str) -> bool:
        """Tell whether our user agent may fetch an address.

        A host without robots.txt (4xx) allows all; one whose robots.txt fails (5xx) forbids all for some minutes; one
        that does not answer at all fails by itself when the address is fetched.
        """
        parts = urlsplit(url)
        if parts.scheme.lower() not in {"http", "https"} or not parts.netloc:
            return True
        rules = self._of(f"{parts.scheme.lower()}://{parts.netloc.lower()}")
        agent = self.policy.user_agent.partition("/")[0]
        return rules is None or bool(rules.can_fetch(url, agent))

    def _of(self, site: str) -> Protego | None:
        with self._lock:
            kept = self._rules.get(site)
        if kept and kept[0] > time.monotonic():
            return kept[1]
        status, text = self.fetch(f"{site}/robots.txt")
        rules: Protego | None = None
        lifetime = KEPT_S
        if 200 <= status < 300:
            rules = Protego.parse(text)
        elif status >= 500 or status == 429:
            rules, lifetime = Protego.parse("User-agent: *\nDisallow: /"), KEPT_UNREACHABLE_S
        elif status == 0:
            lifetime = KEPT_UNREACHABLE_S
        with self._lock:
            if len(self._rules) >= MAX_HOSTS:
                self._rules.clear()
            self._rules[site] = (time.monotonic() + lifetime, rules)
        return rules
