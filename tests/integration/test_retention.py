"""Retention: what is old goes, and everything that stays is whole."""

import itertools
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pipeline.cli import main
from pipeline.cli._retention import age
from pipeline.errors import UsageError
from pipeline.index import schema
from pipeline.index.actions import Action, Kind, read_alias, write_alias
from pipeline.index.bulk import BulkWriter
from pipeline.index.client import Client, connect
from pipeline.index.loading import bulk_load
from pipeline.index.retention import Retention, apply_retention, plan_retention
from transforms.document import article_document, claim_document, digest_from, story_document
from transforms.records import Article, Claim, Duplicate, Fingerprint, Source, Span, Speaker
from transforms.telling import tell_thread

NOW = datetime.now(UTC)
CUT = NOW - timedelta(days=180)
_numbers = itertools.count()
TEXT = "the northern bridge over the river was closed to traffic by engineers on Monday"


def article(name: str, outlet: str, days: int, thread: str, *, of: str | None = None) -> Article:
    """An article of some days ago; each but a copy claims the same, so that claims of a thread are linked."""
    at = NOW - timedelta(days=days)
    span = Span(text=TEXT, start=0, end=len(TEXT), raw_start=0, raw_end=len(TEXT))
    speaker = Speaker(
        text="x", start=0, end=1, raw_start=0, raw_end=1, entity_id=f"s-{name}", name=name, type="PERSON", role=None,
        kind="name", confidence=1.0,
    )  # fmt: skip
    claim = Claim(
        id=f"claim-{name}", article_id=name, content=(span,), text=TEXT, directness="indirect", act="assert",
        confidence=1.0, speaker=speaker, frame=tuple(f"w:{word}" for word in TEXT.lower().split()),
    )  # fmt: skip
    return Article(
        id=name, raw=TEXT, origin=name, source=Source(id=outlet.lower(), name=outlet), title=f"Title of {name}",
        body=TEXT, published_at=at, first_seen_at=at, delivered_at=at, story_id=f"story-{thread}", thread_id=thread,
        fingerprint=Fingerprint(content_hash=name), claims=() if of else (claim,),
        duplicate=Duplicate(of=of, kind="near", similarity=0.9) if of else None, skipped="copy" if of else None,
    )  # fmt: skip


ARTICLES = (
    article("old-1", "Wire", 300, "old"),
    article("old-2", "Gazette", 299, "old", of="old-1"),
    article("torn-1", "Wire", 200, "torn"),
    article("torn-2", "Gazette", 190, "torn"),
    article("torn-3", "Post", 195, "torn"),
    article("torn-4", "Wire", 10, "torn"),
    article("needed-1", "Gazette", 250, "needed"),
    article("needed-2", "Post", 249, "needed", of="needed-1"),
    article("lost-1", "Post", 251, "lost"),
    article("lost-2", "Gazette", 250, "lost", of="lost-1"),
    article("lost-3", "Wire", 250, "lost", of="lost-1"),
    article("new-1", "Gazette", 5, "new"),
)


@pytest.fixture
def client(elasticsearch: str) -> Client:
    return connect(elasticsearch)


@pytest.fixture
def prefix(client: Client) -> str:
    """An index with old, new and mixed threads, an old and a new dead letter, and an old and a running run."""
    name = f"retained{next(_numbers)}"
    schema.set_up(client, name)
    documents: list[tuple[Kind, dict[str, Any]]] = []
    copies = {"old-1": 1, "needed-1": 1, "lost-1": 2}
    stored = [article_document(one, run_id="r", copies=copies.get(one.id, 0)) for one in ARTICLES]
    documents += [("articles", document) for document in stored]
    digests = [digest_from(document) for document in stored]
    for thread in {digest.thread_id for digest in digests}:
        told = tell_thread(digest for digest in digests if digest.thread_id == thread)
        documents += [("claims", claim_document(claim, digest, run_id="r")) for claim, digest in told.claims]
        documents += [("stories", story_document(story, run_id="r")) for story in told.stories]
    for days in (300, 10):
        at = (NOW - timedelta(days=days)).isoformat()
        documents.append(("dead-letters", {"id": f"letter-{days}", "last_at": at, "@timestamp": at}))
        documents.append(("runs", {"id": f"run-{days}", "started_at": at, "state": "done"}))
    at = (NOW - timedelta(days=300)).isoformat()
    documents.append(("runs", {"id": "running", "started_at": at, "state": "running"}))
    actions = [Action(kind=kind, id=document["id"], version=1, document=document) for kind, document in documents]
    assert {outcome.state for outcome in BulkWriter(client, name).write(actions)} == {"written"}
    return name


def retain(client: Client, prefix: str, outlet: str | None = None) -> Retention:
    plan = plan_retention(client, prefix, CUT, outlet)
    counts = apply_retention(client, prefix, plan, run_id="retention", now_ms=int(NOW.timestamp() * 1000))
    for (stage, outcome, _), number in counts.items():
        if outcome == "out":
            assert number == 0, stage
    return plan


def everything(client: Client, prefix: str, kind: Kind) -> dict[str, dict[str, Any]]:
    client.post(f"/{read_alias(prefix, kind)}/_refresh")
    hits = client.search(read_alias(prefix, kind), {"size": 1000})["hits"]["hits"]
    return {hit["_id"]: hit["_source"] for hit in hits}


