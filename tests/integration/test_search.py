import json
import subprocess
import sys
from typing import Any

import pytest

from pipeline.cli import main
from pipeline.index.actions import KINDS, Action, Kind
from pipeline.index.bulk import BulkWriter
from pipeline.index.client import connect
from pipeline.index.schema import set_up

PREFIX = "found"
IMPORT_BUDGET_S = 0.3
"""Of the processor's time, Python's own start included."""
HOSTILE = "\x1b[31mred\x1b]0;title\x07 \u202eback\n<script>alert(1)</script>"


def claim(number: int, text: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"c{number}",
        "article_id": f"a{number}",
        "story_id": "s1",
        "outlet": "The Qarun Herald",
        "source_id": "qarun-herald",
        "url": f"https://herald.example/{number}",
        "@timestamp": f"2031-03-{number:02}T10:00:00Z",
        "text": text,
        "content": [{"text": text, "start": 5, "end": 9, "raw_start": 15, "raw_end": 19}],
        "act": "assert",
        "speaker": None,
        "links": [],
        **fields,
    }


def speaker(name: str, entity_id: str, role: str | None = None) -> dict[str, Any]:
    return {"name": name, "entity_id": entity_id, "role": role, "kind": "name", "confidence": 1.0}


CLAIMS = [
    claim(
        1,
        "the shelling of the market killed 14 civilians",
        speaker=speaker("Ilse Brandão", "ilse-brandao", "mayor"),
        act="accuse",
        about=["islamic-state"],
        about_names=["Islamic State"],
        figures=[{"text": "14", "value": 14.0, "what": "civilians killed", "comparator": "="}],
        links=[{"claim_id": "c2", "relation": "contradicts", "score": 0.9, "evidence": "14, 0"}],
    ),
    claim(
        2,
        "no civilians were killed at the market",
        speaker=speaker("Oren Tal", "oren-tal"),
        act="deny",
        outlet="Radio Lumen",
        source_id="lumen",
        links=[{"claim_id": "c1", "relation": "contradicts", "score": 0.9, "evidence": "14, 0"}],
    ),
    claim(3, "the bridge will be rebuilt by spring", story_id="s2", speaker=speaker("Ilse Brandão", "ilse-brandao")),
    claim(4, HOSTILE, story_id="s3", outlet=HOSTILE, source_id="hostile"),
]
ARTICLES = [
    {"id": "a1", "title": "Market shelled", "body": "The market was shelled.", "@timestamp": "2031-03-01T10:00:00Z",
     "source": {"id": "qarun-herald", "name": "The Qarun Herald", "domain": "herald.example"}, "copies": 1,
     "story_id": "s1", "url": "https://herald.example/1", "duplicate": None, "mt": None},
    {"id": "a2", "title": "Market is shelled", "body": "Shells on the market.", "@timestamp": "2031-03-02T10:00:00Z",
     "source": {"id": "lumen", "name": "Radio Lumen", "domain": None}, "copies": 0, "story_id": "s1", "url": None,
     "origin": "feed.xml", "duplicate": {"of": "a1", "kind": "near", "similarity": 0.9},
     "mt": {"is_machine_translated": True, "score": 0.8, "source_language": "ru"}},
]  # fmt: skip
STORIES = [
    {"id": "s1", "title": "The market of Qarun", "first_at": "2031-03-01T10:00:00Z", "last_at": "2031-03-02T10:00:00Z",
     "@timestamp": "2031-03-02T10:00:00Z", "article_count": 2, "claims": 2, "contradictions": 1,
     "outlets": ["Radio Lumen", "The Qarun Herald"], "entities": ["Islamic State"], "top_claims": [CLAIMS[0]["text"]]},
    {"id": "s9", "title": "Merged", "first_at": "2031-03-01T10:00:00Z", "last_at": "2031-03-02T10:00:00Z",
     "@timestamp": "2031-03-02T10:00:00Z", "merged_into": "s1"},
]  # fmt: skip
LETTERS = [
    {"id": "d1", "stage": "parse", "kind": "truncated-xml", "message": HOSTILE, "origin": "feed.xml", "attempts": 1,
     "first_at": "2031-03-01T10:00:00Z", "last_at": "2031-03-01T10:00:00Z", "run_id": "r1", "payload": "PGE+",
     "payload_type": "bytes", "traceback": "line one\nline two"},
    {"id": "d2", "stage": "read", "kind": "empty", "message": "no text", "origin": "b.txt", "attempts": 1,
     "first_at": "2031-03-02T10:00:00Z", "last_at": "2031-03-02T10:00:00Z", "run_id": "r2", "payload": "",
     "payload_type": "none"},
]  # fmt: skip
RUNS = [
    {"id": "r1", "started_at": "2031-03-01T10:00:00Z", "state": "done", "articles": 7, "articles_per_second": 3.5,
     "dead_letters": 1, "inputs": ["feed.xml", "b.txt"], "problems": [],
     "counts": [{"stage": "read", "in": 8, "out": 7, "duplicates": 0, "filtered": 0, "dead": 1,
                 "reasons": [{"reason": "dead: empty", "count": 1}]}]},
    {"id": "r2", "started_at": "2031-03-02T10:00:00Z", "state": "running", "inputs": [], "problems": []},
]  # fmt: skip


