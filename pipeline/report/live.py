"""What a page is made of, from Elasticsearch."""

from collections.abc import Iterator, Sequence
from itertools import batched, islice
from typing import Any, Literal

from pipeline.index.actions import Kind, read_alias
from pipeline.index.client import Client
from pipeline.report.material import (
    ARTICLE_FIELDS,
    CLAIM_FIELDS,
    MOST_LETTERS,
    Document,
    Material,
    Wanted,
    article_of,
    claim_of,
    missing_links,
    run_of,
    story_of,
)

BATCH = 200
IDS_AT_ONCE = 500
MOST_RUNS = 20
_FIELDS = {"articles": list(ARTICLE_FIELDS), "claims": list(CLAIM_FIELDS)}
_COMPLETE = {"articles": article_of, "claims": claim_of}

Body = dict[str, Any]


def read_index(client: Client, prefix: str, wanted: Wanted) -> Material:
    """Take the wanted stories, and all that belongs to them, from the index."""
    body = story_search(wanted)
    stories, total = _first(client, read_alias(prefix, "stories"), body, wanted.limit)
    stories = [story_of(story) for story in stories]
    ids = [story["id"] for story in stories]
    claims = read_of_stories(client, prefix, "claims", ids)
    run_ids = sorted({str(story.get("run_id")) for story in stories})[-MOST_RUNS:]
    letters, all_letters = read_letters(client, prefix, run_ids)
    return Material(
        stories=stories,
        articles=read_of_stories(client, prefix, "articles", ids),
        claims=claims,
        outside=missing_claims(client, prefix, claims),
        letters=letters,
        runs=[run_of(run) for run in _by_ids(client, prefix, "runs", run_ids)],
        all_stories=total,
        all_letters=all_letters,
    )


def story_search(wanted: Wanted) -> Body:
    """Give the query for the wanted stories, the latest first."""
    filters: list[Body] = []
    if wanted.stories:
        filters.append({"terms": {"id": list(wanted.stories)}})
    if wanted.since:
        filters.append({"range": {"last_at": {"gte": wanted.since.isoformat()}}})
    if wanted.until:
        filters.append({"range": {"first_at": {"lt": wanted.until.isoformat()}}})
    if wanted.outlets:
        names = [{"match": {"outlets.words": {"query": name, "operator": "and"}}} for name in wanted.outlets]
        filters.append({"bool": {"should": names, "minimum_should_match": 1}})
    return {
        "query": {"bool": {"filter": filters, "must_not": [{"exists": {"field": "merged_into"}}]}},
        "sort": [{"last_at": "desc"}, {"id": "desc"}],
    }


def read_claims(client: Client, prefix: str, ids: Sequence[str]) -> dict[str, Document]:
    """Give claims by id."""
    return {claim["id"]: claim_of(claim) for claim in _by_ids(client, prefix, "claims", ids)}


def read_letters(client: Client, prefix: str, run_ids: Sequence[str]) -> tuple[list[Document], int]:
    """Give the dead letters of some runs, the last first, and how many there are."""
    body: Body = {
        "query": {"terms": {"run_id": list(run_ids)}},
        "sort": [{"last_at": "desc"}, {"id": "asc"}],
        "_source": {"excludes": ["payload", "traceback"]},
    }
    return _first(client, read_alias(prefix, "dead-letters"), body, MOST_LETTERS)


def read_of_stories(
    client: Client,
    prefix: str,
    kind: Literal["articles", "claims"],
    ids: Sequence[str],
    *,
    most: int | None = None,
    texts: bool = True,
) -> list[Document]:
    """Give the articles (without `texts`, only what lists show) or the claims of some stories."""
    fields = [name for name in _FIELDS[kind] if texts or name not in ("raw", "edits")]
    found: list[Document] = []
    for some in batched(ids, IDS_AT_ONCE):
        body: Body = {"query": {"terms": {"story_id": list(some)}}, "sort": [{"id": "asc"}], "_source": fields}
        found += map(_COMPLETE[kind], islice(_every(client, read_alias(prefix, kind), body), most))
    return found


def read_story(client: Client, prefix: str, identity: str) -> Document | None:
    """Give one story."""
    return next(map(story_of, _by_ids(client, prefix, "stories", [identity])), None)


def read_article(client: Client, prefix: str, identity: str) -> tuple[Document | None, list[Document]]:
    """Give one article with its claims, in the order of the text."""
    article = next(iter(_by_ids(client, prefix, "articles", [identity])), None)
    if article is None:
        return None, []
    body: Body = {"query": {"term": {"article_id": identity}}, "sort": [{"id": "asc"}], "_source": _FIELDS["claims"]}
    claims = [claim_of(claim) for claim in _every(client, read_alias(prefix, "claims"), body)]
    return article_of(article), sorted(claims, key=lambda claim: (claim["content"] or [{}])[0].get("raw_start", 0))


def missing_claims(client: Client, prefix: str, claims: Sequence[Document]) -> dict[str, Document]:
    """Give the claims elsewhere that these contradict."""
    return read_claims(client, prefix, sorted(missing_links(claims)))


def _by_ids(client: Client, prefix: str, kind: Kind, ids: Sequence[str]) -> list[Document]:
    found: list[Document] = []
    for some in batched(ids, IDS_AT_ONCE):
        body: Body = {"query": {"terms": {"id": list(some)}}, "sort": [{"id": "asc"}]}
        found += _every(client, read_alias(prefix, kind), body)
    return found


def _first(client: Client, index: str, body: Body, limit: int) -> tuple[list[Document], int]:
    """Give the first documents of a search, and how many it finds."""
    total = client.search(index, {**body, "size": 0, "track_total_hits": True, "sort": []})["hits"]["total"]["value"]
    found: list[Document] = []
    for document in _every(client, index, body):
        if len(found) >= limit:
            break
        found.append(document)
    return found, int(total)


def _every(client: Client, index: str, body: Body) -> Iterator[Document]:
    """Give every document of a search, batch after batch; its sort ends in the id."""
    after: list[Any] | None = None
    while True:
        page = {**body, "size": BATCH, **({"search_after": after} if after else {})}
        hits = client.search(index, page)["hits"]["hits"]
        yield from (hit["_source"] for hit in hits)
        if len(hits) < BATCH:
            return
        after = hits[-1]["sort"]
