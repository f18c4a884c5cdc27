"""The patterns of date expressions in English and in translated text, grouped by the words they cannot do without."""

import re
from collections.abc import Callable, Iterable

from transforms.dates import readers as read
from transforms.dates.expression import Expression
from transforms.dates.needs import Needs, read_needs
from transforms.dates.words import ORDINALS

Reader = Callable[[re.Match[str]], Expression | None]
Group = tuple[Needs, tuple[tuple[re.Pattern[str], Reader], ...]]

_MONTH = (
    r"(?P<month>Jan(?:uary|\.|\b)|Feb(?:ruary|\.|\b)|Mar(?:ch|\.|\b)|Apr(?:il|\.|\b)|May\b|Jun(?:e|\.|\b)|Jul(?:y|\.|\b)"
    r"|Aug(?:ust|\.|\b)|Sept?(?:ember|\.|\b)|Oct(?:ober|\.|\b)|Nov(?:ember|\.|\b)|Dec(?:ember|\.|\b))(?![A-Za-z])"
)
_MONTH_NAME = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December)(?![A-Za-z])"
)
_SECOND_MONTH = _MONTH_NAME.replace("<month>", "<second>")
_NUMBER_OF_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_FREE = r"(?![\d%]|[.,:/]\d|[-–]?[A-Za-z])"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
# "June 3 and 12 people" is no interval; "June 3 and 4 in the north" is.
_AND_DAY = rf"and(?=\s{_NUMBER_OF_DAY}(?:[,.;)]|$|\s(?:of|in|at|near|when|(?:19|20)\d\d|[A-Z])))"
_LAST_DAY = r"(?P<last>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[.,:/]\d)"
_TO_DAY = rf"\s?(?:-|–|—|to|through|until|till|&|{_AND_DAY})\s?{_LAST_DAY}"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d%]|[.,]\d|-[A-Za-z])"
_YEAR_WORD = r"(?:the\s)?(?P<yearword>last|past|previous|this|current|next)\syear"
_OF_YEAR = rf"(?:,?\s(?:in\s|of\s)?(?:{_YEAR}|{_YEAR_WORD}))?(?:\s?(?:g\.|year\b))?"
_WEEKDAY = r"(?P<weekday>Mon|Tues?|Wednes|Thurs?|Fri|Satur|Sun)day"
_WEEKDAY_BEFORE = r"(?:(?P<weekday>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6})\.?,?\s(?:the\s)?)?"
_PART = (
    r"(?:(?:the\s)?(?:very\s)?(?P<part>early|late|mid|first\shalf|second\shalf"
    r"|(?:beginning|start|outset|end|close|middle)(?=\sof\s|\sin\s|-))(?:\sof|\sin)?(?:\sthe)?[\s-])"
)
_NUMBER = (
    r"(?P<count>(?<![\d,.])\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty(?:-four)?"
    r"|thirty|forty(?:-eight)?|fifty|(?:a\s)?couple(?:\sof)?|several|(?:a\s)?few|many|some)"
)
_UNIT = r"(?P<unit>hour|day|week|weekend|month|quarter|year|decade)"
_ON = r"(?:(?<=\bon\s)|(?<=\bof\s)|(?<=\bby\s)|(?<=since\s)|(?<=until\s)|(?<=dated\s))"
# "In June 20 people died" counts people; a day number is not followed by what is counted.
_NOT_COUNTED = (
    r"(?!\s(?:[^\W\d]+\s)?(?:people|persons|civilians|children|women|men|soldiers|militants|fighters|terrorists|troops"
    r"|percent|per\scent|million|billion|thousand|hundred|dozen|killed|dead|wounded|injured|others|air\s?strikes"
    r"|attacks|houses|villages|settlements|tons|tonnes|kilometers|kilometres|km)\b)"
)
_NOT_COUNTED_AT_ONCE = _NOT_COUNTED.replace(r"(?:[^\W\d]+\s)?", "", 1)
_NOT_YEAR = (
    r"(?!s)(?!\s(?:of\s(?:them|whom|those|these)|people|civilians|soldiers|troops|militants|fighters|tons|percent|km))"
)
_LEFT = r"(?<![\w.,/:$€£-])"
_PREPOSITIONS = (
    "in|since|of|by|until|till|from|before|after|during|for|to|between|and|or|through|throughout|on|mid|as of|dated"
    "|as early as|as late as|as soon as"
)
_DIRECTED = r"last|past|previous|this|next|coming|upcoming|following"
_TIME_OF_DAY = r"(?:\s(?:early\s|late\s)?(?:morning|afternoon|evening|night|midday|noon|midnight)\b)?"
# "Two days before the vote" is not counted from a day the text has told.
_NO_CLAUSE = (
    r"(?!\s(?:the|an?|this|that|his|her|its|their|our|my|he|she|it|they|we|i|any|some|all|being|[a-z]+ing)\b"
    r"|\s(?-i:[A-Z]))"
)
_NO_DAY = r"(?!\s\d\d?\b(?!\s[a-z]))"


