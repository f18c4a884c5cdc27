"""`claimwire index`: the indices and their schema."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli._server import add_index_arguments, connected

if TYPE_CHECKING:
    from pipeline.index.schema import IndexStatus

HELP = "Set up the indices (templates, versioned indices, aliases), upgrade or thin them, or export Kibana's objects."
EXAMPLE = """claimwire index setup
  claimwire index status --elasticsearch https://search.example.org:9200
  claimwire index retention --older-than 180d --dry-run
  claimwire index export-kibana --output claimwire.ndjson"""

RETENTION = """Delete old articles with their claims and stories, old dead letters and old runs.

Whole threads of stories go once the last article of each is old enough; with --outlet, that outlet's articles go and
the rest of their threads is told again. An original whose copies stay is kept."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(
        dest="action", required=True, metavar="setup|status|upgrade|retention|export-kibana"
    )
    for name, text in (
        ("setup", "put the templates and make the indices that are missing; what is there stays"),
        (
            "upgrade",
            "move indices of an older schema to this release's while in use; the old ones stay until --drop-old",
        ),
        ("status", "describe the indices; repair what a killed load left; exit code 1 where a run would be refused"),
    ):
        command = commands.add_parser(name, help=text, description=text)
        add_index_arguments(command)
        command.add_argument("--json", action="store_true", help="print one JSON object an index")

        if name == "upgrade":
            command.add_argument("--abort", action="store_true", help="go back from an interrupted upgrade")
            command.add_argument("--drop-old", action="store_true", help="delete the generations kept by upgrades")

    _add_retention(commands.add_parser("retention", help=RETENTION, description=RETENTION))
    text = "write the dashboards, data views and saved searches for Kibana's import (Stack Management, Saved Objects)"
    export = commands.add_parser("export-kibana", help=text, description=text)
    export.add_argument("--output", type=Path, metavar="FILE", help="where to write (default: standard output)")
    export.add_argument("--prefix", default="claimwire", help="first part of the index names (default: claimwire)")


def _add_retention(command: argparse.ArgumentParser) -> None:
    add_index_arguments(command)
    command.add_argument("--older-than", required=True, metavar="AGE", help="by publication: 180d, 26w or 2y")
    command.add_argument("--outlet", metavar="NAME", help="only this outlet's articles (its name, id or domain)")
    command.add_argument("--dry-run", action="store_true", help="only say what would go")
    command.add_argument("--yes", action="store_true", help="do not ask")
    command.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    if args.action == "retention":
        from pipeline.cli._retention import run_retention

        return run_retention(args)
    actions = {"upgrade": _upgrade, "export-kibana": _export_kibana}
    return actions.get(args.action, _describe)(args)


def _export_kibana(args: argparse.Namespace) -> int:
    from pipeline.errors import RunError
    from pipeline.kibana.objects import exported

    text = exported(args.prefix)
    if args.output is None:
        print(text, end="")
        return 0
    try:
        args.output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise RunError(f"cannot write {args.output}: {error.strerror}; choose another file") from error
    print(f"{args.output}: {len(text.splitlines())} objects; import it into Kibana under Saved Objects")
    return 0


def _upgrade(args: argparse.Namespace) -> int:
    import sys

    from pipeline.index.client import check
    from pipeline.index.upgrade import abort, drop_old, upgrade

    client = connected(args)
    check(client)
    if args.abort or args.drop_old:
        dropped = (abort if args.abort else drop_old)(client, args.prefix)
        print(json.dumps({"dropped": dropped}) if args.json else f"dropped: {', '.join(dropped) or 'nothing'}")
        return 0
    done = upgrade(client, args.prefix, lambda line: print(line, file=sys.stderr, flush=True))
    for one in done:
        print(json.dumps({name: getattr(one, name) for name in one.__slots__}) if args.json else one.index)
    if not done and not args.json:
        print("every index has this release's schema already")
    return 0


def _describe(args: argparse.Namespace) -> int:
    from pipeline.index.client import check, explained
    from pipeline.index.loading import repair
    from pipeline.index.schema import set_up, status

    client = connected(args)
    check(client)
    found = set_up(client, args.prefix) if args.action == "setup" else status(client, args.prefix)
    repaired: list[str] = []
    if all(one.index for one in found):
        with explained(client):
            repaired = repair(client, args.prefix)
    _print(args, found, repaired)
    return 1 if any(one.problem for one in found) else 0


def _print(args: argparse.Namespace, found: "list[IndexStatus]", repaired: list[str]) -> None:
    if args.json:
        from dataclasses import asdict

        for one in found:
            print(json.dumps({**asdict(one), "repaired": one.index in repaired}))
        return
    from pipeline.terminal import print_table

    rows = [
        [
            one.index or one.kind,
            "" if one.schema_version is None else str(one.schema_version),
            f"{one.documents:,}",
            f"{one.size_bytes / 1e6:,.1f} MB",
            one.problem or ("a load runs" if one.loading_since and one.index not in repaired else "ready"),
        ]
        for one in found
    ]
    print_table(["index", "schema", "documents", "size", "state"], rows)
    if repaired:
        print(f"put back the refresh interval that a killed load had left raised: {', '.join(repaired)}")
