"""Datelines: the place, date and agency that open a report, in the shapes of many agencies."""

import re
from dataclasses import dataclass
from datetime import date

from transforms.normalize.tables import read_list
from transforms.records import Dateline

_AGENCIES = read_list("agencies.txt")
_PLACES = read_list("places.txt")
_MONTHS = {
    name: number
    for number, names in enumerate(
        ["jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"],
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "(?i:" + "|".join(sorted((m.capitalize() for m in _MONTHS), key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = (
    r"(?i:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b\.?,?"
)
_YEAR = r"(?:19|20)\d\d"
_DATE = (
    rf"(?:{_WEEKDAY} )?(?:"
    rf"(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ .-]{{0,2}}(?P<month1>{_MONTH})(?:[ ,-]{{0,2}}(?P<year1>{_YEAR})\b)?"
    rf"|(?P<month2>{_MONTH}) ?(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:[ ,]{{0,2}}(?P<year2>{_YEAR})\b)?(?!\d)"
    rf"|(?P<year3>{_YEAR})-(?P<month3>\d\d)-(?P<day3>\d\d)\b"
    rf"|(?P<first>\d{{1,2}})(?P<mark>[-./])(?P<second>\d{{1,2}})(?P=mark)(?P<year4>{_YEAR})\b)"
)
_CLOCK = r"(?:\d{1,2}[:.]\d\d(?::\d\d)?(?: ?[apAP]\.?[mM]\.?)?(?: \(?(?:GMT|UTC|MSK|EST|EDT|EET|[+-]\d{1,4})\)?)?)"
_TIME = r"(?:,? (?:at )?\d{1,2}[:.]\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?(?: (?:GMT|UTC|MSK|EST|EDT|[+-]\d{1,4}))?)?"
_UPPER = r"[A-ZÀ-ÞĞİŞČŠŽĀĪŪ]"
_WORD = rf"{_UPPER}[\w'’.-]*\w"
_PLACE = rf"(?P<place>{_WORD}(?:(?: |/)(?:(?:of|the|el|al|de|on|es) )?{_WORD}){{0,3}}(?:, {_WORD}(?: {_WORD}){{0,2}})?)"
_AGENCY = rf"(?P<agency>{_UPPER}[\w'’&.-]*(?:[ /-]{_UPPER}?[\w'’&.-]*){{0,3}})"
_DASH = r"(?:--?-?|[—–―])"
_END = r"(?=\s|\Z|[A-Z“\"‘«(])"

# BEIRUT (Reuters) -   MOSCOW, June 8. /TASS/.   KABUL, Nov. 3 (Xinhua) --   Damascus, SANA –
_BRACKETED_AGENCY = rf"[(/\[]{_AGENCY}(?:, [^)/\]]{{0,40}})?[)/\]]"
_BARE_AGENCY = rf"(?P<bare>{_UPPER}[\w'’-]*(?: {_UPPER}[\w'’-]*){{0,2}})(?=[.:]| ?{_DASH}\s|\s*$)"
_PLACE_AGENCY = re.compile(
    rf"{_PLACE}[,.]?(?: {_DATE}[.,]?)?(?:,? (?:{_DASH} )?)(?:{_BRACKETED_AGENCY}|{_BARE_AGENCY})"
    rf"[.,:]?(?P<dash> ?{_DASH})?{_END}"
)
# MOSCOW, 8 February.   Kyiv, March 5 –
_PLACE_DATE = re.compile(
    rf"{_PLACE}[,.] {_DATE}{_TIME}(?:\.(?! ?{_DASH})|[.,]? ?{_DASH}|:|,(?= according to ))"
    rf"{_END}"
)
# WASHINGTON —   Puntland, Somalia --A week
_PLACE_DASH = re.compile(rf"{_PLACE}(?: {_DASH}|(?:--|[—–-])(?= )){_END}")
# MOSCOW, 17 Oct – Harbour News, Anna Writer.
_AGENCY_BEHIND = re.compile(
    rf" ?(?P<agency>{_UPPER}[\w-]*(?: {_UPPER}[\w-]*)?)(?:,(?: {_WORD} {_WORD}(?:,| and)?){{1,3}})?"
    rf"(?:\.| ?{_DASH}|$){_END}"
)
# (Harbour News) The port is open.
_AGENCY_ALONE = re.compile(rf"[(\[](?P<agency>{_UPPER}[\w&.-]*(?: [\w&.-]+){{0,3}})[)\]](?P<dash> ?{_DASH}|:)?{_END}")
# RIA Novosti, Moscow, 5 May.   TASS, June 8.   AFP Sunday 29 Jun 2014
_AGENCY_FIRST = tuple(
    re.compile(
        rf"{agency}[,.:]?(?: {_PLACE}[,.])? {_DATE}"
        rf"(?: \([Rr]eporters? [^()]{{2,60}}\))?(?:[.:]| ?{_DASH}|(?= {_UPPER})|$){_END}"
    )
    for agency in (_AGENCY, _AGENCY.removesuffix(")") + "?)")
)
# Wed 05 Apr 2017   Date of publication 12 August 2016   Posted on July 12 2016 by A. Writer   05-07-2015
_DATE_FIRST = re.compile(
    r"(?:(?:Date of publication|(?:Published|Posted|(?:Last )?[Uu]pdated?)(?: on| at)?|Date)[:.]? )?"
    rf"{_DATE}{_TIME}(?: by {_WORD}(?: {_WORD})?)?(?:[.,|]|(?: ?[|–—-](?=\s)))?(?=\s+[A-Z“\"‘«(\d]|\s*$)"
)
_NAME_BEHIND_DATE = re.compile(rf" (?P<name>[A-Z]{{2,}}[\w-]*)(?: ?{_DASH}|[.:])?(?= [A-Z“\"‘«]|\s*$)")
_LABELLED = re.compile(r"(?:Date of publication|Published|Posted|Last updated|Updated?|Date)\b")


_DATE_LINE = re.compile(
    rf"(?:(?:Date of publication|(?:Published|Posted|(?:Last )?[Uu]pdated?)(?: on| at)?|Date|[Ff]rom)[:.]? )?"
    rf"(?:{_CLOCK}[,|]? ?(?:on )?)?(?:{_DATE}|(?i:today|yesterday)|(?i:\d+ (?:minutes?|hours?|days?) ago)|(?=$))"
    rf"(?:[,|]? ?(?:at |[-–—] )?{_CLOCK})?(?: ?[|/–-] ?.{{0,30}})?"
)


@dataclass(frozen=True, slots=True)
class FoundDateline:
    """A dateline and where it ends in its paragraph (trailing dash included)."""

    end: int
    dateline: Dateline


def find_dateline(paragraph: str) -> FoundDateline | None:
    """Find the dateline that opens a paragraph.

    >>> found = find_dateline("OSLO, June 8. /TASS/. The envoy said")
    >>> found.dateline.place, found.dateline.date, found.dateline.agency, found.end
    ('Oslo', '--06-08', 'TASS', 21)
    >>> find_dateline("Paris, 5 May 2015, was a day of talks.") is None
    True
    """
    head = paragraph[:160]
    if head[:1] in {"(", "["}:
        match = _AGENCY_ALONE.match(head)
        agency = match["agency"] if match else ""
        return FoundDateline(match.end(), Dateline(agency=agency)) if match and is_agency(agency) else None
    if not head or not (head[0].isupper() or head[0].isdigit()):
        return None
    return _by_agency(head) or _by_place(head) or _by_date(head)


def is_agency(name: str) -> bool:
    """Tell whether this is the name of an agency or outlet that the table knows."""
    return name.strip().casefold() in _AGENCIES


def find_date_line(line: str) -> Dateline | None:
    """Read a line that holds nothing but a date or a time, as sites put them above or below the headline.

    >>> find_date_line("12:30, 4 May 2016").date
    '2016-05-04'
    >>> find_date_line("4 May was a Wednesday") is None
    True
    """
    if len(line) > 90:
        return None
    match = _DATE_LINE.fullmatch(line)
    if match and any(c.isdigit() for c in line):
        return Dateline(date=_iso(match))
    found = find_dateline(line)
    return found.dateline if found is not None and found.end >= len(line) else None


def _by_agency(head: str) -> FoundDateline | None:
    match = _PLACE_AGENCY.match(head)
    if match:
        agency = match["agency"] or match["bare"]
        known = agency.casefold() in _AGENCIES or agency.casefold().split("/")[0] in _AGENCIES
        closed = bool(match["dash"]) and match["agency"] is not None
        if known or (closed and _is_place(match["place"])):
            return _found(match, match["place"], agency)
    for shape in _AGENCY_FIRST:
        match = shape.match(head)
        if match and match["agency"].casefold() in _AGENCIES:
            return _found(match, match["place"], match["agency"])
    return None


def _by_place(head: str) -> FoundDateline | None:
    match = _PLACE_DATE.match(head)
    if match and (iso := _iso(match)):
        behind = _AGENCY_BEHIND.match(head, match.end())
        if behind and behind["agency"].casefold() in _AGENCIES:
            return FoundDateline(
                behind.end(), Dateline(place=_title(match["place"]), date=iso, agency=behind["agency"])
            )
        return _found(match, match["place"], None)
    match = _PLACE_DASH.match(head)
    if match and _is_place(match["place"]) and not _goes_on(match["place"], head[match.end() :]):
        return FoundDateline(match.end(), Dateline(place=_title(match["place"])))
    return None


def _by_date(head: str) -> FoundDateline | None:
    match = _DATE_FIRST.match(head)
    if match is None or (iso := _iso(match)) is None:
        return None
    alone = not head[match.end() :].strip()
    if iso.startswith("--") and not (alone or _LABELLED.match(head)):
        return None
    behind = _NAME_BEHIND_DATE.match(head, match.end())
    name = behind["name"] if behind else ""
    if behind and name.casefold() in _AGENCIES:
        return FoundDateline(behind.end(), Dateline(date=iso, agency=name))
    if behind and name.isupper() and name.casefold() in _PLACES:
        return FoundDateline(behind.end(), Dateline(place=_title(name), date=iso))
    return FoundDateline(match.end(), Dateline(date=iso))


def _found(match: re.Match[str], place: str | None, agency: str | None) -> FoundDateline:
    place = _title(place) if place else None
    return FoundDateline(match.end(), Dateline(place=place, date=_iso(match), agency=agency))


def _goes_on(place: str, behind: str) -> bool:
    """Tell whether a sentence goes on behind a dash: "Bergen - the second city - is open"."""
    return not place.isupper() and behind.lstrip()[:1].islower()


def _is_place(text: str) -> bool:
    """Tell whether a name can only be a place here: in capitals, or known, or followed by a known one."""
    parts = [_PART_OF.sub("", part.strip()) for part in re.split(r",|/", text)]
    letters = [c for c in parts[0] if c.isalpha()]
    if len(letters) >= 3 and all(c.isupper() for c in letters):
        return len(text.split()) <= 4
    return parts[-1].casefold() in _PLACES or parts[0].casefold() in _PLACES


_PART_OF = re.compile(r"^(?:occupied|near|(?:north|south|east|west)(?:ern|west|east)?) ", re.IGNORECASE)


def _title(place: str) -> str:
    """Write a place that stands in capitals as a name.

    >>> _title("NEW YORK"), _title("RIO DE JANEIRO"), _title("Kyiv")
    ('New York', 'Rio de Janeiro', 'Kyiv')
    """
    if ", " in place:
        return ", ".join(map(_title, place.split(", ")))
    if any(c.islower() for c in place):
        return place
    words = [w if w in {"UN", "U.N.", "D.C.", "DC"} else w.capitalize() for w in re.split(r"([ /,-])", place)]
    return "".join(w.lower() if i and w in {"De", "Of", "Al", "El", "On", "Es"} else w for i, w in enumerate(words))


def _iso(match: re.Match[str]) -> str | None:
    """Give a date as ISO: without the year where none is stated; none where day and month cannot be told apart."""
    year = match["year1"] or match["year2"] or match["year3"] or match["year4"]
    day = match["day1"] or match["day2"] or match["day3"]
    if match["month1"] or match["month2"]:
        month: int | None = _MONTHS[(match["month1"] or match["month2"]).rstrip(".").lower()]
    elif match["month3"]:
        month = int(match["month3"])
    elif match["first"]:
        day, month = _day_and_month(int(match["first"]), int(match["second"]), match["mark"])
    else:
        return None
    if day is None or month is None:
        return None
    try:
        date(int(year or 2000), month, int(day))
    except ValueError:
        return None
    return f"{year or '-'}-{month:02}-{int(day):02}"


def _day_and_month(first: int, second: int, mark: str) -> tuple[str | None, int | None]:
    """Read 05-07-2015 day first; with strokes only where one of the two cannot be a month."""
    if first > 12 or (mark != "/" and second <= 12):
        return str(first), second
    return (str(second), first) if second > 12 else (None, None)
