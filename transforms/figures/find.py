"""Finding figures in a stretch of an article's body."""

import re
from dataclasses import replace
from typing import Literal, cast

from spacy.tokens import Doc

from transforms.alignment import Alignment
from transforms.dates.expressions import find_expressions
from transforms.figures.alone import is_elsewhere
from transforms.figures.before import word_before
from transforms.figures.borrowed import borrowed_unit
from transforms.figures.casualties import Fate, is_part_of_last
from transforms.figures.comparators import Unit, read_comparator, read_unit
from transforms.figures.counted import Counted
from transforms.figures.describe import counts_something, describe, fate_before_noun, fate_of_number, unit_noun
from transforms.figures.elliptic import is_sum, share_of_same
from transforms.figures.exclusions import (
    is_age,
    is_clock_time,
    is_foreign_year,
    is_identifier,
    is_idiomatic_one,
    is_named_group,
    is_named_war,
    is_numbered,
    is_score,
)
from transforms.figures.fates import read_fate
from transforms.figures.following import read_counted
from transforms.figures.found import Found
from transforms.figures.joined import split_changes
from transforms.figures.lexicons import things
from transforms.figures.lists import Reading, share_fates, share_nouns
from transforms.figures.measured import measured_thing, noun_before
from transforms.figures.numeral import Numeral
from transforms.figures.numerals import find_numerals
from transforms.figures.scene import Scene
from transforms.figures.zero import find_zeros
from transforms.records import Article, Comparator, Figure

_Kind = Literal["killed", "wounded", "missing", "captured", "displaced"]
_CASUALTIES = ("killed", "wounded", "missing", "captured", "displaced")
_RANGE_OPENING = re.compile(r"\b(?:between|from)\s$", re.I)
_ONE_OF = re.compile(r"one of\b", re.I)
_SPARED = re.compile(
    r"\b(?:sav|spar|protect|rescu|chang|affect|improv|endanger|threaten|risk)(?:e|es|ed|ing)?\s"
    r"(?:the\s|at\sleast\s|lives\sof\s)*[“\"'‘]?$",
    re.I,
)
_FREED = re.compile(
    r"\b(?:free[ds]?|freeing|releas(?:e|es|ed|ing)|exchang(?:e|es|ed|ing)|swap(?:s|ped|ping)?|liberat(?:e|es|ed|ing)"
    r"|pardon(?:s|ed|ing)?|release\sof|exchange\sof)\s(?:the\s|another\s)?$",
    re.I,
)
_FACTOR = re.compile(
    r"\b(?:by|grew|grown|rose|risen|fell|fallen|increased|decreased|dropped|up|down)\s(?:[\w.,-]+\s){1,3}times\b"
    r"|\stimes\s(?:more|less|higher|lower|larger|smaller|greater|fewer)\b",
    re.I,
)
_SPELLS = frozenset(("century", "decade", "year", "hour", "day", "millennium"))
_ESTIMATED = re.compile(r"estimat", re.I)
_THRESHOLD = re.compile(r"\s(?:[\w-]+\s)?(?:threshold|barrier|hurdle)\b", re.I)
_IN_NUMBERS = re.compile(r"\s\([^()\n]{1,30}\)(?=\sof\s)")
"""How many a share is, before whose share it is: "3.5% (2,700 people) of voters"."""
_HOSPITAL = re.compile(r"\bhospitali[sz]ed\b", re.I)
_ILLNESS = re.compile(
    r"\b(?:coronavirus|covid|virus|flu|influenza|infect|vaccin|pandemic|epidemic|illness|disease)", re.I
)
_LATER_DIED = re.compile(
    r"\sof\s(?:the|those|its|their)\s(?:\d+\s|critically\s|badly\s)?(?:wounded|injured)\s(?:[a-z]+\s){0,3}?(?:died|dead)\b",
    re.I,
)
"""The wounded who died."""
_PASSED = re.compile(r"\bpass(?:ed|es|ing)?\s(?:the\s)?$", re.I)


def find_figures(article: Article, doc: Doc, start: int, end: int) -> tuple[Figure, ...]:
    """Find the figures of `article.body[start:end]`, in order; `doc.text` is the body.

    A plural scale ("dozens", "several hundred") states at least one of it. "43 people were killed and 12 wounded" are
    two figures; "killed or wounded" is one without a casualty kind. A range has no single `value`.
    """
    text = article.body
    numerals = find_numerals(text, start, end)
    zeros = find_zeros(doc, text, start, end)
    if not numerals and not zeros:
        return ()
    last = doc.char_span(start, end, alignment_mode="expand")
    scene = Scene(doc, text, Alignment.of(article.edits), last.end if last is not None else len(doc), start)
    figures = _read_all(scene, numerals, [(e.start, e.end) for e in find_expressions(text, start, end)])
    for zero in zeros:
        if not any(f.start < zero.end and zero.start < f.end for f in figures):
            figures.append(_make(scene, (zero.start, zero.end), (0.0, 0.0), "=", None, zero.what, zero.casualty))
    return tuple(sorted(figures, key=lambda f: f.start))


