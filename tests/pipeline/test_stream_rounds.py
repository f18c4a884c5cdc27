"""The stream's loop without servers: rounds that fail, inputs that kill, stopping, and what counts."""

import io
import json
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main
from pipeline.errors import RunError
from pipeline.feed_state import held_state, state_folder
from pipeline.index.output import ElasticsearchOutput
from pipeline.ledger import RunFacts, read_tallies, write_tallies
from pipeline.log import EventLog
from pipeline.plan import Plan
from pipeline.sources import FetchPolicy, InputSpec, StateStore
from pipeline.streaming import loop
from pipeline.streaming.attempt import Attempted, Work
from pipeline.streaming.loop import StoppedError, Stream
from transforms.ledger import build_ledger, imbalances

FACTS = RunFacts(id="r1", started_at="2025-03-03T00:00:00+00:00", inputs=(), version="1", config_digest="x")
Tallies = Counter[tuple[str, str, str]]


class Output(ElasticsearchOutput):
    """An index that keeps what is put, or refuses."""

    def put(self, action: Any) -> None:
        if PUTS["refused"] > 0:
            PUTS["refused"] -= 1
            raise RunError("not now")
        KEPT[f"{action.kind}/{action.id}"] = dict(action.document)


class Bench:
    """A workshop whose attempts are made up."""

    def __init__(self, made: Callable[[Work], Attempted]) -> None:
        self.made, self.works = made, list[list[str]]()
        self.measures: dict[str, float] = {}

    def attempt(self, work: Work) -> Attempted:
        self.works.append([spec.location for spec in work.inputs])
        for spec in work.inputs:
            work.feeds.is_news(f"entry:{spec.location}", "1")
        work.feeds.flush()
        return self.made(work)

    def kill(self) -> None:
        pass


KEPT: dict[str, dict[str, Any]] = {}
PUTS = Counter[str]()


def read(number: int) -> Tallies:
    """The tallies of inputs that went through reading."""
    return Counter({("read", "in", ""): number, ("read", "out", ""): number})


@pytest.fixture
def stream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stream]:
    """A stream whose pauses take no time."""
    KEPT.clear()
    PUTS.clear()
    output = Output("http://127.0.0.1:1")
    plan = Plan(specs=[], policy=FetchPolicy(), knowledge=(), output=output, facts=FACTS, state=tmp_path)
    log = EventLog("json", stream=io.StringIO())
    store = StateStore(tmp_path / "state.sqlite")
    made = Stream(plan=plan, output=output, store=store, folder=tmp_path, log=log, options=[])
    monkeypatch.setattr(made, "_make_searchable", lambda: None)
    monkeypatch.setattr(loop, "FIRST_RETRY_S", 0.01)
    monkeypatch.setattr(loop, "LONGEST_RETRY_S", 0.02)
    yield made
    store.close()


def specs(*names: str) -> list[InputSpec]:
    return [InputSpec(kind="file", location=name) for name in names]


def events(stream: Stream) -> list[dict[str, Any]]:
    assert isinstance(stream.log.stream, io.StringIO)
    return [json.loads(line) for line in stream.log.stream.getvalue().splitlines()]


def use(stream: Stream, made: Callable[[Work], Attempted]) -> Bench:
    stream.workshop = bench = Bench(made)  # type: ignore[assignment]
    return bench


def test_a_round_is_tried_again_until_the_server_takes_it(stream: Stream) -> None:
    """While Elasticsearch is down the same round waits; then it counts once, and only the attempt that succeeded."""
    answers = iter([*[Attempted(problem="TransientError: took no bulk request")] * 5, Attempted(tallies=read(2))])
    bench = use(stream, lambda work: next(answers))
    stream._round(specs("a", "b"))
    assert bench.works == [["a", "b"]] * 6
    assert stream.journal.counts == read(2)
    assert [event["event"] for event in events(stream)] == ["failed"] * 5 + ["round"]
    assert not stream.store.is_news("entry:a", "1")
    assert KEPT["runs/r1"]["stream"]["last_error"]["problem"].startswith("TransientError")
    assert KEPT["runs/r1"]["stream"]["trouble"] is None


