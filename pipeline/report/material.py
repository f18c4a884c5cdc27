"""What a page is made of: stories with their articles and claims, from the files of a run."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.index.jsonl import read_documents

Document = Mapping[str, Any]

MOST_LETTERS = 500
ARTICLE_FIELDS = (
    "id", "story_id", "title", "source", "url", "origin", "published_at", "published_precision", "published_from",
    "first_seen_at", "@timestamp", "raw", "edits", "mt", "duplicate", "copies", "language", "authors", "skipped",
    "date_problem", "run_id",
)  # fmt: skip

CLAIM_FIELDS = (
    "id", "article_id", "story_id", "outlet", "url", "@timestamp", "speaker", "speaker_reason", "cue", "act", "text",
    "content", "directness", "about_names", "figures", "headline", "unsupported", "nested_in",
    "is_machine_translated", "cluster_id", "links",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which stories: those that touch the period, of any of the outlets; the latest first, so many at most."""

    since: datetime | None = None
    until: datetime | None = None
    stories: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    limit: int = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Documents as the index holds them; `outside` are claims of other stories that these link to."""

    stories: Sequence[Document] = ()
    articles: Sequence[Document] = ()
    claims: Sequence[Document] = ()
    outside: Mapping[str, Document] = field(default_factory=dict)
    letters: Sequence[Document] = ()
    runs: Sequence[Document] = ()
    all_stories: int = 0
    all_letters: int = 0


def read_folder(folder: Path, wanted: Wanted) -> Material:
    """Take the wanted stories, and all that belongs to them, from what `run --output jsonl:DIR` wrote."""
    if not (folder / "stories.jsonl").is_file():
        raise UsageError(f"--input jsonl:{folder}: no stories.jsonl is there; name a folder that `run` wrote")
    matching = [story_of(story) for story in read_documents(folder, "stories") if _is_wanted(story, wanted)]
    stories = sorted(matching, key=lambda story: (story["last_at"], story["id"]), reverse=True)[: wanted.limit]
    ids = {story["id"] for story in stories}
    everything = [claim_of(claim) for claim in read_documents(folder, "claims")]
    claims = [claim for claim in everything if claim.get("story_id") in ids]
    linked = missing_links(claims)
    letters = list(read_documents(folder, "dead-letters"))
    return Material(
        stories=stories,
        articles=[article_of(one) for one in read_documents(folder, "articles") if one.get("story_id") in ids],
        claims=claims,
        outside={claim["id"]: claim for claim in everything if claim["id"] in linked},
        letters=letters[:MOST_LETTERS],
        runs=[run_of(run) for run in read_documents(folder, "runs")],
        all_stories=len(matching),
        all_letters=len(letters),
    )


def article_of(document: Document) -> Document:
    """Take what pages show of an article; what an older schema or an omitted default leaves out is None."""
    return {name: document.get(name) for name in ARTICLE_FIELDS}


def claim_of(document: Document) -> Document:
    """Likewise of a claim."""
    return {name: document.get(name) for name in CLAIM_FIELDS}


def story_of(document: Document) -> Document:
    """Likewise of a story; its lists are lists and its counts numbers."""
    lists = {name: document.get(name) or [] for name in ("articles", "outlets", "entities", "top_claims")}
    counts = {name: document.get(name) or 0 for name in ("claims", "contradictions", "article_count")}
    return {
        **{name: document.get(name) for name in ("id", "title", "first_at", "last_at", "run_id", "merged_into")},
        **lists,
        **counts,
    }


def run_of(document: Document) -> Document:
    """Likewise of a run."""
    names = ("id", "started_at", "state", "articles", "articles_per_second", "version")
    lists = ("inputs", "problems", "counts")
    return {name: document.get(name) for name in names} | {name: document.get(name) or [] for name in lists}


def missing_links(claims: Iterable[Document]) -> set[str]:
    """Give the ids of contradicting claims that are linked to but not among these."""
    known: set[str] = set()
    linked: set[str] = set()
    for claim in claims:
        known.add(claim["id"])
        linked.update(link["claim_id"] for link in claim.get("links") or () if link["relation"] == "contradicts")
    return linked - known


def bound(text: str | None, option: str, *, now: datetime, end: bool = False) -> datetime | None:
    """Read a day, month, year, moment or age (48h, 7d) as the first moment of a period, or the first after it.

    >>> at = datetime(2031, 5, 6, 12, tzinfo=UTC)
    >>> bound("2031-04", "--until", now=at, end=True).isoformat(), bound("2d", "--since", now=at).isoformat()
    ('2031-05-01T00:00:00+00:00', '2031-05-04T12:00:00+00:00')
    """
    if not text:
        return None
    try:
        return _age(text, now) or _whole(text, end=end)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"{option} {text!r}: give a date (2016, 2016-02, 2016-02-08) or an age (48h, 7d, 2w)"
        ) from error


_HOURS = {"h": 1, "d": 24, "w": 168, "M": 720, "y": 8760}


def _age(text: str, now: datetime) -> datetime | None:
    unit = _HOURS.get(text[-1])
    return now - timedelta(hours=int(text[:-1]) * unit) if unit and text[:-1].isdecimal() else None


def _whole(text: str, *, end: bool) -> datetime:
    dashes = text.count("-")
    if len(text) > 10 or dashes > 2:
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    start = datetime.fromisoformat(text + "-01" * (2 - dashes)).replace(tzinfo=UTC)
    if not end:
        return start
    if dashes == 2:
        return start + timedelta(days=1)
    return (start + timedelta(days=32)).replace(day=1) if dashes else start.replace(year=start.year + 1)


def _is_wanted(story: Document, wanted: Wanted) -> bool:
    if story.get("merged_into") or (wanted.stories and story["id"] not in wanted.stories):
        return False
    first, last = (datetime.fromisoformat(story[name]) for name in ("first_at", "last_at"))
    if (wanted.since and last < wanted.since) or (wanted.until and first >= wanted.until):
        return False
    outlets = [outlet.casefold() for outlet in story.get("outlets") or ()]
    return not wanted.outlets or any(
        all(word in outlet for word in name.casefold().split()) for name in wanted.outlets for outlet in outlets
    )
