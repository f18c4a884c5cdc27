"""Fingerprints per CPU-second, ours against datasketch's and rensa's MinHash, in one run; and the look-up of copies."""

import random
import re
import resource
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec

import numpy as np

from transforms.deduplicate import Item, fingerprint_text, fingerprint_texts, verify
from transforms.deduplicate.grammar import GRAMMAR
from transforms.deduplicate.words import Hashes

TEXT_BYTES = 2048
KEYS = 22
ROUNDS = 3
_WORD = re.compile(r"\w+")


def make_texts(count: int, *, seed: int = 7) -> list[str]:
    """Write texts of about 2 KB of grammar and invented words, as frequent as words are, with names and numbers."""
    source = random.Random(seed)  # noqa: S311 - a benchmark's texts, the same in each run
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "ist", "ol", "um")]
    lexicon = ["".join(source.choices(syllables, k=source.choice((1, 2, 2, 3)))) for _ in range(40_000)]
    lexicon[: len(GRAMMAR)] = sorted(GRAMMAR)
    weights = [1.0 / (rank + 3) for rank in range(len(lexicon))]
    texts = []
    for _ in range(count):
        words = source.choices(lexicon, weights, k=TEXT_BYTES // 6)
        for place in range(0, len(words) - 12, 12):
            words[place] = words[place].capitalize()
            words[place + 11] += source.choice((".", ",", f" {source.randint(2, 2000)}."))
        texts.append(" ".join(words)[:TEXT_BYTES])
    return texts


def measure(*, count: int = 2000) -> dict[str, object]:
    """Give documents per CPU-second of each fingerprint, the best of three rounds, and our ratios to the others."""
    texts = make_texts(count)
    speeds: dict[str, float] = {"ours": _speed_of_batches(texts), "ours, one by one": _speed(fingerprint_text, texts)}
    if find_spec("datasketch"):
        speeds["datasketch"] = _speed(_make_datasketch(), texts[: count // 4])
    if find_spec("rensa"):
        speeds["rensa"] = _speed(_make_rensa(), texts)
    return {
        "document bytes": TEXT_BYTES,
        "documents per CPU-second": {name: round(speed) for name, speed in speeds.items()},
        "ratio": {name: round(speeds["ours"] / speed, 2) for name, speed in speeds.items() if "ours" not in name},
    }


def measure_lookup(*, known: int = 1_000_000, new: int = 500) -> dict[str, object]:
    """Give the CPU milliseconds that finding a new article's copies takes among a tenth of the known ones, and all.

    Half of the new articles are copies, with a tenth of the words replaced. The keys stand in sorted arrays in memory
    here; in production they are Elasticsearch's.
    """
    source = np.random.default_rng(7)
    originals, strangers = make_texts(new // 2), make_texts(new - new // 2, seed=8)
    places = source.choice(known // 10, len(originals), replace=False).tolist()
    items = {place: _make_item(text) for place, text in zip(places, originals, strict=True)}
    keys = source.integers(0, 1 << 60, (known, KEYS), dtype=np.uint64) << np.uint64(4)
    for place, item in items.items():
        own = _read_keys(item)[:KEYS]
        keys[place, : len(own)] = own
    texts = [_edit(text, seed) for seed, text in enumerate(originals)] + strangers
    few, _ = _time_lookup(keys[: known // 10], items, texts)
    many, found = _time_lookup(keys, items, texts)
    return {
        "known articles": known,
        "milliseconds": {f"among {known // 10}": round(few, 3), f"among {known}": round(many, 3)},
        "ratio": round(many / few, 2),
        "copies found": f"{found} of {len(originals)}",
        "resident GB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2),
    }


def _time_lookup(table: Hashes, items: dict[int, Item], texts: Sequence[str]) -> tuple[float, int]:
    keys = table.ravel()
    order = np.argsort(keys).astype(np.int32)
    keys, owners = keys[order], order // KEYS
    best, found = float("inf"), 0
    for _ in range(ROUNDS):
        started, found = time.process_time(), 0
        for text in texts:
            item = _make_item(text)
            wanted = _read_keys(item)
            starts, ends = np.searchsorted(keys, wanted), np.searchsorted(keys, wanted, "right")
            spans = zip(starts.tolist(), ends.tolist(), strict=True)
            candidates = {place for start, end in spans for place in owners[start:end].tolist()}
            found += any(place in items and verify(item, items[place]) is not None for place in candidates)
        best = min(best, time.process_time() - started)
    return best / len(texts) * 1000, found


def _make_item(text: str) -> Item:
    return Item(id="", fingerprint=fingerprint_text(text))


def _read_keys(item: Item) -> Hashes:
    return np.array([int(key, 16) for key in item.fingerprint.lookup_keys], dtype=np.uint64)


def _edit(text: str, seed: int) -> str:
    source = random.Random(seed)  # noqa: S311 - a benchmark's texts, the same in each run
    return " ".join("changed" if source.random() < 0.1 else word for word in text.split())


def _speed(make: Callable[[str], object], texts: Sequence[str]) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        for text in texts:
            make(text)
        best = min(best, time.process_time() - started)
    return len(texts) / best


def _speed_of_batches(texts: Sequence[str]) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        fingerprint_texts(texts)
        best = min(best, time.process_time() - started)
    return len(texts) / best


def _make_datasketch() -> Callable[[str], object]:
    min_hash = import_module("datasketch").MinHash

    def make(text: str) -> object:
        sketch = min_hash(num_perm=128)
        sketch.update_batch([shingle.encode() for shingle in _shingles(text)])
        return sketch

    return make


def _make_rensa() -> Callable[[str], object]:
    min_hash = import_module("rensa").RMinHash

    def make(text: str) -> object:
        sketch = min_hash(num_perm=128, seed=42)
        sketch.update(_shingles(text))
        return sketch.digest()

    return make


def _shingles(text: str) -> list[str]:
    words = _WORD.findall(text.lower())
    return [" ".join(words[place : place + 3]) for place in range(len(words) - 2)]
