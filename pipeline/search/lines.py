"""Found documents as lines for a terminal."""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.search.finding import Document, Found, Page, contradicting, shown_total
from pipeline.search.painter import Painter
from pipeline.search.question import Target
from pipeline.search.times import day, spell_hours
from pipeline.terminal import one_line

Highlights = Mapping[str, Sequence[str]]
MOST_AGAINST = 3
WIDEST_BAR = 24


def page_lines(
    target: Target, found: Found, page: Page, others: Mapping[str, Document], painter: Painter
) -> Iterator[str]:
    """Give the lines of one page of results, and of how to get the next."""
    for number, hit in enumerate(found.hits, page.skip + 1):
        document, highlights = hit["_source"], hit.get("highlight", {})
        match target:
            case "claims":
                lines = claim_lines(document, highlights, others, painter)
            case "articles":
                lines = article_lines(document, highlights, painter)
            case "stories":
                lines = story_lines(document, highlights, painter)
        for position, line in enumerate(lines):
            yield f"{number:>3}. {line}" if position == 0 else f"     {line}"
        yield ""
    yield footer(target, found, page)


def footer(target: Target, found: Found, page: Page) -> str:
    """Say where in the results this page stands and how to get the next."""
    if not page.limit:
        return shown_total(found, target)
    if not found.hits:
        return f"nothing found among {target}" if not found.total else f"only {found.total:,} {target} were found"
    if page.after:
        shown = f"{len(found.hits):,} more of {shown_total(found, target)}"
        return f"{shown}; the next: --after {found.cursor}" if found.cursor else f"{shown}, the last"
    upto = page.skip + len(found.hits)
    shown = f"{page.skip + 1:,} to {upto:,} of {shown_total(found, target)}"
    if found.is_exact and upto >= found.total:
        return shown
    if page.skip % page.limit == 0 and upto < 10_000:
        return f"{shown}; the next: --page {upto // page.limit + 1}"
    return f"{shown}; the next: --after {found.cursor}"


def claim_lines(
    claim: Document, highlights: Highlights, others: Mapping[str, Document], painter: Painter
) -> Iterator[str]:
    """Show who says what, about whom, with which figures, who says otherwise, and where it stands."""
    yield who_says(claim, painter)
    yield f"“{painter.marked(highlights.get('text', [claim['text']])[0])}”"
    if facts := "; ".join(_facts(claim)):
        yield painter.paint(facts, "dim")
    against = list(contradicting(claim))
    for link in against[:MOST_AGAINST]:
        if other := others.get(link["claim_id"]):
            yield f"{painter.paint('≠', 'against')} {who_says(other, painter)}: “{painter.marked(other['text'])}”"
    if len(against) > MOST_AGAINST:
        yield painter.paint(f"≠ and {len(against) - MOST_AGAINST} more", "against")
    yield painter.paint(place(claim), "link")


def _facts(claim: Document) -> Iterator[str]:
    if names := claim.get("about_names"):
        yield f"about {', '.join(names)}"
    if figures := claim.get("figures"):
        yield f"figures: {', '.join(map(figure, figures))}"
    if claim.get("headline"):
        yield "a headline that the article does not bear out" if claim.get("unsupported") else "a headline"
    if (claim.get("outlets") or 1) > 1:
        yield f"in {claim['outlets']} outlets"
    if claim.get("denied_after_h") is not None:
        hours = claim["denied_after_h"]
        yield f"denied after {spell_hours(hours)[1:]}" if hours else "denied the same day"


def figure(found: Document) -> str:
    """Show a figure with what it counts."""
    return " ".join(filter(None, (found["text"], f"({found['what']})" if found.get("what") else "")))


def who_says(claim: Document, painter: Painter) -> str:
    """Show day, outlet, speaker and act of a claim."""
    return f"{day(claim)}  {painter.paint(claim['outlet'], 'dim')}  {voice(claim, painter)}"


def voice(claim: Document, painter: Painter) -> str:
    """Show speaker, role and act of a claim."""
    speaker = claim.get("speaker")
    who = painter.paint(speaker["name"], "bold") if speaker else painter.paint("(speaker not given)", "dim")
    role = f" ({one_line(speaker['role'])})" if speaker and speaker.get("role") else ""
    act = painter.paint(f"{'not ' if claim.get('negated') else ''}{claim['act']}", claim["act"])
    return f"{who}{role}  [{act}]"


def place(claim: Document) -> str:
    """Say where the claim stands: the page, and the range of the article's raw text."""
    ids = f"article {claim['article_id']} raw {raw_ranges(claim)} · story {claim.get('story_id')} · claim {claim['id']}"
    return " · ".join(filter(None, (claim.get("url"), ids)))


def raw_ranges(claim: Document) -> str:
    return ",".join(f"{span['raw_start']}-{span['raw_end']}" for span in claim.get("content") or ())


def article_lines(article: Document, highlights: Highlights, painter: Painter) -> Iterator[str]:
    """Show when and where an article came out, what matched, and what it copies or translates."""
    title = painter.marked(highlights.get("title", [article["title"]])[0])
    yield f"{day(article)}  {painter.paint(article['source']['name'], 'dim')}  {title or '(no title)'}"
    for fragment in highlights.get("body", ()):
        yield f"… {painter.marked(fragment)} …"
    if notes := "; ".join(_notes(article)):
        yield painter.paint(notes, "dim")
    link = article.get("url") or article.get("origin") or ""
    yield painter.paint(f"{link} · article {article['id']} · story {article.get('story_id')}", "link")


def _notes(article: Document) -> Iterator[str]:
    duplicate, mt = article.get("duplicate"), article.get("mt")
    if duplicate:
        whose = f" ({duplicate['outlet']})" if duplicate.get("outlet") else ""
        yield f"{duplicate['kind']} copy of {duplicate['of']}{whose} ({duplicate['similarity']:.2f})"
    if count := article.get("copies"):
        yield f"{count} {'copy' if count == 1 else 'copies'}"
    if mt and mt["is_machine_translated"]:
        yield f"machine-translated from {mt.get('source_language') or '?'}"


def story_lines(story: Document, highlights: Highlights, painter: Painter) -> Iterator[str]:
    """Show when a story ran, who told it, and its claims."""
    title = painter.marked(highlights.get("title", [story["title"]])[0])
    days = " to ".join(dict.fromkeys((story["first_at"][:10], story["last_at"][:10])))
    yield f"{days}  {title}"
    counts = f"{story.get('article_count', '?')} articles, {story.get('claims', 0)} claims"
    if story.get("contradictions"):
        counts += f", {story['contradictions']} contradictions"
    yield painter.paint(f"{counts}; {', '.join(story.get('outlets', ()))}", "dim")
    for text in (highlights.get("top_claims") or story.get("top_claims", []))[:2]:
        yield f"“{painter.marked(text)}”"
    yield painter.paint(f"story {story['id']}", "link")


def count_lines(counts: Sequence[tuple[str, int]], painter: Painter) -> Iterator[str]:
    """Show counts as bars."""
    most = max((count for _, count in counts), default=1)
    for name, count in counts:
        bar = "█" * max(1, round(WIDEST_BAR * count / most))
        yield f"{count:>8,}  {painter.paint(bar, 'link')}{' ' * (WIDEST_BAR - len(bar))}  {one_line(name)}"
    if not counts:
        yield "nothing to count"
