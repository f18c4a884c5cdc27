import dataclasses
import itertools
import os
import subprocess
import sys
import typing
from collections.abc import Iterator
from datetime import UTC, datetime
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from pipeline.errors import RunError
from pipeline.index import schema
from pipeline.index.actions import KINDS, Action, Kind, read_alias, write_alias
from pipeline.index.bulk import BulkWriter, Outcome
from pipeline.index.client import Client, ResponseError, check, connect
from pipeline.index.loading import LOADING_INTERVAL, bulk_load, repair
from pipeline.index.output import ElasticsearchOutput
from transforms.document import article_document, claim_document, dead_letter_document, story_document
from transforms.records import Article, Claim, DeadLetter, Story
from transforms.telling import Digest

NOW = datetime(2030, 5, 6, 7, 8, 9, tzinfo=UTC)
_numbers = itertools.count()


@pytest.fixture
def client(elasticsearch: str) -> Client:
    return connect(elasticsearch)


@pytest.fixture
def prefix(client: Client) -> Iterator[str]:
    """Indices of this test's own."""
    name = f"test{next(_numbers)}"
    schema.set_up(client, name)
    yield name
    for kind in KINDS:
        for index in client.get(f"/{read_alias(name, kind)}*"):
            client.request("DELETE", f"/{index}")


def test_set_up_is_idempotent(client: Client, prefix: str) -> None:
    """A second set-up changes nothing: same indices behind the same aliases, all current."""
    before = client.get("/_cluster/state/metadata")["metadata"]["indices"]
    found = schema.set_up(client, prefix)
    assert [status.problem for status in found] == [None] * len(KINDS)
    assert {status.index for status in found} == {f"{prefix}-{kind}-000001" for kind in KINDS}
    assert client.get("/_cluster/state/metadata")["metadata"]["indices"] == before


@pytest.mark.parametrize("kind", ["articles", "claims", "stories", "dead-letters"])
def test_every_field_is_mapped(kind: Kind) -> None:
    """No field that a record can have is unknown to the mapping; what is only stored says so (`enabled: false`)."""
    assert not unmapped(full_documents()[kind], {"properties": schema.mapped_fields(kind)})


def test_full_documents_are_accepted(client: Client, prefix: str) -> None:
    """A document with every field of its records set is taken."""
    for kind, document in full_documents().items():
        assert write(client, prefix, kind, document).state == "written"


def test_values_no_field_expects_do_not_reject_a_document(client: Client, prefix: str) -> None:
    """Partial dates, huge keywords, hashes above 2^63 and fields of a later release are stored, not refused."""
    document = full_documents()["articles"] | {
        "dateline": {"place": "Qarun", "date": "--02-08", "agency": None},
        "reference_date": "2030-05",
        "url": "https://example.org/" + "x" * 40_000,
        "labels": ["y" * 40_000],
        "fingerprint": {"content_hash": "00", "sketch": [2**64 - 1], "lookup_keys": [], "numbers": [], "words": 1},
        "a_field_of_the_future": {"deep": [1, "two"]},
    }
    assert write(client, prefix, "articles", document).state == "written"
    kept = client.get(f"/{read_alias(prefix, 'articles')}/_doc/{document['id']}")["_source"]
    assert kept == document


def test_older_schema_is_refused_with_the_remedy(client: Client, prefix: str) -> None:
    """An index of an older or newer schema, or not ours, stops a run and a set-up in one line before any write."""
    index = f"{prefix}-claims-000001"
    for meta, line in (
        (
            schema.schema_meta() | {"schema_version": 0},
            "has schema 0, this release writes .*: run `claimwire index",
        ),
        (schema.schema_meta() | {"schema_version": 99}, "has schema 99, newer than .*: update claimwire"),
        (
            schema.schema_meta() | {"digest": "x", "analysis": "y"},
            "has another mapping .*: run `claimwire index upgrade`",
        ),
        ({}, "was not made by claimwire"),
    ):
        client.put(f"/{index}/_mapping", {"_meta": meta})
        for refuse in (schema.require_current, schema.set_up):
            with pytest.raises(RunError, match=f"^{index} {line}"):
                refuse(client, prefix)


