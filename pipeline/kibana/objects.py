"""The saved objects as they are shipped: one JSON line each, ready for Kibana's import."""

import json
from collections.abc import Iterator
from importlib import resources
from typing import Any

from pipeline.index.connection import DEFAULT_PREFIX, checked_prefix

SavedObject = dict[str, Any]

FOLDER = "kibana"
FILE = "claimwire.ndjson"


def exported(prefix: str = DEFAULT_PREFIX) -> str:
    """Give the file that Kibana imports, for indices of the prefix.

    The ids of the objects begin with the prefix too, so objects of several prefixes live beside each other.
    """
    text = resources.files("config").joinpath(FOLDER, FILE).read_text(encoding="utf-8")
    return text.replace(f"{DEFAULT_PREFIX}-", f"{checked_prefix(prefix)}-")


def read_objects(text: str) -> list[SavedObject]:
    """Read saved objects from the lines of an export."""
    return [json.loads(line) for line in text.splitlines() if line]


def panels(dashboard: SavedObject) -> list[dict[str, Any]]:
    """Give the panels of a dashboard."""
    found: list[dict[str, Any]] = json.loads(dashboard["attributes"]["panelsJSON"])
    return found


def controls(dashboard: SavedObject) -> dict[str, dict[str, Any]]:
    """Give the controls of a dashboard by their id."""
    found: dict[str, dict[str, Any]] = json.loads(dashboard["attributes"]["controlGroupInput"]["panelsJSON"])
    return found


def search_source(saved: SavedObject) -> dict[str, Any]:
    """Give the query and filters of a saved search or dashboard."""
    found: dict[str, Any] = json.loads(saved["attributes"]["kibanaSavedObjectMeta"]["searchSourceJSON"])
    return found


def strings(value: Any) -> Iterator[str]:
    """Give every string in a structure, also those inside strings that hold JSON.

    >>> sorted(strings({"a": '{"b": ["c"]}'}))
    ['c', '{"b": ["c"]}']
    """
    match value:
        case dict():
            for part in value.values():
                yield from strings(part)
        case list():
            for part in value:
                yield from strings(part)
        case str():
            yield value
            if value[:1] in ("{", "["):
                try:
                    yield from strings(json.loads(value))
                except ValueError:
                    return
