"""Accuracy of figures: value, comparator and what is counted, against an annotator's."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FIELDS = ("value", "comparator", "unit", "what", "casualty")
_BOUNDS = ("value", "low", "high")


def score(gold: Path, *, limit: int | None = None) -> dict[str, object]:
    """Score `find_figures` on JSON lines `{"text", "figures": [{"text", "value", "low", "high", "comparator", …}]}`.

    Figures are matched by overlap in the text; `right` needs value, comparator and what is counted.
    """
    with gold.open(encoding="utf-8") as lines:
        cases = [json.loads(line) for line in lines if line.strip()][:limit]
    counts: Counter[str] = Counter()
    wrong: list[dict[str, object]] = []
    for case, found in zip(cases, find(cases), strict=True):
        wanted = _placed(case)
        counts["expected"] += len(wanted)
        counts["found"] += len(found)
        pairs = [(w, f) for w in wanted for f in found if w["start"] < f["end"] and f["start"] < w["end"]]
        counts["matched"] += len({id(w) for w, _ in pairs})
        for w, f in pairs:
            fields = {name: w[name] == f[name] for name in FIELDS}
            fields["value"] = all(w[name] == f[name] for name in _BOUNDS)
            counts.update(name for name, same in fields.items() if same)
            right = fields["value"] and fields["comparator"] and fields["what"]
            counts["right"] += right
            if not all(fields.values()):
                wrong.append({"text": case["text"], "expected": w, "found": f})
        if len(pairs) != len(wanted) or len(pairs) != len(found):
            wrong.append({"text": case["text"], "expected": wanted, "found": found})
    return {
        "cases": len(cases),
        "figures": counts["expected"],
        "precision": _share(counts["matched"], counts["found"]),
        "recall": _share(counts["matched"], counts["expected"]),
        **{name: _share(counts[name], counts["matched"]) for name in FIELDS},
        "right": _share(counts["right"], counts["expected"]),
        "wrong": wrong,
    }


def find(cases: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Find the figures of each case, as dicts with their offsets."""
    from transforms.figures.find import find_figures
    from transforms.language_model import parse
    from transforms.records import Article, Source

    texts = [case["text"] for case in cases]
    for text, doc in zip(texts, parse(texts), strict=True):
        article = Article(id="", raw=text, origin="gold", source=Source(id="", name=""), body=text)
        names = ("text", "start", "end", *_BOUNDS, *FIELDS)
        yield [{name: getattr(f, name) for name in names} for f in find_figures(article, doc, 0, len(text))]


def _placed(case: dict[str, Any]) -> list[dict[str, Any]]:
    """Give each annotated figure its place: the first occurrence of its text after the figure before."""
    at, placed = 0, []
    for figure in case["figures"]:
        at = case["text"].index(figure["text"], at)
        placed.append({**figure, "start": at, "end": at + len(figure["text"])})
        at += len(figure["text"])
    return placed


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
