"""Lines that are not the article's text: navigation, sharing, adverts, credits, related headlines, footers."""

import re
from functools import lru_cache

from transforms.normalize.tables import read_rows
from transforms.records import SectionKind

_WORD = re.compile(r"\w[\w'’-]*")
_STRENGTH = {row[0]: row[1] for row in read_rows("interface_words.tsv")}
_LONGEST_LINE = 700


def join_shapes(name: str) -> str:
    """Join the shapes of one class of `line_patterns.tsv` into one regular expression."""
    return "|".join(f"(?:{row[1]})" for row in read_rows("line_patterns.tsv") if row[0] == name)


def _pattern(name: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(join_shapes(name), flags)


LEAD_IN = rf"(?:{join_shapes('lead-in')})\s*[:>»…]*"
_LEAD_IN = re.compile(LEAD_IN, re.IGNORECASE)
_LEAD_IN_WITH_HEADLINE = _pattern("lead-in-headline")
_NOTICE = _pattern("notice")
_SELF_EVIDENT = _pattern("self-evident")
_SECOND_PERSON = re.compile(r"\b(?:you|your|our|us|we|please|sign|subscribe|follow|click|join|here)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[“”\"«»]|\b(?:said|says|told)\b")
_CREDIT = _pattern("credit")
_BYLINE = _pattern("byline", re.NOFLAG)
_TAGS = _pattern("tags")
_FOOTER = _pattern("footer", re.NOFLAG)
_GLOSSARY = _pattern("glossary", re.NOFLAG)
_GLOSSARY_HINT = re.compile(
    r"\b(?:also known|formerly known|aka|terrorist|extremist|foreign agent|undesirable)\b|\A[*†•]"
)


@lru_cache(maxsize=256)
def label_line(line: str) -> SectionKind | None:
    """Tell what a whole line is if it is not the article's text.

    >>> [label_line(x) for x in ("Share on Facebook", "See also: Talks resume", "© Reuters", "Talks resume")]
    ['boilerplate', 'related', 'boilerplate', None]
    """
    if len(line) > _LONGEST_LINE:
        return None
    if is_lead_in(line) or _is_interface(line) or is_notice(line):
        return "boilerplate"
    if _LEAD_IN_WITH_HEADLINE.fullmatch(line):
        return "related"
    if any(shape.fullmatch(line) for shape in (_CREDIT, _BYLINE, _TAGS)):
        return "boilerplate"
    if _FOOTER.fullmatch(line) or (line[0] in "*†•" and is_glossary(line)):
        return "footer"
    return None


def is_lead_in(line: str) -> bool:
    """Tell whether a line announces headlines of other articles: "See also"."""
    return _LEAD_IN.fullmatch(line) is not None


def is_glossary(line: str) -> bool:
    """Tell whether a line explains only that an organization is banned or listed."""
    return _GLOSSARY_HINT.search(line) is not None and _GLOSSARY.fullmatch(line) is not None


def _is_interface(line: str) -> bool:
    """Tell whether a short line holds nothing but words of an interface, or no word at all."""
    words = [word.lower() for word in _WORD.findall(line[:120])]
    if not words:
        return len(line) < 40
    if len(line) > 100 or len(words) > 9:
        return False
    strengths = ["number" if word.isdigit() else _STRENGTH.get(word) for word in words]
    if None in strengths:
        return False
    weak = strengths.count("weak")
    return "strong" in strengths or weak >= 2 or (weak == 1 and strengths.count("rubric") + 1 == len(words))


def is_rubric(line: str) -> bool:
    """Tell whether a line names only a section of the site: "World", "News / Middle East"."""
    words = _WORD.findall(line[:60].lower())
    return 0 < len(words) <= 4 and all(_STRENGTH.get(word) == "rubric" for word in words)


def is_notice(line: str) -> bool:
    """Tell whether a line speaks to the reader about the site: cookies, newsletters, terms."""
    if line.count(" ") > 60 or _NOTICE.search(line) is None:
        return False
    return _SELF_EVIDENT.search(line) is not None or (
        _SECOND_PERSON.search(line) is not None and _QUOTED.search(line) is None
    )


def find_notice(text: str) -> int | None:
    """Give where words first speak of the site: "Follow us on Telegram", "Privacy Policy"; None where they do not."""
    found = _NOTICE.search(text)
    return None if found is None else found.start()
