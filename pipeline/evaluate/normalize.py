"""How well raw text is normalized: edits of clean news, machine translation told from human text, section labels."""

import json
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from transforms.normalize import normalize
from transforms.records import Article, Section, Source

NOT_COUNTED = ("whitespace", "quotation", "dialogue")
"""Rules that may touch clean text: white space and quotation marks."""
_EXAMPLES = 40


def score(gold: Path, *, limit: int | None = None) -> dict[str, object]:
    """Score a file of JSON lines in one of three formats, or every such file of a folder.

    `{text, title, url}`: clean native news, which should come out unchanged and unflagged. `{versions}`: translations,
    machine ones named "hyp:…" and human ones "ref:…". `{raw, sections: [[kind, text], …]}`: section labels.
    """
    if gold.is_dir():
        files = [path for path in sorted(gold.rglob("*.jsonl")) if _format(_read(path, 1)) is not None]
        if not files:
            raise UsageError(f"{gold}: no file of news, translations or sections; see `claimwire evaluate --help`")
        return {str(path.relative_to(gold)): score(path, limit=limit) for path in files}
    rows = _read(gold, limit)
    form = _format(rows)
    if form == "translations":
        return _score_translations(rows)
    if form == "sections":
        return _score_sections(rows)
    if form == "news":
        return _score_news(rows)
    raise UsageError(f"{gold}: unknown format; its lines need text, versions, or raw and sections")


def _read(path: Path, limit: int | None) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for _, line in zip(range(limit or 10**9), lines, strict=False) if line.strip()]


def _format(rows: Sequence[dict[str, Any]]) -> str | None:
    keys = rows[0].keys() if rows else set()
    if "versions" in keys:
        return "translations"
    if {"raw", "sections"} <= set(keys):
        return "sections"
    return "news" if {"text", "title", "url"} <= set(keys) else None


def _article(raw: str, **fields: Any) -> Article:
    return Article(id="evaluate", raw=raw, origin="evaluate", source=Source(id="evaluate", name="evaluate"), **fields)


def _score_news(rows: Sequence[dict[str, Any]]) -> dict[str, object]:
    """Count edits per 1,000 words by rule, and how many articles are taken for machine translation."""
    words = flagged = 0
    rules: Counter[str] = Counter()
    examples: list[str] = []
    start = time.process_time()
    for row in rows:
        title = row.get("title") or ""
        raw = f"{title}\n\n{row['text']}" if title else row["text"]
        found = normalize(_article(raw, title_end=len(title) or None, url=row.get("url")))
        words += len(found.body.split())
        flagged += found.mt is not None and found.mt.is_machine_translated
        for edit in found.edits:
            rules[edit.rule] += 1
            if _counts(edit.rule) and len(examples) < _EXAMPLES:
                examples.append(f"{edit.rule}: {edit.before!r} -> {edit.after!r}"[:160])
    counted = sum(count for rule, count in rules.items() if _counts(rule))
    return {
        "articles": len(rows),
        "words": words,
        "edits_per_1000_words": round(1000 * counted / max(1, words), 4),
        "edits_per_1000_words_by_rule": {rule: round(1000 * n / max(1, words), 4) for rule, n in rules.most_common()},
        "examples": examples,
        "taken_for_machine_translation": round(flagged / max(1, len(rows)), 4),
        "words_per_cpu_second": round(words / max(0.001, time.process_time() - start)),
    }


def _counts(rule: str) -> bool:
    return not all(part.startswith(NOT_COUNTED) for part in rule.split("+"))


def _score_translations(rows: Sequence[dict[str, Any]]) -> dict[str, object]:
    """Give the AUC of machine against human translations, and the share of each that is flagged."""
    scores: dict[str, list[float]] = {}
    flagged: dict[str, list[bool]] = {}
    for row in rows:
        for version, text in row["versions"].items():
            found = normalize(_article(text)).mt
            if found is not None:
                scores.setdefault(version, []).append(found.score)
                flagged.setdefault(version[:3], []).append(found.is_machine_translated)
    machine = [s for version, values in scores.items() if version.startswith("hyp") for s in values]
    human = [s for version, values in scores.items() if version.startswith("ref") for s in values]
    return {
        "texts": len(machine) + len(human),
        "auc": _auc(machine, human),
        "flagged": {kind: round(sum(values) / len(values), 4) for kind, values in sorted(flagged.items())},
        "auc_by_system": {v: _auc(s, human) for v, s in sorted(scores.items()) if v.startswith("hyp")},
    }


def _auc(high: Sequence[float], low: Sequence[float]) -> float | None:
    """Give the share of pairs in which the first text scores higher; ties count half."""
    if not high or not low:
        return None
    wins = sum((a > b) + 0.5 * (a == b) for a in high for b in low)
    return round(wins / (len(high) * len(low)), 4)


def _score_sections(rows: Sequence[dict[str, Any]]) -> dict[str, object]:
    """Compare labels: a section counts as found if kind and text agree."""
    correct: Counter[str] = Counter()
    found: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for row in rows:
        article = normalize(_article(row["raw"]))
        got = Counter((section.kind, _text(article, section)) for section in article.sections)
        gold = Counter((kind, text) for kind, text in row["sections"])
        for counter, pairs in ((found, got), (wanted, gold), (correct, got & gold)):
            for (kind, _), count in pairs.items():
                counter[kind] += count
    figures = {kind: _prf(correct[kind], found[kind], wanted[kind]) for kind in sorted(set(found) | set(wanted))}
    total = _prf(sum(correct.values()), sum(found.values()), sum(wanted.values()))
    return {"articles": len(rows), "all": total, "by_kind": figures}


def _text(article: Article, section: Section) -> str:
    return article.body[section.start : section.end]


def _prf(correct: int, found: int, wanted: int) -> dict[str, float]:
    precision, recall = correct / max(1, found), correct / max(1, wanted)
    f1 = 2 * precision * recall / (precision + recall) if correct else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}
