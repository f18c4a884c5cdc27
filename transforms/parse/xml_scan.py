"""A linear look at XML before any parser sees it: its root, its nesting, and a document type that is cut out."""

import re
from collections.abc import Iterator

from transforms.errors import RecordError

MAX_DEPTH = 400
"""Deeper than any honest feed; feedparser's time grows with the square of the depth."""
MAX_MARKUP_BYTES = 48 * 1024 * 1024
MAX_ATTRIBUTES_BYTES = 256 * 1024
"""One tag may have so many bytes."""

_NAME = re.compile(r"<(?:[\w.-]+:)?([A-Za-z]\w*)")
_BLANK = " \t\r\n\ufeff"
_TAG = re.compile(rb"<(/?)[A-Za-z_:]")


def root_name(head: str) -> str | None:
    """Give the local name of the root element, past declarations, comments and a document type.

    >>> root_name('<?xml version="1.0"?><!-- a --><!DOCTYPE r [<!ENTITY a "b>c">]><rdf:RDF xmlns="x">')
    'RDF'
    """
    end = max((end for _, end in _prolog(head)), default=0)
    match = _NAME.match(head, end + len(head[end:]) - len(head[end:].lstrip(_BLANK)))
    return match[1] if match else None


def without_doctype(text: str) -> str:
    """Cut the document type out: no entity of its own is ever expanded.

    >>> without_doctype('<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>')
    '<?xml version="1.0"?><r>&a;</r>'
    """
    for start, end in _prolog(text):
        if text.startswith("<!D", start) or text.startswith("<!d", start):
            return text[:start] + text[end:]
    return text


def check_markup(content: bytes) -> None:
    """Refuse XML whose size, nesting or tags no parser here takes in bounded time; linear in the content."""
    if len(content) > MAX_MARKUP_BYTES:
        raise RecordError("too-large", f"the markup is {len(content) >> 20} MiB, the limit is {MAX_MARKUP_BYTES >> 20}")
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in content[:200]:
        content = content.replace(b"\x00", b"")
    depth, at = 0, content.find(b"<")
    while at >= 0:
        end = _construct_end(content, at)
        if end is None:
            match = _TAG.match(content, at)
            close = content.find(b">", at + 1, at + MAX_ATTRIBUTES_BYTES)
            if close < 0 and content.find(b">", at + 1) >= 0:
                raise RecordError("too-large", f"one tag of the markup has over {MAX_ATTRIBUTES_BYTES >> 10} KiB")
            if close < 0:
                return  # the last tag is cut
            if match and content[close - 1 : close] != b"/":
                depth += -1 if match[1] else 1
            if depth > MAX_DEPTH:
                raise RecordError("too-deep", f"the markup nests deeper than {MAX_DEPTH} elements")
            end = close if match else at + 1
        if end < 0:
            return  # a comment or CDATA section without end: the rest is text
        at = content.find(b"<", end)


def _construct_end(content: bytes, at: int) -> int | None:
    """Give where a CDATA section or comment that begins here ends (-1: never); None for anything else."""
    if content.startswith(b"<![CDATA[", at):
        return content.find(b"]]>", at)
    if content.startswith(b"<!--", at):
        return content.find(b"-->", at)
    return None


def _prolog(text: str) -> Iterator[tuple[int, int]]:
    """Give the ranges of what may stand before the root element: declarations, comments, a document type."""
    at = 0
    while True:
        while text[at : at + 1] in _BLANK and at < len(text):
            at += 1
        if text.startswith("<?", at):
            end = text.find("?>", at) + 2
        elif text.startswith("<!--", at):
            end = text.find("-->", at) + 3
        elif text[at : at + 9].upper() == "<!DOCTYPE":
            end = _doctype_end(text, at) or 0
        else:
            return
        if end <= at + 2:
            return
        yield at, end
        at = end


def _doctype_end(text: str, start: int) -> int | None:
    """Give the index after a document type: behind its internal subset, where it has one."""
    close, opened = text.find(">", start), text.find("[", start)
    if close < 0:
        return None
    if opened < 0 or opened > close:
        return close + 1
    end = opened
    while (end := text.find("]", end)) >= 0:
        after = end + 1
        while after < len(text) and text[after] in " \t\r\n":
            after += 1
        if text[after : after + 1] == ">":
            return after + 1
        end = after
    return None
