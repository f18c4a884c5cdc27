"""Fetching what a question asks for: page by page, and the documents that what was found points to."""

import base64
import binascii
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import batched
from typing import Any

from pipeline.errors import RunError, UsageError
from pipeline.index.actions import read_alias
from pipeline.index.client import Client
from pipeline.search.bodies import COUNTED_EXACTLY, Body, by_id, counts_body, search_body
from pipeline.search.fields import COUNTED
from pipeline.search.question import Order, Question, Target

Document = Mapping[str, Any]
Hit = Mapping[str, Any]

AT_ONCE = 1000
DEEPEST = 10_000
"""How far Elasticsearch pages without a cursor."""
MOST_COPIES = 500
MOST_NAMES = 5
LIKE = 0.75
DATE_LENGTHS = {"day": 10, "week": 10, "month": 7}


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

    def count(self, target: Target, asked: Question, by: str, size: int) -> list[tuple[str, int]]:
        """Count documents by a field: the commonest values, or the last days, weeks or months."""
        buckets = self.search(target, counts_body(target, asked, by, size))["aggregations"]["by"]["buckets"]
        if by in DATE_LENGTHS:
            last = buckets[-size:] if size else ()
            return [(bucket["key_as_string"][: DATE_LENGTHS[by]], bucket["doc_count"]) for bucket in last]
        return [(str(bucket["key"]), bucket["doc_count"]) for bucket in buckets[:size]]

    def names_like(self, target: Target, kind: str, name: str) -> list[str]:
        """Give the names in the index that one may have been meant to be, the commonest first."""
        field = COUNTED[target].get(kind)
        if field is None:
            return []
        misspelt = {"match": {f"{field}.words": {"query": name, "fuzziness": "AUTO"}}}
        names = {"by": {"terms": {"field": field, "size": 50}}}
        answer = self.search(target, {"query": misspelt, "size": 0, "aggs": names})
        found = [str(bucket["key"]) for bucket in answer["aggregations"]["by"]["buckets"]]
        return [one for one in found if _is_like(name, one)][:MOST_NAMES]

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

    def family(self, wanted: str) -> list[Document]:
        """Give an article's original and all copies of that, whole, the original first.

        The article may be either, and is named by its id, its URL or words of it.
        """
        article = self._named("articles", wanted, {"term": {"url": wanted}}, order="widest")
        original = (article.get("duplicate") or {}).get("of") or article["id"]
        asked = Question(copies_of=original)
        hits = self.find("articles", asked, Page(limit=MOST_COPIES), order="oldest", whole=True).hits
        members: list[Document] = [hit["_source"] for hit in hits]
        return sorted(members, key=lambda article: article["id"] != original)

    def cluster(self, wanted: str) -> list[Document]:
        """Give the claims of a cluster, the first said first.

        It is named by its id, by that of any of its claims, or by words of a claim.
        """
        claim = self._named("claims", wanted, {"term": {"cluster_id": wanted}}, order="widest")
        asked = Question(cluster=claim.get("cluster_id"))
        found = self.find("claims", asked, Page(limit=AT_ONCE), order="oldest").hits if asked.cluster else ()
        return [hit["_source"] for hit in found] or [claim]

    def _named(self, target: Target, wanted: str, query: Body, *, order: Order) -> Document:
        """Give the document of that id, or that a query finds, or the first by all the words."""
        if document := self.by_ids(target, [wanted]).get(wanted):
            return document
        body = search_body(target, Question(), size=1) | {"query": query}
        hits = self.search(target, body)["hits"]["hits"]
        if not hits:
            hits = self.find(target, Question(text=wanted), Page(limit=1), order=order).hits
        if not hits:
            raise RunError(f"no {target} have the id or the words {wanted!r}: `claimwire search` shows ids")
        found: Document = hits[0]["_source"]
        return found

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


def _is_like(name: str, other: str) -> bool:
    """Tell whether two names share a word, spelled alike.

    >>> _is_like("Zakarova", "Maria Zakharova"), _is_like("Zakarova", "Maria Callas")
    (True, False)
    """
    words = other.casefold().split()
    return any(get_close_matches(word, words, n=1, cutoff=LIKE) for word in name.casefold().split())


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
