"""Questions kept under names, in the user's config folder."""

import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pipeline.errors import RunError, UsageError
from pipeline.folders import config_folder, locked, make_folder
from pipeline.terminal import one_line

View = dict[str, Any]


def save_view(name: str, view: Mapping[str, Any]) -> Path:
    """Keep a view under a name, in place of one of that name; two commands at once lose nothing."""
    if not re.fullmatch(r"[\w][\w .-]{0,59}", name):
        raise UsageError(f"--save {name!r}: a name has letters, digits, spaces, '.', '_' and '-', 60 at most")
    with _changing() as views:
        views[name] = dict(view)
    return _file()


def forget_view(name: str) -> None:
    """Remove a view."""
    with _changing() as views:
        if views.pop(name, None) is None:
            raise UsageError(_unknown(name, views))


def read_view(name: str) -> View:
    """Give a kept view."""
    views = read_views()
    if name not in views:
        raise UsageError(_unknown(name, views))
    return views[name]


def read_views() -> dict[str, View]:
    """Give all kept views by name."""
    path = _file()
    try:
        views = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UsageError(f"the views in {path} cannot be read ({error}): mend or delete the file") from error
    if not isinstance(views, dict) or not all(isinstance(view, dict) for view in views.values()):
        raise UsageError(f"{path} holds no views: mend or delete the file")
    return dict(sorted(views.items()))


@contextmanager
def _changing() -> Iterator[dict[str, View]]:
    """Give all views under a lock, and write them whole at the end unless something failed."""
    make_folder(_file().parent)
    with locked(_file().with_suffix(".lock")):
        views = read_views()
        yield views
        _write(views)


def _write(views: Mapping[str, View]) -> None:
    path = _file()
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix="views-")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(views, file, ensure_ascii=False, indent=1)
            Path(name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise RunError(f"cannot write {path}: {error.strerror}") from error


def _file() -> Path:
    return config_folder() / "views.json"


def _unknown(name: str, views: Mapping[str, View]) -> str:
    known = f"; there are {', '.join(map(one_line, views))}" if views else "; keep one with --save NAME"
    return f"there is no view {name!r}{known}"
