"""Decompression in small pieces, so that a bomb is noticed before it fills the memory."""

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Protocol, cast

import brotli  # type: ignore[import-untyped]
import zstandard

from transforms.errors import RecordError

PIECE = 256 * 1024
MAX_WINDOW = 128 * 1024 * 1024
"""A zstd or xz stream that wants more memory than this is refused."""

SUFFIXES = {".gz": "gzip", ".bz2": "bzip2", ".xz": "xz", ".zst": "zstd"}
MAGIC = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": "zstd"}


class Decoder(Protocol):
    """Takes compressed bytes, gives at most `limit` bytes at a time; b"" asks it to go on with what it holds."""

    @property
    def ended(self) -> bool: ...
    def push(self, data: bytes, limit: int) -> bytes: ...


def encoding_of(head: bytes) -> str | None:
    """Tell the compression from the first bytes."""
    return next((name for magic, name in MAGIC.items() if head.startswith(magic)), None)


def unpack(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Decompress a stream in pieces of at most `PIECE`; RecordError for damaged data and for an early end."""
    if encoding == "zstd":
        yield from _unpack_zstd(chunks)
        return
    decoder = _decoder(encoding)
    try:
        for chunk in chunks:
            yield from _drain(decoder, chunk)
        if not decoder.ended:
            raise RecordError("truncated", f"the {encoding} data ends early")
    except (zlib.error, OSError, lzma.LZMAError, brotli.error, EOFError, ValueError) as error:
        raise RecordError("bad-compression", f"damaged {encoding} data: {error}") from error


def capped(pieces: Iterable[bytes], limit: int, what: str) -> bytes:
    """Join the pieces; RecordError as soon as they pass the limit."""
    parts, size = [], 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise RecordError("too-large", f"{what} has over {limit >> 20} MiB unpacked: raise the limit or split it")
        parts.append(piece)
    return b"".join(parts)


def _drain(decoder: Decoder, chunk: bytes) -> Iterator[bytes]:
    piece = decoder.push(chunk, PIECE)
    while piece:
        yield piece
        piece = decoder.push(b"", PIECE)


class _Zlib:
    """gzip of several members, zlib, and the raw deflate that some servers call deflate."""

    def __init__(self, window: int) -> None:
        self._window = window
        self._inflate = zlib.decompressobj(window)
        self._held = b""
        self._begun = False

    @property
    def ended(self) -> bool:
        return self._inflate.eof or not self._begun

    def push(self, data: bytes, limit: int) -> bytes:
        data = self._held + data
        self._held = b""
        while data:
            if self._inflate.eof:
                data = data.lstrip(b"\x00")
                if not data.startswith(b"\x1f\x8b"):
                    return b""  # padding after the last member
                self._inflate = zlib.decompressobj(self._window)
            piece = self._try(data, limit)
            data = self._inflate.unused_data if self._inflate.eof else self._inflate.unconsumed_tail
            self._begun = True
            if piece:
                self._held = data
                return piece
        return b""

    def _try(self, data: bytes, limit: int) -> bytes:
        try:
            return self._inflate.decompress(data, limit)
        except zlib.error:
            if self._begun or self._window != zlib.MAX_WBITS:
                raise
            self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            return self._inflate.decompress(data, limit)


class _Brotli:
    def __init__(self) -> None:
        self._decoder = brotli.Decompressor()

    @property
    def ended(self) -> bool:
        return bool(self._decoder.is_finished())

    def push(self, data: bytes, limit: int) -> bytes:
        if self._decoder.is_finished():
            return b""
        return bytes(self._decoder.process(data, output_buffer_limit=limit))


class _Standard:
    """bz2 and lzma share one interface; further streams may follow the first."""

    def __init__(self, make: Callable[[], "bz2.BZ2Decompressor | lzma.LZMADecompressor"]) -> None:
        self._make = make
        self._decoder = make()
        self._begun = False

    @property
    def ended(self) -> bool:
        return self._decoder.eof or not self._begun

    def push(self, data: bytes, limit: int) -> bytes:
        while True:
            if self._decoder.eof:
                data = (self._decoder.unused_data + data).lstrip(b"\x00")
                if not data:
                    return b""
                self._decoder = self._make()
            if not data and self._decoder.needs_input:
                return b""
            piece = self._decoder.decompress(data, limit)
            self._begun = True
            data = b""
            if piece or not self._decoder.eof:
                return piece


def _decoder(encoding: str) -> Decoder:
    match encoding:
        case "gzip" | "x-gzip":
            return _Zlib(zlib.MAX_WBITS | 16)
        case "deflate":
            return _Zlib(zlib.MAX_WBITS)
        case "br":
            return _Brotli()
        case "bzip2":
            return _Standard(bz2.BZ2Decompressor)
        case "xz":
            return _Standard(lambda: lzma.LZMADecompressor(memlimit=MAX_WINDOW))
    raise RecordError("bad-compression", f"unknown compression {encoding!r}")


def _unpack_zstd(chunks: Iterable[bytes]) -> Iterator[bytes]:
    decompressor = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW)
    try:
        with decompressor.stream_reader(cast(IO[bytes], _Stream(chunks)), read_across_frames=True) as reader:
            while piece := reader.read(PIECE):
                yield piece
    except zstandard.ZstdError as error:
        raise RecordError("bad-compression", f"damaged zstd data: {error}") from error


class _Stream:
    """Chunks as the readable that zstandard wants."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._held = b""

    def read(self, size: int = -1) -> bytes:
        while not self._held:
            chunk = next(self._chunks, None)
            if chunk is None:
                return b""
            self._held = chunk
        piece, self._held = (self._held, b"") if size < 0 else (self._held[:size], self._held[size:])
        return piece
