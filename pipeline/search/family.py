"""The family tree of an article: who ran it, how much later, and what each copy changed."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from pipeline.search.finding import Document
from pipeline.search.painter import Painter
from pipeline.search.times import delay, hours_between, minute, order
from pipeline.terminal import one_line

if TYPE_CHECKING:
    from transforms.deduplicate.diff import Change

MOST_CHANGES = 4
LONGEST_CHANGE = 300
_PIECE = re.compile(r"\s+|\w+|[^\w\s]")


def family_lines(family: Sequence[Document], painter: Painter, *, every_change: bool = False) -> Iterator[str]:
    """Show the original, and below it each copy with its delay, kind, likeness and changes."""
    original, copies = family[0], sorted(family[1:], key=order)
    yield f"{painter.paint(original['source']['name'], 'bold')}: {one_line(original['title']) or '(no title)'}"
    came = "the original" if not original.get("duplicate") else f"a copy of {original['duplicate']['of']}, not stored"
    yield painter.paint(f"{minute(original)} · {came} · {_where(original)}", "link")
    outlets = {copy["source"]["id"] for copy in copies}
    yield f"{_counted(len(copies), 'copy', 'copies')} in {_counted(len(outlets), 'outlet')}" if copies else "no copies"
    for copy in copies:
        is_last = copy is copies[-1]
        branch, trunk = ("└─ ", "   ") if is_last else ("├─ ", "│  ")
        duplicate = copy["duplicate"]
        yield "│"
        outlet = painter.paint(copy["source"]["name"], "bold")
        later = delay(original, copy)
        yield f"{branch}{outlet} {later}  {duplicate['kind']} {duplicate['similarity']:.2f}  {minute(copy)}"
        if copy["title"] != original["title"]:
            yield f"{trunk}titled: {one_line(copy['title']) or '(no title)'}"
        yield f"{trunk}{painter.paint(_where(copy), 'link')}"
        for line in _change_lines(original, copy, painter, every_change=every_change):
            yield f"{trunk}{line}"


def _where(article: Document) -> str:
    return f"{article.get('url') or article.get('origin') or ''} · article {article['id']}"


def _change_lines(original: Document, copy: Document, painter: Painter, *, every_change: bool) -> Iterator[str]:
    changes = _changes(original, copy)
    counts = Counter(change.kind for change in changes)
    if not changes:
        yield painter.paint("word for word", "dim")
        return
    yield painter.paint(", ".join(f"{_counted(n, 'sentence')} {kind}" for kind, n in sorted(counts.items())), "dim")
    shown = changes if every_change else changes[:MOST_CHANGES]
    for change in shown:
        yield _change_line(change, painter)
    if len(changes) > len(shown):
        yield painter.paint(f"… and {len(changes) - len(shown)} more: --every-change shows them", "dim")


def _changes(original: Document, copy: Document) -> "tuple[Change, ...]":
    from transforms.deduplicate.diff import describe_change

    return describe_change(original.get("body") or "", copy.get("body") or "")


def _change_line(change: "Change", painter: Painter) -> str:
    match change.kind:
        case "added":
            return f"+ {painter.paint(_short(change.after), 'added')}"
        case "removed":
            return f"- {painter.paint(_short(change.before), 'removed')}"
        case "moved":
            return f"↕ {painter.paint(_short(change.after), 'dim')}"
        case _:
            return f"~ {word_changes(change.before, change.after, painter)}"


def word_changes(before: str, after: str, painter: Painter) -> str:
    """Show what became of a sentence, word by word.

    >>> word_changes("Two roads were closed.", "Three roads closed.", Painter(colored=False))
    '[-Two-]{+Three+} roads [-were -]closed.'
    """
    old, new = _PIECE.findall(one_line(before)), _PIECE.findall(one_line(after))
    shown: list[str] = []
    for tag, i, j, k, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            shown.append("".join(old[i:j]))
            continue
        if gone := "".join(old[i:j]):
            shown.append(_struck(gone, painter))
        if come := "".join(new[k:n]):
            shown.append(_inserted(come, painter))
    return "".join(shown)


def _struck(text: str, painter: Painter) -> str:
    return f"\x1b[9;31m{text}\x1b[0m" if painter.colored else f"[-{text}-]"


def _inserted(text: str, painter: Painter) -> str:
    return f"\x1b[32m{text}\x1b[0m" if painter.colored else f"{{+{text}+}}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_CHANGE else text[:LONGEST_CHANGE].rstrip() + " …"


def _counted(number: int, one: str, several: str | None = None) -> str:
    return f"{number} {one if number == 1 else several or one + 's'}"


def family_documents(family: Sequence[Document]) -> Iterator[dict[str, Any]]:
    """Give the original and its copies for other programs: what is stored, the delay, and every change."""
    original = family[0]
    for article in family:
        changes = () if article is original else _changes(original, article)
        yield {
            **article,
            "delay_h": hours_between(original, article),
            "changes": [{"kind": c.kind, "before": c.before, "after": c.after} for c in changes],
        }
