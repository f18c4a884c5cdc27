"""`claimwire index retention`: what would go, the question, the deletion, and its ledger."""

import argparse
import json
import re
import sys
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING

from pipeline.cli._server import connected
from pipeline.errors import RunError, UsageError

if TYPE_CHECKING:
    from pipeline.index.client import Client
    from pipeline.index.retention import Retention

DAYS = {"d": 1, "w": 7, "y": 365}


def run_retention(args: argparse.Namespace) -> int:
    from pipeline.index.client import check, explained
    from pipeline.index.retention import plan_retention
    from pipeline.index.schema import require_current

    now = datetime.now(UTC)
    before = now - age(args.older_than)
    client = connected(args)
    check(client)
    require_current(client, args.prefix)
    with explained(client):
        plan = plan_retention(client, args.prefix, before, args.outlet)
        if args.dry_run or not any(plan.counts.values()):
            _report(args, plan)
            return 0
        _make_sure(args, client, plan)
        document = _apply(args, client, plan, now)
    if args.json:
        print(json.dumps(document))
    else:
        from pipeline.console import print_ledger

        print_ledger(document)
    return 1 if document["problems"] else 0


def age(text: str) -> timedelta:
    """Read an age.

    >>> age("26w").days
    182
    """
    found = re.fullmatch(r"([1-9]\d{0,4})([dwy])", text)
    if found is None:
        raise UsageError(f"--older-than {text}: give days, weeks or years, like 180d, 26w or 2y")
    try:
        then = timedelta(days=int(found[1]) * DAYS[found[2]])
        _ = datetime.now(UTC) - then
    except OverflowError:
        raise UsageError(f"--older-than {text}: nothing is that old") from None
    return then


def _report(args: argparse.Namespace, plan: "Retention") -> None:
    if args.json:
        print(json.dumps({"before": plan.before.isoformat(), "delete": plan.counts, "kept": dict(plan.kept)}))
        return
    counts = ", ".join(f"{number:,} {kind}" for kind, number in plan.counts.items())
    print(f"older than {plan.before:%Y-%m-%d %H:%M} UTC: {counts}")
    for reason, number in plan.kept.items():
        if number:
            print(f"  {number:,} old articles stay: {reason}")


def _make_sure(args: argparse.Namespace, client: "Client", plan: "Retention") -> None:
    """Ask before anything goes; refuse to tell threads again beside a run that may be telling them too."""
    from pipeline.index.schema import status

    if plan.torn and any(found.loading_since for found in status(client, args.prefix)):
        raise RunError("a run is loading this index, and --outlet rewrites threads that it may be in: wait for its end")
    if args.yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("this deletes documents: look with --dry-run first, then give --yes")
    _report(args, plan)
    if input("Delete them? [y/N] ").strip().lower() not in ("y", "yes"):
        raise RunError("nothing was deleted")


def _apply(args: argparse.Namespace, client: "Client", plan: "Retention", now: datetime) -> "dict[str, object]":
    """Delete, and leave the ledger among the runs."""
    from pipeline.index.bulk import BulkWriter
    from pipeline.index.retention import apply_retention
    from pipeline.ledger import RunFacts, run_action, run_document

    outlet = f" --outlet {args.outlet}" if args.outlet else ""
    facts = RunFacts(
        id=f"{now:%Y%m%d-%H%M%S}-retention",
        started_at=now.isoformat(),
        inputs=(f"index retention --older-than {args.older_than}{outlet}",),
        version=version("claimwire"),
        config_digest="",
    )
    counts = apply_retention(client, args.prefix, plan, run_id=facts.id, now_ms=facts.started_ms)
    document = run_document(facts, counts, datetime.now(UTC))
    BulkWriter(client, args.prefix).write([run_action(facts, document)])
    return document
