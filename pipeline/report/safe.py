"""Text and links from feeds, made safe to stand in a page."""

import re
from urllib.parse import urlsplit

from markupsafe import Markup, escape

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Controls, direction marks and overrides, separators, invisible and tag characters; joiners are letters' business."""
_OUTSIDE_URLS = re.compile(r"[^!-~\u00a1-\ud7ff\uf900-\ufffd\U00010000-\U0003ffff]|[\"'<>\\^`{|}]")
_ANCHOR = re.compile(r"[^0-9A-Za-z_-]+")
LONGEST_URL = 4096


def shown(text: str) -> str:
    r"""Write what cannot be seen, or turns the direction of what follows, as its code point.

    >>> shown("safe\u202etxt.exe\x00")
    'safe[U+202E]txt.exe[U+0000]'
    """
    return _HIDDEN.sub(_code_point, text.replace("\r\n", "\n"))


def shown_exactly(text: str) -> Markup:
    """Escape text whose every character counts (`raw`): like `shown`, with carriage returns left out of sight."""
    return escape(_HIDDEN.sub(_code_point, text.replace("\r", "")))


def isolated(text: object) -> Markup:
    """Give text from outside as an element that neither markup nor direction can leave.

    >>> isolated("<b>")
    Markup('<bdi>&lt;b&gt;</bdi>')
    """
    return Markup("<bdi>{}</bdi>").format(shown(str(text)))


def safe_url(url: str | None) -> str | None:
    """Give the URL if a reader may follow it: http or https, a host, no login, nothing that hides.

    >>> safe_url("https://example.org/a?b=c"), safe_url("javascript:alert(1)"), safe_url("https://a@evil.example")
    ('https://example.org/a?b=c', None, None)
    """
    if not url or len(url) > LONGEST_URL or _OUTSIDE_URLS.search(url) or _HIDDEN.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and host and "@" not in parts.netloc else None


def host_of(url: str) -> str:
    """Give the host that a safe URL leads to."""
    return urlsplit(url).hostname or ""


def anchor(kind: str, identity: object) -> str:
    """Give an element's id for a document's.

    >>> anchor("s", "2016-ab/1")
    's-2016-ab_1'
    """
    return f"{kind}-{_ANCHOR.sub('_', str(identity))}"


def _code_point(match: re.Match[str]) -> str:
    return f"[U+{ord(match[0]):04X}]"
