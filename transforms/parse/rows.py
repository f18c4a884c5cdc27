"""Records with named fields (NDJSON, JSON, CSV, TSV) to articles, by a map of field names."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from transforms.errors import RecordError
from transforms.parse.build import Facts, build_article
from transforms.parse.dates import Order, order_from_evidence, order_of
from transforms.parse.decoding import charset_of, decode
from transforms.parse.entries import is_deck
from transforms.parse.markup import has_blocks, to_line, to_text
from transforms.parse.payload import BadRecord, FieldMap, Payload
from transforms.records import Article

MAX_RECORD_BYTES = 4 * 1024 * 1024
MAX_KEPT_BYTES = 256 * 1024
"""A bad record keeps this much of itself."""

DEFAULT_NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "_id", "uuid", "guid", "article_id"),
    "url": ("url", "link", "canonical_url", "href", "uri"),
    "title": ("title", "headline", "heading"),
    "deck": ("deck", "subtitle", "standfirst", "subheadline", "description", "summary"),
    "text": ("text", "body", "content", "maintext", "full_text", "fulltext", "article", "content_text"),
    "outlet": ("outlet", "source", "publisher", "publication", "source_name", "sitename", "site"),
    "date": (
        "date", "published", "published_at", "date_published", "pub_date", "pubdate", "publish_date", "date_publish",
        "publishedAt", "datePublished", "published_date", "datetime", "timestamp", "created_at",
    ),
    "updated": ("updated", "updated_at", "modified", "date_modified", "dateModified", "date_modify"),
    "language": ("language", "lang"),
    "authors": ("authors", "author", "byline", "creator"),
    "labels": ("labels", "tags", "categories", "keywords", "category", "section"),
}  # fmt: skip
"""Which fields of a record are read when no map names them, first found first."""
MAP_OPTIONS = frozenset({"date_format"})
CONTAINERS = ("articles", "items", "results", "docs", "documents", "records", "data", "news")


@dataclass(frozen=True, slots=True)
class Row:
    """One record and where it stands."""

    fields: Mapping[str, Any]
    origin: str


def read_ndjson(payload: Payload) -> Iterator[Article | BadRecord]:
    """Read one JSON object a line; a bad line costs itself only."""
    rows: list[Row | BadRecord] = []
    for number, line in enumerate(payload.content.split(b"\n"), start=payload.first_line):
        line = line.removeprefix(b"\xef\xbb\xbf").strip(b" \t\r\x1e")
        if line:
            rows.append(_row(line, f"{payload.origin}:{number}"))
    yield from build_rows(rows, payload)


def read_records(value: object, payload: Payload) -> Iterator[Article | BadRecord]:
    """Read a decoded JSON document: an object, a list of objects, or an object around such a list."""
    records = [value] if not isinstance(value, list) else value
    if isinstance(value, Mapping) and not _first(value, DEFAULT_NAMES["text"]):
        records = next((value[name] for name in CONTAINERS if isinstance(value.get(name), list)), records)
    rows: list[Row | BadRecord] = []
    for number, record in enumerate(records, start=1):
        origin = payload.origin if record is value else f"{payload.origin}#{number}"
        if isinstance(record, Mapping):
            rows.append(Row(record, origin))
        else:
            rows.append(_bad("bad-json", "the record is not an object", origin, str(record).encode("utf-8", "replace")))
    yield from build_rows(rows, payload)


def read_table(payload: Payload) -> Iterator[Article | BadRecord]:
    """Read CSV or TSV with a header line."""
    text = decode(payload.content, charset_of(payload.media_type)).replace("\x00", "\ufffd")
    delimiter = delimiter_of(text) or ","
    csv.field_size_limit(MAX_RECORD_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns = [name.strip() for name in next(reader, [])]
    rows: list[Row | BadRecord] = []
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            rows.append(_bad("bad-csv", f"line {line}: {error}", f"{payload.origin}:{line}", b""))
            continue
        if cells is None:
            break
        if not any(cells):
            continue
        origin = f"{payload.origin}:{line}"
        if len(cells) != len(columns):
            message = f"line {line} has {len(cells)} cells, the header {len(columns)}: check quotes and delimiter"
            rows.append(_bad("bad-csv", message, origin, delimiter.join(cells).encode("utf-8", "replace")))
        else:
            rows.append(Row(dict(zip(columns, cells, strict=True)), origin))
    yield from build_rows(rows, payload)


def delimiter_of(text: str) -> str | None:
    """Give the delimiter of a table whose header names at least two known fields.

    >>> delimiter_of("id;headline;text\\n1;a;b"), delimiter_of("One, two, three.")
    (';', None)
    """
    header, _, rest = text.lstrip("\ufeff\n\r ")[:20_000].partition("\n")
    second = rest.partition("\n")[0]
    known = {name.lower() for names in DEFAULT_NAMES.values() for name in names}
    for delimiter in "\t,;|":
        cells = [cell.strip(" \"'\r").lower() for cell in header.split(delimiter)]
        is_row = second.count(delimiter) >= len(cells) - 1 or '"' in second
        if len(cells) > 1 and len(known.intersection(cells)) > 1 and is_row:
            return delimiter
    return None


def load_json(content: bytes | str) -> Any:
    """Decode JSON; raise RecordError for what is none, nests too deep, or holds an endless number."""
    try:
        return json.loads(content)
    except RecursionError:
        raise RecordError("too-deep", "the JSON nests too deep") from None
    except UnicodeDecodeError as error:
        raise RecordError("bad-encoding", f"JSON must be UTF-8: {error.reason} at byte {error.start}") from None
    except ValueError as error:
        raise RecordError("bad-json", f"not JSON: {str(error)[:200]}") from None


def date_order(rows: Iterable[Mapping[str, Any]], field_map: FieldMap) -> Order | None:
    """Give the declared order of day and month, else what the dates of the whole set show."""
    declared = dict(field_map).get("date_format")
    if declared:
        return order_of(declared)
    names = _names("date", dict(field_map))
    return order_from_evidence(str(_first(row, names) or "") for row in rows)


def order_of_lines(lines: Iterable[bytes], field_map: FieldMap) -> Order | None:
    """Give the order of day and month that lines of JSON show together; lines that are none do not count."""
    rows = (row.fields for line in lines if line.strip() and isinstance(row := _row(line, ""), Row))
    return date_order(rows, field_map)


def build_rows(rows: Iterable[Row | BadRecord], payload: Payload) -> Iterator[Article | BadRecord]:
    """Make the articles of a set of records, in order."""
    rows = list(rows)
    order = date_order((row.fields for row in rows if isinstance(row, Row)), payload.field_map)
    names = {ours: _names(ours, dict(payload.field_map)) for ours in DEFAULT_NAMES}
    for row in rows:
        if isinstance(row, BadRecord):
            yield row
            continue
        try:
            facts = _facts(row.fields, names)
            yield build_article(
                facts, payload, text_from="record", published_from="feed", origin=row.origin, order=order
            )
        except RecordError as error:
            fields = ", ".join(str(name) for name in list(row.fields)[:12])
            message = f"{error}; its fields are: {fields}; name them with --map title=…,text=…"
            shown = json.dumps(dict(row.fields), ensure_ascii=True, default=str).encode()
            yield _bad(error.kind, message, row.origin, shown)


def _row(line: bytes, origin: str) -> Row | BadRecord:
    if len(line) > MAX_RECORD_BYTES:
        return _bad("too-large", f"the record has {len(line):,} bytes, the limit is {MAX_RECORD_BYTES:,}", origin, line)
    try:
        value = load_json(line)
    except RecordError as error:
        return _bad(error.kind, str(error), origin, line)
    if not isinstance(value, dict):
        return _bad("bad-json", f"the line holds a {type(value).__name__}, not an object", origin, line)
    return Row(value, origin)


def _bad(kind: str, message: str, origin: str, content: bytes) -> BadRecord:
    return BadRecord(
        kind=kind,
        message=message,
        origin=origin,
        content=content[:MAX_KEPT_BYTES],
        stands_alone=content[:1] == b"{" and len(content) <= MAX_KEPT_BYTES,
        media_type="application/x-ndjson",
    )


def _names(ours: str, field_map: Mapping[str, str]) -> tuple[str, ...]:
    return (field_map[ours],) if ours in field_map else DEFAULT_NAMES[ours]


def _facts(row: Mapping[str, Any], names: Mapping[str, tuple[str, ...]]) -> Facts:
    def text_of(ours: str) -> str:
        return _text(_first(row, names[ours]))

    text = text_of("text")
    text = to_text(text) if has_blocks(text) else text.strip()
    deck = to_line(text_of("deck"))
    return Facts(
        title=to_line(text_of("title")),
        deck=deck if text and is_deck(deck, text) else "",
        text=text or deck,
        link=text_of("url") or None,
        record_id=text_of("id") or None,
        published=text_of("date") or None,
        updated=text_of("updated") or None,
        outlet=text_of("outlet") or None,
        authors=tuple(_texts(_first(row, names["authors"]))),
        labels=tuple(_texts(_first(row, names["labels"]))),
        language=text_of("language") or None,
    )


def _first(row: Mapping[str, Any], names: Iterable[str]) -> Any:
    for name in names:
        value: Any = row.get(name)
        if value is None and "." in name:
            value = row
            for step in name.split("."):
                value = value.get(step) if isinstance(value, Mapping) else None
        if value not in (None, "", [], {}):
            return value
    return None


def _text(value: Any) -> str:
    """Give the text of a value: a list's parts are paragraphs, an object's is its name."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, list):
        return "\n\n".join(part for part in map(_text, value) if part)
    if isinstance(value, Mapping):
        return _text(_first(value, ("name", "title", "value", "text", "$oid", "$date")))
    return ""


def _number(value: float) -> str:
    try:
        return str(value)
    except ValueError:  # more digits than Python prints
        return ""


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [_text(part) for part in value]
    text = _text(value)
    return [part.strip() for part in text.split(";")] if ";" in text else [text]
