"""The demo's three outlets as a real web site on 127.0.0.1: an RSS feed, an Atom feed, a JSON Feed, and their pages."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ARTICLES = Path(__file__).parent / "articles"
PREFERRED_PORT = 18642
OUTLETS = {
    "northern-wire": "Northern Wire",
    "harbour-gazette": "Harbour Gazette",
    "meridian-post": "Meridian Post",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One article as its outlet publishes it; `text` has one paragraph a line block."""

    outlet: str
    slug: str
    title: str
    published: datetime
    summary: str
    text: str

    @property
    def path(self) -> str:
        return f"/{self.outlet}/{self.slug}.html"

    @property
    def guid(self) -> str:
        return f"tag:{self.outlet}.example,2025:{self.slug}"

    @property
    def html(self) -> str:
        return "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in self.text.split("\n\n"))


def read_items(outlet: str) -> list[Item]:
    """Read an outlet's articles, newest first, as a feed lists them."""
    items = [_read_item(outlet, path) for path in (ARTICLES / outlet).glob("*.txt")]
    return sorted(items, key=lambda item: (item.published, item.slug), reverse=True)


def _read_item(outlet: str, path: Path) -> Item:
    head, _, text = path.read_text(encoding="utf-8").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return Item(
        outlet=outlet,
        slug=path.stem,
        title=fields["title"],
        published=datetime.fromisoformat(fields["published"]),
        summary=fields.get("summary", ""),
        text=text.strip(),
    )


def rss(base: str) -> bytes:
    """Northern Wire: RSS 2.0 with summaries; the articles stand on the pages behind the links."""
    items = "".join(
        f"<item><title>{escape(item.title)}</title><link>{base}{item.path}</link>"
        f'<guid isPermaLink="false">{item.guid}</guid><pubDate>{format_datetime(item.published)}</pubDate>'
        f"<description>{escape(item.summary)}</description></item>\n"
        for item in read_items("northern-wire")
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>Northern Wire</title>'
        f"<link>{base}/northern-wire/</link><description>World news</description>\n{items}</channel></rss>\n"
    ).encode()


def atom(base: str) -> bytes:
    """Harbour Gazette: Atom 1.0 with whole articles."""
    items = read_items("harbour-gazette")
    entries = "".join(
        f"<entry><title>{escape(item.title)}</title><id>{item.guid}</id>"
        f'<link href="{base}{item.path}"/><updated>{item.published.isoformat()}</updated>'
        f"<published>{item.published.isoformat()}</published><author><name>Harbour Gazette</name></author>"
        f'<content type="html">{escape(item.html)}</content></entry>\n'
        for item in items
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>Harbour Gazette</title><id>tag:harbour-gazette.example,2025:feed</id>"
        f'<link href="{base}/harbour-gazette/"/><updated>{items[0].published.isoformat()}</updated>\n{entries}</feed>\n'
    ).encode()


def json_feed(base: str) -> bytes:
    """Meridian Post: JSON Feed 1.1 with plain text."""
    items = [
        {
            "id": item.guid,
            "url": base + item.path,
            "title": item.title,
            "content_text": item.text,
            "date_published": item.published.isoformat(),
            "language": "en",
        }
        for item in read_items("meridian-post")
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Meridian Post", "items": items}
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def page(item: Item, base: str) -> bytes:
    """An article's page, with the furniture that such pages have."""
    name = OUTLETS[item.outlet]
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(item.title)} - {name}</title>
<link rel="canonical" href="{base}{item.path}">
<meta property="og:site_name" content="{name}">
<meta property="article:published_time" content="{item.published.isoformat()}"></head>
<body><header><nav><a href="/">Home</a> <a href="/world">World</a> <a href="/sport">Sport</a></nav></header>
<main><article><h1>{escape(item.title)}</h1>
{item.html}
</article></main>
<aside><h2>Most read</h2>
<ul><li>Ten gardens to see this spring</li><li>Harbour bridge closed on Sunday</li></ul></aside>
<footer><p>We use cookies to improve this site.</p><p>© 2025 {name}</p></footer></body></html>
""".encode()


FEEDS: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "/northern-wire/rss.xml": ("application/rss+xml", rss),
    "/harbour-gazette/atom.xml": ("application/atom+xml", atom),
    "/meridian-post/feed.json": ("application/feed+json", json_feed),
}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        base = f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
        pages = {item.path: item for outlet in OUTLETS for item in read_items(outlet)}
        if self.path in FEEDS:
            media_type, render = FEEDS[self.path]
            self._answer(200, media_type, render(base))
        elif self.path in pages:
            self._answer(200, "text/html; charset=utf-8", page(pages[self.path], base))
        elif self.path == "/robots.txt":
            self._answer(200, "text/plain", b"User-agent: *\nDisallow: /private/\n")
        else:
            self._answer(404, "text/plain", b"not here\n")

    def _answer(self, status: int, media_type: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Keep the terminal for the demo's own words."""


@contextmanager
def serve() -> Iterator[str]:
    """Serve the site while the block runs; gives its base URL.

    The preferred port keeps the articles' addresses the same from demo to demo; taken, any free one does.
    """
    try:
        server = ThreadingHTTPServer(("127.0.0.1", PREFERRED_PORT), _Handler)
    except OSError:
        server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
