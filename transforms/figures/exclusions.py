"""Numbers that count nothing: identifiers, models, ages, times, scores, addresses, telephone numbers."""

import re

from transforms.figures.before import word_before

_HARD_NOUNS = (
    "resolution|resolutions|res|unscr|article|articles|art|paragraph|paragraphs|section|chapter|clause|annex|decree|no"
    "|nos|number|numbers|flight|boeing|airbus|channel|route|highway|page|pages|room|gate|terminal|apartment|item|version|model"
    "|tel|phone|fax|telephone|hotline|box|episode|volume|vol|grade|fig|figure|table|order no|bill|directive"
    "|order|law|act|protocol|psalm|verse|catch|formula|windows|covid|grid|pier|runway|interstate|hotel|mi|su|mig|tu|il|ka|an|bmp|btr|fc|m|project"
)
_SOFT_NOUNS = (
    "phase|stage|level|category|class|type|unit|block|area|zone|sector|camp|site|building|house|part|point|points|round"
    "|day|week|season|group|world war|agenda|vision|division|brigade|regiment|squadron|district|ward"
    "|precinct|school|hospital|war|age|option|rule|step|tier|title"
)
_HARD_BEFORE = re.compile(
    rf"(?:\b(?:{_HARD_NOUNS})\b\.?\s?(?:\(|#)?|[№#§]\s?)(?:[\d./]+\s?(?:\(\d{{4}}\)\s?)?(?:,|and|or|&)\s?)*$", re.I
)
_HARD_LAST = frozenset(noun.split()[-1] for noun in _HARD_NOUNS.split("|")) | {"and", "or"}
_SOFT_BEFORE = re.compile(rf"\b(?:{_SOFT_NOUNS})\s$", re.I)
_GLUED_BEFORE = re.compile(r"[\w’'][-–/.]$|[\d][:+-]$|[@_=]$|\+\s?$|\d\s?[-–]\s?$")
_GLUED_AFTER = re.compile(
    r"[:/]\d|\+\d|[-–]\d|°|\.\d|-(?:(?-i:[A-Z]{1,3}|[A-Z][a-z]+)\b|year-old)|\s?[-–]\s?year[s]?[-–\s]old", re.I
)
_TIME_AFTER = re.compile(
    r"\s?(?:[ap]\.?m\b\.?|o['’]?clock|hours (?:gmt|utc|local|moscow)|h?\s?(?:GMT|UTC|MSK|EST|EDT|PDT|CET)\b)|:\d\d",
    re.I,
)
_CLOCK = re.compile(
    r"\b(?:at|since|until|by|around)\s(?:[01]?\d|2[0-4])\shours?(?:\sand)?(?:\s[0-5]?\d\sminutes?)?(?!\w)", re.I
)
_NAMED_WAR = re.compile(r"(?:Day|Days|Year|Years)['’]?s?\sWar\b")
_TIME_BEFORE = re.compile(r"\d:\s?$|\b(?:at|since|until|by)\s\d{1,2}[:.]$", re.I)
_AGE_BEFORE = re.compile(
    r"\b(?:aged|age|age of|ages|aged between|turned|turning)\s"
    r"(?:of\s)?(?:between\s|from\s|under\s|over\s|below\s|above\s|about\s)?$",
    re.I,
)
_AGE_LAST = frozenset(
    "aged age of ages between from under over below above about turned turning than".split()  # noqa: SIM905 (a table)
)
_AGE_AFTER = re.compile(r"[\s-]?(?:years?|months?|weeks?|days?)(?:[\s-]old\b| of age\b)|-year-olds?\b", re.I)
_AGE_LIMIT = re.compile(
    r"\b(?:children|people|women|men|girls|boys|those|anyone|minors|persons|citizens|residents|adults|patients|pensioners"
    r"|drivers|workers|teenagers|everyone)\s(?:under|over|below|above|aged|older\sthan|younger\sthan)\s$",
    re.I,
)
_OLDER = re.compile(r"\b(?:is|are|was|were)\s(?:all\s|mostly\s|still\s)?(?:under|over|below|above)\s$", re.I)
_OF_AGE = re.compile(r"(?<!\d\d\d)\s*(?:[.,;:)”\"]|$|\syears?\b|\sand\b|\swhen\b)")
_AGED = re.compile(
    r"\b(?:people|patients|victims|dead|killed|wounded|injured|residents|voters|(?:wo)?men|children|pupils|students|refugees"
    r"|migrants|workers|deaths|detainees|respondents|citizens|population|them|whom|those|he|she|they)\b[^.;\n]{0,40}$",
    re.I,
)
_SCORE_BEFORE = re.compile(
    r"\b(?:won|lost|win|wins|beat|beats|beaten|defeat(?:ed)?|drew|draw|score[ds]?|lead|led|victory|vote[ds]?|leading)\b[^.;:]{0,24}$",
    re.I,
)
_SCORE = re.compile(r"\d+\s?[-–:]\s?\d+")
_ADDRESS_AFTER = re.compile(
    r"\s(?:[A-Z][a-z]+\s){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Boulevard|Square|Drive|Place)\b|\sDowning\b"
)
_PHONE = re.compile(r"(?:\+?\d[\d()]*[\s-]){2,}\d{2,}|\d{3}-\d{4}")
_LIST_MARK_BEFORE = re.compile(r"(?:^|\n)\s*[(\[]?$")
_LIST_MARK_AFTER = re.compile(r"[.)\]]\s")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_DEFINITE = re.compile(r"\b(?:the|these|those|both|his|her|its|their|our|my|whose)\s(?:other\s|last\s|first\s)?$", re.I)
_TWO_SIDES = re.compile(
    r"(?:two|2)\s(?:countries|sides|states|nations|peoples|parties|neighbou?rs|capitals|leaders)\b", re.I
)
_ONE_IDIOM = re.compile(
    r"\s(?:of|another|by|day|hand|side|time|way|thing|more|point|end|such|that|who|and|or|has|can|must)\b", re.I
)
_NAME_BEFORE = re.compile(r"(?<![.!?“\"]\s)(?<!^)\b[A-Z][\w’'.-]*\s$")


