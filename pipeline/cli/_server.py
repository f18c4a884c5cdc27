"""The options by which a command finds its index."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.index.client import Client

DEEPEST = 10_000
"""How far Elasticsearch pages without a cursor."""


def add_index_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--elasticsearch",
        metavar="URL",
        help="the server (default: CLAIMWIRE_ES_URL, else the embedded one; logins: CLAIMWIRE_ES_API_KEY or _USER)",
    )
    parser.add_argument("--prefix", default="claimwire", help="first part of the index names (default: claimwire)")


def add_page_arguments(parser: argparse.ArgumentParser, size: int) -> None:
    parser.add_argument("--size", type=int, default=size, metavar="N", help=f"how many to show (default: {size})")
    parser.add_argument("--from", type=int, default=0, metavar="N", dest="skip", help="how many to skip first")


def connected(args: argparse.Namespace) -> "Client":
    """Give a client for the server that the options name; nothing is sent yet."""
    from pipeline.errors import UsageError
    from pipeline.index.client import connect
    from pipeline.index.connection import checked_prefix

    args.prefix = checked_prefix(args.prefix)
    for option, value in (("--size", getattr(args, "size", 1)), ("--from", getattr(args, "skip", 0))):
        if value < 0 or value > DEEPEST:
            raise UsageError(f"{option} {value}: give a number from 0 to {DEEPEST}")
    if getattr(args, "size", 1) + getattr(args, "skip", 0) > DEEPEST:
        raise UsageError(f"--from {args.skip} --size {args.size}: no further than {DEEPEST}; narrow the search")
    return connect(args.elasticsearch)
