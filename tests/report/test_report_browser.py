"""The report in a real browser: what a reader sees, presses and prints."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from chromium import NOT_FOUND, Chromium, find_chromium
from report_documents import hostile, many, market

from pipeline.report.material import Material
from pipeline.report.page import render_report

MADE = datetime(2031, 3, 2, 12, tzinfo=UTC)
SHOWN = "[...document.querySelectorAll('.groups .c')].filter((one) => one.checkVisibility()).length"

Opened = Callable[[Material], Chromium]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """A headless Chromium; the tests are skipped, and say so, only where none can be found."""
    binary = find_chromium()
    if binary is None:
        pytest.skip(NOT_FOUND)
    chromium = Chromium(binary, tmp_path_factory.mktemp("chromium"))
    yield chromium
    chromium.close()


@pytest.fixture
def opened(browser: Chromium, tmp_path: Path) -> Opened:
    """Open a report from a file, in a light desktop window."""

    def open_report(material: Material) -> Chromium:
        path = tmp_path / "report.html"
        path.write_text(render_report(material, title="Who claims what", made_at=MADE), encoding="utf-8")
        browser.resize(1280)
        browser.prefer()
        browser.open(path.as_uri())
        return browser

    return open_report


@pytest.mark.parametrize(
    "material", [market(), hostile(), many(200), Material()], ids=["market", "hostile", "many", "none"]
)
def test_the_page_runs_quietly_and_asks_for_nothing(opened: Opened, material: Material) -> None:
    """No message in the console, no request but for the file itself, and nothing that a feed says runs."""
    page = opened(material)
    page.run("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    assert page.complaints() == []
    assert [url for url in page.requests() if not url.startswith(("file:", "about:"))] == []
    assert len(page.requests()) == 1
    assert page.run("typeof window.ran") == "undefined"
    assert page.run("document.documentElement.scrollWidth <= innerWidth")


def test_a_hostile_headline_is_read_as_it_is_written(opened: Opened) -> None:
    """The headline is text in its heading; its own order of reading does not turn the page's."""
    page = opened(hostile())
    assert page.run("document.querySelector('h3').innerText").startswith("</script><script>window.ran=1</script><img")
    assert page.run("document.querySelectorAll('main img, main script, main svg[onload]').length") == 0


def test_words_narrow_the_claims_down(opened: Opened) -> None:
    """All words must occur, whatever their case and accents; emptied, everything is back."""
    page = opened(market())
    assert page.run(SHOWN) == 4
    page.press("/")
    page.call("Input.insertText", text="BRANDAO bridge")
    page.wait_for(f"{SHOWN} === 1")
    assert page.run("document.getElementById('count').textContent") == "1 of 4 claims, in 1 story"
    page.press("Escape")
    assert page.run(SHOWN) == 4


def test_facets_narrow_the_claims_down(opened: Opened) -> None:
    """Speaker, outlet, act and contradiction work alone and together; the form's button shows everything again."""
    page = opened(market())
    page.run("document.querySelector('input[value=accuse]').click()")
    assert page.run(SHOWN) == 1
    page.run("document.querySelector('button[type=reset]').click()")
    page.wait_for(f"{SHOWN} === 4")
    page.run("document.getElementById('contradicted').click()")
    assert page.run(SHOWN) == 2
    choose = (
        "((box, text) => {{ box.value = [...box.options].find((one) => one.text.startsWith(text)).value;"
        " box.dispatchEvent(new Event('change', {{bubbles: true}})) }})(document.getElementById('{}'), '{}')"
    )
    page.run(choose.format("outlet", "Radio Lumen"))
    assert page.run(SHOWN) == 1
    page.run(choose.format("speaker", "Ilse"))
    assert page.run(SHOWN) == 0


def test_a_speaker_of_the_table_is_a_filter(opened: Opened) -> None:
    """A press on a name in "Who speaks" shows that speaker's claims."""
    page = opened(market())
    page.run("[...document.querySelectorAll('.voices button')].find((one) => one.textContent === 'Oren Tal').click()")
    assert page.run(SHOWN) == 1


