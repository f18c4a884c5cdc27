"""Runs talk through Elasticsearch's own client, and are told the same as by ours."""

import pytest

from pipeline.errors import RunError
from pipeline.index.actions import Action
from pipeline.index.bulk import BulkWriter
from pipeline.index.client import Client, NotReachedError, ResponseError, check, connect
from pipeline.index.official import connect_for_run
from pipeline.index.schema import set_up


def test_both_clients_give_the_same_answers(elasticsearch: str) -> None:
    """A document written through one is read through the other."""
    official, ours = connect_for_run(elasticsearch), connect(elasticsearch)
    check(official)
    set_up(official, "official")
    document = {"id": "é1", "title": "Zakharova: “no facts”"}
    outcomes = BulkWriter(official, "official").write([Action(kind="articles", id="é1", version=1, document=document)])
    assert [outcome.state for outcome in outcomes] == ["written"]
    path = "/official-articles/_doc/%C3%A91"
    assert official.get(path)["_source"] == ours.get(path)["_source"] == document


@pytest.mark.parametrize("connected", [connect, connect_for_run])
def test_both_clients_name_what_was_refused(elasticsearch: str, connected: type[Client]) -> None:
    """A refusal keeps its status, kind and reason."""
    with pytest.raises(ResponseError) as caught:
        connected(elasticsearch).get("/no-such-index/_search")
    assert (caught.value.status, caught.value.kind) == (404, "index_not_found_exception")
    assert "no such index" in caught.value.reason


@pytest.mark.parametrize("connected", [connect, connect_for_run])
def test_both_clients_say_when_nobody_answers(connected: type[Client]) -> None:
    """An absent server is one line with the remedy."""
    with pytest.raises(NotReachedError):
        connected("http://127.0.0.1:9").get("/")
    with pytest.raises(RunError, match=r"cannot reach Elasticsearch at http://127\.0\.0\.1:9"):
        check(connected("http://127.0.0.1:9"))
