"""`claimwire runs`: what each run took in and what became of it."""

import argparse
import json
from collections.abc import Mapping
from typing import Any

from pipeline.cli._server import add_index_arguments, add_page_arguments, connected

HELP = "List the runs, or show the ledger of one: for every stage, what came in and what became of it."
EXAMPLE = "claimwire runs\n  claimwire runs 20300506-070809-3f2a91"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", help="show this run's ledger")
    add_page_arguments(parser, 10)
    add_index_arguments(parser)
    parser.add_argument("--json", action="store_true", help="print documents, one a line")


def run(args: argparse.Namespace) -> int:
    return _show(args) if args.id else _list(args)


def _show(args: argparse.Namespace) -> int:
    from pipeline.index.stores import get_document

    document = get_document(connected(args), args.prefix, "runs", args.id)
    if args.json:
        print(json.dumps(document, ensure_ascii=False))
        return 0
    from pipeline.console import print_ledger

    print_ledger(document)
    return 0


def _list(args: argparse.Namespace) -> int:
    from pipeline.index.stores import list_runs

    total, documents = list_runs(connected(args), args.prefix, size=args.size, skip=args.skip)
    if args.json:
        for document in documents:
            print(json.dumps(document, ensure_ascii=False))
        return 0
    from pipeline.terminal import print_table

    columns = ["id", "started", "state", "articles", "a second", "dead letters", "ledger", "inputs"]
    print_table(columns, [_row(document) for document in documents])
    print(f"{len(documents)} of {total:,} runs")
    return 0


def _row(document: Mapping[str, Any]) -> list[str]:
    inputs = document.get("inputs", [])
    more = f" and {len(inputs) - 1} more" if len(inputs) > 1 else ""
    ended = document.get("state") == "done"
    return [
        document["id"],
        document["started_at"][:19],
        document.get("state", ""),
        f"{document.get('articles', 0):,}",
        f"{document.get('articles_per_second') or ''}",
        f"{document.get('dead_letters', 0):,}",
        ("DOES NOT ADD UP" if document.get("problems") else "adds up") if ended else "",
        f"{inputs[0]}{more}" if inputs else "",
    ]
