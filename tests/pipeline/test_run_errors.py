"""Bad usage ends in one line that names the thing and the remedy, with the right exit code, and leaves nothing."""

from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.desk_tables import desk_tables
from pipeline.errors import UsageError

SAMPLE = str(Path(__file__).parents[2] / "deploy" / "demo" / "files" / "delta-news-1.txt")


@pytest.mark.parametrize(
    ("arguments", "named", "remedy"),
    [
        ([], "no input", "--config"),
        (["--input", "nowhere.txt"], "nowhere.txt", "check the path"),
        (["--input", "nowhere-*.txt"], "nowhere-*.txt", "no file matches"),
        (["--input", "ftp://example.org/x"], "ftp", "http(s)"),
        (["--input", SAMPLE, "--output", "csv:out"], "csv:out", "jsonl:DIR"),
        (["--input", SAMPLE, "--map", "nonsense"], "nonsense", "OURS=THEIRS"),
        (["--input", SAMPLE, "--knowledge", "nowhere.tsv"], "nowhere.tsv", "no such file"),
        (["--config", "nowhere.yaml"], "nowhere.yaml", "check the path"),
        (["--input", SAMPLE, "--inptu", "x"], "--inptu", "--help"),
        (["--input", SAMPLE, "--allow-network", "many"], "many", "127.0.0.0/8"),
        (["--input", SAMPLE, "--max-dead-letters", "-1"], "-1", "from 0 up"),
    ],
)
def test_bad_usage_is_one_line_and_exit_code_2(
    arguments: list[str],
    named: str,
    remedy: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is wrong is said before anything runs or is written."""
    monkeypatch.chdir(tmp_path)
    output = [] if "--output" in arguments else [f"--output=jsonl:{tmp_path / 'out'}"]
    assert main(["run", *arguments, *output]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert named in error
    assert remedy in error
    assert list(tmp_path.iterdir()) == []


def test_an_absent_server_is_one_line_and_exit_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    """An unreachable Elasticsearch is named with the remedy."""
    assert main(["run", "--input", SAMPLE, "--output=elasticsearch:http://127.0.0.1:9"]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "http://127.0.0.1:9" in error
    assert "claimwire elasticsearch start" in error


def test_an_empty_folder_names_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without files is bad usage, not an empty success."""
    assert main(["run", f"--input={tmp_path}", f"--output=jsonl:{tmp_path / 'out'}"]) == 2
    assert "holds no files" in capsys.readouterr().err


def test_a_failed_document_leaves_its_place_to_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`annotate --json` prints one line a document, in order, an error in the place of one that fails."""
    empty = tmp_path / "empty.txt"
    empty.touch()
    assert main(["annotate", "--json", SAMPLE, str(empty), SAMPLE]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert '"error": "empty' in lines[1]
    assert [line.startswith('{"id"') for line in lines] == [True, False, True]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (None, "there is no such file or folder"),
        ("id\tname\nthe mill\tMill\n", "own.tsv:1: the column 'type' is missing from the header line"),
    ],
)
def test_a_desks_own_table_is_checked_before_the_run(tmp_path: Path, table: str | None, said: str) -> None:
    """A table that is missing or has a mistake is named with its line, before anything is started."""
    own = tmp_path / "own.tsv"
    if table is not None:
        own.write_text(table, encoding="utf-8")
    with pytest.raises(UsageError, match=said) as error:
        desk_tables([own])
    assert "\n" not in str(error.value)
