"""Quotation marks: the quoted runs of a text, found paragraph by paragraph, never raising on odd or mixed marks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from transforms.normalize.unopened import lost_opening

_MARK = re.compile(r"''|``|[\"“”„‟«»＂]")
_SINGLE = re.compile(
    r"(?:(?<=^)|(?<=[\s(\[“\"—–-]))['‘](?=\w)([^'‘’\n]{2,160}?(?:[’'](?=\w)[^'‘’\n]{0,160}?)*)['’](?=[\s.,;:!?)\]”\"—–-]|$)"
)
_SENTENCE = re.compile(r"[.?!…](?=\s+[A-Z“\"])")
_PARAGRAPH = re.compile(r"[^\n]+")
_OPENERS = frozenset("“„‟«") | {"``"}
_SENTENCE_END = ".?!…"


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted run: `start:end` with its marks, `inner_start:inner_end` without; `depth` 0 for the outermost."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool
    depth: int
    single: bool = False

    def holds(self, offset: int) -> bool:
        return self.inner_start <= offset < self.inner_end


@dataclass(slots=True)
class _Open:
    start: int
    inner: int


_Verdict = Literal["open", "close", "drop", "reopen"]


def find_quotes(text: str) -> tuple[Quote, ...]:
    """Find quoted runs, outermost and nested, in order of their start.

    A run never leaves its paragraph, unless its opening mark was lost; one that is not closed ends with it, which is
    also how a quotation that repeats its opening mark at each paragraph reads.

    >>> [text[q.inner_start:q.inner_end] for text in ['He said "no" to “all of it.”'] for q in find_quotes(text)]
    ['no', 'all of it.']
    """
    found: list[Quote] = []
    for paragraph in _PARAGRAPH.finditer(text):
        doubles = list(_double(text, *paragraph.span()))
        if doubles and doubles[0].start < paragraph.start():
            found = [q for q in found if q.start < doubles[0].start]  # opened in a paragraph before
        found += doubles
        for match in _SINGLE.finditer(text, *paragraph.span()):
            start, end = match.start(), match.end()
            depth = sum(1 for q in doubles if q.start < start and end <= q.end)
            if not any(q.start < start < q.end < end or start < q.start < end < q.end for q in doubles):
                found.append(Quote(start, end, start + 1, end - 1, True, depth, single=True))
    return tuple(sorted(found, key=lambda q: (q.start, -q.end)))


def _double(text: str, start: int, end: int) -> Iterator[Quote]:
    marks = [m for m in _MARK.finditer(text, start, end) if not _is_inches(text, m)]
    stack: list[_Open] = []
    last = start
    for i, mark in enumerate(marks):
        match _verdict(text, mark, stack, marks[i + 1 :], end):
            case "open":
                stack.append(_Open(mark.start(), mark.end()))
            case "close":
                opened = stack.pop()
                if opened.inner < mark.start():
                    yield Quote(opened.start, mark.end(), opened.inner, mark.start(), True, len(stack))
            case "reopen":
                yield _unclosed(text, stack.pop(), mark.start())
                stack.append(_Open(mark.start(), mark.end()))
            case "drop":
                found = None if stack else _unopened(text, last, last if last > start else 0, mark, end)
                if found is not None:
                    yield found
        last = mark.end()
    for depth, opened in enumerate(stack):
        inner_end = len(text[:end].rstrip())
        if text[start : opened.start].strip():
            # An opening mark inside a paragraph that never closes: the speech is trusted for one sentence only.
            stop = _SENTENCE.search(text, opened.inner, end)
            inner_end = min(inner_end, stop.end()) if stop else inner_end
        if depth == 0 and opened.inner < inner_end:
            yield Quote(opened.start, inner_end, opened.inner, inner_end, False, 0)


def _unopened(text: str, last: int, low: int, mark: re.Match[str], end: int) -> Quote | None:
    """Give the run that a mark closes and a single mark, or none, opens."""
    opening = _HALF_OPENED.search(text, last, mark.start())
    if opening is not None:
        return Quote(opening.start(1), mark.end(), opening.end(1), mark.start(), True, 0)
    lost = lost_opening(text, low, mark.start()) if _ends_speech(text, mark, end) else None
    if lost is None:
        return None
    opening = _MARK.match(text, lost)
    return Quote(lost, mark.end(), opening.end() if opening else lost, mark.start(), True, 0)


def _unclosed(text: str, opened: _Open, end: int) -> Quote:
    inner_end = opened.inner + len(text[opened.inner : end].rstrip())
    return Quote(opened.start, inner_end, opened.inner, inner_end, False, 0)


_HALF_OPENED = re.compile(r"(?:(?<=[.!?…] )|(?<=\n)|\A)(['‘])(?=[A-Z])(?:[^'‘]|(?<=\w)['‘](?=\w)){20,}\Z")
"""A single mark that opens what a double one closes: 'The road isn't open. Wait,” he said."""


def _is_inches(text: str, mark: re.Match[str]) -> bool:
    return (
        mark.group() in {'"', "''"}
        and mark.start() > 0
        and text[mark.start() - 1].isdigit()
        and (text[mark.end() : mark.end() + 2].strip()[:1].islower() and text[mark.end() : mark.end() + 1] == " ")
        and _SAID_BEHIND.match(text, mark.end() + 1) is None  # "the toll rose to 39" said the mayor
    )


def _verdict(text: str, mark: re.Match[str], stack: list[_Open], rest: list[re.Match[str]], end: int) -> _Verdict:
    sign = mark.group()
    before = text[mark.start() - 1] if mark.start() else " "
    after = text[mark.end()] if mark.end() < end else " "
    if not stack:
        closes = (sign in {"”", "»"} and not after.isalnum()) or _closes_alone(text, mark, rest, end)
        return "drop" if closes or _closes_by_shape(text, mark, rest) else "open"
    if sign in {"”", "»"}:
        return "close"
    if sign in _OPENERS:
        if before in ",.?!…" and (after.isspace() or after in ",.–—-"):
            return "close"  # a closing mark typed as an opening one
        closers = sum(1 for m in rest if m.group() not in _OPENERS)
        return "open" if closers > len(stack) - 1 + 1 and not before.isalnum() else "drop"
    opens = (before.isspace() or before in "([—–-") and (after.isalnum() or after in "[(‘'$")
    if opens and _closes_late(text, mark, end):
        return "close"
    if opens and len(stack) == 1 and _reopens(text, mark, rest):
        return "reopen"
    if opens and len(stack) == 1 and sum(1 for m in rest if m.group() not in _OPENERS) >= 2 and len(rest) % 2 == 0:
        return "open"
    return "close"


_SAYS = (
    r"(?:said|says|told|tells|added|adds|noted|notes|wrote|writes|explained|explains|stressed|emphasi[sz]ed|concluded"
    r"|recalled|admitted|reported|commented|believes|continued|asked|warned|assured|announced|stated|declared|clarified"
    r"|specified|shared|replied|answered|promised|claimed|quotes|quoted|cites)"
)
_WHO = r"(?:[A-Z](?:[^.!?:;\"“”«»\n]|\.(?=\w)){1,90}?|s?he|they|another|others|(?:the|one) (?:\w+ ){0,4}\w+)"
_SAID_BEHIND = re.compile(rf"(?:{_SAYS}\b|{_WHO} {_SAYS}\b(?! that\b))")


def _closes_late(text: str, mark: re.Match[str], end: int) -> bool:
    """Tell a closing mark that was moved over its space: “We need a lot, "Osk said”."""
    before = text[: mark.start()].rstrip(" \u00a0")[-1:]
    return before in {",", ".", "!", "?"} and _SAID_BEHIND.match(text, mark.end(), end) is not None


