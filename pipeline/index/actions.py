"""One write to the index, whatever carries it out, and the names it is written under."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Literal, get_args

from transforms.record import packed, record

Kind = Literal["articles", "claims", "stories", "dead-letters", "runs"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@packed
@record
class Action:
    """Index a whole document, update some of its fields (nothing happens where it is gone), or delete it.

    `version`: milliseconds of the delivery's time; an action with a smaller one than the index holds changes nothing,
    and the same one may be written any number of times. None, for updates and deletions: the last to arrive stays.
    """

    kind: Kind
    id: str
    operation: Literal["index", "update", "delete"] = "index"
    version: int | None = None
    document: Mapping[str, Any] = field(default_factory=dict)


def read_alias(prefix: str, kind: Kind) -> str:
    """Name what searches read.

    >>> read_alias("claimwire", "dead-letters")
    'claimwire-dead-letters'
    """
    return f"{prefix}-{kind}"


def write_alias(prefix: str, kind: Kind) -> str:
    return f"{prefix}-{kind}-write"


def index_name(prefix: str, kind: Kind, generation: int) -> str:
    """Name the concrete index of a generation.

    >>> index_name("claimwire", "articles", 1)
    'claimwire-articles-000001'
    """
    return f"{prefix}-{kind}-{generation:06d}"
