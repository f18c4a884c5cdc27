"""The indices' schema: templates, versioned indices behind aliases, and whether a cluster's match this release."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from pipeline.errors import RunError
from pipeline.index.actions import KINDS, Kind, index_name, read_alias, write_alias
from pipeline.index.client import Answer, Client, ResponseError, explained
from pipeline.index.connection import checked_prefix
from transforms.records import SCHEMA_VERSION

PRIORITY = 500
REMEDY = "run `claimwire index upgrade`"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexStatus:
    """One index as the cluster has it; `problem` is None where it can be written by this release."""

    kind: Kind
    index: str | None
    schema_version: int | None
    documents: int
    size_bytes: int
    loading_since: str | None
    problem: str | None
    growable: bool = False
    """The problem is only that fields may be missing, which `set_up` mends."""


def set_up(client: Client, prefix: str) -> list[IndexStatus]:
    """Put the templates, and make the indices and aliases that are missing; a second call changes nothing.

    Fields that this release adds to the same schema are added to the indices as they are. An index of another schema is
    refused before anything is written.
    """
    checked_prefix(prefix)
    with explained(client):
        grown = _grown(client, prefix)
        put_templates(client, prefix)
        for kind in KINDS:
            _make_index(client, prefix, kind)
        for kind, index in grown:
            _add_fields(client, kind, index)
    return status(client, prefix)


def require_current(client: Client, prefix: str) -> None:
    """Refuse to write to indices that are missing or were made by another schema."""
    for found in status(client, prefix):
        if found.problem:
            raise RunError(found.problem)


def status(client: Client, prefix: str) -> list[IndexStatus]:
    """Describe the index that each kind of document is written to."""
    checked_prefix(prefix)
    with explained(client):
        return [_status(client, prefix, kind) for kind in KINDS]


def component_templates(prefix: str) -> dict[str, Answer]:
    """Give the templates that all indices share, by name."""
    meta = {"_meta": schema_meta(), "version": SCHEMA_VERSION}
    return {
        f"{prefix}-settings": {"template": {"settings": _definition("settings")}, **meta},
        f"{prefix}-every": {"template": {"mappings": _definition("every")}, **meta},
    }


def index_template(prefix: str, kind: Kind) -> Answer:
    """Give the template of one kind of index; the concrete names match it, the aliases do not."""
    return {
        "index_patterns": [f"{prefix}-{kind}-0*"],
        "composed_of": list(component_templates(prefix)),
        "priority": PRIORITY,
        "version": SCHEMA_VERSION,
        "_meta": schema_meta(),
        "template": {"mappings": {"_meta": schema_meta(), **_definition(kind)}},
    }


def mapped_fields(kind: Kind) -> dict[str, Any]:
    """Give the properties of one kind of document, as declared."""
    return {**_definition("every")["properties"], **_definition(kind)["properties"]}


@cache
def schema_meta() -> dict[str, Any]:
    """Identify the definitions: a changed mapping has another digest even where nobody raised the version."""
    return {
        "made_by": "claimwire",
        "schema_version": SCHEMA_VERSION,
        "digest": _digest("settings", "every", *KINDS),
        "analysis": _digest("settings"),
    }


def _digest(*names: str) -> str:
    definitions = json.dumps([_definition(name) for name in names], sort_keys=True)
    return hashlib.sha256(definitions.encode()).hexdigest()[:16]


@cache
def _definition(name: str) -> dict[str, Any]:
    text = resources.files("config").joinpath("elasticsearch", f"{name}.json").read_text(encoding="utf-8")
    definition: dict[str, Any] = json.loads(text)
    return definition


def _grown(client: Client, prefix: str) -> list[tuple[Kind, str]]:
    """Give the indices that may lack fields of this release; refuse those that need more than that."""
    grown: list[tuple[Kind, str]] = []
    for kind in KINDS:
        found = _status(client, prefix, kind)
        if found.index is None or not found.problem:
            continue
        if not found.growable:
            raise RunError(found.problem)
        grown.append((kind, found.index))
    return grown


def _add_fields(client: Client, kind: Kind, index: str) -> None:
    before = client.get(f"/{index}/_mapping")[index]["mappings"].get("_meta", {})
    mapping = {"properties": mapped_fields(kind), "_meta": {**before, **schema_meta()}}
    try:
        client.put(f"/{index}/_mapping", mapping)
    except ResponseError as error:
        if error.status == 400:
            raise RunError(f"{index} cannot take this release's fields ({error.reason}): {REMEDY}") from error
        raise


def put_templates(client: Client, prefix: str) -> None:
    """Put the templates unless this release's are there."""
    templates = {f"/_component_template/{name}": body for name, body in component_templates(prefix).items()}
    templates |= {f"/_index_template/{prefix}-{kind}": index_template(prefix, kind) for kind in KINDS}
    for path, body in templates.items():
        if _stored_meta(client, path) != schema_meta():
            client.put(path, body)


