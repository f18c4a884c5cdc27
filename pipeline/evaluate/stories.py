"""How well stories are put together, as B³: per article, the share of its story that belongs to it."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import xxhash

from pipeline.errors import UsageError
from transforms.deduplicate import Item, find_duplicates, fingerprint_text
from transforms.stories import assign_stories


def score(gold: Path, *, limit: int | None = None) -> dict[str, object]:
    """Score stories on undated JSON lines `{id, story, text}`: the mean over four orders in which they may come.

    Online clustering depends on the order of publication, which these texts do not give: that of the file, the
    reverse, and two in which neighbours are far apart.
    """
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()][:limit]
    if not rows or not {"id", "story", "text"} <= rows[0].keys():
        raise UsageError(f"{gold}: unknown format; its lines need id, story and text")
    orders = {
        "of the file": rows,
        "reversed": rows[::-1],
        "by the hash of the id": sorted(rows, key=lambda row: xxhash.xxh64_intdigest(row["id"].encode())),
        "by the hash of the text": sorted(rows, key=lambda row: xxhash.xxh64_intdigest(row["text"].encode())),
    }
    scores = {name: _score_order(ordered) for name, ordered in orders.items()}
    means = {
        name: round(sum(one[name] for one in scores.values()) / len(scores), 4)
        for name in ("precision", "recall", "f1")
    }
    return {"articles": len(rows), "stories": len({row["story"] for row in rows}), **means, "orders": scores}


def _score_order(rows: Sequence[dict[str, str]]) -> dict[str, float]:
    items = [Item(id=f"{place:06d}", fingerprint=fingerprint_text(row["text"])) for place, row in enumerate(rows)]
    stories = assign_stories(items, find_duplicates(items))
    return b_cubed([stories[item.id] for item in items], [row["story"] for row in rows])


def b_cubed(found: Sequence[str], wanted: Sequence[str]) -> dict[str, float]:
    """Give B³ precision, recall and F1 of a clustering.

    >>> b_cubed(["a", "a", "b"], ["x", "x", "x"])
    {'precision': 1.0, 'recall': 0.5556, 'f1': 0.7143, 'stories found': 2}
    """
    sizes, gold_sizes, shared = Counter(found), Counter(wanted), Counter(zip(found, wanted, strict=True))
    precision = sum(n * n / sizes[story] for (story, _), n in shared.items()) / len(found)
    recall = sum(n * n / gold_sizes[story] for (_, story), n in shared.items()) / len(found)
    f1 = 2 * precision * recall / (precision + recall)
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
        "stories found": len(sizes),
    }
