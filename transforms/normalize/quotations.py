"""Quotation marks: one shape per pair, single ones for nested pairs, missing marks, cues inside the marks."""

import re
from collections.abc import Iterator, Sequence

from transforms.normalize.cues import CUE, CUE_AFTER_MARK
from transforms.normalize.draft import Change
from transforms.normalize.marks import LONGEST_LINE, Mark, find_unclosed, find_unopened, pair_marks
from transforms.normalize.unopened import REPORTED, lost_opening

_STANDARD = frozenset({'"', "“", "”"})
_DASH = r"[–—―−-]{1,2}"

# “We have no proof, – she noted. – It was never shown.”
_INTERRUPTED = re.compile(rf"(?P<stop>[,.!?…]?)[ ]?{_DASH}[ ]?(?P<cue>{CUE})(?P<end>[.,;:])[ ]?{_DASH}[ ]?(?=[^\W_])")
# “We have no proof, she noted. – It was never shown.”
_INTERRUPTED_LATE = re.compile(rf"(?P<stop>,)[ ](?P<cue>{CUE})(?P<end>\.)[ ]{_DASH}[ ](?=[A-Z])")
# “We have no proof, – she noted.”
_CUE_AT_END = re.compile(rf"(?P<stop>[,!?…])[ ]?{_DASH}[ ]?(?P<cue>{CUE})(?P<end>\.?)\Z")
# “We have no proof, – she noted. (and no closing mark)
_CUE_BEHIND_OPEN = re.compile(rf"(?P<stop>[,!?…])[ ]?{_DASH}[ ]?(?={CUE}(?:[.,;:]|\Z))")
# − We have no proof − - said the press service. (a comma lost, a dash doubled)
_CUE_IN_DIALOGUE = re.compile(rf"(?P<stop>[,!?…]?)[ ]?{_DASH}(?: {_DASH})?[ ](?={CUE}(?:[.,;:]|\Z))")
_DIALOGUE = re.compile(rf"\A{_DASH}[ ](?=\S)")
_RESUMED = re.compile(rf"(?<=[.,;:])[ ]?{_DASH}[ ]?(?=[^\W_])")
_DASH_BEHIND_MARK = re.compile(
    rf"(?<=[”\"]),?[ ]?{_DASH}[ ]?(?={CUE_AFTER_MARK})|(?<=,[”\"])[ ]?{_DASH}[ ]?(?={CUE_AFTER_MARK})"
)
_COMMA_AND_CUE = re.compile(rf"[,!?](?= {CUE_AFTER_MARK})")
_SENTENCE_STOP = re.compile(r"[.!?](?=\s|\Z)")
# “We are ready”, he added, – “all of us”.
_DASH_BEFORE_REOPENING = re.compile(rf"(?<=[\w)][.,]) ?{_DASH} ?(?=[“\"«][^\W_])")
_SENTENCE_END = re.compile(r"[.!?…][”\")]?\s+$")
_FURTHEST = 9
"""Lines, every other one empty, over which a quotation may run on."""
_LONGEST_PARAGRAPH = 2_000
"""In a longer line paragraphs were run together, and what is missing or nested cannot be told."""


def repair_quotations(text: str) -> Iterator[Change]:
    """Repair the quotation marks of each paragraph, as far as the text proves what was meant."""
    at = 0
    lines = text.split("\n")
    pairs = [pair_marks(line) for line in lines]
    is_open = False  # a quotation runs on from the paragraph before
    for number, (line, marks) in enumerate(zip(lines, pairs, strict=True)):
        if marks:
            runs_on = is_open and find_unopened(marks) is not None
            following = next((m for m in pairs[number + 1 : number + _FURTHEST] if m), [])
            continues = _continues(following)
            turned = _turn(line, marks)
            if turned is not None:
                yield _shift(turned, at)
                at += len(line) + 1
                continue
            changes = [*_reshape(line, marks), *_move_cues_out(line, marks)]
            if not runs_on:
                changes += _open_missing(text, at, line, marks)
            if not continues:
                changes += _close_missing(line, marks)
            is_open = find_unclosed(marks) is not None or (is_open and not runs_on)
            yield from (_shift(change, at) for change in changes)
        yield from (_shift(change, at) for change in _dialogue(line, marks))
        at += len(line) + 1


def _shift(change: Change, by: int) -> Change:
    return Change(change.start + by, change.end + by, change.after, change.rule, change.why, None, change.confidence)


def _continues(following: Sequence[Mark]) -> bool:
    """Tell whether the next paragraph goes on with a quotation: it opens again at once, or closes what is open."""
    return bool(following) and (following[0].start == 0 or not following[0].opens)


