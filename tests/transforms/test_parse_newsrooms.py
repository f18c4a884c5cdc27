"""What newsrooms exchange: sitemaps, OPML lists, NewsML-G2, NITF and ninjs."""

import json
from datetime import UTC, datetime

import pytest

from transforms.errors import RecordError
from transforms.parse import Payload, parse
from transforms.parse.opml import read_opml
from transforms.parse.sitemaps import read_sitemap_list
from transforms.records import Article

NOW = datetime(2025, 4, 1, tzinfo=UTC)


def read(content: str, origin: str = "a.xml") -> list[Article]:
    records = list(parse(Payload(content=content.encode(), origin=origin, fetched_at=NOW)))
    assert all(isinstance(record, Article) for record in records)
    return [record for record in records if isinstance(record, Article)]


NITF = (
    '<nitf><head><docdata><doc-id id-string="nw-77"/><date.issue norm="20250303T101500Z"/></docdata></head><body>'
    "<body.head><hedline><hl1>Ferry sinks off Velm</hl1><hl2>Nine people are missing</hl2></hedline>"
    "<byline>By Ann Lee</byline><dateline>VELM, March 3</dateline></body.head>"
    "<body.content><block><p>A ferry sank, the coast guard said.</p><p>It carried forty people.</p></block>"
    "</body.content></body></nitf>"
)
G2 = (
    '<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>'
    '<newsItem guid="urn:nw:{n}" xml:lang="en">'
    '<itemMeta><versionCreated>2025-03-03T10:20:00Z</versionCreated><provider literal="Northern Wire"/>'
    "</itemMeta><contentMeta><contentCreated>2025-03-03T10:15:00Z</contentCreated><headline>Ferry sinks off Velm"
    "</headline><by>Ann Lee</by><subject><name>Accidents</name></subject></contentMeta><contentSet><inlineXML>"
    '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>'
    "<p>A ferry sank, the coast guard said.</p><p>It carried forty people.</p></body></html>"
    "</inlineXML></contentSet></newsItem>"
    "{more}</itemSet></newsMessage>"
)


def test_nitf() -> None:
    """Headline, deck, dateline, author, date and paragraphs of NITF are read."""
    (article,) = read(NITF)
    text = "VELM, March 3 - A ferry sank, the coast guard said.\n\nIt carried forty people."
    assert article.raw == f"Ferry sinks off Velm\n\nNine people are missing\n\n{text}"
    assert (article.deck, article.authors) == ("Nine people are missing", ("Ann Lee",))
    assert article.published_at == datetime(2025, 3, 3, 10, 15, tzinfo=UTC)


def test_newsml_g2() -> None:
    """A NewsML-G2 message gives an article of each item with text; a picture's item is passed over."""
    picture = '<newsItem guid="urn:nw:p"><contentSet><remoteContent href="a.jpg"/></contentSet></newsItem>'
    (article,) = read(G2.format(n=1, more=picture))
    assert article.raw == "Ferry sinks off Velm\n\nA ferry sank, the coast guard said.\n\nIt carried forty people."
    assert (article.source.name, article.language, article.labels) == ("Northern Wire", "en", ("Accidents",))
    assert article.updated_at == datetime(2025, 3, 3, 10, 20, tzinfo=UTC)
    assert read(G2.format(n=1, more=""))[0].id == article.id != read(G2.format(n=2, more=""))[0].id


def test_newsml_inside_a_nitf_body() -> None:
    """NewsML 1 that wraps a NITF document is one article."""
    wrapped = f"<NewsML><NewsItem><NewsComponent><NewsLines><HeadLine>Ferry sinks off Velm</HeadLine></NewsLines><ContentItem><DataContent>{NITF}</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"  # noqa: E501
    (article,) = read(wrapped)
    assert article.title == "Ferry sinks off Velm"
    assert "It carried forty people." in article.raw


