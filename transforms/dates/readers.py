"""Reading the match of a date pattern as what it states."""

import re

from transforms.dates.expression import Expression, Kind, Part
from transforms.dates.words import (
    COUNTS,
    DEICTICS,
    DIRECTIONS,
    FUNCTION_WORDS,
    IDENTIFIER_WORDS,
    MONTHS,
    ORDINALS,
    PARTS,
    SEASONS,
    WEEKDAYS,
)


def make(match: re.Match[str], kind: Kind, **fields: object) -> Expression:
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
        values["shift"] = DIRECTIONS[groups["yearword"].lower()]
    if groups.get("part"):
        values["part"] = _part(match, " ".join(groups["part"].lower().split()))
    if groups.get("unit"):
        values["unit"] = groups["unit"].lower()
    return Expression(**{**values, **fields})  # type: ignore[arg-type]


_SINCE = re.compile(r"\b(?:since|from)\s$", re.I)
_UNTIL = re.compile(r"\b(?:by|until|till|before|to|through)\s$", re.I)


def _part(match: re.Match[str], word: str) -> Part:
    """Read the part; "since the beginning of" and "by the end of" mean the edge, not the stretch near it."""
    before = match.string[max(0, match.start() - 8) : match.start()]
    if word in ("beginning", "start", "outset") and _SINCE.search(before):
        return "first"
    if word in ("end", "close") and _UNTIL.search(before):
        return "last"
    return PARTS[word]


def read_day(match: re.Match[str]) -> Expression | None:
    expression = make(match, "day")
    if match.re.groupindex.get("weekday") and match["weekday"] and match["weekday"][:3].lower() not in WEEKDAYS:
        return None
    if expression.last_day is not None and expression.day is not None and expression.last_day <= expression.day:
        return None
    return expression


def read_numeric(match: re.Match[str]) -> Expression | None:
    """Read 25.12.2016 or 12/25/2016; where both orders are possible, dots and a clear case decide, else abstain."""
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    year += 2000 if year < 100 else 0
    if match["sep"] == "." or first > 12:
        first, second = second, first
    elif second <= 12 and first != second:
        return make(match, "day", year=year)
    if not (1 <= first <= 12 and 1 <= second <= 31):
        return None
    return make(match, "day", month=first, day=second, year=year)