def test_fields_of_a_newer_release_are_added_in_place(client: Client, prefix: str) -> None:
    """Where this release only adds fields, a run is told to set up, and a set-up adds them without a new index."""
    index = f"{prefix}-runs-000001"
    mapping = {"state": {"type": "keyword"}, "articles": {"type": "long"}}
    client.request("DELETE", f"/{index}")
    aliases = {read_alias(prefix, "runs"): {}, write_alias(prefix, "runs"): {"is_write_index": True}}
    meta = schema.schema_meta() | {"digest": "earlier"}
    client.request("DELETE", f"/_index_template/{prefix}-runs")
    client.put(f"/{index}", {"aliases": aliases, "mappings": {"_meta": meta, "properties": mapping}})
    with pytest.raises(RunError, match=f"^{index} has other fields than this release: run `claimwire index setup`"):
        schema.require_current(client, prefix)
    schema.set_up(client, prefix)
    schema.require_current(client, prefix)
    fields = client.get(f"/{index}/_mapping")[index]["mappings"]["properties"]
    assert fields.keys() == schema.mapped_fields("runs").keys()


def test_field_of_another_type_needs_an_upgrade(client: Client, prefix: str) -> None:
    """Where a field's type changed, a set-up refuses with the remedy instead of guessing."""
    index = f"{prefix}-runs-000001"
    client.request("DELETE", f"/{index}")
    client.request("DELETE", f"/_index_template/{prefix}-runs")
    aliases = {read_alias(prefix, "runs"): {}, write_alias(prefix, "runs"): {"is_write_index": True}}
    mapping = {"_meta": schema.schema_meta() | {"digest": "earlier"}, "properties": {"articles": {"type": "keyword"}}}
    client.put(f"/{index}", {"aliases": aliases, "mappings": mapping})
    with pytest.raises(RunError, match=r"cannot take this release's fields .*: run `claimwire index upgrade`"):
        schema.set_up(client, prefix)


def test_missing_index_names_the_set_up(client: Client) -> None:
    """Without indices a run is told to set them up."""
    with pytest.raises(RunError, match="no index for articles behind nothing-articles-write: run `claimwire index set"):
        schema.require_current(client, "nothing")


def test_analysis_finds_what_an_analyst_means(client: Client, prefix: str) -> None:
    """Stems, possessives and accents do not matter in texts and names; negation is kept; names can be completed."""
    document = full_documents()["claims"] | {"text": "the ministry's troops did not cross the river"}
    document["speaker"] = document["speaker"] | {"name": "Zoë Márquez"}
    write(client, prefix, "claims", document)
    refresh(client, prefix)
    assert hits(client, prefix, "claims", {"match_phrase": {"text": "ministry troop did not crossing"}})
    assert not hits(client, prefix, "claims", {"match_phrase": {"text": "troops did cross"}})
    assert hits(client, prefix, "claims", {"match": {"text.phrases": "troops did"}})
    assert hits(client, prefix, "claims", {"term": {"speaker.name.folded": "ZOE MARQUEZ"}})
    assert hits(client, prefix, "claims", {"match": {"speaker.name.words": "marquez"}})
    suggest = {"s": {"prefix": "zoe m", "completion": {"field": "speaker.name.complete"}}}
    answer = client.search(read_alias(prefix, "claims"), {"suggest": suggest})
    assert [option["text"] for option in answer["suggest"]["s"][0]["options"]] == ["Zoë Márquez"]


def test_older_never_overwrites_newer(client: Client, prefix: str) -> None:
    """An older delivery is a no-op, the same one may be written again, a newer one replaces; so with deletions."""
    assert write(client, prefix, "articles", {"title": "new"}, version=2000).state == "written"
    assert write(client, prefix, "articles", {"title": "old"}, version=1999).state == "unchanged"
    assert title(client, prefix) == "new"
    assert write(client, prefix, "articles", {"title": "same"}, version=2000).state == "written"
    assert title(client, prefix) == "same"
    assert write(client, prefix, "articles", {"copies": 3}, operation="update").state == "written"
    assert title(client, prefix) == "same"
    assert write(client, prefix, "articles", {"title": "newer"}, version=3000).state == "written"
    assert title(client, prefix) == "newer"
    assert write(client, prefix, "articles", {}, operation="delete", version=2500).state == "unchanged"
    assert write(client, prefix, "articles", {}, operation="delete").state == "written"
    assert write(client, prefix, "articles", {}, operation="delete").state == "unchanged"
    assert write(client, prefix, "articles", {"copies": 4}, operation="update").state == "unchanged"


