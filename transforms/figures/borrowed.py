"""A unit said once for two numbers: "fell from 9.1 to 8.4 percent", "to 5 percent from 10"."""

import re

from transforms.figures.before import word_before
from transforms.figures.comparators import Unit, read_unit
from transforms.figures.lexicons import read_table
from transforms.figures.lists import Reading
from transforms.figures.numeral import Numeral

_TO = re.compile(r"\s(?:to|and)\s(?:[a-z]+\s)?(?P<number>\d[\d.,]*(?:\s(?:million|billion|trillion|thousand))?)\b")
_ENDS = re.compile(r"\s*(?:$|[.,;:)\n])|\s(?:in|last|a|the|at|during|earlier|previously|this)\b")
_KINDS = {row["unit"]: row["kind"] for row in read_table("units")}


def borrowed_unit(text: str, numeral: Numeral, last: Reading | None) -> Unit | None:
    """Give a number after "from" the unit of the one it is told with; None where it has its own, or counts a noun."""
    if numeral.suffix:
        return None
    if word_before(text, numeral.start) != "from":
        return _joined(text, numeral)
    after = _TO.match(text, numeral.end)
    unit = read_unit(text, *after.span("number")) if after else None
    told = last.figure if last is not None and last.figure.unit in _KINDS else None
    if unit is None and told and _ENDS.match(text, numeral.end) and text[told.end : numeral.start] == " from ":
        unit = Unit(told.unit or "", _KINDS[told.unit or ""], 0, 0)
    return Unit(unit.name, unit.kind, numeral.start, numeral.end) if unit and unit.kind != "time" else None


def _joined(text: str, numeral: Numeral) -> Unit | None:
    """Give a number the unit said behind the next: "27 and 35 dollars", "5 and 10 percent"."""
    after = _AND.match(text, numeral.end) if text.startswith((" and ", " or "), numeral.end) else None
    unit = read_unit(text, *after.span("number")) if after else None
    if unit is None or unit.kind not in ("currency", "share") or unit.start < numeral.end:
        return None
    return Unit(unit.name, unit.kind, numeral.start, numeral.end)


_AND = re.compile(r"\s(?:and|or)\s(?P<number>\d[\d.,]*)(?=\s?[a-z%])")
