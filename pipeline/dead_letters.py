"""What a dead letter keeps of what failed, and the input that it makes again."""

import base64
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from cattrs.preconf.json import make_converter

from pipeline.index.actions import Action
from pipeline.sources import InputSpec
from transforms.parse import Payload

REPLAYED_ARTICLE = "application/vnd.claimwire.article+json"
"""Media type of a payload that holds an article of ours."""

LINE = re.compile(r":(\d+)$")
"""The number of a record's line, at the end of its origin."""

_converter = make_converter()


class NotReplayableError(Exception):
    """A dead letter that does not hold what a replay needs."""


def input_context(spec: InputSpec) -> str:
    """Give an input as JSON, without what was fetched."""
    polled = spec.kind in ("fetched", "failed", "passed over")
    plain = replace(spec, kind="feed" if polled else spec.kind, payload=None, spooled=None, failure=None)
    return _context("input", plain)


def payload_context(payload: Payload) -> str:
    """Give as JSON what is said about a payload, without its bytes."""
    return _context("payload", replace(payload, content=b""))


def whole_context(payload: Payload) -> str:
    """Give as JSON what a part was of, where the part cannot be read alone."""
    return _context("whole", replace(payload, content=b""))


def indexed_context(article_ids: Iterable[str]) -> str:
    """Name the indexed articles that a failed piece of work was about."""
    return json.dumps({"articles": sorted(article_ids)})


def to_replay(letter: Mapping[str, Any]) -> InputSpec | Action | tuple[str, ...]:
    """Give what puts a dead letter's input through the pipeline again.

    An input, the write that was refused, or the ids of indexed articles to be read again. NotReplayableError where the
    letter holds too little.
    """
    payload_type, origin = letter["payload_type"], letter["origin"]
    context = json.loads(letter.get("context") or "{}")
    if payload_type == "article":
        payload = Payload(content=letter["payload"].encode(), origin=origin, media_type=REPLAYED_ARTICLE)
        return InputSpec(kind="replayed", location=origin, payload=payload)
    if payload_type == "document":
        return _converter.structure(json.loads(letter["payload"]), Action)
    if "input" in context:
        return _converter.structure(context["input"], InputSpec)
    if "articles" in context:
        return tuple(context["articles"])
    if "payload" in context and payload_type == "bytes" and letter["payload"]:
        payload = _converter.structure(context["payload"], Payload)
        line = LINE.search(origin)
        whole = replace(
            payload,
            content=base64.b64decode(letter["payload"]),
            first_line=int(line[1]) if line else payload.first_line,
        )
        return InputSpec(kind="replayed", location=payload.origin, payload=whole)
    if stated := context.get("whole") or context.get("payload"):
        return _whole_input(_converter.structure(stated, Payload))
    raise NotReplayableError("it holds neither its input nor where that was")


def _whole_input(payload: Payload) -> InputSpec:
    """Give the input that a part was of, where the part alone says too little: reading all of it again is harmless."""
    stated: dict[str, Any] = {
        name: getattr(payload, name)
        for name in ("outlet", "unnamed_outlet", "domain", "language", "labels", "field_map", "full_text")
    }
    if payload.feed_url:
        return InputSpec(kind="feed", location=payload.feed_url, **stated)
    return InputSpec(kind="url" if payload.url else "file", location=payload.url or payload.origin, **stated)


def _context(name: str, record: object) -> str:
    return json.dumps({name: _converter.unstructure(record)}, ensure_ascii=False)