@pytest.fixture(scope="module")
def server(elasticsearch: str) -> str:
    client = connect(elasticsearch)
    set_up(client, PREFIX)
    documents: dict[Kind, list[dict[str, Any]]] = {
        "claims": CLAIMS, "articles": ARTICLES, "stories": STORIES, "dead-letters": LETTERS, "runs": RUNS
    }  # fmt: skip
    assert documents.keys() == set(KINDS)
    writes = [Action(kind=kind, id=d["id"], document=d) for kind, several in documents.items() for d in several]
    assert {outcome.state for outcome in BulkWriter(client, PREFIX).write(writes)} == {"written"}
    client.post(f"/{PREFIX}-*/_refresh")
    return elasticsearch


class Shell:
    """Runs commands against the server of this module."""

    def __init__(self, url: str, capsys: pytest.CaptureFixture[str]) -> None:
        self._where = [f"--elasticsearch={url}", f"--prefix={PREFIX}"]
        self._capsys = capsys

    def __call__(self, *arguments: str, code: int = 0) -> str:
        assert main([*arguments, *self._where]) == code
        printed = self._capsys.readouterr()
        return printed.out if code == 0 else printed.err

    def ids(self, *arguments: str) -> list[str]:
        return [json.loads(line)["id"] for line in self(*arguments, "--json").splitlines()]


@pytest.fixture
def shell(server: str, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(server, capsys)


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["civilians killed"], {"c1", "c2"}),
        (["civilian market -shelling"], {"c2"}),
        (['"killed 14 civilians"'], {"c1"}),
        (["rebuil*"], {"c3"}),
        (["(((unbalanced \" AND ~ /"], set()),
        (["--speaker", "brandao"], {"c1", "c3"}),
        (["--speaker", "ilse-brandao"], {"c1", "c3"}),
        (["--speaker", "mayor"], {"c1"}),
        (["--speaker", "brandao tal"], set()),
        (["--about", "islamic state"], {"c1"}),
        (["--about", "Daesh"], {"c1"}),
        (["--act", "deny", "--act", "accuse"], {"c1", "c2"}),
        (["--outlet", "lumen"], {"c2"}),
        (["--outlet", "qarun-herald"], {"c1", "c3"}),
        (["--since", "2031-03-02", "--until", "2031-03-03"], {"c2", "c3"}),
        (["--until", "2031-02"], set()),
        (["--since", "2031"], {"c1", "c2", "c3", "c4"}),
        (["--story", "s2"], {"c3"}),
        (["--contradicted"], {"c1", "c2"}),
        (["--size", "1", "--from", "1"], {"c3"}),
        (["--limit", "1", "--page", "2"], {"c3"}),
        (["market", "--articles"], {"a1", "a2"}),
        (["--articles", "--outlet", "herald.example"], {"a1"}),
        (["--copies-of", "a1"], {"a1", "a2"}),
        (["--stories"], {"s1"}),
        (["--stories", "--contradictions", "--about", "islamic", "--outlet", "lumen", "killed"], {"s1"}),
    ],
)  # fmt: skip
def test_filters_find_what_they_say(shell: Shell, arguments: list[str], found: set[str]) -> None:
    """Each filter narrows; words are stemmed, names match by words, ids and other names; nothing typed is an error."""
    assert set(shell.ids("search", *arguments)) == found


