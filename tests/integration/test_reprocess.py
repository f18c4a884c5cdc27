"""Articles read again by today's rules: what these read stays as it is, what older ones read is put right."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main
from pipeline.index.client import Client, connect
from pipeline.rules import claim_rules, text_rules

PREFIX = "reread"
KINDS = ("articles", "claims", "stories")
TEXT = (
    "Harbour of Valmera closed after storm\n\nVALMERA, {day} March 2025. The harbour of Valmera was closed on Monday "
    "after a storm damaged two piers, port director Hanna Quist said.\n\n“Eleven boats were lost and three people are "
    "missing,” Quist told reporters.\n\nThe Interior Ministry said 400 residents of the old town had been brought to "
    "safety. Repairs would take until the end of April, the port authority said, and ferries to the islands would "
    "leave from Kelmar until then.\n"
)
OTHER = (
    "Bridge at Tarn opens again\n\nTARN, 4 March 2025. The bridge at Tarn will open on Friday, mayor Oskar Lind said. "
    "“Nobody was hurt,” Lind told the council.\n\nThe Interior Ministry denied that the bridge had been unsafe.\n"
)
Command = Callable[..., Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("articles")
    (made / "late.txt").write_text(TEXT.format(day=5), encoding="utf-8")
    (made / "other.txt").write_text(OTHER, encoding="utf-8")
    return made


@pytest.fixture
def command(elasticsearch: str, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command on the server and give what it printed as JSON."""

    def run(*arguments: str) -> Any:
        where = (
            f"--output=elasticsearch:{elasticsearch}" if arguments[0] == "run" else f"--elasticsearch={elasticsearch}"
        )
        assert main([*arguments, where, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def client(elasticsearch: str) -> Client:
    return connect(elasticsearch)


@pytest.fixture
def indexed(command: Command, client: Client, folder: Path) -> Iterator[str]:
    """An index of a copy and an unrelated article, delivered twice, and then the copy's original."""
    deliver(command, folder / "late.txt", folder / "other.txt")
    yield PREFIX
    for kind in (*KINDS, "dead-letters", "runs"):
        for index in client.get(f"/{PREFIX}-{kind}"):
            client.request("DELETE", f"/{index}")


def deliver(command: Command, *files: Path) -> Any:
    options = ("--quiet", "--direct_num_workers=1", "--no-state", f"--prefix={PREFIX}")
    return command("run", *options, *(f"--input={file}" for file in files))


def reread(command: Command, *options: str) -> Any:
    return command("reprocess", "--since=2025-01-01", f"--prefix={PREFIX}", *options)


def contents(client: Client) -> dict[str, dict[str, Any]]:
    found = {}
    for kind in KINDS:
        client.post(f"/{PREFIX}-{kind}/_refresh")
        for hit in client.search(f"{PREFIX}-{kind}", {"size": 1000})["hits"]["hits"]:
            found[f"{kind}/{hit['_id']}"] = {name: value for name, value in hit["_source"].items() if name != "run_id"}
    return found


def spoil(client: Client, indexed: str) -> None:
    """Leave the index as if older rules had read the texts worse, and one claim had been found that there is not."""
    for hit in client.search(f"{indexed}-articles", {"size": 10})["hits"]["hits"]:
        worse = {"body": "worse", "text_rules": "older", "claim_rules": "older", "language": "xx", "entities": []}
        claims = [*hit["_source"]["claims"], {**hit["_source"]["claims"][0], "id": f"wrong-{hit['_id']}"}]
        client.post(f"/{indexed}-articles-write/_update/{hit['_id']}", {"doc": {**worse, "claims": claims}})
        wrong = {"id": f"wrong-{hit['_id']}", "article_id": hit["_id"], "text": "wrong"}
        client.put(f"/{indexed}-claims-write/_doc/wrong-{hit['_id']}", wrong)
    for kind in KINDS:
        client.post(f"/{indexed}-{kind}/_refresh")


def test_what_older_rules_read_is_put_right_once(command: Command, client: Client, indexed: str) -> None:
    """The index is then as if today's rules had read everything; ids stay; a second call finds nothing to do."""
    before = contents(client)
    assert {one["claim_rules"] for name, one in before.items() if name.startswith("articles/")} == {claim_rules()}
    assert reread(command)["articles"] == 0
    spoil(client, indexed)
    assert reread(command, "--dry-run")["articles"] == 2
    ledger = reread(command, "--workers=1", "--quiet")
    assert ledger["problems"] == []
    assert ledger["text_rules"] == text_rules()
    assert contents(client) == before
    assert reread(command)["articles"] == 0
    ledger = reread(command, "--workers=1", "--quiet", "--again")
    assert ledger["ledger"]["index_articles"]["out"] == 2
    assert contents(client) == before


def test_claims_alone_leave_the_text(command: Command, client: Client, indexed: str) -> None:
    """`--stage claims` finds claims again in the text as it is, and what it read counts for claims only."""
    before = contents(client)
    for name in before:
        kind, _, identity = name.partition("/")
        if kind == "articles":
            change = {"claim_rules": "older", "text_rules": "older", "deck": "kept"}
            client.post(f"/{indexed}-articles-write/_update/{identity}", {"doc": change})
    client.post(f"/{indexed}-articles/_refresh")
    assert reread(command, "--workers=1", "--quiet", "--stage=claims")["articles"] == 2
    for name, document in contents(client).items():
        expected = before[name]
        if name.startswith("articles/"):
            expected = {**expected, "deck": "kept", "text_rules": "older"}
        assert document == expected
    assert reread(command, "--stage=claims")["articles"] == 0
    assert reread(command, "--dry-run")["articles"] == 2


def test_an_article_noted_again_can_still_be_brought_back(
    command: Command, client: Client, indexed: str, folder: Path
) -> None:
    """Another delivery counts an article's version up; its late original must reach it all the same."""
    assert indexed
    deliver(command, folder / "late.txt")
    (folder / "earlier.txt").write_text(TEXT.format(day=3), encoding="utf-8")
    ledger = deliver(command, folder / "earlier.txt")
    assert ledger["ledger"]["index_articles"]["filtered"] == 0
    articles = [one for name, one in contents(client).items() if name.startswith("articles/")]
    by_day = {one["published_at"][:10]: one for one in articles}
    assert by_day["2025-03-05"]["duplicate"]["of"] == by_day["2025-03-03"]["id"]
    assert by_day["2025-03-05"]["duplicate"]["delay_minutes"] is None  # the hour is not known


@pytest.mark.parametrize("option", ["--since=yesterday", "--until=2025-13-01", "--workers=0", "--knowledge=nowhere"])
def test_bad_usage_is_refused_before_anything_is_read(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A day that is none, no workers, or a table that is not there end with exit code 2 and the remedy."""
    since = [] if option.startswith("--since") else ["--since=2025-01-01"]
    assert main(["reprocess", *since, option]) == 2
    assert option.split("=")[0] in capsys.readouterr().err
