"""What a copy changed against the text that it copies."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_SENTENCE = re.compile(r"[^\n]+?(?:[.!?][\"”’»)]*(?=\s)|(?=\n)|$)")
_WORD = re.compile(r"\w+")
ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Change:
    """One piece that differs: `before` as in the canonical text, `after` as in the copy."""

    kind: Literal["added", "removed", "reworded", "moved"]
    before: str
    after: str


def describe_change(canonical: str, copy: str) -> tuple[Change, ...]:
    """List, sentence by sentence, what a copy added, removed, reworded and moved; changes of layout do not count.

    >>> describe_change("Rain fell. Two roads closed.", "Rain fell. Three roads closed. Read more here.")[0]
    Change(kind='reworded', before='Two roads closed.', after='Three roads closed.')
    """
    before, after = _sentences(canonical), _sentences(copy)
    matcher = SequenceMatcher(None, [_fold(s) for s in before], [_fold(s) for s in after], autojunk=False)
    removed: list[str] = []
    added: list[str] = []
    for tag, i, j, k, n in matcher.get_opcodes():
        if tag != "equal":
            removed += before[i:j]
            added += after[k:n]
    return tuple(_pair_up(removed, added))


def _sentences(text: str) -> list[str]:
    return [sentence for match in _SENTENCE.finditer(text) if _WORD.search(sentence := match[0].strip())]


def _fold(sentence: str) -> str:
    return " ".join(_WORD.findall(sentence.casefold()))


def _pair_up(removed: list[str], added: list[str]) -> Iterator[Change]:
    """Join what was removed with what was added where one is the other in other words."""
    free = dict(enumerate(removed))
    words = {index: _fold(sentence).split() for index, sentence in free.items()}
    for sentence in added:
        index, alike = _most_alike(_fold(sentence).split(), words)
        if index is None or alike < ALIKE:
            yield Change("added", "", sentence)
            continue
        del words[index]
        yield Change("moved" if alike == 1.0 else "reworded", free.pop(index), sentence)
    for sentence in free.values():
        yield Change("removed", sentence, "")


def _most_alike(words: list[str], others: dict[int, list[str]]) -> tuple[int | None, float]:
    best, most = None, 0.0
    for index, other in others.items():
        matcher = SequenceMatcher(None, words, other, autojunk=False)
        if matcher.real_quick_ratio() > most and matcher.quick_ratio() > most and (alike := matcher.ratio()) > most:
            best, most = index, alike
    return best, most
