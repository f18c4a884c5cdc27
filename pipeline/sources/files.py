"""Files to payloads: local ones and those behind Beam's filesystems, unpacked, and records cut into slices."""

import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from pipeline.errors import TransientError
from pipeline.sources.inputs import REMOTE, InputSpec
from pipeline.sources.unpack import SUFFIXES, capped, encoding_of, unpack
from transforms.errors import RecordError
from transforms.parse import FieldMap, Payload
from transforms.parse.json_files import is_ndjson
from transforms.parse.rows import MAX_RECORD_BYTES, order_of_lines

MAX_FILE_BYTES = 256 * 1024 * 1024
"""A file that is one document; files of lines (NDJSON) and WARC may have any size."""
MAX_LINES_BYTES = 1 << 40
SLICE_BYTES = 1024 * 1024
EVIDENCE_BYTES = 16 * 1024 * 1024
READ_BYTES = 1024 * 1024


def read_file(spec: InputSpec) -> Iterator[Payload]:
    """Read one file, or standard input for "-"; NDJSON comes in slices of about a megabyte, cut at line ends."""
    with _open(spec.location) as file:
        yield from _read_stream(file, spec)


def read_local(location: str, mapping: FieldMap = ()) -> Payload:
    """Read one file, or standard input for "-", as one payload."""
    spec = InputSpec(kind="file", location=location, field_map=mapping)
    try:
        with _open(location) as file:
            content = capped(_pieces(file), MAX_FILE_BYTES, location)
    except TransientError as error:
        raise RecordError("unreadable", str(error)) from error
    return replace(_payload(spec), content=content)


def _read_stream(file: IO[bytes], spec: InputSpec) -> Iterator[Payload]:
    payload = _payload(spec)
    pieces = _pieces(file)
    head = b""
    for piece in pieces:
        head += piece
        if len(head) >= EVIDENCE_BYTES:
            break
    if head.startswith(b"WARC/"):
        from pipeline.sources.warc import read_warc

        yield from read_warc(_Readable(head, pieces), payload)
        return
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") or not is_ndjson(replace(payload, content=head)):
        yield replace(payload, content=head + capped(pieces, MAX_FILE_BYTES - len(head), spec.location))
        return
    yield from _slices(head, pieces, payload)


def _slices(head: bytes, pieces: Iterable[bytes], payload: Payload) -> Iterator[Payload]:
    """Cut lines into slices; what the first of them show about day and month holds for all."""
    declared = dict(payload.field_map).get("date_format")
    order = None if declared else order_of_lines(head.split(b"\n"), payload.field_map)
    if order:
        payload = replace(payload, field_map=(*payload.field_map, ("date_format", order)))
    first_line = 1
    for lines in _line_blocks(head, pieces):
        yield replace(payload, content=lines, first_line=first_line, media_type="application/x-ndjson")
        first_line += lines.count(b"\n") + (not lines.endswith(b"\n"))


def _line_blocks(head: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    held = b""
    for piece in _in_slices(head, pieces):
        held += piece
        end = held.rfind(b"\n") + 1
        if end and len(held) >= SLICE_BYTES:
            yield held[:end]
            held = held[end:]
        elif len(held) > 4 * MAX_RECORD_BYTES:  # no line ends: a bad record; keep its beginning, skip to its end
            held = held[: 2 * MAX_RECORD_BYTES]
    if held:
        yield held


def _in_slices(head: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    for start in range(0, len(head), SLICE_BYTES):
        yield head[start : start + SLICE_BYTES]
    yield from pieces


def _payload(spec: InputSpec) -> Payload:
    return Payload(
        content=b"",
        origin=_without_compression(spec.location),
        fetched_at=datetime.now(UTC),
        outlet=spec.outlet,
        unnamed_outlet=spec.unnamed_outlet,
        domain=spec.domain,
        language=spec.language,
        labels=spec.labels,
        field_map=spec.field_map,
        full_text=spec.full_text,
    )


def _without_compression(location: str) -> str:
    suffix = Path(location).suffix.lower()
    return location[: -len(suffix)] if suffix in SUFFIXES else location


def _open(location: str) -> IO[bytes]:
    try:
        if location == "-":
            return io.BufferedReader(io.FileIO(sys.stdin.fileno(), closefd=False))
        if location.startswith(REMOTE):
            from apache_beam.io.filesystem import CompressionTypes
            from apache_beam.io.filesystems import FileSystems

            remote: IO[bytes] = FileSystems.open(location, compression_type=CompressionTypes.UNCOMPRESSED)
            return remote
        return open(location, "rb")
    except FileNotFoundError as error:
        raise RecordError("unreadable", f"{location} is gone since the run began") from error
    except PermissionError as error:
        raise RecordError("unreadable", f"no permission to read {location}") from error
    except OSError as error:
        raise TransientError(f"cannot read {location}: {error.strerror or error}") from error


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Give the bytes of a file, unpacked where they are packed, by their first bytes and not by the name."""
    first = file.read(READ_BYTES)
    encoding = encoding_of(first)
    chunks = _chunks(first, file)
    return chunks if encoding is None else unpack(chunks, encoding)


def _chunks(first: bytes, file: IO[bytes]) -> Iterator[bytes]:
    chunk = first
    while chunk:
        yield chunk
        try:
            chunk = file.read(READ_BYTES)
        except OSError as error:
            raise TransientError(f"reading failed: {error.strerror or error}") from error


class _Readable(io.RawIOBase):
    """Bytes already read and those to come, as one stream."""

    def __init__(self, head: bytes, pieces: Iterator[bytes]) -> None:
        self._held = head
        self._pieces = pieces

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        while not self._held:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._held = piece
        size = min(len(buffer), len(self._held))
        buffer[:size] = self._held[:size]
        self._held = self._held[size:]
        return size
