"""The run's ledger: tallies of all stages summed, checked, and written as the run's document."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import apache_beam as beam
from apache_beam.transforms.window import BoundedWindow, IntervalWindow

from pipeline.index.actions import Action
from pipeline.index.output import Output
from pipeline.stage import MEASURED, Tally, as_pairs
from transforms.ledger import Key, StageLedger, build_ledger, imbalances

STAGES = (
    "read",
    "parse",
    "pages",
    "load",
    "normalize",
    "deduplicate",
    "reload",
    "annotate",
    "stories",
    "index articles",
    "index claims",
    "index stories",
    "index dead-letters",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """What is known of a run before it starts; `started_at` is in ISO 8601, UTC."""

    id: str
    started_at: str
    inputs: tuple[str, ...]
    version: str
    config_digest: str
    text_rules: str = ""
    claim_rules: str = ""
    """Which release of the rules puts texts right, and which finds entities and claims (see `pipeline.rules`)."""

    ahead_ms: int = 0
    """How far a stream on a cluster writes ahead of the clock, which an earlier run's was."""

    @property
    def started_ms(self) -> int:
        return int(datetime.fromisoformat(self.started_at).timestamp() * 1000)

    def of_round(self, window: BoundedWindow) -> "RunFacts":
        """Give the facts as of a round of a stream on a cluster, whose window begins with it; a batch has one time."""
        if not isinstance(window, IntervalWindow):
            return self
        began = datetime.fromtimestamp(window.start.micros / 1e6, UTC) + timedelta(milliseconds=self.ahead_ms)
        return replace(self, started_at=began.isoformat())


def run_document(facts: RunFacts, counts: dict[Key, int] | None, ended_at: datetime | None = None) -> dict[str, Any]:
    """Give the run's document; without counts that of a run that has begun."""
    ledger = build_ledger(counts or {}, STAGES)
    articles = next((line.out for line in ledger if line.stage == "normalize"), None)
    if articles is None:  # claims found again in texts as they are
        articles = next((line.entered for line in ledger if line.stage == "annotate"), 0)
    stated = asdict(facts)
    del stated["ahead_ms"]
    document = stated | {
        "run_id": facts.id,
        "inputs": list(facts.inputs),
        "ended_at": ended_at and ended_at.isoformat(),
        "state": "running" if counts is None else "done",
        "counts": [_line(line) for line in ledger],
        "ledger": {field_name(line.stage): _numbers(line) for line in ledger},
        "reasons": [f"{line.stage}: {reason}" for line in ledger for reason, _ in line.reasons],
        "problems": imbalances(ledger) if counts is not None else [],
        "articles": articles,
        "dead_letters": sum(line.dead for line in ledger),
        "articles_per_second": None,
        "duration_s": None,
        "@timestamp": facts.started_at,
    }
    if ended_at is not None:
        elapsed_s = max((ended_at - datetime.fromisoformat(facts.started_at)).total_seconds(), 0.001)
        document["articles_per_second"] = round(articles / elapsed_s, 2)
        document["duration_s"] = round(elapsed_s, 1)
    return document


def run_action(facts: RunFacts, document: dict[str, Any]) -> Action:
    """Give the write of a run's document; what ended replaces what only began."""
    return Action(kind="runs", id=facts.id, version=1 if document["state"] == "running" else 2, document=document)


def field_name(stage: str) -> str:
    """Name a stage's numbers in the run's document, where dashboards find them.

    >>> field_name("index dead-letters")
    'index_dead_letters'
    """
    return stage.replace(" ", "_").replace("-", "_")


def _line(line: StageLedger) -> dict[str, Any]:
    reasons = [{"reason": reason, "count": count} for reason, count in line.reasons]
    return {"stage": line.stage, **_numbers(line), "reasons": reasons}


