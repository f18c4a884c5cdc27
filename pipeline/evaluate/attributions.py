"""The measures of attribution: who said what, by which words, compared on word tokens.

Follows the definitions used with PolNeAR: spans are sets of word tokens, so that marks, commas and spaces at their
edges do not count. `exact`: equal token sets, one to one. `soft`: each span against the best of the other side
(Johansson and Moschitti). `triple`: contents that share at least half of their union, matched one to one from the
best down, whose sources share a word that is no function word (or are equal) and whose cues overlap.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Words = frozenset[int]
Spans = Sequence[Sequence[int]]
Directness = Literal["direct", "mixed", "indirect"]
_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
_FUNCTION_WORDS = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "and",
        "or",
        "his",
        "her",
        "their",
        "its",
        "our",
        "my",
        "your",
        "this",
        "that",
        "these",
        "those",
        "by",
        "with",
        "from",
        "as",
        "is",
        "was",
        "mr",
        "mrs",
        "ms",
        "who",
        "which",
    ]
)
_QUOTED_ENOUGH = 0.9
_SAME_CONTENT = 0.5
_RUN_COVERED = 0.5


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution as sets of word numbers."""

    source: Words
    cue: Words
    content: Words
    directness: Directness


@dataclass(frozen=True, slots=True)
class Text:
    """A text's words, folded, with which of them stand between quotation marks."""

    ends: tuple[tuple[int, int], ...]
    folded: tuple[str, ...]
    quoted: frozenset[int]

    @classmethod
    def of(cls, text: str) -> "Text":
        ends = tuple(match.span() for match in _WORD.finditer(text))
        marked = _quoted_characters(text)
        quoted = frozenset(i for i, (start, _) in enumerate(ends) if marked[start])
        return cls(ends, tuple(text[start:end].lower() for start, end in ends), quoted)

    def words(self, spans: Spans) -> Words:
        return frozenset(
            i for start, end in spans for i, (low, high) in enumerate(self.ends) if low < end and high > start
        )

    def attribution(self, spans: Mapping[str, Spans]) -> Attribution:
        source, cue, content = (self.words(spans.get(part) or ()) for part in ("source", "cue", "content"))
        return Attribution(source, cue, content, self.directness(content))

    def directness(self, content: Words) -> Directness:
        share = len(content & self.quoted) / len(content) if content else 0.0
        return "direct" if share >= _QUOTED_ENOUGH else "mixed" if share else "indirect"

    def agree(self, first: Words, second: Words) -> bool:
        """Tell whether two sources are the same: equal, or with a telling word in common."""
        return first == second or any(self.folded[i] not in _FUNCTION_WORDS for i in first & second)

    def runs(self) -> list[Words]:
        """List the quoted runs: words between marks that follow one another."""
        runs: list[list[int]] = []
        for i in sorted(self.quoted):
            if runs and runs[-1][-1] == i - 1:
                runs[-1].append(i)
            else:
                runs.append([i])
        return [frozenset(run) for run in runs]


def _quoted_characters(text: str) -> bytearray:
    """Mark the characters between double quotation marks, paragraph by paragraph."""
    text = text.replace("''", '" ').replace("``", '" ')
    marked = bytearray(len(text))
    for paragraph in re.finditer(r"[^\n]+", text):
        start, end = paragraph.span()
        opened: int | None = None
        for i in range(start, end):
            sign = text[i]
            if opened is None:
                if sign in '“„«"':
                    opened = i
            elif sign in '”»"' or (sign == "“" and _closes(text, i, opened, end)):
                marked[opened : i + 1] = b"\x01" * (i + 1 - opened)
                opened = None
        if opened is not None and opened - start < 3:
            marked[opened:end] = b"\x01" * (end - opened)
    return marked


def _closes(text: str, at: int, opened: int, end: int) -> bool:
    return at > opened + 1 and text[at - 1] in ",.?!…" and (at + 1 >= end or text[at + 1] in " ,.–—-")


