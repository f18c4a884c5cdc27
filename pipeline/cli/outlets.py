"""`claimwire outlets`: learn the lines that an outlet repeats in its articles, for review."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transforms.records import Article

HELP = """Learn which lines outlets repeat ("Share this", "Subscribe to our newsletter"), as a table to review.

A run takes such lines for boilerplate only if it is given the reviewed table: claimwire run --outlet-profiles FILE. So
what an article becomes never depends on which others it came with."""
EXAMPLE = "claimwire outlets learn --input archive.jsonl --output outlets.tsv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="actions", dest="action", metavar="", required=True)
    learn = actions.add_parser(
        "learn", help="write the lines that stand in many articles of an outlet, each with counts"
    )
    learn.add_argument("--input", action="append", required=True, metavar="X", help="a file or folder; - reads NDJSON")
    learn.add_argument("--map", action="append", default=[], metavar="OURS=THEIRS", help="field names of records")
    learn.add_argument("--output", required=True, type=Path, metavar="FILE", help="the table to review")
    learn.add_argument("--json", action="store_true", help="print the lines as data too")


def run(args: argparse.Namespace) -> int:
    from pipeline.sources import field_map
    from transforms.normalize import find_repeated_lines, write_profiles

    lines = find_repeated_lines(_articles(args.input, field_map(args.map)))
    args.output.write_text(write_profiles(lines), "utf-8")
    if args.json:
        for line in lines:
            found = {"outlet": line.outlet, "articles": line.articles, "count": line.count}
            print(json.dumps(found | {"line": line.text, "sure": line.is_sure}, ensure_ascii=False))
    else:
        sure = sum(line.is_sure for line in lines)
        print(
            f"{args.output}: {sure} lines of {len({line.outlet for line in lines})} outlets, "
            f"{len(lines) - sure} more behind #? that may be the articles' own; review it, then run with "
            f"--outlet-profiles {args.output}"
        )
    return 0


def _articles(inputs: list[str], mapping: tuple[tuple[str, str], ...]) -> "Iterator[Article]":
    from pipeline.errors import UsageError
    from pipeline.sources import read_local
    from transforms.errors import RecordError
    from transforms.parse import BadRecord, parse

    for name in inputs:
        path = Path(name)
        files = sorted(str(one) for one in path.rglob("*") if one.is_file()) if path.is_dir() else [name]
        for file in files:
            try:
                found = list(parse(read_local(file, mapping)))
            except (OSError, RecordError) as error:
                raise UsageError(f"--input {file}: {error}") from error
            yield from (one for one in found if not isinstance(one, BadRecord))
