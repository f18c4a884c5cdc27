"""ninjs, the agencies' JSON, in its versions 1 to 3."""

from collections.abc import Iterator, Mapping
from typing import Any

from transforms.parse.build import Facts, build_article
from transforms.parse.markup import to_line, to_text
from transforms.parse.payload import Payload
from transforms.records import Article

_BODIES = ("body_xhtml", "body_html", "body_text")


def is_ninjs(value: object) -> bool:
    """Tell a ninjs item by the fields that nothing else has."""
    if not isinstance(value, Mapping) or "uri" not in value:
        return False
    return bool({"versioncreated", "pubstatus", "versionCreated", *_BODIES, "bodies"} & value.keys())


def read_ninjs(value: Mapping[str, Any], payload: Payload) -> Iterator[Article]:
    """Read one ninjs item."""
    facts = Facts(
        title=to_line(_text(value.get("headline")) or _first_value(value.get("headlines"))),
        text=_body(value),
        guid=_text(value.get("uri")) or None,
        published=_text(value.get("firstcreated") or value.get("firstCreated") or value.get("contentcreated")) or None,
        updated=_text(value.get("versioncreated") or value.get("versionCreated")) or None,
        outlet=_text(value.get("infosources") or value.get("infoSources") or value.get("copyrightholder")) or None,
        authors=tuple(_authors(value)),
        labels=tuple(_text(subject) for subject in _list(value.get("subject") or value.get("subjects"))),
        language=_text(value.get("language")) or None,
    )
    yield build_article(facts, payload, text_from="record", published_from="feed")


def _body(value: Mapping[str, Any]) -> str:
    for name in _BODIES:
        if text := to_text(_text(value.get(name))):
            return text
    return to_text(_first_value(value.get("bodies")))


def _authors(value: Mapping[str, Any]) -> Iterator[str]:
    for name in ("byline", "bylines", "by", "person"):
        found = _text(value.get(name))
        if found and name != "person":
            yield found.removeprefix("By ").removeprefix("by ")
            return


def _first_value(value: Any) -> str:
    return next((text for part in _list(value) if (text := _text(part))), "")


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Mapping):
        return _text(value.get("value") or value.get("name") or value.get("byline"))
    if isinstance(value, list):
        return _first_value(value)
    return ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
