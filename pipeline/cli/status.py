"""`claimwire status`: how what runs now fares, a stream or a batch."""

import argparse
import json
import socket
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.cli._server import add_index_arguments, connected
from pipeline.processes import is_running

HELP = """Show how the running stream fares: rounds, articles, delays, feeds, troubles; or a batch, on its own host.

The exit code is 0 while one of them runs, and 1 where none does."""
EXAMPLE = "claimwire status\n  claimwire status --feeds\n  claimwire status --json"
SILENT_S = 300.0
"""A stream on another host that has said nothing for so long is taken for dead."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--feeds", action="store_true", help="list every feed (on the stream's own host)")
    add_index_arguments(parser)
    parser.add_argument("--json", action="store_true", help="print one object: the run's document, with `alive`")


def run(args: argparse.Namespace) -> int:
    from pipeline.index.stores import list_batches, list_streams

    now = datetime.now(UTC)
    client = connected(args)
    streams = [dict(document) for document in list_streams(client, args.prefix)]
    for document in streams:
        document["alive"] = is_alive(document, now)
    running = [document for document in streams if document["alive"]]
    if not running and (batches := [dict(run) for run in list_batches(client, args.prefix) if works_here(run)]):
        return _show_batches(batches, now, as_json=args.json)
    if not streams:
        print("{}" if args.json else "no stream has run yet (start one: claimwire run --streaming --help)")
        return 1
    document = (running or streams)[0]
    feeds = _feeds(document, now) if args.feeds else None
    if args.json:
        print(json.dumps(document | ({"feeds": feeds} if feeds is not None else {}), ensure_ascii=False))
    else:
        _print(document, now)
        if feeds is not None:
            _print_feeds(feeds)
    return 0 if document["alive"] else 1


def is_alive(document: Mapping[str, Any], now: datetime) -> bool:
    """Tell whether a stream still runs: by its process on this host, by its last word on another."""
    stream = document["stream"]
    if document["state"] != "running":
        return False
    if stream["host"] != socket.gethostname():
        return (now - datetime.fromisoformat(document["updated_at"])).total_seconds() < SILENT_S
    return is_running(stream["pid"])


def works_here(batch: Mapping[str, Any]) -> bool:
    """Tell whether a batch is at work on this host; of one that was killed the index does not know."""
    return batch["batch"]["host"] == socket.gethostname() and is_running(batch["batch"]["pid"])


def _show_batches(batches: list[dict[str, Any]], now: datetime, *, as_json: bool) -> int:
    from pipeline.progress import read_progress

    for batch in batches:
        done = read_progress(Path(batch["batch"]["progress"]))
        if as_json:
            print(json.dumps(batch | {"alive": True, "done": done}, ensure_ascii=False))
            return 0
        print(f"run {batch['id']} running on {batch['batch']['host']}, process {batch['batch']['pid']}")
        print(f"  since     {batch['started_at'][:19]}Z, {_ago(batch['started_at'], now)}")
        print(f"  done      {', '.join(f'{stage} {count:,}' for stage, count in done.items()) or 'nothing yet'}")
    return 0


def _print(document: Mapping[str, Any], now: datetime) -> None:
    from pipeline.terminal import printable

    stream, feeds = document["stream"], document["stream"]["feeds"]
    state = "running" if document["alive"] else "ended without a word" if document["state"] == "running" else "ended"
    said = _ago(document["updated_at"], now)
    print(f"stream {document['id']} {state} on {stream['host']}, process {stream['pid']}; last heard of {said}")
    print(f"  since     {document['started_at'][:19]}Z")
    print(f"  indexed   {document['articles']:,} articles in {stream['rounds']:,} rounds", end="")
    print(f"; {document['dead_letters']:,} dead letters; {_verdict(document)}")
    if last := stream["last_round"]:
        ended = _ago(last["ended_at"], now)
        print(f"  last      {last['articles']:,} articles from {last['inputs']} inputs in {last['seconds']} s, {ended}")
    if delay := stream["fetched_to_searchable_s"]:
        print(f"  delay     from fetched to searchable {delay['p50']} s (p50), {delay['p95']} s (p95)")
    print(f"  feeds     {feeds['known']} known, {feeds['failing']} failing, {feeds['retired']} retired", end="")
    print(f"; {feeds['late']} late, at most {feeds['most_late_s']} s")
    if feeds["next_poll_at"] and document["alive"]:
        print(f"  next poll {feeds['next_poll_at'][:19]}Z")
    if trouble := stream["trouble"]:
        print(printable(f"  TROUBLE   {trouble['problem']}; tried again in {trouble['retry_s']} s"))
    elif error := stream["last_error"]:
        print(printable(f"  last error {_ago(error['at'], now)}: {error['problem']}"))
    for feed in (feed for feed in feeds["worst"] if feed["problem"]):
        print(printable(f"    {feed['url']}: {feed['problem']} ({feed['failures']} times running)"))


def _verdict(document: Mapping[str, Any]) -> str:
    return "THE LEDGER DOES NOT ADD UP" if document["problems"] else "the ledger adds up"


def _ago(moment: str, now: datetime) -> str:
    seconds = max(0.0, (now - datetime.fromisoformat(moment)).total_seconds())
    for unit, size in (("days", 86_400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit} ago"
    return f"{seconds:.0f} s ago"


def _feeds(document: Mapping[str, Any], now: datetime) -> list[dict[str, Any]]:
    """Read the state of each feed from the stream's own folder."""
    from pipeline.errors import RunError
    from pipeline.sources.state import StateStore

    path = Path(document["stream"]["state_folder"]) / "state.sqlite"
    if not path.is_file():
        raise RunError(f"--feeds: {path} is not on this machine; ask on {document['stream']['host']}")
    return [
        {
            "url": state.url,
            "asked_at": state.fetched_at and state.fetched_at.isoformat(),
            "changed_at": state.changed_at and state.changed_at.isoformat(),
            "next_poll_at": state.next_poll_at and state.next_poll_at.isoformat(),
            "late_s": round(state.late_s(now), 1),
            "failures": state.failures,
            "problem": state.retired or state.problem,
        }
        for state in StateStore(path).states()
    ]


def _print_feeds(feeds: list[dict[str, Any]]) -> None:
    from pipeline.terminal import print_table

    columns = ["feed", "asked", "changed", "next", "late", "failures", "problem"]
    rows = [
        [
            feed["url"],
            *((feed[name] or "")[:19] for name in ("asked_at", "changed_at", "next_poll_at")),
            f"{feed['late_s']:.0f} s",
            str(feed["failures"]),
            feed["problem"] or "",
        ]
        for feed in feeds
    ]
    print_table(columns, rows)
