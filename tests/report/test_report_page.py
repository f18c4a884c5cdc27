"""The report as a file: whole, self-contained, and safe whatever a feed says."""

import base64
import hashlib
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import html
from report_documents import HERALD, LUMEN, article, claim, hostile, many, market, story

from pipeline.cli import main
from pipeline.report.material import Material
from pipeline.report.page import render_report

MADE = datetime(2031, 3, 2, 12, tzinfo=UTC)


def rendered(material: Material, title: str = "Who claims what") -> html.HtmlElement:
    return html.document_fromstring(render_report(material, title=title, made_at=MADE))


@pytest.fixture(scope="module")
def page() -> html.HtmlElement:
    return rendered(market())


def said(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_a_story_shows_both_sides_with_their_evidence(page: html.HtmlElement) -> None:
    """A contradiction is one dispute with a side each, and says why the two were set against each other."""
    (dispute,) = page.xpath("//section[@class='d']")
    first, second = dispute.xpath(".//ol[@class='side']")
    assert "Ilse Brandão says Fourteen civilians died" in said(first)
    assert "Oren Tal denies No civilians were killed" in said(second)
    assert "14 against none" in said(dispute)


def test_a_claim_leads_to_its_mark_in_the_raw_text(page: html.HtmlElement) -> None:
    """From each claim a link leads to the place in the text as it came, and there stands what was claimed."""
    for row in page.xpath("//li[@class='c']"):
        target = row.xpath(".//p[@class='where']/a/@href")[0].removeprefix("#")
        (mark,) = page.xpath(f"//mark[@id='{target}']")
        assert mark.text_content() in row.text_content()
        assert mark.xpath("ancestor::details[@class='a']")


def test_quotation_marks_stand_only_around_words_that_were_said(page: html.HtmlElement) -> None:
    """A direct claim is quoted, an outlet's rendering is not."""
    texts = [said(text) for text in page.xpath("//ol[@class='groups']//div[@class='says']/p[1]")]
    assert "“The bridge will open in spring”" in texts
    assert "the northern army of the attack" in texts


def test_an_edit_shows_what_is_read_instead_and_why(page: html.HtmlElement) -> None:
    """A change of a translated text can be reached by keyboard, and is described by its note."""
    (edit,) = page.xpath("//div[@class='raw']//del[@class='e']")
    assert edit.get("tabindex") == "0"
    (note,) = page.xpath(f"//*[@id='{edit.get('aria-describedby')}'][@role='tooltip']")
    assert (edit.text_content(), said(note)) == ("foreign", "read as Foreign part of a name (name casing)")


def test_copies_dead_letters_and_the_ledger_are_told(page: html.HtmlElement) -> None:
    """The copy stands below its original with its delay; what failed and what came in are there."""
    (tree,) = page.xpath("//ul[@class='tree']")
    assert "translation copy, 70 % alike, 3 hours later" in said(tree)
    assert "the feed is cut after its entry 3" in said(page.get_element_by_id("letters"))
    assert "dead: truncated-xml 1" in said(page.get_element_by_id("ledger"))
    assert "the ledger adds up" in said(page.get_element_by_id("ledger"))


def test_a_ledger_that_does_not_add_up_says_so() -> None:
    """A run with problems is not called whole."""
    run = {**market().runs[0], "problems": ["parse: in 4, out 2, dead 1"]}
    ledger = said(rendered(replace(market(), runs=[run])).get_element_by_id("ledger"))
    assert "does not add up: parse: in 4" in ledger


@pytest.mark.parametrize(
    "material", [market(), hostile(), many(200), Material()], ids=["market", "hostile", "many", "none"]
)
def test_the_page_needs_nothing_else(material: Material) -> None:
    """No element loads anything; links inside lead somewhere, ids are unique, links outside are safe."""
    page = rendered(material)
    assert page.xpath("//link | //img | //iframe | //object | //embed | //base | //*[@src] | //*[@style]") == []
    assert page.xpath("//@*[starts-with(name(), 'on')]") == []
    ids = Counter(page.xpath("//@id"))
    assert not [identity for identity, number in ids.items() if number > 1]
    for reference in page.xpath("//a/@href | //@aria-labelledby | //@aria-describedby | //label/@for"):
        if reference.startswith("http"):
            continue
        assert reference.removeprefix("#") in ids, reference
    for link in page.xpath("//a[starts-with(@href, 'http')]"):
        assert link.get("rel") == "noopener noreferrer"


def test_only_our_own_style_and_script_may_run() -> None:
    """The policy allows nothing but the two blocks that are on the page, by their digests."""
    text = render_report(hostile(), title="x", made_at=MADE)
    (policy,) = html.document_fromstring(text).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    blocks = [re.findall(f"<{name}>(.*?)</{name}>", text, re.DOTALL) for name in ("style", "script")]
    for (block,), directive in zip(blocks, ("style-src", "script-src"), strict=True):
        digest = base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_hostile_feed_stays_text() -> None:
    """Markup, templates and addresses of a feed are shown as they are; hidden characters by their code points."""
    page = rendered(hostile(), title="<b>&")
    assert len(page.xpath("//script")) == 1
    assert page.xpath("//a[not(starts-with(@href, '#'))]") == []
    headline = page.xpath("//h3/bdi")[0].text_content()
    for expected in (
        "</script><script>window.ran=1",
        "[U+202E]gnp.exe[U+202C]",
        "[U+0000][U+001B]",
        "{{7*7}}",
        "&lt;b&gt;",
    ):
        assert expected in headline
    assert page.get_element_by_id("main") is not None


def test_a_story_that_only_one_outlet_told_is_listed_after_the_others() -> None:
    """What is disputed or told by several comes first, whatever is the latest."""
    alone = story("s2", "Only here", ["b1"], last_at="2031-04-01T00:00:00Z", contradictions=0)
    known = market()
    material = replace(
        known,
        stories=[alone, *known.stories],
        articles=[article("b1", HERALD, story_id="s2"), *known.articles],
        claims=[*known.claims, claim("c9", HERALD, "shells", None, article_id="b1", story_id="s2")],
    )
    titles = [said(heading) for heading in rendered(material).xpath("//h3[@tabindex]")]
    assert titles == ["Shells hit the market of Qarun", "Only here"]


def test_a_claim_of_a_story_that_is_not_here_links_to_its_outlet() -> None:
    """An opponent from elsewhere is shown with the address of its article, not with a link to nowhere."""
    known = market()
    other = claim("c2", LUMEN, "No civilians were killed in Qarun", "Oren Tal", article_id="x", story_id="s7",
                  act="deny", outlet="Far Post", url="https://far.example/1")  # fmt: skip
    page = rendered(replace(known, claims=[one for one in known.claims if one["id"] != "c2"], outside={"c2": other}))
    assert "https://far.example/1" in page.xpath("//section[@class='d']//a/@href")
    assert page.xpath("//li[@id='k-c2']") == []


def test_documents_of_an_older_schema_are_shown() -> None:
    """A field that a document does not have is empty, not an error."""
    from pipeline.report.material import article_of, claim_of, run_of, story_of

    at = "2031-03-01T00:00:00Z"
    page = rendered(
        Material(
            stories=[story_of({"id": "s", "title": "Old", "first_at": at, "last_at": at})],
            articles=[article_of({"id": "a", "story_id": "s", "source": {"name": "o"}, "title": ""})],
            claims=[
                claim_of({"id": "c", "story_id": "s", "article_id": "a", "outlet": "o", "act": "assert", "text": "t"})
            ],
            runs=[run_of({"id": "r", "started_at": at})],
            all_stories=1,
        )
    )
    assert "Old" in said(page)


def folder(tmp_path: Path, material: Material) -> Path:
    kinds = {"stories": material.stories, "articles": material.articles, "claims": material.claims,
             "dead-letters": material.letters, "runs": material.runs}  # fmt: skip
    for kind, documents in kinds.items():
        text = "".join(json.dumps(document) + "\n" for document in documents)
        (tmp_path / f"{kind}.jsonl").write_text(text, encoding="utf-8")
    return tmp_path


def report(tmp_path: Path, *options: str) -> tuple[int, html.HtmlElement]:
    output = tmp_path / "report.html"
    code = main(["report", "--output", str(output), "--input", f"jsonl:{tmp_path}", *options])
    return code, html.parse(output).getroot()


def test_a_report_is_written_from_the_files_of_a_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command reads what `run --output jsonl:DIR` wrote, says how much it holds, and leaves nothing beside it."""
    code, page = report(folder(tmp_path, market()), "--json", "--title", "Qarun")
    assert code == 0
    assert said(page.xpath("//h1")[0]) == "Qarun"
    held = json.loads(capsys.readouterr().out)
    assert {name: held[name] for name in ("stories", "articles", "claims", "dead_letters")} == {
        "stories": 1, "articles": 3, "claims": 4, "dead_letters": 1,
    }  # fmt: skip
    assert not list(tmp_path.glob(".*.part"))


@pytest.mark.parametrize(("options", "stories"), [
    ((), 8), (("--limit", "3"), 3), (("--since", "2031-05"), 4), (("--until", "2031-02-10"), 2),
    (("--story", "s4", "--story", "s5"), 2), (("--outlet", "LUMEN"), 8), (("--outlet", "nobody"), 0),
])  # fmt: skip
def test_filters_choose_stories(tmp_path: Path, options: tuple[str, ...], stories: int) -> None:
    """A period takes the stories that touch it, an outlet those it told, a limit the latest."""
    code, page = report(folder(tmp_path, many(200)), *options)
    assert code == 0
    assert len(page.xpath("//section[@class='s']")) == stories
    if options[:1] == ("--limit",):
        assert "the latest of 8" in said(page.xpath("//header")[0])
        assert said(page.xpath("//section[@class='s']/h3")[0]) == "Convoys of day 7"


@pytest.mark.parametrize(("options", "message"), [
    (["--input", "jsonl:/nowhere"], "no stories.jsonl is there"), (["--input", "csv:x"], "give jsonl:DIR"),
    (["--input", "jsonl:."], "no stories.jsonl"), (["--since", "soon"], "give a date"), (["--limit", "0"], "from 1 on"),
])  # fmt: skip
def test_bad_usage_is_one_line(
    options: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be is said with its remedy, and nothing is written."""
    output = tmp_path / "r.html"
    assert main(["report", "--output", str(output), *options]) == 2
    assert message in capsys.readouterr().err
    assert not output.exists()


def test_a_page_that_cannot_be_written_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that is not there is named."""
    source = folder(tmp_path, market())
    assert main(["report", "--output", str(tmp_path / "no" / "r.html"), "--input", f"jsonl:{source}"]) == 1
    assert "cannot write" in capsys.readouterr().err