def test_one_bad_document_does_not_stop_the_others(client: Client, prefix: str) -> None:
    """Each item has its own outcome: a rejected one, one that is no JSON, an impossible id, and good ones around."""
    writer = BulkWriter(client, prefix)
    documents: list[tuple[str, dict[str, Any]]] = [
        ("a", {"title": "good"}),
        ("b", {"copies": "many"}),
        ("c", {"mt": {"score": float("nan")}}),
        ("d" * 600, {"title": "the id is too long"}),
        ("e", {"title": "lone \ud800 surrogate"}),
    ]
    outcomes = writer.write([Action(kind="articles", id=name, document=document) for name, document in documents])
    assert [outcome.state for outcome in outcomes] == ["written", "refused", "refused", "refused", "written"]
    assert [outcome.kind for outcome in outcomes[1:4]] == [
        "document_parsing_exception",
        "not-json",
        "action_request_validation_exception",
    ]
    assert client.get(f"/{prefix}-articles/_doc/e")["_source"]["title"] == "lone ? surrogate"


def test_requests_are_cut_by_count_and_bytes(client: Client, prefix: str) -> None:
    """However many actions are given, each request stays below both limits, and all arrive."""
    sizes: list[int] = []

    class Counting(Client):
        def request(self, method: str, path: str, body: object = None) -> Any:
            if isinstance(body, bytes):
                sizes.append(len(body))
            return super().request(method, path, body)

    counting = Counting(client.connection)
    actions = [Action(kind="articles", id=str(n), document={"title": "t" * (n % 50)}) for n in range(250)]
    outcomes = BulkWriter(counting, prefix, max_count=100, max_bytes=6000).write(actions)
    assert [outcome.action.id for outcome in outcomes] == [str(n) for n in range(250)]
    assert {outcome.state for outcome in outcomes} == {"written"}
    assert max(sizes) <= 6000
    assert len(sizes) > 3
    refresh(client, prefix)
    assert client.get(f"/{prefix}-articles/_count")["count"] == 250


def test_writes_never_make_an_index(client: Client) -> None:
    """A write to an alias that is not there is refused; no index springs up with guessed fields."""
    outcome = write(client, "absent", "articles", {"title": "x"})
    assert outcome.state == "refused"
    assert not client.exists("/absent-articles-write")


def test_refresh_interval_is_put_back(client: Client, prefix: str) -> None:
    """A load refreshes seldom and ends with everything to be found and the operator's own interval put back."""
    client.put(f"/{prefix}-articles/_settings", {"index": {"refresh_interval": "7s"}})
    with bulk_load(client, prefix):
        assert interval(client, prefix, "articles") == interval(client, prefix, "claims") == LOADING_INTERVAL
        write(client, prefix, "articles", {"title": "x"})
        assert all(status.loading_since for status in schema.status(client, prefix))
        assert repair(client, prefix) == []
    assert interval(client, prefix, "articles") == "7s"
    assert interval(client, prefix, "claims") is None
    assert client.get(f"/{prefix}-articles/_count")["count"] == 1
    schema.require_current(client, prefix)


def test_killed_load_is_repaired(client: Client, prefix: str, elasticsearch: str) -> None:
    """What a killed load left raised is put back by the next load or by `index status`."""
    program = (
        "import os, signal, sys\n"
        "from pipeline.index.client import connect\n"
        "from pipeline.index.loading import bulk_load\n"
        "with bulk_load(connect(sys.argv[1]), sys.argv[2]): os.kill(os.getpid(), signal.SIGKILL)"
    )
    command = [sys.executable, "-c", program, elasticsearch, prefix]
    subprocess.run(command, check=False)
    assert interval(client, prefix, "stories") == LOADING_INTERVAL
    assert len(repair(client, prefix)) == len(KINDS)
    assert interval(client, prefix, "stories") is None
    subprocess.run(command, check=False)
    with bulk_load(client, prefix):
        mark = next(iter(client.get(f"/{prefix}-stories/_mapping").values()))["mappings"]["_meta"]["loading"]
        assert mark["pid"] == os.getpid()
    assert interval(client, prefix, "stories") is None


