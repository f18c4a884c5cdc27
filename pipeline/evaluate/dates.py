"""Accuracy of dates: expressions in context against the days or intervals that an annotator gave them."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from pipeline.evaluate.intervals import as_days

DEVELOPMENT = "development"


def score(gold: Path, *, limit: int | None = None) -> dict[str, object]:
    """Score `find_dates` on JSON lines `{"text", "reference", "dates": [{"text", "from", "to"}]}`.

    Dates are matched by overlap in the text, and right if both ends are the same day. A line may name its `half`,
    else it is of the development half: mistakes are listed of that half alone. `dateparser`, where it is installed,
    gets the annotated expression and the reference, which is easier than finding it.
    """
    cases = _read(gold, limit)
    halves: dict[str, Counter[str]] = {}
    wrong: list[dict[str, object]] = []
    for case, dates in zip(cases, _find(cases), strict=True):
        half = case.get("half", DEVELOPMENT)
        wanted = _placed(case)
        pairs = [(w, d) for w in wanted for d in dates if w["start"] < d["end"] and d["start"] < w["end"]]
        right = sum(as_days(w["from"], w["to"]) == as_days(d["from"], d["to"]) for w, d in pairs)
        counts = {"cases": 1, "expected": len(wanted), "found": len(dates), "right": right}
        counts["matched"] = len({id(w) for w, _ in pairs})
        halves.setdefault(half, Counter()).update(counts)
        if half == DEVELOPMENT and not right == len(wanted) == len(dates):
            wrong.append({"text": case["text"], "expected": wanted, "found": dates})
    return {
        **_shares(sum(halves.values(), Counter())),
        **({half: _shares(counts) for half, counts in sorted(halves.items())} if len(halves) > 1 else {}),
        "dateparser right": _dateparser(cases, sum(counts["expected"] for counts in halves.values())),
        "wrong": wrong,
    }


def _shares(counts: Counter[str]) -> dict[str, object]:
    return {
        "cases": counts["cases"],
        "expressions": counts["expected"],
        "found": _share(counts["matched"], counts["expected"]),
        "right": _share(counts["right"], counts["expected"]),
        "precision": _share(counts["right"], counts["found"]),
    }


def _read(gold: Path, limit: int | None) -> list[dict[str, Any]]:
    with gold.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()][:limit]


def _placed(case: dict[str, Any]) -> list[dict[str, Any]]:
    """Give each annotated date its place: the first occurrence of its text after the date before."""
    at, placed = 0, []
    for date in case["dates"]:
        start = case["text"].index(date["text"], at)
        at = start + len(date["text"])
        placed.append({**date, "start": start, "end": at})
    return placed


def _find(cases: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    from transforms.dates import find_dates
    from transforms.language_model import parse
    from transforms.records import Article, Source

    texts = [case["text"] for case in cases]
    for case, text, doc in zip(cases, texts, parse(texts), strict=True):
        reference = case.get("reference")
        article = Article(
            id="", raw=text, origin="gold", source=Source(id="", name=""), body=text, reference_date=reference
        )
        yield [
            {"text": d.text, "start": d.start, "end": d.end, "from": d.from_, "to": d.to}
            for d in find_dates(article, doc, 0, len(text))
        ]


def _dateparser(cases: list[dict[str, Any]], expected: int) -> float | None:
    """Give the share that dateparser gets right, told the expression and the reference; None if not installed."""
    try:
        parse: Callable[..., object] = import_module("dateparser").parse
    except ImportError:
        return None
    right = 0
    for case in cases:
        reference = str(case["reference"]) if case.get("reference") else ""
        base = {"RELATIVE_BASE": datetime.fromisoformat(reference)} if len(reference) == len("2016-02-08") else {}
        for wanted in case["dates"]:
            day = parse(wanted["text"], languages=["en"], settings=base)
            iso = getattr(day, "date", lambda: None)()
            right += iso is not None and (wanted["from"], wanted["to"]) == (iso.isoformat(), iso.isoformat())
    return _share(right, expected)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
