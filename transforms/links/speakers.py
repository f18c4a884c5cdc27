"""Who makes a claim, as far as linking must know: one speaker, or nobody named."""

import re

from transforms.links.linkable import LinkableClaim, once

_GENERIC_SPEAKERS = frozenset(
    (
        "monitor",
        "monitors",
        "source",
        "sources",
        "activists",
        "witness",
        "witnesses",
        "statement",
        "officials",
        "report",
        "group",
        "monitoring",
        "observatory",
        "denial",
        "video",
        "images",
        "earlier",
    )
)


@once
def speaker_keys(claim: LinkableClaim) -> frozenset[str]:
    """Name the speaker, and on whose behalf; empty where nobody is named ("a source", "activists")."""
    if claim.speaker_id or claim.on_behalf_of:
        return frozenset(key for key in (claim.speaker_id, claim.on_behalf_of) if key)
    words = (claim.speaker or "").lower().replace(",", " ").split()
    if not words or _GENERIC_SPEAKERS & set(words):
        return frozenset()
    return frozenset((" ".join(w for w in words if w != "the"),))


def one_speaker(a: LinkableClaim, b: LinkableClaim) -> bool:
    """Tell whether one speaks in both: by id, or where the longer name holds the shorter."""
    if not speaker_keys(a).isdisjoint(speaker_keys(b)):
        return True
    first, second = _named(a), _named(b)
    return bool(first and second) and (first in second or second in first)


@once
def _named(claim: LinkableClaim) -> str:
    """Give the speaker's name between blanks; empty where it is a single word, which several may share."""
    name = (claim.speaker or "").lower()
    return f" {name} " if len(name.split()) > 1 else ""


def may_be_one(a: LinkableClaim, b: LinkableClaim) -> bool:
    """Tell whether one speaker, left unnamed, may be the other: "the monitor's head" is of the Observatory."""
    first, second = _watching(a), _watching(b)
    return first and second and not (speaker_keys(a) and speaker_keys(b))


@once
def _watching(claim: LinkableClaim) -> bool:
    return bool(_WATCHERS.search(claim.speaker or ""))


_WATCHERS = re.compile(r"\b(?:monitors?|monitoring|observatory|watchdog|human rights)\b", re.IGNORECASE)


def is_known(claim: LinkableClaim) -> bool:
    return bool(claim.speaker_id) and not str(claim.speaker_id).startswith("unk-")
