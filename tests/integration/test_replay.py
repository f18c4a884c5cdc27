"""Dead letters on a real Elasticsearch: replayed, counted, kept where no index takes them."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main
from pipeline.index.actions import Action
from pipeline.index.client import connect
from pipeline.kept_letters import keep_letter, read_kept_letters
from pipeline.stages import annotate, stories

TEXT = "The mayor of Velmora said on Monday that the bridge would stay shut until the river falls. He asked for help."


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


class Desk:
    """One index, and the commands on it."""

    def __init__(self, url: str, prefix: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.url, self.prefix, self.capsys = url, prefix, capsys

    def run(self, *arguments: str) -> Any:
        common = ["run", "--quiet", "--json", "--direct_num_workers=1", f"--prefix={self.prefix}"]
        return self._json(*common, f"--output=elasticsearch:{self.url}", *arguments)

    def replay(self, *arguments: str) -> Any:
        where = [f"--elasticsearch={self.url}", f"--prefix={self.prefix}"]
        return self._json("dead-letters", "replay", *where, "--json", "--quiet", *arguments)

    def letters(self) -> list[dict[str, Any]]:
        found = self._all("dead-letters")
        return sorted(found, key=lambda letter: letter["origin"])

    def claims(self) -> list[dict[str, Any]]:
        return self._all("claims")

    def articles(self) -> list[dict[str, Any]]:
        return self._all("articles")

    def _all(self, kind: str) -> list[dict[str, Any]]:
        client = connect(self.url)
        client.post(f"/{self.prefix}-{kind}/_refresh")
        hits = client.post(f"/{self.prefix}-{kind}/_search", {"size": 1000})["hits"]["hits"]
        return [hit["_source"] for hit in hits]

    def _json(self, *arguments: str) -> Any:
        assert main(arguments) == 0
        return json.loads(self.capsys.readouterr().out)


@pytest.fixture
def desk(elasticsearch: str, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> Desk:
    return Desk(elasticsearch, f"replay-{abs(hash(request.node.name)) % 10**8}", capsys)


def test_a_repaired_input_gets_through_and_its_letter_goes(desk: Desk, tmp_path: Path) -> None:
    """A file that could not be read is read again at its place; once it can be, its letter is gone."""
    path = tmp_path / "late.txt"
    path.write_bytes(b"")
    desk.run(f"--input={path}")
    assert [letter["kind"] for letter in desk.letters()] == ["empty"]
    identity = desk.letters()[0]["id"]
    assert desk.replay("--all")["failed"] == [identity]
    assert desk.letters()[0]["attempts"] == 2
    path.write_text(f"Velmora bridge stays shut\n\n{TEXT}\n")
    assert desk.replay("--all")["through"] == [identity]
    assert desk.letters() == []
    assert [article["title"] for article in desk.articles()] == ["Velmora bridge stays shut"]


def test_a_bad_record_is_replayed_alone(desk: Desk, tmp_path: Path) -> None:
    """Of a file of records only the bad one is read again, under the line that it had; others are not touched."""
    records = tmp_path / "records.jsonl"
    good = {"id": "1", "title": "Velmora bridge stays shut", "text": TEXT, "date": "2025-03-03", "outlet": "Gazette"}
    records.write_text(json.dumps(good) + "\n" + '{"title": "It is cut\n')
    desk.run(f"--input={records}")
    before = desk.letters()
    assert [letter["origin"] for letter in before] == [f"{records}:2"]
    records.unlink()
    report = desk.replay("--stage=parse")
    assert report["failed"] == [before[0]["id"]]
    (after,) = desk.letters()
    assert (after["attempts"], after["first_at"]) == (2, before[0]["first_at"])
    assert after["last_at"] > before[0]["last_at"]


def test_letters_of_a_mended_fault_are_emptied(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a fault of ours cost is whole again once the fault is mended: the articles are there, the letters gone."""
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Bridge {number} shut\n\nVELMORA, March {number + 1}. {TEXT}\n")

    def fail(*_: object) -> Any:
        raise RuntimeError("a fault of ours")

    with monkeypatch.context() as patch:
        patch.setattr(annotate._AnnotateFn, "work", fail)
        desk.run(f"--input={tmp_path}/*.txt")
    assert [letter["kind"] for letter in desk.letters()] == ["RuntimeError"] * 3
    assert desk.articles() == []
    assert len(desk.replay("--kind=RuntimeError", "--dry-run")["through"]) == 0
    assert len(desk.letters()) == 3
    assert len(desk.replay("--kind=RuntimeError")["through"]) == 3
    assert desk.letters() == []
    assert sorted(article["title"] for article in desk.articles()) == [f"Bridge {n} shut" for n in range(3)]


def test_a_story_that_could_not_be_told_is_told(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where linking failed the articles are indexed without their claims; a replay reads them again."""
    (tmp_path / "a.txt").write_text(f"Velmora bridge stays shut\n\nVELMORA, March 3. {TEXT}\n")

    def fail(*_: object) -> Any:
        raise RuntimeError("a fault of ours")

    with monkeypatch.context() as patch:
        patch.setattr(stories, "tell_thread", fail)
        desk.run(f"--input={tmp_path}/a.txt")
    assert [letter["stage"] for letter in desk.letters()] == ["stories"]
    assert len(desk.articles()) == 1
    assert desk.claims() == []
    assert len(desk.replay("--stage=stories")["through"]) == 1
    assert desk.letters() == []
    assert len(desk.claims()) > 0


def test_a_letter_that_no_index_took_is_replayed_from_its_file(desk: Desk, tmp_path: Path) -> None:
    """Letters kept in files of this machine are replayed like the others, and their file goes with the last."""
    path = tmp_path / "kept.txt"
    path.write_text(f"Velmora bridge stays shut\n\n{TEXT}\n")
    context = json.dumps({"input": {"kind": "file", "location": str(path)}})
    letter = {"id": "kept", "stage": "read", "kind": "transient", "message": "", "origin": str(path), "payload": "",
              "payload_type": "none", "context": context, "run_id": "earlier"}  # fmt: skip
    desk.run(f"--input={path}")
    keep_letter(Action(kind="dead-letters", id="kept", document=letter), "earlier")
    assert desk.replay("kept")["through"] == ["kept"]
    assert list(read_kept_letters()) == []


def test_what_holds_too_little_says_so(desk: Desk, tmp_path: Path) -> None:
    """A letter without input and origin cannot be replayed: it is named, with the reason, and stays."""
    (tmp_path / "a.txt").write_text(f"Velmora bridge stays shut\n\n{TEXT}\n")
    desk.run(f"--input={tmp_path}/a.txt")
    letter = {"id": "poor", "stage": "stories", "kind": "x", "message": "", "origin": "thread t", "payload": "",
              "payload_type": "none", "run_id": "earlier"}  # fmt: skip
    keep_letter(Action(kind="dead-letters", id="poor", document=letter), "earlier")
    assert list(desk.replay("--all")["impossible"]) == ["poor"]
    assert [kept["id"] for _, kept in read_kept_letters()] == ["poor"]


def test_a_replay_says_which(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a selection nothing is replayed."""
    assert main(["dead-letters", "replay"]) == 2
    assert "--all" in capsys.readouterr().err
