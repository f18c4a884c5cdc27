"""Finding figures in a stretch of an article's body."""

import re
from dataclasses import dataclass
from typing import Literal, cast

from spacy.tokens import Doc

from transforms.alignment import Alignment
from transforms.dates.expressions import find_expressions
from transforms.figures.casualties import Fate, find_fate, is_killed_or_wounded, is_part_of_last
from transforms.figures.comparators import Unit, read_comparator, read_unit
from transforms.figures.counted import Counted, counted_phrase
from transforms.figures.exclusions import (
    is_age,
    is_bare_year,
    is_definite,
    is_identifier,
    is_idiomatic_one,
    is_score,
    names_its_noun,
)
from transforms.figures.lexicons import casualty_words
from transforms.figures.numerals import Numeral, find_numerals
from transforms.figures.zero import find_zeros
from transforms.records import Article, Comparator, Figure

_CASUALTIES = ("killed", "wounded", "missing", "captured", "displaced")
_ENUMERATES = re.compile(r"[\s,]*(?:and|as well as|but|while|with|plus|,|or)?[\s,]*(?:another\s)?", re.I)
_NUMBER_OF = re.compile(r"\b(?:number|amount|total|share|proportion|quantity|count)s?\s(?:number\s)?of\s(?:the\s)?(?P<what>(?:[\w-]+\s){1,3}?)"
                        r"(?:[a-z]+\s){0,4}?(?:to|at|by|is|was|reached|exceeded|exceeds|from|grew|rose|fell|were|are)\s", re.I)  # fmt: skip
_CHANGE = re.compile(r"\b(?:r[io]se|risen|fell|fallen|gr[eo]w|grown|dropped|increased?|decreased?|declined?|cut|reduced?|raised?|lowered|up|down|changed?|went)\b[^.;]{0,40}\bfrom\s\S{0,2}$", re.I)  # fmt: skip
_RANGE_OPENING = re.compile(r"\b(?:between|from)\s$", re.I)
_OF_THEM = re.compile(r"\sof\s(?:them|whom|which|those|these|the latter)\b", re.I)
_SMALL = 5
_NEAR = 160  # characters


@dataclass(frozen=True, slots=True)
class _Context:
    article: Article
    doc: Doc
    alignment: Alignment
    limit: int  # token


def find_figures(article: Article, doc: Doc, start: int, end: int) -> tuple[Figure, ...]:
    """Find the figures of `article.body[start:end]`, in order; `doc.text` is the body.

    A plural scale ("dozens", "several hundred") states at least one of it. "43 people were killed and 12 wounded" are
    two figures; "killed or wounded" is one without a casualty kind. A range has no single `value`.
    """
    text = doc.text
    numerals = find_numerals(text, start, end)
    zeros = find_zeros(doc, start, end)
    if not numerals and not zeros:
        return ()
    dates = [(e.start, e.end) for e in find_expressions(text, start, end)]
    last = doc.char_span(start, end, alignment_mode="expand")
    context = _Context(article, doc, Alignment.of(article.edits), last.end if last is not None else len(doc))
    figures: list[Figure] = []
    whole: Figure | None = None
    for numeral in _split_changes(text, numerals):
        if any(s < numeral.end and numeral.start < e for s, e in dates):
            continue
        figure = _read_figure(context, numeral, whole)
        if figure:
            figures.append(figure)
            if not is_part_of_last(text, figure.start):  # "58 people, 11 of them children, were killed and 100 injured"
                whole = figure
    for zero in zeros:
        if not any(f.start < zero.end and zero.start < f.end for f in figures):
            span = context.alignment.span(article.body, zero.start, zero.end)
            figures.append(_figure(context, span.start, span.end, (0.0, 0.0), "=", None, zero.what, zero.casualty))
    return tuple(sorted(figures, key=lambda f: f.start))


def _split_changes(text: str, numerals: tuple[Numeral, ...]) -> list[Numeral]:
    """Take "rose from 20 to 30" for two figures, not for a range."""
    out: list[Numeral] = []
    for n in numerals:
        if n.is_range and _CHANGE.search(text, max(0, n.start - 60), n.start):
            parts = find_numerals(text[n.start : n.end].replace(" to ", " ;; "))
            offset = [0, 1]
            if len(parts) == 2:
                second = text.find(text[n.end - (parts[1].end - parts[1].start) : n.end], n.start + parts[0].end)
                spans = [(n.start, n.start + parts[0].end), (second, n.end)]
                out += [
                    Numeral(start=spans[i][0], end=spans[i][1], low=v, high=v, form=n.form)
                    for i, v in zip(offset, (n.low, n.high), strict=True)
                ]
                continue
        out.append(n)
    return out


