"""Web pages to articles, and pages that complete the entries of feeds."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from transforms.errors import RecordError
from transforms.parse import Payload, merge_page, parse
from transforms.records import Article, FeedEntry

NOW = datetime(2025, 4, 1, tzinfo=UTC)
URL = "https://www.gazette.example/world/ferry-sinks-off-velm?utm_source=x"
PARAGRAPHS = [
    f"Rescue boat {n} brought survivors of the ferry to the harbour of Velm, where doctors waited, officials said."
    for n in ("one", "two", "three", "four", "five")
]


def page(*, head: str = "", paragraphs: list[str] | None = None, title: str = "Ferry sinks off Velm") -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or PARAGRAPHS)
    return (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{title} | The Gazette</title>'
        f"{head}</head><body><nav><a href='/'>Home</a> </nav><article><h1>{title}</h1>{body}</article>"
        "<footer>© Gazette. All rights reserved.</footer></body></html>"
    ).encode()


def payload(content: bytes, url: str = URL) -> Payload:
    return Payload(content=content, origin=url, url=url, media_type="text/html", fetched_at=NOW)


def read(content: bytes) -> Article:
    (article,) = parse(payload(content))
    assert isinstance(article, Article)
    return article


def entry(**fields: object) -> Article:
    raw = "Ferry sinks off Velm\n\nOfficials said rescue boats brought survivors to the harbour."
    article = Article(
        id="e" * 20,
        raw=raw,
        origin="feed",
        source=read(page()).source,
        title="Ferry sinks off Velm",
        title_end=20,
        url=URL,
        canonical_url=URL,
        feed=FeedEntry(url="https://gazette.example/feed", entry_id="1"),
        published_at=datetime(2025, 3, 3, 9, tzinfo=UTC),
        published_precision="second",
        published_from="feed",
        needs_page=True,
    )
    return replace(article, **fields)  # type: ignore[arg-type]


def test_a_page_becomes_an_article() -> None:
    """Text, title, site, date and canonical address are read; navigation and footer are left out."""
    head = (
        '<meta property="og:site_name" content="The Gazette"><link rel="canonical" href="/world/ferry-sinks">'
        '<meta property="article:published_time" content="2025-03-03T09:00:00+01:00">'
    )
    article = read(page(head=head))
    assert article.raw == "\n\n".join(["Ferry sinks off Velm", *PARAGRAPHS])
    assert (article.source.id, article.source.name) == ("gazette.example", "The Gazette")
    assert article.canonical_url == "https://www.gazette.example/world/ferry-sinks"
    assert (article.published_at, article.published_from) == (datetime(2025, 3, 3, 8, tzinfo=UTC), "page")
    assert (article.language, article.text_from) == ("en", "page")


def test_json_ld_says_what_meta_elements_do_not() -> None:
    """Dates, authors and the text itself are taken from JSON-LD, also inside a graph; broken JSON-LD is ignored."""
    head = (
        '<script type="application/ld+json">{broken</script>'
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", '
        '"datePublished": "2025-03-03T09:00:00Z","author": [{"@type": "Person", "name": "Ann Lee"}],'
        '"publisher": {"name": "Gazette Online"}}]}</script>'
    )
    article = read(page(head=head))
    assert article.published_at == datetime(2025, 3, 3, 9, tzinfo=UTC)
    assert article.authors == ("Ann Lee",)


@pytest.mark.parametrize("canonical", ["https://other.example/a-b-c", "https://www.gazette.example/", "javascript:x"])
def test_a_canonical_address_elsewhere_is_not_believed(canonical: str) -> None:
    """rel=canonical to another site, a home page or a script changes nothing."""
    article = read(page(head=f'<link rel="canonical" href="{canonical}">'))
    assert article.canonical_url == "https://www.gazette.example/world/ferry-sinks-off-velm"


def test_a_page_completes_its_entry_and_both_are_kept() -> None:
    """The page's text replaces the teaser; id, date and title stay the feed's, and the teaser is kept apart."""
    merged = merge_page(entry(), payload(page()))
    assert merged.raw == "\n\n".join(["Ferry sinks off Velm", *PARAGRAPHS])
    assert merged.entry_text == "Officials said rescue boats brought survivors to the harbour."
    assert (merged.id, merged.published_from, merged.text_from) == ("e" * 20, "feed", "page")
    assert not merged.needs_page


def test_an_entry_without_date_takes_the_pages() -> None:
    """What the feed leaves out, the page may say."""
    head = '<meta property="article:published_time" content="2025-03-03T09:00:00Z">'
    merged = merge_page(entry(published_at=None, published_from=None), payload(page(head=head)))
    assert (merged.published_at, merged.published_from) == (datetime(2025, 3, 3, 9, tzinfo=UTC), "page")


CONSENT = ["We value your privacy. We and our partners store cookies on your device to show you advertisements."] * 3
PAYWALL = [*PARAGRAPHS[:1], "Subscribe to continue reading this article. Already a member? Log in."]


@pytest.mark.parametrize(
    "content",
    [
        page(paragraphs=CONSENT, title="Before you continue"),
        page(paragraphs=PAYWALL),
        page(paragraphs=["Access denied. Verify you are human to go on to the site that you asked for today, please."]),
        page(
            paragraphs=["Gardens bloom early this spring across the whole of the southern valleys."] * 9, title="Spring"
        ),
        b"<html><body></body></html>",
        b"",
        b"\x00\x01\x02" * 400,
        b"<html><body>" + b"<div>" * 200_000 + b"x",
    ],
    ids=["consent", "paywall", "robot-check", "another-article", "nothing", "empty", "binary", "deep"],
)
def test_a_bad_page_never_replaces_a_good_entry(content: bytes) -> None:
    """Consent, paywall, error, foreign, empty and hostile pages leave the entry as it was, with the reason."""
    merged = merge_page(entry(), payload(content))
    assert merged == entry(needs_page=False, page_problem=merged.page_problem)
    assert merged.page_problem


def test_a_page_that_could_not_be_had_leaves_the_entry() -> None:
    """A failed fetch is a payload with a problem: the entry goes on without its page."""
    failed = replace(payload(b""), problem="HTTP 403")
    assert merge_page(entry(), failed) == entry(needs_page=False, page_problem="HTTP 403")


def test_a_bare_link_lives_by_its_page() -> None:
    """An entry of a link alone becomes the article of its page; without one it is a bad record."""
    bare = entry(raw="", title="", title_end=None)
    merged = merge_page(bare, payload(page()))
    assert merged.raw == "\n\n".join(["Ferry sinks off Velm", *PARAGRAPHS])
    with pytest.raises(RecordError, match="HTTP 404"):
        merge_page(bare, replace(payload(b""), problem="HTTP 404"))


def test_a_page_without_article_is_refused() -> None:
    """A page given as an input that holds no article raises, with the count of words found."""
    with pytest.raises(RecordError) as caught:
        read(page(paragraphs=["Too short."]))
    assert caught.value.kind == "no-article"


def test_what_the_operator_prunes_is_left_out() -> None:
    """XPaths of the feed's settings cut elements out before the text is taken; a wrong one costs the page."""
    content = page().replace(b"<p>Rescue boat two", b'<p class="ad">Rescue boat two')
    assert "boat two" in merge_page(entry(), payload(content)).raw
    pruned = merge_page(entry(), replace(payload(content), prune=("//p[@class='ad']",)))
    assert "boat two" not in pruned.raw
    assert "boat three" in pruned.raw
