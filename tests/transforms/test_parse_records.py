"""Text files, NDJSON, JSON and tables to articles, and their encodings."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.errors import RecordError
from transforms.parse import BadRecord, Payload, parse
from transforms.parse.decoding import decode
from transforms.records import Article

NOW = datetime(2025, 4, 1, tzinfo=UTC)
TEXT = "Ferry sinks off Velm\n\nVELM, March 3. /NW/. Nine people died, the coast guard said.\n"


def read(content: bytes, origin: str = "a.txt", **fields: object) -> list[Article | BadRecord]:
    return list(parse(Payload(content=content, origin=origin, fetched_at=NOW, **fields)))  # type: ignore[arg-type]


def only(content: bytes, origin: str = "a.txt", **fields: object) -> Article:
    (article,) = read(content, origin, **fields)
    assert isinstance(article, Article)
    return article


def lines(*records: object) -> bytes:
    return "\n".join(json.dumps(record) for record in records).encode()


def test_a_text_file_is_kept_as_it_is() -> None:
    """`raw` of a text file is the whole decoded file; its id does not depend on where it lies."""
    article = only(TEXT.encode())
    assert article.raw == TEXT
    assert (article.title_end, article.deck_end, article.text_from) == (None, None, "file")
    assert only(TEXT.encode(), "/elsewhere/b.txt").id == article.id
    assert only(TEXT.replace("Nine", "Ten").encode()).id != article.id


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1251", "koi8-r", "mac-cyrillic"])
def test_undeclared_encodings_are_found(encoding: str) -> None:
    """A Russian text in any of the usual encodings is read without being told which."""
    text = "Министерство обороны сообщило, что паром затонул у берегов Вельма, погибли девять человек. " * 3
    assert only(text.encode(encoding)).raw == text


def test_a_few_stray_bytes_do_not_spoil_utf8() -> None:
    """Windows quotation marks pasted into UTF-8 are mended, and the rest is not taken for Latin-1."""
    content = ("Паром затонул у Вельма. " * 20).encode() + b"\x93Help\x94" + " конец".encode()
    assert decode(content).endswith("“Help” конец")


def test_a_cut_character_at_the_end_is_marked() -> None:
    """A file cut inside a character keeps all before it."""
    assert decode("Вельм — порт".encode()[:-1]) == "Вельм — пор\ufffd"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"\x00" * 500, "empty"),
        (TEXT.encode() + b"\x00" * 500, "bad-encoding"),
        (bytes(range(256)) * 40, "bad-encoding"),
        (b"VELM \x81\x8d\x8f\x90\x9d\x00\x00\x01\x02\xff\xfe saved half-way", "bad-encoding"),
        (b"%PDF-1.7 \xe2\xe3", "unsupported-format"),
        (b"PK\x03\x04\x14\x00", "unsupported-format"),
        (b"word " * 500_000, "too-large"),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, kind: str) -> None:
    """Empty, binary, NUL-filled and endless files raise one RecordError with the kind of fault."""
    with pytest.raises(RecordError) as caught:
        read(content)
    assert caught.value.kind == kind


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_one_error(content: bytes) -> None:
    """Whatever the bytes, decoding gives text that can be written, or a RecordError."""
    try:
        decode(content).encode("utf-8", "surrogatepass")
    except RecordError as error:
        assert error.kind in {"bad-encoding", "unsupported-format"}  # noqa: PT017 — either outcome is right


def test_records_are_read_by_their_usual_names() -> None:
    """Id, address, title, text, outlet, date, language and authors are found under the names that most sets use."""
    record = {
        "id": 5,
        "link": "https://g.example/a-b-c",
        "headline": "Ferry sinks",
        "body": "Nine people died.",
        "publisher": {"name": "Gazette"},
        "datePublished": "2025-03-03T10:00:00Z",
        "lang": "en_GB",
        "authors": [{"name": "A. Lee"}, "B. Ray"],
    }
    article = only(lines(record), "a.jsonl")
    assert (article.raw, article.title_end) == ("Ferry sinks\n\nNine people died.", 11)
    assert (article.source.id, article.source.domain) == ("gazette", "g.example")
    assert (article.language, article.authors) == ("en", ("A. Lee", "B. Ray"))
    assert (article.published_at, article.text_from) == (datetime(2025, 3, 3, 10, tzinfo=UTC), "record")


def test_a_map_names_other_fields() -> None:
    """A field map goes before the usual names, and reaches into objects."""
    record = {"title": "not this", "hd": "Ferry sinks", "story": {"full": "Nine died."}, "when": "3.4.2024"}
    mapping = (("title", "hd"), ("text", "story.full"), ("date", "when"), ("date_format", "D.M.Y"))
    article = only(lines(record), "a.jsonl", field_map=mapping)
    assert article.raw == "Ferry sinks\n\nNine died."
    assert article.published_at == datetime(2024, 4, 3, tzinfo=UTC)


def test_ambiguous_dates_wait_for_evidence() -> None:
    """3/4 is April or March: the file's other dates decide; without them the date is left open, with the remedy."""
    first, second = {"title": "a", "date": "3/4/2024"}, {"title": "b", "date": "3/19/2024"}
    one, _ = read(lines(first, second), "a.jsonl")
    assert isinstance(one, Article)
    assert one.published_at == datetime(2024, 3, 4, tzinfo=UTC)
    alone = only(lines(first), "a.jsonl")
    assert alone.published_at is None
    assert "date_format" in (alone.date_problem or "")


