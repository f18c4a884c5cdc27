"""Moves an index to this release's schema while others read and write it.

The next generation is built beside the old one and compared with it, id by id and version by version, until few differ.
Then writes are held back for a moment (the sink waits and tries again), what was written since that comparison is
copied by its sequence number and compared, and the aliases are swapped in one step: however many documents there are,
writes wait only for those that changed within the last seconds. Reads are never interrupted. Killed at any point, a
second call goes on, and `abort` goes back. The old index stays until `drop_old`.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.errors import RunError
from pipeline.index.actions import KINDS, Kind, index_name, read_alias, write_alias
from pipeline.index.client import Client, ResponseError, explained
from pipeline.index.connection import checked_prefix
from pipeline.index.copying import copy_documents, count_documents, delete_documents, settled_sequence, versions
from pipeline.index.schema import put_templates, schema_meta

TRIES = 5
FEW = 1000
"""So many documents are left to the moment in which writes are held back."""
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgraded:
    """What became of one kind of document; `index` is where it is now."""

    kind: Kind
    index: str
    before: str
    documents: int


def upgrade(client: Client, prefix: str, report: Report) -> list[Upgraded]:
    """Upgrade each index whose mapping is not this release's; give what was moved."""
    checked_prefix(prefix)
    with explained(client):
        put_templates(client, prefix)
        return [done for kind in KINDS if (done := _upgrade_kind(client, prefix, kind, report))]


def abort(client: Client, prefix: str) -> list[str]:
    """Drop what an interrupted upgrade has built and let writes go on; give the dropped indices."""
    dropped = []
    with explained(client):
        for kind in KINDS:
            old, _ = _current(client, prefix, kind)
            client.put(f"/{old}/_settings", {"index": {"blocks": {"write": None}}})
            if (new := _next(prefix, kind, old)) and client.exists(f"/{new}"):
                client.request("DELETE", f"/{new}")
                dropped.append(new)
    return dropped


def drop_old(client: Client, prefix: str) -> list[str]:
    """Delete the generations before the current ones; give their names."""
    dropped = []
    with explained(client):
        for kind in KINDS:
            current, _ = _current(client, prefix, kind)
            for generation in range(1, _generation(current)):
                index = index_name(prefix, kind, generation)
                if client.exists(f"/{index}"):
                    client.request("DELETE", f"/{index}")
                    dropped.append(index)
    return dropped


def _upgrade_kind(client: Client, prefix: str, kind: Kind, report: Report) -> Upgraded | None:
    old, meta = _current(client, prefix, kind)
    if meta.get("digest") == schema_meta()["digest"]:
        return None
    new = _next(prefix, kind, old)
    copied = copy_documents(client, old, new) if _build(client, old, new) else 0
    caught_up, mark = _catch_up(client, old, new)
    report(f"{new}: {copied + caught_up:,} documents copied")
    held = time.monotonic()
    client.put(f"/{old}/_block/write", None)  # answers once the writes under way are done
    count = _settle(client, old, new, mark)
    client.put(f"/{new}/_settings", {"index": {"refresh_interval": None}})
    _swap(client, prefix, kind, old, new)
    waited = f"writes waited {time.monotonic() - held:.1f} s"
    report(f"{new}: {count:,} documents verified, now in use; {waited}; {old} is kept")
    return Upgraded(kind=kind, index=new, before=old, documents=count)


def _catch_up(client: Client, old: str, new: str) -> tuple[int, int]:
    """Copy and delete while writes go on, until few differ; give how many were copied.

    Beside it the sequence number up to which both are the same: what is above it is to be looked at again.
    """
    copied = 0
    for _ in range(TRIES):
        mark = settled_sequence(client, old)
        source, target = versions(client, old), versions(client, new)
        differing, gone = _differing(source, target), sorted(target.keys() - source.keys())
        copied += copy_documents(client, old, new, ids=differing)
        delete_documents(client, new, gone)
        if len(differing) + len(gone) <= FEW:
            break
    return copied, mark


def _settle(client: Client, old: str, new: str, mark: int) -> int:
    """Bring over what was written above the mark, now that nothing is; give the number of documents.

    What was written has a number above the mark; what was deleted leaves the new index with more documents than the
    old one, and then both are compared as a whole.
    """
    changed = versions(client, old, above=mark)
    copy_documents(client, old, new, ids=sorted(changed))
    copies = versions(client, new, ids=sorted(changed))
    if copies == changed and count_documents(client, old) == count_documents(client, new):
        return count_documents(client, new)
    return _reconcile(client, old, new)


def _current(client: Client, prefix: str, kind: Kind) -> tuple[str, dict[str, Any]]:
    alias = write_alias(prefix, kind)
    try:
        index, content = next(iter(client.get(f"/{alias}").items()))
    except ResponseError as error:
        if error.status != 404:
            raise
        raise RunError(f"there is no index for {kind} behind {alias}: run `claimwire index setup`") from error
    meta: dict[str, Any] = content["mappings"].get("_meta", {})
    if meta.get("made_by") != "claimwire":
        raise RunError(f"{index} was not made by claimwire: choose another --prefix")
    return index, meta


def _generation(index: str) -> int:
    return int(index.rpartition("-")[2])


def _next(prefix: str, kind: Kind, old: str) -> str:
    return index_name(prefix, kind, _generation(old) + 1)


def _build(client: Client, old: str, new: str) -> bool:
    """Make the new index, or keep what an interrupted upgrade to the same schema has made; tell whether it is new."""
    wanted = {**schema_meta(), "copied_from": old}
    if client.exists(f"/{new}"):
        if client.get(f"/{new}/_mapping")[new]["mappings"].get("_meta") == wanted:
            return False
        client.request("DELETE", f"/{new}")
    client.put(f"/{new}", {"settings": {"index": {"refresh_interval": "-1"}}, "mappings": {"_meta": wanted}})
    return True


def _reconcile(client: Client, old: str, new: str) -> int:
    """Copy and delete until both hold the same versions of the same ids; give their number."""
    source = versions(client, old)
    for _ in range(TRIES):
        target = versions(client, new)
        if source == target:
            return len(source)
        copy_documents(client, old, new, ids=_differing(source, target))
        delete_documents(client, new, sorted(target.keys() - source.keys()))
    raise RunError(f"{new} does not become equal to {old}: go back with `claimwire index upgrade --abort`, then look")


def _differing(source: Mapping[str, int], target: Mapping[str, int]) -> list[str]:
    return sorted(identity for identity, version in source.items() if target.get(identity) != version)


def _swap(client: Client, prefix: str, kind: Kind, old: str, new: str) -> None:
    read, write = read_alias(prefix, kind), write_alias(prefix, kind)
    actions = [
        {"remove": {"index": old, "alias": read}},
        {"remove": {"index": old, "alias": write}},
        {"add": {"index": new, "alias": read}},
        {"add": {"index": new, "alias": write, "is_write_index": True}},
    ]
    client.post("/_aliases", {"actions": actions})
