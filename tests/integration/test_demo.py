"""The demo as a stranger runs it: worker processes, three feeds over HTTP, pages, files, and its own server."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_demo_finds_copies_names_and_contradictions(tmp_path: Path) -> None:
    """One command ends well, its ledger adds up, and it says what it found and how to stop the server."""
    environment = os.environ | {"XDG_DATA_HOME": str(tmp_path), "COLUMNS": "200", "NO_COLOR": "1"}
    try:
        result = subprocess.run(
            [sys.executable, ROOT / "deploy" / "demo" / "run.py"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=400,
        )
        assert result.returncode == 0, result.stderr
        for expected in (
            "the ledger adds up",
            "is a translation copy",
            "Morozov → Irina Morozova",
            "but Rustam Velikhov (assert; Northern Wire)",
            "truncated-xml",
            "elasticsearch stop",
        ):
            assert expected in result.stdout
        hints = [
            line.split(" ", 1)[1] for line in map(str.strip, result.stdout.splitlines()) if "claimwire search" in line
        ]
        assert hints
        for hint in hints:
            found = _run(shlex.split(hint), environment)
            assert "  1. " in found, f"{hint}: {found}"
    finally:
        stop = [sys.executable, "-c", "from pipeline.cli import main; main(['elasticsearch', 'stop'])"]
        subprocess.run(stop, env=environment, check=False)


def _run(arguments: list[str], environment: dict[str, str]) -> str:
    code = "import sys; from pipeline.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_a_readable_page_shows_speakers_and_changes() -> None:
    """`annotate` names the speaker, the act, and what was put right."""
    code = (
        "import sys; from pipeline.cli import main; sys.exit(main(['annotate', 'deploy/demo/files/delta-news-1.txt']))"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "Irina Morozova" in result.stdout
    assert "slave States" in result.stdout
    assert "duplicated-headline" in result.stdout