def _stored_meta(client: Client, path: str) -> Any:
    try:
        answer = client.get(path)
    except ResponseError as error:
        if error.status == 404:
            return None
        raise
    found = (answer.get("component_templates") or answer["index_templates"])[0]
    return (found.get("component_template") or found["index_template"]).get("_meta")


def _make_index(client: Client, prefix: str, kind: Kind) -> None:
    if client.exists(f"/_alias/{write_alias(prefix, kind)}"):
        return
    aliases = {read_alias(prefix, kind): {}, write_alias(prefix, kind): {"is_write_index": True}}
    try:
        client.put(f"/{index_name(prefix, kind, 1)}", {"aliases": aliases})
    except ResponseError as error:
        if error.kind != "resource_already_exists_exception":  # another process was faster
            raise


def _status(client: Client, prefix: str, kind: Kind) -> IndexStatus:
    alias = write_alias(prefix, kind)
    try:
        described = client.get(f"/{alias}")
    except ResponseError as error:
        if error.status != 404:
            raise
        problem = f"there is no index for {kind} behind {alias}: run `claimwire index setup`"
        return _missing(kind, problem)
    index, content = next(iter(described.items()))
    if index == alias:
        return _missing(kind, f"{alias} is an index, not an alias: delete it, then run `claimwire index setup`")
    meta = content["mappings"].get("_meta", {})
    sizes = client.get(f"/{index}/_stats/docs,store")["indices"][index]["primaries"]
    return IndexStatus(
        kind=kind,
        index=index,
        schema_version=meta.get("schema_version"),
        documents=sizes["docs"]["count"],
        size_bytes=sizes["store"]["size_in_bytes"],
        loading_since=meta.get("loading", {}).get("since"),
        problem=_held_back(index, content["settings"]["index"]) or _problem(index, meta),
        growable=_is_growable(meta),
    )


def _missing(kind: Kind, problem: str) -> IndexStatus:
    return IndexStatus(
        kind=kind, index=None, schema_version=None, documents=0, size_bytes=0, loading_since=None, problem=problem
    )


def _held_back(index: str, settings: dict[str, Any]) -> str | None:
    """Notice the write block of an upgrade that goes on, or was killed."""
    if settings.get("blocks", {}).get("write") != "true":
        return None
    return f"{index} takes no writes while it is upgraded: wait, or finish with `claimwire index upgrade` (or --abort)"


def _problem(index: str, meta: dict[str, Any]) -> str | None:
    version = meta.get("schema_version")
    if version is None:
        return f"{index} was not made by claimwire: choose another --prefix, or delete it"
    if version > SCHEMA_VERSION:
        return f"{index} has schema {version}, newer than this release's {SCHEMA_VERSION}: update claimwire"
    if version < SCHEMA_VERSION:
        return f"{index} has schema {version}, this release writes {SCHEMA_VERSION}: {REMEDY}"
    if _is_growable(meta):
        return f"{index} has other fields than this release: run `claimwire index setup`"
    if not _same(meta, "digest"):
        return f"{index} has another mapping of schema {version} than this release: {REMEDY}"
    return None


def _is_growable(meta: dict[str, Any]) -> bool:
    return _same(meta, "schema_version", "analysis") and not _same(meta, "digest")


def _same(meta: dict[str, Any], *names: str) -> bool:
    return all(meta.get(name) == schema_meta()[name] for name in names)
