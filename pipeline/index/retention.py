"""Deletes what is older than a date, so that what stays is still whole.

Without an outlet, whole threads go, once the last article of each is old enough: claims are linked across a thread, and
a copy is in the thread of its original. With an outlet, its articles leave their threads, and what stays of these is
told again, so that no link, story or count points at what is gone. An original whose copies stay is kept: they have no
text of their own. Articles are deleted last, so a killed call is simply made again. What a running pipeline has
changed since it was looked at stays.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from typing import Any

from pipeline.errors import RunError
from pipeline.index.actions import Action, Kind, read_alias, write_alias
from pipeline.index.bulk import BUSY, Backoff, BulkWriter
from pipeline.index.client import Client, NotReachedError, ResponseError
from pipeline.index.paging import read_hits
from pipeline.index.recall import ElasticsearchMemory
from transforms.document import claim_document, story_document
from transforms.telling import tell_thread

BATCH = 500
Hit = dict[str, Any]
Counts = dict[tuple[str, str, str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """What is to be deleted, and what stays although it is old, by the reason."""

    before: datetime
    outlet: str | None
    hits: Mapping[Kind, Sequence[Hit]]
    torn: frozenset[str] = frozenset()
    """Threads that lose some of their articles, but not all."""
    lost_copies: Mapping[str, int] = field(default_factory=dict)
    """How many copies each original that stays will still have."""
    kept: Mapping[str, int] = field(default_factory=dict)

    @property
    def counts(self) -> dict[Kind, int]:
        return {kind: len(hits) for kind, hits in self.hits.items()}


def plan_retention(client: Client, prefix: str, before: datetime, outlet: str | None = None) -> Retention:
    """Find what is to go; nothing is changed. `outlet` is a name, id or domain."""
    for kind in ("articles", "claims", "stories", "dead-letters", "runs"):
        client.post(f"/{read_alias(prefix, kind)}/_refresh")
    articles = _Articles(client, prefix, before, outlet)
    going = articles.of_outlet() if outlet else articles.of_old_threads()
    ids = {hit["_id"] for hit in going}
    threads = {hit["_source"]["thread_id"] for hit in going}
    torn = frozenset(articles.staying_threads(threads, ids)) if outlet else frozenset()
    hits: dict[Kind, Sequence[Hit]] = {
        "articles": going,
        "claims": [*articles.matching("claims", "article_id", sorted(ids))],
        "stories": [*articles.matching("stories", "thread_id", sorted(threads - torn))],
    }
    if outlet is None:
        old = {"lt": before.isoformat()}
        hits["dead-letters"] = [*read_hits(client, f"{prefix}-dead-letters", {"range": {"last_at": old}}, ())]
        ended = {"bool": {"filter": [{"range": {"started_at": old}}], "must_not": [{"term": {"state": "running"}}]}}
        hits["runs"] = [*read_hits(client, f"{prefix}-runs", ended, ())]
    return Retention(
        before=before,
        outlet=outlet,
        hits=hits,
        torn=torn,
        lost_copies=articles.copies_left(going, ids),
        kept=articles.kept,
    )


def apply_retention(client: Client, prefix: str, plan: Retention, *, run_id: str, now_ms: int) -> Counts:
    """Delete what was planned; give the ledger's counts: what was to go, what went, and what was changed meanwhile."""
    ids = {hit["_id"] for hit in plan.hits["articles"]}
    gone_stories = _tell_again(client, prefix, plan.torn, ids, run_id=run_id, now_ms=now_ms)
    hits = dict(plan.hits)
    if gone_stories:
        emptied = _Articles(client, prefix, plan.before, None).matching("stories", "id", sorted(gone_stories))
        hits["stories"] = [*hits["stories"], *emptied]
    counts: Counts = {}
    reason = f"older than {plan.before:%Y-%m-%d}" + (f", of {plan.outlet}" if plan.outlet else "")
    order: tuple[Kind, ...] = ("claims", "stories", "dead-letters", "runs", "articles")
    for kind in order:
        stage, deleted = f"retention {kind}", 0
        for some in batched(hits.get(kind, ()), BATCH):
            deleted += _delete(client, write_alias(prefix, kind), some)
        counts[stage, "in", ""] = len(hits.get(kind, ()))
        counts[stage, "filtered", reason] = deleted
        counts[stage, "out", ""] = len(hits.get(kind, ())) - deleted
    _recount_copies(client, prefix, plan.lost_copies)
    for kind in order:
        client.post(f"/{write_alias(prefix, kind)}/_refresh")
    return counts


