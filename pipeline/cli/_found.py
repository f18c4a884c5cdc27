"""Found documents as lines for a terminal."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.index.queries import MARK_END, MARK_START, Target
from pipeline.terminal import one_line

Document = Mapping[str, Any]
STYLES = {
    "bold": "1",
    "dim": "2",
    "match": "1;33",
    "deny": "1;31",
    "accuse": "35",
    "warn": "33",
    "link": "36",
    "against": "31",
}
LONGEST_TEXT = 600
MOST_AGAINST = 3


class Painter:
    """Colours text with ANSI sequences, or leaves it as it is; text from outside loses its own control characters."""

    def __init__(self, colored: bool) -> None:
        self._colored = colored

    def paint(self, text: str, style: str) -> str:
        clean = one_line(text)
        code = STYLES.get(style)
        return f"\x1b[{code}m{clean}\x1b[0m" if self._colored and code and clean else clean

    def marked(self, text: str) -> str:
        """Show highlighted text, cut where it is long."""
        clean = one_line(text)
        if len(clean) > LONGEST_TEXT:
            clean = clean[:LONGEST_TEXT].rstrip() + " …"
            clean += MARK_END * (clean.count(MARK_START) - clean.count(MARK_END))
        on, off = (f"\x1b[{STYLES['match']}m", "\x1b[0m") if self._colored else ("", "")
        return clean.replace(MARK_START, on).replace(MARK_END, off)


def page(
    target: Target, found: Mapping[str, Any], others: Mapping[str, Document], skip: int, painter: Painter
) -> Iterator[str]:
    """Give the lines of one page of results, and of how to get the next."""
    hits, total = found["hits"], found["total"]["value"]
    for number, hit in enumerate(hits, skip + 1):
        document = hit["_source"]
        highlights = hit.get("highlight", {})
        match target:
            case "claims":
                lines = _claim(document, highlights, others, painter)
            case "articles":
                lines = _article(document, highlights, painter)
            case "stories":
                lines = _story(document, highlights, painter)
        for position, line in enumerate(lines):
            yield f"{number:>3}. {line}" if position == 0 else f"     {line}"
        yield ""
    if not hits:
        yield f"nothing found among {target}" if not total else f"only {total:,} {target} were found"
        return
    shown = f"{skip + 1:,} to {skip + len(hits):,} of {total:,} {target}"
    yield shown if skip + len(hits) >= total else f"{shown}; the next: --from {skip + len(hits)}"


def _claim(
    claim: Document, highlights: Mapping[str, list[str]], others: Mapping[str, Document], painter: Painter
) -> Iterator[str]:
    yield _who_says(claim, painter)
    yield f"“{painter.marked(highlights.get('text', [claim['text']])[0])}”"
    about = ", ".join(claim.get("about_names", ()))
    figures = ", ".join(
        " ".join(filter(None, (figure["text"], f"({figure['what']})" if figure.get("what") else "")))
        for figure in claim.get("figures", ())
    )
    facts = [f"about {about}" if about else "", f"figures: {figures}" if figures else ""]
    if any(facts):
        yield painter.paint("; ".join(filter(None, facts)), "dim")
    against = [link for link in claim.get("links", ()) if link["relation"] == "contradicts"]
    for link in against[:MOST_AGAINST]:
        other = others.get(link["claim_id"])
        if other is not None:
            yield f"{painter.paint('≠', 'against')} {_who_says(other, painter)}: “{painter.marked(other['text'])}”"
    if len(against) > MOST_AGAINST:
        yield painter.paint(f"≠ and {len(against) - MOST_AGAINST} more", "against")
    yield painter.paint(_place(claim), "link")


def _who_says(claim: Document, painter: Painter) -> str:
    speaker = claim.get("speaker")
    who = painter.paint(speaker["name"], "bold") if speaker else painter.paint("(speaker not given)", "dim")
    role = f" ({one_line(speaker['role'])})" if speaker and speaker.get("role") else ""
    act = painter.paint(f"{'not ' if claim.get('negated') else ''}{claim['act']}", claim["act"])
    return f"{_day(claim)}  {painter.paint(claim['outlet'], 'dim')}  {who}{role}  [{act}]"


def _place(claim: Document) -> str:
    """Say where the claim stands: the page, and the range of the article's raw text."""
    spans = claim.get("content", ())
    where = ",".join(f"{span['raw_start']}-{span['raw_end']}" for span in spans)
    ids = f"article {claim['article_id']} raw {where} · story {claim.get('story_id')}"
    return " · ".join(filter(None, (claim.get("url"), ids)))


def _article(article: Document, highlights: Mapping[str, list[str]], painter: Painter) -> Iterator[str]:
    duplicate, mt = article.get("duplicate"), article.get("mt")
    notes = [
        f"{duplicate['kind']} copy of {duplicate['of']} ({duplicate['similarity']:.2f})" if duplicate else "",
        f"{article['copies']} copies" if article.get("copies") else "",
        f"machine-translated from {mt.get('source_language') or '?'}" if mt and mt["is_machine_translated"] else "",
    ]
    title = painter.marked(highlights.get("title", [article["title"]])[0])
    yield f"{_day(article)}  {painter.paint(article['source']['name'], 'dim')}  {title or '(no title)'}"
    for fragment in highlights.get("body", ()):
        yield f"… {painter.marked(fragment)} …"
    if any(notes):
        yield painter.paint("; ".join(filter(None, notes)), "dim")
    link = article.get("url") or article.get("origin") or ""
    yield painter.paint(f"{link} · article {article['id']} · story {article.get('story_id')}", "link")


def _story(story: Document, highlights: Mapping[str, list[str]], painter: Painter) -> Iterator[str]:
    title = painter.marked(highlights.get("title", [story["title"]])[0])
    days = " to ".join(dict.fromkeys((story["first_at"][:10], story["last_at"][:10])))
    yield f"{days}  {title}"
    counts = f"{story.get('article_count', '?')} articles, {story.get('claims', 0)} claims"
    if story.get("contradictions"):
        counts += f", {story['contradictions']} contradictions"
    yield painter.paint(f"{counts}; {', '.join(story.get('outlets', ()))}", "dim")
    matched = highlights.get("top_claims", [])
    for text in (matched or story.get("top_claims", []))[:2]:
        yield f"“{painter.marked(text)}”"
    yield painter.paint(f"story {story['id']}", "link")


def _day(document: Document) -> str:
    return str(document.get("@timestamp") or "")[:10] or "no date   "