def _read_all(scene: Scene, numerals: tuple[Numeral, ...], dates: list[tuple[int, int]]) -> list[Figure]:
    readings: list[Reading] = []
    whole: Figure | None = None
    for numeral in split_changes(scene.text, numerals):
        if any(s < numeral.end and numeral.start < e for s, e in dates):
            continue
        reading = _read(scene, numeral, whole, readings[-1] if readings else None)
        if reading:
            readings.append(reading)
            # "58 people, 11 of them children, were killed and 100 injured": the hundred are people.
            if not is_part_of_last(scene.text, reading.figure.start, reading.figure.end):
                whole = reading.figure
    return list(share_fates(scene.text, share_nouns(scene.text, readings)))


def _read(scene: Scene, numeral: Numeral, whole: Figure | None, last: Reading | None) -> Reading | None:
    text = scene.text
    unit = read_unit(text, numeral.start, numeral.end, numeral.suffix) or borrowed_unit(text, numeral, last)
    if (numeral.suffix and unit is None) or _is_no_figure(text, numeral, unit):
        return None
    begin = min(numeral.start, unit.start) if unit else numeral.start
    end = max(numeral.end, unit.end) if unit else numeral.end
    if numeral.is_range:
        opening = _RANGE_OPENING.search(text, max(0, begin - 8), begin)
        begin = opening.start() if opening else begin
    comparator, begin, end = _compared(scene, begin, end)
    if numeral.form == "plural" and comparator in ("=", "~"):
        comparator = ">="
    within = unit is not None and unit.kind == "length" and text[begin : begin + 6].lower() == "within"
    counted = None if within else read_counted(scene, begin, _behind_aside(text, end, unit), unit, last)
    if counted and counted.text == "times" and _FACTOR.search(text, max(0, begin - 11), numeral.end + 24):
        end = numeral.end + len(" times")
        unit, counted = Unit("times", "factor", numeral.start, end), None  # "fell by 1.5 times"
    if counted and numeral.form == "share" and counted.text in _SPELLS:
        return None  # "three quarters of a century"
    fate = read_fate(scene, begin, end, counted, unit, whole, last)
    if counted and counted.casualty == "casualties" and fate and fate.casualty != "casualties":
        counted = replace(counted, casualty=None)  # "300 victims were killed"
    if counted and text.startswith(" of times", numeral.end):
        return None  # "a couple of times"
    if (
        _ONE_OF.match(text, numeral.start)
        and not text.startswith((" of them", " of whom"), numeral.end)
        and (counted is None or fate is None or fate.at < counted.end)
    ):
        return None  # "one of the reasons"; but "one of the guards was hurt"
    argument = counted is None and unit is None and _is_argument(scene.doc, numeral)
    found = _with_fate_of_last(Found(text, numeral, unit, counted, fate, comparator, begin, whole, argument))
    if not counts_something(found):
        return None
    fate, casualty = found.fate, _casualty(found)
    passed = unit and comparator == "=" and _PASSED.search(text, max(0, begin - 20), begin)
    if passed and not _THRESHOLD.match(text, end):
        comparator = ">"
    what = describe(found) or _measured(scene, found, end)
    if casualty is None and what and fate is not None and fate.casualty in ("killed", "captured"):
        what = what.removesuffix(f" {fate.casualty}")  # "saved the lives of 200 men"
    casualty, what = _as_ill(scene, fate, casualty, what)
    unit_name = unit.name if unit else ("share" if numeral.form == "share" else None)
    figure = _make(scene, (begin, end), _values(found), comparator, unit_name, what, casualty)
    return _reading(scene, figure, counted, fate, casualty, end)


def _with_fate_of_last(found: Found) -> Found:
    """Let those elsewhere have befallen the same: "five were killed in Osk and three in Lenk"."""
    last = found.previous
    if found.fate is not None or last is None or not last.casualty or not is_elsewhere(found):
        return found
    return found._replace(fate=Fate(last.casualty, -1))


def _behind_aside(text: str, end: int, unit: Unit | None) -> int:
    """Give where those of whom a share is told may begin, behind how many they are in brackets."""
    aside = _IN_NUMBERS.match(text, end) if unit is not None and unit.kind == "share" else None
    return aside.end() if aside is not None else end


def _as_ill(scene: Scene, fate: Fate | None, casualty: str | None, what: str | None) -> tuple[str | None, str | None]:
    """Take those in hospital for ill, not hurt, where the text tells of a disease."""
    if casualty != "wounded" or fate is None or not what or not _HOSPITAL.match(scene.doc[fate.at].text):
        return casualty, what
    if _ILLNESS.search(scene.text) is None:
        return casualty, what
    return None, f"{what.removesuffix('wounded')}hospitalized"


