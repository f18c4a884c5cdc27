import itertools
import json
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apache_beam as beam
import pytest
from apache_beam.pvalue import TaggedOutput
from apache_beam.runners.portability.fn_api_runner import FnApiRunner
from apache_beam.testing.util import assert_that
from apache_beam.transforms.window import IntervalWindow
from apache_beam.utils.timestamp import Timestamp

from pipeline.errors import TransientError
from pipeline.index.actions import Action
from pipeline.index.bulk import Backoff, BulkWriter
from pipeline.index.client import Client, connect
from pipeline.index.connection import Connection
from pipeline.index.output import ElasticsearchOutput, JsonlOutput, Output, Writer
from pipeline.index.schema import set_up
from pipeline.index.write import Write, _WriteFn
from pipeline.stage import DEAD, TALLY

_numbers = itertools.count()


@pytest.fixture
def output(elasticsearch: str) -> ElasticsearchOutput:
    made = ElasticsearchOutput(elasticsearch, f"written{next(_numbers)}")
    set_up(connect(elasticsearch), made.prefix)
    return made


def article(identity: str, **document: Any) -> Action:
    return Action(kind="articles", id=identity, version=5, document={"id": identity, **document})


def run_write(output: Output, actions: list[Action]) -> tuple[list[Any], list[Any], Counter[tuple[str, str, str]]]:
    """Run the sink and give what it wrote, its dead letters and its tallies."""
    with tempfile.TemporaryDirectory() as folder:
        with beam.Pipeline(runner=FnApiRunner()) as pipeline:
            written = pipeline | beam.Create(actions) | Write(output)
            for name, values in (("good", written.good), ("dead", written[DEAD]), ("tally", written[TALLY])):
                assert_that(values, _saved(f"{folder}/{name}"), label=name)
        good, dead, tally = (json.loads(Path(folder, name).read_text()) for name in ("good", "dead", "tally"))
    tallies: Counter[tuple[str, str, str]] = Counter()
    for (stage, outcome, reason), number in tally:
        tallies[stage, outcome, reason] += number
    return good, dead, tallies


def _saved(path: str) -> Callable[[list[Any]], None]:
    def save(values: list[Any]) -> None:
        Path(path).write_text(json.dumps([_plain(value) for value in values]))

    return save


def _plain(value: Any) -> Any:
    return {n: getattr(value, n) for n in value.__slots__} if hasattr(value, "__slots__") else value


def test_each_action_has_its_own_outcome_and_the_ledger_adds_up(output: ElasticsearchOutput) -> None:
    """Written, outdated and refused actions of several kinds in one bundle: each is accounted for under its kind."""
    run_write(output, [article("old")])
    stale = Action(kind="articles", id="old", version=4, document={"id": "old"})
    claim = Action(kind="claims", id="c", document={"id": "c"})
    good, dead, tallies = run_write(output, [article("a"), stale, article("bad", copies="many"), claim])
    assert sorted(good) == [["articles", "a"], ["claims", "c"]]
    assert [(letter["stage"], letter["kind"], letter["origin"]) for letter in dead] == [
        ("index", "document_parsing_exception", "articles/bad")
    ]
    replayed = json.loads(dead[0]["payload"])
    assert Action(**replayed) == article("bad", copies="many")
    assert tallies["index articles", "in", ""] == 3
    assert sum(n for (stage, outcome, _), n in tallies.items() if stage == "index articles" and outcome != "in") == 3
    assert tallies["index claims", "in", ""] == tallies["index claims", "out", ""] == 1


def test_more_actions_than_a_batch_all_arrive(output: ElasticsearchOutput) -> None:
    """A bundle larger than one request loses nothing, and writing it again changes nothing."""
    actions = [article(f"a{number}", title="t" * 300) for number in range(1234)]
    for _ in range(2):
        good, dead, _ = run_write(output, actions)
        assert (len(good), dead) == (1234, [])
        client = output.client()
        client.post(f"/{output.prefix}-articles/_refresh")
        assert client.get(f"/{output.prefix}-articles/_count")["count"] == 1234


def test_results_keep_the_window_of_their_action(output: ElasticsearchOutput) -> None:
    """What is written at the end of a bundle still has the time and window in which its action came."""
    fn = _WriteFn(output)
    fn.setup()
    fn.start_bundle()
    for at in (1, 61):
        assert not list(fn.process(article(f"w{at}"), Timestamp(at), IntervalWindow(at // 60 * 60, at // 60 * 60 + 60)))
    results = [result for result in fn.finish_bundle() if not isinstance(result, TaggedOutput)]
    assert [(result.value[1], result.timestamp, result.windows) for result in results] == [
        ("w1", Timestamp(1), (IntervalWindow(0, 60),)),
        ("w61", Timestamp(61), (IntervalWindow(60, 120),)),
    ]


@dataclass(frozen=True)
class Unreachable(ElasticsearchOutput):
    """An output whose server is gone, and that does not wait long for it."""

    def writer(self) -> Writer:
        return BulkWriter(Client(Connection("http://127.0.0.1:9")), "p", backoff=Backoff(total_s=0.1, first_s=0.01))


def test_a_server_that_is_gone_fails_the_bundle() -> None:
    """Nothing is dropped when the server cannot be reached: the bundle fails, for the runner to try again."""
    with pytest.raises((RuntimeError, TransientError), match="took no bulk request"):
        run_write(Unreachable("http://127.0.0.1:9"), [article("a")])


def test_files_hold_the_same_documents_as_the_index(output: ElasticsearchOutput, tmp_path: Path) -> None:
    """The same actions end as the same documents, in an index or in a file."""
    actions = [article(f"a{number}", title=f"Title {number}") for number in range(20)]
    files = JsonlOutput(tmp_path)
    files.prepare()
    with files.loading():
        run_write(files, actions)
    run_write(output, actions)
    lines = [json.loads(line) for line in (tmp_path / "articles.jsonl").open()]
    assert {line["id"]: line for line in lines} == {a.id: output.get("articles", a.id) for a in actions}
