"""Dead letters that no index took: files of this machine, one a run, until they are replayed."""

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from pipeline.folders import data_folder
from pipeline.index.actions import Action


def kept_letters_folder() -> Path:
    """Name the folder of the letters that no index took."""
    return data_folder() / "dead-letters"


def keep_letter(action: Action, run_id: str) -> Path:
    """Add a letter to its run's file, one JSON document a line; written through, so that a kill loses nothing."""
    path = kept_letters_folder() / f"{run_id}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(dict(action.document), ensure_ascii=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    return path


def read_kept_letters() -> Iterator[tuple[Path, dict[str, Any]]]:
    """Give the letters of all runs that are kept in files, with their file; one kept twice is given twice."""
    for path in sorted(kept_letters_folder().glob("*.jsonl")):
        with path.open(encoding="utf-8") as file:
            for line in file:
                if line.endswith("\n"):  # else it was cut off while it was written
                    yield path, json.loads(line)


def forget_kept_letters(ids: Collection[str]) -> None:
    """Take letters out of the files; a file that is left empty goes."""
    kept: dict[Path, list[dict[str, Any]]] = {path: [] for path in kept_letters_folder().glob("*.jsonl")}
    for path, letter in read_kept_letters():
        if letter["id"] not in ids:
            kept[path].append(letter)
    for path, letters in kept.items():
        if letters:
            whole = path.with_suffix(".new")
            whole.write_text("".join(f"{json.dumps(letter)}\n" for letter in letters), encoding="utf-8")
            whole.replace(path)
        else:
            path.unlink()
