"""Who an article is: one id over runs, machines and replays, its canonical address, and the outlet behind it.

The ladder, first that holds: (1) the article's own address, in the form that scheme, "www.", tracking parameters and a
trailing slash do not change; (2) the feed's guid — with the feed's address unless the guid is unique by itself — where
several entries share an address or have none; (3) the outlet and its record id; (4) the text. The address goes
before the guid because feeds change guids far more often than links, and because the same article then is the same
in two feeds of an outlet and as a page.
"""

import hashlib
import re
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from courlan import extract_domain, normalize_url

from transforms.records import UNKNOWN_SOURCE, Source

ID_PARAMETERS = frozenset({
    "id", "p", "page", "article", "articleid", "article_id", "aid", "story", "storyid", "story_id", "newsid",
    "news_id", "nid", "itemid", "item", "docid", "doc", "post", "post_id", "postid", "pid", "objectid",
    "object_id", "contentid", "content_id",
})  # fmt: skip
"""Query parameters that name an article; others are dropped for the id where the path names it already."""

_SLUG = re.compile(r"(?:[^/]*[a-z]+-[^/]*-[^/]*|[^/]*\d{5,}[^/]*|[^/]{3,}\.s?html?)/?$", re.IGNORECASE)
_GLOBAL_GUID = re.compile(r"^(?:https?://|tag:|urn:|at:)|^[0-9a-f]{8}-[0-9a-f]{4}-", re.IGNORECASE)
_TITLE_PARTS = re.compile(r"\s+[-–—|»:•]+\s+|:\s+|\s*[|»•]\s*")
_NOT_SLUG = re.compile(r"[^\w.]+")


def digest(*parts: str) -> str:
    """Give 20 hexadecimal characters that stand for the parts.

    >>> digest("url", "example.org/a") == digest("url", "example.org/a") != digest("guid", "example.org/a")
    True
    """
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:20]


def canonical(url: str | None, relative_to: str | None = None) -> str | None:
    """Give the address without tracking parameters and fragment, or None where it is not one of http(s).

    >>> canonical("HTTP://Example.org:80/a?utm_source=rss&id=3#top")
    'http://example.org/a?id=3'
    """
    if not url or len(url) > 4000:
        return None
    url = url.strip()
    return _canonical(url, None if url[:8].lower().startswith(("http://", "https://")) else relative_to)


@lru_cache(maxsize=32_768)
def _canonical(url: str, relative_to: str | None) -> str | None:
    try:
        parts = urlsplit(urljoin(relative_to, url) if relative_to else url)
        if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or _has_userinfo(parts):
            return None
        clean = str(normalize_url(urlunsplit(parts._replace(fragment=""))))
        clean.encode("utf-8")
        return clean
    except (ValueError, UnicodeError):
        return None


def _has_userinfo(parts: SplitResult) -> bool:
    return "@" in parts.netloc


@lru_cache(maxsize=32_768)
def address_key(url: str) -> str | None:
    """Give what two spellings of one article's address share; None for an address of no article (a home page).

    >>> address_key("http://www.example.org/world/raid-on-port-town/?ref_src=x&at=9#c")
    'example.org/world/raid-on-port-town'
    >>> address_key("https://example.org/story?id=77&lang=en") == address_key("https://example.org/story?id=77")
    False
    >>> address_key("https://example.org/")
    """
    clean = canonical(url)
    if not clean:
        return None
    parts = urlsplit(clean)
    host = (parts.netloc or "").lower().removeprefix("www.")
    path = re.sub(r"/{2,}", "/", parts.path).rstrip("/")
    path = re.sub(r"/(?:index|default)\.\w{2,5}$", "", path)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    if _SLUG.search(path):
        pairs = [(name, value) for name, value in pairs if name.lower() in ID_PARAMETERS]
    query = urlencode(sorted(pairs))
    if not path and not query:
        return None
    return f"{host}{path}?{query}" if query else host + path


def guid_key(guid: str, feed_url: str | None) -> str:
    """Give the key of a guid: unique by itself (a URL, a tag, a UUID), or within its feed."""
    if _GLOBAL_GUID.match(guid):
        return re.sub(r"^https?://(?:www\.)?", "", guid)
    feed = address_key(feed_url or "") or re.sub(r"^https?://(?:www\.)?", "", feed_url or "")
    return f"{feed}\x1f{guid}"


def text_key(text: str) -> str:
    """Give a key of a text that white space does not change."""
    return " ".join(text.split())


def domain_of(url: str | None) -> str | None:
    """Give the registrable domain of an address; None for an IP address or a host without one.

    >>> domain_of("https://news.bbc.co.uk/a"), domain_of("http://127.0.0.1:8000/a")
    ('bbc.co.uk', None)
    """
    host = host_of(url)
    if not host or "." not in host:
        return None
    try:
        ip_address(host)
    except ValueError:
        return _registrable(host)
    return None


@lru_cache(maxsize=4096)
def _registrable(host: str) -> str | None:
    domain = extract_domain(f"https://{host}/")
    return str(domain) if domain else host.removeprefix("www.")


def host_of(url: str | None) -> str | None:
    try:
        return urlsplit(url or "").hostname
    except ValueError:
        return None


def slug(name: str) -> str:
    """Give an id for a name.

    >>> slug("Al-Masdar  News!"), slug("tass.com")
    ('al-masdar-news', 'tass.com')
    """
    return _NOT_SLUG.sub("-", name.casefold()).strip("-.")[:80] or "unknown"


def source_of(
    *,
    outlet: str | None = None,
    domain: str | None = None,
    url: str | None = None,
    site_title: str | None = None,
    unnamed: str | None = None,
) -> Source:
    """Name the outlet: what the operator declares, else the article's domain with the site's own name, else that name.

    `unnamed` is the outlet of what has none of these.

    >>> source_of(url="https://www.bbc.co.uk/news/1", site_title="BBC News - World")
    Source(id='bbc.co.uk', name='BBC News', domain='bbc.co.uk')
    >>> source_of(outlet="TASS").id
    'tass'
    """
    domain = domain or domain_of(url)
    if outlet and outlet.strip():
        return Source(id=slug(outlet), name=" ".join(outlet.split()), domain=domain)
    title = " ".join((site_title or "").split())[:120]
    if domain:
        return Source(id=slug(domain), name=_site_name(title, domain) if title else domain, domain=domain)
    if title:
        return Source(id=slug(title), name=title)
    if unnamed and unnamed.strip():
        return Source(id=slug(unnamed), name=" ".join(unnamed.split()))
    return UNKNOWN_SOURCE


def _site_name(title: str, domain: str) -> str:
    """Pick the part of a site's title that names the outlet: the one that resembles its domain."""
    label = re.sub(r"[^a-z0-9]", "", domain.partition(".")[0].lower())
    for part in _TITLE_PARTS.split(title):
        letters = re.sub(r"[^a-z0-9]", "", part.lower())
        if len(letters) > 2 and (letters in label or label in letters or letters.removeprefix("the") in label):
            return part
    return title
