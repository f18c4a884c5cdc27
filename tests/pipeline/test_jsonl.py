import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import RunError
from pipeline.index.actions import Action
from pipeline.index.output import JsonlOutput


def index(identity: str, version: int | None = None, **document: Any) -> Action:
    return Action(kind="articles", id=identity, version=version, document={"id": identity, **document})


def written(folder: Path, *bundles: list[Action]) -> list[dict[str, Any]]:
    """Write each bundle as a worker of its own would, and read the documents back."""
    output = JsonlOutput(folder)
    output.prepare()
    with output.loading():
        for bundle in bundles:
            assert {outcome.state for outcome in output.writer().write(bundle)} <= {"written"}
    return [json.loads(line) for line in (folder / "articles.jsonl").open(encoding="utf-8")]


def test_files_are_the_same_whatever_the_order_of_the_bundles(tmp_path: Path) -> None:
    """Documents stand in the order of their ids, each once, whoever wrote them first."""
    first, second = [index("b", 1), index("c", 1)], [index("a", 1), index("b", 1)]
    one = written(tmp_path / "one", first, second)
    assert [document["id"] for document in one] == ["a", "b", "c"]
    assert written(tmp_path / "two", second, first) == one


def test_the_newest_version_wins(tmp_path: Path) -> None:
    """An older delivery never replaces a newer one, in whatever bundle it comes."""
    old, new = index("a", 1, title="old"), index("a", 2, title="new")
    for bundles in ([[old], [new]], [[new], [old]], [[new, old]]):
        assert written(tmp_path, *bundles) == [{"id": "a", "title": "new"}]


def test_updates_and_deletions_apply(tmp_path: Path) -> None:
    """An update changes its fields of the document, wherever that is; a deleted document is not there."""
    update = Action(kind="articles", id="a", operation="update", document={"copies": 2})
    assert written(tmp_path, [update], [index("a", copies=0)]) == [{"id": "a", "copies": 2}]
    assert written(tmp_path, [index("a", copies=0), update]) == [{"id": "a", "copies": 2}]
    assert written(tmp_path, [index("a"), Action(kind="articles", id="a", operation="delete")]) == []
    assert written(tmp_path, [update]) == []


def test_a_failed_run_leaves_the_earlier_files(tmp_path: Path) -> None:
    """What a run that fails has written is never taken for its result, nor for that of the next run."""
    written(tmp_path, [index("whole")])
    output = JsonlOutput(tmp_path)
    with suppress(KeyError), output.loading():
        output.put(index("half"))
        raise KeyError
    assert output.get("articles", "whole") == {"id": "whole"}
    assert written(tmp_path, [index("next")]) == [{"id": "next"}]
    with pytest.raises(RunError, match="whole"):
        output.get("articles", "whole")


def test_what_is_no_json_is_refused_alone(tmp_path: Path) -> None:
    """NaN costs its document only."""
    output = JsonlOutput(tmp_path)
    output.prepare()
    outcomes = output.writer().write([index("a", score=float("nan")), index("b")])
    assert [outcome.state for outcome in outcomes] == ["refused", "written"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A file in the folder's place: one line with the remedy."""
    (tmp_path / "file").touch()
    with pytest.raises(RunError, match=r"cannot write to .*/file/out: .*; choose another folder"):
        JsonlOutput(tmp_path / "file" / "out").prepare()


@given(st.dictionaries(st.text(max_size=5), st.text() | st.integers() | st.none() | st.booleans(), max_size=5))
def test_documents_come_back_as_they_were(tmp_path_factory: pytest.TempPathFactory, fields: dict[str, Any]) -> None:
    """Any document of JSON values survives, line separators and all."""
    document = {**fields, "id": "a"}
    action = Action(kind="articles", id="a", document=document)
    assert written(tmp_path_factory.mktemp("out"), [action]) == [document]
