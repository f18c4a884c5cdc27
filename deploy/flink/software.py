"""What a Flink cluster on this machine consists of: fetched and built once, into the user's cache."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import RunError
from pipeline.folders import cache_folder, locked, make_folder
from pipeline.server.java import candidates, java_version

FLINK = "apache-flink-libraries==1.19.3"
FLINK_DIGEST = "4a58e3a1fb7d83340bc96b6c080624c6d792d69fae5d294b96224775204a9c60"
NEEDED_JARS = re.compile(r"/deps/lib/(flink-dist|log4j)[^/]*\.jar$")
POM = Path(__file__).parent / "job-server" / "pom.xml"
SETUP_TIMEOUT_S = 1200
JAVA_RELEASES = (17, 11)


@dataclass(frozen=True, slots=True)
class Software:
    """What runs: a Java, Flink's jars, and Beam's job server."""

    java: Path
    flink: Path
    job_server: Path


def prepared() -> Software:
    """Give the software, fetched and built where the cache lacks it; RunError in one line for what is missing."""
    java = find_java()
    home = make_folder(cache_folder() / f"flink-{FLINK_DIGEST[:8]}-{hashlib.sha256(POM.read_bytes()).hexdigest()[:8]}")
    software = Software(java=java, flink=home / "lib", job_server=home / "job-server.jar")
    with locked(home / "lock"):
        if not software.job_server.is_file():
            build_job_server(java.parent.parent, software.job_server)
        if not software.flink.is_dir():
            fetch_flink(software.flink)
    return software


def is_prepared() -> bool:
    """Tell whether all of it is in the cache."""
    home = cache_folder() / f"flink-{FLINK_DIGEST[:8]}-{hashlib.sha256(POM.read_bytes()).hexdigest()[:8]}"
    return (home / "lib").is_dir() and (home / "job-server.jar").is_file()


def find_java() -> Path:
    """Give the program of a Java that Flink 1.19 runs on."""
    for release in JAVA_RELEASES:
        for home in candidates():
            if java_version(home) == release:
                return home / "bin" / "java"
    raise RunError("Flink 1.19 needs Java 17 or 11: install one (Debian: apt-get install openjdk-17-jdk-headless)")


def build_job_server(java_home: Path, target: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise RunError("Maven builds Beam's job server, and `mvn` is not on the PATH: apt-get install maven")
    if not (java_home / "bin" / "javac").is_file():
        raise RunError(f"Maven needs a JDK, and {java_home} has no compiler: apt-get install openjdk-17-jdk-headless")
    sys.stderr.write("claimwire: building Beam's job server for Flink by Maven, once for this user (minutes) ...\n")
    with tempfile.TemporaryDirectory(prefix="claimwire-") as name:
        shutil.copy(POM, name)
        command = [maven, "-B", "-q", f"-Dmaven.repo.local={cache_folder() / 'm2'}", "package"]
        _must(
            "Maven could not build Beam's job server", command, Path(name), os.environ | {"JAVA_HOME": str(java_home)}
        )
        _put(Path(name) / "target" / "job-server.jar", target)


def fetch_flink(target: Path) -> None:
    sys.stderr.write("claimwire: fetching Flink 1.19 from PyPI, once for this user (230 MB) ...\n")
    with tempfile.TemporaryDirectory(prefix="claimwire-") as name:
        folder = Path(name)
        (folder / "requirements.txt").write_text(f"{FLINK} --hash=sha256:{FLINK_DIGEST}\n")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary=:all:"]
        command += ["--require-hashes", "--requirement=requirements.txt"]
        _must("pip could not fetch Flink", command, folder, os.environ)
        jars = make_folder(folder / "lib")
        with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
            for member in archive:
                if NEEDED_JARS.search(member.name) and (content := archive.extractfile(member)):
                    (jars / Path(member.name).name).write_bytes(content.read())
        _put(jars, target)


def _must(problem: str, command: list[str], folder: Path, environment: Mapping[str, str]) -> None:
    try:
        done = subprocess.run(
            command, cwd=folder, env=dict(environment), stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=SETUP_TIMEOUT_S, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise RunError(f"{problem} within {SETUP_TIMEOUT_S} s: check the network") from error
    if done.returncode:
        lines = [line.strip() for line in (done.stdout + done.stderr).splitlines() if "ERROR" in line]
        raise RunError(f"{problem}: {next(iter(lines), 'it said nothing')[:300]}; check the network")


def _put(made: Path, target: Path) -> None:
    """Put what was made in its place, whole or not at all."""
    scratch = target.with_name(f".{target.name}.new")
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.move(made, scratch)
    scratch.rename(target)
