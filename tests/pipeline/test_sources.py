"""Inputs of the command line, and files of every packing, as payloads."""

import bz2
import gzip
import io
import json
import lzma
import os
import sys
from pathlib import Path

import pytest
import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.errors import UsageError
from pipeline.sources import FetchPolicy, InputSpec, StateStore, expand_inputs, field_map, new_files, read, read_local
from pipeline.sources.robots import Robots
from transforms.errors import RecordError
from transforms.parse import parse
from transforms.records import Article

POLICY = FetchPolicy()


def payloads(path: object) -> list[bytes]:
    return [payload.content for spec in expand_inputs([str(path)]) for payload in read(spec, POLICY)]


def test_files_folders_and_globs_come_in_order(tmp_path: Path) -> None:
    """Names are sorted, hidden files are left out, and what is named twice is read once."""
    for name in ("b.txt", "a.txt", ".hidden", "sub/c.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    specs = expand_inputs([str(tmp_path), str(tmp_path / "*.txt"), "https://g.example/feed", "-"])
    names = [spec.location.removeprefix(f"{tmp_path}/") for spec in specs]
    assert names == ["a.txt", "b.txt", "sub/c.html", "https://g.example/feed", "-"]
    assert [spec.kind for spec in specs] == ["file", "file", "file", "url", "stdin"]


def test_an_opml_file_stands_for_its_feeds(tmp_path: Path) -> None:
    """A list of feeds becomes one input each, with its folders as labels; an empty or broken one is refused."""
    path = tmp_path / "list.opml"
    path.write_text("<opml><body><outline text='War'><outline xmlUrl='https://a.example/f'/></outline></body></opml>")
    assert [(spec.kind, spec.location, spec.labels) for spec in expand_inputs([str(path)])] == [
        ("feed", "https://a.example/f", ("War",))
    ]
    for content in ("<opml/>", "<opml>", "nothing"):
        path.write_text(content)
        with pytest.raises(UsageError, match=r"list\.opml"):
            expand_inputs([str(path)])


@pytest.mark.parametrize(
    "given", ["no-such.txt", "no-such-folder/", "*.nothing", "ftp://h.example/x", "gs://no-access/*"]
)
def test_what_cannot_be_read_is_named_at_once(given: str) -> None:
    """A missing file or folder, an empty glob and an unknown scheme are one line that names the thing."""
    with pytest.raises(UsageError) as caught:
        expand_inputs([given])
    assert given in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_empty_folder_and_odd_files_are_refused(tmp_path: Path) -> None:
    """A folder without files has nothing to run on; a device is no file."""
    for given in (tmp_path, "/dev/null"):
        with pytest.raises(UsageError, match=str(given)):
            expand_inputs([str(given)])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_files_without_permission_are_refused(tmp_path: Path) -> None:
    """What this user may not read is told before anything runs."""
    (tmp_path / "a.txt").write_text("x")
    for path, mode in ((tmp_path / "a.txt", 0), (tmp_path, 0)):
        path.chmod(mode)
        with pytest.raises(UsageError, match="permission"):
            expand_inputs([str(path)])
        path.chmod(0o700)


@pytest.mark.parametrize(
    ("suffix", "pack"),
    [
        (".gz", gzip.compress),
        (".bz2", bz2.compress),
        (".xz", lzma.compress),
        (".zst", zstandard.ZstdCompressor().compress),
        (".txt", gzip.compress),
    ],
)
def test_packed_files_are_unpacked(tmp_path: Path, suffix: str, pack: object) -> None:
    """The packing is told by the bytes, not by the name; several members are one file."""
    path = tmp_path / f"a.txt{suffix}"
    path.write_bytes(pack(b"one ") + pack(b"two"))  # type: ignore[operator]
    assert payloads(path) == [b"one two"]


def test_a_packed_bomb_costs_its_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file that unpacks without end stops at the limit; a damaged or cut one is a bad record."""
    monkeypatch.setattr("pipeline.sources.files.MAX_FILE_BYTES", 20 << 20)
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(bytes(64 << 20), 1))
    for content, kind in [
        (path.read_bytes(), "too-large"),
        (gzip.compress(b"x" * 99)[:-9], "truncated"),
        (b"\x1f\x8b" + b"junk" * 9, "bad-compression"),
    ]:
        path.write_bytes(content)
        with pytest.raises(RecordError) as caught:
            payloads(path)
        assert caught.value.kind == kind


def test_records_come_in_slices_that_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of records is cut at line ends, keeps its line numbers, and its dates are read alike in every slice."""
    monkeypatch.setattr("pipeline.sources.files.SLICE_BYTES", 1000)
    records = [{"title": f"Report {n}", "date": "3/4/2024" if n else "3/19/2024", "text": "x" * 90} for n in range(50)]
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(json.dumps(record) for record in records).encode()))
    (spec,) = expand_inputs([str(path)])
    slices = list(read(spec, POLICY))
    assert len(slices) > 3
    articles = [record for payload in slices for record in parse(payload)]
    assert all(isinstance(record, Article) for record in articles)
    assert [record.origin.rpartition(":")[2] for record in articles] == [str(n + 1) for n in range(50)]
    assert {
        record.published_at.month for record in articles if isinstance(record, Article) and record.published_at
    } == {3}


