"""`claimwire reprocess`: indexed articles read again by today's rules."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.index.output import ElasticsearchOutput
    from pipeline.ledger import RunFacts

HELP = """Read indexed articles again by today's rules, from the raw text in the index; nothing is fetched.

Articles that today's rules have read already are left alone, so a killed call is simply made again. --stage text begins
with the raw text, copies and stories included; --stage claims keeps the text and finds entities, claims and links."""
EXAMPLE = """claimwire reprocess --since 2025-03-01 --dry-run
  claimwire reprocess --since 2025-03-01 --stage claims"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from pipeline.cli._server import add_index_arguments

    parser.add_argument("--since", required=True, metavar="DAY", help="articles published on or after this day")
    parser.add_argument("--until", metavar="DAY", help="articles published before this day")
    parser.add_argument("--outlet", metavar="NAME", help="only this outlet's articles (its name, id or domain)")
    parser.add_argument("--stage", choices=("text", "claims"), default="text", help="where to begin (default: text)")
    parser.add_argument("--again", action="store_true", help="also what today's rules have read already")
    parser.add_argument("--knowledge", action="append", default=[], type=Path, help="a table of your own entities")
    parser.add_argument(
        "--outlet-profiles", type=Path, metavar="FILE", help="lines that outlets repeat, as in run (give --again too)"
    )
    parser.add_argument("--dry-run", action="store_true", help="only say how many articles would be read again")
    parser.add_argument("--workers", type=int, metavar="N", help="processes (default: one a core)")
    add_index_arguments(parser)
    parser.add_argument("--json", action="store_true", help="print the run's document instead of its ledger")
    parser.add_argument("--quiet", action="store_true", help="no progress")


def run(args: argparse.Namespace) -> int:
    from datetime import date

    from pipeline.desk_tables import desk_tables
    from pipeline.errors import UsageError

    for option in ("since", "until"):
        value = getattr(args, option)
        try:
            _ = value and date.fromisoformat(value)
        except ValueError as error:
            raise UsageError(f"--{option} {value}: give a day like 2025-03-01") from error
    desk_tables(args.knowledge)
    if args.outlet_profiles and args.stage != "text":
        raise UsageError("--outlet-profiles: boilerplate is told from the raw text; leave out --stage claims")
    if args.workers is not None and args.workers < 1:
        raise UsageError(f"--workers {args.workers}: give a number from 1 up")
    import logging

    logging.disable(logging.WARNING)  # Beam says much that no operator can act on
    return _reprocess(args)


def _reprocess(args: argparse.Namespace) -> int:
    from pipeline.cli._server import connected
    from pipeline.index.client import check, explained
    from pipeline.index.output import ElasticsearchOutput
    from pipeline.index.schema import require_current
    from pipeline.reprocess import find_articles

    client = connected(args)
    check(client)
    require_current(client, args.prefix)
    facts = _facts(args)
    with explained(client):
        ids = find_articles(
            client,
            args.prefix,
            facts,
            args.stage,
            since=args.since,
            until=args.until,
            outlet=args.outlet,
            again=args.again,
        )
    if args.dry_run or not ids:
        found = {"articles": len(ids), "text_rules": facts.text_rules, "claim_rules": facts.claim_rules}
        print(json.dumps(found) if args.json else f"{len(ids):,} articles were read by other rules than today's")
        return 0
    output = ElasticsearchOutput(client.connection.url, args.prefix)
    return _run(args, ids, facts, output)


def _run(args: argparse.Namespace, ids: list[str], facts: "RunFacts", output: "ElasticsearchOutput") -> int:
    from pipeline.console import print_ledger
    from pipeline.desk_tables import desk_tables
    from pipeline.job import exit_code, recorded, run_beam
    from pipeline.plan import read_outlet_profiles
    from pipeline.reprocess import GRAPHS

    profiles = {"outlet_profiles": read_outlet_profiles(args.outlet_profiles)} if args.outlet_profiles else {}
    knowledge = desk_tables(args.knowledge)
    graph = GRAPHS[args.stage](output=output, facts=facts, knowledge=knowledge, **profiles)
    workers = [] if args.workers is None else [f"--direct_num_workers={args.workers}"]
    with recorded(output, facts):
        document = run_beam(output, facts, ids, graph, workers, quiet=args.quiet)
    if args.json:
        print(json.dumps(document))
    else:
        print_ledger(document)
    return exit_code(document, None)


def _facts(args: argparse.Namespace) -> "RunFacts":
    from pipeline.plan import begin

    asked = [f"--since {args.since}"]
    asked += [f"--{name} {getattr(args, name)}" for name in ("until", "outlet") if getattr(args, name)]
    stated = " ".join(["reprocess", *asked, f"--stage {args.stage}"])
    return begin((stated,), knowledge=[str(path) for path in args.knowledge])
