"""The questions of docs/questions.md, asked of the demo's index."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import main

ROOT = Path(__file__).parents[2]
PREFIX = "questions"
DEMO = f"""
import sys
sys.path.insert(0, "deploy/demo")
from site_server import FEEDS, serve
from pipeline.cli import main
with serve() as site:
    inputs = [f"--input={{site}}{{feed}}" for feed in FEEDS] + ["--input=deploy/demo/files"]
    where = [f"--output=elasticsearch:{{sys.argv[1]}}", "--prefix={PREFIX}", "--allow-network=127.0.0.0/8"]
    sys.exit(main(["run", "--quiet", "--direct_num_workers=1", *inputs, *where]))
"""
ANSWERS = {
    1: (r"Layla Haddad", r"denied after", r"≠ .*Rustam Velikhov"),
    2: (r"United Nations|Layla Haddad", r"≠ says otherwise", r"because: .* against ", r"Velikhov", r"raw \d+-\d+"),
    3: (r"51 civilians", r"At least 43", r"1 to \d+ of \d+ claims"),
    4: (r"Russian Ministry of Defense  \[deny\]",),
    5: (r"Layla Haddad  \[accuse\]", r"Russian warplanes"),
    6: (
        r"Northern Wire: Ferry with 310 aboard",
        r"Harbour Gazette \+1 h 30 min  near",
        r"\+ Subscribe to our newsletter",
    ),
    7: (r"first said", r"copied", r"43 civilians were killed"),
    8: (r"a headline that the article does not bear out", r"drunk captain"),
    9: (r"machine-translated from ru", r"Morozov: Russia was not presented"),
    10: (r"contradictions; .*Northern Wire",),
}
"""What the answer to each question must show, whatever else is found."""


def questions() -> dict[int, list[list[str]]]:
    text = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
    found: dict[int, list[list[str]]] = {}
    for number, section in re.findall(r"^## (\d+)\.(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE):
        lines = re.findall(r"^claimwire (.+)$", section, re.MULTILINE)
        found[int(number)] = [shlex.split(line) for line in lines]
    return found


@pytest.fixture(scope="module")
def demo(elasticsearch: str) -> str:
    command = [sys.executable, "-c", DEMO, elasticsearch]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300)
    return elasticsearch


def test_there_are_ten_questions() -> None:
    """Each question has a command for the demo and one for other news, and its answer is checked."""
    asked = questions()
    assert list(asked) == list(ANSWERS)
    assert {len(commands) for commands in asked.values()} == {2}


@pytest.mark.timeout(360)
@pytest.mark.parametrize("number", ANSWERS)
def test_one_command_answers_each_question(demo: str, capsys: pytest.CaptureFixture[str], number: int) -> None:
    """The command as it is printed finds what the analyst asked for; the other one is a valid question too."""
    first, second = questions()[number]
    where = [f"--elasticsearch={demo}", f"--prefix={PREFIX}"]
    assert main([*first, *where]) == 0
    answer = capsys.readouterr().out
    for expected in ANSWERS[number]:
        assert re.search(expected, answer), answer
    if not {"--copies-of", "--cluster"} & set(second):  # which name documents that the demo has not
        assert main([*second, *where]) == 0
