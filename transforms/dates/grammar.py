"""The patterns of date expressions in English and in translated text, and how each is read."""

import re
from collections.abc import Callable

from transforms.dates.expression import Expression, Kind, Part

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("mon monday", "tue tues tuesday", "wed wednesday", "thu thur thurs thursday", "fri friday", "sat saturday",
         "sun sunday")
    )
    for name in names.split()
}  # fmt: skip
_SEASONS = {"winter": 0, "spring": 1, "summer": 2, "autumn": 3, "fall": 3}
_PARTS: dict[str, Part] = {
    "early": "early", "beginning": "early", "start": "early", "outset": "early", "mid": "mid", "middle": "mid",
    "late": "late", "end": "late", "close": "late", "later": "late",
    "first half": "first half", "second half": "second half",
}  # fmt: skip
_COUNTS = {
    word: number
    for number, words in (
        (1, "a an one"), (2, "two couple"), (3, "three"), (4, "four"), (5, "five"), (6, "six"), (7, "seven"),
        (8, "eight"), (9, "nine"), (10, "ten"), (11, "eleven"), (12, "twelve"), (15, "fifteen"), (20, "twenty"),
        (24, "twenty-four"), (30, "thirty"), (40, "forty"), (48, "forty-eight"), (50, "fifty"),
    )
    for word in words.split()
}  # fmt: skip

_MONTH = (
    r"(?P<month>Jan(?:uary|\.|\b)|Feb(?:ruary|\.|\b)|Mar(?:ch|\.|\b)|Apr(?:il|\.|\b)|May\b|June?\b\.?|July?\b\.?"
    r"|Aug(?:ust|\.|\b)|Sept?(?:ember|\.|\b)|Oct(?:ober|\.|\b)|Nov(?:ember|\.|\b)|Dec(?:ember|\.|\b))(?![A-Za-z])"
)
_MONTH_NAME = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December)(?![A-Za-z])"
)
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[.,:/]\d|[-–]?[A-Za-z])"
_TO_DAY = (
    r"\s?(?:-|–|—|to|through|until|till|and|&|,)\s?(?P<last>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[.,:/]\d)"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d%]|[.,]\d|-[A-Za-z])"
_OF_YEAR = rf"(?:,?\s(?:in\s|of\s)?(?:{_YEAR}|(?P<yearword>last|this|next)\syear))?(?:\s?(?:g\.|year\b))?"
_WEEKDAY = r"(?P<weekday>Mon|Tues?|Wednes|Thurs?|Fri|Satur|Sun)day"
_WEEKDAY_BEFORE = r"(?:(?P<weekday>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6})\.?,?\s(?:the\s)?)?"
_PART = (
    r"(?:(?:the\s|at\sthe\s)?(?P<part>early|late|later|mid|beginning|start|outset|end|close|middle|first\shalf|second\shalf)"
    r"(?:\sof|\sin)?(?:\sthe)?[\s-])"
)
_NUMBER = (
    r"(?P<count>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty(?:-four)?"
    r"|thirty|forty(?:-eight)?|fifty|(?:a\s)?couple(?:\sof)?|several|(?:a\s)?few|many|some)"
)
_UNIT = r"(?P<unit>hour|day|week|weekend|month|quarter|year|decade)"
# "In June 20 people died" counts people; a day number is not followed by what is counted.
_NOT_COUNTED = (
    r"(?!\s(?:\w+\s)?(?:people|persons|civilians|children|women|men|soldiers|militants|fighters|terrorists|troops"
    r"|percent|per\scent|million|billion|thousand|hundred|dozen|killed|dead|wounded|injured|others|air\s?strikes"
    r"|attacks|houses|villages|settlements|tons|tonnes|kilometers|kilometres|km)\b)"
)
_FUNCTION_WORDS = [
    "in",
    "since",
    "of",
    "by",
    "until",
    "till",
    "from",
    "before",
    "after",
    "during",
    "for",
    "to",
    "between",
    "and",
    "or",
    "through",
    "throughout",
    "the",
    "a",
    "an",
    "this",
    "that",
    "his",
    "her",
    "its",
    "their",
    "our",
    "early",
    "late",
    "mid",
    "circa",
    "around",
    "about",
    "year",
    "on",
    "over",
    "back",
    "than",
    "were",
    "was",
    "year-end",
]

Read = Callable[[re.Match[str]], Expression | None]


def _make(match: re.Match[str], kind: Kind, **fields: object) -> Expression:
    start, end = match.span("span") if "span" in match.re.groupindex else match.span()
    while match.string[end - 1] == " ":
        end -= 1
    groups = match.groupdict()
    values: dict[str, object] = {"kind": kind, "start": start, "end": end}
    if groups.get("month"):
        values["month"] = MONTHS[groups["month"].rstrip(".").lower()]
    for name, group in (("day", "day"), ("last_day", "last"), ("year", "year")):
        if groups.get(group):
            values[name] = int(groups[group])
    if groups.get("weekday"):
        word = groups["weekday"].lower()
        values["weekday"] = WEEKDAYS[word if word in WEEKDAYS else word[:3]]
    if groups.get("yearword"):
        values["shift"] = _DIRECTION[groups["yearword"].lower()]
    if groups.get("part"):
        values["part"] = _PARTS[" ".join(groups["part"].lower().split())]
    if groups.get("unit"):
        values["unit"] = groups["unit"].lower()
    return Expression(**{**values, **fields})  # type: ignore[arg-type]


