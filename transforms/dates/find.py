"""Finding the dates of a stretch of an article's body, and the day on which something was said."""

import re
from collections.abc import Iterable

from spacy.tokens import Doc, Token

from transforms.alignment import Alignment
from transforms.dates.arithmetic import UNKNOWN, Interval
from transforms.dates.expression import Expression
from transforms.dates.expressions import find_expressions
from transforms.dates.reference import Reference
from transforms.dates.resolve import counted_from, resolve
from transforms.dates.tense import direction_of
from transforms.records import Article, DateSpan

_NEEDS_TENSE = frozenset(("weekday", "day", "month", "range", "season", "quarter"))
_SAID_KINDS = frozenset(("weekday", "day", "deictic"))
_SAID_LOOSELY = frozenset(("month", "year", "shift"))
"""Kinds that date a cue only where they hang on it: "Earlier this month it said"."""
_BOUND = re.compile(r"\b(?:since|until|till|by|before|after|from|between)\s(?:the\s)?$", re.I)
_BESIDE = 12
_TOLD_WINDOW = 400
_FAR = 60  # characters between a cue and its date where the parse does not join them


def find_dates(article: Article, doc: Doc, start: int, end: int) -> tuple[DateSpan, ...]:
    """Find the date expressions of `article.body[start:end]` and resolve them against `article.reference_date`.

    The span is the expression without its preposition; "since May" and "until May" both give May. What the text
    cannot give is None; a day whose year nobody states is "--02-11".
    """
    expressions = find_expressions(article.body, start, end)
    if not expressions:
        return ()
    reference = Reference.for_article(article)
    alignment = Alignment.of(article.edits)
    found = []
    told = _last_day_before(doc, article.body, start, reference) if any(e.anaphoric for e in expressions) else None
    coarse: str | None = None  # the month or year told last, when no day was told since
    for expression in expressions:
        if expression.anaphoric and coarse is not None:
            low = high = counted_from(expression, coarse)
        elif expression.anaphoric:
            base = told or (reference if expression.shift == -1 else None)
            low, high = _resolve_in_context(doc, expression, base) if base else UNKNOWN
        else:
            low, high = _resolve_in_context(doc, expression, reference)
            if low and low == high:
                day = Reference.of(low)
                told, coarse = (day, None) if day else (told, low)
        if (expression.anaphoric and low is None) or _is_habit(doc, expression):
            continue
        span = alignment.span(article.body, expression.start, expression.end)
        found.append(
            DateSpan(
                text=span.text,
                start=span.start,
                end=span.end,
                raw_start=span.raw_start,
                raw_end=span.raw_end,
                from_=low,
                to=high,
            )
        )
    return tuple(found)


def _is_habit(doc: Doc, expression: Expression) -> bool:
    """Tell whether a bare season is any such season: "in the summer you need water"."""
    bare = expression.kind == "season" and expression.year is None and expression.shift is None
    return bare and direction_of(doc, expression.start, expression.end) == 0


def _last_day_before(doc: Doc, text: str, start: int, reference: Reference | None) -> Reference | None:
    """Give the day that the sentences just before `start` tell of, for "the next day" and "two days earlier"."""
    paragraph = max(text.rfind("\n", 0, start) + 1, start - _TOLD_WINDOW)
    for expression in reversed(find_expressions(text, paragraph, start)):
        if expression.kind in _SAID_KINDS and not expression.anaphoric:
            low, high = _resolve_in_context(doc, expression, reference)
            if low and low == high:
                return Reference.of(low)
    return None


def _told_day(doc: Doc, text: str, start: int, reference: Reference | None) -> Reference | None:
    """Give the day that this paragraph, or the one above, told last: the one that "the same day" repeats."""
    above = text.rfind("\n\n", 0, start)
    told = _last_day_before(doc, text, start, reference)
    return told or (_last_day_before(doc, text, above, reference) if above > 0 else None)


def _resolve_in_context(doc: Doc, expression: Expression, reference: Reference | None) -> Interval:
    direction = 0
    if expression.kind in _NEEDS_TENSE and expression.year is None and expression.shift is None:
        direction = direction_of(doc, expression.start, expression.end)
    return resolve(expression, reference, direction)


def said_on(
    article: Article, doc: Doc, cue_start: int, cue_end: int, content: Iterable[tuple[int, int]] = ()
) -> str | None:
    """Give the ISO day, or month, on which the cue at [cue_start, cue_end) says it was said; None where nothing does.

    Dates inside `content` ranges belong to what was said, not to the saying.
    """
    cue = doc.char_span(cue_start, cue_end, alignment_mode="expand")
    if cue is None:
        return None
    sentence = cue.root.sent
    expressions = find_expressions(article.body, sentence.start_char, sentence.end_char)
    if not expressions:
        return None
    inside = tuple(content)
    reference = Reference.for_article(article)
    best: tuple[int, str] | None = None
    for expression in expressions:
        loose = expression.kind in _SAID_LOOSELY
        if _BOUND.search(article.body, max(0, expression.start - 12), expression.start):
            continue  # "acknowledged the deaths of 735 people since 2014"
        if not (loose or expression.kind in _SAID_KINDS) or any(
            s < expression.end and expression.start < e for s, e in inside
        ):
            continue
        distance = _distance(doc, cue.root, expression)
        if distance is None or (best and best[0] <= distance) or (loose and distance):
            continue
        if loose and expression.start - cue_end > _BESIDE:
            continue
        same = expression.anaphoric and expression.shift == 0  # "told the paper the same day"
        if expression.anaphoric and not same and (distance or expression.shift != -1):
            continue
        base = reference
        if expression.anaphoric:
            base = _told_day(doc, article.body, sentence.start_char, reference) if same else None
            earlier = None if same else _last_day_before(doc, article.body, sentence.start_char, reference) or reference
            base = base or earlier
        low, high = resolve(expression, base, -1 if expression.kind != "weekday" else 0)
        if low and low == high:
            best = (distance, low)
    return best[1] if best else None


def _distance(doc: Doc, cue: Token, expression: Expression) -> int | None:
    """Give how far the date is from the cue: 0 where it hangs on it, else the characters between, None if too far."""
    span = doc.char_span(expression.start, expression.end, alignment_mode="expand")
    if span is None:
        return None
    for ancestor in span.root.ancestors:
        if ancestor == cue or (cue.dep_ in ("conj", "advcl") and ancestor == cue.head and span.end <= cue.i):
            return 0
        if ancestor.pos_ in ("VERB", "AUX"):
            break
    gap = max(expression.start - cue.idx - len(cue), cue.idx - expression.end)
    return max(gap, 1) if gap <= _FAR else None
