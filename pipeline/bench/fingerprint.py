"""Fingerprints per CPU-second, ours against datasketch's and rensa's MinHash, in one run; and the look-up of copies."""

import random
import re
import resource
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec

from transforms.deduplicate import Item, fingerprint_text, verify
from transforms.deduplicate.grammar import GRAMMAR
from transforms.deduplicate.pairs import keys_of

TEXT_BYTES = 2048
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
    speeds: dict[str, float] = {"ours": _speed(fingerprint_text, texts)}
    if find_spec("datasketch"):
        speeds["datasketch"] = _speed(_make_datasketch(), texts[: count // 4])
    if find_spec("rensa"):
        speeds["rensa"] = _speed(_make_rensa(), texts)
    return {
        "document bytes": TEXT_BYTES,
        "documents per CPU-second": {name: round(speed) for name, speed in speeds.items()},
        "ratio": {name: round(speeds["ours"] / speed, 2) for name, speed in speeds.items() if name != "ours"},
    }


def measure_lookup(*, known: int = 1_000_000, new: int = 500) -> dict[str, object]:
    """Give the CPU milliseconds that finding a new article's copies among known ones takes, a tenth known and all.

    Half of the new articles are copies with a tenth of the words replaced. The index of keys is in memory here, as
    sorted arrays; in production it is Elasticsearch's.
    """
    import numpy as np

    keys = np.empty(known * 24, dtype=np.uint64)
    owners = np.empty(known * 24, dtype=np.int32)
    filled = 0
    source = np.random.default_rng(7)
    sample = make_texts(new)
    planted = {int(place): number for number, place in enumerate(source.choice(known // 10, new // 2, replace=False))}
    for place in range(known):
        if place in planted:
            own = np.array(
                [int(key, 16) for key in fingerprint_text(sample[planted[place]]).lookup_keys], dtype=np.uint64
            )
        else:
            own = source.integers(0, 1 << 60, 22, dtype=np.uint64) << np.uint64(4)
        own = own[:24]
        keys[filled : filled + len(own)] = own
        owners[filled : filled + len(own)] = place
        filled += len(own)
    copies = [_edit(text, seed) if seed < new // 2 else text for seed, text in enumerate(make_texts(new, seed=8))]
    copies[: new // 2] = [_edit(text, seed) for seed, text in enumerate(sample[: new // 2])]
    texts = {place: sample[number] for place, number in planted.items()}
    few = _time_lookup(keys[:filled], owners[:filled], known // 10, copies, texts)
    many = _time_lookup(keys[:filled], owners[:filled], known, copies, texts)
    return {
        "known articles": known,
        "milliseconds": {f"of {known // 10}": round(few[0], 3), f"of {known}": round(many[0], 3)},
        "ratio": round(many[0] / few[0], 2),
        "copies found": f"{many[1]} of {new // 2}",
        "resident GB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2),
    }


def _time_lookup(keys, owners, known, texts, known_texts):  # type: ignore[no-untyped-def]
    import numpy as np

    kept = owners < known
    order = np.argsort(keys[kept], kind="stable")
    keys, owners = keys[kept][order], owners[kept][order]
    found = 0
    items = {place: Item(id=str(place), fingerprint=fingerprint_text(text)) for place, text in known_texts.items()}
    started = time.process_time()
    for text in texts:
        item = Item(id="new", fingerprint=fingerprint_text(text))
        wanted = np.array([int(key, 16) for key in keys_of(item)[1:]], dtype=np.uint64)
        starts, ends = np.searchsorted(keys, wanted, "left"), np.searchsorted(keys, wanted, "right")
        places = {int(owner) for start, end in zip(starts, ends, strict=True) for owner in owners[start:end]}
        found += any(place in items and verify(item, items[place]) is not None for place in places)
    return (time.process_time() - started) / len(texts) * 1000, found


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


def _make_datasketch() -> Callable[[str], object]:
    from datasketch import MinHash

    def make(text: str) -> object:
        sketch = MinHash(num_perm=128)
        sketch.update_batch([shingle.encode() for shingle in _shingles(text)])
        return sketch

    return make


def _make_rensa() -> Callable[[str], object]:
    from rensa import RMinHash

    def make(text: str) -> object:
        sketch = RMinHash(num_perm=128, seed=42)
        sketch.update(_shingles(text))
        return sketch.digest()

    return make


def _shingles(text: str) -> list[str]:
    words = _WORD.findall(text.lower())
    return [" ".join(words[place : place + 3]) for place in range(len(words) - 2)]