def test_documents_that_the_server_was_too_busy_for_are_not_given_up(stream: Stream) -> None:
    """A round with dead letters for want of a server's time is no success: it is tried again."""
    busy: Tallies = Counter({("index articles", "in", ""): 1, ("index articles", "dead", "transient"): 1})
    answers = iter([Attempted(tallies=busy), Attempted(tallies=read(1))])
    use(stream, lambda work: next(answers))
    stream._round(specs("a"))
    assert stream.journal.counts == read(1)


@pytest.mark.parametrize("names", [["poison"], ["a", "b", "poison", "c", "d"], ["poison", "a", "poison2"]])
def test_an_input_that_kills_its_process_is_set_aside(stream: Stream, names: list[str]) -> None:
    """What crashes every attempt is found by halving and becomes a dead letter; the others are indexed; it adds up."""

    def made(work: Work) -> Attempted:
        if any("poison" in spec.location for spec in work.inputs):
            return Attempted(problem="its process ended with code -11", crashed=True)
        return Attempted(tallies=read(len(work.inputs)))

    use(stream, made)
    stream._round(specs(*names))
    letters = {document["origin"] for key, document in KEPT.items() if key.startswith("dead-letters/")}
    assert letters == {name for name in names if "poison" in name}
    assert stream.journal.counts["read", "out", ""] == len(names) - len(letters)
    ledger = [line for line in build_ledger(stream.journal.counts, ()) if line.stage in ("read", "index dead-letters")]
    assert all(line.adds_up for line in ledger)
    assert not [problem for problem in imbalances(ledger) if "dead letters, but" in problem]
    good = [name for name in names if "poison" not in name]
    assert not any(stream.store.is_news(f"entry:{name}", "1") for name in good)


def test_an_outage_is_not_taken_for_a_poisonous_input(stream: Stream) -> None:
    """However often the server fails, no input is set aside for it."""
    answers = iter([*[Attempted(problem="NotReachedError: refused")] * 9, Attempted(tallies=read(1))])
    use(stream, lambda work: next(answers))
    stream._round(specs("a"))
    assert not any(key.startswith("dead-letters/") for key in KEPT)


def test_stopping_during_an_outage_loses_nothing(stream: Stream) -> None:
    """A stream that is to end while the server is down leaves its round uncommitted."""

    def made(work: Work) -> Attempted:
        stream.stop.requested = True
        return Attempted(problem="NotReachedError: refused")

    use(stream, made)
    with pytest.raises(StoppedError):
        stream._round(specs("a"))
    stream.store.roll_back()
    assert stream.store.is_news("entry:a", "1")
    assert stream.journal.rounds == 0


def test_the_run_document_comes_before_the_commit(stream: Stream) -> None:
    """Where the ledger cannot be written the round does not count yet; it is written again first."""
    use(stream, lambda work: Attempted(tallies=read(1)))
    PUTS["refused"] = 2
    stream._round(specs("a"))
    assert KEPT["runs/r1"]["stream"]["rounds"] == 1
    assert stream.store.fact(loop.LAST_ROUND) == "1"


def test_rounds_without_news_start_no_process(stream: Stream) -> None:
    """Feeds that are unchanged are told in the ledger, and nothing else happens."""
    bench = use(stream, lambda work: Attempted(problem="must not run"))
    same = InputSpec(kind="passed over", location="https://a.example/rss", reason="feed unchanged (304)")
    stream._round([same, same])
    assert bench.works == []
    assert stream.journal.counts["read", "filtered", "feed unchanged (304)"] == 2
    assert KEPT["runs/r1"]["problems"] == []


