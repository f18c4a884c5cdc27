"""Time that does not go back: what is written counts by its run's time, and a machine's clock may have been ahead."""

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pipeline.index.actions import read_alias
from pipeline.index.client import explained
from pipeline.index.output import ElasticsearchOutput, Output
from pipeline.ledger import RunFacts

STEP = timedelta(milliseconds=1)
WORTH_SAYING = timedelta(minutes=5)
TIMES = ("started_at", "updated_at", "ended_at")


def after_earlier_runs(facts: RunFacts, output: Output) -> RunFacts:
    """Have a run start after all that the index has seen; otherwise its claims and stories would be the older ones."""
    latest = _latest(output) if isinstance(output, ElasticsearchOutput) else None
    started = datetime.fromisoformat(facts.started_at)
    if latest is None or latest < started:
        return facts
    if latest - started > WORTH_SAYING:
        sys.stderr.write(
            f"claimwire: an earlier run was at work at {latest.isoformat(timespec='seconds')}, in the future: "
            "its clock or this one is wrong; times go on from there\n"
        )
    return replace(facts, started_at=(latest + STEP).isoformat())


def later_of(now: datetime, before: datetime) -> datetime:
    """Give the time of what comes next.

    >>> later_of(datetime(2025, 3, 2), datetime(2025, 3, 3)).isoformat()
    '2025-03-03T00:00:00.001000'
    """
    return max(now, before + STEP)


def _latest(output: ElasticsearchOutput) -> datetime | None:
    body = {"size": 0, "aggs": {name: {"max": {"field": name}} for name in TIMES}}
    with explained(output.client()) as client:
        found = client.search(read_alias(output.prefix, "runs"), body).get("aggregations", {})
    moments = [value for name in TIMES if (value := found.get(name, {}).get("value")) is not None]
    return datetime.fromtimestamp(max(moments) / 1000, UTC) if moments else None
