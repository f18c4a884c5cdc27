"""What the report's page is put together from."""

import doctest
import re
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markupsafe import Markup
from report_documents import article, claim, link

from pipeline.errors import UsageError
from pipeline.report import palette
from pipeline.report.desk import _highlighted
from pipeline.report.disputes import find_disputes
from pipeline.report.marked import LONGEST_TEXT, marked_text
from pipeline.report.material import bound
from pipeline.report.safe import isolated, safe_url, shown
from pipeline.report.timeline import chart, lanes
from pipeline.report.view import Row, copy_trees

NOW = datetime(2031, 5, 6, 12, tzinfo=UTC)
MODULES = ("safe", "palette", "marked", "material", "timeline", "view", "page", "disputes", "live", "desk", "serving")


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_modules_hold(name: str) -> None:
    """Every doctest of the package gives what it says."""
    assert doctest.testmod(import_module(f"pipeline.report.{name}")).failed == 0


@pytest.mark.parametrize("colours", [palette.LIGHT, palette.DARK], ids=["light", "dark"])
def test_every_pair_of_colours_that_meets_is_readable(colours: dict[str, str]) -> None:
    """Text has a contrast of 4.5 to its ground and graphics of 3 (WCAG 2 AA), in both palettes."""
    weak = [
        (text, ground, round(palette.contrast(colours[text], colours[ground]), 2))
        for text, ground, least in palette.PAIRS
        if palette.contrast(colours[text], colours[ground]) < least
    ]
    assert not weak


def test_the_style_sheet_names_no_colour_of_its_own() -> None:
    """Colours are in the palette, where their contrast is held; the sheet refers to them, and to all of them."""
    from pipeline.report.page import stylesheet

    sheet = str(stylesheet()).removeprefix(palette.style())
    assert not re.findall(r"#[0-9a-f]{3,8}\b(?![^{]*\{)|rgba?\(|hsl", sheet.replace("#ledger", "").replace("#keys", ""))
    used = set(re.findall(r"var\(--([a-z-]+)\)", sheet)) - {"serif", "sans", "gap"}
    assert used == set(palette.LIGHT) == set(palette.DARK)


@given(st.text(st.characters(), max_size=60))
def test_no_text_leaves_its_element(text: str) -> None:
    """Whatever a feed says is one text in one element, and no character in it turns the reading direction."""
    element = html.fragment_fromstring(f"<div>{isolated(text)}</div>")
    assert [child.tag for child in element.iter()] == ["div", "bdi"]
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x1b]", shown(text))
    shown(text).encode()


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", " https://a.example", "https://a.example/\u202egnp", "//a.example/x",
     "https://user:p@a.example/", "https:///x", "HTTPS://[::1", "https://a.example/<x>", "x" * 9000, "", None],
)  # fmt: skip
def test_only_plain_web_addresses_become_links(url: str | None) -> None:
    """A link is http or https with a host, without a login and without what hides or breaks out."""
    assert safe_url(url) is None


def test_a_usual_address_is_a_link() -> None:
    """Queries, escapes, ports and letters of other scripts are all right."""
    for url in ("https://a.example/b?c=d&e=%20#f", "http://a.example:8080/", "https://новости.example/о"):
        assert safe_url(url) == url


SPANS = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted)


@given(st.text("abc <&\n", min_size=40, max_size=40), st.lists(SPANS, max_size=6), st.lists(SPANS, max_size=4))
def test_marks_may_cross_and_the_text_stays(raw: str, claims: list[list[int]], edits: list[list[int]]) -> None:
    """Ranges of claims and edits nest, cross and touch; without the notes the text is the raw text."""
    documents: list[dict[str, Any]] = [
        {"id": f"c{n}", "act": "assert", "content": [{"raw_start": start, "raw_end": end}]}
        for n, (start, end) in enumerate(claims)
    ]
    changed = [
        {
            "rule": "r",
            "before": raw[start:end],
            "after": "new",
            "start": 0,
            "raw_start": start,
            "raw_end": end,
            "why": "w",
        }
        for start, end in edits
    ]
    element = html.fragment_fromstring(
        f"<div>{marked_text({'id': 'a', 'raw': raw, 'edits': changed}, documents)}</div>"
    )
    assert len(element.xpath(".//mark[@id]")) == len(claims)
    assert len(element.xpath(".//*[@role='tooltip']")) == len(edits)
    for note in element.xpath(".//*[@role='tooltip']"):
        note.text = None
        for child in list(note):
            note.remove(child)
    assert "".join(element.itertext()).replace("‸", "") == raw


