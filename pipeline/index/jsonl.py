"""Documents as JSON lines, one file a kind, written in parts by many workers and merged at the end."""

import json
import os
import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.index.actions import KINDS, Action, Kind
from pipeline.index.bulk import Outcome


class JsonlWriter:
    """Appends actions to a part of its own; `merge_parts` makes documents of them."""

    def __init__(self, folder: Path) -> None:
        self._path = _parts(folder) / f"{os.getpid()}-{uuid.uuid4().hex}.jsonl"

    def write(self, actions: Sequence[Action]) -> list[Outcome]:
        outcomes = []
        lines = []
        for action in actions:
            try:
                lines.append(_line(action))
                outcomes.append(Outcome(action, "written"))
            except (TypeError, ValueError, RecursionError) as error:
                outcomes.append(Outcome(action, "refused", "not-json", f"the document is no JSON: {error}"))
        self._path.parent.mkdir(exist_ok=True)
        with self._path.open("ab") as file:
            file.write(b"".join(lines))
        return outcomes


def clear_parts(folder: Path) -> None:
    """Remove what a killed run left."""
    shutil.rmtree(_parts(folder), ignore_errors=True)


def merge_parts(folder: Path) -> None:
    """Make one file a kind of all parts, sorted by id; all of them appear whole, or none where the disk is full."""
    winners: dict[Kind, dict[str, _Place]] = {kind: {} for kind in KINDS}
    for path in sorted(_parts(folder).glob("*.jsonl")):
        for place, head in _heads(path):
            known = winners[head["kind"]].get(head["id"])
            winners[head["kind"]][head["id"]] = _merged(known, place, head)
    scratches = {kind: folder / f".{kind}.jsonl" for kind in winners}
    try:
        for kind, places in winners.items():
            with scratches[kind].open("w", encoding="utf-8") as file:
                for _, place in sorted(places.items()):
                    if place.operation == "index":
                        file.write(json.dumps({**_document(place), **place.changes}, ensure_ascii=False) + "\n")
        for kind, scratch in scratches.items():
            scratch.replace(folder / f"{kind}.jsonl")
    finally:
        for scratch in scratches.values():
            scratch.unlink(missing_ok=True)
    clear_parts(folder)


def read_documents(folder: Path, kind: Kind) -> Iterator[dict[str, Any]]:
    """Give the documents of one kind that the last whole run left."""
    with suppress(FileNotFoundError), (folder / f"{kind}.jsonl").open(encoding="utf-8") as file:
        yield from map(json.loads, file)


@dataclass(slots=True)
class _Place:
    """Where in a part the document of an id stands; documents stay on the disk until they are written out."""

    path: Path
    offset: int
    operation: str
    version: int
    changes: dict[str, Any] = field(default_factory=dict)


def _merged(known: _Place | None, place: _Place, head: dict[str, Any]) -> _Place:
    if place.operation == "update":
        changes = _document(place)
        if known is None:
            return _Place(place.path, place.offset, "none", -1, changes)
        known.changes |= changes
        return known
    if known is not None and known.version > place.version:
        return known
    place.changes = known.changes if known and known.operation == "none" else {}
    return place


def _heads(path: Path) -> Iterator[tuple[_Place, dict[str, Any]]]:
    with path.open("rb") as file:
        while head_line := file.readline():
            head = json.loads(head_line)
            yield _Place(path, file.tell(), head["operation"], head["version"] or 0), head
            file.readline()


def _document(place: _Place) -> dict[str, Any]:
    with place.path.open("rb") as file:
        file.seek(place.offset)
        document: dict[str, Any] = json.loads(file.readline())
        return document


def _line(action: Action) -> bytes:
    head = {"kind": action.kind, "id": action.id, "operation": action.operation, "version": action.version}
    lines = (head, dict(action.document))
    text = "".join(f"{json.dumps(line, ensure_ascii=False, allow_nan=False)}\n" for line in lines)
    return text.encode("utf-8", errors="replace")


def _parts(folder: Path) -> Path:
    return folder / ".parts"