def _read_figure(context: _Context, numeral: Numeral, previous: Figure | None) -> Figure | None:
    text, doc = context.doc.text, context.doc
    unit = read_unit(text, numeral.start, numeral.end, numeral.suffix)
    if numeral.suffix and unit is None:
        return None
    begin = min(numeral.start, unit.start) if unit else numeral.start
    if numeral.is_range:
        opening = _RANGE_OPENING.search(text, max(0, begin - 8), begin)
        begin = opening.start() if opening else begin
    end = max(numeral.end, unit.end) if unit else numeral.end
    comparator, phrase_start = read_comparator(text, begin, end)
    if _is_no_figure(text, numeral, unit):
        return None
    if numeral.form == "plural" and comparator in ("=", "~"):
        comparator = ">="
    after_of = numeral.form in ("plural", "share") or unit is not None
    counted = _counted(context, end, unit, after_of=after_of)
    fate = _fate(context, phrase_start, end, counted, unit)
    if previous and fate is None and counted and not counted.casualty:
        fate = _inherited_fate(text, previous, phrase_start)
    if not _counts(text, numeral, unit, counted, fate, comparator, phrase_start, previous):
        return None
    low, high = _values(context, numeral, unit, counted)
    what = _what(text, counted, fate, previous, numeral, phrase_start)
    casualty = (counted.casualty if counted else None) or (fate.casualty if fate else None)
    unit_name = unit.name if unit else ("share" if numeral.form == "share" else None)
    return _figure(context, phrase_start, end, (low, high), comparator, unit_name, what, casualty)


def _is_no_figure(text: str, numeral: Numeral, unit: Unit | None) -> bool:
    start, end = numeral.start, numeral.end
    if is_age(text, start, end) or is_score(text, start, end):
        return True
    return (unit is None or unit.kind == "time") and is_identifier(text, start, end)


def _counted(context: _Context, end: int, unit: Unit | None, *, after_of: bool) -> Counted | None:
    doc = context.doc
    span = doc.char_span(end - 1, end, alignment_mode="expand")
    if span is None:
        return None
    at = span.end
    while at < context.limit and doc[at].text in ("+", "plus"):
        at += 1
    if unit is not None and unit.kind != "time" and at < context.limit:
        if unit.kind in ("length", "speed", "temperature", "power", "area") and doc[at].lower_ != "of":
            return None
        if doc[at].lower_ in ("of", "in", "worth", "for") or unit.kind == "share":
            return _complement(context, at)
        return counted_phrase(doc, at, context.limit) if doc[at].text == "-" or unit.kind == "currency" else None
    if unit is not None:
        return (
            _complement(context, at)
            if at < context.limit and doc[at].lower_ == "of"
            else counted_phrase(doc, at, context.limit)
            if at < context.limit and unit.kind == "time" and "-" in doc.text[unit.start : unit.end]
            else None
        )
    return counted_phrase(doc, at, context.limit)


def _complement(context: _Context, at: int) -> Counted | None:
    doc = context.doc
    while at < context.limit and doc[at].lower_ in ("of", "in", "worth", "for", "from", "all"):
        at += 1
    return counted_phrase(doc, at, context.limit, after_of=True)


def _fate(context: _Context, begin: int, end: int, counted: Counted | None, unit: Unit | None) -> Fate | None:
    if unit is not None and unit.kind not in ("share",):
        return None
    doc = context.doc
    after = counted.end if counted else _token_after(doc, end)
    fate = find_fate(doc, begin, counted.head if counted else None, after, context.limit)
    if fate and is_killed_or_wounded(doc.text, max(0, begin - 24), min(len(doc.text), end + 60)):
        return fate._replace(casualty="casualties")
    return fate


def _token_after(doc: Doc, end: int) -> int:
    span = doc.char_span(end - 1, end, alignment_mode="expand")
    return span.end if span is not None else len(doc)


