"""The overview's counts, asked of Elasticsearch and read back."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from pipeline.report.view import Voice

MOST_VOICES = 20
_CONTRADICTED: dict[str, Any] = {"filter": {"term": {"links.relation": "contradicts"}}}

OVERVIEW: dict[str, Any] = {
    "size": 0,
    "track_total_hits": True,
    "aggs": {
        "days": {
            "date_histogram": {"field": "@timestamp", "calendar_interval": "day", "min_doc_count": 1},
            "aggs": {"contradicted": _CONTRADICTED},
        },
        "speakers": {
            "terms": {"field": "speaker.name", "size": MOST_VOICES},
            "aggs": {
                "contradicted": _CONTRADICTED,
                "acts": {"terms": {"field": "act", "size": 10}},
                "outlets": {"cardinality": {"field": "outlet"}},
            },
        },
    },
}


def counted_days(answer: Mapping[str, Any]) -> Iterator[tuple[datetime, int, int]]:
    """Give each day with its claims and those contradicted."""
    for bucket in answer["aggregations"]["days"]["buckets"]:
        at = datetime.fromtimestamp(bucket["key"] / 1000, UTC)
        yield at, bucket["doc_count"], bucket["contradicted"]["doc_count"]


def loudest(answer: Mapping[str, Any]) -> list[Voice]:
    """Give who speaks most."""
    return [
        Voice(
            name=bucket["key"],
            claims=bucket["doc_count"],
            acts=tuple((act["key"], act["doc_count"]) for act in bucket["acts"]["buckets"]),
            contradicted=bucket["contradicted"]["doc_count"],
            outlets=bucket["outlets"]["value"],
        )
        for bucket in answer["aggregations"]["speakers"]["buckets"]
    ]
