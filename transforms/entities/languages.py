"""Languages, called like the people who speak them, are no names: "wrote in Turkish", "Turkish-speaking"."""

import re

from transforms.entities.found import Found

_LANGUAGE = (
    r"(?:Arabic|Armenian|Azerbaijani|Belarusian|Bulgarian|Chinese|Croatian|Czech|Danish|Dutch|English|Estonian|Finnish|"
    r"French|Georgian|German|Greek|Hungarian|Italian|Japanese|Kazakh|Korean|Kurdish|Kyrgyz|Latvian|Lithuanian|Moldovan|"
    r"Norwegian|Persian|Polish|Portuguese|Romanian|Russian|Serbian|Spanish|Swedish|Tajik|Tatar|Turkish|Ukrainian|Uzbek)"
)
_LANGUAGE_ALONE = re.compile(_LANGUAGE)
_MEDIUM = re.compile(
    rf"\b(?:in|into|from|speaks?|speaking|spoke|spoken|knows?|learn(?:s|ed|ing)?|teach(?:es|ing)?|understands?)"
    rf"(?: (?:both|only|broken|fluent|good|native|{_LANGUAGE}(?: and|,| or)))* $"
)
_NOUN_BEHIND = re.compile(
    r"(?: (?:languages?|speakers|alphabet|grammar|subtitles)\b|-(?:language|speaking|speakers?)\b)"
)
_NO_NOUN_BEHIND = re.compile(
    rf"(?:(?:,| and| or) {_LANGUAGE})*(?:[.,;:!?)\"”»\n]|$| (?:that|on|at|to|into|for|by|with|during|before|after|"
    r"when|where|while|as|because|from|is|was|were|are|will|would|than|instead|only|too|without|through)\b)"
)
_REACH = 60


def is_language(body: str, name: Found) -> bool:
    """Tell whether an adjective of a state is a language: "spoke in Turkish.", not "in Turkish cities"."""
    if name.level != "adjectival" and not _LANGUAGE_ALONE.fullmatch(body, name.start, name.end):
        return False
    if _NOUN_BEHIND.match(body, name.end):
        return True
    if not _NO_NOUN_BEHIND.match(body, name.end):
        return False
    return _MEDIUM.search(body, max(0, name.start - _REACH), name.start) is not None