def read_iso(match: re.Match[str]) -> Expression | None:
    month, day = int(match["m"]), int(match["d"])
    return make(match, "day", month=month, day=day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def read_directed_month(match: re.Match[str]) -> Expression:
    return make(match, "month", shift=DIRECTIONS[match["direction"].lower()])


_PLURAL = re.compile(r"\s(?!its\b|this\b|was\b|has\b|is\b|levels\b)(?:[a-z-]+\s)?[a-z]{2,}s\b")
_MORE = frozenset(("than", "over", "about", "around", "circa"))
_NUMBERED = re.compile(r"\d\s?\($")


def read_year(match: re.Match[str]) -> Expression | None:
    """Read a year, but not "more than 2000 tankers", "resolution 2254 (2015)"."""
    before = match.string[max(0, match.start() - 16) : match.start()]
    word = _LAST_WORD.search(before)
    if _NUMBERED.search(before) or (word and word[1].lower() in _MORE and _PLURAL.match(match.string, match.end())):
        return None
    if match["part"] or not before.strip() or before.rstrip()[-1] in "(.:,;–—-\"“«'’":
        return None if word and word[1].lower() in IDENTIFIER_WORDS else make(match, "year")
    return make(match, "year") if word and word[1].lower() in FUNCTION_WORDS else None


_LAST_WORD = re.compile(r"([A-Za-z-]+)[\s(]*$")


def read_weekday(match: re.Match[str]) -> Expression | None:
    """Read "Monday", "last Monday", "Mondays attack" that lost its apostrophe; "on Mondays" is no day."""
    direction, week = match["direction"], match["week"]
    if match["owner"] and not _is_owner(match):
        return None
    if week:
        return make(match, "weekday", unit="week", shift=DIRECTIONS[week.lower()])
    return make(match, "weekday", shift=DIRECTIONS[direction.lower()] if direction else None)


_OWNED = re.compile(r"\s(?P<word>[a-z][a-z-]+)")
_HABIT = re.compile(r"\b(?:on|every|most|all|and|or)\s$", re.I)


def _is_owner(match: re.Match[str]) -> bool:
    owned = _OWNED.match(match.string, match.end("owner"))
    habitual = _HABIT.search(match.string, max(0, match.start() - 8), match.start())
    return owned is not None and owned["word"] not in FUNCTION_WORDS | _AFTER_A_HABIT and not habitual


_AFTER_A_HABIT = frozenset(("are", "is", "when", "at", "with", "he", "she", "it", "they", "we", "near", "as"))


def read_shift(match: re.Match[str]) -> Expression:
    return make(match, "shift", shift=DIRECTIONS[match["direction"].lower()])


def _count(word: str) -> int | None:
    word = word.lower()
    return int(word) if word.isdigit() else COUNTS.get(word.removeprefix("a ").removesuffix(" of"))


_MAY = re.compile(r"\b(?:will|would|could|can|may|might|must|should|shall|not|to|did|does|only)\s$|n['’]t\s$", re.I)


def read_rolling(match: re.Match[str]) -> Expression | None:
    count = match["count"]
    number = _count(count) if count else (1 if not match["plural"] else None)
    direction = DIRECTIONS[match["direction"].lower()]
    lasts = match[0].startswith("last ") and _MAY.search(match.string, max(0, match.start() - 8), match.start())
    if not direction or lasts:
        return None  # "the truce will last two days"
    return make(match, "rolling", count=number, shift=direction)


def read_ago(match: re.Match[str]) -> Expression:
    """Read "three days ago"."""
    return make(match, "ago", count=_count(match["count"]), shift=-1)


def read_anaphor(match: re.Match[str]) -> Expression | None:
    if _count(match["count"]) is None or match["unit"].lower() == "hour":
        return None  # "many years before", "an hour earlier"
    shift = 1 if match["way"].lower() == "later" else -1
    return make(match, "ago", count=_count(match["count"]), shift=shift, anaphoric=True)


def read_same(match: re.Match[str]) -> Expression:
    shift = {"next": 1, "following": 1, "previous": -1, "the": -1}.get(match["way"].lower(), 0)
    return make(match, "deictic", unit="day", shift=shift, anaphoric=True)


def read_years(match: re.Match[str]) -> Expression | None:
    """Read "2011-2014" and "2016/17"."""
    first, last = int(match["year"]), int(match["last"])
    last += first // 100 * 100 if last < 100 else 0
    if last <= first:
        return None
    until = Expression(kind="year", start=match.start("last"), end=match.end("last"), year=last)
    return Expression(kind="range", start=match.start(), end=match.end(), year=first, until=until)


_NAME_BEFORE = re.compile(r"(?<![.!?”\"])\s?\b[A-Z][\w-]+\s$")


def read_deictic(match: re.Match[str]) -> Expression | None:
    if match["word"] == "Today" and _NAME_BEFORE.search(match.string, max(0, match.start() - 20), match.start()):
        return None  # "the Northern Star Today page"
    return make(match, "deictic", unit="day", shift=DEICTICS[" ".join(match["word"].lower().split())])


def read_month(match: re.Match[str]) -> Expression:
    return make(match, "month")


def read_months(match: re.Match[str]) -> Expression | None:
    """Read "January-March", "November - February"."""
    month = MONTHS[match["second"].lower()]
    until = Expression(
        kind="month",
        start=match.start("second"),
        end=match.end(),
        month=month,
        year=_year_of(match),
        shift=_shift(match),
    )
    return make(match, "range", until=until)


def _year_of(match: re.Match[str]) -> int | None:
    return int(match["year"]) if match["year"] else None


def _shift(match: re.Match[str]) -> int | None:
    return DIRECTIONS[match["yearword"].lower()] if match["yearword"] else None


_TEN_DAYS: dict[str, Part] = {"first": "early", "second": "mid", "third": "late", "last": "late"}


def read_ten_days(match: re.Match[str]) -> Expression:
    """Read "the first ten days of May", "the second decade of May", as translators leave it."""
    return make(match, "month", part=_TEN_DAYS[match["which"].lower()])


def read_ordinal_day(match: re.Match[str]) -> Expression:
    """Read "the tenth of May", "the tenth of last month"."""
    day = ORDINALS[match["ordinal"].lower()]
    if match["direction"]:
        shift = DIRECTIONS[match["direction"].lower().removeprefix("the ")]
        return make(match, "day", day=day, unit="month", shift=shift)
    return make(match, "day", day=day)


def read_decade(match: re.Match[str]) -> Expression:
    return make(match, "decade")


def read_before_last(match: re.Match[str]) -> Expression:
    """Read "the year before last"."""
    return make(match, "shift", shift=-2)


def read_this_unit(match: re.Match[str]) -> Expression:
    """Read "the end of the week"."""
    return make(match, "shift", shift=0)


def read_feast(match: re.Match[str]) -> Expression:
    """Read "before Christmas"; the eve is the day before."""
    month, day = (12, 25) if match["feast"] == "Christmas" else (1, 1)
    if match["eve"]:
        month, day = 12, (24 if day == 25 else 31)
    return make(match, "day", month=month, day=day)


def read_weekend(match: re.Match[str]) -> Expression:
    return make(match, "shift", unit="weekend", shift=-1)


def read_day_of_month(match: re.Match[str]) -> Expression:
    """Read "on the 4th": a day without its month."""
    return make(match, "day")


def read_in(match: re.Match[str]) -> Expression | None:
    """Read "will meet in two weeks"; "killed 40 in two weeks" is how long it took, "in 25 years" just some day."""
    ahead = match["genitive"] or _AHEAD.search(match.string, max(0, match.start() - 80), match.start())
    count = _count(match["count"])
    rate = count == 1 and _COUNTED.search(match.string, max(0, match.start() - 40), match.start())
    some_day = count is not None and count > _FORESEEN and match["unit"].lower().startswith("year")
    return make(match, "ago", count=count, shift=1) if ahead and count and not rate and not some_day else None


_FORESEEN = 5
"""Years ahead within which a speaker means a year; "in 25 years" is some day."""
_COUNTED = re.compile(
    r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen)\s(?:[\w-]+\s)?\w+s\s$", re.I
)
"""What is counted "in a year": a rate, no day to come."""
_AHEAD = re.compile(
    r"\b(?:will|shall|due|expected|scheduled|set|going|planned|plans?)\b[^.;\n]*$"
    r"|\b(?:returns?|arrives?|leaves?|begins?|starts?|opens?|expires?|ends|resumes?|elapses)\s$",
    re.I,
)


