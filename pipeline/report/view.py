"""From documents to what the pages show: rows, groups, disputes, stories."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipeline.report.disputes import Evidence, Sides, find_disputes
from pipeline.report.timeline import Lane, lanes

Document = Mapping[str, Any]

VERBS = {
    "assert": ("says", "say"),
    "deny": ("denies", "deny"),
    "accuse": ("accuses", "accuse"),
    "demand": ("demands", "demand"),
    "ask": ("asks", "ask"),
    "warn": ("warns", "warn"),
    "predict": ("predicts", "predict"),
    "commit": ("promises", "promise"),
    "welcome": ("welcomes", "welcome"),
    "question": ("questions", "question"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One claim as it is listed."""

    claim: Document
    dispute: int | None

    @property
    def is_contradicted(self) -> bool:
        return self.dispute is not None or is_contradicted(self.claim)

    @property
    def speaker(self) -> str:
        return (self.claim.get("speaker") or {}).get("name") or ""

    @property
    def role(self) -> str:
        """The role, or how the text calls the speaker where that is not the name."""
        speaker = self.claim.get("speaker") or {}
        role = speaker.get("role") or ""
        called = speaker.get("text") or ""
        if speaker.get("kind") == "metonym" and called != speaker.get("name"):
            return f"as “{called}”"
        return role

    @property
    def verb(self) -> str:
        third, plain = VERBS.get(self.claim["act"], (self.claim["act"],) * 2)
        return f"does not {plain}" if (self.claim.get("cue") or {}).get("negated") else third

    @property
    def text(self) -> str:
        """The content, with an ellipsis where the outlet's own words interrupt it."""
        pieces = [str(span["text"]) for span in self.claim.get("content") or () if span.get("text")]
        return " … ".join(pieces) if len(pieces) > 1 else str(self.claim["text"])

    @property
    def about(self) -> list[str]:
        names = self.claim.get("about_names") or []
        return [name for name in dict.fromkeys(names) if name != self.speaker][:4]

    @property
    def figures(self) -> list[str]:
        found = []
        for figure in self.claim.get("figures") or ():
            what = figure.get("what") or ""
            found.append(f"{figure['text']} ({what})" if what and what not in figure["text"] else figure["text"])
        return list(dict.fromkeys(found))[:4]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Claims that say the same, the first to be made on top."""

    rows: tuple[Row, ...]

    @property
    def outlets(self) -> int:
        return len({row.claim["outlet"] for row in self.rows})


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    number: int
    sides: tuple[tuple[Row, ...], ...]
    evidence: tuple[Evidence, ...]
    pairs: int
    story_ids: tuple[str, ...]

    @property
    def names(self) -> list[list[str]]:
        """Who speaks on each side, the first first."""
        return [list(dict.fromkeys(row.speaker or "unnamed" for row in side)) for side in self.sides]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """An article with the articles that were copied from it, and how much later it came."""

    article: Document
    delay: str
    copies: tuple["Copy", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    story: Document
    articles: tuple[Document, ...]
    groups: tuple[Group, ...]
    disputes: tuple[Dispute, ...]
    elsewhere: tuple[Dispute, ...]
    """Disputes that are shown in full at another story."""
    lanes: tuple[Lane, ...]
    trees: tuple[Copy, ...]
    claims_of: Mapping[str, Sequence[Document]]

    @property
    def is_told_by_several(self) -> bool:
        return len(self.articles) > 1 or bool(self.disputes or self.elsewhere)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One speaker with what they did."""

    name: str
    claims: int
    acts: tuple[tuple[str, int], ...]
    contradicted: int
    outlets: int


def build_stories(
    stories: Iterable[Document],
    articles: Iterable[Document],
    claims: Sequence[Document],
    outside: Mapping[str, Document],
) -> tuple[list[StoryView], list[Dispute]]:
    """Give the stories, those told by several first and then the latest, and every dispute of their claims."""
    stories = list(stories)
    disputes = _numbered(find_disputes(claims, outside), {story["id"] for story in stories})
    number_of = {row.claim["id"]: dispute.number for dispute in disputes for side in dispute.sides for row in side}
    articles_of, claims_of = _by(articles, "story_id"), _by(claims, "story_id")
    views = [
        _story(story, articles_of[story["id"]], claims_of[story["id"]], disputes, number_of)
        for story in sorted(stories, key=lambda one: (one["last_at"], one["id"]), reverse=True)
    ]
    return sorted(views, key=_rank), disputes


def voices(claims: Iterable[Document], most: int) -> list[Voice]:
    """Give who speaks most."""
    by_name: dict[str, list[Document]] = defaultdict(list)
    for claim in claims:
        if name := (claim.get("speaker") or {}).get("name"):
            by_name[name].append(claim)
    ranked = sorted(by_name.items(), key=lambda one: (-len(one[1]), one[0]))[:most]
    return [
        Voice(
            name=name,
            claims=len(said),
            acts=tuple(Counter(claim["act"] for claim in said).most_common()),
            contradicted=sum(is_contradicted(claim) for claim in said),
            outlets=len({claim["outlet"] for claim in said}),
        )
        for name, said in ranked
    ]


