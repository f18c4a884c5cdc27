"""Accuracy of dates: expressions in context against the days or intervals that an annotator gave them."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path

Span = tuple[str | None, str | None]


def score(gold: Path, *, limit: int | None = None) -> dict[str, object]:
    """Score `find_dates` on JSON lines `{"text", "reference", "dates": [{"text", "from", "to"}]}`.

    A date is right if its expression is found and both ends are equal. `dateparser`, where it is installed, gets the
    annotated expression and the reference, which is easier than finding it.
    """
    cases = _read(gold, limit)
    expected = found = right = spans = 0
    wrong: list[dict[str, object]] = []
    for case, dates in zip(cases, _find(cases), strict=True):
        wanted = {str(d["text"]): (d["from"], d["to"]) for d in case["dates"]}
        expected += len(wanted)
        found += len(dates)
        for text, span in wanted.items():
            spans += text in dates
            right += dates.get(text) == span
        if dates != wanted:
            wrong.append({"text": case["text"], "expected": wanted, "found": dates})
    return {
        "cases": len(cases),
        "expressions": expected,
        "found": _share(spans, expected),
        "right": _share(right, expected),
        "precision": _share(right, found),
        "dateparser right": _dateparser(cases, expected),
        "wrong": wrong,
    }


def _read(gold: Path, limit: int | None) -> list[dict[str, list[dict[str, str | None]]]]:
    with gold.open(encoding="utf-8") as lines:
        cases = [json.loads(line) for line in lines if line.strip()]
    return cases[:limit]


def _find(cases: list[dict[str, list[dict[str, str | None]]]]) -> Iterator[dict[str, Span]]:
    from transforms.dates import find_dates
    from transforms.language_model import parse
    from transforms.records import Article, Source

    texts = [str(case["text"]) for case in cases]
    for case, text, doc in zip(cases, texts, parse(texts), strict=True):
        reference = str(case["reference"]) if case.get("reference") else None
        article = Article(
            id="", raw=text, origin="gold", source=Source(id="", name=""), body=text, reference_date=reference
        )
        yield {d.text: (d.from_, d.to) for d in find_dates(article, doc, 0, len(text))}


def _dateparser(cases: list[dict[str, list[dict[str, str | None]]]], expected: int) -> float | None:
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
