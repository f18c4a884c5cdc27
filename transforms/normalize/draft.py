"""A text while it is being edited: every change is kept as an edit of the raw text, whatever was changed before it."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from transforms.records import Edit


@dataclass(frozen=True, slots=True)
class Change:
    """Replace `text[start:end]` of a draft by `after`; with a `suggestion`, only remark on it."""

    start: int
    end: int
    after: str
    rule: str
    why: str
    suggestion: str | None = None
    confidence: float = 1.0


def narrow(change: Change, text: str) -> Change:
    """Leave out the whole words that a change keeps at its beginning and end, so that it touches only what it changes.

    >>> change = narrow(Change(0, 16, "Foreign Ministry", "rule", "why"), "foreign Ministry")
    >>> change.end, change.after
    (7, 'Foreign')
    """
    before = text[change.start : change.end]
    head = tail = 0
    limit = min(len(before), len(change.after))
    for at, (old, new) in enumerate(zip(before, change.after, strict=False)):
        if old != new:
            break
        if old == " ":
            head = at + 1
    for at, (old, new) in enumerate(zip(reversed(before), reversed(change.after), strict=False)):
        if old != new or head + at >= limit:
            break
        if old == " ":
            tail = at + 1
    after = change.after[head : len(change.after) - tail]
    return replace(change, start=change.start + head, end=change.end - tail, after=after)


@dataclass(frozen=True, slots=True)
class Draft:
    """`apply_edits(raw, edits) == text`, always.

    >>> draft = Draft.of("a -- b").apply([Change(2, 4, "—", "dash", "two hyphens")])
    >>> draft = draft.apply([Change(0, 1, "A", "case", "a sentence begins")])
    >>> draft.text, [(e.before, e.after, e.raw_start) for e in draft.edits]
    ('A — b', [('a', 'A', 0), ('--', '—', 2)])
    """

    raw: str
    text: str
    edits: tuple[Edit, ...] = ()

    @classmethod
    def of(cls, raw: str) -> "Draft":
        return cls(raw, raw)

    def apply(self, changes: Iterable[Change]) -> "Draft":
        """Apply changes of this text; of two that overlap the later one is dropped."""
        kept = list(_disjoint(changes))
        if not kept:
            return self
        parts, at = [], 0
        for change in kept:
            parts += [self.text[at : change.start], change.after]
            at = change.end
        parts.append(self.text[at:])
        return Draft(self.raw, "".join(parts), tuple(_compose(self, kept)))


def _disjoint(changes: Iterable[Change]) -> Iterator[Change]:
    """Order the changes and keep those that begin where the one before has ended."""
    at = -1
    for change in sorted(changes, key=lambda c: (c.start, c.end)):
        if change.start >= max(at, 0) and (change.end > change.start or change.start > at):
            at = change.end
            yield change


def _compose(draft: Draft, changes: Sequence[Change]) -> Iterator[Edit]:
    """Merge earlier edits and new changes, in order; an edit and a change that touch become one edit."""
    drift = 0  # raw offset minus text offset, behind the edits so far
    grown = 0  # new text offset minus text offset, behind the changes so far
    for low, high, old, new in _groups(draft.edits, changes):
        raw_low = low + drift
        drift += sum((e.raw_end - e.raw_start) - len(e.after) for e in old)
        after, at = [], low
        for change in new:
            after += [draft.text[at : change.start], change.after]
            at = change.end
        after.append(draft.text[at:high])
        if not new:
            yield replace(old[0], start=low + grown)
        else:
            yield from _edit(draft.raw, raw_low, high + drift, "".join(after), low + grown, old, new)
        grown += sum(len(c.after) - (c.end - c.start) for c in new)


def _groups(
    edits: Sequence[Edit], changes: Sequence[Change]
) -> Iterator[tuple[int, int, Sequence[Edit], Sequence[Change]]]:
    """Give the ranges of the text that edits and changes cover, with those that fall in each."""
    i = j = 0
    while i < len(edits) or j < len(changes):
        first_edit, first_change = i, j
        edit_start = edits[i].start if i < len(edits) else sys.maxsize
        change_start = changes[j].start if j < len(changes) else sys.maxsize
        low = high = min(edit_start, change_start)
        grew = True
        while grew:
            grew = False
            opens = i == first_edit and j == first_change
            # An edit joins what is open if it overlaps, or touches a change; likewise a change an edit.
            if i < len(edits) and edits[i].start < high + (opens or j > first_change):
                high, i, grew = max(high, edits[i].start + len(edits[i].after)), i + 1, True
            elif j < len(changes) and changes[j].start < high + (opens or i > first_edit):
                high, j, grew = max(high, changes[j].end), j + 1, True
        yield low, high, edits[first_edit:i], changes[first_change:j]


def _edit(
    raw: str, raw_low: int, raw_high: int, after: str, start: int, old: Sequence[Edit], new: Sequence[Change]
) -> Iterator[Edit]:
    """Make one edit of what was merged; none where the changes cancelled out."""
    before = raw[raw_low:raw_high]
    last = [c for c in new if c.suggestion] or new[-1:]
    suggestion = last[-1].suggestion if last else None
    if before == after and suggestion is None:
        return
    rules = dict.fromkeys([e.rule for e in old] + [c.rule for c in new])
    whys = dict.fromkeys([e.why for e in old] + [c.why for c in new])
    yield Edit(
        rule="+".join(rules),
        before=before,
        after=after,
        start=start,
        raw_start=raw_low,
        raw_end=raw_high,
        why="; ".join(whys),
        suggestion=suggestion,
        confidence=min([e.confidence for e in old] + [c.confidence for c in new]),
    )
