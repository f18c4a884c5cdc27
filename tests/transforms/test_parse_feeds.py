"""Feeds of every format to articles: text, dates, identity, and what happens to damaged ones."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from transforms.errors import RecordError
from transforms.parse import BadRecord, Payload, parse
from transforms.records import Article

NOW = datetime(2025, 4, 1, tzinfo=UTC)
FEED = "https://feeds.gazette.example/world.xml"
LONG = " ".join(["The harbour office said the crossing would stay shut until the wreck is raised."] * 12)
ITEM = (
    "<item><title>Crossing at Velm stays shut</title><link>https://gazette.example/world/crossing-at-velm</link>"
    '<guid isPermaLink="false">velm-1</guid><pubDate>Thu, 20 Mar 2025 10:30:05 +0300</pubDate>'
    "<description>The wreck is still there.</description></item>"
)


def rss(*items: str, head: str = "<title>Gazette - World</title><link>https://gazette.example/</link>") -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel>{head}{''.join(items)}</channel></rss>"
    ).encode()


def read(content: bytes, **fields: object) -> list[Article | BadRecord]:
    payload = Payload(content=content, origin=FEED, url=FEED, feed_url=FEED, fetched_at=NOW, **fields)  # type: ignore[arg-type]
    return list(parse(payload))


def articles(records: Iterable[Article | BadRecord]) -> list[Article]:
    return [record for record in records if isinstance(record, Article)]


def only(content: bytes, **fields: object) -> Article:
    (article,) = articles(read(content, **fields))
    return article


def test_an_rss_item_becomes_an_article_with_its_facts() -> None:
    """Title, deck, text, authors, labels, date and source of an RSS 2.0 item are read from the item itself."""
    item = (
        "<item><title>Talks &lt;i&gt;collapse&lt;/i&gt; &amp;amp; resume</title><link>/a/talks-collapse-again</link>"
        "<guid isPermaLink='false'>g1</guid><pubDate>Thu, 20 Mar 2025 10:30 EST</pubDate>"
        "<description>Both sides blame a third for what went wrong.</description>"
        f"<content:encoded><![CDATA[<p>{LONG}</p><p>A &amp; B.</p><script>alert(1)</script>]]></content:encoded>"
        "<category>War</category><dc:creator>Ann Lee</dc:creator></item>"
    )
    article = only(rss(item), labels=("world",))
    assert article.title == "Talks collapse & resume"
    assert article.deck == "Both sides blame a third for what went wrong."
    assert article.raw == f"{article.title}\n\n{article.deck}\n\n{LONG}\n\nA & B."
    assert article.raw[: article.title_end] == article.title
    assert article.raw[(article.title_end or 0) + 2 : article.deck_end] == article.deck
    assert (article.authors, article.labels) == (("Ann Lee",), ("world", "War"))
    assert article.published_at == datetime(2025, 3, 20, 15, 30, tzinfo=UTC)
    assert (article.published_precision, article.published_from) == ("minute", "feed")
    assert article.url == "https://feeds.gazette.example/a/talks-collapse-again"
    assert (article.text_from, article.needs_page) == ("entry", False)


@pytest.mark.parametrize(
    "content",
    [
        rss(ITEM),
        f'<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel>'
        f"<title>G</title><link>https://gazette.example/</link></channel>{ITEM}</rdf:RDF>".encode(),
        f'<Channel xmlns="http://purl.org/net/rss1.1#" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><title>G'
        f"</title><items rdf:parseType='Collection'>{ITEM}</items></Channel>".encode(),
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>G</title><entry><title>Crossing at Velm stays shut</title>'
        b'<id>tag:x:1</id><link href="https://gazette.example/world/crossing-at-velm"/><summary>'
        b"The wreck is still there.</summary><published>2025-03-20T10:30:05+03:00</published></entry></feed>",
        b'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>G</title><entry><title>'
        b'Crossing at Velm stays shut</title><id>tag:x:1</id><link rel="alternate" type="text/html" '
        b'href="https://gazette.example/world/crossing-at-velm"/><summary>The wreck is still there.</summary>'
        b"<issued>2025-03-20T10:30:05+03:00</issued></entry></feed>",
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1",
                "title": "G",
                "items": [
                    {
                        "id": 7,
                        "url": "https://gazette.example/world/crossing-at-velm",
                        "title": "Crossing at Velm stays shut",
                        "content_html": "<p>The wreck is still there.</p>",
                        "date_published": "2025-03-20T10:30:05+03:00",
                    }
                ],
            }
        ).encode(),
    ],
    ids=["rss2", "rss1.0", "rss1.1", "atom1.0", "atom0.3", "jsonfeed"],
)
def test_one_article_is_the_same_in_every_format(content: bytes) -> None:
    """The same article in six formats has the same id, text, date and address, and asks for its page."""
    article = only(content)
    assert article.id == only(rss(ITEM)).id
    assert article.raw == "Crossing at Velm stays shut\n\nThe wreck is still there."
    assert article.published_at == datetime(2025, 3, 20, 7, 30, 5, tzinfo=UTC)
    assert article.canonical_url == "https://gazette.example/world/crossing-at-velm"
    assert article.needs_page


@pytest.mark.parametrize(
    ("was", "now_is"),
    [
        ("velm-1", "a-new-guid-at-each-poll"),
        ("https://gazette.example/world/crossing-at-velm", "http://gazette.example/world/crossing-at-velm"),
        ("world/crossing-at-velm", "world/crossing-at-velm/?utm_source=rss&amp;x=17"),
        ("https://gazette.example/world", "https://www.gazette.example/world"),
    ],
)
def test_identity_survives_what_feeds_change(was: str, now_is: str) -> None:
    """New guids, another scheme, a "www." and query strings beside a telling path leave the id as it was."""
    assert only(rss(ITEM.replace(was, now_is))).id == only(rss(ITEM)).id


def test_entries_that_share_a_link_are_told_apart_by_guid() -> None:
    """A link that several entries of a delivery have is not their address: the guid counts."""
    second = ITEM.replace("velm-1", "velm-2").replace("stays shut", "opens")
    assert len({article.id for article in articles(read(rss(ITEM, second)))}) == 2


def test_a_guid_that_is_no_address_is_not_taken_for_one() -> None:
    """`<guid>` counts as a permanent link only where it is an address."""
    item = "<item><guid>{}</guid><title>Ferry sinks</title></item>"
    assert only(rss(item.format("12345"))).url is None
    assert only(rss(item.format("https://gazette.example/a-b-c"))).url == "https://gazette.example/a-b-c"


def test_an_item_listed_twice_is_one_article() -> None:
    """The same entry two times in a delivery keeps the id that it has alone, wherever the file lies."""
    ids = {article.id for article in articles(read(rss(ITEM, ITEM)))}
    assert ids == {only(rss(ITEM)).id}
    payload = Payload(content=rss(ITEM.replace("<link>", "<x>").replace("</link>", "</x>")), origin="/here/a.xml")
    (one,), (other,) = parse(payload), parse(replace(payload, origin="/there/b.xml"))
    assert isinstance(one, Article)
    assert isinstance(other, Article)
    assert one.id == other.id


def test_a_text_in_the_field_of_the_title_is_text() -> None:
    """A "title" of over a thousand characters is no headline; a text over the limit is a bad record."""
    article = only(rss(ITEM.replace("Crossing at Velm stays shut", LONG * 2)))
    assert (article.title, article.title_end) == ("", None)
    assert article.raw.startswith(LONG)
    (bad,) = read(rss(ITEM.replace("The wreck is still there.", "word " * 500_000)))
    assert isinstance(bad, BadRecord)
    assert bad.kind == "too-large"


def test_entries_without_id_link_and_date_are_kept() -> None:
    """An entry of bare text has an id that its text gives, and no date."""
    article = only(rss("<item><description>Ferry service resumed at noon.</description></item>"))
    assert article.raw == "Ferry service resumed at noon."
    assert (article.published_at, article.published_from, article.url) == (None, None, None)
    assert article.id == only(rss("<item><description>Ferry  service resumed\nat noon.</description></item>")).id
    assert not article.needs_page


def test_a_future_date_is_refused_with_its_reason() -> None:
    """A date that lies after the fetch is not taken; the article stays, and says why."""
    article = only(rss(ITEM.replace("20 Mar 2025", "01 Jan 2099")))
    assert article.published_at is None
    assert "future" in (article.date_problem or "")


def test_the_date_in_the_address_is_the_last_resort() -> None:
    """Without a date in the entry, the day in the path of its address counts, and says where it is from."""
    item = (
        ITEM.replace("world/crossing", "2025/03/19/crossing").replace("<pubDate>", "<x>").replace("</pubDate>", "</x>")
    )
    article = only(rss(item))
    assert (article.published_at, article.published_from) == (datetime(2025, 3, 19, tzinfo=UTC), "url")


def test_a_teaser_asks_for_its_page_and_the_operator_has_the_last_word() -> None:
    """An entry that ends in an ellipsis is a teaser however long; `content: entry` says that it is whole."""
    item = ITEM.replace("The wreck is still there.", LONG * 3 + " […]")
    assert only(rss(item)).needs_page
    assert not only(rss(item), full_text=True).needs_page
    whole = ITEM.replace("<description>", f"<content:encoded>{LONG}</content:encoded><description>")
    assert not only(rss(whole)).needs_page
    assert only(rss(whole), full_text=False).needs_page


def test_an_excerpt_is_no_deck() -> None:
    """A description that repeats the beginning of the text is left out of the article."""
    item = ITEM.replace(
        "<description>The wreck is still there.", f"<content:encoded>{LONG}</content:encoded><description>{LONG[:90]}…"
    )
    assert only(rss(item)).deck == ""


def test_a_cut_feed_gives_its_whole_entries_and_one_bad_record() -> None:
    """Entries read completely before the cut are articles; the cut itself is one bad record with the rest."""
    second = ITEM.replace("velm-1", "velm-2").replace("crossing-at-velm", "second-report-of-day")
    whole = rss(ITEM, second)
    records = read(whole[: whole.index(b"velm-2")])
    assert [type(record) for record in records] == [Article, BadRecord]
    bad = records[1]
    assert isinstance(bad, BadRecord)
    assert bad.kind == "truncated-xml"
    assert bad.content.startswith(b"<item><title>Crossing")


def test_a_feed_cut_before_its_first_entry_ends_is_bad() -> None:
    """Without one whole entry the payload as a whole is refused."""
    with pytest.raises(RecordError) as caught:
        read(rss(ITEM)[:300])
    assert caught.value.kind == "truncated-xml"


def test_an_ill_formed_feed_is_still_read() -> None:
    """A bare ampersand or an unknown prefix does not cost the feed."""
    assert only(rss(ITEM.replace("stays shut", "& port <x:y>stays</x:y> shut"))).published_at


@pytest.mark.parametrize(
    ("declared", "encoded"),
    [("windows-1251", "windows-1251"), ("iso-8859-1", "utf-8"), ("utf-8", "windows-1251"), ("utf-16", "utf-16")],
)
def test_encodings_declared_and_misdeclared(declared: str, encoded: str) -> None:
    """A feed is read in its declared encoding, and in its real one where the declaration lies."""
    text = rss(
        ITEM.replace("The wreck is still there.", "Паром у Вельма всё ещё закрыт, заявило ведомство порта. " * 3)
    )
    content = text.decode().replace('encoding="utf-8"', f'encoding="{declared}"').encode(encoded)
    assert "Паром у Вельма всё ещё закрыт" in only(content).raw


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_without_a_mark(encoding: str) -> None:
    """UTF-16 and UTF-32 are told by where their zeros stand."""
    assert only(rss(ITEM).decode().encode(encoding)).title == "Crossing at Velm stays shut"


def test_a_document_type_inside_the_text_is_text() -> None:
    """Only what stands before the root element is a document type."""
    item = ITEM.replace("The wreck", "<![CDATA[He wrote <!DOCTYPE html> first.]]> The wreck")
    assert "stays shut" in only(rss(item)).title


def test_lone_surrogates_and_control_characters_do_not_leave() -> None:
    """Whatever a feed's JSON or XML escapes hold, the text can be written as UTF-8."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"id": "\ud800", "content_text": "a \ud83d b", "title": "\x00"}],
    }
    article = only(json.dumps(feed).encode())
    article.raw.encode()
    assert article.feed is not None
    article.feed.entry_id.encode()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b" \n\xef\xbb\xbf ", "empty"),
        (b"<!doctype html><title>Sign in</title>", "not-a-feed"),
        (b"<?xml version='1.0'?><x/>", "unknown-format"),
        (b"<rss><channel>" + b"<a>" * 200_000 + b"</channel></rss>", "too-deep"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": 3}', "bad-feed"),
        (b'{"items": ' + b"[" * 200_000, "too-deep"),
        (b'{"items": [' + b"9" * 5000 + b"]}", "bad-json"),
    ],
    ids=["empty", "blank", "html", "other-xml", "deep", "no-items", "deep-json", "huge-number"],
)
def test_what_is_no_feed_is_refused_with_its_kind(content: bytes, kind: str) -> None:
    """A payload that is unusable as a whole raises one RecordError that names why."""
    with pytest.raises(RecordError) as caught:
        read(content)
    assert caught.value.kind == kind


def test_entity_bombs_do_not_go_off() -> None:
    """Entities that multiply are not expanded, and outside files are not read."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e0 "lol"><!ENTITY f SYSTEM "file:///etc/passwd">{entities}]>'
    records = read(bomb.encode() + b"<rss><channel><item><title>&e11;&f; Harbour</title></item></channel></rss>")
    (article,) = articles(records)
    assert len(article.raw) < 200
    assert "root:" not in article.raw


def test_an_entry_that_is_nothing_costs_itself_only() -> None:
    """An item without any text is a bad record between its neighbours."""
    records = read(rss(ITEM, "<item><guid>x</guid></item>", ITEM.replace("crossing", "another-story")))
    assert [type(record) for record in records] == [Article, BadRecord, Article]
