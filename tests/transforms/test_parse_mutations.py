"""Payloads of every format, broken at random: records, bad records or one RecordError, and nothing else."""

import json
import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transforms.errors import RecordError
from transforms.parse import BadRecord, Payload, parse

SEEDS = [
    b'<?xml version="1.0" encoding="utf-8"?><!DOCTYPE rss [<!ENTITY a "b">]><rss version="2.0"><channel>'
    b"<ttl>5</ttl><item><title>T &amp; U</title><link>/a-b-c</link><guid>1</guid><pubDate>Mon, 03 Mar 2025 "
    b"10:00:00 GMT</pubDate><description><![CDATA[<p>One</p>]]></description></item></channel></rss>",
    b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://g.example/"><entry><id>tag:1</id><title type="html">a'
    b'&lt;b&gt;</title><link href="x"/><content type="xhtml"><div><p>One</p></div></content></entry></feed>',
    json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "items": [{"id": "1", "url": "http://g.example/a", "title": "t"}],
        }
    ).encode(),
    b'{"id": 1, "title": "a", "text": "b", "date": "3/4/2025", "authors": ["x"], "source": "y"}\n{"title": 5}\n',
    b"title,text,date\na,b,3/4/2025\n",
    b"<!doctype html><html><head><meta charset=utf-8><title>T</title><script type='application/ld+json'>{\"@type\":"
    b'"NewsArticle","author":[{"name":"a"}]}</script></head><body><article><p>' + b"word " * 60 + b"</p></article>",
    b"<urlset><url><loc>http://g.example/a</loc><news><title>x</title><publication_date>2025</publication_date></news>"
    b"</url></urlset>",
    b'<newsItem guid="1"><contentMeta><headline>x</headline></contentMeta><contentSet><inlineXML><p>One.</p>'
    b"</inlineXML></contentSet></newsItem>",
    json.dumps({"uri": "urn:1", "versioncreated": "2025", "headline": "x", "body_text": "y"}).encode(),
    "Паром затонул у Вельма\n\nВЕЛЬМ, 3 марта. Девять человек.".encode("cp1251"),
]
BITS = [
    b"<",
    b">",
    b"&",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"\x00",
    b"\xff\xfe",
    b'"',
    b"{",
    b"[",
    b"null",
    b"\\ud800",
    b"\n",
]


@st.composite
def broken(draw: st.DrawFn) -> bytes:
    """A seed, cut, spliced and sprinkled."""
    content = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(content)))
        end = min(len(content), at + draw(st.integers(0, 30)))
        content = content[:at] + draw(st.sampled_from(BITS)) * draw(st.integers(0, 3)) + content[end:]
    return content[: draw(st.integers(0, len(content)))] if draw(st.booleans()) else content


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(broken(), st.sampled_from([None, "http://g.example/feed"]))
def test_whatever_arrives_is_told_apart_in_bounded_time(content: bytes, feed_url: str | None) -> None:
    """No other exception, UTF-8 throughout, the same ids again, and raw offsets that hold."""
    payload = Payload(content=content, origin="x", url=feed_url, feed_url=feed_url)
    began = time.process_time()
    try:
        records = list(parse(payload))
    except RecordError:
        return
    assert time.process_time() - began < 5
    for record in records:
        if isinstance(record, BadRecord):
            assert record.kind
            continue
        str(record).encode()
        record.raw.encode()
        assert len(record.id) == 20
        assert record.raw.strip() or (record.needs_page and feed_url)
        if record.title_end is not None:
            assert record.raw[: record.title_end] == record.title
    again = list(parse(payload))
    assert [getattr(record, "id", "") for record in again] == [getattr(record, "id", "") for record in records]
