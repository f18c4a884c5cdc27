"""Comparing the figures and dates of a claim with an annotator's."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.evaluate.attributions import match
from pipeline.evaluate.intervals import as_days
from transforms.records import Claim, Span


def compare_values(gold: Mapping[str, Any], claim: Claim) -> Iterable[tuple[str, int, int, int]]:
    """Give, of figures and of dates, how many are right, ours, and the gold's; optional ones count for nobody."""
    if gold.get("content_or"):
        return  # the figures of what "this" stands for are those of another claim
    if "figures" in gold:
        wanted, ours = list(gold["figures"]), list(claim.figures)
        pairs = match(ours, wanted, lambda f, g: float(_figure_agrees(f, g)), 0.5)
        free = sum(1 for f in ours if any(g.get("optional") and _overlap(f, g) for g in wanted))
        right = sum(1 for _, j in pairs if not wanted[j].get("optional"))
        yield "figures", right, len(ours) - free, sum(1 for g in wanted if not g.get("optional"))
    if "dates" in gold:
        days = Counter(as_days(d.get("from"), d.get("to")) for d in gold["dates"] if not d.get("optional"))
        given = Counter(
            as_days(d.from_, d.to)
            for d in claim.dates
            if not any(g.get("optional") and _overlap(d, g) for g in gold["dates"])
        )
        yield "dates", (days & given).total(), given.total(), days.total()


def _overlap(ours: Span, gold: Mapping[str, Any]) -> bool:
    return "start" in gold and ours.raw_start < gold["end"] and gold["start"] < ours.raw_end


_SOME_CALL_CASUALTIES = ("captured", "displaced")
"""What half of the annotators leave out: arrests and flight."""


def _figure_agrees(ours: Any, gold: Mapping[str, Any]) -> bool:
    """Tell whether value, comparator, what is counted and the kind of casualty are right; "*" is not compared."""
    if (ours.value, ours.comparator) != (gold.get("value"), gold.get("comparator", "=")):
        return False
    casualty = gold.get("casualty")
    known = casualty or ours.casualty not in _SOME_CALL_CASUALTIES
    if "casualty" in gold and known and casualty not in ("*", ours.casualty):
        return False
    whats = [gold["what"]] if isinstance(gold.get("what"), str) else gold.get("what") or []
    said = set(fold(ours.what).split())
    return not whats or "*" in whats or any(set(fold(what).split()) <= said for what in whats)


def fold(name: str | None) -> str:
    """Fold a name for comparison: words in lower case.

    >>> fold("De Mistura’s")
    'de mistura s'
    """
    return re.sub(r"\W+", " ", name or "").strip().lower()
