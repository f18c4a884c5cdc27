"""Versions, copies and stories over several runs on a real Elasticsearch: the next run takes up what one left."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.bench import lookup
from pipeline.cli import main
from pipeline.index.client import connect

Record = dict[str, str]
Run = Callable[..., dict[str, Any]]
VARYING = {"run_id", "first_seen_at", "last_seen_at", "delivered_at", "@timestamp", "origin", "lag_minutes"}

HARBOUR = (
    "The harbour of Valmera was closed on Monday after a storm damaged two piers, port director Hanna Quist said. "
    "Repairs would take until the end of April, and ferries to the islands would leave from Kelmar until then. "
)
BOATS = "Eleven boats were lost and three people are missing, the Interior Ministry told reporters in the old town. "
REPAIRS = "Engineers brought two cranes from Odrava, and the port authority promised to publish the costs in June. "
CHOIR = (
    "A choir of forty singers opened the summer season in the market hall of Odrava on Friday evening. The conductor, "
    "Marit Solberg, said the hall had never been so full, and that the second concert would be held outdoors. "
)


@pytest.fixture
def run(elasticsearch: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run the command in this process over records and give the run's document."""

    def run_records(prefix: str, *records: Record) -> dict[str, Any]:
        path = tmp_path / "records.jsonl"
        path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
        arguments = ["run", "--quiet", "--json", "--direct_num_workers=1", f"--prefix={prefix}", f"--input={path}"]
        assert main([*arguments, f"--output=elasticsearch:{elasticsearch}"]) == 0
        document: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert document["problems"] == []
        return document

    return run_records


def record(name: str, day: str, *texts: str, **more: str) -> Record:
    url = f"https://{name}.example.org/news/{name}"
    title = more.pop("title", f"Report {name}")
    return {"url": url, "outlet": name, "title": title, "text": "\n\n".join(texts), "date": f"{day}T12:00:00Z"} | more


def articles_of(url: str, prefix: str) -> dict[str, dict[str, Any]]:
    """Give the articles by outlet."""
    hits = connect(url).post(f"/{prefix}-articles/_search", {"size": 1000})["hits"]["hits"]
    return {hit["_source"]["source"]["name"]: hit["_source"] for hit in hits}


def contents(url: str, prefix: str) -> dict[str, Any]:
    """Give what the index says: articles, claims and living stories, without the times of the runs."""
    client = connect(url)
    found = {}
    for kind in ("articles", "claims", "stories"):
        for hit in client.post(f"/{prefix}-{kind}/_search", {"size": 1000})["hits"]["hits"]:
            if "merged_into" not in hit["_source"] or hit["_source"]["merged_into"] is None:
                found[f"{kind}/{hit['_id']}"] = without_times(hit["_source"])
    return found


def without_times(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_times(one) for name, one in value.items() if name not in VARYING}
    return [without_times(one) for one in value] if isinstance(value, list) else value


def merged_stories(url: str, prefix: str) -> dict[str, dict[str, Any]]:
    query = {"exists": {"field": "merged_into"}}
    hits = connect(url).post(f"/{prefix}-stories/_search", {"size": 1000, "query": query})["hits"]["hits"]
    return {hit["_id"]: hit["_source"] for hit in hits}


FIRST = record("post", "2025-03-03", HARBOUR, BOATS, updated="2025-03-03T12:00:00Z", title="Harbour closed")
SECOND = record("post", "2025-03-03", HARBOUR, REPAIRS, updated="2025-03-04T09:00:00Z", title="Harbour is repaired")


@pytest.mark.parametrize(
    ("prefix", "runs"),
    [
        ("v-reverse", [[SECOND], [FIRST]]),
        ("v-once", [[SECOND, FIRST]]),
        ("v-replay", [[FIRST], [SECOND], [FIRST, SECOND]]),
    ],
)
def test_versions_of_an_article_are_its_history(
    run: Run, elasticsearch: str, prefix: str, runs: Sequence[Sequence[Record]]
) -> None:
    """New content at the same address is a new version: one document, both hashes, whatever arrives first or again."""
    for records in runs:
        run(prefix, *records)
    articles = articles_of(elasticsearch, prefix)
    assert list(articles) == ["post"]
    post = articles["post"]
    assert post["title"] == "Harbour is repaired"
    assert "Eleven boats" not in post["body"]
    assert [version["title"] for version in post["versions"]] == ["Harbour closed", "Harbour is repaired"]
    assert post["versions"][-1]["content_hash"] == post["fingerprint"]["content_hash"]
    assert len({version["content_hash"] for version in post["versions"]}) == 2
    assert post["last_seen_at"] >= post["first_seen_at"]
    claims = [one for name, one in contents(elasticsearch, prefix).items() if name.startswith("claims/")]
    assert claims
    assert not any("missing" in claim["text"] for claim in claims)


