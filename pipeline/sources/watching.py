"""A watched folder: files that are new or changed, once they no longer grow."""

import os
import stat
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.sources.inputs import InputSpec
from pipeline.sources.state import StateStore

SETTLE_S = 2.0
PARTIAL = (".part", ".tmp", ".crdownload", ".swp", "~")


def new_files(folder: InputSpec, store: StateStore, now: float | None = None) -> Iterator[InputSpec]:
    """Give the files of a folder that were not committed yet in their present size and time, in order of their names.

    A file that changed within the last seconds may still be written to: it waits for the next look.
    """
    at = time.time() if now is None else now
    for parent, folders, names in os.walk(folder.location):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.startswith(".") or name.endswith(PARTIAL):
                continue
            path = Path(parent, name)
            try:
                found = path.stat()
            except OSError:
                continue  # moved away since the folder was listed
            if not stat.S_ISREG(found.st_mode) or at - found.st_mtime < SETTLE_S:
                continue
            if store.is_news(f"file:{path.resolve()}", f"{found.st_size}:{found.st_mtime_ns}"):
                yield replace(folder, kind="file", location=str(path))
