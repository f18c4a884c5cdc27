"""Finding figures in a stretch of an article's body."""

import re
from dataclasses import dataclass, replace
from typing import Literal, cast

from spacy.tokens import Doc

from transforms.alignment import Alignment
from transforms.dates.expressions import find_expressions
from transforms.figures.casualties import Fate, find_fate, is_killed_or_wounded, is_part_of_last
from transforms.figures.comparators import Unit, is_unit, read_comparator, read_unit
from transforms.figures.counted import Counted, casualty_noun, counted_phrase, noun_at, participles
from transforms.figures.describe import Found, counts_something, describe, fate_of_number
from transforms.figures.exclusions import (
    is_age,
    is_clock_time,
    is_identifier,
    is_idiomatic_one,
    is_named_war,
    is_score,
)
from transforms.figures.joined import split_changes
from transforms.figures.lexicons import casualty_words, things
from transforms.figures.lists import Reading, acts_itself, follows_casualty, inherited_fate, share_fates
from transforms.figures.measured import measured_thing
from transforms.figures.numeral import Numeral
from transforms.figures.numerals import find_numerals
from transforms.figures.zero import find_zeros
from transforms.records import Article, Comparator, Figure

_Kind = Literal["killed", "wounded", "missing", "captured", "displaced"]
_CASUALTIES = ("killed", "wounded", "missing", "captured", "displaced")
_RANGE_OPENING = re.compile(r"\b(?:between|from)\s$", re.I)
_OF_THOSE = re.compile(r"\sof\sthose\s(?P<fate>[a-z]+)\s(?:were|are)\b", re.I)
_OF_WHOM = re.compile(r"\b(?:of|among) (?:which|whom|them|these|those)\b", re.I)
_ONE_OF = re.compile(r"one of\b", re.I)
_SPARED = re.compile(
    r"\b(?:sav|spar|protect|rescu|chang|affect|improv|endanger|threaten|risk)(?:e|es|ed|ing)?\s(?:the\s|at\sleast\s)*[“\"'‘]?$",
    re.I,
)
_PASSED = re.compile(r"\bpass(?:ed|es|ing)?\s(?:the\s)?$", re.I)
_UNCOUNTED_UNITS = ("length", "speed", "temperature", "power", "area")
_PERIODS = frozenset(("year", "month", "week", "day", "decade", "quarter", "time", "total", "period"))
_TERMS = frozenset("prison jail custody detention captivity exile office power hiding".split())  # noqa: SIM905
_PEOPLE = frozenset("people persons civilians men women children others".split())  # noqa: SIM905
_SINGULAR = re.compile(r"\s(?:minute|hour|day|week|month|year|met(?:er|re)|kilomet(?:er|re)|mile|ton|tonne)$", re.I)
_ONE = re.compile(r"(?:an?|one|1)\s", re.I)
_COMPLEMENT = ("of", "in", "worth", "for", "from", "all")


@dataclass(frozen=True, slots=True)
class _Scene:
    """The stretch that is searched: the document, its text (once: spaCy joins it anew), the token where it ends."""

    doc: Doc
    text: str
    alignment: Alignment
    limit: int


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
    scene = _Scene(doc, text, Alignment.of(article.edits), last.end if last is not None else len(doc))
    figures = _read_all(scene, numerals, [(e.start, e.end) for e in find_expressions(text, start, end)])
    for zero in zeros:
        if not any(f.start < zero.end and zero.start < f.end for f in figures):
            figures.append(_make(scene, (zero.start, zero.end), (0.0, 0.0), "=", None, zero.what, zero.casualty))
    return tuple(sorted(figures, key=lambda f: f.start))


def _read_all(scene: _Scene, numerals: tuple[Numeral, ...], dates: list[tuple[int, int]]) -> list[Figure]:
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
    return list(share_fates(scene.text, readings))


