"""The shape of the repo: who may import whom, and whose names are whose."""

import ast
import subprocess
import sys
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FORBIDDEN = {
    "config": {"apache_beam", "httpx", "elasticsearch", "socket", "urllib", "requests", "pipeline"},
    "transforms": {"apache_beam", "httpx", "elasticsearch", "socket", "requests", "pipeline", "random", "time"},
}
PURE_MODULES = sorted(path for name in FORBIDDEN for path in (ROOT / name).rglob("*.py"))
LIGHT = ("apache_beam", "spacy", "elasticsearch", "httpx", "trafilatura", "numpy")


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("path", PURE_MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_pure_packages_import_neither_beam_nor_network_nor_pipeline(path: Path) -> None:
    """`config` and `transforms` know nothing of Beam, the network, the clock or the pipeline."""
    assert not imported(path) & FORBIDDEN[path.relative_to(ROOT).parts[0]]


def test_config_imports_of_transforms_only_the_records() -> None:
    """Data flows one way: tables and settings may name the shared records, nothing else of `transforms`."""
    for path in (ROOT / "config").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("transforms"):
                assert node.module in ("transforms.records", "transforms.errors"), path


def test_the_three_package_names_are_ours() -> None:
    """`pipeline`, `transforms` and `config` belong to this distribution and to no other that is installed."""
    owners = packages_distributions()
    for name in ("pipeline", "transforms", "config"):
        assert set(owners.get(name, ["claimwire"])) == {"claimwire"}
    assert distribution("claimwire").metadata["License-Expression"] == "Apache-2.0"


@pytest.mark.parametrize("arguments", [["--help"], ["search", "--help"], ["run", "--help"], ["annotate", "--help"]])
def test_light_commands_do_not_import_heavy_packages(arguments: list[str]) -> None:
    """Help answers without Beam, spaCy or the Elasticsearch client."""
    code = f"import sys; from pipeline.cli import main\ntry: main({arguments!r})\nexcept SystemExit: pass\n"
    code += f"print([m for m in {LIGHT!r} if m in sys.modules], file=sys.stderr)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stderr.strip() == "[]"
    assert "usage" in result.stdout


def test_no_module_is_named_like_the_standard_library_or_like_nothing() -> None:
    """No `utils`, no `helpers`; no package of ours hides one of Python's."""
    for path in [*ROOT.glob("pipeline/**/*.py"), *ROOT.glob("transforms/**/*.py"), *ROOT.glob("config/**/*.py")]:
        assert path.stem not in {"utils", "helpers", "common", "base", "manager", "misc"}