def _group(needs: str, patterns: Iterable[tuple[str, Reader]], flags: int = re.I, shape: str | None = None) -> Group:
    return read_needs(needs, shape), tuple((re.compile(pattern, flags), reader) for pattern, reader in patterns)


_ORDINALS = "|".join(sorted(ORDINALS, key=len, reverse=True))
_MONTHS_NEEDED = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_UNITS_NEEDED = "hour|day|week|month|quarter|year|decade"
GROUPS: tuple[Group, ...] = (
    _group(
        f"{_MONTHS_NEEDED.lower()} & first|second|third|last",
        (
            (rf"\bthe\s(?P<which>first|second|third|last)\s(?:(?:ten|10)\sdays|decade)\sof\s{_MONTH}{_OF_YEAR}",
             read.read_ten_days),
        ),
        shape=r"(?:ten|10)\sdays\sof|decade\sof",
    ),
    _group(
        "th of|first|second|third",
        (
            (rf"\b(?:the\s)?(?P<ordinal>{_ORDINALS})\s(?:day\s)?of\s(?:{_MONTH_NAME}{_OF_YEAR}"
             r"|(?P<direction>last|this|next|the\scurrent)\smonth\b)", read.read_ordinal_day),
        ),
        shape=rf"(?:th|first|second|third)\s(?:day\s)?of\s(?:{_MONTH}|(?:last|this|next|the\scurrent)\smonth)",
    ),
    _group(
        _MONTHS_NEEDED,
        (
            (rf"\b{_MONTH_NAME}\s?[-–]\s?{_SECOND_MONTH}{_OF_YEAR}", read.read_months),
        ),
        flags=0,
        shape=r"[a-z]\s?[-–]\s?[JFMASOND]",
    ),
    _group(
        f"# & {_MONTHS_NEEDED.lower()}",
        (
            (rf"{_LEFT}{_WEEKDAY_BEFORE}{_DAY}{_TO_DAY}(?:\sof)?\s{_MONTH}{_OF_YEAR}", read.read_day),
            (rf"\b{_WEEKDAY_BEFORE}{_MONTH}\s{_DAY}{_TO_DAY}{_OF_YEAR}", read.read_day),
            (rf"{_LEFT}{_WEEKDAY_BEFORE}{_DAY}(?:\sday)?(?:\sof)?[\s-]{_MONTH}{_OF_YEAR}", read.read_day),
            (rf"(?<!\bin\s)\b{_WEEKDAY_BEFORE}{_MONTH}\s(?:the\s)?{_DAY}{_FREE}{_NOT_COUNTED}{_OF_YEAR}",
             read.read_day),
            # "On May 5 unknown persons came"; "in May 14 trucks were stopped" counts trucks.
            (rf"\b(?:on|of|dated)\s(?P<span>{_MONTH}\s{_DAY}{_FREE}{_NOT_COUNTED_AT_ONCE}{_OF_YEAR})", read.read_day),
            (rf"\bin\s(?P<span>{_MONTH}\s{_DAY}{_FREE}{_NOT_COUNTED}(?!\s[a-z]+s\b(?!\sof)){_OF_YEAR})",
             read.read_day),
            (rf"\bon\s(?P<span>{_MONTH},\s{_DAY}{_FREE}{_NOT_COUNTED}{_OF_YEAR})", read.read_day),
        ),
        shape=rf"\b{_MONTH}",
    ),
    _group(
        _MONTHS_NEEDED,
        (
            (rf"\b{_PART}{_MONTH_NAME}{_OF_YEAR}", read.read_month),
            (rf"\b{_MONTH}(?:,?\s|\sof\s|,\sin\s)(?:of\s)?(?:{_YEAR}|{_YEAR_WORD})",
             read.read_month),
            (rf"\b(?P<direction>(?i:{_DIRECTED}))\s{_MONTH_NAME}{_NO_DAY}", read.read_directed_month),
            (rf"\b(?i:{_PREPOSITIONS})\s(?P<span>(?!May){_MONTH_NAME}){_NO_DAY}", read.read_month),
            (rf"\b(?i:the|an?|its|his|her|their)\s(?P<span>(?!May){_MONTH_NAME})(?=\s[a-z])"
             r"(?!\s(?:on|to|in|and|or|norms?|average)\b)",
             read.read_month),
            # "October could be the worst month"
            (rf"\b(?P<span>(?!May|March|April|June|August){_MONTH_NAME})"
             r"(?=\s(?:will|could|would|may|might|was|is|has|saw|became|should)\s)", read.read_month),
            # The month, not the minister or the verb.
            (rf"\b(?i:in|since|until|till|during)\s(?P<span>(?=May){_MONTH_NAME})(?!['’]s){_NO_DAY}", read.read_month),
        ),
        flags=0,
        shape=rf"\b{_MONTH}",
    ),
    _group(
        "#",
        (
            (r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-])", read.read_iso),
            (r"(?<![\w.,/:$-])(?P<year>(?:19|20)\d\d)[-–/](?P<last>(?:19|20)\d\d|\d\d)(?![\d-])", read.read_years),
            (rf"{_LEFT}{_PART}?{_YEAR}{_NOT_YEAR}", read.read_year),
            (rf"\b(?:the\s)?{_PART}?(?P<year>(?:19|20)\d0)['’]?s\b", read.read_decade),
        ),
        shape=r"(?:19|20)\d\d",
    ),
    _group(
        "#",
        (
            (r"(?<![\d./-])(?P<a>\d\d?)(?P<sep>[./])(?P<b>\d\d?)(?P=sep)(?P<y>(?:19|20)\d\d|\d\d)(?![\d/])",
             read.read_numeric),
            (r"(?<![\d/])9/11(?![\d/])", read.read_september_11),
        ),
        shape=r"\d[./]\d",
    ),
    _group(
        "day & Mon|Tue|Wed|Thu|Fri|Sat|Sun",
        (
            (rf"\b(?:(?P<direction>(?i:{_DIRECTED}))\s(?:week'?s?\s)?|(?i:overnight)\s(?:on\s)?)?{_WEEKDAY}"
             rf"(?P<owner>s)?{_TIME_OF_DAY}(?:\s(?:of\s)?(?P<week>last|this|next)\sweek)?\b", read.read_weekday),
        ),
        flags=0,
    ),
    _group(
        "day|night|tomorrow|evening|this morning|this afternoon",
        (
            (r"(?<!USA )\b(?P<word>the day before yesterday|the day after tomorrow|today|tonight|yesterday|tomorrow"
             r"|last night|last evening|this (?:morning|afternoon|evening))(?:s(?=\s[a-z]))?\b"
             r"(?:\s(?:morning|afternoon|evening|night)\b)?",
             read.read_deictic),
        ),
    ),
    _group(
        "day|night|morning|the eve & that|the|this",
        (
            (r"\b(?:the|that)\s(?P<way>same|next|following|previous|very\ssame)\s(?P<unit>day|morning|evening|night)\b",
             read.read_same),
            (r"\b(?P<way>that)\s(?P<unit>day|morning|evening|night)\b", read.read_same),
            (r"\b(?P<way>this)\s(?P<unit>day)\b", read.read_same),
            (rf"\b(?P<way>the)\s(?P<unit>day)\sbefore\b(?!\syesterday){_NO_CLAUSE}", read.read_same),
            (r"\b[Oo]n\s(?P<span>(?P<way>the)\seve)\b(?!\sof|\sbefore|[-’'])", read.read_same),
        ),
    ),
    _group(
        f"{_UNITS_NEEDED} & last|past|previous|preceding|next|coming|following|recent",
        (
            (rf"\b(?:the\s|these\s|this\s)?(?P<direction>last|past|previous|preceding|next|coming|upcoming|following|recent)"
             rf"\s(?:{_NUMBER}\s)?(?:or\s(?:so|two)\s)?{_UNIT}(?P<plural>s)\b", read.read_rolling),
            (rf"\b(?:the|these)\s(?P<direction>last|past|coming)\s(?:{_NUMBER}\s)?{_UNIT}(?P<plural>)\b",
             read.read_rolling),
            (rf"\b(?P<direction>past)\s(?P<count>)?{_UNIT}(?P<plural>)\b", read.read_rolling),
        ),
    ),
    _group(
        "week|month|quarter|year|decade & last|previous|this|next|coming|current|following",
        (
            (rf"\b(?:the\s)?(?:{_PART}(?:of\s)?)?(?P<direction>last|previous|this|next|coming|current|following)\s"
             r"(?P<unit>week|weekend|month|quarter|year|decade)\b(?!-)", read.read_shift),
        ),
    ),
    _group(
        "week|month|year & before last",
        (
            (r"\bthe\s(?P<unit>week|month|year)\sbefore\slast\b", read.read_before_last),
        ),
    ),
    _group(
        "week|month|quarter|year & beginning|start|outset|end|close|middle|half|early|late|mid",
        (
            (rf"\b{_PART}(?<=the\s)(?P<unit>week|month|quarter|year)\b(?!\s(?:of|19|20|before|when))",
             read.read_this_unit),
        ),
    ),
    _group(
        f"{_UNITS_NEEDED} & ago|earlier|later|previously|before",
        (
            (rf"\b{_NUMBER}(?:\sor\s(?:so|two))?\s{_UNIT}s?\sago\b", read.read_ago),
            (rf"\b{_NUMBER}\s{_UNIT}s?\s(?P<way>earlier|later|previously|before{_NO_CLAUSE})\b", read.read_anaphor),
        ),
    ),
    _group(
        "month & of",
        (
            (rf"\b(?:the\s)?(?P<edge>first|last)?(?(edge)\s){_NUMBER}\smonths?\sof\s(?:{_YEAR}|{_YEAR_WORD}"
             r"|(?P<theyear>the\s(?:current\s)?year))", read.read_months_of_year),
            (r"\b(?:the\s)?(?P<day>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)\s(?:day\s)?of\s(?P<direction>last|this|next|the\scurrent)\smonth\b",
             read.read_day_of_shifted_month),
        ),
    ),
    _group(
        "Christmas|New Year",
        (
            (r"\b(?i:by|before|until|till|after|since|at|on|for)\s(?:the\s)?(?P<span>(?P<feast>Christmas|New\sYear)"
             r"(?P<eve>['’]?s?\sEve)?)(?!['’]s|\s[A-Z])", read.read_feast),
        ),
        flags=0,
    ),
    _group(
        "weekend",
        (
            (r"\b(?:over|during|on|at)\s(?P<span>the\sweekend)\b", read.read_weekend),
        ),
    ),
    _group(
        "quarter",
        (
            (rf"\b(?:the\s)?(?P<which>first|second|third|fourth|last|[1-4](?:st|nd|rd|th)|I{{1,3}}|IV)\squarter"
             rf"(?:\sof)?\s(?:{_YEAR}|{_YEAR_WORD})", read.read_quarter),
            (r"\b(?:in|during|for|since|of)\s(?P<span>the\s(?P<which>first|second|third|fourth|[1-4](?:st|nd|rd|th)|I{1,3}|IV)\squarter)\b"
             r"(?!\sof\sthe\s(?:match|game|century))(?!\s(?:of|in)\s(?:\d|last|this|next))", read.read_quarter),
        ),
    ),
    _group(
        "# & Q1|Q2|Q3|Q4",
        (
            (rf"\b(?P<which>Q[1-4])(?:\sof|\sin)?\s(?:{_YEAR}|{_YEAR_WORD})", read.read_quarter),
            (r"\b(?:in|during|for|since|of)\s(?:the\s)?(?P<span>(?P<which>Q[1-4]))\b(?!\s(?:of|in)?\s?(?:\d|last|this|next))",
             read.read_quarter),
        ),
    ),
    _group(
        f"{_UNITS_NEEDED} & in",
        (
            (rf"\b(?P<span>in\s{_NUMBER}\s{_UNIT}s?)(?P<genitive>['’]\stime\b)?(?!\s(?:ago|of|after|since|before)|\w)",
             read.read_in),
        ),
    ),
    _group(
        "# & the",
        (
            (r"\b(?:on|by|until|till|since|from|of|before|after)\s"
             r"(?P<span>the\s(?P<day>3[01]|[12]\d|[1-9])(?:st|nd|rd|th))"
             r"(?=\s*(?:$|[.,;:)”\"])|\s(?:that|in|at|to|and|by|near|when|after|with|he|she|they|the|it|local)\b)",
             read.read_day_of_month),
        ),
        shape=r"the\s\d\d?(?:st|nd|rd|th)\b",
    ),
    _group(
        "spring|summer|autumn|fall|winter",
        (
            (r"\b(?:the\s)?(?:(?P<direction>last|this|next|past)\s)?(?P<season>spring|summer|autumn|fall|winter)"
             rf"(?:\s(?:of\s)?(?:{_YEAR}(?P<next>[-–/](?:20)?\d\d\b)?"
             r"|(?P<yearword>last|this|next)\syear))?\b", read.read_season),
        ),
    ),
)  # fmt: skip
