"""The live pages over a real index, as a browser, a stranger and a broken server see them."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from lxml import html

sys.path.insert(0, str(Path(__file__).parents[1] / "report"))
from chromium import NOT_FOUND, Chromium, find_chromium
from report_documents import HOSTILE, hostile, many, market

from pipeline.cli import main
from pipeline.index.actions import Action, Kind
from pipeline.index.bulk import BulkWriter
from pipeline.index.client import connect
from pipeline.index.schema import set_up
from pipeline.report.desk import Desk
from pipeline.report.material import Material
from pipeline.report.serving import DeskServer

PREFIX = "desk"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def page(self) -> html.HtmlElement:
        return html.document_fromstring(self.text)


def write(url: str, prefix: str, material: Material, tag: str = "") -> None:
    """Put documents into the index; `tag` keeps the ids of several materials apart."""
    client = connect(url)
    kinds: dict[Kind, Sequence[Mapping[str, Any]]] = {
        "stories": material.stories,
        "articles": material.articles,
        "claims": material.claims,
        "dead-letters": material.letters,
        "runs": material.runs,
    }
    for kind, documents in kinds.items():
        renamed = [tagged(one, tag) for one in documents]
        actions = [Action(kind=kind, id=one["id"], version=1, document=one) for one in renamed]
        outcomes = BulkWriter(client, prefix).write(actions)
        assert {outcome.state for outcome in outcomes} <= {"written"}, outcomes
        client.post(f"/{prefix}-{kind}/_refresh")


def tagged(document: Mapping[str, Any], tag: str) -> dict[str, Any]:
    names = ("id", "story_id", "article_id")
    return {**document, **{name: f"{tag}{document[name]}" for name in names if document.get(name)}}


@pytest.fixture(scope="module")
def index(elasticsearch: str) -> str:
    """An index with the market, a hostile feed and four hundred convoys."""
    set_up(connect(elasticsearch), PREFIX)
    write(elasticsearch, PREFIX, many(1000), "m")
    write(elasticsearch, PREFIX, without_surrogates(hostile()), "h")
    write(elasticsearch, PREFIX, market())
    return elasticsearch


def without_surrogates(material: Material) -> Material:
    """Half of a character is no JSON that Elasticsearch takes; the file report has its own test."""

    def clean(value: object) -> object:
        return json.loads(json.dumps(value).replace("\\ud800", "?"))

    return Material(**{field.name: clean(getattr(material, field.name)) for field in fields(material)})


@contextmanager
def served(url: str, prefix: str = PREFIX) -> Iterator[DeskServer]:
    with DeskServer(Desk(connect(url), prefix, known_ids=lambda name: ()), 0) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def server(index: str) -> Iterator[DeskServer]:
    with served(index) as running:
        yield running


@pytest.fixture
def ask(server: DeskServer) -> Callable[..., Answer]:
    def request(path: str, method: str = "GET", **headers: str) -> Answer:
        return asked(server, path, method, **headers)

    return request


def asked(server: DeskServer, path: str, method: str = "GET", **headers: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=30)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    answer = Answer(response.status, response.headers, response.read().decode())
    connection.close()
    return answer


def said(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_the_overview_lists_the_latest_stories_in_pages(ask: Callable[..., Answer]) -> None:
    """Twenty-five stories a page, each once, with what there is in all; the loudest speakers lead to their claims."""
    first = ask("/").page
    titles = first.xpath("//ol[@class='list']//h2/a/@href")
    assert len(titles) == 25
    assert "42 stories, 1,006 claims" in said(first)
    second = ask(first.xpath("//a[@rel='next']/@href")[0]).page
    rest = second.xpath("//ol[@class='list']//h2/a/@href")
    assert len({*titles, *rest}) == 42
    speaker = first.xpath("//table[@class='voices']//th/a/@href")[0]
    assert "claims found" in said(ask(speaker).page)


def test_a_story_leads_to_its_articles_and_marks(ask: Callable[..., Answer]) -> None:
    """A story's page shows the dispute; a claim's link leads to the article where it is marked."""
    story = ask("/story/s1").page
    assert "Ilse Brandão says Fourteen civilians died" in said(story.xpath("//section[@class='d']")[0])
    path, _, anchor = story.xpath("//li[@id='k-c2']//p[@class='where']/a/@href")[0].partition("#")
    article = ask(path).page
    assert article.get_element_by_id(anchor).text_content() == "No civilians were killed in Qarun"
    assert article.xpath("//del[@class='e']")
    assert "/story/s1" in article.xpath("//a/@href")
    copy = ask("/article/a3").page
    assert "/article/a2" in copy.xpath("//a/@href")


@pytest.mark.parametrize(("query", "found"), [
    ("q=civilians", 2), ("q=civilians&act=deny", 1), ("speaker=Oren+Tal", 1), ("contradicted=1&story=s1", 2),
    ("q=%22no+civilians%22", 1), ("outlet=Radio+Lumen", 1), ("since=2031-03-02&until=2031-03-02&story=s1", 1),
    ("kind=articles&q=shells", 3), ("kind=stories&q=market", 1), ("q=nothingofthesort", 0), ("about=Nowhere", 0),
])  # fmt: skip
def test_search_finds_by_words_and_filters(ask: Callable[..., Answer], query: str, found: int) -> None:
    """Words, phrases, names, acts, periods and kinds narrow the search down, alone and together."""
    answer = ask(f"/search?{query}")
    assert answer.status == 200
    assert said(answer.page.xpath("//p[@role='status']")[0]).startswith(f"{found} ")


def test_a_search_keeps_its_question_over_pages(ask: Callable[..., Answer]) -> None:
    """The next page asks the same, and what was asked stays in the form."""
    first = ask("/search?q=convoy&act=deny").page
    following = first.xpath("//a[@rel='next']/@href")[0]
    assert "q=convoy" in following
    assert "act=deny" in following
    second = ask(following).page
    assert second.get_element_by_id("q").get("value") == "convoy"
    rows = [page.xpath("//li[@class='c']/@id") for page in (first, second)]
    assert len(rows[0]) == 50
    assert not {*rows[0]} & {*rows[1]}


def test_the_ledger_and_the_dead_letters_are_shown(ask: Callable[..., Answer]) -> None:
    """What came in and what failed has its pages."""
    assert "truncated-xml" in said(ask("/dead-letters").page)
    assert "dead: truncated-xml 1" in said(ask("/runs").page)


@pytest.mark.parametrize("path", ["/", "/story/hs1", "/article/ha1", "/search?q=window", "/dead-letters", "/runs"])
def test_a_hostile_feed_stays_text(ask: Callable[..., Answer], path: str) -> None:
    """On every page what a feed says is text; only our script is there."""
    page = ask(path).page
    assert page.xpath("//script/@src") == ["/report.js"]
    assert page.xpath("//img | //iframe | //*[@style] | //@*[starts-with(name(), 'on')]") == []
    assert all(re.match(r"/|#|https?://herald\.example/|https://lumen", url) for url in page.xpath("//a/@href"))


def test_what_is_asked_is_escaped(ask: Callable[..., Answer]) -> None:
    """A question comes back in its box, never as markup."""
    page = ask("/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&speaker=%3Csvg/onload%3E").page
    assert page.get_element_by_id("q").get("value") == '"><script>alert(1)</script>'
    assert page.xpath("//script/@src") == ["/report.js"]
    assert page.xpath("//svg[@onload]") == []


@pytest.mark.parametrize(("path", "status"), [
    ("/nope", 404), ("/story/none", 404), ("/article/none", 404), ("/story/../../etc", 404), ("/runs/x", 404),
    ("/search?since=soon", 400), ("/search?act=shout", 400), ("/?page=0", 400), ("/?page=99999", 400),
    ("/search?q=" + "x" * 3000, 400), ("/story/%00%ff", 404), ("//evil.example/", 404), ("/?page=%F0%9F%A4%A1", 400),
])  # fmt: skip
def test_what_cannot_be_answered_has_a_page(ask: Callable[..., Answer], path: str, status: int) -> None:
    """A wrong address or question gets its status and a page that says so."""
    answer = ask(path)
    assert answer.status == status
    assert answer.page.xpath("//p[@role='alert']")


@pytest.mark.parametrize("path", ["/", "/search?q=x", "/claimwire.css", "/report.js", "/nope"])
def test_every_answer_is_locked_down(ask: Callable[..., Answer], path: str) -> None:
    """Each answer says what may run (ours only), who may frame it (nobody), and that it is not to be kept."""
    headers = ask(path).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Server"] == "claimwire"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:{port}", "127.0.0.1", "localhost:1", ""])
def test_another_name_for_this_machine_is_refused(ask: Callable[..., Answer], server: DeskServer, host: str) -> None:
    """A site whose name was rebound to this machine gets nothing of the index."""
    answer = ask("/", Host=host.format(port=server.server_port))
    assert answer.status == 421
    assert "Qarun" not in answer.text


def test_our_own_names_are_answered(ask: Callable[..., Answer], server: DeskServer) -> None:
    """By address and as localhost, whatever the case."""
    for name in ("127.0.0.1", "localhost", "LocalHost"):
        assert ask("/runs", Host=f"{name}:{server.server_port}").status == 200


def test_other_sites_cannot_embed_the_pages(ask: Callable[..., Answer]) -> None:
    """A script or frame of another site is refused; a link from there may be followed."""
    assert ask("/", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors").status == 421
    assert ask("/runs", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate").status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_there_is_no_way_to_write(ask: Callable[..., Answer], method: str) -> None:
    """Only GET and HEAD are answered, and the answer says so."""
    answer = ask("/story/s1", method)
    assert answer.status == 405
    assert answer.headers["Allow"] == "GET, HEAD"


def test_head_gives_the_headers_alone(ask: Callable[..., Answer]) -> None:
    """HEAD says how long the page is, without it."""
    answer = ask("/runs", "HEAD")
    assert (answer.status, answer.text) == (200, "")
    assert int(answer.headers["Content-Length"]) == len(ask("/runs").text.encode())


def test_pages_only_ask_the_index_and_never_change_it(index: str, ask: Callable[..., Answer]) -> None:
    """After every kind of page no index has another document or another version of one."""
    client = connect(index)

    def state() -> list[object]:
        found = client.search(
            f"{PREFIX}-*", {"size": 1000, "version": True, "sort": ["_index", "_doc"], "_source": False}
        )
        stats = client.get(f"/{PREFIX}-*/_stats/indexing")["_all"]["total"]["indexing"]
        return [stats["index_total"], stats["delete_total"], [hit.get("_version") for hit in found["hits"]["hits"]]]

    before = state()
    for path in ("/", "/story/s1", "/article/a1", "/search?q=x", "/runs", "/dead-letters"):
        ask(path)
    assert state() == before


def test_an_index_that_is_down_is_said_clearly() -> None:
    """Without Elasticsearch there is a page with status 503 that says what to do, and the style is still there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    with served(url) as server:
        answer = asked(server, "/")
        assert answer.status == 503
        assert answer.headers["Retry-After"] == "5"
        assert "claimwire elasticsearch start" in said(answer.page)
        assert asked(server, "/claimwire.css").status == 200


