"""`claimwire elasticsearch`: the embedded server."""

import argparse
import json
from pathlib import Path

from pipeline.errors import UsageError

HELP = "start, stop or look at the embedded Elasticsearch"
EXAMPLE = "claimwire elasticsearch start"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="action", required=True, metavar="start|stop|status")
    for name, text in (
        ("start", "start the server, or find the one that runs, and print its URL"),
        ("stop", "stop the server; its data stays"),
        ("status", "tell whether the server runs, and where (exit code 1 if it does not)"),
    ):
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("--data", type=Path, help="the data folder (default: the user's data folder)")
        command.add_argument("--json", action="store_true", help="print one JSON object")
        if name == "start":
            command.add_argument("--port", type=int, help="the HTTP port (default: any free one)")
            command.add_argument("--heap-mb", type=int, default=1024, help="Java heap (default: 1024)")


def run(args: argparse.Namespace) -> int:
    return {"start": _start, "stop": _stop, "status": _status}[args.action](args)


def _start(args: argparse.Namespace) -> int:
    from pipeline.server import start

    if args.port is not None and not 0 < args.port < 65536:
        raise UsageError(f"--port {args.port}: give a number from 1 to 65535")
    server = start(_data(args), http_port=args.port, heap_mb=args.heap_mb)
    _print(args, server.url, {"running": True, "url": server.url, "pid": server.pid, "data": server.data})
    return 0


def _stop(args: argparse.Namespace) -> int:
    from pipeline.server import stop

    stopped = stop(_data(args))
    _print(args, "stopped" if stopped else "no server was running", {"running": False, "stopped": stopped})
    return 0


def _status(args: argparse.Namespace) -> int:
    from pipeline.server import status

    server = status(_data(args))
    if server is None:
        _print(args, "not running (start it: claimwire elasticsearch start)", {"running": False})
        return 1
    line = f"running at {server.url} (process {server.pid}, data in {server.data})"
    _print(args, line, {"running": True, "url": server.url, "pid": server.pid, "data": server.data})
    return 0


def _data(args: argparse.Namespace) -> Path | None:
    return args.data.absolute() if args.data else None


def _print(args: argparse.Namespace, line: str, value: dict[str, object]) -> None:
    print(json.dumps(value) if args.json else line)