def is_contradicted(claim: Document) -> bool:
    return any(link["relation"] == "contradicts" for link in claim.get("links") or ())


def copy_trees(articles: Sequence[Document]) -> tuple[Copy, ...]:
    """Give every article that was copied, with its copies and theirs below it; a circle is cut at its first article."""
    known = {article["id"]: article for article in articles}
    below: dict[str, list[Document]] = defaultdict(list)
    for article in articles:
        if article.get("duplicate"):
            below[article["duplicate"]["of"]].append(article)
    seen: set[str] = set()

    def tree(article: Document, before: Document | None) -> Copy:
        seen.add(article["id"])
        copies = [one for one in below[article["id"]] if one["id"] not in seen]
        return Copy(article=article, delay=_delay(before, article), copies=tuple(tree(one, article) for one in copies))

    tops = [a for a in articles if below.get(a["id"]) and (a.get("duplicate") or {}).get("of") not in known]
    orphans = [a for a in articles if a.get("duplicate") and a["duplicate"]["of"] not in known]
    roots = [*tops, *(a for a in orphans if a not in tops)]
    return tuple(tree(article, None) for article in roots)


def _delay(before: Document | None, after: Document) -> str:
    """Say how much later a copy came, as exactly as both dates are known."""
    if before is None or not (before.get("published_at") and after.get("published_at")):
        return ""
    seconds = (
        datetime.fromisoformat(after["published_at"]) - datetime.fromisoformat(before["published_at"])
    ).total_seconds()
    days = {"day", "month", "year"}
    if {before.get("published_precision"), after.get("published_precision")} & days or abs(seconds) >= 172_800:
        count, unit = round(abs(seconds) / 86_400), "day"
    elif abs(seconds) >= 7200:
        count, unit = round(abs(seconds) / 3600), "hour"
    else:
        count, unit = round(abs(seconds) / 60), "minute"
    if not count:
        return f"the same {unit}"
    return f"{count} {unit}{'' if count == 1 else 's'} {'later' if seconds > 0 else 'earlier'}"


def _numbered(found: Sequence[Sides], on_page: set[str]) -> list[Dispute]:
    disputes = []
    for number, sides in enumerate(found, 1):
        rows = tuple(tuple(Row(claim=claim, dispute=number) for claim in side) for side in sides.sides)
        stories = Counter(str(row.claim.get("story_id")) for side in rows for row in side)
        disputes.append(
            Dispute(
                number=number,
                sides=rows,
                evidence=sides.evidence,
                pairs=sides.pairs,
                story_ids=tuple(sorted(stories, key=lambda story: (story not in on_page, -stories[story], story))),
            )
        )
    return disputes


def _story(
    story: Document,
    articles: Sequence[Document],
    claims: Sequence[Document],
    disputes: Sequence[Dispute],
    number_of: Mapping[str, int],
) -> StoryView:
    ordered = sorted(articles, key=_when)
    return StoryView(
        story=story,
        articles=tuple(ordered),
        groups=tuple(_groups(claims, number_of)),
        disputes=tuple(dispute for dispute in disputes if dispute.story_ids[0] == story["id"]),
        elsewhere=tuple(dispute for dispute in disputes if story["id"] in dispute.story_ids[1:]),
        lanes=lanes(ordered) if len(ordered) > 1 else (),
        trees=copy_trees(ordered),
        claims_of=_by(claims, "article_id"),
    )


def _groups(claims: Iterable[Document], number_of: Mapping[str, int]) -> list[Group]:
    by_cluster: dict[str, list[Document]] = defaultdict(list)
    for claim in claims:
        by_cluster[str(claim.get("cluster_id") or claim["id"])].append(claim)
    groups = [
        Group(rows=tuple(Row(claim=claim, dispute=number_of.get(claim["id"])) for claim in sorted(some, key=_place)))
        for some in by_cluster.values()
    ]
    return sorted(groups, key=lambda group: (-len(group.rows), _place(group.rows[0].claim)))


def _rank(view: StoryView) -> tuple[bool, bool, int]:
    several = view.is_told_by_several
    return not several, not (view.disputes or view.elsewhere), -len(view.articles) if several else 0


def _when(document: Document) -> tuple[str, str]:
    return str(document.get("@timestamp") or ""), str(document["id"])


def _place(claim: Document) -> tuple[str, str, int]:
    content = claim.get("content") or [{}]
    return str(claim.get("@timestamp") or ""), str(claim["article_id"]), int(content[0].get("raw_start") or 0)


def _by(documents: Iterable[Document], name: str) -> dict[str, list[Document]]:
    grouped: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        grouped[document[name]].append(document)
    return grouped
