"""`claimwire dead-letters`: the inputs that failed, why, and how to put them through again."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cli._server import add_index_arguments, add_page_arguments, connected

if TYPE_CHECKING:
    from pipeline.replay import Replay, Replayed

HELP = """List, show and replay dead letters: the inputs that failed, each with its reason and what a replay needs.

Those that a replay gets through are deleted; what fails again stays, with one attempt more."""
EXAMPLE = """claimwire dead-letters list --stage parse
  claimwire dead-letters show 3f2a91c04b7de8a1c5f0
  claimwire dead-letters replay --stage parse --kind bad-json --dry-run
  claimwire dead-letters replay --all"""

SHOWN = ("id", "stage", "kind", "message", "origin", "attempts", "first_at", "last_at", "run_id", "payload_type")
LONGEST_PAYLOAD = 2000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="action", required=True, metavar="list|show|replay")
    listing = commands.add_parser("list", help="the last ones", description="List dead letters, the last first.")
    add_page_arguments(listing, 20)
    showing = commands.add_parser("show", help="one, with all it holds", description="Show one dead letter.")
    showing.add_argument("id")
    replaying = commands.add_parser("replay", help="put them through again", description="Replay dead letters.")
    replaying.add_argument("ids", nargs="*", metavar="ID", help="these letters")
    replaying.add_argument("--all", action="store_true", help="all that there are")
    replaying.add_argument("--dry-run", action="store_true", help="say what would be replayed, and do nothing")
    replaying.add_argument("--knowledge", action="append", default=[], type=Path, help="a table of your own entities")
    replaying.add_argument("--allow-network", action="append", default=[], metavar="CIDR", help="private addresses")
    replaying.add_argument("--quiet", action="store_true", help="no progress")
    for command in (listing, replaying):
        command.add_argument("--stage", help="only of this stage (read, parse, normalize …)")
        command.add_argument("--kind", help='only of this reason ("bad-encoding")')
        command.add_argument("--run", metavar="ID", dest="run_id", help="only of this run")
    for command in (listing, showing, replaying):
        add_index_arguments(command)
        command.add_argument("--json", action="store_true", help="print documents, one a line")


def run(args: argparse.Namespace) -> int:
    return {"list": _list, "show": _show, "replay": _replay}[args.action](args)


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
    from pipeline.kept_letters import kept_letters_folder

    if kept := sorted(kept_letters_folder().glob("*.jsonl")):
        print(one_line(f"more are in {kept[0].parent}: no index took them; claimwire dead-letters replay --all does"))
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


def _replay(args: argparse.Namespace) -> int:
    from pipeline.errors import UsageError
    from pipeline.index.connection import checked_prefix, checked_url, default_url
    from pipeline.index.output import ElasticsearchOutput
    from pipeline.replay import Selection, carry_out, prepare_replay

    selection = Selection(ids=tuple(args.ids), stage=args.stage, kind=args.kind, run_id=args.run_id)
    if selection == Selection() and not args.all:
        raise UsageError("which dead letters? name their ids, --stage, --kind or --run, or say --all")
    output = ElasticsearchOutput(checked_url(args.elasticsearch or default_url()), checked_prefix(args.prefix))
    prepared = prepare_replay(output, selection)
    done = None if args.dry_run else carry_out(output, prepared, args)
    if args.json:
        report = {
            "letters": len(prepared.letters),
            "impossible": prepared.impossible,
            "through": list(done.through) if done else [],
            "failed": list(done.failed) if done else [],
            "runs": [document["id"] for document in done.runs] if done else [],
        }
        print(json.dumps(report))
    else:
        _print_replay(prepared, done)
    return 0


def _print_replay(prepared: "Replay", done: "Replayed | None") -> None:
    from pipeline.terminal import one_line, print_table

    print_table(["stage", "reason", "letters"], [[*key, f"{n:,}"] for key, n in sorted(prepared.counts().items())])
    for identity, reason in prepared.impossible.items():
        print(one_line(f"{identity} cannot be replayed: {reason}"))
    if done is None:
        print(f"{len(prepared.letters) - len(prepared.impossible):,} would be replayed")
        return
    print(f"{len(done.through):,} are through and deleted; {len(done.failed):,} failed again and stay")
    if done.failed:
        print(f"  claimwire dead-letters show {done.failed[0]}")


def _payload(letter: Mapping[str, Any]) -> str:
    """Give the beginning of what failed, as text."""
    payload = str(letter.get("payload", ""))
    if letter.get("payload_type") == "bytes":
        import base64

        payload = base64.b64decode(payload[: LONGEST_PAYLOAD * 4 // 3 // 4 * 4]).decode(errors="replace")
    cut = payload[:LONGEST_PAYLOAD]
    return cut if len(cut) == len(payload) else f"{cut} … (cut here; --json gives all)"