def is_whole(client: Client, prefix: str) -> None:
    """No copy, claim, link or story points at what is not there, and the counts are those of what is."""
    articles, claims, stories = (everything(client, prefix, kind) for kind in ("articles", "claims", "stories"))
    for one in articles.values():
        original = one["duplicate"] and one["duplicate"]["of"]
        assert original is None or original in articles
        copies = [other for other in articles.values() if (other["duplicate"] or {}).get("of") == one["id"]]
        assert one["copies"] == len(copies), one["id"]
    for claim in claims.values():
        assert claim["article_id"] in articles
        assert claim["story_id"] in stories
        assert {link["claim_id"] for link in claim["links"]} <= claims.keys()
    for story in stories.values():
        assert set(story["articles"]) <= articles.keys()
        assert story["articles"]
        assert story["claims"] == sum(claim["story_id"] == story["id"] for claim in claims.values())


def test_whole_old_threads_go_and_nothing_else(client: Client, prefix: str) -> None:
    """A thread with one new article stays as it is; old dead letters and ended runs go, a running one stays."""
    is_whole(client, prefix)
    before = everything(client, prefix, "claims")
    assert before["claim-torn-1"]["links"]
    plan = retain(client, prefix)
    assert plan.kept == {"its thread goes on": 3, "its copies stay": 0}
    names = {"torn-1", "torn-2", "torn-3", "torn-4", "new-1"}
    assert everything(client, prefix, "articles").keys() == names
    assert everything(client, prefix, "claims") == {f"claim-{name}": before[f"claim-{name}"] for name in names}
    assert everything(client, prefix, "stories").keys() == {"story-torn", "story-new"}
    assert everything(client, prefix, "dead-letters").keys() == {"letter-10"}
    assert everything(client, prefix, "runs").keys() == {"run-10", "running"}
    is_whole(client, prefix)
    assert not any(plan_retention(client, prefix, CUT).counts.values())


def test_an_outlet_leaves_threads_that_are_told_again(client: Client, prefix: str) -> None:
    """Its old articles go from any thread; links, stories and counts of copies are those of what stays."""
    plan = retain(client, prefix, "Gazette")
    assert plan.kept["its copies stay"] == 1
    articles = everything(client, prefix, "articles")
    assert {one.id for one in ARTICLES} - articles.keys() == {"old-2", "torn-2", "lost-2"}
    assert articles["old-1"]["copies"] == 0
    assert articles["lost-1"]["copies"] == 1
    claims = everything(client, prefix, "claims")
    assert {link["claim_id"] for link in claims["claim-torn-1"]["links"]} == {"claim-torn-3"}
    assert everything(client, prefix, "dead-letters").keys() == {"letter-300", "letter-10"}
    is_whole(client, prefix)


def test_a_killed_call_is_made_again(client: Client, prefix: str) -> None:
    """Killed at each of its changes in turn and called again, it ends as if nothing had happened."""

    class KilledError(BaseException):
        """Stands for kill -9."""

    class Mortal(Client):
        def __init__(self, left: int) -> None:
            super().__init__(client.connection)
            self.left = left

        def request(self, method: str, path: str, body: object = None) -> Any:
            self.left -= "_bulk" in path
            if self.left < 0:
                raise KilledError
            return super().request(method, path, body)

    for left in itertools.count():
        mortal = Mortal(left)
        try:
            retain(mortal, prefix, "Gazette")
            break
        except KilledError:
            continue
    assert left > 3
    assert {one.id for one in ARTICLES} - everything(client, prefix, "articles").keys() == {"old-2", "torn-2", "lost-2"}
    is_whole(client, prefix)


def test_what_a_run_changes_meanwhile_stays(client: Client, prefix: str) -> None:
    """An article that was delivered again after the plan was made is not deleted, and the ledger says so."""
    plan = plan_retention(client, prefix, CUT)
    path = f"/{write_alias(prefix, 'articles')}/_update/old-2"
    client.post(path, {"doc": {"last_seen_at": NOW.isoformat()}})
    counts = apply_retention(client, prefix, plan, run_id="retention", now_ms=1)
    assert counts["retention articles", "out", ""] == 1
    assert "old-2" in everything(client, prefix, "articles")


def test_the_command_asks_and_leaves_its_ledger(
    client: Client, prefix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A dry run changes nothing; without --yes nothing goes; afterwards the ledger stands among the runs."""
    where = [f"--elasticsearch={client.connection.url}", f"--prefix={prefix}", "--older-than=180d"]
    assert main(["index", "retention", "--dry-run", "--json", *where]) == 0
    planned = json.loads(capsys.readouterr().out)
    assert planned["delete"] == {"articles": 7, "claims": 3, "stories": 3, "dead-letters": 1, "runs": 1}
    assert main(["index", "retention", *where]) == 2
    assert "--yes" in capsys.readouterr().err
    assert len(everything(client, prefix, "articles")) == len(ARTICLES)
    assert main(["index", "retention", "--yes", "--json", *where]) == 0
    ledger = json.loads(capsys.readouterr().out)
    assert ledger["problems"] == []
    assert ledger["ledger"]["retention_articles"] == {"in": 7, "out": 0, "duplicates": 0, "filtered": 7, "dead": 0}
    assert ledger["id"] in everything(client, prefix, "runs")


def test_an_outlet_waits_for_the_end_of_a_load(client: Client, prefix: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Threads are not told again beside a run that may be telling them too."""
    where = [f"--elasticsearch={client.connection.url}", f"--prefix={prefix}", "--older-than=180d", "--outlet=Gazette"]
    with bulk_load(client, prefix):
        assert main(["index", "retention", "--yes", *where]) == 1
    assert "wait for its end" in capsys.readouterr().err
    assert len(everything(client, prefix, "articles")) == len(ARTICLES)


@pytest.mark.parametrize("text", ["0d", "180", "d", "-5d", "5m", "99999y", "1.5d", "180d "])
def test_an_age_that_makes_no_sense_is_refused(text: str) -> None:
    """Only whole days, weeks and years from one up are ages."""
    with pytest.raises(UsageError, match=r"^--older-than"):
        age(text)
