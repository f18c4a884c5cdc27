"""Remarks inside a sentence that a law or a translator put there: "(outlawed in Russia - TASS)", "– approx."."""

import re
from collections.abc import Iterator

_LISTED = (
    r"(?:outlawed|banned|bans?|prohibit(?:ed|s)|forbidden|designated|recogni[sz]ed|listed|labell?ed|blacklisted|declared"
    r"|included|considered|proscribed|illegal|liquidated|undesirable|foreign agents?|extremist|terrorist)"
)
_AUTHORITY = (
    r"(?:Russian? (?:Federation)?|Russia|RF|R\.F\.|Ukraine|Belarus|Kazakhstan|Turkey|Türkiye|Iran|China|Tajikistan"
    r"|Uzbekistan|Kyrgyzstan|countr(?:y|ies)|territory|Justice|register|court|government|state|list)"
)
_BRACKETED = re.compile(r"\([^()\n]{4,300}\)|\[[^\[\]\n]{4,300}\]")
_BAN = re.compile(
    rf"\b{_LISTED}\b.*\b{_AUTHORITY}\b|\b{_AUTHORITY}\b.*\b{_LISTED}\b"
    r"|\A.\s*(?:terrorist|extremist|banned|outlawed|undesirable) (?:terrorist |extremist )?"
    r"(?:group|organi[sz]ation|movement|structure)s?\b",
    re.IGNORECASE,
)
# What a bracket says of its own: "(he was banned in Russia from 2010)" is a fact, not a legal remark.
_FACT = re.compile(r"\b(?:19|20)\d\d\b(?!\s*[-–—])|\b(?:said|told|according)\b", re.IGNORECASE)
_NOTE = re.compile(
    r"\A.\s*(?:approx\.?|note|ed\.?|editor['’]?s? note|translator['’]?s? note|red\.?|author['’]?s? note|hereinafter"
    r"|as in (?:the )?(?:original|text))(?=[\s.:,–—-]).*\Z"
    r"|.*[–—-]\s*(?:approx|ed|note|red|editor|author|trans|translator"
    r"|editor['’]s note"
    r"|note (?:of|by) (?:the )?(?:ed\.?|editors?|editorial(?: board| office)?|author|translator|[A-Z]\w+)"
    r"|approx\. (?:ed\.?|[A-Z][\w. ]{1,25}))\.?.\Z",
    re.IGNORECASE | re.DOTALL,
)
_LOOSE_NOTE = re.compile(
    r"\s*[–—-]\s?(?:approx\.|ed\.|editor['’]s note|note (?:of the )?ed\.)(?: (?:ed\.|TASS|RIA Novosti|[A-Z][\w-]+))?"
    r"(?=\s*[)\],;”\"]|\s*$|\s+[a-z])",
    re.MULTILINE,
)


def find_disclaimers(text: str) -> Iterator[tuple[int, int]]:
    """Give the ranges of disclaimers in a paragraph, in order.

    >>> text = "The Nord movement (outlawed in Russia) met in Oslo (Norway)."
    >>> [text[a:b] for a, b in find_disclaimers(text)]
    ['(outlawed in Russia)']
    """
    found = [
        match.span()
        for match in _BRACKETED.finditer(text)
        if _NOTE.match(match.group()) or (_BAN.search(match.group()) and not _FACT.search(match.group()))
    ]
    found += [match.span() for match in _LOOSE_NOTE.finditer(text)]
    end = 0
    for low, high in sorted(found):
        if low >= end:
            end = high
            yield low, high
