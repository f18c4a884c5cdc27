"""WARC archives: each archived page becomes a payload, without holding the archive in memory."""

import io
from collections.abc import Iterator
from dataclasses import replace

from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]

from transforms.errors import RecordError
from transforms.parse import Payload
from transforms.parse.dates import parse_date

MAX_RECORD_BYTES = 16 * 1024 * 1024
READ_TYPES = (
    "text/",
    "application/xhtml",
    "application/xml",
    "application/rss",
    "application/atom",
    "application/json",
)


def read_warc(stream: io.RawIOBase, payload: Payload) -> Iterator[Payload]:
    """Give the responses with status 200 that hold text; what is larger than a page may be is skipped."""
    try:
        for record in ArchiveIterator(io.BufferedReader(stream), no_record_parse=False):
            found = _payload(record, payload)
            if found:
                yield found
    except (ArchiveLoadFailed, EOFError, ValueError) as error:
        raise RecordError("bad-warc", f"the archive cannot be read further: {error}") from error


def _payload(record: object, payload: Payload) -> Payload | None:
    headers, http = record.rec_headers, record.http_headers  # type: ignore[attr-defined]
    if record.rec_type not in {"response", "resource"}:  # type: ignore[attr-defined]
        return None
    if http is not None and str(http.get_statuscode()) != "200":
        return None
    media_type = str(
        (http.get_header("Content-Type") if http is not None else headers.get_header("Content-Type")) or ""
    )
    url = str(headers.get_header("WARC-Target-URI") or "").strip("<>")
    if not media_type.lower().startswith(READ_TYPES) or not url:
        return None
    content = record.content_stream().read(MAX_RECORD_BYTES + 1)  # type: ignore[attr-defined]
    if len(content) > MAX_RECORD_BYTES:
        return None
    seen = parse_date(str(headers.get_header("WARC-Date") or ""))
    fetched_at = seen.at if seen else payload.fetched_at
    return replace(payload, content=content, origin=url, url=url, media_type=media_type, fetched_at=fetched_at)
