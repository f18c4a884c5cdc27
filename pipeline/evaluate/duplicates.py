"""How well copies are found: perturbed copies, translations of one article, and labelled pairs of real news."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipeline.errors import UsageError
from transforms.deduplicate import Item, candidate_pairs, find_duplicates, fingerprint_text, verify

Pair = tuple[str, str]
LABELS = "labels/news-2017-pairs.tsv"


@dataclass(frozen=True, slots=True)
class _Gold:
    """Articles, the group of each, and what makes it a copy ("typo5", "hyp:Online-A")."""

    items: tuple[Item, ...]
    groups: Mapping[str, str]
    kinds: Mapping[str, str]


def score(gold: Path, *, limit: int | None = None) -> dict[str, object]:
    """Score copies on a file of JSON lines, in one of three formats.

    `{id, group, kind, text}`: articles of one group are copies. `{id, versions}`: the versions are copies.
    `{id, date, url, title, text}`: real news, with the pairs labelled in `labels/news-2017-pairs.tsv`.
    """
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    if not rows:
        raise UsageError(f"{gold}: no lines; give JSON lines with group, versions or date and url")
    if "group" in rows[0]:
        return _score_groups(_read_groups(rows, limit))
    if "versions" in rows[0]:
        return _score_groups(_read_versions(rows[:limit]))
    if {"date", "url", "title", "text"} <= rows[0].keys():
        return _score_labels(rows[:limit])
    raise UsageError(f"{gold}: unknown format; its lines need group, versions, or date, url, title and text")


def _read_groups(rows: list[dict[str, Any]], limit: int | None) -> _Gold:
    kept = set(list(dict.fromkeys(row["group"] for row in rows))[:limit])
    rows = [row for row in rows if row["group"] in kept]
    return _Gold(
        tuple(Item(id=row["id"], fingerprint=fingerprint_text(row["text"])) for row in rows),
        {row["id"]: str(row["group"]) for row in rows},
        {row["id"]: row["kind"] for row in rows},
    )


def _read_versions(rows: list[dict[str, Any]]) -> _Gold:
    versions = [
        (f"{row['id']} {kind}", row["id"], kind, text) for row in rows for kind, text in row["versions"].items()
    ]
    return _Gold(
        tuple(Item(id=id_, fingerprint=fingerprint_text(text)) for id_, _, _, text in versions),
        {id_: group for id_, group, _, _ in versions},
        {id_: kind for id_, _, kind, _ in versions},
    )


def _score_groups(gold: _Gold) -> dict[str, object]:
    wanted = set(_pairs_within(gold.groups))
    direct = set(_direct_pairs(gold.items))
    duplicates = find_duplicates(gold.items)
    families = {item.id: duplicates[item.id].of if item.id in duplicates else item.id for item in gold.items}
    found = set(_pairs_within(families))
    missed = Counter(kind for pair in wanted - found for kind in {gold.kinds[id_] for id_ in pair})
    return {
        "articles": len(gold.items),
        **_rates(wanted, found),
        "each pair alone": _rates(wanted, direct),
        "kinds": dict(Counter(duplicate.kind for duplicate in duplicates.values()).most_common()),
        "missed pairs with": dict(missed.most_common()),
        "wrong": [" + ".join(pair) for pair in sorted(found - wanted)[:20]],
    }


def _score_labels(rows: list[dict[str, Any]]) -> dict[str, object]:
    items = tuple(_read_news(row) for row in rows)
    known = {item.id for item in items}
    labels = {pair: label for pair, label in _read_labels() if known.issuperset(pair)}
    wanted = {pair for pair, label in labels.items() if label == "copy"}
    duplicates = find_duplicates(items)
    families = {item.id: duplicates[item.id].of if item.id in duplicates else item.id for item in items}
    found = set(_pairs_within(families))
    wrong = {pair: label for pair, label in labels.items() if label not in {"copy", "version"} and pair in found}
    return {
        "articles": len(items),
        "labelled pairs": dict(Counter(labels.values()).most_common()),
        **_rates(wanted, found & labels.keys()),
        "wrongly called copies": {" + ".join(pair): label for pair, label in sorted(wrong.items())},
        "missed copies": [" + ".join(pair) for pair in sorted(wanted - found)],
        "found without a label": [" + ".join(pair) for pair in sorted(found - labels.keys())],
    }


def _read_news(row: dict[str, Any]) -> Item:
    year, month, day = (int(part) for part in row["date"].split()[0].split("/"))
    return Item(
        id=row["id"],
        fingerprint=fingerprint_text(f"{row['title']}\n\n{row['text']}"),
        title=row["title"],
        source_id=urlsplit(row["url"]).hostname or "",
        published_at=datetime(year, month, day, tzinfo=UTC),
    )


def _read_labels() -> Iterator[tuple[Pair, str]]:
    for line in files("pipeline.evaluate").joinpath(LABELS).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            first, second, label = line.split("\t")[:3]
            yield _pair(first, second), label


def _direct_pairs(items: tuple[Item, ...]) -> Iterator[Pair]:
    for a, b in candidate_pairs(items):
        if verify(a, b) is not None:
            yield _pair(a.id, b.id)


def _pairs_within(groups: Mapping[str, str]) -> Iterator[Pair]:
    members: defaultdict[str, list[str]] = defaultdict(list)
    for id_, group in groups.items():
        members[group].append(id_)
    for ids in members.values():
        yield from combinations(sorted(ids), 2)


def _pair(a: str, b: str) -> Pair:
    return (a, b) if a < b else (b, a)


def _rates(wanted: set[Pair], found: Iterable[Pair]) -> dict[str, float]:
    found = set(found)
    right = len(wanted & found)
    precision = right / len(found) if found else 1.0
    recall = right / len(wanted) if wanted else 1.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}
