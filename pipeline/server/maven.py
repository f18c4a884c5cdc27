"""Fetches artifacts by their Maven coordinates into the user's cache, with the machine's own Maven and its settings."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import RunError
from pipeline.folders import cache_folder, make_folder

FETCH_TIMEOUT_S = 1800
SYSTEM_TRUST = Path("/etc/ssl/certs/java/cacerts")


class Artifact(NamedTuple):
    group: str
    name: str
    version: str
    packaging: str = "jar"

    def path_in(self, repository: Path) -> Path:
        folder = repository.joinpath(*self.group.split("."), self.name, self.version)
        return folder / f"{self.name}-{self.version}.{self.packaging}"

    def __str__(self) -> str:
        return ":".join(self)


def fetch(artifact: Artifact, *, java_home: Path) -> Path:
    """Give the artifact's file, from the cache or by Maven, which checks its digest before it puts it in place."""
    repository = make_folder(cache_folder()) / "m2"
    path = artifact.path_in(repository)
    if path.is_file():
        return path
    program = shutil.which("mvn")
    if program is None:
        raise RunError(
            f"Maven is needed once, to fetch {artifact}, and `mvn` is not on the PATH: "
            "install it (Debian: apt-get install maven), or set CLAIMWIRE_ES_URL to a server of your own"
        )
    sys.stderr.write(f"claimwire: fetching {artifact.name} {artifact.version} by Maven, once for this user ...\n")
    command = [
        program, "-B", "-q", "dependency:get", f"-Dmaven.repo.local={repository}", "-Dtransitive=false",
        f"-Dartifact={artifact}",
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=FETCH_TIMEOUT_S,
            check=False,
            env=_environment(java_home),
        )
    except subprocess.TimeoutExpired as error:
        raise RunError(f"Maven did not fetch {artifact} within {FETCH_TIMEOUT_S} s: check the network") from error
    if done.returncode != 0 or not path.is_file():
        raise RunError(f"Maven could not fetch {artifact}: {_reason(done.stdout + done.stderr)}; check the network")
    return path


def _environment(java_home: Path) -> dict[str, str]:
    """Let Maven find a Java of its own choice; where the machine has none, lend it ours."""
    environment = dict(os.environ)
    if not environment.get("JAVA_HOME") and shutil.which("java") is None:
        environment["JAVA_HOME"] = str(java_home)
        if SYSTEM_TRUST.is_file():  # a bundled runtime knows nothing of a company's own authority
            options = environment.get("MAVEN_OPTS", "")
            environment["MAVEN_OPTS"] = f"{options} -Djavax.net.ssl.trustStore={SYSTEM_TRUST}".strip()
    return environment


def _reason(output: str) -> str:
    """Give the first line in which Maven says what went wrong."""
    lines = [line.strip() for line in re.sub(r"\x1b\[[0-9;]*m", "", output).splitlines() if line.strip()]
    errors = [line.removeprefix("[ERROR]").strip() for line in lines if line.startswith("[ERROR]")]
    return next(iter(errors or lines), "it said nothing")[:300]
