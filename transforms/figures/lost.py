"""Losses told in words that mean none of other things: an army loses soldiers, residents leave their homes."""

import re

from spacy.tokens import Doc

_LOST = re.compile(
    r"\b(?:los(?:t|e|es|ing)|loss\sof|destroy(?:ed|s|ing)?)\s(?:another\s|the\s|also\s|only\s|just\s)*$", re.I
)
_TROOPS = frozenset(
    """
    fighter militant soldier troop serviceman terrorist insurgent commander gunman pilot mercenary rebel jihadist
    extremist bandit saboteur guerrilla
    """.split()  # noqa: SIM905 (a table)
)
_LEAVING = frozenset("left leave leaving abandoned run ran forced driven fled flee".split())  # noqa: SIM905
_THEIR_HOMES = re.compile(
    r"(?:left|leave|leaving|abandoned|fled|flee|(?:run|ran)\saway\sfrom"
    r"|(?:forced|driven)\s(?:out\sof|from|to\s(?:leave|flee|abandon)))\s(?:their|the)\s(?:homes?|houses?)\b",
    re.I,
)


def are_lost_troops(doc: Doc, text: str, begin: int, head: int, after: int) -> bool:
    """Tell whether those counted are soldiers or the like who are lost or, as translators have it, destroyed."""
    if doc[head].lemma_.lower() not in _TROOPS:
        return False
    if _LOST.search(text, max(0, begin - 24), begin):
        return True
    return after + 1 < len(doc) and doc[after].lower_ in ("were", "was") and doc[after + 1].lower_ == "destroyed"


def leave_their_homes(doc: Doc, at: int, limit: int) -> bool:
    """Tell whether at the token a flight begins: "ran away from their homes"."""
    return doc[at].lower_ in _LEAVING and _THEIR_HOMES.match(doc[at : min(at + 7, limit)].text) is not None
