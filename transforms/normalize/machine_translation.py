"""How much a text reads like machine translation: named signals, summed by a logistic whose weights are set by hand."""

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from transforms.normalize.calques import FoundCalque
from transforms.normalize.cues import CUE_AFTER_MARK
from transforms.records import MachineTranslation

THRESHOLD = 0.5
_BIAS = -4.1
_LONGEST = 60_000
"""Characters that are read: rates do not change after that."""
_SMOOTHING = 60
"""Words of average text that each rate is mixed with, so that a short text says little."""

_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
_FUNCTION_WORDS = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "from",
        "by",
        "with",
        "and",
        "or",
        "but",
        "not",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "it",
        "this",
        "that",
        "which",
        "who",
        "he",
        "she",
        "they",
        "we",
        "i",
        "as",
        "will",
    ]
)


@dataclass(frozen=True, slots=True)
class Signal:
    """`measure` gives a figure, of which `low` and less counts nothing and `high` and more counts `weight`."""

    name: str
    measure: Callable[["_Text"], float]
    low: float
    high: float
    weight: float
    is_strong: bool = False
    """Alone worth telling the reader."""


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    lower: str
    """The same in small letters: patterns that ignore case are several times slower."""
    words: tuple[str, ...]
    spaced: int
    casing: int
    calques: Sequence[FoundCalque]
    quotation_repairs: int

    def rate(self, pattern: re.Pattern[str], average: float = 0.0) -> float:
        """Count matches per 1,000 words, mixed with the average of clean news."""
        return self.per_thousand(len(pattern.findall(self.text)), average)

    def per_thousand(self, count: float, average: float = 0.0) -> float:
        return (count + average * _SMOOTHING / 1000) / (len(self.words) + _SMOOTHING) * 1000


_POSSESSIVE = re.compile(r"\w['’]s\b|s['’](?= )")
_CONTRACTED = re.compile(r"\b(?:it|that|he|she|there|what|who|let|here)['’]s\b|n['’]t\b|['’](?:re|ll|ve|d|m)\b")
_UNCONTRACTED = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|will|would|could|can|should) not\b|\bcannot\b"
    r"|\b(?:it|that|there|he|she) is\b|\b(?:we|they|you) (?:are|have|will)\b|\bi (?:am|have|will)\b",
)
_THERE = re.compile(r"\b[Tt]here (?:is|are|was|were)\b")
_HYPHEN = re.compile(r"(?<=[\w,”\")]) - (?=\S)")
_TRUE_DASH = re.compile(r"[–—]")
_PARTICLES = frozenset(["up", "off", "out", "over", "down", "back", "away", "around", "through"])
_DISCOURSE = re.compile(
    r"(?:^|[.!?][\"”]? )(?:Recall|We (?:will )?remind|Note that|It is (?:worth|noted|reported|also)|It should be noted"
    r"|At the same time|In (?:turn|particular|this regard|his turn|her turn)"
    r"|As (?:\w+ ){0,3}(?:noted|reported|specified)"
    r"|According to (?:him|her)|Also[, ]|Thus,|Earlier,? it was)\b",
    re.MULTILINE,
)
_DOUBLED = re.compile(r"\b(\w{4,}) (?:and|or) \1\b|\b(the|of|in|to|a) \2\b")
_SPACED = re.compile(r"(?<=\w) (?:[,;)]|\.(?= |$))|\d: \d\d\b|\w / \w|\w @ \w|(?<=\w)n ['’]t\b", re.MULTILINE)
_TOKENIZED = 25.0
"""With more spaces before stops in 1,000 words a program has cut the text into words: that tells nothing."""
# A noun that wants an article, between a preposition and a stop: "in statement of the party", "with delegation".
_BARE_NOUN = re.compile(
    r"\b(?:in|of|on|with|from|into|under|about|to) (?:framework|spirit|territory|situation|delegation|representative"
    r"|statement|coalition|conference|ministry|embassy|opposition delegation"
    r"|regime of|context of operation|mediation of|participation of|result of|help of|beginning of"
    r"|end of|city of|course of|name of|number of|head of|government of"
    r"|president of|leadership of|settlement of|process of|creation of|development of|necessity|need for|question of"
    r"|position of|airport|capital of|border with)\b"
)
# A sentence without its subject: "Is of great concern that …", "Will stick to this line.", "Noted that …"
_NO_SUBJECT = re.compile(
    r"(?:^|(?<=[.!?] )|(?<=[“\"«]))(?:(?:Is|Are|Was|Were|Has|Have|Will|Would|Can|Could|Must|Should)"
    r" (?!I\b|you\b|we\b|he\b|she\b|it\b|they\b|there\b|the\b|a\b|an\b|this\b|that\b|these\b|those\b|my\b|your\b|his\b"
    r"|her\b|its\b|our\b|their\b|any\b|some\b|all\b|not\b|one\b|no\b|[A-Z])[a-z]+ [^?\n]{10,200}?\."
    r"|(?:Always|Never|Also|Still) (?:\w+ed|continue|proceed)\b"
    r"|(?:Noted|Recalled|Stressed|Emphasized|Reaffirm|Recall|Believe|Consider|Expect|Hope|Reported|Remind|Stated|Add)"
    r",? that\b)",
    re.MULTILINE,
)
_ODD_WORDING = re.compile(
    r"\b(?:official representative|so[- ]called [“\"]|given that in|in connection with|in the framework of"
    r"|within the framework of|in the spirit of|in respect of|on the part of|in accordance with|by the forces of"
    r"|wittingly or|declared about|told about|told the (?:minister|head)|works on the|"
    r"with the aim of|in favou?r of was|carried out work|stated the|informed the|reported the|noted the"
    r"|has been put forward|in case of|as a result of the|the given|the mentioned|mass media of)\b",
)
_DASHED_CUE = re.compile(
    rf"[”\"],? ?[–—-] ?(?={CUE_AFTER_MARK})|[^\s\w][ ]?[–—-] (?:he|she) (?:said|noted|added|stressed)"
)
_NOTE = re.compile(r"[(–—-] ?approx\b|\bapprox\. (?:ed|TASS|RIA)", re.I)


