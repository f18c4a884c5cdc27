"""What an analyst asks: the filters of one search, and how their values are written."""

import re
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

from pipeline.errors import UsageError

Target = Literal["claims", "articles", "stories"]
Order = Literal["relevance", "newest", "oldest", "widest", "largest", "disputed"]
ORDERS: tuple[Order, ...] = get_args(Order)
Only = Literal["only", "none"]
Copies = Literal["only", "none", "exact", "near", "excerpt", "translation"]
ACTS = ("assert", "deny", "accuse", "demand", "ask", "warn", "predict", "commit", "welcome", "question")

ONLY_FOR: dict[str, tuple[Target, ...]] = {
    "speaker": ("claims",),
    "act": ("claims",),
    "against": ("claims",),
    "article": ("claims",),
    "cluster": ("claims",),
    "contradicted": ("claims", "stories"),
    "denied_within": ("claims",),
    "figures": ("claims",),
    "counting": ("claims",),
    "killed": ("claims",),
    "wounded": ("claims",),
    "first_said": ("claims",),
    "unsupported": ("claims",),
    "unnamed": ("claims",),
    "quoted": ("claims",),
    "copies_of": ("articles",),
    "copies": ("articles",),
    "mt": ("claims", "articles"),
    "language": ("claims", "articles"),
}
HOURS = {"h": 1, "d": 24, "w": 7 * 24}
_NUMBER = r"\d+(?:\.\d+)?"


@dataclass(frozen=True, slots=True)
class Named:
    """A name as it was typed, with the ids of the entities that the knowledge base knows under it."""

    name: str
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What to look for; names are matched by all their words, ids exactly.

    Several acts or outlets mean any of them, several things that a claim is about mean all of them.
    """

    text: str | None = None
    speaker: Named | None = None
    about: tuple[Named, ...] = ()
    against: Named | None = None
    act: tuple[str, ...] = ()
    outlet: tuple[str, ...] = ()
    outlets: str | None = None
    since: str | None = None
    until: str | None = None
    story: str | None = None
    article: str | None = None
    cluster: str | None = None
    contradicted: bool = False
    denied_within: str | None = None
    figures: str | None = None
    counting: str | None = None
    killed: str | None = None
    wounded: str | None = None
    first_said: bool = False
    unsupported: bool = False
    unnamed: bool = False
    quoted: bool = False
    mt: Only | None = None
    language: str | None = None
    copies_of: str | None = None
    copies: Copies | None = None


def refuse_filters_of_others(target: Target, question: Question) -> None:
    """Refuse a filter that this kind of document does not have, and name those that do."""
    for field in fields(question):
        allowed = ONLY_FOR.get(field.name)
        if allowed and getattr(question, field.name) and target not in allowed:
            option = f"--{field.name.replace('_', '-')}"
            raise UsageError(f"{option} is a filter for {' and '.join(allowed)}: use it with --{allowed[0]}")


def moment(text: str, option: str) -> str:
    """Give a date, or "7d" (that long ago), in Elasticsearch's date mathematics; a day or month is meant whole.

    >>> moment("2016-02", "--until"), moment("48h", "--since")
    ('2016-02||/M', 'now-48h')
    """
    if re.fullmatch(r"\d{1,4}[hdwMy]", text):
        return f"now-{text}"
    for pattern, unit in ((r"\d{4}", "y"), (r"\d{4}-\d\d", "M"), (r"\d{4}-\d\d-\d\d", "d")):
        if re.fullmatch(pattern, text):
            return f"{text}||/{unit}"
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?", text):
        return text
    raise UsageError(f"{option} {text!r}: give a date (2016, 2016-02, 2016-02-08), a moment, or an age (48h, 7d, 2w)")


def hours(text: str, option: str) -> int:
    """Give a length of time in hours.

    >>> hours("7d", "--denied-within"), hours("36h", "--denied-within")
    (168, 36)
    """
    match = re.fullmatch(r"(\d{1,4})([hdw])", text)
    if match is None:
        raise UsageError(f"{option} {text!r}: give a length of time (36h, 7d, 2w)")
    return int(match[1]) * HOURS[match[2]]


def limits(text: str, option: str) -> dict[str, Any]:
    """Give the limits of a number, as a range query has them.

    >>> limits(">=40", "--figures"), limits("10..20", "--figures"), limits("43", "--figures")
    ({'gte': 40.0}, {'gte': 10.0, 'lte': 20.0}, {'gte': 43.0, 'lte': 43.0})
    """
    plain = re.sub(r"[\s,_]", "", text)
    if match := re.fullmatch(rf"({_NUMBER})\.\.({_NUMBER})", plain):
        return {"gte": float(match[1]), "lte": float(match[2])}
    if match := re.fullmatch(rf"(>=|<=|>|<|=)?({_NUMBER})", plain):
        name = {">=": "gte", "<=": "lte", ">": "gt", "<": "lt"}.get(match[1] or "=")
        return {name: float(match[2])} if name else {"gte": float(match[2]), "lte": float(match[2])}
    raise UsageError(f"{option} {text!r}: give a number, a limit ('>=40', quoted) or a range (10..20)")