def test_a_claim_is_shown_with_who_says_otherwise_and_where_it_stands(shell: Shell) -> None:
    """A found claim shows speaker, act, figures, the claim against it, its page and its place in the raw text."""
    page = shell("search", "14 civilians", "--speaker", "Brandão")
    assert "2031-03-01  The Qarun Herald  Ilse Brandão (mayor)  [accuse]" in page
    assert "“the shelling of the market killed 14 civilians”" in page
    assert "about Islamic State; figures: 14 (civilians killed)" in page
    assert "≠ 2031-03-02  Radio Lumen  Oren Tal  [deny]: “no civilians were killed at the market”" in page
    assert "https://herald.example/1 · article a1 raw 15-19 · story s1 · claim c1" in page
    assert page.rstrip().endswith("1 to 1 of 1 claims")


def test_colours_are_for_terminals(shell: Shell) -> None:
    """In a pipe the text is plain; on request what matched is coloured; the marks themselves never show."""
    plain = shell("search", "market")
    assert "\x1b" not in plain
    colored = shell("search", "market", "--color", "always")
    assert "\x1b[1;33mmarket\x1b[0m" in colored
    assert not any(mark in plain + colored for mark in "\ue000\ue001")


def test_paging_says_how_to_go_on(shell: Shell) -> None:
    """A page says where it stands and how to get the next; past the end it says so."""
    assert "1 to 2 of 4 claims; the next: --page 2" in shell("search", "--limit", "2")
    assert "3 to 4 of 4 claims\n" in shell("search", "--limit", "2", "--page", "2")
    assert "only 4 claims were found" in shell("search", "--from", "10")
    assert "nothing found among claims" in shell("search", "xylophone")


def test_articles_and_stories_are_shown(shell: Shell) -> None:
    """Copies, translations, and what a story holds are visible."""
    articles = shell("search", "--articles", "shells")
    assert "near copy of a1 (0.90); machine-translated from ru" in articles
    assert "feed.xml · article a2 · story s1" in articles
    stories = shell("search", "--stories")
    assert "2031-03-01 to 2031-03-02  The market of Qarun" in stories
    assert "2 articles, 2 claims, 1 contradictions; Radio Lumen, The Qarun Herald" in stories


def test_no_feed_can_write_to_the_terminal(shell: Shell) -> None:
    """Escape sequences, overrides and line breaks from a feed are shown as text or not at all."""
    for arguments in (["search", "--story", "s3"], ["dead-letters", "list"], ["dead-letters", "show", "d1"]):
        page = shell(*arguments)
        assert "alert(1)" in page
        assert not set(page) & set("\x1b\x07\u202e")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["search", "--since", "yesterday"], "--since 'yesterday': give a date"),
        (["search", "--articles", "--speaker", "x"], "--speaker is a filter for claims: use it with --claims"),
        (["search", "--stories", "--copies-of", "x"], "--copies-of is a filter for articles: use it with --articles"),
        (["search", "--limit", "-1"], "--limit -1: give a number from 0 on"),
        (["search", "--page", "0"], "--page 0: give a number from 1 on"),
        (["search", "--page", "5000"], "no further than 10000 by pages: go on with --after"),
        (["search", "--after", "nonsense"], "--after 'nonsense': give what the last page named"),
        (["search", "--figures", "many"], "--figures 'many': give a number, a limit"),
        (["search", "--denied-within", "soon"], "--denied-within 'soon': give a length of time"),
        (["search", "--sort", "largest", "--stories"], "--sort largest is not for stories"),
        (["search", "--count-by", "colour"], "--count-by colour is not for claims: they are counted by speaker"),
        (["search", "--view", "never-kept"], "there is no view 'never-kept'"),
        (["search", "--articles", "--cluster", "x"], "--cluster is a filter for claims"),
        (["search", "--prefix", "UPPER CASE"], "prefix"),
    ],
)
def test_bad_usage_is_named(server: str, capsys: pytest.CaptureFixture[str], arguments: list[str], line: str) -> None:
    """A wrong value or a filter that does not fit ends with code 2 and one line."""
    assert main([*arguments, f"--elasticsearch={server}"]) == 2
    error = capsys.readouterr().err
    assert line in error
    assert error.count("\n") == 1


