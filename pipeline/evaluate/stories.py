"""How well stories are put together, as B³: per article, the share of its story that belongs to it."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import UsageError
from transforms.deduplicate import Item, find_duplicates, fingerprint_text
from transforms.stories import assign_stories


def score(gold: Path, *, limit: int | None = None) -> dict[str, object]:
    """Score stories on JSON lines `{id, story, text}`, undated, in the order of the file.

    Online clustering depends on the order, so the figure in reverse order is given too.
    """
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()][:limit]
    if not rows or not {"id", "story", "text"} <= rows[0].keys():
        raise UsageError(f"{gold}: unknown format; its lines need id, story and text")
    wanted = [row["story"] for row in rows]
    texts = [row["text"] for row in rows]
    return {
        "articles": len(rows),
        "stories": len(set(wanted)),
        **_score_order(texts, wanted),
        "in reverse order": _score_order(texts[::-1], wanted[::-1]),
    }


def _score_order(texts: Sequence[str], wanted: Sequence[str]) -> dict[str, float]:
    items = [Item(id=f"{place:06d}", fingerprint=fingerprint_text(text)) for place, text in enumerate(texts)]
    stories = assign_stories(items, find_duplicates(items))
    return b_cubed([stories[item.id] for item in items], wanted)


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
