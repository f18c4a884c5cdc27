"""Accuracy of figures: value, comparator and what is counted, against an annotator's."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FIELDS = ("value", "comparator", "unit", "what", "casualty")
_BOUNDS = ("value", "low", "high")
DEVELOPMENT = "development"


def score(gold: Path, *, limit: int | None = None) -> dict[str, object]:
    """Score `find_figures` on JSON lines `{"text", "figures": [{"text", "value", "low", "high", "comparator", …}]}`.

    Figures are matched by overlap in the text; `right` needs value, comparator and what is counted, for which `what`
    may list several right readings. A line may name its
    `half`, else it is of the development half: mistakes are listed of that half alone, figures given of both.
    """
    with gold.open(encoding="utf-8") as lines:
        cases = [json.loads(line) for line in lines if line.strip()][:limit]
    halves: dict[str, Counter[str]] = {}
    wrong: list[dict[str, object]] = []
    for case, found in zip(cases, find(cases), strict=True):
        half = case.get("half", DEVELOPMENT)
        counts, mistakes = compare(case, found)
        halves.setdefault(half, Counter()).update(counts)
        wrong += mistakes if half == DEVELOPMENT else []
    return {
        **_shares(sum(halves.values(), Counter())),
        **({half: _shares(counts) for half, counts in sorted(halves.items())} if len(halves) > 1 else {}),
        "wrong": wrong,
    }


def compare(case: dict[str, Any], found: list[dict[str, Any]]) -> tuple[Counter[str], list[dict[str, object]]]:
    """Count what is right of one case, and list what is not."""
    wanted = _placed(case)
    counts: Counter[str] = Counter(cases=1, expected=len(wanted), found=len(found))
    wrong: list[dict[str, object]] = []
    pairs = [(w, f) for w in wanted for f in found if w["start"] < f["end"] and f["start"] < w["end"]]
    counts["matched"] = len({id(w) for w, _ in pairs})
    for w, f in pairs:
        fields = {name: w[name] == f[name] for name in FIELDS}
        readings = w["what"] if isinstance(w["what"], list) else [w["what"]]
        fields["what"] = any(_counts(what, f) for what in readings)
        fields["value"] = all(w[name] == f[name] for name in _BOUNDS)
        counts.update(name for name, same in fields.items() if same)
        counts["right"] += fields["value"] and fields["comparator"] and fields["what"]
        if not all(fields.values()):
            wrong.append({"text": case["text"], "expected": w, "found": f})
    if len(pairs) != len(wanted) or len(pairs) != len(found):
        wrong.append({"text": case["text"], "expected": wanted, "found": found})
    return counts, wrong


def _counts(wanted: str | None, found: dict[str, Any]) -> bool:
    """Tell whether what is counted is right, as `evaluate claims` does: all words wanted; a unit may be named."""
    ours = str(found["what"] or "").split()
    return set(wanted.split()) <= set(ours) if wanted else not ours or set(ours) <= set(found["text"].lower().split())


def _shares(counts: Counter[str]) -> dict[str, object]:
    return {
        "cases": counts["cases"],
        "figures": counts["expected"],
        "precision": _share(counts["matched"], counts["found"]),
        "recall": _share(counts["matched"], counts["expected"]),
        **{name: _share(counts[name], counts["matched"]) for name in FIELDS},
        "right": _share(counts["right"], counts["expected"]),
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