def _inherited_fate(text: str, previous: Figure, begin: int) -> Fate | None:
    if previous.casualty is None or begin - previous.end > 60:
        return None
    between = text[previous.end : begin]
    if is_part_of_last(text, begin):
        return Fate(previous.casualty, -1)
    words = between.lower().replace(",", " ").split()
    if words and words[-1] in ("and", "another") and len(words) <= 4 and not {"who", "that", "by", "in"} & set(words):
        return Fate(previous.casualty, -1)
    return None


def _counts(
    text: str,
    numeral: Numeral,
    unit: Unit | None,
    counted: Counted | None,
    fate: Fate | None,
    comparator: Comparator,
    begin: int,
    previous: Figure | None,
) -> bool:
    """Tell whether the number counts anything: a unit, a casualty, a noun, or a statement of a number."""
    if unit is not None or fate is not None or (counted is not None and counted.casualty):
        return True
    word = text[numeral.start : numeral.end].lower()
    small = numeral.form == "words" and numeral.high <= _SMALL
    if word in ("one", "zero", "1"):
        return counted is not None and comparator != "=" and not is_idiomatic_one(text, numeral.start, numeral.end)
    if _OF_THEM.match(text, numeral.end):
        return previous is not None and begin - previous.end < _NEAR
    if counted is not None:
        return not (small and comparator == "=" and is_definite(text, numeral.start)) and not (
            is_bare_year(text, numeral.start, numeral.end) and comparator == "="
        )
    if names_its_noun(text, numeral.start) and comparator == "=":
        return False
    if is_bare_year(text, numeral.start, numeral.end):
        return comparator != "="
    return (comparator != "=" and not small) or bool(_NUMBER_OF.search(text, max(0, begin - 90), begin))


def _values(context: _Context, numeral: Numeral, unit: Unit | None, counted: Counted | None) -> tuple[float, float]:
    """Give the bounds; "1.200 villagers" is read as thousands, for nobody counts 1.2 villagers."""
    digits = context.doc.text[numeral.start : numeral.end]
    if unit is None and counted is not None and re.fullmatch(r"\d{1,3}[.]\d{3}", digits):
        return numeral.low * 1000, numeral.high * 1000
    return numeral.low, numeral.high


def _what(
    text: str, counted: Counted | None, fate: Fate | None, previous: Figure | None, numeral: Numeral, begin: int
) -> str | None:
    if _OF_THEM.match(text, numeral.end) and previous:
        return previous.what
    if fate is None and not (counted and counted.casualty):
        if counted:
            return counted.text
        number_of = _NUMBER_OF.search(text, max(0, begin - 90), begin)
        return number_of["what"].strip().lower() if number_of else None
    if (
        counted
        and counted.casualty
        and counted.text not in casualty_words("participle")
        and counted.text not in ("others",)
    ):
        return counted.text if counted.text != "dead" else _inherit(previous, "killed", "dead", text, begin)
    label = (fate.casualty if fate else "") or (counted.casualty if counted else "") or ""
    word = "killed or wounded" if label == "casualties" else label
    if counted and not counted.casualty:
        return f"{counted.text} {word}"
    return _inherit(previous, word, word, text, begin)


def _inherit(previous: Figure | None, word: str, alone: str, text: str, begin: int) -> str:
    """Complete "43 people were killed and 12 wounded" with the noun of the figure before."""
    if (
        previous
        and previous.casualty
        and previous.what
        and begin - previous.end < 80
        and "." not in text[previous.end : begin]
    ):
        noun = previous.what.removesuffix(previous.casualty).strip()
        if noun and noun != previous.what:
            return f"{noun} {word}"
    return alone


def _figure(
    context: _Context,
    start: int,
    end: int,
    bounds: tuple[float, float],
    comparator: Comparator,
    unit: str | None,
    what: str | None,
    casualty: str | None,
) -> Figure:
    low, high = bounds
    is_range = low != high
    value = None if is_range else low
    span = context.alignment.span(context.doc.text, start, end)
    return Figure(
        text=span.text, start=start, end=end, raw_start=span.raw_start, raw_end=span.raw_end,
        value=value,
        low=low if is_range or comparator in ("=", ">", ">=") else None,
        high=high if is_range or comparator in ("=", "<", "<=") else None,
        comparator=comparator,
        unit=unit,
        what=what,
        casualty=cast(Literal["killed", "wounded", "missing", "captured", "displaced"], casualty)
        if casualty in _CASUALTIES else None,
    )  # fmt: skip