def is_identifier(text: str, start: int, end: int) -> bool:
    """Tell whether the number at [start, end) names something: resolution 2254, T-72, 9/11, 10:30, a telephone number.

    >>> is_identifier("resolution 2254", 11, 15), is_identifier("a T-72 tank", 4, 6), is_identifier("43 people", 0, 2)
    (True, True, False)
    """
    before = text[max(0, start - 40) : start]
    last = word_before(text, start)
    hard = last.rstrip(".") in _HARD_LAST or not last.isalpha()
    if hard and _HARD_BEFORE.search(before) and not (last == "number" and _OF_THIS_NUMBER.search(before)):
        return True
    apart = last and before[-1:].isspace()
    if not apart and (_GLUED_BEFORE.search(before) or _TIME_BEFORE.search(before)):
        return True
    if _GLUED_AFTER.match(text, end) or _TIME_AFTER.match(text, end) or _ADDRESS_AFTER.match(text, end):
        return True
    if _LIST_MARK_BEFORE.search(text[max(0, start - 4) : start]) and _LIST_MARK_AFTER.match(text, end):
        return True
    in_brackets = before.endswith("(") and text[end : end + 1] == ")"
    many = "," in text[start:end] and _SHARE_BEFORE.search(before) is not None  # "96.5% (75,762)"
    return (in_brackets and not many) or _is_phone(text, start, end)


_SHARE_BEFORE = re.compile(r"(?:%|\bper ?cent) \($")
_OF_THIS_NUMBER = re.compile(r"\b(?:this|that|which|these) number\s$", re.I)
"""A translation's "of [this number 163] villages have no water"."""


def is_clock_time(text: str, start: int, end: int) -> bool:
    """Tell whether hours and minutes tell the time, as in translated text: "at 17 hours and 47 minutes"."""
    begin = max(0, start - 24)
    return any(m.start() < start and end <= m.end() for m in _CLOCK.finditer(text, begin, min(len(text), end + 24)))


_GROUP = re.compile(
    r"\b(?:Group|Gang|Council|Committee|Club|Company|Radio|Channel|Chapter|Big|Fab)\s(?:of\s)?(?:the\s)?$"
)


