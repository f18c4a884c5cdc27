"""Whether a pronoun may mean somebody who spoke before: "it" a body or a paper, "she" a woman."""

from transforms.entities.words import ORGANIZATION_NOUNS, words
from transforms.records import Speaker

GENDERS = {"he": "m", "she": "f", "him": "m", "her": "f"}
_THINGS = frozenset(ORGANIZATION_NOUNS) | words("media statement report government regime military opposition")


def is_nameless_body(speaker: Speaker) -> bool:
    """Tell whether a speaker without a name is a body or paper that "it" may mean: "state television", "a report"."""
    last = speaker.text.lower().split()[-1:]
    return not speaker.entity_id and speaker.kind == "nominal" and bool(last) and last[0] in _THINGS


def agrees(speaker: Speaker, wanted: str | None, gender: str | None) -> bool:
    if speaker.kind == "implicit":
        return False
    if wanted == "it":
        return speaker.type in {"ORG", "GPE", "NORP"}
    if wanted in {"he", "she"}:
        return speaker.type in {None, "PERSON"} and speaker.kind != "metonym" and gender in {None, GENDERS[wanted]}
    return wanted is None and speaker.type in {"NORP", None}
