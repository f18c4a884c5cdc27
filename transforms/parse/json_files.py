"""JSON of any kind: which of JSON Feed, ninjs, records and NDJSON it is."""

from collections.abc import Iterator

from transforms.errors import RecordError
from transforms.parse.decoding import charset_of, decode
from transforms.parse.json_feeds import is_json_feed, read_json_feed
from transforms.parse.ninjs import is_ninjs, read_ninjs
from transforms.parse.payload import BadRecord, Payload
from transforms.parse.rows import load_json, read_ndjson, read_records
from transforms.records import Article

MAX_JSON_BYTES = 64 * 1024 * 1024


def read_json(payload: Payload) -> Iterator[Article | BadRecord]:
    """Read a JSON document, or lines of JSON."""
    if is_ndjson(payload):
        yield from read_ndjson(payload)
        return
    if len(payload.content) > MAX_JSON_BYTES:
        raise RecordError("too-large", f"the JSON is over {MAX_JSON_BYTES >> 20} MiB: give one object a line (.jsonl)")
    value = load_json(decode(payload.content, charset_of(payload.media_type)))
    if is_json_feed(value):
        yield from read_json_feed(value, payload)
    elif is_ninjs(value):
        yield from read_ninjs(value, payload)
    else:
        yield from read_records(value, payload)


def is_ndjson(payload: Payload) -> bool:
    """Tell lines of JSON by the name, or by two lines that each begin an object where the first is whole."""
    name = payload.origin.lower()
    if name.endswith((".jsonl", ".ndjson")) or "ndjson" in (payload.media_type or "") or payload.first_line > 1:
        return True
    lines = [line.strip() for line in payload.content.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 2)[:2]]
    if len(lines) < 2 or not lines[0].startswith(b"{"):
        return False
    return lines[0].endswith(b"}") and (lines[1].startswith(b"{") or not lines[1])
