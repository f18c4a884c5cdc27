"""The claims as linking sees them: without their article, small, comparable in any order."""

import re
from collections.abc import Callable
from dataclasses import field
from datetime import datetime
from functools import wraps
from typing import Any

from transforms.links.backing import own_words
from transforms.links.lexicons import concepts
from transforms.links.terms import Frame
from transforms.record import record
from transforms.records import Act, Claim, DateSpan, Figure

_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]+")
_ENDINGS = re.compile(r"(?:ing|ed|es|s|['’]s)$")
_SHORT = 4
ASSERTIVE = frozenset(("assert", "accuse", "deny", "warn", "welcome"))
"""Acts that say what is, or was."""


@record
class LinkableClaim:
    """One claim of a story. `speaker` is who says it as one would name them; `words` are those of its content."""

    id: str
    article_id: str
    outlet: str
    at: datetime
    start: int
    text: str
    speaker_id: str | None
    speaker: str | None
    on_behalf_of: str | None
    act: Act
    negated: bool
    headline: bool
    nested_in: str | None
    figures: tuple[Figure, ...]
    dates: tuple[DateSpan, ...]
    frame: Frame
    words: frozenset[str]
    is_denial_itself: bool = False
    """Whether the content denies ("the reports are untrue"); else a denial's content is what is denied."""
    end: int = 0
    derived: dict[Any, Any] = field(init=False, default_factory=dict, compare=False, repr=False)
    """What `once` has worked out of it."""


def is_denial_itself(claim: Claim) -> bool:
    """Tell whether a claim's content denies ("the reports are untrue"), not its cue ("denied the reports")."""
    return claim.act == "deny" and claim.cue is not None and claim.cue.type not in _DENYING


_DENYING = frozenset(("deny", "judge", "commit"))


def once[T](derive: Callable[[LinkableClaim], T]) -> Callable[[LinkableClaim], T]:
    """Have what follows from a claim alone worked out once: the claim is compared with hundreds of others."""

    @wraps(derive)
    def derived(claim: LinkableClaim) -> T:
        try:
            found: T = claim.derived[derive]
        except KeyError:
            found = claim.derived[derive] = derive(claim)
        return found

    return derived


def linkable(claim: Claim, *, outlet: str, at: datetime) -> LinkableClaim:
    """Prepare a claim for linking; one that was stored without its frame is compared by the words of its text."""
    frame = Frame.of(claim.frame)
    speaker = claim.speaker
    return LinkableClaim(
        id=claim.id,
        article_id=claim.article_id,
        outlet=outlet,
        at=at,
        start=claim.content[0].start if claim.content else 0,
        text=claim.text,
        speaker_id=speaker.entity_id if speaker else None,
        speaker=speaker.name if speaker else None,
        on_behalf_of=speaker.on_behalf_of if speaker else None,
        act=claim.act,
        negated=claim.negated,
        headline=claim.headline,
        nested_in=claim.nested_in,
        figures=claim.figures,
        dates=claim.dates,
        frame=frame,
        words=frame.words or _words_of(claim.text),
        is_denial_itself=is_denial_itself(claim),
        end=claim.content[-1].end if claim.content else 0,
    )


def _words_of(text: str) -> frozenset[str]:
    """Fold the words of a text roughly, where no parse is at hand."""
    words = set()
    for word in _WORD.findall(text.lower()):
        stem = _ENDINGS.sub("", word) if len(word) > _SHORT else word
        concept, kind = concepts().get(word) or concepts().get(stem) or (stem, "other")
        if len(word) >= _SHORT and kind != "stop":
            words.add(concept)
    return frozenset(words)


@once
def said(claim: LinkableClaim) -> frozenset[str]:
    """Give the words of a claim, each name once."""
    return own_words(claim.words)
