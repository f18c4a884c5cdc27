"""Whether a number counts anything, and the words for what it counts."""

import re

from transforms.figures.alone import are_people, is_elsewhere
from transforms.figures.casualties import Fate
from transforms.figures.comparators import Unit
from transforms.figures.elliptic import elided, number_of, stands_alone, who_did
from transforms.figures.exclusions import is_bare_year, is_definite, is_idiomatic_one, names_its_noun
from transforms.figures.found import Found
from transforms.figures.lexicons import casualty_words
from transforms.records import Figure

_TOLL = re.compile(r"\btoll\b[^.;]*$", re.I)
_AS_SHARE = re.compile(r"\sfor\s", re.I)
_OF = re.compile(r"\sof\b", re.I)
_OF_THEM = re.compile(r"\sof\s(?:them|whom|which|(?:those|these)(?!\s(?:\w+(?:ed|en|ing)|who)\b)|the latter)\b", re.I)
_OF_THOSE = re.compile(r"\sof\s(those\s\w+(?:ed|en|ing))\b", re.I)
_SMALL = 5
_NEAR = 160  # characters
_NEARER = 80


def counts_something(found: Found) -> bool:
    """Tell whether the number counts anything: a unit, a casualty, a noun, or a statement of a number."""
    counted, comparator, numeral = found.counted, found.comparator, found.numeral
    if found.unit is not None or found.fate is not None or (counted is not None and counted.casualty):
        return True
    if found.text[numeral.start : numeral.end].lower() in ("one", "zero", "1"):
        return _is_counted_one(found)
    if _OF_THEM.match(found.text, numeral.end):
        near = found.previous is not None and found.begin - found.previous.end < _NEAR
        return near or numeral.high > _SMALL  # "already there are 27 thousand of them"
    by = found.text.endswith(("by ", "By "), 0, found.begin)
    if numeral.form == "share" and (by or _OF.match(found.text, numeral.end) or _one_in_some(found)):
        return True
    if stands_alone(found):
        return True
    exact = comparator == "="
    of_year = counted is not None and counted.text in _OF_A_YEAR  # "exceeded 2016 levels"
    if (exact or of_year) and is_bare_year(found.text, numeral.start, numeral.end):
        return False
    small = numeral.form == "words" and numeral.high <= _SMALL
    if counted is not None:
        known = small and exact and is_definite(found.text, numeral.start)
        return not known or counted.text.split()[-1] not in _KNOWN
    if exact:
        return not names_its_noun(found.text, numeral.start) and number_of(found) is not None
    return not small


_OF_A_YEAR = frozenset("numbers levels figures results indicators volumes prices records totals values".split())  # noqa: SIM905


def _one_in_some(found: Found) -> bool:
    """Tell whether so many of so many do what people do: "four in five say that A"."""
    text, numeral = found.text, found.numeral
    ratio = numeral.form == "share" and (
        " in " in text[numeral.start : numeral.end] or " out of " in text[numeral.start : numeral.end]
    )
    return ratio and found.counted is None and found.unit is None and _SAY.match(text, numeral.end) is not None


_SAY = re.compile(
    r"\s(?:said|says?|think|thinks|trusts?|believes?|supports?|backs?|opposes?|wants?|fears?|have|has|are|were|do|does|would|had|did|cannot)\b"
)
_KNOWN = frozenset(
    """
    sides parties countries nations peoples leaders governments neighbors neighbours capitals powers superpowers allies
    matters issues sisters brothers
    """.split()  # noqa: SIM905 (a table)
)
"""Those that "the two" only names again: "the two sides agreed"."""
_ONLY = re.compile(r"\b(?:only|just|exactly|another)\s(?:received\s|got\s|had\s|found\s|seen\s)?$", re.I)
_PART_OF_LAST = re.compile(r"[,–—(-]\s?$")


def _is_counted_one(found: Found) -> bool:
    """Tell a counted one: "only one note", "two tents and one stove", "12 men, one of them ill"."""
    text, numeral, previous = found.text, found.numeral, found.previous
    if _OF_THEM.match(text, numeral.end):
        beside = _PART_OF_LAST.search(text, max(0, numeral.start - 3), numeral.start)
        return previous is not None and bool(beside) and numeral.start - previous.end < _NEARER
    if is_elsewhere(found):
        return True
    if found.counted is None or is_idiomatic_one(text, numeral.start, numeral.end):
        return False
    if text.endswith("another ", 0, numeral.start) and text[numeral.end : numeral.end + 2] in (" -", " –", " —"):
        return False  # "another one - of the wrecked car"
    if found.comparator != "=" or numeral.low == 0 or text[numeral.start].isdigit() or _EVERY.match(text, numeral.end):
        return True
    if previous is not None and _BESIDE.fullmatch(text, previous.end, found.begin):
        return True
    if _AND_MORE.match(text, numeral.end) or _DOWNED.search(text, max(0, numeral.start - 24), numeral.start):
        return True
    return _ONLY.search(text, max(0, numeral.start - 20), numeral.start) is not None