def test_a_claim_is_marked_where_it_stands() -> None:
    """The mark with the claim's anchor holds the claim's text, and says whose it is."""
    raw = "It rained, said Ada."
    text = marked_text({"id": "a", "raw": raw}, [claim("c1", raw, "It rained", "Ada")])
    assert text == Markup('<mark id="c-c1" title="Ada says">It rained</mark>, said Ada.')


def test_an_interrupted_quotation_shows_where() -> None:
    """Between the pieces of one claim stands an ellipsis, for the words of the outlet between them."""
    raw = "It rained, said Ada, all day."
    pieces = [{"text": text, "raw_start": 0, "raw_end": 9} for text in ("It rained", "all day")]
    said = {**claim("c1", raw, "It rained", "Ada"), "text": "It rained all day", "content": pieces}
    assert Row(claim=said, dispute=None).text == "It rained … all day"


def test_a_very_long_text_is_cut_and_says_so() -> None:
    """A page stays readable by a browser: of ten megabytes the beginning is shown."""
    text = marked_text({"id": "a", "raw": "x" * 10_000_000}, [])
    assert len(text) < LONGEST_TEXT + 200
    assert f"{LONGEST_TEXT:,} of 10,000,000 characters" in text


def says(identity: str, *against: str, cluster: str | None = None, day: int = 1) -> dict[str, Any]:
    links = [link(other, f"{identity} against {other}") for other in against]
    return {"id": identity, "cluster_id": cluster, "links": links, "@timestamp": f"2031-03-{day:02}"}


def sides(*claims: dict[str, Any], outside: tuple[dict[str, Any], ...] = ()) -> list[list[set[str]]]:
    found = find_disputes(claims, {one["id"]: one for one in outside})
    return [[{claim["id"] for claim in side} for side in dispute.sides] for dispute in found]


def test_those_who_agree_stand_on_one_side() -> None:
    """Who contradicts the same claims, or says the same, is on one side; the first teller's side is first."""
    assert sides(says("d", day=2), says("a", "d"), says("b", "d", day=3)) == [[{"a", "b"}, {"d"}]]
    assert sides(says("a", "d"), says("b", cluster="x"), says("d", cluster="x", day=2)) == [[{"a"}, {"b", "d"}]]


def test_three_tolls_have_three_sides() -> None:
    """Where every two contradict each other nobody is put beside an opponent."""
    assert sides(says("a", "b", "c"), says("b", "c", day=2), says("c", day=3)) == [[{"a"}, {"b"}, {"c"}]]


def test_disputes_apart_stay_apart_and_nobody_else_is_in() -> None:
    """Claims without a contradiction are in no dispute; a claim of another story takes part by its link."""
    assert sides(says("a", "z"), says("quiet"), outside=(says("z", day=4),)) == [[{"a"}, {"z"}]]
    assert sides(says("quiet")) == []
    assert sides(says("a", "gone")) == []


def test_the_evidence_of_a_dispute_is_told_once() -> None:
    """Both claims carry the link; the pair counts once, with what the linker said."""
    (dispute,) = find_disputes([says("a", "b"), says("b", "a")], {})
    assert dispute.pairs == 1
    assert [one.text for one in dispute.evidence] == ["a against b"]