class _Articles:
    """The old articles of an index."""

    def __init__(self, client: Client, prefix: str, before: datetime, outlet: str | None) -> None:
        self._client, self._prefix, self._outlet = client, prefix, outlet
        self._old = {"range": {"@timestamp": {"lt": before.isoformat()}}}
        self._new = {"range": {"@timestamp": {"gte": before.isoformat()}}}
        self.kept: Counter[str] = Counter()

    def matching(self, kind: Kind, field_: str, values: Sequence[str], *filters: Any) -> Iterator[Hit]:
        """Give the documents whose field has one of the values."""
        for some in batched(values, BATCH):
            query = {"bool": {"filter": [{"terms": {field_: list(some)}}, *filters]}}
            yield from read_hits(self._client, read_alias(self._prefix, kind), query, ("thread_id", "duplicate.of"))

    def of_old_threads(self) -> list[Hit]:
        """Give the old articles of the threads in which nothing is new."""
        old = self._read(self._old)
        threads = sorted({hit["_source"]["thread_id"] for hit in old})
        alive = {hit["_source"]["thread_id"] for hit in self.matching("articles", "thread_id", threads, self._new)}
        return self._without_needed([hit for hit in old if self._keep(hit["_source"]["thread_id"] in alive)])

    def of_outlet(self) -> list[Hit]:
        names = ("source.name", "source.id", "source.domain")
        either = {"bool": {"should": [{"term": {name: self._outlet}} for name in names]}}
        return self._without_needed(self._read({"bool": {"filter": [self._old, either]}}))

    def staying_threads(self, threads: Iterable[str], going: set[str]) -> set[str]:
        """Name the threads that keep an article."""
        members = self.matching("articles", "thread_id", sorted(threads))
        return {hit["_source"]["thread_id"] for hit in members if hit["_id"] not in going}

    def copies_left(self, going: Sequence[Hit], ids: set[str]) -> dict[str, int]:
        """Count what is left of the copies of originals that stay and lose some."""
        originals = {_original(hit) for hit in going} - ids - {None}
        copies = self.matching("articles", "duplicate.of", sorted(original for original in originals if original))
        left = Counter(_original(hit) for hit in copies if hit["_id"] not in ids)
        return {original: left[original] for original in originals if original}

    def _read(self, query: dict[str, Any]) -> list[Hit]:
        fields = ("thread_id", "duplicate.of")
        hits = list(read_hits(self._client, read_alias(self._prefix, "articles"), query, fields))
        for hit in hits:
            hit["_source"]["thread_id"] = hit["_source"].get("thread_id") or hit["_id"]
        return hits

    def _keep(self, goes_on: bool) -> bool:
        self.kept["its thread goes on"] += goes_on
        return not goes_on

    def _without_needed(self, hits: list[Hit]) -> list[Hit]:
        """Leave out the originals whose copies stay."""
        ids = {hit["_id"] for hit in hits}
        copies = self.matching("articles", "duplicate.of", sorted(ids))
        needed = {_original(hit) for hit in copies if hit["_id"] not in ids}
        self.kept["its copies stay"] += len(needed)
        return [hit for hit in hits if hit["_id"] not in needed]


def _original(hit: Hit) -> str | None:
    of: str | None = (hit["_source"].get("duplicate") or {}).get("of")
    return of


def _tell_again(
    client: Client, prefix: str, threads: Iterable[str], going: set[str], *, run_id: str, now_ms: int
) -> set[str]:
    """Write the claims and stories of torn threads without the articles that go; name the stories that are empty."""
    memory, writer = ElasticsearchMemory(client, prefix), BulkWriter(client, prefix)
    emptied: set[str] = set()
    for thread_id in sorted(threads):
        members = [digest for digest in memory.digests([thread_id], []) if digest.thread_id == thread_id]
        told = tell_thread(digest for digest in members if digest.article_id not in going)
        documents: dict[Kind, list[dict[str, Any]]] = defaultdict(list)
        documents["claims"] = [claim_document(claim, digest, run_id=run_id) for claim, digest in told.claims]
        documents["stories"] = [story_document(story, run_id=run_id) for story in told.stories]
        emptied |= {digest.story_id for digest in members} - {story.id for story in told.stories}
        _write(
            writer,
            [
                Action(kind=kind, id=document["id"], version=now_ms, document=document)
                for kind, some in documents.items()
                for document in some
            ],
        )
    return emptied


def _recount_copies(client: Client, prefix: str, copies: Mapping[str, int]) -> None:
    actions = [
        Action(kind="articles", id=identity, operation="update", document={"copies": number})
        for identity, number in sorted(copies.items())
    ]
    _write(BulkWriter(client, prefix), actions)


def _write(writer: BulkWriter, actions: Sequence[Action]) -> None:
    for outcome in writer.write(actions):
        if outcome.state in ("refused", "given-up"):
            name = f"{outcome.action.kind} {outcome.action.id}"
            raise RunError(f"{name} was not written ({outcome.kind}: {outcome.reason}): call retention again")


def _delete(client: Client, alias: str, hits: Sequence[Hit]) -> int:
    """Delete documents that are as they were read; give how many went, now or in an earlier try."""
    waiting = list(hits)
    deleted = 0
    for _ in Backoff().attempts():
        body = b"".join(json.dumps(_deletion(alias, hit)).encode() + b"\n" for hit in waiting)
        try:
            items = client.post("/_bulk?require_alias=true&filter_path=items.*.status,items.*.error.type", body)[
                "items"
            ]
        except NotReachedError:
            continue
        except ResponseError as error:
            if error.status in BUSY:
                continue
            raise
        results = [next(iter(item.values())) for item in items]
        deleted += sum(result["status"] in (200, 404) for result in results)
        pairs = zip(waiting, results, strict=True)
        waiting = [hit for hit, result in pairs if result["status"] not in (200, 404, 409)]
        if not waiting:
            return deleted
    raise RunError(f"{alias} takes no deletions ({len(waiting)} are left): look at its state, then call again")


def _deletion(alias: str, hit: Hit) -> dict[str, Any]:
    place = {"if_seq_no": hit["_seq_no"], "if_primary_term": hit["_primary_term"]}
    return {"delete": {"_index": alias, "_id": hit["_id"], **place}}