def _compared(scene: Scene, begin: int, end: int) -> tuple[Comparator, int, int]:
    """Read the comparator of a number; "estimated" before the stretch is the cue of who says so, not a doubt."""
    comparator, first, last = read_comparator(scene.text, begin, end)
    if first < scene.start and _ESTIMATED.match(scene.text, first):
        return "=", begin, end
    return comparator, first, last


def _casualty(found: Found) -> str | None:
    """Give what befell those counted; "could save 200 lives" and "freed 200 prisoners" tell of no casualties."""
    counted, fate, text, begin = found.counted, found.fate, found.text, found.begin
    if counted and counted.casualty == "wounded" and _LATER_DIED.match(text, found.numeral.end):
        return "killed"
    casualty = (counted.casualty if counted else None) or (fate.casualty if fate else None) or fate_of_number(found)
    if casualty == "killed" and _SPARED.search(text, max(0, begin - 40), begin):
        return None
    if casualty == "captured" and _FREED.search(text, max(0, begin - 24), begin):
        return None
    if casualty is None and counted and found.unit is None:
        return fate_before_noun(counted.text)
    return casualty


def _measured(scene: Scene, found: Found, end: int) -> str | None:
    """Name what is measured where nothing is counted: "inflation fell below 4", "our right is 820 million"."""
    numeral, unit = found.numeral, found.unit
    if unit is not None:
        thing = measured_thing(scene.doc, min(numeral.start, unit.start), end, unit.kind) or share_of_same(found)
        return thing or unit_noun(found.text, numeral.end, unit)
    lone = found.counted is None and (found.comparator != "=" or is_sum(found))
    thing = measured_thing(scene.doc, numeral.start, end) if lone or numeral.form == "share" else None
    return thing or (noun_before(scene.doc, found.begin) if lone and found.comparator in ("<", ">") else None)


def _reading(
    scene: Scene, figure: Figure, counted: Counted | None, fate: Fate | None, casualty: str | None, end: int
) -> Reading:
    doc = scene.doc
    phrase_end = doc[counted.end - 1].idx + len(doc[counted.end - 1]) if counted else end
    may_suffer = counted is not None and casualty is None and figure.unit is None
    may_suffer = may_suffer and counted is not None and doc[counted.head].lemma_.lower() not in things()
    follows = fate is not None and counted is not None and fate.at >= counted.end
    return Reading(figure, counted, phrase_end, may_suffer, follows)


def _is_argument(doc: Doc, numeral: Numeral) -> bool:
    """Tell whether the number itself is subject or object: "another 33 were rescued"."""
    span = doc.char_span(numeral.start, numeral.end, alignment_mode="expand")
    return span is not None and span.root.dep_ in ("nsubj", "nsubjpass", "dobj")


def _is_no_figure(text: str, numeral: Numeral, unit: Unit | None) -> bool:
    start, end = numeral.start, numeral.end
    if unit and unit.kind == "time" and numeral.low == 1 and is_idiomatic_one(text, start, numeral.end):
        return True
    if numeral.low == 1 and text.endswith(("not ", "Not "), 0, start):
        return True  # "not one man was hurt" is none
    if is_age(text, start, end) or is_score(text, start, end) or is_named_war(text, end):
        return True
    if is_numbered(text, start, end) or word_before(text, start) == "per":
        return True  # "$127 per thousand cubic meters"
    if is_named_group(text, start) or is_foreign_year(text, numeral.start, numeral.end):
        return True
    if unit and unit.kind == "time" and is_clock_time(text, start, end):
        return True
    return (unit is None or unit.kind == "time") and is_identifier(text, start, end)


def _values(found: Found) -> tuple[float, float]:
    """Give the bounds; "1.200 villagers" is read as thousands, for nobody counts 1.2 villagers."""
    numeral = found.numeral
    digits = found.text[numeral.start : numeral.end]
    if found.unit is None and found.counted is not None and re.fullmatch(r"\d{1,3}[.]\d{3}", digits):
        return numeral.low * 1000, numeral.high * 1000
    return numeral.low, numeral.high


def _make(
    scene: Scene,
    where: tuple[int, int],
    bounds: tuple[float, float],
    comparator: Comparator,
    unit: str | None,
    what: str | None,
    casualty: str | None,
) -> Figure:
    low, high = bounds
    is_range = low != high
    span = scene.alignment.span(scene.text, *where)
    return Figure(
        text=span.text,
        start=span.start,
        end=span.end,
        raw_start=span.raw_start,
        raw_end=span.raw_end,
        value=None if is_range else low,
        low=low if is_range or comparator in ("=", ">", ">=") else None,
        high=high if is_range or comparator in ("=", "<", "<=") else None,
        comparator=comparator,
        unit=unit,
        what=what,
        casualty=cast(_Kind, casualty) if casualty in _CASUALTIES else None,
    )