def test_copies_form_a_tree_with_delays() -> None:
    """A copy stands below its original with how much later it came; a circle ends."""
    first = article("a1", "x")
    second = article(
        "a2", "x", duplicate={"of": "a1", "kind": "near", "similarity": 1}, published_at="2031-03-01T13:00:00Z"
    )
    third = article(
        "a3", "x", duplicate={"of": "a2", "kind": "near", "similarity": 1}, published_at="2031-03-05T13:00:00Z"
    )
    (tree,) = copy_trees([first, second, third])
    assert (tree.article["id"], tree.copies[0].delay, tree.copies[0].copies[0].delay) == (
        "a1",
        "3 hours later",
        "4 days later",
    )
    round_about = article("b1", "x", duplicate={"of": "b1", "kind": "near", "similarity": 1})
    assert copy_trees([round_about]) == ()
    (orphan,) = copy_trees([second])
    assert orphan.article["id"] == "a2"


def test_a_timeline_runs_from_the_first_to_the_last() -> None:
    """The first article stands left, the last right, two at once beside each other; one moment has no timeline."""
    told = [article(f"a{n}", "x", **{"@timestamp": f"2031-03-0{day}T00:00:00Z"}) for n, day in enumerate((1, 2, 3, 3))]
    (lane,) = lanes(told)
    assert [dot.x for dot in lane.dots] == [2.0, 50.0, 98.0, 98.0]
    assert [dot.nudge for dot in lane.dots] == [0, 0, 0, 1]
    assert lanes(told[2:]) == ()


@pytest.mark.parametrize(("first", "last", "unit"), [
    ("2031-03-01T10", "2031-03-02T10", "hour"), ("2031-03-01T10", "2031-04-20T10", "day"),
    ("2031-03-01T10", "2032-03-01T10", "week"), ("2027-03-01T10", "2031-03-01T10", "month"),
    ("2016-03-01T10", "2031-03-01T10", "quarter"), ("1970-03-01T10", "2031-03-01T10", "year"),
])  # fmt: skip
def test_a_chart_has_enough_bars_and_not_too_many(first: str, last: str, unit: str) -> None:
    """The period decides what a bar is; every claim is in one."""
    drawn = chart([{"@timestamp": f"{moment}:00:00Z", "links": []} for moment in (first, last)])
    assert drawn is not None
    assert drawn.unit == unit
    assert sum(bar.all for bar in drawn.bars) == 2
    assert 10 < len(drawn.bars) < 100
    assert drawn.bars[-1].x + drawn.bars[-1].width == pytest.approx(100, abs=0.01)


def test_one_bar_is_no_chart() -> None:
    """Claims of one hour, or none at all, are not drawn."""
    assert chart([{"@timestamp": "2031-03-01T10:20:00Z"}, {"@timestamp": "2031-03-01T10:40:00Z"}]) is None
    assert chart([]) is None


@pytest.mark.parametrize(("text", "end", "expected"), [
    ("2031-02", False, "2031-02-01T00:00"), ("2031-02", True, "2031-03-01T00:00"), ("2031", True, "2032-01-01T00:00"),
    ("2031-12-31", True, "2032-01-01T00:00"), ("48h", False, "2031-05-04T12:00"),
    ("2031-05-01T10:00:00+02:00", False, "2031-05-01T10:00"),
])  # fmt: skip
def test_a_period_is_read_whole(text: str, end: bool, expected: str) -> None:
    """A day, month or year is meant whole; an age counts back from now."""
    found = bound(text, "--since", now=NOW, end=end)
    assert found is not None
    assert found.isoformat().startswith(expected)


@pytest.mark.parametrize("text", ["yesterday", "2031-13", "7", "9" * 12 + "y", "2031-02-30", "-"])
def test_a_period_that_is_none_is_refused(text: str) -> None:
    """What is no date says what a date is."""
    with pytest.raises(UsageError, match="give a date"):
        bound(text, "--since", now=NOW)


def test_highlights_of_a_feed_cannot_pretend() -> None:
    """Only marks that open and close in turn become elements; the text around stays escaped."""
    assert _highlighted("a \ue000<b>\ue001 c") == "<bdi>a <mark>&lt;b&gt;</mark> c</bdi>"
    assert _highlighted("\ue001\ue000a\ue000b") == "<bdi><mark>ab</mark></bdi>"
