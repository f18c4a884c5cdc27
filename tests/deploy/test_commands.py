"""Every command that a page, the runbook or an alert names is one that exists."""

import importlib.util
import re
import shlex
from importlib import import_module
from itertools import takewhile
from pathlib import Path

import pytest

from pipeline.cli import COMMANDS, main

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").rglob("*.md")]
)
ALERTS = ROOT / "deploy" / "prometheus" / "alerts.yaml"
SHELL = re.compile(r"[|<>&]|\d>")
ASIDE = re.compile(r" (?:shows|finds) .*")
PROGRAM = re.compile(r"(?:python3?|pytest|bash) (-m [\w.]+|[\w/.-]+\.py|[\w/-]+/\w+)")


def commands() -> list[tuple[str, list[str]]]:
    """Give each command with its page, without what the shell does with it; a mere mention asks for help."""
    found = []
    for page in [*PAGES, ALERTS]:
        text = page.read_text(encoding="utf-8").replace("\\\n", " ")
        blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
        mentions = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))
        if page == ALERTS:
            mentions = re.split(
                r"[;\n]", re.sub(r"\{\{.*?\}\}", "index articles", "\n".join(re.findall(r"look: (.*)", text)))
            )
        lines = [line for block in blocks for line in block.splitlines()]
        for line in (*lines, *(mention.strip() for mention in mentions)):
            if not line.startswith("claimwire ") or not line.split()[1].strip("-").replace("-", "").islower():
                continue
            words = shlex.split(ASIDE.sub("", line).replace("…", "X"), comments=True)[1:]
            words = list(takewhile(lambda word: not SHELL.fullmatch(word), words))
            bare = line not in lines and not any(word.startswith("-") for word in words)
            found.append((page.name, [*words, "--help"] if bare else words))
    return found


@pytest.fixture
def unrun(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in COMMANDS:
        monkeypatch.setattr(import_module(f"pipeline.cli.{name.replace('-', '_')}"), "run", lambda args: 0)


@pytest.mark.parametrize(("page", "command"), commands(), ids=lambda part: part if isinstance(part, str) else "")
@pytest.mark.usefixtures("unrun")
def test_commands_that_pages_name_are_understood(page: str, command: list[str]) -> None:
    """The command line takes each command with its options as written."""
    try:
        code = main(command)
    except SystemExit as ended:
        code = int(ended.code or 0)
    assert code == 0, f"{page}: claimwire {shlex.join(command)}"


def test_there_are_many_commands() -> None:
    """The pages, the runbook and the alerts are really read."""
    found = commands()
    assert {"RUNBOOK.md", "README.md", "flink.md", "alerts.yaml"} <= {page for page, _ in found}
    assert len(found) > 80


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_programs_that_pages_name_exist(page: Path) -> None:
    """Modules and scripts that a page has one run are there."""
    for program in PROGRAM.findall(page.read_text(encoding="utf-8")):
        if program.startswith("-m "):
            assert importlib.util.find_spec(program[3:]) is not None, program
        else:
            assert (ROOT / program).exists() or (page.parent / program).exists(), program