def _of_against_possessives(text: _Text) -> float:
    return math.log((text.words.count("of") + 5) / (len(_POSSESSIVE.findall(text.text)) + 5))


def _uncontracted_share(text: _Text) -> float:
    full, short = len(_UNCONTRACTED.findall(text.lower)), len(_CONTRACTED.findall(text.lower))
    return (full + 1) / (full + short + 3)


def _function_words(text: _Text) -> float:
    count = sum(word in _FUNCTION_WORDS for word in text.words)
    return (count + 0.31 * _SMOOTHING) / (len(text.words) + _SMOOTHING)


def _spaced_punctuation(text: _Text) -> float:
    rate = text.per_thousand(text.spaced)
    return rate if rate < _TOKENIZED else 0.0


def _hyphens_for_dashes(text: _Text) -> float:
    if text.per_thousand(text.spaced) >= _TOKENIZED:
        return 0.0
    hyphens, dashes = len(_HYPHEN.findall(text.text)), len(_TRUE_DASH.findall(text.text))
    return text.per_thousand(hyphens - 2 * dashes)


SIGNALS = (
    # How the text is put together: each says little, all of them together tell translations from originals.
    Signal("of-genitives", _of_against_possessives, 0.6, 2.4, 1.6),
    Signal("no-contractions", _uncontracted_share, 0.25, 0.8, 1.0),
    Signal("function-words", _function_words, 0.30, 0.42, 1.4),
    Signal("there-is", lambda t: t.rate(_THERE), 0, 6, 0.7),
    Signal("hyphens-for-dashes", _hyphens_for_dashes, -6, 12, 1.6),
    Signal("few-particle-verbs", lambda t: -t.per_thousand(sum(map(t.words.count, _PARTICLES)), 7), -10, 0, 0.5),
    Signal("commas", lambda t: t.per_thousand(t.text.count(","), 55), 40, 75, 0.5),
    Signal("discourse-openers", lambda t: t.rate(_DISCOURSE, 0.5), 0.5, 10, 1.0),
    # What native text hardly ever has: a few of them are enough.
    Signal("doubled-words", lambda t: t.per_thousand(len(_DOUBLED.findall(t.lower))), 0, 5, 1.0, True),
    Signal("spaced-punctuation", _spaced_punctuation, 0, 8, 1.2, True),
    Signal("missing-articles", lambda t: t.rate(_BARE_NOUN), 0.5, 8, 2.0, True),
    Signal("missing-subjects", lambda t: t.rate(_NO_SUBJECT), 0, 6, 2.5, True),
    Signal("odd-wording", lambda t: t.per_thousand(len(_ODD_WORDING.findall(t.lower)), 0.5), 1, 9, 1.6, True),
    Signal("dashes-before-cues", lambda t: t.rate(_DASHED_CUE), 0, 4, 2.0, True),
    Signal("garbled-casing", lambda t: float(t.casing), 0, 3, 3.0, True),
    Signal("calques", lambda t: float(len(t.calques)), 0, 3, 2.5, True),
    Signal("quotation-marks", lambda t: float(t.quotation_repairs), 0, 3, 1.0, True),
    Signal("translator-notes", lambda t: t.rate(_NOTE), 0, 2, 1.5, True),
)


