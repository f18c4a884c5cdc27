"""Where Claimwire keeps files outside the working folder: a cache that may be deleted, and data that should not."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import RunError

REMEDY = "give yourself the right to, or set XDG_CACHE_HOME and XDG_DATA_HOME to folders of yours"


def cache_folder() -> Path:
    """Give the per-user cache: what can be fetched or built again."""
    return _folder("XDG_CACHE_HOME", ".cache")


def data_folder() -> Path:
    """Give the per-user data folder: the embedded server's indices."""
    return _folder("XDG_DATA_HOME", ".local/share")


def config_folder() -> Path:
    """Give the per-user config folder: what the user chose to keep."""
    return _folder("XDG_CONFIG_HOME", ".config")


def _folder(variable: str, default: str) -> Path:
    chosen = os.environ.get(variable, "")
    parent = Path(chosen) if Path(chosen).is_absolute() else Path.home() / default
    return parent / "claimwire"


def make_folder(path: Path) -> Path:
    """Make the folder and its parents unless they exist."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RunError(f"cannot make the folder {path}: {error.strerror}; {REMEDY}") from error
    return path


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file: other processes wait here; it is released even when this one is killed."""
    make_folder(path.parent)
    try:
        file = path.open("a")
    except OSError as error:
        raise RunError(f"cannot write in the folder {path.parent}: {error.strerror}; {REMEDY}") from error
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