def _ends_speech(text: str, mark: re.Match[str], end: int) -> bool:
    """Tell a closing mark with whose words it closes behind it: A, B,” Osk said."""
    behind = mark.end() + len(text[mark.end() : end]) - len(text[mark.end() : end].lstrip(" \u00a0,–—-"))
    stops = text[: mark.start()].rstrip(" \u00a0")[-1:] in {",", ".", "!", "?", "…"} or _parts(text, mark)
    return stops and _SAID_BEHIND.match(text, behind, end) is not None


def _parts(text: str, mark: re.Match[str]) -> bool:
    """Tell a mark right behind a word and before a comma, the first of its paragraph: it cannot open."""
    if not text[mark.start() - 1 : mark.start()].isalpha() or text[mark.end() : mark.end() + 1] != ",":
        return False
    return _MARK.search(text, text.rfind("\n", 0, mark.start()) + 1, mark.start()) is None


def _closes_alone(text: str, mark: re.Match[str], rest: list[re.Match[str]], end: int) -> bool:
    """Tell a mark that can only close, though none is open: A, B," Osk said; A, B, “he said."""
    if not _ends_speech(text, mark, end):
        return False
    if not text[mark.start() - 1].isspace():
        return text[mark.end() : mark.end() + 1].isspace() or _parts(text, mark)
    stop = _SENTENCE.search(text, mark.end(), end)
    said = _SAID_BEHIND.match(text, mark.end(), end)
    if said is None or "," in said.group() or not text[: mark.start()].rstrip(" \u00a0").endswith(","):
        return False
    return not (rest and rest[0].start() < (stop.end() if stop else end))


