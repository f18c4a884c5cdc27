"""What parsing takes in and what it reports when a part of it is unusable."""

from dataclasses import dataclass
from datetime import datetime

FieldMap = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """Bytes with their origin: a file, a page, one delivery of a feed, or a slice of a file of records.

    `media_type` is as declared, with its parameters ("text/html; charset=koi8-r"). `url` is where the bytes came from,
    after redirects; `feed_url` the address of the feed as configured, which identifies its entries for good.
    `outlet`, `domain`, `language` and `labels` are what the operator says about the source; `unnamed_outlet` holds only
    where neither the input nor its address names one. `field_map` pairs a name of
    ours with the input's (`("title", "headline")`), with `("date_format", "D/M/Y")` where dates are ambiguous.
    `first_line` is the number of the first line of a slice, `columns` the header of the file it was cut from.
    """

    content: bytes
    origin: str
    media_type: str | None = None
    url: str | None = None
    feed_url: str | None = None
    fetched_at: datetime | None = None
    outlet: str | None = None
    unnamed_outlet: str | None = None
    domain: str | None = None
    language: str | None = None
    labels: tuple[str, ...] = ()
    field_map: FieldMap = ()
    first_line: int = 1
    columns: tuple[str, ...] = ()
    full_text: bool | None = None
    """The operator's word on whether the feed's entries are whole articles; None: judge each entry."""
    prune: tuple[str, ...] = ()
    """XPaths of what to cut out of a page before its text is taken."""
    problem: str | None = None
    """Why there are no bytes: the page could not be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRecord:
    """A part of a payload that cannot become an article: the others go on without it."""

    kind: str
    message: str
    origin: str
    content: bytes
    stands_alone: bool = False
    """Whether the content can be parsed by itself, as `media_type`, without the payload that it is a part of."""
    media_type: str | None = None