def _read(scene: _Scene, numeral: Numeral, whole: Figure | None, last: Reading | None) -> Reading | None:
    text = scene.text
    unit = read_unit(text, numeral.start, numeral.end, numeral.suffix)
    if (numeral.suffix and unit is None) or _is_no_figure(text, numeral, unit):
        return None
    begin = min(numeral.start, unit.start) if unit else numeral.start
    end = max(numeral.end, unit.end) if unit else numeral.end
    if numeral.is_range:
        opening = _RANGE_OPENING.search(text, max(0, begin - 8), begin)
        begin = opening.start() if opening else begin
    comparator, begin, end = read_comparator(text, begin, end)
    if numeral.form == "plural" and comparator in ("=", "~"):
        comparator = ">="
    counted = _counted(scene, begin, end, unit, last)
    fate = _fate(scene, begin, end, counted, unit, whole, last)
    if counted and counted.casualty == "casualties" and fate and fate.casualty != "casualties":
        counted = replace(counted, casualty=None)  # "300 victims were killed"
    if counted and text.startswith(" of times", numeral.end):
        return None  # "a couple of times"
    if _ONE_OF.match(text, numeral.start) and (counted is None or fate is None or fate.at < counted.end):
        return None  # "one of the reasons"; but "one of the guards was hurt"
    argument = counted is None and unit is None and _is_argument(scene.doc, numeral)
    found = Found(text, numeral, unit, counted, fate, comparator, begin, whole, argument)
    if not counts_something(found):
        return None
    casualty = (counted.casualty if counted else None) or (fate.casualty if fate else None) or fate_of_number(found)
    if casualty == "killed" and _SPARED.search(text, max(0, begin - 40), begin):
        casualty = None  # "could save hundreds of lives"
    if unit and comparator == "=" and _PASSED.search(text, max(0, begin - 20), begin):
        comparator = ">"
    what = describe(found)
    if what is None and unit is not None:
        what = measured_thing(scene.doc, min(numeral.start, unit.start), end, unit.kind)
    elif what is None and numeral.form == "share":
        what = measured_thing(scene.doc, numeral.start, end)
    unit_name = unit.name if unit else ("share" if numeral.form == "share" else None)
    figure = _make(scene, (begin, end), _values(found), comparator, unit_name, what, casualty)
    return _reading(scene, figure, counted, fate, casualty, end)