def _closes_by_shape(text: str, mark: re.Match[str], rest: list[re.Match[str]]) -> bool:
    """Tell a straight mark that stands behind a word, though none is open, before one that opens: A" he said "B"."""
    if mark.group() != '"' or not rest or rest[0].group() != '"' or not mark.start():
        return False
    behind = not text[mark.start() - 1].isspace() and text[mark.end() : mark.end() + 1] in {" ", ".", ",", ";"}
    return behind and text[mark.start() - 1] not in "([-—–" and _opens_by_shape(text, rest[0])


def _opens_by_shape(text: str, mark: re.Match[str]) -> bool:
    before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
    return before.isspace() and (after.isalnum() or after in {"[", "(", "'", "‘"})


def _reopens(text: str, mark: re.Match[str], rest: list[re.Match[str]]) -> bool:
    """Tell a mark that opens again at a new paragraph, run into this one: "A. "B" he went on."""
    stops = text[: mark.start()].rstrip()[-1:] in _SENTENCE_END and len(rest) % 2 == 1
    return stops and mark.group() == '"' and rest[0].group() == '"' and not _opens_by_shape(text, rest[0])


def is_speech(text: str, quote: Quote) -> bool:
    """Tell whether a run can stand as somebody's utterance rather than as a scare quote or a title."""
    inner = text[quote.inner_start : quote.inner_end].strip().rstrip("'’ ")
    words = inner.split()
    if len(words) < 2:
        return False
    begins = quote.start == 0 or text[: quote.start].rstrip(" ")[-1:] in (
        "",
        "\n",
        ".",
        "?",
        "!",
        "…",
        ":",
        "”",
        '"',
        "»",
    )
    ends = inner[-1] in _SENTENCE_END + ",—–-" or text[quote.end : quote.end + 1] in tuple(",.") or not quote.closed
    return (begins or inner[:1].isupper()) and ends and len(words) >= 3


_NAMED = re.compile(
    r"(?:\b(?:in|on|of|at|from|his|her|the|book|biography|novel|film|movie|show|series|song|program|programme|column"
    r"|author of|titled|entitled)|['’]s)\s+\Z"
)
_SMALL = frozenset({"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "this", "to", "with"})
_LONGEST_TITLE = 7


def is_title(text: str, quote: Quote) -> bool:
    """Tell whether a run names a book or broadcast: the author of “The Long Winter,” on “Meet the Mayor.”"""
    words = text[quote.inner_start : quote.inner_end].strip(" ,.'’").split()
    if not words or len(words) > _LONGEST_TITLE or not _NAMED.search(text, max(0, quote.start - 30), quote.start):
        return False
    return words[0][:1].isupper() and all(word[:1].isupper() or word.lower() in _SMALL for word in words)


_GIVEN = re.compile(r"(?:^|(?<=[\s(]))[A-Z][\w.'’-]*\s\Z")
_SURNAME = re.compile(r" [A-Z][\w'’-]+")


def is_nickname(text: str, quote: Quote) -> bool:
    """Tell whether a run is a name within a name: Adan “Wave” Osk."""
    inner = text[quote.inner_start : quote.inner_end]
    if not quote.closed or not inner.isalpha() or not inner[:1].isupper() or not _SURNAME.match(text, quote.end):
        return False
    return _GIVEN.search(text, max(0, quote.start - 20), quote.start) is not None