def test_one_bad_line_costs_itself_only() -> None:
    """Broken JSON, lists, endless numbers, deep nesting and undecodable bytes each are one bad record."""
    bad = [b"{bad", b"[1]", b'{"n":' + b"9" * 5000 + b"}", b"[" * 100_000, b'{"title":"\xff\xfe"}', b'{"foo": 1}']
    content = b"\n".join([b'{"title": "one"}', *bad, b'{"title": "two"}'])
    records = read(content, "a.jsonl")
    assert [type(record) for record in records] == [Article, *([BadRecord] * 6), Article]
    kinds = [record.kind for record in records if isinstance(record, BadRecord)]
    assert kinds == ["bad-json", "bad-json", "bad-json", "too-deep", "bad-encoding", "empty"]
    assert [record.origin for record in records][1] == "a.jsonl:2"


def test_a_ten_megabyte_line_is_one_bad_record() -> None:
    """A line over the limit is refused without being decoded, and only its beginning is kept."""
    records = read(b'{"title": "' + b"x" * 10_000_000 + b'"}\n{"title": "two"}', "a.jsonl")
    assert isinstance(records[0], BadRecord)
    assert (records[0].kind, len(records[0].content)) == ("too-large", 256 * 1024)
    assert isinstance(records[1], Article)


def test_record_ids_count_within_their_outlet() -> None:
    """Without an address, outlet and record id are the identity: a changed text is a version, another outlet is not."""
    record = {"id": "7", "outlet": "Gazette", "title": "a", "text": "b"}
    base = only(lines(record), "a.jsonl").id
    assert only(lines({**record, "text": "c"}), "other.jsonl").id == base
    assert only(lines({**record, "outlet": "Post"}), "a.jsonl").id != base


def test_json_documents_of_several_shapes() -> None:
    """A list of records, one record over several lines, and records inside an object are all read."""
    records = [{"title": "a", "text": "b"}, {"title": "c", "text": "d"}]
    assert len(read(json.dumps(records).encode(), "a.json")) == 2
    assert len(read(json.dumps({"status": "ok", "articles": records}).encode(), "a.json")) == 2
    assert only(json.dumps(records[0], indent=2).encode(), "a.json").raw == "a\n\nb"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables_with_a_header(delimiter: str) -> None:
    """CSV and TSV are read with quoted line breaks; a row of another length is one bad record."""
    rows = [["headline", "body", "date"], ['"Ferry"', '"one\ntwo"', "13/02/2025"], ["short"]]
    records = read("\n".join(delimiter.join(row) for row in rows).encode(), "a.csv")
    assert isinstance(records[0], Article)
    assert records[0].raw == "Ferry\n\none\ntwo"
    assert records[0].published_at == datetime(2025, 2, 13, tzinfo=UTC)
    assert isinstance(records[1], BadRecord)
    assert records[1].kind == "bad-csv"


def test_prose_is_no_table_and_a_mention_of_tags_no_page() -> None:
    """Format is told by content: a text with commas or with an angle bracket stays a text."""
    assert only(b"Title, date, and text were missing,\nthe editor said.").text_from == "file"
    assert only(b"The tag <b> is bold.\n\nThat is all.").text_from == "file"
