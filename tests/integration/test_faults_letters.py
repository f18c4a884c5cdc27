"""An index that refuses single documents, or the dead letters themselves: what is kept where, and how it comes back."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from breakable import breakable
from test_faults_index import FILES, contents
from test_replay import Desk
from test_streaming import differences, run_document, streaming

from pipeline.cli import main
from pipeline.index.client import connect
from pipeline.index.schema import set_up
from pipeline.kept_letters import read_kept_letters


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


LONG = " ".join(f"Pier {number} of the harbour of Velmora was painted grey in spring." for number in range(550))
"""More bytes than a keyword may have: an index that takes the text as one refuses the document, and no other."""


def with_whole_texts(url: str, prefix: str, **options: int) -> None:
    """Index texts as whole keywords too."""
    whole = {"type": "keyword", **options}
    properties = {"raw": {"type": "text", "index": False, "fields": {"whole": whole}}}
    connect(url).put(f"/{prefix}-articles-write/_mapping", {"properties": properties})


def test_a_single_refused_document_costs_no_other(
    elasticsearch: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One article is a dead letter, the others are indexed, the ledger adds up; a replay makes the index whole."""
    desk, calm = Desk(elasticsearch, "refused-one", capsys), Desk(elasticsearch, "refused-none", capsys)
    (tmp_path / "long.txt").write_text(f"Harbour painted\n\n{LONG}\n")
    paths = [f"--input={path}" for path in (tmp_path / "long.txt", *FILES)]
    calm.run(*paths, "--no-state")
    set_up(connect(elasticsearch), desk.prefix)
    with_whole_texts(elasticsearch, desk.prefix)
    document = desk.run(*paths, "--no-state")
    (letter,) = desk.letters()
    assert (document["problems"], document["dead_letters"]) == ([], 1)
    assert (letter["stage"], letter["payload_type"]) == ("index", "document")
    assert letter["origin"].startswith("articles/")
    assert len(desk.articles()) == len(FILES)
    with_whole_texts(elasticsearch, desk.prefix, ignore_above=100)
    assert desk.replay("--all")["through"] == [letter["id"]]
    assert (desk.letters(), len(desk.articles())) == ([], len(FILES) + 1)
    found = differences(contents(elasticsearch, desk.prefix), contents(elasticsearch, calm.prefix))
    assert not found, found


def test_letters_that_the_index_refuses_are_kept_in_a_file(
    elasticsearch: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A dead-letter store that fails falls back to a file and says so; the ledger adds up, a replay empties it."""
    desk = Desk(elasticsearch, "refused-letters", capsys)
    broken = tmp_path / "broken.xml"
    broken.write_text("<rss><channel><item>")
    arguments = ["run", "--quiet", "--direct_num_workers=1", "--no-state", f"--prefix={desk.prefix}"]
    arguments += [f"--output=elasticsearch:{elasticsearch}", f"--input={broken}", f"--input={FILES[0]}"]
    set_up(connect(elasticsearch), desk.prefix)
    numbers = {"type": "keyword", "fields": {"number": {"type": "integer"}}}
    connect(elasticsearch).put(f"/{desk.prefix}-dead-letters-write/_mapping", {"properties": {"kind": numbers}})
    assert main(arguments) == 0
    ((path, letter),) = read_kept_letters()
    said = capsys.readouterr().err
    assert str(path) in said
    assert "not in the index" in said
    assert path.is_relative_to(tmp_path / "data")
    assert letter["origin"] == str(broken)
    document = run_document(elasticsearch, desk.prefix)
    assert (document["problems"], document["articles"]) == ([], 1)
    assert desk.letters() == []
    broken.write_text(
        "<rss version='2.0'><channel><title>T</title><item><title>Bridge shut</title><guid>g1</guid>"
        "<description>The mayor of Velmora said on Monday that the bridge would stay shut.</description>"
        "</item></channel></rss>"
    )
    assert desk.replay("--all")["through"] == [letter["id"]]
    assert list(read_kept_letters()) == []


def test_a_server_that_is_busy_for_minutes(elasticsearch: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused with 429 for much longer than a request is tried, a stream waits: all is indexed once, no dead letter."""
    monkeypatch.setenv("CLAIMWIRE_ES_PATIENCE", "10")
    (tmp_path / "in").mkdir()
    with (
        breakable(elasticsearch) as door,
        streaming(door.url, "busy", tmp_path, [str(tmp_path / "in")]) as running,
    ):
        running.url = elasticsearch
        running.wait_for_first("ready")
        door.busy_bulk = 1_000_000
        for path in FILES:
            shutil.copy(path, tmp_path / path.name)
            (tmp_path / path.name).rename(tmp_path / "in" / path.name)
        running.wait_for_event("failed")
        running.wait_for_event("failed")
        refused = 1_000_000 - door.busy_bulk
        door.busy_bulk = 0
        running.wait_for_articles(len(FILES))
        assert running.stop() == 0
    document: dict[str, Any] = run_document(elasticsearch, "busy")
    assert refused > 2
    assert (document["state"], document["problems"], document["dead_letters"]) == ("done", [], 0)
    assert document["articles"] == len(FILES)
