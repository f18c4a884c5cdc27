"""`claimwire feeds`: ask feeds once and tell what they give, or find a site's feeds."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.sources.checking import FeedReport
    from pipeline.sources.inputs import InputSpec
    from pipeline.sources.policy import FetchPolicy

HELP = "Look at feeds before running them: what each would give, and which feeds a site has."
EXAMPLE = """claimwire feeds check https://example.org/rss.xml
  claimwire feeds check --config feeds.yaml --json
  claimwire feeds discover https://example.org"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="check|discover")
    check = actions.add_parser("check", help="ask each feed once: status, entries, freshness, what would be ingested")
    check.add_argument("feed", nargs="*", help="a feed's address, or an OPML file")
    discover = actions.add_parser("discover", help="find the feeds of a site")
    discover.add_argument("site", help="the site's address")
    for action in (check, discover):
        action.add_argument("--config", type=Path, help="a feeds file: its feeds (check) and its fetch settings")
        action.add_argument("--allow-network", action="append", default=[], metavar="CIDR", help="private addresses")
        action.add_argument("--json", action="store_true", help="print one object a feed")


def run(args: argparse.Namespace) -> int:
    from config.feeds import FeedsConfig
    from pipeline.errors import UsageError
    from pipeline.sources import expand_inputs, inputs_of, policy_of, read_config

    config = read_config(args.config) if args.config else FeedsConfig()
    policy = policy_of(config, allow_networks=args.allow_network)
    if args.action == "discover":
        return _discover(args.site if "://" in args.site else f"https://{args.site}", policy, args.json)
    specs = [*inputs_of(config), *expand_inputs(args.feed)]
    feeds = [spec for spec in specs if spec.kind in {"feed", "url"}]
    if not feeds:
        raise UsageError("no feeds to check: give an address, an OPML file, or --config feeds.yaml")
    return _check(feeds, policy, args.json)


def _check(specs: "list[InputSpec]", policy: "FetchPolicy", as_json: bool) -> int:
    from pipeline.sources.checking import check_feeds

    good = total = 0
    for report in check_feeds(specs, policy):
        total += 1
        good += report.ok
        _print(report, as_json)
    if not as_json:
        print(f"{good} of {total} feeds give entries")
    return 0 if good == total else 1


def _discover(site: str, policy: "FetchPolicy", as_json: bool) -> int:
    from pipeline.errors import RunError, TransientError
    from pipeline.sources.checking import discover_feeds
    from transforms.errors import RecordError

    try:
        reports = discover_feeds(site, policy)
    except (RecordError, TransientError) as error:
        raise RunError(str(error)) from error
    for report in reports:
        _print(report, as_json)
    if not reports and not as_json:
        print(f"{site}: no feed found; look for its RSS page, or use its news sitemap")
    return 0 if reports else 1


def _print(report: "FeedReport", as_json: bool) -> None:
    from dataclasses import asdict

    from pipeline.sources.checking import age

    if as_json:
        print(json.dumps(asdict(report), ensure_ascii=False))
        return
    if not report.ok:
        print(f"FAILED  {report.url}\n        {report.problem}")
        return
    moved = f"\n        now at {report.final_url}" if report.final_url else ""
    bad = "".join(f", {count} {kind}" for kind, count in (report.bad or {}).items())
    undated = f", {report.undated} undated" if report.undated else ""
    print(
        f"ok      {report.url}{moved}\n        {report.title}: {report.entries} entries ({report.whole} whole, "
        f"{report.teasers} need their page{undated}{bad}); newest {age(report.newest)} old: {report.first}"
    )
