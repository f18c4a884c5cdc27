"""Speakers as records: made from a mention, or as one who spoke before under other words."""

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import Literal

from transforms.alignment import Alignment
from transforms.claims.drafts import Range
from transforms.records import Mention, Speaker

Kind = Literal["name", "nominal", "pronoun", "metonym", "implicit"]
_START = attrgetter("start")


class Voices:
    """Makes the speakers of one article; its mentions are in order of their start."""

    def __init__(self, text: str, alignment: Alignment, mentions: Sequence[Mention]) -> None:
        self.text, self.alignment, self.mentions = text, alignment, mentions

    def of_mention(self, start: int, end: int, mention: Mention) -> Speaker:
        """Make the speaker whom a mention names, with the span of his words in the body."""
        kind: Kind = "metonym" if mention.via == "metonym" or mention.literal_id else _kind_of(mention)
        span = self.alignment.span(self.text, start, end)
        return Speaker(
            text=span.text, start=span.start, end=span.end, raw_start=span.raw_start, raw_end=span.raw_end,
            entity_id=mention.entity_id or None, name=mention.name, type=mention.type,
            role=mention.roles[0].title if mention.roles else None, kind=kind,
            confidence=round(min(0.97, mention.score), 2) if mention.level == "name" else round(0.9 * mention.score, 2),
            on_behalf_of=self._institution(mention, start, end),
        )  # fmt: skip

    def _institution(self, mention: Mention, start: int, end: int) -> str | None:
        """Whose voice a person is: the organization of his role, or the one named within his description."""
        if mention.type != "PERSON":
            return None
        for role in mention.roles:
            if role.organization_id:
                return role.organization_id
        for other in self.mentions:
            if (
                start <= other.start
                and other.end <= end
                and other.type in {"ORG", "GPE", "NORP"}
                and other is not mention
            ):
                return other.entity_id
        return None

    def repeated(
        self, speaker: Speaker | None, start: int, end: int, kind: Kind, confidence: float, name: str = ""
    ) -> Speaker:
        """Make a speaker of other words who is one known already; None: nobody is, only the words are."""
        span = self.alignment.span(self.text, start, end)
        return Speaker(
            text=span.text, start=span.start, end=span.end, raw_start=span.raw_start, raw_end=span.raw_end,
            entity_id=speaker.entity_id if speaker else None, name=speaker.name if speaker else name or span.text,
            type=speaker.type if speaker else None, role=speaker.role if speaker else None, kind=kind,
            confidence=round(confidence, 2), on_behalf_of=speaker.on_behalf_of if speaker else None,
        )  # fmt: skip


def _kind_of(mention: Mention) -> Kind:
    if mention.level == "nominal":
        return "nominal"
    return "pronoun" if mention.level == "pronoun" else "name"


def mentions_in(mentions: Sequence[Mention], ranges: Sequence[Range]) -> list[Mention]:
    """Give the mentions that lie within any of the ranges; the mentions are in order of their start."""
    found: list[Mention] = []
    for start, end in sorted(ranges):
        for mention in mentions[bisect_left(mentions, start, key=_START) :]:
            if mention.start >= end:
                break
            if mention.end <= end and mention not in found[-8:]:
                found.append(mention)
    return found
