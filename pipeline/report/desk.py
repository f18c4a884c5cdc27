"""The live pages: a path and its question in, a page out; reads only."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlencode

from markupsafe import Markup, escape

from pipeline.errors import RunError, UsageError
from pipeline.index.actions import read_alias
from pipeline.index.client import Client, explained
from pipeline.index.stores import list_dead_letters, list_runs
from pipeline.report.live import missing_claims, read_article, read_of_stories, read_story, story_search
from pipeline.report.material import Wanted, article_of, claim_of, run_of, story_of
from pipeline.report.overview import OVERVIEW, counted_days, loudest
from pipeline.report.page import CONTENT_POLICY, environment, script, stylesheet
from pipeline.report.safe import anchor, shown
from pipeline.report.timeline import chart_of
from pipeline.report.view import VERBS, Row, build_stories
from pipeline.search.bodies import MARK_END, MARK_START, search_body
from pipeline.search.question import Named, Question, Target

Document = Mapping[str, Any]

STORIES_ON_A_PAGE = 25
FOUND_ON_A_PAGE = 50
MOST_CLAIMS = 2000
MOST_ARTICLES = 1000
DEEPEST = 10_000
LONGEST_QUESTION = 2000
HTML = "text/html; charset=utf-8"
POLICY = (
    CONTENT_POLICY.format(style="style-src 'self'", script="script-src 'self'", form="'self'")
    + "; frame-ancestors 'none'"
)
_MARKS = re.compile(f"([{MARK_START}{MARK_END}])")
_COMPLETE: Mapping[Target, Callable[[Document], Document]] = {
    "claims": claim_of,
    "articles": article_of,
    "stories": story_of,
}


@dataclass(frozen=True, slots=True)
class Page:
    body: str
    status: HTTPStatus = HTTPStatus.OK
    kind: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)


class NotFoundError(Exception):
    """No such page."""


class Live:
    """Where things stand in the live pages."""

    def story(self, identity: str) -> str:
        return f"/story/{quote(str(identity), safe='')}"

    def article(self, identity: str) -> str:
        return f"/article/{quote(str(identity), safe='')}"

    def claim(self, claim: Document) -> str:
        return f"{self.article(claim['article_id'])}#{anchor('c', claim['id'])}"

    def dispute(self, number: int, story_id: str) -> str:
        return f"#d-{number}"


class Desk:
    """Answers for one index; threads share it."""

    def __init__(self, client: Client, prefix: str, *, known_ids: Callable[[str], tuple[str, ...]]) -> None:
        self._client = client
        self._prefix = prefix
        self._known_ids = known_ids
        self._routes: dict[str, Callable[[str, Mapping[str, str]], Page]] = {
            "": self._overview,
            "story": self._story,
            "article": self._article,
            "search": self._search,
            "runs": self._runs,
            "dead-letters": self._letters,
            "claimwire.css": _stylesheet,
            "report.js": _script,
        }

    def answer(self, target: str) -> Page:
        """Give the page for a request's path and query."""
        path, _, query = target.partition("?")
        name, _, rest = path.removeprefix("/").partition("/")
        try:
            route = self._routes.get(name)
            if route is None or (rest and name not in ("story", "article")) or "/" in rest:
                raise NotFoundError("There is no such page.")
            with explained(self._client):
                return route(unquote(rest), _asked(query))
        except NotFoundError as error:
            return self._failed(HTTPStatus.NOT_FOUND, "Not here", str(error))
        except UsageError as error:
            return self._failed(HTTPStatus.BAD_REQUEST, "This cannot be asked", str(error))
        except RunError as error:
            page = self._failed(HTTPStatus.SERVICE_UNAVAILABLE, "The index does not answer", str(error))
            return Page(page.body, page.status, headers={"Retry-After": "5"})

    def _overview(self, rest: str, asked: Mapping[str, str]) -> Page:
        number = _page_number(asked, STORIES_ON_A_PAGE)
        body = {
            **story_search(Wanted()),
            "size": STORIES_ON_A_PAGE,
            "from": (number - 1) * STORIES_ON_A_PAGE,
            "track_total_hits": True,
        }
        found = self._client.search(read_alias(self._prefix, "stories"), body)["hits"]
        total = found["total"]["value"]
        counted = self._client.search(read_alias(self._prefix, "claims"), OVERVIEW) if number == 1 else None
        return self._page(
            "overview.html",
            title="Who claims what",
            stories=[story_of(hit["_source"]) for hit in found["hits"]],
            total=total,
            claims=counted["hits"]["total"]["value"] if counted else None,
            chart=chart_of(counted_days(counted)) if counted else None,
            voices=loudest(counted) if counted else [],
            pages=_pages("/", {}, number, STORIES_ON_A_PAGE, total),
        )

    def _story(self, rest: str, asked: Mapping[str, str]) -> Page:
        story = read_story(self._client, self._prefix, rest)
        if story is None:
            raise NotFoundError(f"The index holds no story {rest}.")
        claims = read_of_stories(self._client, self._prefix, "claims", [rest], most=MOST_CLAIMS)
        articles = read_of_stories(self._client, self._prefix, "articles", [rest], most=MOST_ARTICLES, texts=False)
        outside = missing_claims(self._client, self._prefix, claims)
        views, _ = build_stories([story], articles, claims, outside)
        return self._page("story.html", title=story["title"] or "(no title)", view=views[0], held=len(claims))

    def _article(self, rest: str, asked: Mapping[str, str]) -> Page:
        article, claims = read_article(self._client, self._prefix, rest)
        if article is None:
            raise NotFoundError(f"The index holds no article {rest}.")
        rows = [Row(claim=claim, dispute=None) for claim in claims]
        return self._page(
            "article.html", title=article["title"] or "(no title)", article=article, rows=rows, claims=claims
        )

    def _search(self, rest: str, asked: Mapping[str, str]) -> Page:
        target: Target = next((one for one in _COMPLETE if one == asked.get("kind")), "claims")
        number = _page_number(asked, FOUND_ON_A_PAGE)
        body = search_body(
            target, self._question(asked, target), size=FOUND_ON_A_PAGE, skip=(number - 1) * FOUND_ON_A_PAGE
        )
        if target == "claims":
            body["_source"] = True
        found = self._client.search(read_alias(self._prefix, target), body)["hits"]
        total = found["total"]["value"]
        hits = [_COMPLETE[target](hit["_source"]) for hit in found["hits"]]
        return self._page(
            "found.html",
            title="Found",
            target=target,
            asked=asked,
            rows=[Row(claim=hit, dispute=None) for hit in hits] if target == "claims" else [],
            hits=hits,
            fragments=[_fragments(hit.get("highlight") or {}) for hit in found["hits"]],
            total=total,
            pages=_pages("/search", asked, number, FOUND_ON_A_PAGE, total),
        )

    def _question(self, asked: Mapping[str, str], target: Target) -> Question:
        act = asked.get("act")
        if act and act not in VERBS:
            raise UsageError(f"act {shown(act)!r}: give one of {', '.join(VERBS)}")
        is_claims = target == "claims"
        return Question(
            text=asked.get("q"),
            speaker=self._named(asked["speaker"]) if is_claims and "speaker" in asked else None,
            about=(self._named(asked["about"]),) if "about" in asked else (),
            act=(act,) if act and is_claims else (),
            outlet=(asked["outlet"],) if "outlet" in asked else (),
            since=asked.get("since"),
            until=asked.get("until"),
            story=asked.get("story"),
            contradicted=bool(asked.get("contradicted")) and target != "articles",
        )

    def _named(self, name: str) -> Named:
        return Named(name, self._known_ids(name))

    def _runs(self, rest: str, asked: Mapping[str, str]) -> Page:
        number = _page_number(asked, 10)
        total, runs = list_runs(self._client, self._prefix, size=10, skip=(number - 1) * 10)
        return self._page(
            "runs.html",
            title="Ledger",
            runs=[run_of(run) for run in runs],
            pages=_pages("/runs", {}, number, 10, total),
        )

    def _letters(self, rest: str, asked: Mapping[str, str]) -> Page:
        number = _page_number(asked, FOUND_ON_A_PAGE)
        skip = (number - 1) * FOUND_ON_A_PAGE
        total, letters = list_dead_letters(self._client, self._prefix, size=FOUND_ON_A_PAGE, skip=skip)
        pages = _pages("/dead-letters", {}, number, FOUND_ON_A_PAGE, total)
        return self._page("letters.html", title="Dead letters", letters=letters, total=total, pages=pages)

    def _failed(self, status: HTTPStatus, title: str, message: str) -> Page:
        page = self._page("error.html", title=title, message=message)
        return Page(page.body, status)

    def _page(self, template: str, **values: Any) -> Page:
        made = environment().get_template(template)
        return Page(made.render(inline=False, links=Live(), now=datetime.now(UTC), **{"asked": {}, **values}))