def test_marks_of_an_attempt_that_outlives_its_round_do_not_count(tmp_path: Path) -> None:
    """A process that goes on after its launcher was killed cannot make a later round pass over its entries."""
    store = StateStore(tmp_path / "s")
    orphan = store.of_attempt("r1/1")
    store.roll_back()
    assert orphan.is_news("entry", "1")
    orphan.flush()
    later = store.of_attempt("r2/1")
    assert later.is_news("entry", "1")
    store.commit(attempts=["r2/7"])
    assert later.is_news("other", "1")
    assert store.is_news("entry", "1")


def test_first_signal_drains_second_ends(stream: Stream) -> None:
    """After the first signal the loop ends by itself; handlers are put back afterwards."""
    before = signal.getsignal(signal.SIGTERM)
    with stream.stop.listening():
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.01)
        assert stream.stop()
    assert signal.getsignal(signal.SIGTERM) is before
    assert [event["event"] for event in events(stream)] == ["stopping"]


def test_tallies_survive_the_file(tmp_path: Path) -> None:
    """What a round's process counts is what the launcher reads."""
    counts = {("pages", "filtered", "known entry, unchanged"): 3, ("read", "in", ""): 1}
    write_tallies(tmp_path / "t", counts)
    assert read_tallies(tmp_path / "t") == counts
    assert read_tallies(tmp_path / "none") == {}


def test_one_state_one_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second run over the same state is refused in one line; another index has another state."""
    output, other = ElasticsearchOutput("http://127.0.0.1:1"), ElasticsearchOutput("http://127.0.0.1:1", "b")
    folder = state_folder(tmp_path, output)
    assert folder != state_folder(tmp_path, other)
    with held_state(folder, output) as store:
        assert store.path.parent == folder
        with pytest.raises(RunError, match=r"another run .*--no-state"), held_state(folder, output):
            pass
    monkeypatch.setenv("CLAIMWIRE_STATE", str(tmp_path / "elsewhere"))
    assert state_folder(None, output).parent == tmp_path / "elsewhere"


def test_log_lines_are_one_each_and_harmless() -> None:
    """A feed's address cannot break a line or move the cursor; JSON lines parse."""
    for form in ("text", "json"):
        written = io.StringIO()
        EventLog(form, stream=written).say("failed", "two\nlines\x1b[2J", url="https://a.example/\u202ex y", n=None)  # type: ignore[arg-type]
        assert written.getvalue().count("\n") == 1, form
        assert "\x1b" not in written.getvalue()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--input", "-"], "watch a folder"),
        (["--input", ".", "--output", "jsonl:x"], "elasticsearch:URL"),
        (["--input", ".", "--no-state", "--output", "elasticsearch:http://127.0.0.1:1"], "--state FOLDER"),
        (["--input", ".", "--runner", "FlinkRunner", "--output", "elasticsearch:http://127.0.0.1:1"], "--runner"),
        (
            ["--input", ".", "--runner", "PortableRunner", "--output", "elasticsearch:http://127.0.0.1:1"],
            "--flink_master",
        ),
    ],
)
def test_what_cannot_stream_is_refused(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Standard input, files as output, no state and other engines end with one line and exit code 2."""
    monkeypatch.chdir(tmp_path)
    assert main(["run", "--streaming", *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("span", ["5", "0s", "1000h", "soon"])
def test_intervals_are_checked(span: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A span of time has a number and a unit, and is not out of all bounds."""
    with pytest.raises(SystemExit):
        main(["run", "--input", "https://a.example/rss", "--interval", span])
    assert "from 1s to 168h" in capsys.readouterr().err


def test_state_goes_with_an_index(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """JSON lines hold one run only, so no state can be kept for them."""
    (tmp_path / "a.txt").write_text("Ferry sinks")
    where = ["--output", f"jsonl:{tmp_path / 'out'}", "--state", str(tmp_path)]
    assert main(["run", "--input", str(tmp_path / "a.txt"), *where]) == 2
    assert "Elasticsearch" in capsys.readouterr().err
