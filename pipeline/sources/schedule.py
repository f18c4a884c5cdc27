"""When a feed is asked again: faster while it changes, slower while it does not, never against its own word."""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from pipeline.sources.inputs import InputSpec

FASTER = 0.7
SLOWER = 1.4
JITTER = 0.1
MAX_STATED_S = 86_400.0
"""A feed that asks for longer pauses than a day is asked daily all the same."""
MAX_DOUBLINGS = 8
PATIENCE = 3
"""So many failures in a row, and a feed's back-off holds for batch runs too."""

CLOCKS_DIFFER = timedelta(minutes=5)
LONGEST_PLAN = timedelta(days=31)
"""No plan reaches so far ahead: feeds.yaml allows no longer intervals."""

_TTL = re.compile(rb"<ttl>\s*(\d{1,6})\s*</ttl>", re.IGNORECASE)
_PERIOD = re.compile(rb"<(?:\w+:)updatePeriod>\s*(hourly|daily|weekly|monthly|yearly)\s*<", re.IGNORECASE)
_FREQUENCY = re.compile(rb"<(?:\w+:)updateFrequency>\s*(\d{1,4})\s*<", re.IGNORECASE)
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_PERIODS = {
    b"hourly": 3600.0,
    b"daily": 86_400.0,
    b"weekly": 604_800.0,
    b"monthly": 2_592_000.0,
    b"yearly": 31_536_000.0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchState:
    """What is remembered of a feed between polls.

    `body_hash` finds a server that says "changed" when nothing is. `rest_until` is a pause that the server asked for
    (Retry-After); `next_poll_at` is our own plan.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    moved_to: str | None = None
    retired: str | None = None
    interval_s: float | None = None
    next_poll_at: datetime | None = None
    rest_until: datetime | None = None
    fetched_at: datetime | None = None
    changed_at: datetime | None = None
    failures: int = 0
    problem: str | None = None

    @property
    def address(self) -> str:
        """Where the feed is asked for: its new home, once it moved for good."""
        return self.moved_to or self.url

    def is_due(self, now: datetime) -> bool:
        planned = self.next_poll_at is not None and self.next_poll_at > now
        return self.retired is None and (not planned or self.is_of_wrong_clock(now))

    def is_of_wrong_clock(self, now: datetime) -> bool:
        """Tell whether the times of this state were taken while the clock was ahead: then its plans say nothing."""
        fetched = self.fetched_at is not None and self.fetched_at > now + CLOCKS_DIFFER
        return fetched or (self.next_poll_at is not None and self.next_poll_at > now + LONGEST_PLAN)

    def late_s(self, now: datetime) -> float:
        """Give how long the feed has been waiting to be asked beyond its time."""
        if self.retired is not None or self.next_poll_at is None:
            return 0.0
        return max(0.0, (now - self.next_poll_at).total_seconds())

    def reason_to_wait(self, now: datetime) -> str | None:
        """Say why not even an operator who asks for it now should ask the feed; its interval is no such reason."""
        if self.retired is not None:
            return "feed retired (410)"
        if self.is_of_wrong_clock(now):
            return None
        if self.rest_until is not None and self.rest_until > now:
            return "feed left alone: its server asked for a pause"
        if self.failures >= PATIENCE and self.next_poll_at is not None and self.next_poll_at > now:
            return f"feed left alone: it failed {PATIENCE} times running or more"
        return None


def after_success(
    state: FetchState, spec: InputSpec, now: datetime, *, changed: bool, stated_s: float | None = None
) -> FetchState:
    """Plan the next poll after an answer; `stated_s` is the pause that feed or server ask for."""
    before = state.interval_s or spec.interval_s
    if state.fetched_at is not None:
        before *= FASTER if changed else SLOWER
    interval = min(max(before, spec.min_interval_s), spec.max_interval_s)
    pause = max(interval, min(stated_s or 0.0, MAX_STATED_S))
    return replace(
        state,
        interval_s=interval,
        next_poll_at=now + timedelta(seconds=_jittered(pause)),
        fetched_at=now,
        changed_at=now if changed else state.changed_at,
        failures=0,
        problem=None,
        rest_until=None,
    )


def after_failure(
    state: FetchState, spec: InputSpec, now: datetime, problem: str, *, retry_after_s: float | None = None
) -> FetchState:
    """Plan the next poll after a failure: each one doubles the pause, and a Retry-After is honoured."""
    doubled = spec.interval_s * 2 ** min(state.failures, MAX_DOUBLINGS)
    asked_s = min(retry_after_s or 0.0, 7 * MAX_STATED_S)
    pause = max(min(doubled, spec.max_interval_s), asked_s)
    return replace(
        state,
        moved_to=state.moved_to if state.failures + 1 < PATIENCE else None,  # back to where it was
        rest_until=now + timedelta(seconds=asked_s) if asked_s else None,
        next_poll_at=now + timedelta(seconds=_jittered(pause)),
        failures=state.failures + 1,
        problem=problem[:300],
    )


def retired(state: FetchState, now: datetime, reason: str) -> FetchState:
    """Ask a feed no more: its server said 410."""
    return replace(state, retired=reason[:300], fetched_at=now, next_poll_at=None)


def stated_pause_s(content: bytes, headers: Mapping[str, str], now: datetime) -> float | None:
    """Give the pause that a feed (ttl, updatePeriod) or its server (Cache-Control, Expires) asks for.

    >>> stated_pause_s(b"<rss><channel><ttl>60</ttl>", {}, datetime(2025, 1, 1, tzinfo=UTC))
    3600.0
    """
    stated = []
    head = content[:20_000]
    if match := _TTL.search(head):
        stated.append(60.0 * int(match[1]))
    if match := _PERIOD.search(head):
        frequency = _FREQUENCY.search(head)
        stated.append(_PERIODS[match[1].lower()] / max(1, int(frequency[1]) if frequency else 1))
    if match_age := _MAX_AGE.search(headers.get("cache-control", "")):
        stated.append(float(match_age[1]))
    elif expires := headers.get("expires"):
        try:
            at = parsedate_to_datetime(expires)
            stated.append(((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds())
        except (ValueError, TypeError, IndexError):
            pass
    return max(stated, default=None)


def _jittered(seconds: float) -> float:
    """Spread polls a little, so that feeds added together are not asked together for ever; never sooner."""
    return seconds * (1 + random.uniform(0, JITTER))  # noqa: S311 — no secret
