"""Whether a number counts anything, and the words for what it counts."""

import re
from typing import NamedTuple

from transforms.figures.casualties import Fate
from transforms.figures.comparators import Unit
from transforms.figures.counted import Counted
from transforms.figures.exclusions import is_bare_year, is_definite, is_idiomatic_one, names_its_noun
from transforms.figures.lexicons import casualty_words
from transforms.figures.numeral import Numeral
from transforms.records import Comparator, Figure


class Found(NamedTuple):
    """A number with all that was read around it; its comparator begins at `begin`, `previous` is the figure before."""

    text: str
    numeral: Numeral
    unit: Unit | None
    counted: Counted | None
    fate: Fate | None
    comparator: Comparator
    begin: int
    previous: Figure | None
    is_argument: bool = False
    """The number itself is subject or object: "another 33 were rescued"."""


_NUMBER_OF = re.compile(
    r"\b(?:number|amount|total|share|proportion|quantity|count)s?\s(?:number\s)?of\s(?:the\s)?(?P<what>(?:[\w-]+\s){1,3}?)"
    r"(?:(?:has|have|had|been|now|already|also|risen|grown|fallen|dropped|increased|decreased|put|estimated|grew|rose"
    r"|fell|stood|stands|amounts|amounted|(?:in|on)\s(?:the\s)?[\w-]+)\s){0,4}?(?:to|at|by|is|was|reached|exceeded|exceeds|from|grew|rose|fell|were|are)\s",
    re.I,
)
_BODY_OF = re.compile(
    r"(?<!['’])\b(?P<what>(?:(?!(?:an?|the|its|his|her|their|whose|with|and|of|by|in|to|for)\s)[a-z-]+\s)?"
    r"(?:crew|population|workforce|staff|team|garrison|army|force|group|crowd|audience|family|delegation|membership|convoy|column|fleet|majority|quorum|guard|squad|unit))\sof\s$",
    re.I,
)
_AGAINST = re.compile(r"\s(?:votes|seats|points)\s(?:to|against|versus)\s", re.I)
_TOLL = re.compile(r"\btoll\b[^.;]*$", re.I)
_AS_SHARE = re.compile(r"\sfor\s", re.I)
_OF = re.compile(r"\sof\b", re.I)
_OF_THEM = re.compile(r"\sof\s(?:them|whom|which|those|these|the latter)\b", re.I)
_SMALL = 5
_NEAR = 160  # characters
_NEARER = 80


def counts_something(found: Found) -> bool:
    """Tell whether the number counts anything: a unit, a casualty, a noun, or a statement of a number."""
    counted, comparator, numeral = found.counted, found.comparator, found.numeral
    if found.unit is not None or found.fate is not None or (counted is not None and counted.casualty):
        return True
    if found.text[numeral.start : numeral.end].lower() in ("one", "zero", "1"):
        idiom = is_idiomatic_one(found.text, numeral.start, numeral.end)
        return counted is not None and comparator != "=" and not idiom
    if _OF_THEM.match(found.text, numeral.end):
        return found.previous is not None and found.begin - found.previous.end < _NEAR
    by = found.text.endswith(("by ", "By "), 0, found.begin)
    if numeral.form == "share" and (by or _OF.match(found.text, numeral.end)):
        return True
    if _elided(found) or _is_sum(found):
        return True
    exact = comparator == "="
    if exact and is_bare_year(found.text, numeral.start, numeral.end):
        return False
    small = numeral.form == "words" and numeral.high <= _SMALL
    if counted is not None:
        return not (small and exact and is_definite(found.text, numeral.start))
    if exact:
        return not names_its_noun(found.text, numeral.start) and _number_of(found) is not None
    return not small


def describe(found: Found) -> str | None:
    """Name what is counted, in lower case: the noun phrase, and what befell those counted ("civilians killed")."""
    counted, fate, previous = found.counted, found.fate, found.previous
    if _OF_THEM.match(found.text, found.numeral.end) and previous and counted is None:
        return _fated(previous, fate)
    if (
        found.unit
        and found.unit.kind == "share"
        and previous
        and previous.unit == "%"
        and _AS_SHARE.match(found.text, found.unit.end)
    ):
        between = found.text[previous.end : found.begin]
        if previous.what and len(between) <= _NEARER and "." not in between:
            return previous.what  # "17% of voters chose the union and 16% the party"
    if fate is None and not (counted and counted.casualty):
        return counted.text if counted else _number_of(found) or _elided(found)
    if counted and counted.casualty and counted.text not in casualty_words("participle"):
        return counted.text if counted.text != "dead" else _complete(found, "killed", "dead")
    label = fate.casualty if fate else (counted.casualty if counted else None) or ""
    word = "killed or wounded" if label == "casualties" else label
    if counted and not counted.casualty:
        return f"{counted.text} {word}"
    return _complete(found, word, word)


def _elided(found: Found) -> str | None:
    """Give those counted before, where a number stands for some of them: "17 drowned and another 33 were rescued"."""
    previous = found.previous
    if previous and previous.what and _AGAINST.fullmatch(found.text, previous.end, found.begin):
        return previous.what  # "by 61 votes to 38"
    if not (found.is_argument and previous and previous.what and previous.unit is None):
        return None
    between = found.text[previous.end : found.begin]
    if len(between) > _NEARER or re.search(r"[.;\n]", between):
        return None
    if found.numeral.form == "plural" and not between.endswith(" and "):
        return None
    return previous.what.removesuffix(previous.casualty or " ").strip() or None


def _is_sum(found: Found) -> bool:
    """Tell whether the number can only be money or the like: "received another 472 million to develop it"."""
    words = found.text[found.numeral.start : found.numeral.end].lower().split()
    return found.is_argument and words[-1] in ("million", "billion", "trillion")


def _fated(previous: Figure, fate: Fate | None) -> str | None:
    """Give those counted before with what befell some of them: "48 pilgrims; 19 of them died"."""
    if fate is None or not previous.what or fate.casualty == previous.casualty or fate.casualty == "casualties":
        return previous.what
    return f"{previous.what.removesuffix(previous.casualty or ' ').strip()} {fate.casualty}"


def fate_of_number(found: Found) -> str | None:
    """Give what befell those whose number is stated: "the number of evacuated residents is 2,300"."""
    what = None if found.counted else _number_of(found)
    fates = (casualty_words("participle").get(word) for word in (what or "").split()[:-1])
    return next((fate for fate in fates if fate), None)


def _number_of(found: Found) -> str | None:
    before = max(0, found.begin - 90)
    stated = found.numeral.start if found.comparator != "=" else found.begin  # "the number of deaths [exceeded] 270"
    match = _NUMBER_OF.search(found.text, before, stated) or _BODY_OF.search(found.text, before, found.begin)
    return match["what"].strip().lower() if match else None


def _complete(found: Found, word: str, alone: str) -> str:
    """Complete "43 people were killed and 12 wounded" with the noun of the figure before."""
    previous = found.previous
    if not (previous and previous.casualty and previous.what and found.begin - previous.end < _NEARER):
        return alone
    if _TOLL.search(found.text, previous.end, found.begin):
        return alone  # "two more soldiers died, bringing the toll to 11"
    noun = previous.what.removesuffix(previous.casualty).strip()
    if not noun or noun == previous.what or "." in found.text[previous.end : found.begin]:
        return alone
    return f"{noun} {word}"
