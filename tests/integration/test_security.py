"""What docs/security.md promises beyond single parts: no code from data, no secret in documents, loopback only."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.index.client import connect

ROOT = Path(__file__).parents[2]
SECRET = "correct-horse-battery"
UNSAFE_MODULES = {"pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle", "joblib"}
WITHIN_A_PICKLE = ROOT / "transforms" / "record.py"
"""Unpacks a part of what Beam is unpickling: it says how records travel between our own processes."""
UNSAFE_CALLS = {"eval", "exec", "compile", "__import__"}
LISTENING = "0A"


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for folder in ("pipeline", "transforms", "config"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_no_code_is_made_from_data() -> None:
    """No module of ours unpickles, evaluates, or loads YAML that can name Python objects."""
    found = []
    for path, tree in modules():
        for node in ast.walk(tree):
            match node:
                case ast.Import(names=names) if {n.name.partition(".")[0] for n in names} & UNSAFE_MODULES - (
                    {"pickle"} if path == WITHIN_A_PICKLE else set()
                ):
                    found.append(f"{path}:{node.lineno}")
                case ast.ImportFrom(module=str(name)) if name.partition(".")[0] in UNSAFE_MODULES:
                    found.append(f"{path}:{node.lineno}")
                case ast.Call(func=ast.Name(id=name)) if name in UNSAFE_CALLS:
                    found.append(f"{path}:{node.lineno}")
                case ast.Call(func=ast.Attribute(attr="load" | "load_all" | "unsafe_load", value=ast.Name(id="yaml"))):
                    if not any(ast.unparse(word.value).endswith("SafeLoader") for word in node.keywords):
                        found.append(f"{path}:{node.lineno}")
    assert found == []


def test_certificates_are_verified_everywhere() -> None:
    """No module of ours turns the verification of certificates off."""
    text = {path: path.read_text(encoding="utf-8") for path, _ in modules()}
    off = re.compile(r"verify(_certs)?\s*=\s*False|CERT_NONE|_create_unverified_context|check_hostname\s*=\s*False")
    assert [str(path) for path, source in text.items() if off.search(source)] == []


def test_secrets_are_in_no_document_and_no_output(
    elasticsearch: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """After a run with a password, neither what was printed nor any document of any index holds it."""
    monkeypatch.setenv("CLAIMWIRE_ES_USER", "desk")
    monkeypatch.setenv("CLAIMWIRE_ES_PASSWORD", SECRET)
    (tmp_path / "a.txt").write_text("Bridge shut\n\nThe mayor of Velmora said that the bridge is shut.\n")
    (tmp_path / "b.jsonl").write_text('{"title": "cut\n')
    where = [f"--output=elasticsearch:{elasticsearch}", "--prefix=secrets", "--direct_num_workers=1"]
    assert main(["run", f"--input={tmp_path}", "--json", *where]) == 0
    printed = capsys.readouterr()
    client = connect(elasticsearch)
    client.post("/secrets-*/_refresh")
    indexed = client.post("/secrets-*/_search", {"size": 1000})["hits"]["hits"]
    assert {hit["_index"].split("-")[1] for hit in indexed} >= {"articles", "dead", "runs"}
    assert SECRET not in printed.out + printed.err + json.dumps(indexed)


def test_the_embedded_server_listens_on_loopback_only(elasticsearch: str) -> None:
    """No socket of the embedded server can be reached from another machine."""
    port = int(elasticsearch.rpartition(":")[2])
    open_to = {
        address
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
        for address, state in [(line.split()[1], line.split()[3])]
        if state == LISTENING and int(address.rpartition(":")[2], 16) == port
    }
    hosts = {address.rpartition(":")[0] for address in open_to}
    assert hosts
    assert hosts <= {"0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000"}


def test_what_the_threat_model_names_exists() -> None:
    """Each test that docs/security.md names for a threat is there."""
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / "security.md").read_text(encoding="utf-8")))
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8"))
    }
    assert len(named) > 20
    assert named - there == set()