_AND_MORE = re.compile(
    r"(?:\s[a-z][\w-]*){1,3}(?:,|,?\sand|\sas\swell\sas)?\s(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several)"
    r"(?!\s(?:seconds|minutes|hours|days|weeks|months|years|decades|km|kilomet|met(?:er|re)|miles|per\s?cent|times|o’clock|of)\w*)"
    r"(?:\s[a-z]|\sIS\b|\s[A-Z][\w-]*\s[a-z])"
)
_DOWNED = re.compile(
    r"\b(?:shot\sdown|downed|destroy(?:ed|ing)|los(?:t|ing)|damag(?:ed|ing)|sank|intercept(?:ed|ing)|captur(?:ed|ing)|seiz(?:ed|ing)"
    r"|record(?:ed|ing)|register(?:ed|ing)|confirmed|launched|fired|blew\sup|burn(?:ed|t))\s$",
    re.I,
)
_BESIDE = re.compile(r"(?:\s[\w-]+){1,4}(?:,|\sand|,\sand|\swith)\s")
_EVERY = re.compile(r"\s[\w-]+\s(?:for|per)\s(?:every|each)\s", re.I)


def describe(found: Found) -> str | None:
    """Name what is counted, in lower case: the noun phrase, and what befell those counted ("civilians killed")."""
    counted, fate, previous = found.counted, found.fate, found.previous
    if _OF_THEM.match(found.text, found.numeral.end) and previous and counted is None:
        return _fated(previous, fate)
    if fate is None and (who := who_did(found)) is not None:
        return who
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
    behind = max(found.numeral.end, found.unit.end if found.unit else 0)
    if counted is None and fate is None and (those := _OF_THOSE.match(found.text, behind)):
        return those[1].lower()  # "half of those surveyed"
    if fate is None and not (counted and counted.casualty):
        if counted:
            return counted.text
        return (
            number_of(found)
            or _several(elided(found) or "", found)
            or ("people" if are_people(found) or _one_in_some(found) else None)
        )
    if counted and counted.casualty and counted.text not in casualty_words("participle"):
        return counted.text if counted.text != "dead" else _complete(found, "killed", "people dead")
    label = (counted.casualty if counted else None) or (fate.casualty if fate else "")
    word = "killed or wounded" if label == "casualties" else label
    if counted and not counted.casualty:
        return f"{counted.text} {word}"
    return _complete(found, word, f"people {word}")


def _fated(previous: Figure, fate: Fate | None) -> str | None:
    """Give those counted before with what befell some of them: "48 pilgrims; 19 of them died"."""
    if fate is None or not previous.what or fate.casualty == previous.casualty or fate.casualty == "casualties":
        return previous.what
    return f"{previous.what.removesuffix(previous.casualty or ' ').strip()} {fate.casualty}"


_UNIT_NOUN = re.compile(r"[\s-](?:of\s)?(?P<noun>[a-z]+(?:\s[a-z]+)?)$", re.I)


def unit_noun(text: str, at: int, unit: Unit) -> str | None:
    """Give the unit itself, where nothing is said to be measured: "no bank transfers even 5 million euros"."""
    if unit.kind == "share":
        return None
    match = _UNIT_NOUN.search(text, at, unit.end)
    return match["noun"].lower() if match and match["noun"][-1] in "sS" else None


def fate_before_noun(counted: str) -> str | None:
    """Read "63 wounded people", "two dead bodies" off the word before the noun."""
    first, *rest = counted.split()
    found = casualty_words("participle").get(first) or casualty_words("adjective").get(first) if rest else None
    return found if found in ("killed", "wounded", "missing") else None


def fate_of_number(found: Found) -> str | None:
    """Give what befell those whose number is stated: "the number of evacuated residents is 2,300"."""
    what = None if found.counted else number_of(found)
    fates = (casualty_words("participle").get(word) for word in (what or "").split()[:-1])
    return next((fate for fate in fates if fate), None)


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
    return f"{_several(noun, found)} {word}"


def _several(noun: str, found: Found) -> str:
    """Give the plural of what one of was counted before: "one guard was killed and [two] wounded"."""
    if found.previous is None or found.previous.value != 1 or found.numeral.low <= 1 or noun.endswith("s"):
        return noun
    first, _, last = noun.rpartition(" ")
    return f"{first} {_PLURALS.get(last, f'{last}s')}".strip()


_PLURALS = {"man": "men", "woman": "women", "person": "people", "child": "children", "people": "people"}
