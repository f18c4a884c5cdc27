"""What parsing costs: feeds against bare feedparser, pages against bare trafilatura, per second of CPU time."""

import io
import time
from collections.abc import Callable, Sequence

from transforms.parse import Payload, parse

FEEDS, ENTRIES, PAGES = 20, 30, 150
PARAGRAPH = (
    "<p>The harbour office said on Monday that the <a href='/x'>crossing</a> number {} would stay shut until the wreck "
    "&amp; its cargo are raised, <b>officials</b> told reporters in Valmera.</p>"
)


def measure() -> dict[str, object]:
    """Give feeds and pages per CPU-second, ours and bare, and the ratios of ours to bare."""
    import feedparser
    import trafilatura

    feeds = [_feed(number) for number in range(FEEDS)]
    pages = [_page(number) for number in range(PAGES)]
    figures: dict[str, object] = {}
    for name, inputs, ours, bare in (
        ("feeds", feeds, _parse_feed, lambda content: feedparser.parse(io.BytesIO(content))),
        ("pages", pages, _parse_page, lambda content: trafilatura.extract(content, fast=True, with_metadata=True)),
    ):
        ours_speed, bare_speed = _speed(ours, inputs), _speed(bare, inputs)
        figures |= {
            f"{name} per CPU-s, ours": ours_speed,
            f"{name} per CPU-s, bare": bare_speed,
            f"{name}, ours to bare": ours_speed / bare_speed,
        }
    return figures


def _speed(do: Callable[[bytes], object], inputs: Sequence[bytes]) -> float:
    do(inputs[0])
    began = time.process_time()
    for content in inputs:
        do(content)
    return len(inputs) / (time.process_time() - began)


def _parse_feed(content: bytes) -> object:
    return list(parse(Payload(content=content, origin="feed", feed_url="https://gazette.example/feed")))


def _parse_page(content: bytes) -> object:
    return list(
        parse(Payload(content=content, origin="page", url="https://gazette.example/page", media_type="text/html"))
    )


def _text(number: int) -> str:
    return "".join(PARAGRAPH.format(number * 100 + line) for line in range(15))


def _feed(number: int) -> bytes:
    items = "".join(
        f"<item><title>Report {number} {entry}</title><link>https://gazette.example/report-{number}-{entry}</link>"
        f"<guid>{number}-{entry}</guid><pubDate>Mon, 03 Mar 2025 10:00:00 GMT</pubDate>"
        f"<content:encoded><![CDATA[{_text(number)}]]></content:encoded></item>"
        for entry in range(ENTRIES)
    )
    return (
        "<?xml version='1.0' encoding='utf-8'?>"
        "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
        f"<channel><title>Gazette</title><link>https://gazette.example/</link>{items}</channel></rss>"
    ).encode()


def _page(number: int) -> bytes:
    menu = "".join(f"<li><a href='/{part}'>Section {part}</a></li>" for part in range(30))
    return (
        f"<!doctype html><html lang='en'><head><title>Report {number}</title></head><body><nav><ul>{menu}</ul></nav>"
        f"<main><article><h1>Report {number}</h1>{_text(number)}</article></main><footer>All rights reserved</footer>"
        "</body></html>"
    ).encode()
