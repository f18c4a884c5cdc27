"""One write to the index, whatever carries it out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["articles", "claims", "stories", "dead-letters", "runs"]
KINDS: tuple[Kind, ...] = ("articles", "claims", "stories", "dead-letters", "runs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Index a whole document, update some of its fields (nothing happens where it is gone), or delete it.

    `version`: an older one (milliseconds) never replaces a newer one; None for updates and deletions.
    """

    kind: Kind
    id: str
    operation: Literal["index", "update", "delete"] = "index"
    version: int | None = None
    document: Mapping[str, Any] = field(default_factory=dict)