def score_translation(
    text: str, *, casing: int = 0, calques: Sequence[FoundCalque] = (), quotation_repairs: int = 0
) -> MachineTranslation:
    """Score a text: `casing` counts its garbled names, `calques` and `quotation_repairs` what else was found in it.

    The weights were set by hand on development data; `pipeline.evaluate.normalize` measures them.
    """
    text = text[:_LONGEST]
    words = tuple(word.lower() for word in _WORD.findall(text))
    spaced = len(_SPACED.findall(text))
    measured = _Text(text, text.lower(), words, spaced, casing, calques, quotation_repairs)
    logit = _BIAS
    told: list[tuple[float, str]] = []
    for signal in SIGNALS:
        share = (signal.measure(measured) - signal.low) / (signal.high - signal.low)
        value = signal.weight * min(1.0, max(0.0, share))
        logit += value
        if value >= (0.2 if signal.is_strong else 0.6):
            told.append((value, signal.name))
    score = round(1 / (1 + math.exp(-logit)), 4)
    is_machine_translated = score >= THRESHOLD
    return MachineTranslation(
        is_machine_translated=is_machine_translated,
        score=score,
        source_language=_source_language(text, calques) if is_machine_translated else None,
        signals=tuple(name for _, name in sorted(told, key=lambda t: (-t[0], t[1]))),
    )


_HINTS = {
    "ru": re.compile(r"\b(?:Russian?s?|Moscow|Kremlin|Putin|TASS|RIA Novosti|Duma|Zakharova?|Lavrov|rubles?|RF)\b"),
    "uk": re.compile(
        r"\b(?:Ukrain(?:e|ian)s?|Kyiv|Kharkiv|Kharkov|Odess?a|Lviv|Kherson|Mariupol|Verkhovna|Rada|Zelensky+|hryvnias?|Donbass?|UNIAN|Ukrinform)\b"
    ),
    "ar": re.compile(r"\b(?:Syrian?|Iraqi?|Egypt(?:ian)?|Saudi|Arab|Emirat\w+|Houthis?|Daesh|Hezbollah|al-[A-Z]\w+)\b"),
    "fa": re.compile(r"\b(?:Iran(?:ian)?s?|Tehran|Rouhani|Khamenei|IRGC|Zarif|Fars|IRNA|Majlis|ayatollah)\b"),
    "zh": re.compile(r"\b(?:China|Chinese|Beijing|Xinhua|Xi Jinping|yuan|State Council|Communist Party)\b"),
    "tr": re.compile(r"\b(?:Turk(?:ey|ish|s|iye)|Türkiye|Ankara|Erdo[gğ]an|Istanbul|PKK|lira|FET[OÖ])\b"),
}


def _source_language(text: str, calques: Sequence[FoundCalque]) -> str | None:
    """Guess the language of origin from the calques and from whose matters the text tells; none in doubt."""
    votes: Counter[str] = Counter()
    for found in calques:
        for language in found.calque.languages:
            votes[language] += 3.0 / len(found.calque.languages)  # type: ignore[assignment]
    head = text[:6_000]
    for language, pattern in _HINTS.items():
        votes[language] += min(len(pattern.findall(head)), 10) / 2  # type: ignore[assignment]
    if _DASHED_CUE.search(text):
        votes["ru"] += 2
    (first, most), (_, second) = (*votes.most_common(2), ("", 0), ("", 0))[:2]
    return first if most >= 2 and most >= 1.25 * second else None