def test_a_news_file_without_text_is_refused() -> None:
    """A package of pictures holds no article; a cut file is told as such."""
    with pytest.raises(RecordError) as caught:
        read("<newsMessage><newsItem guid='x'/></newsMessage>")
    assert caught.value.kind == "no-article"
    with pytest.raises(RecordError) as caught:
        read(NITF[:-40])
    assert caught.value.kind == "truncated-xml"


@pytest.mark.parametrize("body", [{"body_xhtml": "<p>A ferry sank.</p>"}, {"bodies": [{"value": "A ferry sank."}]}])
def test_ninjs(body: dict[str, object]) -> None:
    """ninjs of versions 1 and 2 is read."""
    item = {
        "uri": "urn:nw:5",
        "headline": "Ferry sinks",
        "versioncreated": "2025-03-03T10:15:00Z",
        "byline": "By A. Lee",
    }
    (article,) = read(json.dumps({**item, **body}), "a.json")
    assert (article.raw, article.authors) == ("Ferry sinks\n\nA ferry sank.", ("A. Lee",))
    assert article.published_at == datetime(2025, 3, 3, 10, 15, tzinfo=UTC)


NEWS = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">'
    "<url><loc>https://g.example/world/ferry-sinks-off-velm</loc><n:news><n:publication><n:name>The Gazette</n:name>"
    "<n:language>en</n:language></n:publication><n:publication_date>2025-03-03T10:15:00Z</n:publication_date>"
    "<n:title>Ferry sinks &amp; burns</n:title><n:keywords>sea, accident</n:keywords></n:news></url></urlset>"
)


def test_a_news_sitemap_lists_entries_to_fetch() -> None:
    """Each page of a news sitemap is an entry with headline, date and outlet that asks for its page."""
    (article,) = read(NEWS)
    assert (article.title, article.needs_page) == ("Ferry sinks & burns", True)
    assert (article.source.name, article.labels) == ("The Gazette", ("sea", "accident"))
    assert article.published_at == datetime(2025, 3, 3, 10, 15, tzinfo=UTC)


def test_plain_sitemaps_and_indexes_give_addresses() -> None:
    """Pages and sitemaps are listed newest first; a cut list goes as far as it goes."""
    index = (
        "<sitemapindex><sitemap><loc>https://g.example/a.xml</loc></sitemap><sitemap><loc>https://g.example/b.xml</loc>"
    )
    found = read_sitemap_list((index + "<lastmod>2025-01-01</lastmod></sitemap>").encode())
    assert found.is_index
    assert [entry.url for entry in found.entries] == ["https://g.example/b.xml", "https://g.example/a.xml"]
    with pytest.raises(RecordError) as caught:
        read("<urlset><url><loc>https://g.example/a</loc></url></urlset>")
    assert caught.value.kind == "a-list"


def test_opml_keeps_folders_as_labels() -> None:
    """Nested outlines give each feed once, with the folders' names and its categories as labels."""
    opml = (
        '<opml version="2.0"><body><outline text="War"><outline text="Syria"><outline text="A" category="/x/,y" '
        'xmlUrl="https://a.example/f"/></outline></outline><outline title="B" xmlUrl="https://b.example/f"/>'
        '<outline xmlUrl="https://a.example/f"/><outline xmlUrl="file:///etc/passwd"/></body></opml>'
    )
    outlines = read_opml(opml.encode())
    assert [(outline.url, outline.title, outline.labels) for outline in outlines] == [
        ("https://a.example/f", "A", ("War", "Syria", "x", "y")),
        ("https://b.example/f", "B", ()),
    ]


def test_outside_entities_are_not_read() -> None:
    """An XML file that names a local file as an entity does not get it."""
    evil = NITF.replace("<nitf>", '<!DOCTYPE nitf [<!ENTITY f SYSTEM "file:///etc/passwd">]><nitf>').replace(
        "Nine", "&f;"
    )
    assert all("root:" not in article.raw for article in read(evil))
