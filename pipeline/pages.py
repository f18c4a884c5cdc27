"""A readable page for the terminal: an article with its entities and claims underlined in the text."""

import sys
from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.text import Text

from pipeline.terminal import printable
from transforms.records import Article, Claim, Figure

DIM_SECTIONS = {"boilerplate", "disclaimer", "footer", "related"}
ENTITY_STYLES = {"PERSON": "cyan", "ORG": "magenta", "GPE": "green", "LOC": "green", "FAC": "yellow", "NORP": "blue"}


def show_article(article: Article, console: Console | None = None) -> None:
    """Print the article: what was changed, the text with entities coloured and claims underlined, the claims."""
    console = console or Console(file=sys.stdout, highlight=False)
    console.rule(escape(printable(article.title or article.id)))
    console.print(Text(_facts(article), style="dim"))
    console.print(_body(article))
    if article.skipped:
        console.print(Text(f"no entities and claims: {article.skipped}", style="yellow"))
    for number, claim in enumerate(article.claims, 1):
        console.print(_claim(number, claim))
    changes = [edit for edit in article.edits if edit.rule not in ("whitespace", "quotation-marks")]
    if changes:
        console.print(Text(f"\n{len(changes)} changes to the text", style="bold"))
    for edit in changes:
        meant = f" (meant: {edit.suggestion})" if edit.suggestion else ""
        line = f"  {edit.rule}: {edit.before!r} → {edit.after!r}{meant}  {edit.why}"
        console.print(Text(printable(line), style="dim"))


def _facts(article: Article) -> str:
    facts = [
        article.source.name,
        f"published {article.published_at:%Y-%m-%d} ({article.published_from})" if article.published_at else "",
        f"language {article.language}" if article.language else "",
        f"machine-translated {article.mt.score:.2f} from {article.mt.source_language or '?'}"
        if article.mt and article.mt.is_machine_translated
        else "",
        article.url or article.origin,
    ]
    return printable(" · ".join(fact for fact in facts if fact))


def _body(article: Article) -> Text:
    text = Text(printable(article.body, keep_length=True))
    for section in article.sections:
        if section.kind in DIM_SECTIONS:
            text.stylize("dim strike" if section.kind != "footer" else "dim", section.start, section.end)
        elif section.kind in ("title", "subheading"):
            text.stylize("bold", section.start, section.end)
    for mention in article.mentions:
        text.stylize(ENTITY_STYLES.get(mention.type, "blue"), mention.start, mention.end)
    for claim in article.claims:
        for span in claim.content:
            text.stylize("underline", span.start, span.end)
        if claim.cue:
            text.stylize("bold red", claim.cue.start, claim.cue.end)
    return text


def _claim(number: int, claim: Claim) -> Text:
    speaker = claim.speaker.name if claim.speaker else f"({claim.speaker_reason or 'nobody named'})"
    cue = f"“{claim.cue.text}”" if claim.cue else "no cue"
    flags = " ".join(
        flag
        for flag, there in (
            ("negated", claim.negated),
            ("headline", claim.headline),
            ("nested", claim.nested_in is not None),
            (f"suspect: {claim.suspect}", claim.suspect is not None),
        )
        if there
    )
    line = Text(f"\n{number:>3} ", style="dim")
    line.append(printable(speaker), style="bold cyan")
    line.append(f"  {claim.act}", style="bold")
    line.append(f"  {claim.directness}, {cue} {flags}".rstrip(), style="dim")
    line.append(f"\n    {printable(claim.text)}")
    details = [*_figures(claim.figures), *(f"{d.text}: {d.from_}..{d.to}" for d in claim.dates)]
    if details:
        line.append("\n    " + printable("; ".join(details)), style="green")
    return line


def _figures(figures: Iterable[Figure]) -> list[str]:
    return [
        f"{'' if f.comparator == '=' else f.comparator + ' '}"
        f"{_number(f.value) if f.value is not None else f'{_number(f.low)}–{_number(f.high)}'}"
        f"{' ' + f.unit if f.unit else ''}{_counted(f)}"
        for f in figures
    ]


def _counted(figure: Figure) -> str:
    named = not figure.what or (figure.unit is not None and figure.what in figure.text.lower())
    return "" if named else f" {figure.what}"


def _number(value: float | None) -> str:
    return "?" if value is None else f"{value:,.10g}"
