"""The templates with what they may call, and the report's page."""

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.report import palette
from pipeline.report.marked import edit_kind, marked_text
from pipeline.report.material import Material
from pipeline.report.safe import anchor, host_of, isolated, safe_url, shown
from pipeline.report.timeline import chart
from pipeline.report.view import VERBS, Row, build_stories, is_contradicted, voices

Document = Mapping[str, Any]

MOST_VOICES = 25
CONTENT_POLICY = (
    "default-src 'none'; {style}; {script}; img-src data:; base-uri 'none'; form-action {form}; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


class InPage:
    """Where things stand in the one-page report."""

    def story(self, identity: str) -> str:
        return f"#{anchor('s', identity)}"

    def article(self, identity: str) -> str:
        return f"#{anchor('a', identity)}"

    def claim(self, claim: Document) -> str:
        return f"#{anchor('c', claim['id'])}"

    def dispute(self, number: int, story_id: str) -> str:
        return f"#d-{number}"


@dataclass(frozen=True, slots=True)
class Facets:
    """The choices of the filters with their counts, and the number each stands for in the rows."""

    speakers: tuple[tuple[str, int], ...]
    outlets: tuple[tuple[str, int], ...]
    acts: tuple[tuple[str, int], ...]
    speaker_numbers: Mapping[str, int]
    outlet_numbers: Mapping[str, int]

    @classmethod
    def of(cls, claims: Sequence[Document]) -> "Facets":
        rows = [Row(claim=claim, dispute=None) for claim in claims]
        speakers = _counted(row.speaker for row in rows)
        outlets = _counted(claim["outlet"] for claim in claims)
        acts = Counter(claim["act"] for claim in claims)
        return cls(
            speakers=speakers,
            outlets=outlets,
            acts=tuple((act, acts[act]) for act in VERBS if acts[act]),
            speaker_numbers={name: number for number, (name, _) in enumerate(speakers)},
            outlet_numbers={name: number for number, (name, _) in enumerate(outlets)},
        )


def _counted(names: Any) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(names).items(), key=lambda one: (-one[1], one[0])))


def render_report(material: Material, *, title: str, made_at: datetime) -> str:
    """Give the whole report: one page that needs nothing else."""
    stories, disputes = build_stories(material.stories, material.articles, material.claims, material.outside)
    return (
        environment()
        .get_template("report.html")
        .render(
            title=title,
            made_at=made_at,
            material=material,
            stories=stories,
            disputes=disputes,
            on_page={article["id"] for article in material.articles},
            chart=chart(material.claims),
            voices=voices(material.claims, MOST_VOICES),
            facets=Facets.of(material.claims),
            links=InPage(),
            contradicted=sum(map(is_contradicted, material.claims)),
            policy=inline_policy(),
            inline=True,
        )
    )


@cache
def environment() -> Environment:
    """Give the templates: everything is escaped, and a name that is not there is an error."""
    made = Environment(
        loader=PackageLoader("pipeline.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "isolated": isolated, "shown": shown, "day": day, "span": span, "edit_kind": edit_kind, "count": count,
        "kilobytes": lambda size: f"{size / 1024:,.0f} kB",
    }  # fmt: skip
    made.globals |= {
        "anchor": anchor, "safe_url": safe_url, "host_of": host_of, "marked_text": marked_text, "verbs": VERBS,
        "stylesheet": stylesheet(), "script": script(), "version": version("claimwire"),
    }  # fmt: skip
    return made


def day(text: str | datetime | None) -> Markup:
    """Write a moment's day as a `time` element."""
    if not text:
        return Markup("<i>undated</i>")
    at = text if isinstance(text, datetime) else datetime.fromisoformat(text)
    at = at.astimezone(UTC)
    return Markup('<time datetime="{}">{} {:%b %Y}</time>').format(at.date().isoformat(), at.day, at)


def span(first: str, last: str) -> Markup:
    """Write a period as its days: once where it is one day."""
    start, end = day(first), day(last)
    return start if start == end else Markup("{} – {}").format(start, end)


def count(number: int, singular: str, plural: str | None = None) -> str:
    """Write a number with what it counts.

    >>> count(1, "story", "stories"), count(2500, "claim")
    ('1 story', '2,500 claims')
    """
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


@cache
def stylesheet() -> Markup:
    """Give the style sheet, the palette in front; it is ours, so it needs no escaping."""
    return Markup(palette.style() + _asset("claimwire.css"))  # noqa: S704


@cache
def script() -> Markup:
    return Markup(_asset("report.js"))  # noqa: S704


@cache
def inline_policy() -> str:
    """Give the policy under which only our own style and script, by their digests, have any effect."""
    return CONTENT_POLICY.format(
        style=f"style-src '{_digest(stylesheet())}'", script=f"script-src '{_digest(script())}'", form="'none'"
    )


def _asset(name: str) -> str:
    return (files("pipeline.report") / "assets" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def summary(material: Material, size: int) -> str:
    """Say in JSON what a report holds."""
    return json.dumps(
        {
            "stories": len(material.stories),
            "articles": len(material.articles),
            "claims": len(material.claims),
            "dead_letters": material.all_letters,
            "bytes": size,
        }
    )
