"""A verdict on two claims, and the one short line that shows why, whatever the length of what it quotes."""

from dataclasses import dataclass

from transforms.links.linkable import LinkableClaim
from transforms.records import Figure, Relation


@dataclass(frozen=True, slots=True)
class Verdict:
    """How two claims relate, how surely, and what shows it: what the first says, and what the second."""

    relation: Relation
    score: float
    first: str
    second: str


_SHOWN = 60  # characters of a content
_NAMED = 40  # of a speaker


def _source(claim: LinkableClaim) -> str:
    names = [shorten(name, _NAMED) for name in (claim.speaker, claim.outlet) if name]
    return f"({', '.join(names)})"


def say(claim: LinkableClaim, figure: Figure) -> str:
    """Give a figure as somebody said it."""
    named = figure.value == 0 or not figure.what or figure.what in figure.text.lower()
    words = figure.text if named else f"{figure.text} {figure.what}"
    return f"{shorten(words, _SHOWN)} {_source(claim)}"


def quote(claim: LinkableClaim) -> str:
    """Give a claim as somebody said it."""
    verb = {"deny": "denied: ", "accuse": "accused: "}.get(claim.act, "")
    return f"{verb}“{shorten(claim.text, _SHOWN)}” {_source(claim)}"


def shorten(text: str, limit: int) -> str:
    """Cut a text at a word: evidence is one line, whatever the length of what it quotes.

    >>> shorten("the bridge over the river was safe", 20)
    'the bridge over …'
    """
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0][: limit - 2] + " …"