def read_season(match: re.Match[str]) -> Expression | None:
    direction = match["direction"]
    if match["next"] and match["season"].lower() == "winter":  # "the winter of 2016-2017"
        return make(match, "season", season=SEASONS[match["season"].lower()], year=int(match["year"]) + 1)
    if not (match["year"] or match["yearword"] or direction):
        before = match.string[max(0, match.start() - 8) : match.start()].lower()
        is_time = match[0].lower().startswith("the ") and before.endswith(
            ("in ", "during ", "until ", "since ", "for ", "by ")
        )
        is_time = is_time and match["season"].lower() != "fall"
        return make(match, "season", season=SEASONS[match["season"].lower()]) if is_time else None
    shift = DIRECTIONS[(direction or match["yearword"] or "this").lower()] if not match["year"] else None
    return make(match, "season", season=SEASONS[match["season"].lower()], shift=shift)


def read_quarter(match: re.Match[str]) -> Expression:
    words = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
             "i": 1, "ii": 2, "iii": 3, "iv": 4, "q1": 1, "q2": 2, "q3": 3, "q4": 4}  # fmt: skip
    return make(match, "quarter", count=words[match["which"].lower()])


def read_months_of_year(match: re.Match[str]) -> Expression | None:
    """Read "the first nine months of 2016", "seven months of this year"."""
    count = _count(match["count"])
    if not count or count > len(MONTHS):
        return None
    edge = -1 if (match["edge"] or "").lower() == "last" else 1
    fields = {"shift": 0} if match["theyear"] else {}
    return make(match, "year", count=count, edge=edge, **fields)


def read_day_of_shifted_month(match: re.Match[str]) -> Expression:
    """Read "the 4th of this month"."""
    return make(match, "day", unit="month", shift=DIRECTIONS[match["direction"].lower().removeprefix("the ")])


def read_september_11(match: re.Match[str]) -> Expression:
    return make(match, "day", year=2001, month=9, day=11)
