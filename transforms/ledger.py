"""The ledger: for every stage, what came in is what went out, was a duplicate, was filtered, or is a dead letter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Key = tuple[str, str, str]
FLOW: tuple[tuple[tuple[str, ...], str], ...] = (
    (("parse",), "pages"),
    (("pages", "load"), "normalize"),
    (("normalize",), "deduplicate"),
    (("deduplicate", "reload"), "annotate"),
    (("annotate",), "index articles"),
)
"""Stages whose whole output is the next one's input; what annotating filters is indexed all the same."""

LETTERS = "index dead-letters"
"""The stage that takes in the dead letters of all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLedger:
    """One stage's counts; `reasons` maps "filtered: language ru" and the like to counts."""

    stage: str
    entered: int
    out: int
    duplicates: int
    filtered: int
    dead: int
    reasons: tuple[tuple[str, int], ...] = ()

    @property
    def adds_up(self) -> bool:
        return self.entered == self.out + self.duplicates + self.filtered + self.dead


def build_ledger(counts: Mapping[Key, int], order: Iterable[str]) -> tuple[StageLedger, ...]:
    """Gather (stage, outcome, reason) counts into one line a stage, in the order of the pipeline."""
    stages = {stage for stage, _, _ in counts}
    ordered = [stage for stage in order if stage in stages] + sorted(stages - set(order))
    return tuple(_stage_ledger(stage, counts) for stage in ordered)


def _stage_ledger(stage: str, counts: Mapping[Key, int]) -> StageLedger:
    def total(outcome: str) -> int:
        return sum(n for (s, o, _), n in counts.items() if s == stage and o == outcome)

    reasons = sorted((f"{o}: {why}", n) for (s, o, why), n in counts.items() if s == stage and why)
    return StageLedger(
        stage=stage,
        entered=total("in"),
        out=total("out"),
        duplicates=total("duplicate"),
        filtered=total("filtered"),
        dead=total("dead"),
        reasons=tuple(reasons),
    )


def imbalances(ledger: Iterable[StageLedger]) -> list[str]:
    """Say where the ledger does not add up, within a stage or from one stage to the next; empty when it does.

    >>> line = StageLedger(stage="read", entered=3, out=1, duplicates=0, filtered=0, dead=0)
    >>> imbalances([line])
    ['read: 3 in, but 1 out + 0 duplicates + 0 filtered + 0 dead letters']
    """
    lines = {line.stage: line for line in ledger}
    problems = [
        f"{line.stage}: {line.entered} in, but {line.out} out + {line.duplicates} duplicates"
        f" + {line.filtered} filtered + {line.dead} dead letters"
        for line in lines.values()
        if not line.adds_up
    ]
    for earlier, later in FLOW:
        passed_on = sum(_passed_on(lines[stage]) for stage in earlier if stage in lines)
        arrived = lines[later].entered if later in lines else 0
        if passed_on != arrived:
            problems.append(f"{' and '.join(earlier)} passed on {passed_on}, but {later} took in {arrived}")
    dead = sum(line.dead for line in lines.values() if line.stage != LETTERS)
    written = lines[LETTERS].entered if LETTERS in lines else 0
    if dead != written:
        problems.append(f"{dead} dead letters, but {written} to be written")
    return problems


def _passed_on(line: StageLedger) -> int:
    return line.out + (line.filtered if line.stage == "annotate" else 0)
