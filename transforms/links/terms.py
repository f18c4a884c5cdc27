"""The terms of a claim, as `frame` wrote them down and the links read them."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """The terms of a claim, decoded: words, places, deeds ("syria" "chemical", done or not), and the context's."""

    words: frozenset[str]
    places: frozenset[str]
    context_places: frozenset[str]
    context: frozenset[str]
    done: frozenset[tuple[str, str]]
    not_done: frozenset[tuple[str, str]]
    speaker: str | None
    is_sum: bool
    is_past: bool
    is_backed: bool
    is_general: bool
    is_phrase: bool
    is_counted: bool

    @classmethod
    def of(cls, terms: Iterable[str]) -> "Frame":
        """Decode the terms that `frame.describe_content` wrote."""
        by_kind: dict[str, set[str]] = {}
        for term in terms:
            kind, _, value = term.partition(":")
            by_kind.setdefault(kind, set()).add(value)
        speaker = sorted(by_kind.get("by", ()))
        return cls(
            frozenset(by_kind.get("w", ())),
            frozenset(by_kind.get("at", ())),
            frozenset(by_kind.get("near", ())),
            frozenset(by_kind.get("on", ())),
            frozenset(_pair(value) for value in by_kind.get("did", ())),
            frozenset(_pair(value) for value in by_kind.get("not", ())),
            speaker[0] if speaker else None,
            "sum" in by_kind,
            "past" in by_kind,
            "backed" in by_kind,
            "general" in by_kind,
            "phrase" in by_kind,
            "counted" in by_kind,
        )


def _pair(value: str) -> tuple[str, str]:
    party, _, event = value.partition(">")
    return party, event