def test_check_accepts_the_server(client: Client) -> None:
    """The embedded server passes the check that runs before each run."""
    check(client)


def test_output_prepares_its_indices(elasticsearch: str) -> None:
    """An output makes its indices by itself, reads and writes through them, and refuses a bad single write aloud."""
    output = ElasticsearchOutput(elasticsearch, f"test{next(_numbers)}")
    output.prepare()
    with output.loading():
        output.put(Action(kind="runs", id="r1", document={"state": "running"}))
    assert output.memory().delivered(["unknown"]) == {}
    with pytest.raises(RunError, match="runs r2 was not written: document_parsing_exception"):
        output.put(Action(kind="runs", id="r2", document={"articles": "many"}))


def test_unknown_index_error_has_its_kind(client: Client) -> None:
    """An error of the server keeps status and kind, whatever process it is raised in."""
    with pytest.raises(ResponseError) as caught:
        client.search("absent", {})
    assert (caught.value.status, caught.value.kind) == (404, "index_not_found_exception")


def write(
    client: Client,
    prefix: str,
    kind: Kind,
    document: dict[str, Any],
    *,
    version: int | None = None,
    operation: Any = "index",
) -> Outcome:
    identity = document.get("id", "one")
    action = Action(kind=kind, id=identity, document=document, version=version, operation=operation)
    return BulkWriter(client, prefix).write([action])[0]


def title(client: Client, prefix: str) -> str:
    return client.get(f"/{read_alias(prefix, 'articles')}/_doc/one")["_source"]["title"]


def interval(client: Client, prefix: str, kind: Kind) -> str | None:
    answer = client.get(f"/{write_alias(prefix, kind)}/_settings")
    return next(iter(answer.values()))["settings"]["index"].get("refresh_interval")


def refresh(client: Client, prefix: str) -> None:
    client.post(f"/{prefix}-*/_refresh")


def hits(client: Client, prefix: str, kind: Kind, query: dict[str, Any]) -> list[Any]:
    return client.search(read_alias(prefix, kind), {"query": query})["hits"]["hits"]


def full_documents() -> dict[Kind, dict[str, Any]]:
    """One document of each kind with every field of its records set."""
    article, claim = full(Article), full(Claim)
    story, letter = full(Story), full(DeadLetter)
    digest = Digest.of(dataclasses.replace(article, story_id="s"))
    return {
        "articles": article_document(article, run_id="r"),
        "claims": claim_document(claim, digest, run_id="r"),
        "stories": story_document(story, run_id="r"),
        "dead-letters": dead_letter_document(letter, run_id="r", at=NOW),
    }


def full(record: type) -> Any:
    """Make a record with a value in every field."""
    hints = get_type_hints(record)
    values = {field.name: value_of(hints[field.name], field.name) for field in dataclasses.fields(record)}
    return record(**values)


def value_of(hint: Any, name: str) -> Any:
    if get_origin(hint) in (UnionType, typing.Union):
        hint = next(part for part in get_args(hint) if part is not type(None))
    if get_origin(hint) is typing.Literal:
        return get_args(hint)[0]
    if get_origin(hint) is tuple:
        return (value_of(get_args(hint)[0], name),)
    if dataclasses.is_dataclass(hint):
        return full(hint)
    if hint is str:
        return "2030-05-06" if name in ("from_", "to", "date", "said_on", "reference_date") else f"a-{name}"
    return {int: 1, float: 0.5, bool: True, datetime: NOW}[hint]


def unmapped(document: dict[str, Any], mapping: dict[str, Any], path: str = "") -> set[str]:
    """Give the paths in a document that a mapping does not declare."""
    found: set[str] = set()
    for name, value in document.items():
        declared = mapping["properties"].get(name)
        if declared is None:
            found.add(f"{path}{name}")
            continue
        parts = value if isinstance(value, list) else [value]
        for part in parts:
            if isinstance(part, dict) and "properties" in declared:
                found |= unmapped(part, declared, f"{path}{name}.")
    return found
