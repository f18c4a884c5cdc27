"""Numbers whose noun is left out: "17 drowned and another 33 were rescued", "58 seats of 120"."""

import re

from transforms.figures.alone import are_people, is_elsewhere
from transforms.figures.exclusions import is_bare_year
from transforms.figures.found import Found

_NUMBER_OF = re.compile(
    r"\b(?:number|amount|total|share|proportion|quantity|count)s?\s(?:number\s)?of\s(?:the\s)?(?P<what>(?:[\w-]+\s){1,3}?)"
    r"(?:(?:has|have|had|been|now|already|also|risen|grown|fallen|dropped|increased|decreased|put|estimated|grew|rose"
    r"|fell|stood|stands|amounts|amounted|would|will|could|climbed|swelled|(?:in|on)\s(?:the\s)?[\w-]+)\s){0,4}?"
    r"(?:to|at|by|is|was|reached|exceeded|exceeds|from|grew|rose|fell|were|are|became)\s",
    re.I,
)
_NUMBER_WHOSE = re.compile(
    r"\b(?:(?P<what>[\w-]+)['’]s?\s)?(?:number|toll|total|figure|count|percentage|ratio|index|coefficient|(?P<scale>magnitude))\b"
    r"[^.;:\n]{0,60}?(?<!\bnumber)\s(?:at|to|is|was|became|reached|exceeded|exceeds|of)\s(?:a\srecord\s|the\s)?$|\b(?:percentage|coefficient|index|ratio|(?P<measure>magnitude))\s$",
    re.I,
)
_BODY_OF = re.compile(
    r"(?<!['’])\b(?P<what>(?:(?!(?:an?|the|its|his|her|their|whose|with|and|of|by|in|to|for)\s)[a-z-]+\s)?"
    r"(?:crew|population|workforce|staff|team|garrison|army|force|group|crowd|audience|family|delegation|membership|convoy|column|fleet|majority|quorum|guard|squad|unit))\sof\s$",
    re.I,
)
_AGAINST = re.compile(r"\s(?:votes|seats|points)\s(?:to|against|versus)\s", re.I)
_COMPARED = re.compile(
    r"\b(?:compared\s(?:with|to)|against|versus|(?:up|down)\sfrom|instead\sof|as\sopposed\sto|rather\sthan)"
    r"\s(?:the\s|just\s|only\s)?$",
    re.I,
)
_FROM_THEM = re.compile(r"\b(?:from|of|out of|among) (?:them|these|those|which|whom)\s?[,—–-]?\s$", re.I)
_THEIR_NUMBER = re.compile(r"\b(?:their|its|whose)\s(?:total\s)?number\b[^.;\n]{0,40}$", re.I)
_DID = re.compile(r"\s[a-z]+ed\b")
_ONLY = re.compile(r"\b(?:only|just)\s$", re.I)
_CLOSED = re.compile(r"[\"”]?(?:[.,;”\"]|$)")
_VOTED = re.compile(r"\s(?:(?:voted\s)?(?:against|for|in\sfavou?r)\b(?=\s*[.,;]|\sand\b)|abstained\b)", re.I)
_OUT_OF = re.compile(r"\s(?P<what>[\w\s-]+?)\s(?:out\s)?of\s(?:the\s)?", re.I)
_REST = re.compile(r"\b(?:another|(?:the|an?)\s(?:remaining|other|further|additional))\s$", re.I)
_SUMS = frozenset(("million", "billion", "trillion", "mln", "bln"))
_NEARER = 80
_MANY = 100


def stands_alone(found: Found) -> bool:
    """Tell whether a number without its noun counts something all the same."""
    if elided(found) is not None or are_people(found) or is_sum(found) or is_rest(found) or is_share_in_numbers(found):
        return True
    return _number_whose(found) is not None


