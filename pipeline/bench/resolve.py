"""How many articles one run may bring: the fingerprints of all meet under one key, to find copies and stories."""

import argparse
import json
import resource
import sys
import time
from datetime import UTC, datetime, timedelta

from apache_beam.coders import PickleCoder

from pipeline.bench.fingerprint import make_texts
from pipeline.stages.deduplicate import assign_all
from transforms.deduplicate import Item, fingerprint_texts

BEGAN = datetime(2025, 1, 1, tzinfo=UTC)
COPIES = 0.3
PIECE = 1000


def measure(*, count: int = 10_000, a_day: int = 10_000) -> dict[str, object]:
    """Give time and memory of resolving `count` articles of 2 KB, three in ten of them copies."""
    items = make_items(count, a_day)
    before_mb = _resident_mb()
    began = time.process_time()
    found = assign_all(items)
    spent_s = time.process_time() - began
    return {
        "articles": count,
        "a day": a_day,
        "copies found": sum(one.duplicate is not None for one in found.values()),
        "stories": len({one.story_id for one in found.values()}),
        "CPU seconds": round(spent_s, 1),
        "milliseconds an article": round(1000 * spent_s / count, 2),
        "bytes an article in flight": len(PickleCoder().encode(items[:PIECE])) // min(PIECE, count),
        "resident MB before": before_mb,
        "resident MB at most": _resident_mb(),
    }


def make_items(count: int, a_day: int) -> list[Item]:
    """Make the fingerprints of a run, the copies an hour after what they copy."""
    items: list[Item] = []
    for seed in range(0, count, PIECE):
        texts = make_texts(min(PIECE, count - seed), seed=seed)
        originals = int(len(texts) * (1 - COPIES))
        for place in range(originals, len(texts)):
            texts[place] = f"{texts[place - originals]} And so it was."
        for place, fingerprint in enumerate(fingerprint_texts(texts)):
            at = BEGAN + timedelta(days=(seed + place % originals) / a_day, hours=place // originals)
            name = f"article-{seed + place:07d}"
            items.append(Item(id=name, fingerprint=fingerprint, source_id=f"outlet-{place % 97}", published_at=at))
    return items


def _resident_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--a-day", type=int, default=10_000)
    args = parser.parse_args()
    sys.stdout.write(f"{json.dumps(measure(count=args.count, a_day=args.a_day), indent=2)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
