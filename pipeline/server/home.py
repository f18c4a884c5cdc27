"""Assembles a runnable Elasticsearch from the distribution on Maven Central, once per machine and version."""

import hashlib
import os
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from pipeline.errors import RunError
from pipeline.folders import cache_folder, locked, make_folder
from pipeline.server.maven import Artifact, fetch

VERSION = "9.5.3"
DISTRIBUTION = Artifact("org.elasticsearch.distribution.integ-test-zip", "elasticsearch", VERSION, "zip")
COMPILER = Artifact("org.eclipse.jdt", "ecj", "3.44.0")
"""A Java compiler that runs on a plain runtime: one path for every machine, with a JDK or without."""

SOURCES = Path(__file__).parent / "java"
NEEDED_MB = 600

DESCRIPTOR = f"""\
description=What Claimwire uses of the modules that this distribution lacks
version={VERSION}
name=claimwire-compat
classname=claimwire.compat.CompatPlugin
java.version=21
elasticsearch.version={VERSION}
"""


def assemble_home(java_home: Path) -> Path:
    """Give the server's home, built in a temporary folder and renamed into place; other processes wait meanwhile."""
    cache = make_folder(cache_folder())
    home = cache / f"elasticsearch-{VERSION}-{_digest()}"
    if home.is_dir():
        return home
    with locked(cache / "elasticsearch.lock"):
        if home.is_dir():
            return home
        require_space(cache, NEEDED_MB)
        distribution = fetch(DISTRIBUTION, java_home=java_home)
        compiler = fetch(COMPILER, java_home=java_home)
        for remains in cache.glob("assemble-*"):  # of a process that was killed: we hold the lock
            shutil.rmtree(remains, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix="assemble-", dir=cache) as folder:
            made = Path(folder) / "home"
            _unpack(distribution, made)
            _compile(java_home, compiler, made)
            os.rename(made, home)
    return home


def require_space(folder: Path, needed_mb: int) -> None:
    """Refuse to go on where the disk is nearly full."""
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    if free_mb < needed_mb:
        raise RunError(f"{folder} has {free_mb} MB left, {needed_mb} MB are needed: free some disk space")


def _digest() -> str:
    """Name the home by what is built into it, so that a new release of ours builds its own."""
    digest = hashlib.sha256(f"{DISTRIBUTION} {COMPILER} {DESCRIPTOR}".encode())
    for path in sorted(SOURCES.rglob("*.java")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _unpack(distribution: Path, home: Path) -> None:
    """Take the server's jars, native libraries and HTTP module; leave the parts that a local node never uses."""
    kept = ("lib/", "modules/transport-netty4/", "modules/analysis-common/", "modules/rest-root/", "LICENSE", "NOTICE")
    left = ("lib/tools/", "lib/cli-launcher/", "lib/entitlement-agent/", "lib/entitlement-bridge/")
    try:
        with zipfile.ZipFile(distribution) as archive:
            for entry in archive.infolist():
                name = entry.filename.partition("/")[2]
                if name.startswith(kept) and not name.startswith(left) and not entry.is_dir():
                    target = home / name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with archive.open(entry) as source, target.open("wb") as sink:
                        shutil.copyfileobj(source, sink)
    except zipfile.BadZipFile as error:
        raise RunError(f"{distribution} is damaged: delete it and try again") from error
    for descriptor in home.glob("modules/*/plugin-descriptor.properties"):
        # A named module would be loaded in a layer of its own, which class-path mode has not.
        lines = descriptor.read_text(encoding="utf-8").splitlines()
        descriptor.write_text("\n".join(line for line in lines if not line.startswith("modulename=")), encoding="utf-8")


def _compile(java_home: Path, compiler: Path, home: Path) -> None:
    """Compile the launcher, and the plugin unless the distribution has the modules that it stands in for."""
    classes = home / "classes"
    jars = os.pathsep.join(str(path) for path in sorted((home / "lib").glob("*.jar")))
    command = [str(java_home / "bin" / "java"), "-jar", str(compiler), "-21", "-proc:none", "-nowarn"]
    sources = sorted(str(path) for path in SOURCES.rglob("*.java"))
    done = subprocess.run(
        [*command, "-d", str(classes), "-cp", jars, *sources],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        raise RunError(f"the embedded server's launcher does not compile: {done.stderr.strip()[-500:]}")
    plugins = home / "plugins"
    plugins.mkdir()
    if not (home / "modules" / "analysis-common").exists():
        _pack_plugin(classes, plugins / "claimwire-compat")
    shutil.rmtree(classes / "claimwire" / "compat")


def _pack_plugin(classes: Path, plugin: Path) -> None:
    plugin.mkdir()
    (plugin / "plugin-descriptor.properties").write_text(DESCRIPTOR, encoding="utf-8")
    with zipfile.ZipFile(plugin / "claimwire-compat.jar", "w") as jar:
        for path in sorted((classes / "claimwire" / "compat").glob("*.class")):
            jar.write(path, path.relative_to(classes).as_posix())