@dataclass(slots=True)
class Tally:
    """Counts over all documents, and the figures they give."""

    counts: Counter[str] = field(default_factory=Counter)
    soft_precision: float = 0.0
    soft_recall: float = 0.0

    def add(self, text: Text, gold: Sequence[Attribution], found: Sequence[Attribution]) -> None:
        """Count one document."""
        gold, found = [g for g in gold if g.content], [f for f in found if f.content]
        count = self.counts
        count["gold"] += len(gold)
        count["found"] += len(found)
        for one in gold:
            count[f"gold {one.directness}"] += 1
        self.soft_precision += sum(_best(f.content, (g.content for g in gold)) for f in found)
        self.soft_recall += sum(_best(g.content, (f.content for f in found)) for g in gold)
        count["exact"] += len(match(found, gold, lambda f, g: float(f.content == g.content), 1.0))
        for i, j in match(found, gold, _shared_content, _SAME_CONTENT):
            count["content"] += 1
            if not text.agree(found[i].source, gold[j].source):
                continue
            count["source"] += 1
            if found[i].cue & gold[j].cue or not (found[i].cue or gold[j].cue):
                count["triple"] += 1
                count[f"triple {gold[j].directness}"] += 1
        self._add_runs(text, gold, found)

    def _add_runs(self, text: Text, gold: Sequence[Attribution], found: Sequence[Attribution]) -> None:
        """Count the quoted runs that the gold gives a source, and who we say speaks them."""
        for run in text.runs():
            wanted = _covering(run, gold)
            if wanted is None or not wanted.source:
                continue
            self.counts["runs"] += 1
            ours = _covering(run, found)
            if ours is not None and ours.source:
                self.counts["runs attributed"] += 1
                self.counts["runs right"] += text.agree(ours.source, wanted.source)

    def figures(self) -> dict[str, object]:
        """Give precision, recall and F1 of every measure, in per cent."""
        count = self.counts
        found, gold = count["found"], count["gold"]
        p, r = self.soft_precision / max(found, 1), self.soft_recall / max(gold, 1)
        return {
            "gold": gold,
            "found": found,
            "content_exact": prf(count["exact"], found, gold),
            "content_soft": {"p": round(100 * p, 1), "r": round(100 * r, 1), "f1": _f1(p, r)},
            "content_half": prf(count["content"], found, gold),
            "triple": prf(count["triple"], found, gold),
            "source_right": round(100 * count["source"] / max(count["content"], 1), 1),
            "recall": {
                kind: round(100 * count[f"triple {kind}"] / max(count[f"gold {kind}"], 1), 1)
                for kind in ("direct", "mixed", "indirect")
            },
            "quoted_run_speaker": prf(count["runs right"], count["runs attributed"], count["runs"]),
        }


def _covering(run: Words, attributions: Sequence[Attribution]) -> Attribution | None:
    """Give the attribution with the smallest content that covers at least half of a run."""
    covering = [one for one in attributions if len(one.content & run) >= _RUN_COVERED * len(run)]
    return min(covering, key=lambda one: len(one.content), default=None)


def match[T, U](
    first: Sequence[T], second: Sequence[U], score: Callable[[T, U], float], least: float
) -> list[tuple[int, int]]:
    """Pair two sequences one to one, best scores first."""
    ranked = sorted(((score(a, b), i, j) for i, a in enumerate(first) for j, b in enumerate(second)), reverse=True)
    used_first: set[int] = set()
    used_second: set[int] = set()
    pairs = []
    for value, i, j in ranked:
        if value < least or value <= 0:
            break
        if i not in used_first and j not in used_second:
            used_first.add(i)
            used_second.add(j)
            pairs.append((i, j))
    return pairs


def _shared_content(first: Attribution, second: Attribution) -> float:
    return len(first.content & second.content) / len(first.content | second.content)


def _best(content: Words, others: Iterable[Words]) -> float:
    return max((len(content & other) / len(content) for other in others), default=0.0)


def _f1(p: float, r: float) -> float:
    return round(100 * 2 * p * r / (p + r), 1) if p + r else 0.0


def prf(right: float, found: int, gold: int) -> dict[str, float]:
    """Give precision, recall and F1 in per cent.

    >>> prf(3, 4, 6)
    {'p': 75.0, 'r': 50.0, 'f1': 60.0}
    """
    p, r = right / found if found else 0.0, right / gold if gold else 0.0
    return {"p": round(100 * p, 1), "r": round(100 * r, 1), "f1": _f1(p, r)}
