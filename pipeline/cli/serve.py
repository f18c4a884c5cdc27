"""`claimwire serve`: the report's pages live over the index, for a browser on this machine."""

import argparse

from pipeline.cli._server import add_index_arguments, connected

HELP = "Show the index in a browser on this machine: stories, articles, search. Reads only; http://127.0.0.1 only."
EXAMPLE = "claimwire serve --port 8123"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=0, metavar="N", help="the port (default: any free one)")
    add_index_arguments(parser)


def run(args: argparse.Namespace) -> int:
    import signal

    from pipeline.errors import UsageError
    from pipeline.report.desk import Desk
    from pipeline.report.serving import DeskServer

    if not 0 <= args.port <= 65535:
        raise UsageError(f"--port {args.port}: give a number from 0 (any free port) to 65535")
    server = DeskServer(Desk(connected(args), args.prefix, known_ids=_known_ids), args.port)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with server:
        print(f"Claimwire is at {server.url} (Ctrl-C ends it)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0


def _known_ids(name: str) -> tuple[str, ...]:
    from config.knowledge.lookup import look_up

    return tuple(entity.id for entity in look_up(name))
