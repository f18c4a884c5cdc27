"""The whole pipeline on a real Elasticsearch: the ledger, repetition, order, and what earlier runs know."""

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main
from pipeline.index.client import connect

DEMO = Path(__file__).parents[2] / "deploy" / "demo"
VARYING = {
    "run_id",
    "first_seen_at",
    "last_seen_at",
    "delivered_at",
    "@timestamp",
    "first_at",
    "last_at",
    "attempts",
    "lag_minutes",
}
Run = Callable[..., dict[str, Any]]


@pytest.fixture
def run(elasticsearch: str, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process and give the run's document."""

    def run_inputs(prefix: str, *inputs: Path, code: int = 0) -> dict[str, Any]:
        arguments = ["run", "--quiet", "--json", "--direct_num_workers=1", f"--prefix={prefix}"]
        arguments += [f"--output=elasticsearch:{elasticsearch}", *(f"--input={path}" for path in inputs)]
        assert main(arguments) == code
        document: dict[str, Any] = json.loads(capsys.readouterr().out)
        return document

    return run_inputs


def contents(url: str, prefix: str, *, but: set[str] = VARYING) -> dict[str, Any]:
    """Give all documents of the analyst's indices, without what differs from run to run and stories that ended."""
    client = connect(url)
    found = {}
    for kind in ("articles", "claims", "stories"):
        hits = client.post(f"/{prefix}-{kind}/_search", {"size": 1000})["hits"]["hits"]
        found |= {
            f"{kind}/{hit['_id']}": {name: value for name, value in hit["_source"].items() if name not in but}
            for hit in hits
            if not hit["_source"].get("merged_into")
        }
    return found


def stage(document: dict[str, Any], name: str) -> dict[str, Any]:
    return next(line for line in document["counts"] if line["stage"] == name)


def test_the_ledger_adds_up_and_broken_inputs_are_dead_letters(run: Run, elasticsearch: str) -> None:
    """Ten good files and three broken ones: all are accounted for, and the broken ones say why."""
    document = run("ledger", DEMO / "files", DEMO / "broken")
    assert document["problems"] == []
    assert stage(document, "parse")["dead"] == 3
    assert stage(document, "normalize")["out"] == stage(document, "index articles")["out"] == 10
    letters = connect(elasticsearch).post("/ledger-dead-letters/_search", {"size": 10})["hits"]["hits"]
    assert {hit["_source"]["kind"] for hit in letters} == {"bad-encoding", "truncated-xml", "empty"}


def test_running_the_same_input_again_changes_nothing(run: Run, elasticsearch: str) -> None:
    """A second run finds only re-deliveries and leaves the same documents."""
    run("again", DEMO / "files")
    before = contents(elasticsearch, "again")
    document = run("again", DEMO / "files")
    assert stage(document, "deduplicate")["duplicates"] == 9
    assert contents(elasticsearch, "again") == before
    assert any(name.startswith("claims/") for name in before)


def test_the_order_of_arrival_does_not_matter(run: Run, elasticsearch: str, tmp_path: Path) -> None:
    """All at once, or in three runs in another order: the index is the same, copies and stories included."""
    files = sorted((DEMO / "files").glob("*.txt"))
    run("once", *files)
    shuffled = random.Random(7).sample(files, len(files))
    for part in range(3):
        folder = tmp_path / str(part)
        folder.mkdir()
        for file in shuffled[part::3]:
            shutil.copy(file, folder)
        run("parts", folder)
    both = [contents(elasticsearch, prefix, but=VARYING | {"origin"}) for prefix in ("once", "parts")]
    assert both[0].keys() == both[1].keys()
    for name, document in both[0].items():
        assert both[1][name] == document, name


def test_a_copy_that_arrived_first_gives_way_to_its_original(run: Run, elasticsearch: str, tmp_path: Path) -> None:
    """A late canonical repairs the index: the copy points to it, and its claims are counted once."""
    text = (
        "Harbour of Valmera closed after storm\n\nVALMERA, {day} March 2025. The harbour of Valmera was closed on "
        "Monday after a storm damaged two piers, port director Hanna Quist said.\n\n“Eleven boats were lost and "
        "three people are missing,” Quist told reporters.\n\nThe Interior Ministry said 400 residents of the old "
        "town had been brought to safety. Repairs would take until the end of April, the port authority said, and "
        "ferries to the islands would leave from Kelmar until then.\n"
    )
    later, earlier = tmp_path / "later.txt", tmp_path / "earlier.txt"
    later.write_text(text.format(day=5), encoding="utf-8")
    earlier.write_text(text.format(day=3), encoding="utf-8")
    run("late", later)
    assert sum(name.startswith("claims/") for name in contents(elasticsearch, "late")) > 0
    run("late", earlier)
    articles = {
        document["published_at"][:10]: document
        for name, document in contents(elasticsearch, "late").items()
        if name.startswith("articles/")
    }
    assert articles["2025-03-05"]["duplicate"]["of"] == articles["2025-03-03"]["id"]
    assert articles["2025-03-05"]["claims"] == []
    assert articles["2025-03-03"]["copies"] == 1
    claims = [document for name, document in contents(elasticsearch, "late").items() if name.startswith("claims/")]
    assert claims
    assert {claim["article_id"] for claim in claims} == {articles["2025-03-03"]["id"]}


def test_too_many_dead_letters_end_with_exit_code_3(tmp_path: Path) -> None:
    """`--max-dead-letters` is for cron: done, but look."""
    arguments = ["run", "--quiet", "--direct_num_workers=1", f"--input={DEMO / 'broken'}"]
    assert main([*arguments, f"--output=jsonl:{tmp_path}", "--max-dead-letters=1"]) == 3
    assert main([*arguments, f"--output=jsonl:{tmp_path}", "--max-dead-letters=3"]) == 0
