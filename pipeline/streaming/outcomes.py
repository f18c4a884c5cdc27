"""What became of a round, told from its tallies; and what is said of an input that no process survives."""

import hashlib
from collections import Counter
from collections.abc import Sequence

from pipeline.sources import InputSpec
from transforms.ledger import Key
from transforms.records import DeadLetter


def passed_over(inputs: Sequence[InputSpec]) -> Counter[Key]:
    """Give the tallies of inputs with no news: no graph needs to run for them."""
    tallies: Counter[Key] = Counter()
    for spec in inputs:
        tallies["read", "in", ""] += 1
        tallies["read", "filtered", spec.reason] += 1
    return tallies


def undelivered(tallies: Counter[Key]) -> str | None:
    """Say whether the server was too busy for some documents: then the round has not succeeded."""
    late = sum(n for (stage, outcome, why), n in tallies.items() if outcome == "dead" and _is_undelivered(stage, why))
    return f"TransientError: Elasticsearch did not take {late} documents" if late else None


def _is_undelivered(stage: str, why: str) -> bool:
    return stage.startswith("index ") and why == "transient"


LETTER_TALLIES: dict[Key, int] = {
    ("read", "in", ""): 1,
    ("read", "dead", "crash"): 1,
    ("index dead-letters", "in", ""): 1,
    ("index dead-letters", "out", ""): 1,
}


def letter_of(spec: InputSpec, problem: str) -> DeadLetter:
    """Make the dead letter of an input that ended the process of whoever worked on it."""
    identity = hashlib.sha256(f"stream\0crash\0{spec.location}".encode(errors="replace")).hexdigest()[:20]
    return DeadLetter(
        id=identity,
        stage="read",
        kind="crash",
        message=f"working on it ended the process, again and again: {last_line(problem)}",
        origin=spec.origin,
        traceback=problem[-8000:],
        payload="",
        payload_type="none",
    )


def last_line(text: str) -> str:
    """Give the line of a traceback that says what happened."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:300] if lines else "no reason given"
