"""What operators deploy: held against the schemas of its formats, and against Claimwire itself."""

import argparse
import itertools
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.cli.run import add_arguments

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
MANIFESTS = sorted(
    path for path in (DEPLOY / "kubernetes").glob("*.yaml") if path.stem not in ("kustomization", "feeds")
)
BIN = Path(sys.executable).parent


def _run(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_image_is_built_as_its_linter_wants() -> None:
    """The Dockerfile has no finding of hadolint."""
    _run(BIN / "hadolint", "deploy/Dockerfile")


def test_the_image_copies_what_there_is() -> None:
    """Each path that the Dockerfile copies exists, and the ignore file lets it through."""
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    paths = [path for line in copied for path in line.split()]
    allowed = {line[1:].rstrip("/") for line in (ROOT / ".dockerignore").read_text().splitlines() if line[:1] == "!"}
    assert {path.rstrip("/") for path in paths} == allowed
    assert all((ROOT / path).exists() for path in allowed)


def test_the_compose_file_is_one() -> None:
    """The compose file holds against the schema of compose files."""
    _run(BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", "deploy/compose.yaml")


def test_the_compose_file_names_only_what_there_is() -> None:
    """Each service that another waits for, and each file that is mounted, exists; only loopback ports are open."""
    services = _compose()["services"]
    for service in services.values():
        assert set(service.get("depends_on", {})) <= set(services)
        for port in service.get("ports", []):
            assert port.startswith("127.0.0.1:")
        for volume in service.get("volumes", []):
            source = re.sub(r"\$\{\w+:-(.*?)\}", r"\1", volume).split(":")[0]
            assert not source.startswith(".") or (DEPLOY / source).exists(), source


@pytest.mark.parametrize(
    "script", sorted(p for p in (DEPLOY / "compose").iterdir() if not p.suffix), ids=lambda p: p.name
)
def test_scripts_parse(script: Path) -> None:
    """Each shell script is one."""
    _run("bash", "-n", script)


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda path: path.stem)
def test_manifests_are_such(manifest: Path) -> None:
    """Each Kubernetes manifest holds against the schema of its kind, unknown fields refused."""
    _run(BIN / "kubernetes-validate", "--strict", manifest)


def test_every_manifest_is_applied_or_said_not_to_be() -> None:
    """The kustomization names every manifest but that of the Flink operator, and nothing that is not there."""
    kustomization = yaml.safe_load((DEPLOY / "kubernetes" / "kustomization.yaml").read_text())
    assert {*kustomization["resources"], "flink.yaml"} == {path.name for path in MANIFESTS}


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not there")
def test_the_manifests_are_put_together() -> None:
    """Kustomize, as kubectl has it, makes one list of them, with the feeds in a map that the pods name."""
    done = subprocess.run(
        ["kubectl", "kustomize", "kubernetes"], capture_output=True, text=True, cwd=DEPLOY, check=True
    )
    made = [document for document in yaml.safe_load_all(done.stdout) if document["kind"] == "ConfigMap"]
    assert [set(document["data"]) for document in made] == [{"feeds.yaml"}]
    volumes = [volume for pod in _pods() for volume in pod["volumes"] if "configMap" in volume]
    assert volumes
    assert done.stdout.count(f"name: {made[0]['metadata']['name']}") == 1 + len(volumes)


def test_containers_are_confined() -> None:
    """Our containers run as a user, change nothing of their image, gain no rights, and have limits."""
    for pod in _pods():
        assert pod["securityContext"]["runAsNonRoot"]
        for container in pod["containers"]:
            assert container["securityContext"]["readOnlyRootFilesystem"]
            assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
            assert {"cpu", "memory"} <= set(container["resources"]["limits"])


def test_commands_are_known() -> None:
    """The arguments that containers give to Claimwire are those of its command line."""
    commands = [container["args"] for pod in _pods() for container in pod["containers"]]
    commands += [s["command"] for name, s in _compose()["services"].items() if name == "claimwire"]
    parser = argparse.ArgumentParser(allow_abbrev=False)
    add_arguments(parser)
    for command in commands:
        assert not parser.parse_known_args(command[1:])[1], command


@pytest.mark.parametrize("path", ["compose/feeds.yaml", "kubernetes/feeds.yaml"])
def test_the_feeds_are_valid(path: str) -> None:
    """The feeds files that come along are valid."""
    _run(BIN / "claimwire", "validate-config", DEPLOY / path)


def _compose() -> Any:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def _pods() -> Iterator[Any]:
    """Give the pods that run Claimwire itself."""
    documents = itertools.chain.from_iterable(yaml.safe_load_all(path.read_text()) for path in MANIFESTS)
    for document in documents:
        match document:
            case {"kind": "Deployment", "metadata": {"name": "claimwire-streaming"}}:
                yield document["spec"]["template"]["spec"]
            case {"kind": "CronJob"}:
                yield document["spec"]["jobTemplate"]["spec"]["template"]["spec"]
