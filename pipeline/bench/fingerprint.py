"""Fingerprints per CPU-second, ours against datasketch's and rensa's MinHash, in one run."""

import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec

from pipeline.stage import BatchStageFn
from transforms.deduplicate import fingerprint_text, fingerprint_texts
from transforms.deduplicate.grammar import GRAMMAR

TEXT_BYTES = 2048
BATCH = BatchStageFn.batch_size
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
    """Give documents per CPU-second of each fingerprint, the best of three rounds, and our ratios to the others.

    "ours" is as the pipeline calls it: in the batches of the stage that normalizes.
    """
    texts = make_texts(count)
    speeds: dict[str, float] = {
        "ours": _speed(fingerprint_texts, list(_batches(texts))) * BATCH,
        "ours, one by one": _speed(fingerprint_text, texts),
    }
    if find_spec("datasketch"):
        speeds["datasketch"] = _speed(_make_datasketch(), texts[: count // 4])
    if find_spec("rensa"):
        speeds["rensa"] = _speed(_make_rensa(), texts)
    return {
        "document bytes": TEXT_BYTES,
        "documents per CPU-second": {name: round(speed) for name, speed in speeds.items()},
        "ratio": {name: round(speeds["ours"] / speed, 2) for name, speed in speeds.items() if "ours" not in name},
    }


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts) - BATCH + 1, BATCH):
        yield texts[start : start + BATCH]


def _speed[T](make: Callable[[T], object], batches: Sequence[T]) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        for batch in batches:
            make(batch)
        best = min(best, time.process_time() - started)
    return len(batches) / best


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
