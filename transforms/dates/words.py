"""The words of dates and what they stand for."""

from transforms.dates.expression import Part

MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("mon monday", "tue tues tuesday", "wed wednesday", "thu thur thurs thursday", "fri friday", "sat saturday",
         "sun sunday")
    )
    for name in names.split()
}  # fmt: skip
SEASONS = {"winter": 0, "spring": 1, "summer": 2, "autumn": 3, "fall": 3}
PARTS: dict[str, Part] = {
    "early": "early", "beginning": "early", "start": "early", "outset": "early", "mid": "mid", "middle": "mid",
    "late": "late", "end": "late", "close": "late",
    "first half": "first half", "second half": "second half",
}  # fmt: skip
COUNTS = {
    word: number
    for number, words in (
        (1, "a an one"), (2, "two couple"), (3, "three"), (4, "four"), (5, "five"), (6, "six"), (7, "seven"),
        (8, "eight"), (9, "nine"), (10, "ten"), (11, "eleven"), (12, "twelve"), (15, "fifteen"), (20, "twenty"),
        (24, "twenty-four"), (30, "thirty"), (40, "forty"), (48, "forty-eight"), (50, "fifty"),
    )
    for word in words.split()
}  # fmt: skip

_UNITS = "first second third fourth fifth sixth seventh eighth ninth".split()  # noqa: SIM905 (a table)
ORDINALS = {
    word: number
    for number, word in enumerate(
        (*_UNITS, "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
         "eighteenth", "nineteenth", "twentieth", *(f"twenty-{unit}" for unit in _UNITS), "thirtieth", "thirty-first"),
        start=1,
    )
}  # fmt: skip
"""The days of a month."""

DIRECTIONS = {
    "last": -1, "past": -1, "previous": -1, "preceding": -1, "outgoing": -1, "recent": -1, "this": 0, "same": 0,
    "current": 0, "next": 1, "coming": 1, "upcoming": 1, "following": 1, "forthcoming": 1, "nearest": 1,
}  # fmt: skip
DEICTICS = {
    "today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "last night": -1, "last evening": -1,
    "the day before yesterday": -2, "the day after tomorrow": 2, "this morning": 0, "this afternoon": 0,
    "this evening": 0, "this day": 0,
}  # fmt: skip
_YEAR_CONTEXT = """
    in since of by until till from before after during for to between and or through throughout the a an this that his
    her its their our early late mid circa around about year on over back than were was year-end
"""
FUNCTION_WORDS = frozenset(_YEAR_CONTEXT.split())
"""The words after which four digits are a year."""
IDENTIFIER_WORDS = frozenset(
    ("resolution", "resolutions", "article", "articles", "unit", "flight", "number", "protocol")
)
"""The words after which they are not."""