def test_keys_move_through_the_page(opened: Opened) -> None:
    """Tab reaches the skip links first; j and k go through the stories; single keys can be switched off."""
    page = opened(many(200))
    page.press("Tab", 9)
    assert page.run("document.activeElement.textContent") == "Skip to the contradictions"
    assert page.run("document.activeElement.getBoundingClientRect().top >= 0")
    titles = []
    for key in "jjk":
        page.press(key)
        titles.append(page.run("document.activeElement.textContent"))
    assert titles[0] == titles[2] != titles[1]
    page.press("x")
    assert page.run("document.getElementById('contradicted').checked")
    page.press("?")
    assert page.run("document.activeElement.id") == "keys-h"
    page.run("document.getElementById('single-keys').click()")
    page.press("x")
    assert page.run("document.getElementById('contradicted').checked")
    page.open(page.run("location.href").split("#")[0])
    assert not page.run("document.getElementById('single-keys').checked")
    page.run("localStorage.clear()")


def test_a_link_opens_the_text_at_its_mark(opened: Opened) -> None:
    """Following a claim opens its article, and the mark is in sight and has the focus."""
    page = opened(market())
    page.run("document.querySelector('#k-c2 .where a').click()")
    page.wait_for("document.activeElement.id === 'c-c2'")
    assert page.run("document.querySelector('#a-a2').open")
    assert page.run(
        "((box) => box.top >= 0 && box.bottom <= innerHeight)(document.getElementById('c-c2').getBoundingClientRect())"
    )


def test_a_change_shows_its_note_by_keyboard_and_can_be_read_through(opened: Opened) -> None:
    """With the focus on a change its note is seen; the box above shows the text as it was put right."""
    page = opened(market())
    page.run("document.getElementById('a-a2').open = true")
    shown = "document.querySelector('.raw .tip').checkVisibility()"
    assert not page.run(shown)
    page.run("document.querySelector('.raw .e').focus()")
    assert page.run(shown)
    page.press("Escape")
    assert not page.run(shown)
    page.run("document.querySelector('.fix input').click()")
    assert "The Foreign Ministry kept silent" in page.run("document.querySelector('#a-a2 .raw').innerText")


def test_the_page_is_whole_without_scripts(browser: Chromium, opened: Opened) -> None:
    """Without JavaScript every claim is there, and no control that would do nothing."""
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        page = opened(market())
        assert page.run(SHOWN) == 4
        assert page.run("document.getElementById('filter').checkVisibility()") is False
        assert "Filters need JavaScript" in page.run("document.querySelector('aside').innerText")
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)


@pytest.mark.parametrize("width", [320, 390, 768, 1600])
def test_nothing_is_wider_than_the_window(opened: Opened, width: int) -> None:
    """On a phone, a tablet and a wide screen the page never scrolls sideways."""
    for material in (market(), hostile()):
        page = opened(material)
        page.resize(width, mobile=width < 700)
        page.run("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        assert page.run("document.documentElement.scrollWidth") <= width


def test_it_is_dark_where_the_reader_wants_it_dark(opened: Opened) -> None:
    """The ground follows the reader's scheme, and paper is always light."""
    page = opened(market())
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    page.prefer(scheme="dark")
    assert page.run(ground) == "rgb(20, 23, 26)"
    page.prefer(scheme="dark", media="print")
    assert page.run(ground) == "rgb(255, 255, 255)"


def test_print_leaves_the_controls_out(opened: Opened) -> None:
    """On paper there are stories, claims and disputes, no filters; it makes a PDF."""
    page = opened(market())
    page.prefer(media="print")
    assert not page.run("document.querySelector('.rail').checkVisibility()")
    assert page.run(SHOWN) == 4
    assert page.pdf().startswith(b"%PDF")


def test_five_thousand_claims_stay_usable(opened: Opened) -> None:
    """The page is ready within seconds, and a filter answers within half a second even on a busy machine."""
    page = opened(many(5000))
    ready_ms = page.run("performance.timing.domContentLoadedEventEnd - performance.timing.responseStart")
    assert page.run("document.querySelectorAll('.groups .c').length") == 5000
    filtered = page.run(
        """(async () => {
          const box = document.getElementById('contradicted'), q = document.getElementById('q'), times = [];
          const timed = async (change) => {
            const start = performance.now();
            change();
            document.body.offsetHeight;
            await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
            times.push(performance.now() - start);
          };
          const form = document.getElementById('filter');
          for (const word of ['convoy 7', 'village', 'tents 3', '']) {
            await timed(() => { q.value = word; form.requestSubmit(); });
          }
          await timed(() => box.click());
          await timed(() => box.click());
          return times;
        })()"""
    )
    print(f"ready {ready_ms} ms, filters {[round(one) for one in filtered]} ms")
    assert ready_ms < 10_000
    assert sorted(filtered)[len(filtered) // 2] < 500
