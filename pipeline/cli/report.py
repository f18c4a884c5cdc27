"""`claimwire report`: what the index holds, as one page to read, search and print."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli._server import add_index_arguments, connected

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.report.material import Material, Wanted

HELP = (
    "Write one self-contained HTML page: stories, who claims what, who says otherwise, copies, the texts, the ledger."
)
EXAMPLE = """claimwire report --output report.html --since 7d
  claimwire report --output report.html --input jsonl:out --outlet "Northern Wire\""""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--output", required=True, metavar="FILE", type=Path, help="the page to write (.html)")
    parser.add_argument("--input", metavar="jsonl:DIR", help="read what `run --output jsonl:DIR` wrote, not the index")
    parser.add_argument("--since", metavar="DATE", help="stories that go on after this (2016-02-08, 2016-02, 48h, 7d)")
    parser.add_argument("--until", metavar="DATE", help="stories that began before the end of this")
    parser.add_argument("--story", metavar="ID", action="append", default=[], help="only this story (repeatable)")
    parser.add_argument(
        "--outlet", metavar="NAME", action="append", default=[], help="only stories that this outlet told"
    )
    parser.add_argument("--limit", type=int, default=500, metavar="N", help="the latest N stories (default: 500)")
    parser.add_argument("--title", default="Who claims what", metavar="TEXT", help="the page's headline")
    parser.add_argument("--json", action="store_true", help="print one JSON object: how much the page holds")
    add_index_arguments(parser)


def run(args: argparse.Namespace) -> int:
    from datetime import UTC, datetime

    from pipeline.report.page import count, render_report, summary

    now = datetime.now(UTC)
    material = _material(args, _wanted(args, now))
    page = render_report(material, title=args.title, made_at=now).encode()
    _write(args.output, page)
    if args.json:
        print(summary(material, len(page)))
        return 0
    held = f"{count(len(material.stories), 'story', 'stories')}, {count(len(material.claims), 'claim')}"
    print(f"{args.output}: {held}, {len(page) / 1e6:.1f} MB")
    return 0


def _wanted(args: argparse.Namespace, now: "datetime") -> "Wanted":
    from pipeline.errors import UsageError
    from pipeline.report.material import Wanted, bound

    if args.limit < 1:
        raise UsageError(f"--limit {args.limit}: give a number from 1 on")
    return Wanted(
        since=bound(args.since, "--since", now=now),
        until=bound(args.until, "--until", now=now, end=True),
        stories=tuple(args.story),
        outlets=tuple(args.outlet),
        limit=args.limit,
    )


def _material(args: argparse.Namespace, wanted: "Wanted") -> "Material":
    from pipeline.errors import UsageError
    from pipeline.index.client import explained
    from pipeline.report.live import read_index
    from pipeline.report.material import read_folder

    if args.input is None:
        client = connected(args)
        with explained(client):
            return read_index(client, args.prefix, wanted)
    kind, _, folder = args.input.partition(":")
    if kind != "jsonl" or not folder:
        raise UsageError(f"--input {args.input}: give jsonl:DIR, a folder that `run --output jsonl:DIR` wrote")
    return read_folder(Path(folder), wanted)


def _write(path: Path, page: bytes) -> None:
    """Put the page in place whole, or leave what was there."""
    from pipeline.errors import RunError

    scratch = path.with_name(f".{path.name}.part")
    try:
        scratch.write_bytes(page)
        scratch.replace(path)
    except OSError as error:
        scratch.unlink(missing_ok=True)
        raise RunError(f"cannot write {path}: {error.strerror}; name a file in a folder of yours") from error
