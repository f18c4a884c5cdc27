"""An article's raw text as HTML: its claims marked, its edits beside what they replaced."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from pipeline.report.safe import anchor, shown, shown_exactly
from pipeline.report.view import Row

_NOTHING = Markup()
LONGEST_TEXT = 60_000
"""Characters of one article that a page shows."""

_CHANGED = Markup('<del class="e" tabindex="0" aria-describedby="{}">'), Markup('<del class="e">'), Markup("</del>")
_NOTED = (
    Markup('<span class="e" role="mark" tabindex="0" aria-describedby="{}">'),
    Markup('<span class="e">'),
    Markup("</span>"),
)
_NOTE = Markup('<span class="tip" role="tooltip" id="{}">{}</span>')


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """A range of the raw text with the tags around it; `before` stands in front of the whole, once."""

    start: int
    end: int
    opening: Markup
    reopening: Markup
    closing: Markup
    after: Markup = _NOTHING
    is_edit: bool = False


def marked_text(article: Mapping[str, Any], claims: Sequence[Mapping[str, Any]]) -> Markup:
    """Give the raw text with every claim as a `mark` that carries its anchor, and every edit as a note."""
    raw = str(article.get("raw") or "")
    end = min(len(raw), LONGEST_TEXT)
    markings = [*_claim_marks(claims), *_edit_marks(article)]
    parts = [_nested(raw, end, [marking for marking in markings if 0 <= marking.start <= marking.end <= end])]
    if end < len(raw):
        parts.append(Markup('<p class="cut">Cut here: {:,} of {:,} characters are shown.</p>').format(end, len(raw)))
    return Markup().join(parts)


def edit_kind(edit: Mapping[str, Any]) -> str:
    """Say in the rule's own words what an edit did ("name-casing" → "name casing")."""
    return shown(str(edit.get("rule", "edit")).replace("-", " ").replace("+", ", "))


def _claim_marks(claims: Iterable[Mapping[str, Any]]) -> Iterable[Marking]:
    for claim in claims:
        row = Row(claim=claim, dispute=None)
        title = shown(f"{row.speaker or '(speaker not given)'} {row.verb}")
        for number, span in enumerate(claim.get("content") or ()):
            identity = Markup(' id="{}"').format(anchor("c", claim.get("id"))) if number == 0 else Markup()
            yield Marking(
                start=span["raw_start"],
                end=span["raw_end"],
                opening=Markup('<mark{} title="{}">').format(identity, title),
                reopening=Markup("<mark>"),
                closing=Markup("</mark>"),
            )


def _edit_marks(article: Mapping[str, Any]) -> Iterable[Marking]:
    for number, edit in enumerate(article.get("edits") or ()):
        note = anchor("e", f"{article.get('id')}-{number}")
        opening, reopening, closing = _CHANGED if edit["before"] != edit["after"] else _NOTED
        yield Marking(
            start=edit["raw_start"],
            end=edit["raw_end"],
            opening=opening.format(note),
            reopening=reopening,
            closing=closing,
            after=_NOTE.format(note, _explained(edit)),
            is_edit=True,
        )


def _explained(edit: Mapping[str, Any]) -> Markup:
    kind, why = edit_kind(edit), shown(str(edit.get("why") or ""))
    new = edit.get("suggestion") or ""
    if edit["before"] != edit["after"]:
        new = edit["after"]
        verb = "read as" if new.strip() else "left out" if edit["before"].strip() else "spaced anew"
    else:
        verb = "means" if new else "noted"
    value = Markup("<ins><bdi>{}</bdi></ins>").format(shown(_brief(new))) if new.strip() else Markup()
    return Markup("<b>{} </b>{}<i> {}</i><small> ({})</small>").format(verb, value, why, kind)


def _brief(text: str, longest: int = 300) -> str:
    return text if len(text) <= longest else text[:longest].rstrip() + " …"


def _nested(raw: str, end: int, markings: Sequence[Marking]) -> Markup:
    """Put the tags of ranges that may cross into text: one that leaves another's range is closed and opened again."""
    opens: dict[int, list[Marking]] = defaultdict(list)
    for marking in markings:
        opens[marking.start].append(marking)
    parts: list[Markup] = []
    stack: list[Marking] = []
    position = 0
    for at in sorted({0, end, *opens, *(marking.end for marking in markings)}):
        parts.append(shown_exactly(raw[position:at]))
        position = at
        _close(stack, at, parts)
        for marking in sorted(opens.get(at, ()), key=lambda one: (one.start == one.end, one.is_edit, -one.end)):
            parts.append(marking.opening)
            if marking.start == marking.end:
                parts += [escape("‸"), marking.closing, marking.after]
            else:
                stack.append(marking)
    return Markup().join(parts)


def _close(stack: list[Marking], at: int, parts: list[Markup]) -> None:
    ending = [index for index, marking in enumerate(stack) if marking.end <= at]
    if not ending:
        return
    again: list[Marking] = []
    while len(stack) > ending[0]:
        marking = stack.pop()
        parts.append(marking.closing)
        if marking.end <= at:
            parts.append(marking.after)
        else:
            again.append(marking)
    for marking in reversed(again):
        parts.append(marking.reopening)
        stack.append(marking)
