"""What a stream keeps of itself: the ledger of all rounds, and how it fares, as one document of the `runs` index."""

import os
import socket
from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline.errors import RunError
from pipeline.index.output import ElasticsearchOutput
from pipeline.ledger import RunFacts, run_action, run_document
from pipeline.sources.schedule import FetchState
from transforms.ledger import Key

DELAYS_KEPT = 2000
WORST_FEEDS = 20
KEPT = ("rounds", "last_round", "last_error", "trouble", "failed_attempts", "measures")


@dataclass
class Journal:
    """The stream so far; `state_folder` is where its feeds' state lies on its host."""

    facts: RunFacts
    state_folder: str
    counts: Counter[Key] = field(default_factory=Counter)
    rounds: int = 0
    last_round: dict[str, Any] | None = None
    last_error: dict[str, Any] | None = None
    trouble: dict[str, Any] | None = None
    """The round in progress has failed and is tried again."""
    failed_attempts: int = 0
    measures: dict[str, float] = field(default_factory=dict)
    """Sums of what the attempts measured (`pipeline.progress.read_measures`)."""
    waiting: int = 0
    """Inputs of the round in progress, as far as the journal is told."""
    feeds: tuple[FetchState, ...] = ()
    """The feeds as they were last looked at."""
    host: str = field(default_factory=socket.gethostname)
    _delays: deque[float] = field(default_factory=lambda: deque(maxlen=DELAYS_KEPT))

    @classmethod
    def of(cls, facts: RunFacts, kept: Mapping[str, Any], folder: Path | None = None) -> "Journal":
        """Take up what a runner kept of a stream, with the feeds' state in a folder here or in its checkpoints.

        Of a cluster's stream `claimwire status` hears by its last word, not its process.
        """
        journal = (
            cls(facts, "in Flink's checkpoints", host="the cluster") if folder is None else cls(facts, str(folder))
        )
        for name in KEPT:
            if name in kept:
                setattr(journal, name, kept[name])
        journal.counts.update({(stage, outcome, why): count for stage, outcome, why, count in kept.get("counts", ())})
        journal._delays.extend(kept.get("delays", ()))
        return journal

    def kept(self) -> dict[str, Any]:
        """Give what is to be kept, as JSON can say it."""
        stated = {name: getattr(self, name) for name in KEPT}
        return stated | {"counts": [[*key, n] for key, n in self.counts.items()], "delays": list(self._delays)}

    def note_round(
        self, tallies: Mapping[Key, int], *, began: datetime, ended: datetime, inputs: int, cpu_s: float
    ) -> None:
        """Add a round that is indexed."""
        self.counts.update(tallies)
        self.rounds += 1
        self.trouble = None
        self.last_round = {
            "cpu_s": round(cpu_s, 2),
            "ended_at": ended.isoformat(),
            "seconds": round((ended - began).total_seconds(), 3),
            "inputs": inputs,
            "articles": sum(
                n for (stage, outcome, _), n in tallies.items() if (stage, outcome) == ("normalize", "out")
            ),
        }

    def note_delays(self, fetched: Iterable[datetime], searchable: datetime) -> None:
        """Add how long feeds' news took from being fetched to being found."""
        self._delays.extend((searchable - at).total_seconds() for at in fetched)

    def note_measures(self, measures: Mapping[str, float]) -> None:
        """Add what an attempt measured, whether it succeeded or not."""
        self.measures = {
            name: self.measures.get(name, 0) + measures.get(name, 0) for name in {*self.measures, *measures}
        }

    def note_failure(self, problem: str, at: datetime, retry_s: float | None = None) -> None:
        """Keep what went wrong with a round, and when it is tried again."""
        self.failed_attempts += 1
        self.last_error = {"at": at.isoformat(), "problem": problem}
        self.trouble = None if retry_s is None else {**self.last_error, "retry_s": round(retry_s, 1)}

    def document(self, state: str, feeds: Iterable[FetchState], *, next_round_s: float | None = None) -> dict[str, Any]:
        """Give the run's document as of now; "done" ends it."""
        now = datetime.now(UTC)
        self.feeds = tuple(feeds) or self.feeds
        document = run_document(self.facts, dict(self.counts), now)
        articles = document["articles"]
        return document | {
            "state": state,
            "ended_at": None if state == "running" else document["ended_at"],
            "updated_at": now.isoformat(),
            "stream": {
                "rounds": self.rounds,
                "articles": articles,
                "last_round": self.last_round,
                "last_error": self.last_error,
                "trouble": self.trouble,
                "next_round_s": None if next_round_s is None else round(next_round_s, 1),
                "fetched_to_searchable_s": quantiles(self._delays),
                "feeds": summary(self.feeds, now),
                "measures": {name: round(value, 3) for name, value in self.measures.items()},
                "failed_attempts": self.failed_attempts,
                "waiting": self.waiting,
                "host": self.host,
                "pid": os.getpid(),
                "state_folder": self.state_folder,
            },
        }


def close_killed(output: ElasticsearchOutput, facts: RunFacts, earlier: str) -> bool:
    """Say of an earlier stream of the index that it no longer runs; tell whether it was killed."""
    try:
        document = output.get("runs", earlier)
    except RunError:  # it was deleted
        return False
    if document["state"] != "running":
        return False
    ended = {"state": "interrupted", "ended_at": document.get("updated_at")}
    output.put(run_action(replace(facts, id=earlier), document | ended))
    return True


def quantiles(values: Iterable[float]) -> dict[str, float] | None:
    """Give median, 95th percentile and maximum.

    >>> quantiles([1.0, 2.0, 3.0])
    {'p50': 2.0, 'p95': 3.0, 'max': 3.0}
    """
    ordered = sorted(values)
    if not ordered:
        return None
    at = {"p50": ordered[len(ordered) // 2], "p95": ordered[int(0.95 * len(ordered))], "max": ordered[-1]}
    return {name: round(value, 3) for name, value in at.items()}


def summary(feeds: Iterable[FetchState], now: datetime) -> dict[str, Any]:
    """Count the feeds by how they fare, and name those that fare worst."""
    states = list(feeds)
    lags = [state.late_s(now) for state in states]
    badly = (s for s in states if s.problem or s.retired or s.late_s(now) > 0)
    worst = sorted(badly, key=lambda s: (-s.failures, -s.late_s(now), s.url))
    next_polls = [s.next_poll_at for s in states if s.next_poll_at is not None]
    return {
        "known": len(states),
        "failing": sum(state.failures > 0 for state in states),
        "retired": sum(state.retired is not None for state in states),
        "late": sum(lag > 0 for lag in lags),
        "most_late_s": round(max(lags, default=0.0), 1),
        "next_poll_at": min(next_polls).isoformat() if next_polls else None,
        "worst": [
            {
                "url": s.url,
                "failures": s.failures,
                "problem": s.retired or s.problem,
                "retired": s.retired is not None,
                "late_s": round(s.late_s(now), 1),
            }
            for s in worst[:WORST_FEEDS]
        ],
    }


def worst_feeds(document: Mapping[str, Any]) -> tuple[FetchState, ...]:
    """Give the feeds that a run's document names, as late and failing as it says."""
    heard = datetime.fromisoformat(document["updated_at"])
    return tuple(
        FetchState(
            url=feed["url"],
            failures=feed["failures"],
            retired=feed["problem"] if feed.get("retired") else None,
            next_poll_at=heard - timedelta(seconds=late) if (late := feed.get("late_s")) else None,
        )
        for feed in document["stream"]["feeds"]["worst"]
    )