def elided(found: Found) -> str | None:
    """Give those counted before, where a number stands for some of them: "17 drowned and another 33 were rescued"."""
    previous = found.previous
    if found.unit is not None or previous is None or not previous.what:
        return None
    text, start, end = found.text, previous.end, found.begin
    if end - start > _NEARER or _STOP.search(text, start, end):
        return None
    if _AGAINST.fullmatch(text, start, end):
        return previous.what  # "by 61 votes to 38"
    if found.counted is None and _VOTED.match(text, found.numeral.end):
        return previous.what  # "62 deputies voted for, 14 against"
    if found.counted is None and _FROM_THEM.search(text, start, end):
        return previous.what  # "1,212 cases, from them 16 in the capital"
    if found.counted is None and _THEIR_NUMBER.search(text, start, end):
        return previous.what  # "twelve boats work there, and by June their number will rise to 40"
    if found.counted is None and _ONLY.search(text, start, end) and _CLOSED.match(text, found.numeral.end):
        return previous.what  # "sent eleven letters, but had a reply to only two"
    if found.counted is None and _COMPARED.search(text, start, end):
        return previous.what  # "1,180 blasts, compared with 940 before"
    of = _OUT_OF.fullmatch(text, start, end)
    if found.counted is None and of and of["what"].lower() == previous.what:
        return previous.what
    if previous.unit is not None or not (found.is_argument or is_rest(found) or is_elsewhere(found)):
        return None
    if found.numeral.form == "plural" and not text.startswith(" and ", end - 5):
        return None
    return previous.what.removesuffix(previous.casualty or " ").strip() or None


_STOP = re.compile(r"[.;\n]")


def who_did(found: Found) -> str | None:
    """Give those counted before, whose verb was taken for a noun: "four people, of them two admitted guilt"."""
    text, previous = found.text, found.previous
    if previous is None or previous.what is None or found.counted is None or found.counted.text.endswith("s"):
        return None
    did = _DID.match(text, found.numeral.end) and _FROM_THEM.search(text, previous.end, found.begin)
    return previous.what if did and found.begin - previous.end <= _NEARER else None


def share_of_same(found: Found) -> str | None:
    """Give those of whom the share before was told: "48% of voters agree, 30% are against"."""
    unit, previous = found.unit, found.previous
    if unit is None or unit.kind != "share" or previous is None or previous.unit not in ("%", "share"):
        return None
    near = found.begin - previous.end <= _NEARER and not _STOP.search(found.text, previous.end, found.begin)
    return previous.what if near else None


def is_share_in_numbers(found: Found) -> bool:
    """Tell whether a number in brackets says how many a share is: "96% (75,000) voted against it"."""
    text, end, previous = found.text, found.numeral.end, found.previous
    if previous is None or previous.unit not in ("%", "share") or found.counted is not None or found.unit is not None:
        return False
    bracketed = text[previous.end : found.begin] == " (" and text[end : end + 1] == ")"
    return bracketed and found.numeral.low >= _MANY and not is_bare_year(text, found.numeral.start, end)


def is_rest(found: Found) -> bool:
    """Tell whether the number is the rest of a number: "The remaining two were freed", "fighting for another seven"."""
    if found.counted is not None or found.unit is not None or found.comparator != "=":
        return False
    return _REST.search(found.text, max(0, found.begin - 20), found.begin) is not None


def is_sum(found: Found) -> bool:
    """Tell whether the number can only be money or the like: "received another 472 million to develop it"."""
    return found.text[found.numeral.start : found.numeral.end].lower().split()[-1] in _SUMS


def number_of(found: Found) -> str | None:
    """Give what it is the number of: "the number of evacuated residents is 2,300", "the martyrs' number rose to 12"."""
    before = max(0, found.begin - 90)
    stated = found.numeral.start if found.comparator != "=" else found.begin  # "the number of deaths [exceeded] 270"
    match = _NUMBER_OF.search(found.text, before, stated) or _BODY_OF.search(found.text, before, found.begin)
    return match["what"].strip().lower() if match else _number_whose(found) or None


def _number_whose(found: Found) -> str | None:
    """Give whose number it is; "" where it is said to be a number, but not whose."""
    if found.counted is not None or found.unit is not None:
        return None
    match = _NUMBER_WHOSE.search(found.text, max(0, found.begin - 100), found.begin)
    return (match["what"] or match["scale"] or match["measure"] or "").lower() if match else None
