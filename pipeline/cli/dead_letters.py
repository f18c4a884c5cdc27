"""`claimwire dead-letters`: the inputs that failed, and why."""

import argparse
import json
from collections.abc import Mapping
from typing import Any

from pipeline.cli._server import add_index_arguments, add_page_arguments, connected

HELP = "List and show dead letters: the inputs that failed, each with its reason and what a replay needs."
EXAMPLE = "claimwire dead-letters list --stage parse\n  claimwire dead-letters show 3f2a91c04b7de8a1c5f0"

SHOWN = ("id", "stage", "kind", "message", "origin", "attempts", "first_at", "last_at", "run_id", "payload_type")
LONGEST_PAYLOAD = 2000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="action", required=True, metavar="list|show")
    listing = commands.add_parser("list", help="the last ones", description="List dead letters, the last first.")
    listing.add_argument("--stage", help="only of this stage (read, parse, normalize …)")
    listing.add_argument("--kind", help='only of this reason ("bad-encoding")')
    listing.add_argument("--run", metavar="ID", dest="run_id", help="only of this run")
    add_page_arguments(listing, 20)
    showing = commands.add_parser("show", help="one, with all it holds", description="Show one dead letter.")
    showing.add_argument("id")
    for command in (listing, showing):
        add_index_arguments(command)
        command.add_argument("--json", action="store_true", help="print documents, one a line")


def run(args: argparse.Namespace) -> int:
    return _list(args) if args.action == "list" else _show(args)


def _list(args: argparse.Namespace) -> int:
    from pipeline.index.stores import list_dead_letters

    total, letters = list_dead_letters(
        connected(args),
        args.prefix,
        stage=args.stage,
        kind=args.kind,
        run=args.run_id,
        size=args.size,
        skip=args.skip,
    )
    if args.json:
        for letter in letters:
            print(json.dumps(letter, ensure_ascii=False))
        return 0
    from pipeline.terminal import one_line, print_table

    rows = [
        [letter["id"], letter["last_at"][:19], letter["stage"], letter["kind"], letter["message"], letter["origin"]]
        for letter in letters
    ]
    print_table(["id", "when", "stage", "reason", "message", "origin"], rows)
    print(one_line(f"{len(letters)} of {total:,} dead letters"))
    return 0


def _show(args: argparse.Namespace) -> int:
    from pipeline.index.stores import get_document

    letter = get_document(connected(args), args.prefix, "dead-letters", args.id)
    if args.json:
        print(json.dumps(letter, ensure_ascii=False))
        return 0
    from pipeline.terminal import one_line, printable

    for name in SHOWN:
        print(f"{name:13} {one_line(str(letter.get(name, '')))}")
    if letter.get("traceback"):
        print(f"\n{printable(letter['traceback'])}")
    print(f"\n{printable(_payload(letter))}")
    return 0


def _payload(letter: Mapping[str, Any]) -> str:
    """Give the beginning of what failed, as text."""
    payload = str(letter.get("payload", ""))
    if letter.get("payload_type") == "bytes":
        import base64

        payload = base64.b64decode(payload[: LONGEST_PAYLOAD * 4 // 3 // 4 * 4]).decode(errors="replace")
    cut = payload[:LONGEST_PAYLOAD]
    return cut if len(cut) == len(payload) else f"{cut} … (cut here; --json gives all)"