def test_a_missing_index_names_the_set_up(server: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Searching before anything was set up says what to do."""
    for command in (["search"], ["runs"], ["dead-letters", "list"], ["dead-letters", "show", "x"]):
        assert main([*command, f"--elasticsearch={server}", "--prefix=nothing-there"]) == 1
        assert "has no such index" in capsys.readouterr().err


def test_dead_letters_are_listed_and_shown(shell: Shell) -> None:
    """The last first, narrowed by stage, reason and run; one is shown with its payload, decoded, and its trace."""
    assert shell.ids("dead-letters", "list") == ["d2", "d1"]
    assert shell.ids("dead-letters", "list", "--stage", "parse", "--kind", "truncated-xml", "--run", "r1") == ["d1"]
    assert "2 of 2 dead letters" in shell("dead-letters", "list")
    shown = shell("dead-letters", "show", "d1")
    assert "truncated-xml" in shown
    assert "line one\nline two" in shown
    assert shown.rstrip().endswith("<a>")
    assert json.loads(shell("dead-letters", "show", "d1", "--json")) == LETTERS[0]
    assert "holds no d3" in shell("dead-letters", "show", "d3", code=1)


def test_runs_are_listed_and_their_ledger_shown(shell: Shell) -> None:
    """The last first; a run's ledger is a table with a line a stage."""
    assert shell.ids("runs") == ["r2", "r1"]
    listed = shell("runs")
    assert "feed.xml and 1 more" in listed
    assert "adds up" in listed
    ledger = shell("runs", "r1")
    assert "dead: empty: 1" in ledger
    assert "holds no r3" in shell("runs", "r3", code=1)


def test_index_commands_describe_the_indices(server: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Set-up and status print one line an index; status ends with 1 where a run would be refused."""
    where = [f"--elasticsearch={server}", f"--prefix={PREFIX}"]
    assert main(["index", "setup", *where]) == 0
    assert capsys.readouterr().out.count("ready") == len(KINDS)
    assert main(["index", "status", "--json", *where]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["kind"]: line["documents"] for line in lines}["claims"] == len(CLAIMS)
    assert main(["index", "status", f"--elasticsearch={server}", "--prefix=absent"]) == 1
    assert "run `claimwire index setup`" in capsys.readouterr().out


def test_search_starts_without_the_heavy_packages() -> None:
    """The analyst's quick look imports neither Beam nor spaCy, nor anything that takes as long."""
    modules = (
        "pipeline.cli.search, pipeline.cli._shown, pipeline.index.client, pipeline.search.sides, pipeline.search.life, "
        "pipeline.search.family, pipeline.search.csv_rows, config.knowledge.lookup"
    )
    heavy = ("apache_beam", "spacy", "elasticsearch", "numpy", "rich", "httpx", "yaml", "cattrs")
    program = (
        f"import sys, time, {modules}; print([m for m in sys.modules if m.split('.')[0] in {heavy}]); "
        "print(time.process_time())"
    )
    taken: list[float] = []
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        loaded, seconds = done.stdout.splitlines()
        assert loaded == "[]"
        taken.append(float(seconds))
    assert min(taken) < IMPORT_BUDGET_S
