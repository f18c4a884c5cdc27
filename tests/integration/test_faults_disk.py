"""Disks that are full: the state and the spool of feeds, and the folder of JSON lines."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hostile_site import Site, serve
from test_run import DEMO
from test_streaming import count, feed_of, run_document, streaming

from pipeline.cli import main


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB, where we may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=3m", "claimwire-test", str(folder)]
    if mount is None or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("mounting a small disk takes root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


def fill(folder: Path, *, leave: int = 0) -> Path:
    """Fill the disk but for some bytes; whoever else writes meanwhile helps."""
    ballast = folder / "ballast"
    size = shutil.disk_usage(folder).free - leave
    with suppress(OSError), ballast.open("wb") as file:
        file.write(b"\0" * max(0, size))
    return ballast


def to_files(folder: Path, *inputs: Path) -> int:
    arguments = ["run", "--quiet", "--direct_num_workers=1", f"--output=jsonl:{folder}"]
    return main([*arguments, *(f"--input={path}" for path in inputs)])


def ids(folder: Path) -> list[str]:
    return [line.split('"id": "')[1][:20] for line in (folder / "articles.jsonl").read_text().splitlines()]


def test_json_lines_on_a_full_disk(
    small_disk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line and exit code 1; what an earlier run left stays whole, and with room again the run is."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    files = sorted((DEMO / "files").glob("*.txt"))
    output = small_disk / "out"
    assert to_files(output, files[0]) == 0
    before = ids(output)
    for leave in (0, 60_000):  # the first write fails, or a later one
        ballast = fill(small_disk, leave=leave)
        capsys.readouterr()
        assert to_files(output, *files) == 1
        lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("claimwire: ")]
        assert len(lines) == 1
        assert "No space left" in lines[0], lines
        assert ids(output) == before
        ballast.unlink()
    assert to_files(output, *files) == 0
    assert to_files(tmp_path / "calm", *files) == 0
    assert ids(output) == ids(tmp_path / "calm")


def test_a_stream_waits_for_a_full_disk(elasticsearch: str, site: Site, small_disk: Path, tmp_path: Path) -> None:
    """With no room for state and spool nothing is asked to count; with room again all is indexed, once."""
    names = ["d1", "d2"]
    feeds = [feed_of(site, "/d.xml", names)]
    with streaming(elasticsearch, "full", tmp_path, feeds, f"--state={small_disk / 'state'}") as running:
        running.wait_for_articles(2)
        ballast = fill(small_disk)
        names[:0] = [f"d{number}" for number in range(3, 60)]
        running.wait_for_event("failed")
        running.wait_for_event("failed")
        assert count(elasticsearch, "full") == 2
        ballast.unlink()
        running.wait_for_articles(59)
        assert running.stop() == 0
    document = run_document(elasticsearch, "full")
    assert (document["state"], document["problems"], document["dead_letters"]) == ("done", [], 0)
    assert document["articles"] == count(elasticsearch, "full") == 59


def test_a_batch_without_room_for_its_state(
    elasticsearch: str, site: Site, small_disk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line; the next run, with room, has everything."""
    feed = feed_of(site, "/b.xml", [f"b{number}" for number in range(40)])
    ballast = fill(small_disk)
    arguments = ["run", "--quiet", "--direct_num_workers=1", "--prefix=roomless", "--allow-network=127.0.0.0/8"]
    arguments += [f"--output=elasticsearch:{elasticsearch}", f"--state={small_disk / 'state'}", f"--input={feed}"]
    assert main(arguments) == 1
    lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("claimwire: ")]
    assert len(lines) == 1, lines
    ballast.unlink()
    assert main(arguments) == 0
    assert count(elasticsearch, "roomless") == 40
