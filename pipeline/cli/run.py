"""`claimwire run`: the pipeline over feeds and files."""

import argparse
import re
from pathlib import Path

HELP = """Run articles from feeds and files through the pipeline.

An input is a feed URL, an OPML file, a page URL, a file, a glob or a folder (gs://, s3://, hdfs:// through Beam's
filesystems), or - for NDJSON on standard input. Options that are not listed here go to Beam as they are.

What feeds gave is remembered for each index: the next run asks whether they changed, and passes over the entries that
it knows. With --streaming it goes on until it is stopped (Ctrl-C, SIGTERM: the round in progress is finished; again:
at once, and that round comes again at the next start)."""
EXAMPLE = """claimwire run --input 'articles/*.txt' --input https://example.org/feed.xml
  claimwire run --input archive.jsonl --map title=headline --map text=story --output jsonl:out
  claimwire run --streaming --config feeds.yaml --input incoming/ --log-format json
  claimwire run --config feeds.yaml --runner PortableRunner --job_endpoint localhost:8099 \\
      --environment_type EXTERNAL --environment_config localhost:50000"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--input", action="append", default=[], metavar="X", help="what to read; may be given again")
    parser.add_argument("--config", type=Path, help="feeds and their settings (claimwire validate-config checks it)")
    parser.add_argument(
        "--output",
        metavar="elasticsearch:URL|jsonl:DIR",
        help="where documents go (default: CLAIMWIRE_ES_URL, else the embedded server if it runs)",
    )
    parser.add_argument("--prefix", default="claimwire", help="first part of the index names (default: claimwire)")
    parser.add_argument("--map", action="append", default=[], metavar="OURS=THEIRS", help="field names of records")
    parser.add_argument("--outlet", metavar="NAME", help="the outlet of inputs that name none (text files)")
    parser.add_argument("--knowledge", action="append", default=[], type=Path, help="a table of your own entities")
    parser.add_argument(
        "--outlet-profiles", type=Path, metavar="FILE", help="lines that outlets repeat (claimwire outlets learn)"
    )
    parser.add_argument("--allow-network", action="append", default=[], metavar="CIDR", help="private addresses")
    parser.add_argument("--max-dead-letters", type=int, metavar="N", help="exit with 3 when more inputs failed")
    parser.add_argument("--streaming", action="store_true", help="poll feeds and watch folders until stopped")
    parser.add_argument(
        "--interval", type=_seconds, metavar="SPAN", help="ask the feeds of --input this often (30s, 15m): streaming"
    )
    parser.add_argument("--state", type=Path, metavar="FOLDER", help="where to remember what feeds gave")
    parser.add_argument("--no-state", action="store_true", help="ask feeds as if for the first time, remember nothing")
    parser.add_argument("--log-format", choices=("text", "json"), default="text", help="how streaming tells events")
    parser.add_argument("--metrics", metavar="[HOST:]PORT", help="serve /metrics, /healthz, /readyz while streaming")
    parser.add_argument("--run-id", help="name this run (default: its start time and a random part)")
    parser.add_argument("--json", action="store_true", help="print the run's document instead of its ledger")
    parser.add_argument("--quiet", action="store_true", help="no progress")


def run(args: argparse.Namespace) -> int:
    from pipeline.errors import UsageError

    if not args.input and args.config is None:
        raise UsageError("no input: give --input (a feed, page, file, glob or folder) or --config feeds.yaml")
    if args.max_dead_letters is not None and args.max_dead_letters < 0:
        raise UsageError(f"--max-dead-letters {args.max_dead_letters}: give a number from 0 up")
    if args.metrics and not args.streaming:
        raise UsageError("--metrics: it goes with --streaming; what a batch did is in its ledger (claimwire runs)")
    import logging

    logging.disable(logging.WARNING)  # Beam says much that no operator can act on
    if args.streaming:
        from pipeline.streaming import run_stream

        return run_stream(args)
    from pipeline.runner import loading_workers

    with loading_workers(args.beam_arguments, args.knowledge):
        from pipeline.job import run_job

        return run_job(args)


def _seconds(text: str) -> float:
    match = re.fullmatch(r"(\d{1,7}(?:\.\d+)?)(s|m|h)", text.strip())
    if not match or not 1 <= (seconds := float(match[1]) * {"s": 1, "m": 60, "h": 3600}[match[2]]) <= 604_800:
        raise argparse.ArgumentTypeError(f"{text!r}: write a number and a unit, from 1s to 168h")
    return seconds