_DIRECTION = {
    "last": -1, "past": -1, "previous": -1, "preceding": -1, "outgoing": -1, "recent": -1, "this": 0, "same": 0,
    "current": 0, "next": 1, "coming": 1, "upcoming": 1, "following": 1, "forthcoming": 1, "nearest": 1,
}  # fmt: skip


def _read_day(match: re.Match[str]) -> Expression | None:
    expression = _make(match, "day")
    if match.re.groupindex.get("weekday") and match["weekday"] and match["weekday"][:3].lower() not in WEEKDAYS:
        return None
    if expression.last_day is not None and expression.day is not None and expression.last_day <= expression.day:
        return None
    return expression


def _read_numeric(match: re.Match[str]) -> Expression | None:
    """Read 25.12.2016 or 12/25/2016; where both orders are possible, dots and a clear case decide, else abstain."""
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    year += 2000 if year < 100 else 0
    if match["sep"] == "." or first > 12:
        first, second = second, first
    elif second <= 12 and first != second:
        return _make(match, "day", year=year)
    if not (1 <= first <= 12 and 1 <= second <= 31):
        return None
    return _make(match, "day", month=first, day=second, year=year)


def _read_iso(match: re.Match[str]) -> Expression | None:
    month, day = int(match["m"]), int(match["d"])
    return _make(match, "day", month=month, day=day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _read_directed_month(match: re.Match[str]) -> Expression:
    return _make(match, "month", shift=_DIRECTION[match["direction"].lower()])


def _read_year(match: re.Match[str]) -> Expression | None:
    before = match.string[max(0, match.start() - 16) : match.start()]
    word = _LAST_WORD.search(before)
    if match["part"] or not before.strip() or before.rstrip()[-1] in "(.:,;–—-\"“«'’":
        return None if word and word[1].lower() in _IDENTIFIER_WORDS else _make(match, "year")
    return _make(match, "year") if word and word[1].lower() in _FUNCTION_WORDS else None


_LAST_WORD = re.compile(r"([A-Za-z-]+)[\s(]*$")
_IDENTIFIER_WORDS = frozenset(
    ["resolution", "resolutions", "article", "articles", "unit", "flight", "number", "protocol"]
)


def _read_weekday(match: re.Match[str]) -> Expression:
    direction = match["direction"]
    return _make(match, "weekday", shift=_DIRECTION[direction.lower()] if direction else None)


def _read_shift(match: re.Match[str]) -> Expression:
    return _make(match, "shift", shift=_DIRECTION[match["direction"].lower()])


def _count(word: str) -> int | None:
    word = word.lower()
    return int(word) if word.isdigit() else _COUNTS.get(word.removeprefix("a ").removesuffix(" of"))


def _read_rolling(match: re.Match[str]) -> Expression | None:
    count = match["count"]
    number = _count(count) if count else (1 if not match["plural"] else None)
    direction = _DIRECTION[match["direction"].lower()]
    if not direction:
        return None
    return _make(match, "rolling", count=number, shift=direction)


def _read_ago(match: re.Match[str]) -> Expression:
    return _make(match, "ago", count=_count(match["count"]), shift=-1)


def _read_deictic(match: re.Match[str]) -> Expression:
    return _make(match, "deictic", unit="day", shift=_DEICTIC[" ".join(match["word"].lower().split())])


_DEICTIC = {
    "today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "last night": -1, "last evening": -1,
    "the day before yesterday": -2, "the day after tomorrow": 2, "this morning": 0, "this afternoon": 0,
    "this evening": 0, "this day": 0, "a day earlier": -1, "the previous day": -1, "one day earlier": -1,
    "overnight": 0,
}  # fmt: skip


def _read_season(match: re.Match[str]) -> Expression | None:
    direction = match["direction"]
    if not (match["year"] or match["yearword"] or direction):
        return None
    shift = _DIRECTION[(direction or match["yearword"] or "this").lower()] if not match["year"] else None
    return _make(match, "season", season=_SEASONS[match["season"].lower()], shift=shift)


def _read_quarter(match: re.Match[str]) -> Expression:
    words = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
    return _make(match, "quarter", count=words[match["which"].lower()])


def _read_september_11(match: re.Match[str]) -> Expression:
    return _make(match, "day", year=2001, month=9, day=11)


_LEFT = r"(?<![\w.,/:$€£-])"
_PREPOSITIONS = "in|since|of|by|until|till|from|before|after|during|for|to|between|and|or|through|throughout|on|mid"
_DIRECTED = r"last|past|previous|this|next|coming|upcoming|following"
_TIME_OF_DAY = r"(?:\s(?:early\s|late\s)?(?:morning|afternoon|evening|night|midday|noon|midnight)\b)?"
PATTERNS: tuple[tuple[re.Pattern[str], Read], ...] = tuple(
    (re.compile(pattern, flags), read)
    for pattern, flags, read in (
        (r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-])", 0, _read_iso),
        (
            r"(?<![\d./-])(?P<a>\d\d?)(?P<sep>[./])(?P<b>\d\d?)(?P=sep)(?P<y>(?:19|20)\d\d|\d\d)(?![\d/])",
            0,
            _read_numeric,
        ),
        (r"(?<![\d/])9/11(?![\d/])", 0, _read_september_11),
        (
            rf"{_LEFT}{_WEEKDAY_BEFORE}(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?{_TO_DAY}(?:\sof)?\s{_MONTH}{_OF_YEAR}",
            re.I,
            _read_day,
        ),
        (
            rf"\b{_WEEKDAY_BEFORE}{_MONTH}\s(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?{_TO_DAY}(?!\s?[A-Z]?[a-z]*ember)"
            rf"{_OF_YEAR}",
            re.I,
            _read_day,
        ),
        (
            rf"{_LEFT}{_WEEKDAY_BEFORE}(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?:\sday)?(?:\sof)?[\s-]{_MONTH}{_OF_YEAR}",
            re.I,
            _read_day,
        ),
        (rf"\b{_WEEKDAY_BEFORE}{_MONTH}\s(?:the\s)?{_DAY}{_NOT_COUNTED}{_OF_YEAR}", re.I, _read_day),
        (rf"\b{_PART}{_MONTH_NAME}{_OF_YEAR}", 0, lambda m: _make(m, "month")),
        (
            rf"\b{_MONTH}(?:,?\s|\sof\s|,\sin\s)(?:of\s)?(?:{_YEAR}|(?P<yearword>last|this|next)\syear)",
            0,
            lambda m: _make(m, "month"),
        ),
        (rf"\b(?P<direction>{_DIRECTED})\s{_MONTH_NAME}(?!\s\d)", 0, _read_directed_month),
        (
            rf"\b(?:{_PREPOSITIONS})\s(?P<span>{_MONTH_NAME})(?!\s(?:\d\d?\b(?!\s[a-z])|[A-Z][a-z]))",
            0,
            lambda m: _make(m, "month"),
        ),
        (
            rf"{_LEFT}{_PART}?{_YEAR}(?!s)(?!\s(?:people|civilians|soldiers|troops|militants|fighters|tons|percent|km))",
            re.I,
            _read_year,
        ),
        (rf"\b(?:the\s)?{_PART}?(?P<year>(?:19|20)\d0)['’]?s\b", re.I, lambda m: _make(m, "decade")),
        (rf"\b(?:(?P<direction>{_DIRECTED})\s(?:week's\s|week\s)?)?{_WEEKDAY}{_TIME_OF_DAY}\b", 0, _read_weekday),
        (
            r"\b(?P<word>the day before yesterday|the day after tomorrow|today|tonight|yesterday|tomorrow|last night"
            r"|last evening|this (?:morning|afternoon|evening|day)|(?:a|one) day earlier|the previous day|overnight)\b"
            r"(?!['’]s)(?:\s(?:morning|afternoon|evening|night)\b)?",
            re.I,
            _read_deictic,
        ),
        (
            rf"\b(?:the\s|these\s|this\s)?(?P<direction>last|past|previous|preceding|next|coming|upcoming|following|recent)\s"
            rf"(?:{_NUMBER}\s)?(?:or\s(?:so|two)\s)?{_UNIT}(?P<plural>s)\b",
            re.I,
            _read_rolling,
        ),
        (
            rf"\b(?:the|these)\s(?P<direction>last|past|coming)\s(?:{_NUMBER}\s)?{_UNIT}(?P<plural>)\b",
            re.I,
            _read_rolling,
        ),
        (rf"\b(?P<direction>past)\s(?P<count>)?{_UNIT}(?P<plural>)\b", re.I, _read_rolling),
        (
            rf"\b(?:the\s)?{_PART}?(?:of\s)?(?P<direction>last|previous|this|next|coming|current|following)\s"
            r"(?P<unit>week|weekend|month|quarter|year|decade)\b(?!['’]s|-)",
            re.I,
            _read_shift,
        ),
        (rf"\b{_NUMBER}(?:\sor\s(?:so|two))?\s{_UNIT}s?\sago\b", re.I, _read_ago),
        (
            r"\b(?:the\s)?(?:(?P<direction>last|this|next|past)\s)?(?P<season>spring|summer|autumn|fall|winter)"
            rf"(?:\s(?:of\s)?(?:{_YEAR}|(?P<yearword>last|this|next)\syear))?\b",
            re.I,
            _read_season,
        ),
        (
            rf"\b(?:the\s)?(?P<which>first|second|third|fourth|last|[1-4](?:st|nd|rd|th))\squarter(?:\sof)?\s(?:{_YEAR}"
            r"|(?P<yearword>last|this|next)\syear)",
            re.I,
            _read_quarter,
        ),
        (r"\bover\s(?P<span>the\sweekend)\b", re.I, lambda m: _make(m, "shift", unit="weekend", shift=-1)),
    )
)
