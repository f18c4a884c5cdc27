"""Fragments of HTML to plain paragraphs."""

import html
import re

from lxml import etree
from lxml.html import HTMLParser

from transforms.parse.decoding import scrub

_TAG = re.compile(r"<[a-zA-Z/!]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});")
_BLOCK_TAG = re.compile(r"<(?:p|br|div|span|h[1-6]|ul|table|blockquote)\b[^<>]*>", re.IGNORECASE)
_BLANK = re.compile(r"[ \t\r\f\v\u00a0]+")
_BREAKS = re.compile(r" ?\n ?")
_PARAGRAPHS = re.compile(r"\n{2,}")
_BLOCKS = frozenset({
    "p", "div", "section", "article", "header", "footer", "main", "aside", "blockquote", "ul", "ol", "li", "dl",
    "dt", "dd", "table", "tr", "pre", "figure", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "form",
    "fieldset", "hl1", "hl2", "block", "address", "nav", "body",
})  # fmt: skip
_DROPPED = frozenset({
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "form", "figure",
    "nav", "head",
})  # fmt: skip


def has_blocks(text: str) -> bool:
    """Tell HTML from a text that mentions a tag or holds an ampersand."""
    return bool(_BLOCK_TAG.search(text))


def has_markup(text: str) -> bool:
    return bool(_TAG.search(text) or _ENTITY.search(text))


def to_text(fragment: str) -> str:
    """Turn an HTML fragment into paragraphs with a blank line between; text without markup keeps its lines.

    >>> to_text("<p>One <b>two</b>.</p><p>Three<br>four &amp; five</p><script>x()</script>")
    'One two.\\n\\nThree\\nfour & five'
    """
    if not _TAG.search(fragment):
        return tidy(html.unescape(fragment))
    try:
        root = etree.fromstring(f"<body>{fragment}</body>", HTMLParser(remove_comments=True, remove_pis=True))
    except (etree.XMLSyntaxError, ValueError):
        return tidy(html.unescape(re.sub(r"<[^>]*>", " ", fragment)))
    return "" if root is None else tidy("".join(_pieces(root)))


def element_text(element: "etree._Element") -> str:
    """Give the paragraphs of a parsed element, without what follows it."""
    return tidy("".join(_pieces(element)).removesuffix(_inline(element.tail, "")))


def to_line(fragment: str) -> str:
    """Turn a headline or name that may hold markup into one line.

    >>> to_line("Talks <i>collapse</i> &amp; resume\\n")
    'Talks collapse & resume'
    """
    return " ".join((to_text(fragment) if has_markup(fragment) else scrub(fragment)).split())


def tidy(text: str) -> str:
    """Fold blanks, and leave one empty line between paragraphs."""
    lines = _BREAKS.sub("\n", _BLANK.sub(" ", scrub(text)))
    return _PARAGRAPHS.sub("\n\n", lines).strip()


def _pieces(root: "etree._Element") -> list[str]:
    pieces: list[str] = []
    dropped = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            dropped += tag in _DROPPED
            if not dropped:
                pieces.append("\n\n" if tag in _BLOCKS else "\n" if tag == "br" else "")
                pieces.append(_inline(element.text, tag))
        else:
            if not dropped and tag in _BLOCKS:
                pieces.append("\n\n")
            dropped -= tag in _DROPPED
            if not dropped:
                pieces.append(_inline(element.tail, tag))
    return pieces


def _inline(text: str | None, tag: str) -> str:
    return (text or "") if tag == "pre" else (text or "").replace("\n", " ")