def test_an_index_that_was_never_set_up_is_said_clearly(index: str) -> None:
    """A wrong prefix says what to run."""
    with served(index, "nobody") as server:
        answer = asked(server, "/")
    assert answer.status == 503
    assert "claimwire index setup" in said(answer.page)


def test_the_report_is_made_from_the_index_too(index: str, tmp_path: Path) -> None:
    """The same story as on the live page, with its articles and its dead letters, as one file."""
    output = tmp_path / "report.html"
    options = ["--elasticsearch", index, "--prefix", PREFIX, "--story", "s1"]
    assert main(["report", "--output", str(output), *options]) == 0
    page = html.parse(output).getroot()
    assert len(page.xpath("//section[@class='d']")) == 1
    assert page.xpath("//mark[@id='c-c2']")
    assert "truncated-xml" in said(page.get_element_by_id("letters"))
    assert main(["report", "--output", str(output), *options[:4], "--since", "2031-06", "--limit", "7"]) == 0
    assert len(html.parse(output).getroot().xpath("//section[@class='s']")) == 7


def test_the_command_serves_until_it_is_ended(index: str) -> None:
    """`claimwire serve` says where it is, on this machine only, and ends quietly on a signal."""
    code = "import sys; from pipeline.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "serve", "--elasticsearch", index, "--prefix", PREFIX]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    ) as process:
        assert process.stdout is not None
        port = int(re.findall(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())[0])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/search?speaker=Oren+Tal&q=killed")
        assert connection.getresponse().status == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_a_port_that_is_taken_is_one_line(server: DeskServer, capsys: pytest.CaptureFixture[str]) -> None:
    """The port is named, with what to do."""
    assert main(["serve", "--elasticsearch", "http://127.0.0.1:1", "--port", str(server.server_port)]) == 1
    assert f"cannot listen on 127.0.0.1:{server.server_port}" in capsys.readouterr().err


def test_a_browser_shows_the_live_pages_quietly(server: DeskServer, tmp_path: Path) -> None:
    """In Chromium every page loads under its policy, without a message, a foreign request or a sideways scroll."""
    binary = find_chromium()
    if binary is None:
        pytest.skip(NOT_FOUND)
    chromium = Chromium(binary, tmp_path)
    try:
        for path in ("", "story/s1", "article/ha1#c-hc1", "story/hs1", "search?q=civilians", "runs", "dead-letters"):
            chromium.resize(390, mobile=True)
            chromium.open(server.url + path)
            assert chromium.complaints() == []
            assert all(url.startswith((server.url, "about:")) for url in chromium.requests())
            assert chromium.run("typeof window.ran") == "undefined"
            assert chromium.run("document.documentElement.scrollWidth") <= 390
            assert chromium.run("getComputedStyle(document.querySelector('.brand')).fontWeight") == "700"
    finally:
        chromium.close()


def test_the_hostile_text_is_what_it_was() -> None:
    """The attack of these tests holds a script, an event handler, a turn of direction and a control character."""
    for part in ("<script>", "onerror=", "\u202e", "\x00"):
        assert part in HOSTILE
