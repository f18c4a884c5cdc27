"""robots.txt as RFC 9309 has it: fetched once a day for a host, by whichever process comes first, and obeyed."""

import hashlib
import json
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
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
        path = self._path_of(site)
        answer = _read(path) if path else None
        if answer is None:
            answer = _answer(*self.fetch(f"{site}/robots.txt"))
            if path:
                _write(path, answer)
        rules = _rules_of(answer)
        with self._lock:
            if len(self._rules) >= MAX_HOSTS:
                self._rules.clear()
            self._rules[site] = (time.monotonic() + answer.until - time.time(), rules)
        return rules

    def _path_of(self, site: str) -> Path | None:
        """Name the file in which other processes find the answer; none for bare addresses, whose servers change."""
        host = urlsplit(site).hostname or ""
        if not self.policy.folder or not host.rpartition(".")[2].isalpha():
            return None
        return Path(self.policy.folder) / f"{hashlib.sha256(site.encode()).hexdigest()[:24]}.robots"


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a host said, and until when it is believed (seconds of the system's clock)."""

    until: float
    status: int
    text: str


def _answer(status: int, text: str) -> _Answer:
    passing = status == 0 or status >= 500 or status == 429
    return _Answer(time.time() + (KEPT_UNREACHABLE_S if passing else KEPT_S), status, text)


def _rules_of(answer: _Answer) -> Protego | None:
    if 200 <= answer.status < 300:
        return Protego.parse(answer.text)
    if answer.status >= 500 or answer.status == 429:
        return Protego.parse("User-agent: *\nDisallow: /")
    return None


def _read(path: Path) -> _Answer | None:
    try:
        answer = _Answer(**json.loads(path.read_text(encoding="utf-8")))
        return answer if time.time() < answer.until <= time.time() + KEPT_S else None
    except (OSError, ValueError, TypeError):
        return None


def _write(path: Path, answer: _Answer) -> None:
    scratch = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}")
    with suppress(OSError):  # the answer is at hand; others will ask for themselves
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch.write_text(json.dumps(asdict(answer)), encoding="utf-8")
        scratch.replace(path)