def _stylesheet(rest: str, asked: Mapping[str, str]) -> Page:
    return Page(stylesheet(), kind="text/css; charset=utf-8")


def _script(rest: str, asked: Mapping[str, str]) -> Page:
    return Page(script(), kind="text/javascript; charset=utf-8")


def _asked(query: str) -> dict[str, str]:
    """Read the question's fields: the last of each, without what is empty."""
    if len(query) > LONGEST_QUESTION:
        raise UsageError("the question is too long")
    try:
        fields = parse_qs(query, max_num_fields=30, errors="replace")
    except ValueError as error:
        raise UsageError("the question has too many fields") from error
    return {name: values[-1].strip() for name, values in fields.items() if values[-1].strip()}


def _page_number(asked: Mapping[str, str], size: int) -> int:
    text = asked.get("page", "1")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
    if not 1 <= number <= DEEPEST // size:
        raise UsageError(
            f"page {shown(text)[:20]}: give a number from 1 to {DEEPEST // size}; narrow the search to see more"
        )
    return number


def _pages(path: str, asked: Mapping[str, str], number: int, size: int, total: int) -> dict[str, Any]:
    """Give where the neighbouring pages are, and which of how many this is."""

    def at(page: int) -> str:
        return f"{path}?{urlencode({**asked, 'page': page})}"

    last = max(1, -(-min(total, DEEPEST) // size))
    return {
        "number": number,
        "last": last,
        "before": at(number - 1) if number > 1 else None,
        "next": at(number + 1) if number < last else None,
    }


def _fragments(highlight: Mapping[str, list[str]]) -> dict[str, list[Markup]]:
    """Write Elasticsearch's highlights with `mark` around what matched."""
    return {name: [_highlighted(text) for text in texts] for name, texts in highlight.items()}


def _highlighted(text: str) -> Markup:
    """Escape all, with marks only where one opens and closes: private characters of a feed cannot leave the element."""
    parts, is_open = [Markup("<bdi>")], False
    for part in _MARKS.split(text):
        if part == MARK_START and not is_open:
            parts.append(Markup("<mark>"))
        elif part == MARK_END and is_open:
            parts.append(Markup("</mark>"))
        elif part not in (MARK_START, MARK_END):
            parts.append(escape(shown(part)))
            continue
        is_open = part == MARK_START
    parts.append(Markup("</mark></bdi>") if is_open else Markup("</bdi>"))
    return Markup().join(parts)
