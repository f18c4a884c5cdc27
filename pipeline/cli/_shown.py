"""One search, shown in the shape and the format that is wanted."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pipeline.errors import UsageError
from pipeline.search.finding import AT_ONCE, Document, Index, Page, shown_total
from pipeline.search.lines import count_lines, page_lines
from pipeline.search.painter import Painter, When
from pipeline.search.question import Named, Order, Question, Target
from pipeline.terminal import escaped, one_line

if TYPE_CHECKING:
    from pipeline.search.sides import Dispute

Form = Literal["text", "json", "csv", "schema.org"]

CLAIMS_AT_ONCE, MOST_CLAIMS = 25, 2000
"""How many contradicted claims are read to put sides together: by so many, until there are enough, and at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A question, and how its answer is to be shown; at most one of the four shapes at the end."""

    target: Target
    asked: Question
    page: Page
    order: Order | None = None
    form: Form = "text"
    when_colored: When = "auto"
    every_change: bool = False
    count_by: str | None = None
    contradictions: bool = False
    copies_of: str | None = None
    cluster: str | None = None


def show(index: Index, wanted: Wanted) -> None:
    """Search and print."""
    painter = Painter.for_output(wanted.when_colored)
    if wanted.count_by:
        _show_counts(index, wanted, wanted.count_by, painter)
    elif wanted.copies_of:
        _show_family(index, wanted, wanted.copies_of, painter)
    elif wanted.cluster:
        _show_life(index, wanted, wanted.cluster, painter)
    elif wanted.contradictions and wanted.target == "claims" and wanted.form in ("text", "json"):
        _show_disputes(index, wanted, painter)
    else:
        _show_list(index, wanted, painter)


def _show_list(index: Index, wanted: Wanted, painter: Painter) -> None:
    if wanted.form != "text":
        _write(wanted, _documents(index, wanted))
        return
    target, page = wanted.target, wanted.page
    found = index.find(target, wanted.asked, page, order=wanted.order)
    others = index.opponents(hit["_source"] for hit in found.hits) if target == "claims" else {}
    _print(page_lines(target, found, page, others, painter))
    if not found.total:
        _print(_names_meant(index, wanted))


def _documents(index: Index, wanted: Wanted) -> Iterator[Document]:
    """Give the documents of the page part by part; at the end tell a reader, never the file, if this was not all."""
    page, left = wanted.page, wanted.page.limit
    while left:
        part = Page(limit=min(left, AT_ONCE), skip=page.skip, after=page.after)
        found = index.find(wanted.target, wanted.asked, part, order=wanted.order, whole=wanted.form != "csv")
        yield from (hit["_source"] for hit in found.hits)
        left -= len(found.hits)
        page = Page(after=found.cursor)
        if found.cursor is None:
            return
        if not left and (wanted.page.after or wanted.page.skip + wanted.page.limit < found.total):
            total = shown_total(found, wanted.target)
            print(f"{wanted.page.limit:,} of {total}; the next, if any: --after {found.cursor}", file=sys.stderr)


def _names_meant(index: Index, wanted: Wanted) -> Iterator[str]:
    """Suggest names where nothing was found under those that were typed."""
    asked = wanted.asked
    typed = [("speaker", asked.speaker), ("against", asked.against), *(("about", name) for name in asked.about)]
    typed += [("outlet", Named(name)) for name in asked.outlet]
    for kind, name in typed:
        if name and (names := index.names_like(wanted.target, kind, name.name)):
            yield one_line(f"--{kind} {name.name}: perhaps {', '.join(names)}")


def _write(wanted: Wanted, documents: Iterable[Document]) -> None:
    if wanted.form == "csv":
        from pipeline.search.csv_rows import write_csv

        write_csv(wanted.target, documents)
    elif wanted.form == "schema.org":
        from pipeline.search.schema_org import as_schema_org

        _print_json(as_schema_org(wanted.target, document) for document in documents)
    else:
        _print_json(documents)


def _show_counts(index: Index, wanted: Wanted, by: str, painter: Painter) -> None:
    counts = index.count(wanted.target, wanted.asked, by, wanted.page.limit)
    if by == "story" and wanted.form == "text":
        titles = index.by_ids("stories", [story for story, _ in counts])
        counts = [(f"{titles[story]['title']} (story {story})" if story in titles else story, n) for story, n in counts]
    if wanted.form == "text":
        _print(count_lines(counts, painter))
    elif wanted.form == "csv":
        from pipeline.search.csv_rows import write_rows

        write_rows([by, wanted.target], counts)
    elif wanted.form == "json":
        _print_json({by: name, wanted.target: count} for name, count in counts)
    else:
        raise UsageError("--as schema.org writes documents, and --count-by gives numbers: use --json or --as csv")


def _show_family(index: Index, wanted: Wanted, article_id: str, painter: Painter) -> None:
    from pipeline.search.family import family_documents, family_lines

    family = index.family(article_id)
    if wanted.form == "text":
        _print(family_lines(family, painter, every_change=wanted.every_change))
    elif wanted.form == "json":
        _print_json(family_documents(family))
    else:
        _write(wanted, family)


def _show_life(index: Index, wanted: Wanted, identity: str, painter: Painter) -> None:
    from pipeline.search.life import life_documents, life_lines, live

    stations = live(index, identity)
    if wanted.form == "text":
        _print(life_lines(stations, painter))
    elif wanted.form == "json":
        _print_json(life_documents(stations))
    else:
        _write(wanted, [station.document for station in stations if station.event != "copied"])


def _show_disputes(index: Index, wanted: Wanted, painter: Painter) -> None:
    from pipeline.search.sides import dispute_document, dispute_lines

    page = wanted.page
    found, is_all = _disputes(index, wanted, page.skip + page.limit)
    shown = found[page.skip : page.skip + page.limit]
    if wanted.form == "json":
        _print_json(dispute_document(dispute) for dispute in shown)
        return
    stories = {str(claim.get("story_id")) for dispute in shown for claim in dispute.claims}
    titles = {key: story["title"] for key, story in index.by_ids("stories", stories).items()}
    for number, dispute in enumerate(shown, page.skip + 1):
        _print(dispute_lines(number, dispute, titles, painter))
    print(_disputes_footer(len(found), len(shown), page, is_all=is_all))


def _disputes(index: Index, wanted: Wanted, enough: int) -> "tuple[list[Dispute], bool]":
    """Read contradicted claims until they make enough disputes; tell whether these are all there are."""
    from pipeline.search.sides import disputes

    asked: list[str] = []
    claims: dict[str, Document] = {}
    after: str | None = None
    while True:
        part = index.find("claims", wanted.asked, Page(limit=CLAIMS_AT_ONCE, after=after), order=wanted.order)
        new = {hit["_source"]["id"]: hit["_source"] for hit in part.hits}
        asked += new
        claims = index.opponents(new.values()) | claims | new
        found = disputes(claims, asked)
        after = part.cursor
        if after is None or len(found) > enough or len(asked) >= MOST_CLAIMS:
            return found, after is None


def _disputes_footer(total: int, shown: int, page: Page, *, is_all: bool) -> str:
    if not shown:
        return "nothing found among contradictions" if not total else f"only {total} contradictions were found"
    counted = f"{total:,}" if is_all else f"{total:,} or more"
    told = f"{page.skip + 1:,} to {page.skip + shown:,} of {counted} contradictions"
    more = page.skip + shown < total
    return f"{told}; the next: --page {(page.skip + shown) // page.limit + 1}" if more else told


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _print_json(documents: Iterable[Any]) -> None:
    """Print JSON lines; what could move a terminal's cursor or turn its text is written as an escape."""
    for document in documents:
        print(escaped(json.dumps(document, ensure_ascii=False)))