def _reading(
    scene: _Scene, figure: Figure, counted: Counted | None, fate: Fate | None, casualty: str | None, end: int
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
    if is_age(text, start, end) or is_score(text, start, end) or is_named_war(text, end):
        return True
    if unit and unit.kind == "time" and is_clock_time(text, start, end):
        return True
    return (unit is None or unit.kind == "time") and is_identifier(text, start, end)


def _counted(scene: _Scene, begin: int, end: int, unit: Unit | None, last: Reading | None) -> Counted | None:
    """Read what is counted: after a unit only by "of", "in" ("$5m in aid") or as one word with it ("72-hour truce")."""
    doc, limit = scene.doc, scene.limit
    at = _token_after(doc, end)
    while at < limit and doc[at].text in ("+", "plus"):
        at += 1
    if at >= limit:
        return None
    word = doc[at].lower_
    if unit is None:
        if (
            word in participles()
            and not _names_people(doc, at + 1, limit)
            and follows_casualty(scene.text, last, begin)
        ):
            return casualty_noun(doc, at, limit)
        stepped = _after_of_them(doc, at, limit)
        if at < stepped < limit and doc[stepped].tag_ == "VBZ":  # "two of them officers", taken for a verb
            return noun_at(doc, stepped)
        return counted_phrase(doc, stepped, limit)
    if unit.kind in _UNCOUNTED_UNITS and word != "of" and not _is_one_word(scene.text, unit):
        return None
    if word == "in" and unit.kind == "time" and at + 1 < limit and doc[at + 1].lower_ in _TERMS:
        return counted_phrase(doc, at + 1, at + 2)
    if word in _COMPLEMENT[:4] and (word == "of" or unit.kind not in ("time", "length")):
        while at < limit and doc[at].lower_ in _COMPLEMENT:
            at += 1
        counted = counted_phrase(doc, at, limit, after_of=True)
        if counted and unit.kind == "currency" and is_unit(doc[counted.head].lower_):
            return None  # "62 rubles for a dollar"
        return None if counted and word != "of" and doc[counted.head].lemma_ in _PERIODS else counted
    if unit.kind == "share" or _is_one_word(scene.text, unit):
        return counted_phrase(doc, at, limit, after_of=unit.kind == "share")
    return None


def _names_people(doc: Doc, at: int, limit: int) -> bool:
    return at < limit and (doc[at].lower_ in _PEOPLE or doc[at].lower_ in casualty_words("noun"))


def _after_of_them(doc: Doc, at: int, limit: int) -> int:
    """Step over "of them (were)", so that "30 of them children" and "of whom 30 were children" count children."""
    if (
        at + 4 < limit
        and doc[at].lower_ == "of"
        and doc[at + 1].lower_ == "those"
        and doc[at + 3].lower_ in ("were", "are")
    ):
        return at + 4 if doc[at + 2].lower_ in participles() else at  # "six of those killed were medics"
    if at < limit and doc[at].lower_ in ("were", "are") and _OF_WHOM.search(doc[max(0, at - 6) : at].text):
        return at + 1
    if at + 1 < limit and doc[at].lower_ == "of" and doc[at + 1].lower_ in ("them", "whom", "which", "those"):
        at += 2
        while at < limit and doc[at].lower_ in ("were", "are", "was", "is"):
            at += 1
    return at


def _is_one_word(text: str, unit: Unit) -> bool:
    """Tell whether number and unit qualify a noun: "a 72-hour truce", "a $5 million loan"."""
    if unit.kind != "currency":
        written = text[unit.start : unit.end]
        return "-" in written or (_SINGULAR.search(written) is not None and not _ONE.match(written))
    before = text[max(0, unit.start - 5) : unit.start].lower()
    return unit.kind == "currency" and before.endswith((" a ", " an ", " the ", " its "))


def _fate(
    scene: _Scene,
    begin: int,
    end: int,
    counted: Counted | None,
    unit: Unit | None,
    whole: Figure | None,
    last: Reading | None,
) -> Fate | None:
    if unit is not None and unit.kind != "share":
        return None
    doc = scene.doc
    after = counted.end if counted else _after_of_them(doc, _token_after(doc, end), scene.limit)
    fate = find_fate(doc, scene.text, begin, counted.head if counted else None, after, scene.limit)
    of_those = _OF_THOSE.match(scene.text, end)
    if of_those:
        stated = casualty_words("participle").get(of_those["fate"].lower()) or casualty_words("adjective").get(
            of_those["fate"].lower()
        )
        fate = Fate(stated, after) if stated else fate
    if fate and is_killed_or_wounded(scene.text, max(0, begin - 24), min(len(scene.text), end + 60)):
        return fate._replace(casualty="casualties")
    if counted and fate and _is_thing(doc, counted, fate):
        return None
    if counted is None and after < scene.limit and doc[after].tag_ in ("VBN", "VBD"):
        return fate  # "and dozens beaten"
    if fate is None and counted and after < scene.limit and follows_casualty(scene.text, last, begin):
        stated = casualty_words("participle").get(doc[after].lower_)
        fate = Fate(stated, after) if stated else None  # "two dead and eight others injured the charity said"
    if (
        fate is None
        and whole
        and (counted is None or not counted.casualty)
        and not acts_itself(doc, counted, scene.limit)
    ):
        fate = inherited_fate(doc, scene.text, last, whole, begin, end)
        return None if fate and counted and _is_thing(doc, counted, fate) else fate
    return fate


def _is_thing(doc: Doc, counted: Counted, fate: Fate) -> bool:
    """Tell whether no people are counted: villages are captured, targets eliminated, but no casualties."""
    return doc[counted.head].lemma_.lower() in things() and fate.casualty != "casualties"


def _token_after(doc: Doc, end: int) -> int:
    span = doc.char_span(end - 1, end, alignment_mode="expand")
    return span.end if span is not None else len(doc)


def _values(found: Found) -> tuple[float, float]:
    """Give the bounds; "1.200 villagers" is read as thousands, for nobody counts 1.2 villagers."""
    numeral = found.numeral
    digits = found.text[numeral.start : numeral.end]
    if found.unit is None and found.counted is not None and re.fullmatch(r"\d{1,3}[.]\d{3}", digits):
        return numeral.low * 1000, numeral.high * 1000
    return numeral.low, numeral.high


def _make(
    scene: _Scene,
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
