"""Bytes to text: byte order mark, then what is declared, then UTF-8, then a guess; never silently garbage."""

import codecs
import re

from charset_normalizer import from_bytes

from transforms.errors import RecordError

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ZEROS: dict[tuple[bool, ...], str] = {
    (True, True, True, False): "utf-32-be",
    (False, True, True, True): "utf-32-le",
    (True, False, True, False): "utf-16-be",
    (False, True, False, True): "utf-16-le",
}
"""Without a mark: where zeros stand in the first two or one characters."""
BINARY_MAGIC = {
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\x89PNG": "an image",
    b"GIF8": "an image",
    b"\xff\xd8\xff": "an image",
    b"\x7fELF": "a program",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"RIFF": "audio, video or an image",
    b"ID3": "audio",
    b"\x00\x00\x00\x18ftyp": "a video",
}
GUESS_BYTES = 64_000
"""The guess looks at this much: it costs a second per megabyte."""
MAX_STRAY_SHARE = 0.02
"""A UTF-8 text may hold this share of stray bytes among its non-ASCII ones, as feeds pasted together do."""

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SURROGATE = re.compile("[\x00\ud800-\udfff]")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)")
_META_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_SINGLE_BYTE = re.compile(r"^(iso8859|cp125|latin|mac|koi8|cp8|ascii)", re.IGNORECASE)


def charset_of(media_type: str | None) -> str | None:
    """Give the charset that a media type declares.

    >>> charset_of("text/html; charset=Windows-1251")
    'Windows-1251'
    """
    match = _CHARSET.search(media_type or "")
    return match[1] if match else None


def declared_inside(content: bytes) -> str | None:
    """Give the encoding that an XML declaration or an HTML meta element in the first 4 kB states."""
    head = content[:4096]
    match = _XML_ENCODING.search(head) or _META_CHARSET.search(head)
    return match[1].decode("ascii", "replace") if match else None


def decode(content: bytes, declared: str | None = None) -> str:
    """Decode, trusting a byte order mark, a declaration that fits, UTF-8, and a guess, in this order.

    >>> decode("Алеппо".encode("cp1251"), "windows-1251")
    'Алеппо'
    """
    for magic, what in BINARY_MAGIC.items():
        if content.startswith(magic):
            raise RecordError("unsupported-format", f"this is {what}: convert it to text, HTML or JSON first")
    wide = wide_encoding(content)
    if wide and wide != "utf-8-sig" and (text := _strict(content, wide)) is not None:
        return _checked(text.removeprefix("\ufeff"), wide)
    content = content.removeprefix(codecs.BOM_UTF8)
    codec = _codec(declared)
    if codec and codec != "utf-8":
        if _SINGLE_BYTE.match(codec) and (text := _strict(content, "utf-8")) is not None:
            return _checked(text, "utf-8")  # valid UTF-8 by chance is next to impossible: the declaration lies
        if (text := _strict(content, codec)) is not None:
            return _checked(text, codec)
    if (text := _strict(content, "utf-8")) is not None:
        return _checked(text, "utf-8")
    text = _nearly_utf8(content)
    return _checked(text if text is not None else _guess(content), "any known encoding")


def wide_encoding(content: bytes) -> str | None:
    """Tell UTF-16 and UTF-32, and UTF-8 with a mark, by the first bytes: their mark, or where their zeros stand.

    >>> wide_encoding("<?xml".encode("utf-16-be")), wide_encoding(b"<?xml")
    ('utf-16-be', None)
    """
    for bom, encoding in BOMS:
        if content.startswith(bom):
            return encoding
    return ZEROS.get(tuple(byte == 0 for byte in content[:4]))


def scrub(text: str) -> str:
    """Replace what cannot be written as UTF-8 or indexed: lone surrogates and NULs.

    >>> scrub("a\\ud800b")
    'a\\ufffdb'
    """
    return _SURROGATE.sub("\ufffd", text)


def _codec(name: str | None) -> str | None:
    if not name:
        return None
    try:
        codec = codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        return None
    if codec in {"ascii", "iso8859-1"}:
        return "cp1252"  # what browsers do, as the web means it
    return codec if getattr(codecs.lookup(codec), "_is_text_encoding", True) else None


def _strict(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeError, ValueError):
        if encoding == "cp1252":
            return None if b"\x00" in content else content.decode("latin-1")
        return None


def _nearly_utf8(content: bytes) -> str | None:
    """Decode UTF-8 with a few stray Windows bytes, or cut in the middle of a character; None for anything else."""
    text = content.decode("utf-8", "surrogateescape")
    stray = sum("\udc80" <= char <= "\udcff" for char in text)
    others = sum(char > "\x7f" for char in text) - stray
    cut_at_end = stray <= 3 and all("\udc80" <= char <= "\udcff" for char in text[-stray:])
    if stray > MAX_STRAY_SHARE * others and not (cut_at_end and others):
        return None
    if cut_at_end:
        return text[:-stray] + "\ufffd"
    return _mend(text)


def _mend(text: str) -> str:
    return re.sub("[\udc80-\udcff]", lambda m: bytes([ord(m[0]) - 0xDC00]).decode("cp1252", "replace"), text)


def _guess(content: bytes) -> str | None:
    if b"\x00" in content[:GUESS_BYTES] and not _looks_utf16(content):
        return None
    best = from_bytes(content[:GUESS_BYTES], threshold=0.15).best()
    if best is None:
        return None
    try:
        return content.decode(best.encoding)
    except (UnicodeError, LookupError):
        return None


def _looks_utf16(content: bytes) -> bool:
    head = content[:2000]
    return max(head[0::2].count(0), head[1::2].count(0)) > 0.6 * (len(head) / 2)


def _checked(text: str | None, encoding: str) -> str:
    if text is None:
        raise RecordError("bad-encoding", f"the bytes are not text in {encoding}: convert them to UTF-8")
    if text and len(_CONTROL.findall(text)) > max(2, len(text) // 200):
        raise RecordError("bad-encoding", "the bytes decode to control characters: this is binary data, not text")
    return text