def _reshape(line: str, marks: Sequence[Mark]) -> Iterator[Change]:
    """Give both marks of a pair one shape: straight or curly double ones, single ones where nested."""
    balanced = _is_balanced(line, marks)
    for mark in marks:
        partner = mark.partner
        if partner is None:
            if mark.shape not in _STANDARD and mark.shape != "″":
                yield _mark_change(mark, "“" if mark.opens else "”", "a mark of another language")
            continue
        first, last = (mark, partner) if mark.opens else (partner, mark)
        nested = balanced and first.depth % 2 == 1 and _is_nested(line, first, last)
        straight = first.shape == last.shape == '"'
        if nested:
            wanted = "'" if straight else ("‘" if mark.opens else "’")
            yield Change(mark.start, mark.end, wanted, "quotation-nested", "a quotation inside another one")
        elif not straight:
            wanted = "“" if mark.opens else "”"
            if mark.shape != wanted:
                yield _mark_change(mark, wanted, "the two marks of a pair differ, or are of another language")
        if mark.opens and line[mark.end : mark.end + 1] == " ":
            yield Change(mark.end, mark.end + 1, "", "quotation-space", "a space inside the marks")
        elif not mark.opens and line[mark.start - 1 : mark.start] == " " and mark.start - 1 >= first.end + 1:
            yield Change(mark.start - 1, mark.start, "", "quotation-space", "a space inside the marks")
        at = None if nested else _glued(line, mark)
        if at is not None:
            yield Change(at, at, " ", "quotation-space", "no space before or behind the marks")


def _glued(line: str, mark: Mark) -> int | None:
    """Give where a space is missing outside a pair: `the annual sale"Long Day"and`, as Chinese has none."""
    if mark.opens:
        before = line[mark.start - 1 : mark.start]
        return mark.start if before.isalpha() or (before and before in ",.;:!?") else None
    return mark.end if line[mark.end : mark.end + 1].isalnum() else None


def _mark_change(mark: Mark, wanted: str, why: str) -> Change:
    return Change(mark.start, mark.end, wanted, "quotation-marks", why)


def _is_balanced(line: str, marks: Sequence[Mark]) -> bool:
    """Tell whether all marks of a paragraph pair beyond doubt, so that depth means something."""
    return len(line) <= _LONGEST_PARAGRAPH and all(
        mark.partner is not None and (mark.certain or mark.shape in "“”«»„") for mark in marks
    )


def _is_nested(line: str, first: Mark, last: Mark) -> bool:
    """Tell whether a pair stands inside another: not where a new paragraph was run in and opened again."""
    return first.certain and last.certain and not _SENTENCE_END.search(line[max(0, first.start - 4) : first.start])


def _move_cues_out(line: str, marks: Sequence[Mark]) -> Iterator[Change]:
    """Close a quotation before a cue that stands inside its marks, and open it again behind the cue."""
    for number, mark in enumerate(marks):
        if mark.opens and mark.partner is not None and mark.depth == 0:
            close, reopen = _shapes(mark)
            inner = line[mark.end : mark.partner.start]
            for match in (*_INTERRUPTED.finditer(inner), *_INTERRUPTED_LATE.finditer(inner)):
                yield from _interruption(match, mark.end, close, reopen)
            at_end = _CUE_AT_END.search(inner)
            if at_end:
                low = mark.end + at_end.start()
                yield _cue_change(low, mark.end + at_end.start("cue"), at_end["stop"] + close + " ")
                yield _cue_change(mark.partner.start, mark.partner.end, "")
        elif mark.opens and mark.partner is None:
            limit = marks[number + 1].start if number + 1 < len(marks) else len(line)
            yield from _close_before_cue(line, mark, limit)
    for match in _DASH_BEHIND_MARK.finditer(line):
        stopped = line[match.start() - 2 : match.start() - 1] in ".,!?…"
        after = " " if stopped and not match.group().startswith(",") else ", "
        yield Change(match.start(), match.end(), after, "quotation-dash", "a dash between quotation and cue")
    if (marks and not marks[0].opens) or len(marks) > 1:
        for match in _DASH_BEFORE_REOPENING.finditer(line, marks[0].end):
            yield Change(match.start(), match.end(), " ", "quotation-dash", "a dash between cue and quotation")


def _shapes(mark: Mark) -> tuple[str, str]:
    return ('"', '"') if mark.shape == '"' else ("”", "“")