def test_standard_input_is_ndjson(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """ "-" reads records from standard input."""
    (tmp_path / "in").write_text('{"title": "a"}\n{"title": "b"}\n')
    with (tmp_path / "in").open() as file:
        monkeypatch.setattr(sys, "stdin", file)
        (payload,) = read(InputSpec(kind="stdin", location="-"), POLICY)
    assert len(list(parse(payload))) == 2


def test_a_warc_gives_its_pages(tmp_path: Path) -> None:
    """Archived pages come with their address and date; redirects, errors and images are passed over."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    page = b"<html><head><title>Ferry</title></head><body><article>" + b"<p>The ferry sank off Velm at noon.</p>" * 9

    def add(url: str, status: str, kind: str) -> None:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        date = {"WARC-Date": "2025-03-03T10:00:00Z"}
        writer.write_record(
            writer.create_warc_record(url, "response", io.BytesIO(page), http_headers=headers, warc_headers_dict=date)
        )

    add("https://g.example/world/ferry-sinks", "200 OK", "text/html; charset=utf-8")
    add("https://g.example/old", "301 Moved", "text/html")
    add("https://g.example/a.png", "200 OK", "image/png")
    path = tmp_path / "a.warc.gz"
    path.write_bytes(out.getvalue())
    (payload,) = [payload for spec in expand_inputs([str(path)]) for payload in read(spec, POLICY)]
    assert (payload.url, payload.content) == ("https://g.example/world/ferry-sinks", page)
    assert payload.fetched_at is not None
    assert payload.fetched_at.isoformat() == "2025-03-03T10:00:00+00:00"
    path.write_bytes(out.getvalue()[:-120])
    with pytest.raises(RecordError):
        list(read(expand_inputs([str(path)])[0], POLICY))


def test_beams_filesystems_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address of a remote filesystem is matched and read by Beam: shown with its local one under a remote name."""
    monkeypatch.setattr("pipeline.sources.inputs.REMOTE", ("/",))
    monkeypatch.setattr("pipeline.sources.files.REMOTE", ("/",))
    for name in ("b.txt", "a.txt.gz"):
        (tmp_path / name).write_bytes(gzip.compress(b"packed") if name.endswith("gz") else b"plain")
    assert payloads(f"{tmp_path}/*") == [b"packed", b"plain"]


def test_a_file_that_is_gone_is_a_bad_record(tmp_path: Path) -> None:
    """A file removed after the check costs itself only."""
    with pytest.raises(RecordError) as caught:
        read_local(str(tmp_path / "gone.txt"))
    assert caught.value.kind == "unreadable"


def test_maps_are_checked() -> None:
    """Field maps take several pairs, know aliases, and name what they do not know."""
    assert field_map(["title=headline,text=body", "date_format=D/M/Y"]) == (
        ("title", "headline"),
        ("text", "body"),
        ("date_format", "D/M/Y"),
    )
    for wrong in ("title", "titel=x", "title="):
        with pytest.raises(UsageError, match="--map"):
            field_map([wrong])


def test_networks_are_checked() -> None:
    """An allow-list that is no network is bad usage, told with the remedy."""
    with pytest.raises(UsageError, match="CIDR"):
        FetchPolicy(allow_networks=("10.0.0.300/8",))


def test_a_watched_folder_gives_each_file_once(tmp_path: Path) -> None:
    """New and changed files come once they rest; a round that is not committed gives them again."""
    folder, store = InputSpec(kind="file", location=str(tmp_path / "in")), StateStore(tmp_path / "state")
    (tmp_path / "in").mkdir()
    for name in ("b.txt", "a.txt", "half.part"):
        (tmp_path / "in" / name).write_text(name)
    now = (tmp_path / "in" / "a.txt").stat().st_mtime
    assert list(new_files(folder, store, now)) == []

    def names(at: float) -> list[str]:
        return [Path(spec.location).name for spec in new_files(folder, store, at)]

    assert names(now + 60) == ["a.txt", "b.txt"]
    store.roll_back()
    assert names(now + 60) == ["a.txt", "b.txt"]
    store.commit()
    (tmp_path / "in" / "a.txt").write_text("changed")
    assert names(now + 120) == ["a.txt"]


def test_robots_are_kept_for_other_processes(tmp_path: Path) -> None:
    """A host's robots.txt is asked for once, however many processes fetch from it; a bare address each time."""
    asked: list[str] = []

    def fetch(url: str) -> tuple[int, str]:
        asked.append(url)
        return 200, "User-agent: *\nDisallow: /private"

    policy = FetchPolicy(folder=str(tmp_path))
    for _ in range(3):
        robots = Robots(policy, fetch)
        assert robots.allows("https://gazette.example/world/1")
        assert not robots.allows("https://gazette.example/private/1")
        assert robots.allows("http://127.0.0.1:8080/x")
    assert asked == ["https://gazette.example/robots.txt", *["http://127.0.0.1:8080/robots.txt"] * 3]
    for damaged in (b"", b"{", b'{"until": 1, "status": 200, "text": ""}', b'{"until": 1e99, "status": 1, "text": ""}'):
        (kept,) = tmp_path.iterdir()
        kept.write_bytes(damaged)
        assert not Robots(policy, fetch).allows("https://gazette.example/private/1")
    assert len(asked) == 8