def _numbers(line: StageLedger) -> dict[str, int]:
    return {
        "in": line.entered,
        "out": line.out,
        "duplicates": line.duplicates,
        "filtered": line.filtered,
        "dead": line.dead,
    }


def write_tallies(path: Path, counts: dict[Key, int]) -> None:
    """Keep counts in a file: one line each."""
    path.write_text("".join(f"{json.dumps([*key, count])}\n" for key, count in counts.items()))


def read_tallies(path: Path) -> Counter[Key]:
    """Read counts back; none where there is no file."""
    try:
        lines = [json.loads(line) for line in path.read_text().splitlines()]
    except FileNotFoundError:
        return Counter()
    return Counter({(stage, outcome, reason): count for stage, outcome, reason, count in lines})


def round_id(began_ms: int) -> str:
    """Name the document that says of a round on a cluster that it is written."""
    return f"round-{began_ms}"


def tallies_of(document: Mapping[str, Any]) -> Counter[Key]:
    """Read the counts out of a round's document."""
    return Counter({(stage, outcome, reason): count for stage, outcome, reason, count in document["tallies"]})


def tallies_of_lines(lines: Iterable[Mapping[str, Any]]) -> Counter[Key]:
    """Read the counts out of a run's document."""
    outcomes = {"in": "in", "out": "out", "duplicates": "duplicate", "filtered": "filtered", "dead": "dead"}
    tallies: Counter[Key] = Counter()
    for line in lines:
        tallies.update({(line["stage"], outcome, ""): line[name] for name, outcome in outcomes.items()})
        for stated in line.get("reasons", ()):
            outcome, _, why = stated["reason"].partition(": ")
            tallies[line["stage"], outcome, why] += stated["count"]
            tallies[line["stage"], outcome, ""] -= stated["count"]
    return +tallies


def _round_action(facts: RunFacts, window: IntervalWindow, counts: dict[Key, int]) -> Action:
    tallies = [[*key, count] for key, count in counts.items() if key[0] != MEASURED]
    measures = {why: count / 1000 for (stage, _, why), count in counts.items() if stage == MEASURED}
    facts, identity = facts.of_round(window), round_id(window.start.micros // 1000)
    document = {"id": identity, "state": "round", "run_id": facts.id, "tallies": tallies, "measures": measures}
    return Action(kind="runs", id=identity, version=facts.started_ms, document=document)


@dataclass  # Beam sets its label, so it cannot be frozen
class WriteLedger(beam.PTransform):
    """Tallies to the run's document, written once all else is.

    Those of a stream's round go to the file `tallies`; those of a round on a cluster, which is a window, into a
    document of their own, for which the next round waits.
    """

    output: Output
    facts: RunFacts
    tallies: str | None = None

    def expand(self, tallies: Any) -> Any:
        return (
            as_pairs(tallies, "ToPairs")
            | "SumTallies" >> beam.CombinePerKey(sum)
            | "UnderOneKey" >> beam.Map(_under_one_key)
            | "GatherTallies" >> beam.GroupByKey()
            | "WriteRun" >> beam.ParDo(_WriteRunFn(self.output, self.facts, self.tallies))
        )


def _under_one_key(tally: Tally) -> tuple[int, Tally]:
    return 0, tally


class _WriteRunFn(beam.DoFn):
    def __init__(self, output: Output, facts: RunFacts, tallies: str | None) -> None:
        self.output, self.facts, self.tallies = output, facts, tallies

    def process(
        self, element: tuple[int, Iterable[Tally]], window: Any = beam.DoFn.WindowParam
    ) -> Iterator[dict[str, Any]]:
        if isinstance(window, IntervalWindow):
            self.output.put(_round_action(self.facts, window, dict(element[1])))
            return
        if self.tallies is not None:
            write_tallies(Path(self.tallies), dict(element[1]))
            return
        document = run_document(self.facts, dict(element[1]), datetime.now(UTC))
        self.output.put(run_action(self.facts, document))
        yield document