def _interruption(match: re.Match[str], offset: int, close: str, reopen: str) -> Iterator[Change]:
    stop = match["stop"]
    yield _cue_change(offset + match.start(), offset + match.start("cue"), f"{stop or ','}{close} ")
    yield _cue_change(offset + match.end("end"), offset + match.end(), f" {reopen}")


def _cue_change(start: int, end: int, after: str) -> Change:
    return Change(start, end, after, "quotation-cue", "the cue stands inside the quotation marks")


def _close_before_cue(line: str, mark: Mark, limit: int) -> Iterator[Change]:
    """Put the missing closing mark before a cue that a dash introduces; what a second dash resumes is quoted too."""
    close, reopen = _shapes(mark)
    match = _CUE_BEHIND_OPEN.search(line, mark.end, limit)
    if match is None:
        return
    yield _cue_change(match.start(), match.end(), match["stop"] + close + " ")
    resumed = _RESUMED.search(line, match.end(), limit)
    if resumed and limit == len(line):
        yield _cue_change(resumed.start(), resumed.end(), f" {reopen}")
        yield _cue_change(len(line), len(line), close)


def _close_missing(line: str, marks: Sequence[Mark]) -> Iterator[Change]:
    """Close the last quotation of a paragraph at its end, or at the sentence's if it begins within one."""
    mark = marks[-1]
    if len(line) > _LONGEST_PARAGRAPH or not mark.opens or any(other.partner is None for other in marks[:-1]):
        return
    if _CUE_BEHIND_OPEN.search(line, mark.end) or not re.search(r"\w", line[mark.end :]):
        return
    before = line[: mark.start].rstrip()
    cue = _COMMA_AND_CUE.search(line, mark.end)
    stop = _SENTENCE_STOP.search(line, mark.end)
    if cue:
        end = cue.end()
    elif stop and before and before[-1] not in ":,":
        end = stop.start()
    else:
        end = len(line)
    end = mark.end + len(line[mark.end : end].rstrip())
    yield Change(end, end, _shapes(mark)[0], "quotation-missing", "a quotation that is not closed", None, 0.6)


def _turn(line: str, marks: Sequence[Mark]) -> Change | None:
    """Close with a mark that was typed as an opening one before the cue: The port is shut, “she said."""
    mark = marks[-1]
    if not mark.opens or mark.partner is not None or mark.shape == '"' or line[mark.start - 2 : mark.start] != ", ":
        return None
    if not re.match(CUE_AFTER_MARK, line[mark.end :]):
        return None
    return Change(mark.start - 1, mark.end, "” ", "quotation-marks", "an opening mark where one closes")


def _open_missing(text: str, at: int, line: str, marks: Sequence[Mark]) -> Iterator[Change]:
    """Open a quotation whose closing mark stands before a cue: where its first sentence begins, or behind a colon.

    The offset of the change is that within the line, which begins at `at`; it is negative in a paragraph before.
    """
    mark = marks[0]
    if mark.opens or mark.partner is not None or len(line) > _LONGEST_PARAGRAPH:
        return
    if not re.match(rf"[,.]?[ ]?(?:{_DASH}[ ]?)?{CUE_AFTER_MARK}", line[mark.end :]):
        return
    shape = '"' if mark.shape == '"' else "“"
    colon = line.rfind(": ", 0, mark.start)
    first = lost_opening(text, 0, at + mark.start)
    told = colon >= 0 and REPORTED.search(line, 0, colon)
    start = colon + 2 if told else 0 if first is None else first - at
    if not text[at + start : at + start + 1].isalnum():
        return
    yield Change(start, start, shape, "quotation-missing", "a quotation that is not opened", None, 0.6)


def _dialogue(line: str, marks: Sequence[Mark]) -> Iterator[Change]:
    """Put marks around speech that dashes set off: "– We are ready, – he said. – Tomorrow."."""
    opening = _DIALOGUE.match(line)
    if opening is None or marks or len(line) > LONGEST_LINE:
        return
    match = _CUE_BEHIND_OPEN.search(line, opening.end()) or _CUE_IN_DIALOGUE.search(line, opening.end())
    if match is None:
        return
    why = "speech set off by dashes"
    yield Change(0, opening.end(), "“", "dialogue-dash", why)
    yield Change(match.start(), match.end(), match["stop"] + "” ", "dialogue-dash", why)
    resumed = _RESUMED.search(line, match.end())
    if resumed:
        yield Change(resumed.start(), resumed.end(), " “", "dialogue-dash", why)
        yield Change(len(line), len(line), "”", "dialogue-dash", why)