def test_undated_versions_are_in_the_order_of_their_delivery(run: Run, elasticsearch: str) -> None:
    """Where the article does not say which version is newer, the later delivery is; a replay of the first is none."""
    first, second = (
        {"url": "https://post.example.org/a", "outlet": "post", "title": title, "text": HARBOUR + text}
        for title, text in (("One", BOATS), ("Two", REPAIRS))
    )
    run("v-undated", first)
    before = articles_of(elasticsearch, "v-undated")["post"]
    assert "versions" not in before
    again = run("v-undated", first)
    touched = articles_of(elasticsearch, "v-undated")["post"]
    assert touched["last_seen_at"] > before["last_seen_at"]
    assert touched | {"last_seen_at": before["last_seen_at"]} == before
    assert next(line for line in again["counts"] if line["stage"] == "deduplicate")["duplicates"] == 1
    run("v-undated", second)
    run("v-undated", first)
    post = articles_of(elasticsearch, "v-undated")["post"]
    assert [version["title"] for version in post["versions"]] == ["One", "Two"]
    assert post["title"] == "Two"
    assert post["first_seen_at"] == before["first_seen_at"]


def test_a_new_version_frees_the_copies_of_the_old_one(run: Run, elasticsearch: str) -> None:
    """A copy of a text that its outlet has replaced stands for itself, with its own claims."""
    run("freed", record("post", "2025-03-03", HARBOUR, BOATS), record("echo", "2025-03-04", HARBOUR, BOATS))
    articles = articles_of(elasticsearch, "freed")
    assert articles["echo"]["duplicate"]["of"] == articles["post"]["id"]
    assert articles["post"]["copies"] == 1
    run("freed", record("post", "2025-03-03", CHOIR, updated="2025-03-05T12:00:00Z"))
    articles = articles_of(elasticsearch, "freed")
    assert articles["echo"]["duplicate"] is None
    assert articles["echo"]["claims"]
    assert articles["echo"]["story_id"] != articles["post"]["story_id"]
    assert articles["post"]["copies"] == 0


def test_a_deleted_canonical_is_replaced_by_its_first_copy(run: Run, elasticsearch: str) -> None:
    """Copies of an article that is gone turn to the earliest of them as soon as a run meets their text again."""
    copies = [record(name, f"2025-03-{day:02d}", HARBOUR, BOATS) for day, name in enumerate(("a", "b", "c", "d"), 3)]
    run("gone", *copies[:3])
    canonical = articles_of(elasticsearch, "gone")["a"]["id"]
    connect(elasticsearch).request("DELETE", f"/gone-articles-write/_doc/{canonical}?refresh=true")
    run("gone", copies[3])
    articles = articles_of(elasticsearch, "gone")
    assert articles["b"]["duplicate"] is None
    assert articles["b"]["copies"] == 2
    assert {articles[name]["duplicate"]["of"] for name in "cd"} == {articles["b"]["id"]}
    claims = [one for name, one in contents(elasticsearch, "gone").items() if name.startswith("claims/")]
    assert articles["b"]["id"] in {claim["article_id"] for claim in claims}


def test_what_aged_out_is_found_through_the_index(run: Run, elasticsearch: str) -> None:
    """A copy that comes out a year later points at its original, in a run that holds nothing but the copy."""
    run("aged", record("post", "2024-03-03", HARBOUR, BOATS), record("hall", "2024-03-03", CHOIR))
    run("aged", record("echo", "2025-03-03", HARBOUR, BOATS, "Read more on our pages."))
    articles = articles_of(elasticsearch, "aged")
    assert articles["echo"]["duplicate"]["of"] == articles["post"]["id"]
    assert articles["echo"]["story_id"] == articles["post"]["story_id"]


def test_a_late_article_merges_stories_and_leaves_their_ids(run: Run, elasticsearch: str) -> None:
    """The surviving story keeps its id, the other points at it and holds nothing; living stories are as of one run."""
    told = [
        record("post", "2025-03-03", HARBOUR, BOATS, title="Storm damages harbour of Valmera"),
        record("echo", "2025-03-04", REPAIRS, "Cranes lift the wrecks of the storm.", title="Cranes arrive in Valmera"),
        record(
            "late", "2025-03-03", HARBOUR[:110], BOATS, REPAIRS, "Cranes lift wrecks.", title="Valmera harbour storm"
        ),
        record("hall", "2025-03-03", CHOIR, title="Choir opens season"),
    ]
    run("at-once", *told)
    run("merging", told[0], told[1], told[3])
    apart = articles_of(elasticsearch, "merging")
    assert apart["post"]["story_id"] != apart["echo"]["story_id"]
    run("merging", told[2])
    together = articles_of(elasticsearch, "merging")
    assert together["post"]["story_id"] == together["echo"]["story_id"] == apart["post"]["story_id"]
    assert contents(elasticsearch, "merging") == contents(elasticsearch, "at-once")
    merged = merged_stories(elasticsearch, "merging")
    assert {name: story["merged_into"] for name, story in merged.items()} == {
        apart["echo"]["story_id"]: apart["post"]["story_id"]
    }
    assert [(story["articles"], story["claims"]) for story in merged.values()] == [([], 0)]


def test_a_key_that_everybody_shares_hides_no_copy(elasticsearch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of hundreds that share one footer with an article few are fetched, and its original is among them."""
    monkeypatch.setattr(lookup, "FOOTERS", 1)
    monkeypatch.setattr(lookup, "ROUNDS", 1)
    assert lookup.measure(elasticsearch, known=2000, new=20)["copies found"] == "10 of 10"