_THE = re.compile(r"\b(?:the|of)\s$")
_IN_A_NAME = re.compile(r"[A-Z][a-z]+\s[A-Z][a-z]+")


def is_named_group(text: str, start: int) -> bool:
    """Tell whether the number ends a name: "the Group of Seven", "the Three Joint Communiques"."""
    if not text[start].isupper():
        return False
    if _GROUP.search(text, max(0, start - 20), start):
        return True
    return _IN_A_NAME.match(text, start) is not None and _THE.search(text, max(0, start - 5), start) is not None


_FOREIGN_YEAR = re.compile(r"1[34]\d\d$")
_OF_A_YEAR = re.compile(
    r"\b(?:year|treaty of|agreement of|law of|constitution of|spring of|summer of|autumn of|winter of)\s$",
    re.I,
)


def is_foreign_year(text: str, start: int, end: int) -> bool:
    """Tell whether the number is a year of the Persian or Islamic calendar: "the year 1394", "the treaty of 1351"."""
    return bool(_FOREIGN_YEAR.fullmatch(text, start, end)) and bool(_OF_A_YEAR.search(text, max(0, start - 16), start))


def is_named_war(text: str, end: int) -> bool:
    """Tell whether the number is a war's name: "the Six Day War", "the Thirty Years' War"."""
    return text[end - 1 : end].isalnum() and bool(_NAMED_WAR.match(text, end + 1))


def _is_phone(text: str, start: int, end: int) -> bool:
    window = max(0, start - 18)
    if "-" not in text[window : end + 18]:
        return False
    return any(
        match.start() <= start and end <= match.end() and sum(c.isdigit() for c in match[0]) >= 7 and "-" in match[0]
        for match in _PHONE.finditer(text, window, min(len(text), end + 18))
    )


def is_age(text: str, start: int, end: int) -> bool:
    """Tell whether the number is somebody's age: "aged 34", "a 12-year-old", "Ivan Petrov, 45, said"."""
    before = text[max(0, start - 24) : start]
    if _AGE_AFTER.match(text, end):
        return True
    if _OLDER.search(before) and _OF_AGE.match(text, end) and _AGED.search(text, max(0, start - 90), start):
        return True
    if word_before(text, start) in _AGE_LAST and (_AGE_BEFORE.search(before) or _AGE_LIMIT.search(before)):
        return True
    return before.endswith(", ") and before[-3:-2].isalpha() and text[end : end + 1] == "," and end - start <= 2


def is_score(text: str, start: int, end: int) -> bool:
    """Tell whether the number is a result: "won 3-1", "a vote of 12-2"."""
    return bool(_SCORE.fullmatch(text, start, end)) and bool(_SCORE_BEFORE.search(text[max(0, start - 30) : start]))


def is_bare_year(text: str, start: int, end: int) -> bool:
    """Tell whether the digits can only be a year: four of them between 1900 and 2099 that end in no round number."""
    return bool(_YEAR.fullmatch(text, start, end)) and not text[start:end].endswith(("00", "50"))


def is_numbered(text: str, start: int, end: int) -> bool:
    """Tell whether the number is the name of a day, stage or part: "on day 45 of the siege", "phase 2 of the plan"."""
    return _SOFT_BEFORE.search(text, max(0, start - 16), start) is not None and text.startswith(" of ", end)


def names_its_noun(text: str, start: int) -> bool:
    """Tell whether the word before makes the number its name when nothing is counted: "zone 4", "Formula 1"."""
    before = text[max(0, start - 30) : start]
    return bool(_SOFT_BEFORE.search(before) or _NAME_BEFORE.search(before))


def is_definite(text: str, start: int) -> bool:
    """Tell whether a determiner makes the number a known set: "the two countries", "these three points"."""
    known = text.endswith("between ", 0, start) and _TWO_SIDES.match(text, start) is not None
    return known or bool(_DEFINITE.search(text[max(0, start - 16) : start]))


def is_idiomatic_one(text: str, start: int, end: int) -> bool:
    """Tell whether "one" or "zero" is a pronoun or idiom: "one of the reasons", "one day", "no one"."""
    before = text[max(0, start - 4) : start].lower()
    return bool(_ONE_IDIOM.match(text, end)) or before.endswith(("no ", "any", "the ", "this", "-"))
