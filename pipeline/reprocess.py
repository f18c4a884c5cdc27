"""Indexed articles read again by today's rules, from the raw text that the index keeps; nothing is fetched.

Ids stay, since they do not depend on what is found in a text. Two depths: "text" begins with the raw text and decides
on copies and stories too; "claims" keeps text, copies and stories, and finds entities, claims and links again. Each
article says by which rules it was read, so a call that was killed goes on where it was, and a second one does nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

import apache_beam as beam

from pipeline.dead_letters import indexed_context
from pipeline.graph import Finish
from pipeline.index.client import Client
from pipeline.index.output import ElasticsearchOutput
from pipeline.index.paging import read_hits
from pipeline.ledger import RunFacts
from pipeline.stage import BatchStageFn, Dropped, StageFn, apply_stage
from pipeline.stages.deduplicate import Resolve
from pipeline.stages.normalize import Normalize
from transforms.records import Article

Depth = Literal["text", "claims"]


@dataclass(kw_only=True)  # Beam sets its label, so it cannot be frozen
class ReprocessClaims(beam.PTransform):
    """Ids of indexed articles to their documents, with entities, claims and links by today's rules."""

    output: ElasticsearchOutput
    facts: RunFacts
    knowledge: tuple[str, ...] = ()

    def expand(self, ids: Any) -> Any:
        loaded = apply_stage(_spread(ids), "Load", _LoadAnnotatedFn(self.output))
        return loaded.good | Finish(self.output, self.facts, self.knowledge, (loaded,))


@dataclass(kw_only=True)  # Beam sets its label, so it cannot be frozen
class ReprocessText(beam.PTransform):
    """Ids of indexed articles to their documents, with everything but what was delivered by today's rules."""

    output: ElasticsearchOutput
    facts: RunFacts
    knowledge: tuple[str, ...] = ()
    outlet_profiles: str = ""

    def expand(self, ids: Any) -> Any:
        loaded = apply_stage(_spread(ids), "Load", _LoadRawFn(self.output))
        normalized = loaded.good | "Normalize" >> Normalize(self.outlet_profiles)
        kept = apply_stage(normalized.good, "KeepHistory", _KeepHistoryFn())
        seen = ids | "NothingSeen" >> beam.FlatMap(_nothing)
        fresh, back, left, touched = (kept.good, seen) | "Resolve" >> Resolve(self.output)
        articles = (fresh, back.good) | "AllArticles" >> beam.Flatten()
        stages = (loaded, normalized, kept, back)
        return articles | Finish(self.output, self.facts, self.knowledge, stages, (left,), (touched,))


GRAPHS: dict[Depth, Any] = {"text": ReprocessText, "claims": ReprocessClaims}


def _spread(ids: Any) -> Any:
    return ids | "SpreadIds" >> beam.Reshuffle()


def _nothing(_: str) -> Iterable[Any]:
    return ()


class _LoadFn(BatchStageFn):
    """Ids to whole articles, many in one request."""

    batch_size: ClassVar[int] = 50

    def __init__(self, output: ElasticsearchOutput) -> None:
        self.output = output

    def setup(self) -> None:
        self.memory = self.output.memory()

    def origin(self, element: str) -> str:
        return element

    def context_of(self, element: str) -> str:
        return indexed_context([element])

    def prepare(self, elements: Sequence[str]) -> list[Article | str]:
        found = {article.id: article for article in self.memory.load(elements)}
        return [found.get(identity, "deleted from the index") for identity in elements]

    def article(self, element: str) -> Article | str:
        """Give the article, or why there is none."""
        found: Article | str = self.context or self.prepare([element])[0]
        return found


class _LoadRawFn(_LoadFn):
    stage = "load"

    def work(self, element: str) -> Iterator[Article | Dropped]:
        article = self.article(element)
        yield Dropped("filtered", article) if isinstance(article, str) else _as_delivered(article)


class _LoadAnnotatedFn(_LoadFn):
    stage = "reload"

    def setup(self) -> None:
        super().setup()
        self.client = self.output.client()

    def prepare(self, elements: Sequence[str]) -> list[tuple[Article, int] | str]:  # type: ignore[override]
        copies = count_copies(self.client, self.output.prefix, elements)
        return [
            found if isinstance(found, str) else (_without_findings(found), copies.get(found.id, 0))
            for found in super().prepare(elements)
        ]

    def work(self, element: str) -> Iterator[Any]:
        found: Any = self.context or self.prepare([element])[0]
        yield Dropped("filtered", found) if isinstance(found, str) else found


class _KeepHistoryFn(StageFn):
    """Today's rules may read the same delivery as another content, which is not another version."""

    stage = "deduplicate"

    def work(self, element: Article) -> Iterator[Article]:
        if not element.versions or element.fingerprint is None:
            yield element
            return
        *earlier, present = element.versions
        present = replace(present, content_hash=element.fingerprint.content_hash, title=element.title)
        yield replace(element, versions=(*earlier, present))


def _without_findings(article: Article) -> Article:
    return replace(article, mentions=(), known_as=(), claims=(), skipped=None)


def _as_delivered(article: Article) -> Article:
    """Take back what normalizing added; duplicate and story stay, to see whether they change."""
    article = replace(_without_findings(article), body="", sections=(), edits=(), mt=None, text_rules=None)
    if article.published_from == "dateline":
        article = replace(article, published_at=None, published_precision=None, published_from=None)
    return article


def count_copies(client: Client, prefix: str, ids: Sequence[str]) -> dict[str, int]:
    """Count the copies of each article that has some."""
    body = {
        "size": 0,
        "query": {"terms": {"duplicate.of": list(ids)}},
        "aggs": {"of": {"terms": {"field": "duplicate.of", "size": len(ids)}}},
    }
    buckets = client.search(f"{prefix}-articles", body)["aggregations"]["of"]["buckets"]
    return {bucket["key"]: bucket["doc_count"] for bucket in buckets}


def find_articles(
    client: Client,
    prefix: str,
    facts: RunFacts,
    depth: Depth,
    *,
    since: str,
    until: str | None = None,
    outlet: str | None = None,
    again: bool = False,
) -> list[str]:
    """Give the ids of the articles to be read again: of these days, and not by today's rules yet unless `again`."""
    bounds = {"gte": since} | ({"lt": until} if until else {})
    filters: list[dict[str, Any]] = [{"range": {"@timestamp": bounds}}]
    if outlet:
        names = ("source.name", "source.id", "source.domain")
        filters.append({"bool": {"should": [{"term": {name: outlet}} for name in names]}})
    todays = [{"term": {"claim_rules": facts.claim_rules}}]
    if depth == "text":
        todays.append({"term": {"text_rules": facts.text_rules}})
    query: dict[str, Any] = {"bool": {"filter": filters}}
    if not again:
        query["bool"]["must_not"] = [{"bool": {"filter": todays}}]
    return [hit["_id"] for hit in read_hits(client, f"{prefix}-articles", query, ())]
