"""Fetching what a question asks for: page by page, and the documents that what was found points to."""

import base64
import binascii
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

from pipeline.errors import RunError, UsageError
from pipeline.index.actions import read_alias
from pipeline.index.client import Client
from pipeline.search.bodies import COUNTED_EXACTLY, Body, by_id, search_body
from pipeline.search.question import Order, Question, Target

Document = Mapping[str, Any]
Hit = Mapping[str, Any]

AT_ONCE = 1000
DEEPEST = 10_000
"""How far Elasticsearch pages without a cursor."""
SIDES_FROM = 1000
"""How many contradicted claims are read to put sides together."""
MOST_COPIES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What to fetch: `limit` documents after the first `skip`, or after the one that the cursor names."""

    limit: int = 10
    skip: int = 0
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Hits of one page; `total` is a lower bound where `is_exact` is false; `cursor` goes on behind the last hit."""

    hits: Sequence[Hit]
    total: int
    is_exact: bool
    cursor: str | None


class Index:
    """The searchable indices of one prefix."""

    def __init__(self, client: Client, prefix: str) -> None:
        self._client = client
        self._prefix = prefix

    def search(self, target: Target, body: Body) -> Mapping[str, Any]:
        return self._client.search(read_alias(self._prefix, target), body)

    def find(self, target: Target, asked: Question, page: Page, *, order: Order | None, whole: bool = False) -> Found:
        """Fetch one page, however long."""
        after = _sort_values(page.after) if page.after else None
        if after is None and page.skip + min(page.limit, 1) > DEEPEST:
            raise UsageError(f"no further than {DEEPEST} by pages: go on with --after, or narrow the search")
        hits: list[Hit] = []
        skip = page.skip
        while True:
            size = min(page.limit - len(hits), AT_ONCE, DEEPEST - skip)
            body = search_body(target, asked, size=size, skip=skip, after=after, order=order, whole=whole)
            answer = self.search(target, body)["hits"]
            hits += answer["hits"]
            if len(answer["hits"]) < size or len(hits) >= page.limit:
                break
            after, skip = hits[-1]["sort"], 0
        total = answer["total"]
        cursor = _cursor(hits[-1]["sort"]) if hits and len(hits) == page.limit else None
        return Found(hits=hits, total=total["value"], is_exact=total["relation"] == "eq", cursor=cursor)

    def by_ids(self, target: Target, ids: Iterable[str], *, whole: bool = False) -> dict[str, Document]:
        """Fetch documents by id; those that are gone are left out."""
        found: dict[str, Document] = {}
        for some in batched(sorted(set(ids)), AT_ONCE):
            for hit in self.search(target, by_id(target, some, whole=whole))["hits"]["hits"]:
                found[hit["_source"]["id"]] = hit["_source"]
        return found

    def opponents(self, claims: Iterable[Document]) -> dict[str, Document]:
        """Fetch the claims that these contradict, by id."""
        return self.by_ids("claims", (link["claim_id"] for claim in claims for link in contradicting(claim)))

    def family(self, article_id: str) -> list[Document]:
        """Give an article's original and all copies of that, whole, the original first; the article may be either."""
        started = self.by_ids("articles", [article_id], whole=True)
        if article_id not in started:
            raise RunError(f"no article has the id {article_id}: `claimwire search --articles WORDS` shows ids")
        original = (started[article_id].get("duplicate") or {}).get("of") or article_id
        asked = Question(copies_of=original)
        hits = self.find("articles", asked, Page(limit=MOST_COPIES), order="oldest", whole=True).hits
        members: list[Document] = [hit["_source"] for hit in hits]
        return sorted(members, key=lambda article: article["id"] != original)

    def cluster(self, identity: str) -> list[Document]:
        """Give the claims of a cluster, which any of its claims may name, the first said first."""
        named = self.by_ids("claims", [identity]).get(identity)
        cluster = (named or {}).get("cluster_id") or identity
        found = self.find("claims", Question(cluster=cluster), Page(limit=AT_ONCE), order="oldest").hits
        claims: list[Document] = [hit["_source"] for hit in found] or ([named] if named else [])
        if not claims:
            raise RunError(f"no claim or cluster has the id {identity}: `claimwire search WORDS` shows ids")
        return claims

    def copies_of(self, article_ids: Iterable[str]) -> list[Document]:
        """Give the copies of articles, the earliest first."""
        wanted = {"terms": {"duplicate.of": sorted(set(article_ids))}}
        body = search_body("articles", Question(), size=MOST_COPIES, order="oldest") | {"query": wanted}
        return [hit["_source"] for hit in self.search("articles", body)["hits"]["hits"]]


def contradicting(claim: Document) -> Iterator[Document]:
    """Give the links of a claim to those that contradict it."""
    return (link for link in claim.get("links") or () if link["relation"] == "contradicts")


def shown_total(found: Found, target: Target) -> str:
    return f"{found.total:,} {target}" if found.is_exact else f"more than {COUNTED_EXACTLY:,} {target}"


def _cursor(values: Sequence[Any]) -> str:
    """Write a place in the results so that it can be typed."""
    return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def _sort_values(cursor: str) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error):
        values = None
    if not isinstance(values, list):
        raise UsageError(f"--after {cursor!r}: give what the last page named, with the same question")
    return values
