"""The command line: one module a command, imported only when that command runs."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from pipeline.errors import RunError, UsageError

COMMANDS = {
    "run": "run articles from feeds and files through the pipeline",
    "annotate": "show the entities and claims of single documents, without an index",
    "search": "find articles, claims and stories in the index",
    "report": "write what the index holds as one page to read and print",
    "serve": "show the index in a browser on this machine",
    "elasticsearch": "start, stop or inspect the embedded Elasticsearch",
    "index": "set up and inspect the index",
    "dead-letters": "list and show the inputs that failed",
    "status": "show how the running stream fares",
    "reprocess": "read indexed articles again by today's rules",
    "runs": "show the ledger of each run",
    "validate-config": "check a feeds configuration, every error at once",
    "feeds": "check feeds, or find those of a site",
    "knowledge": "check, explain and import entities",
    "outlets": "learn which lines outlets repeat",
    "evaluate": "measure accuracy on annotated data",
}
PROLOGUE = "Who claimed what, when, with which figures, and who says otherwise: from news feeds into Elasticsearch."
EPILOGUE = "Exit codes: 0 done; 1 the run failed; 2 bad usage or config; 3 done, but with too many dead letters."


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the result is the process's exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(
        prog="claimwire",
        description=PROLOGUE,
        epilog=EPILOGUE,
        usage="claimwire COMMAND [option ...]     (claimwire COMMAND --help teaches each)",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    commands = parser.add_subparsers(title="commands", metavar="", dest="command", prog="claimwire")
    named = next((a for a in arguments if not a.startswith("-")), None)
    for name, help_line in COMMANDS.items():
        if name != named:
            commands.add_parser(name, help=help_line)
            continue
        module = import_module(f"pipeline.cli.{name.replace('-', '_')}")
        mounted = commands.add_parser(
            name,
            help=help_line,
            description=module.HELP,
            epilog=f"example:\n  {module.EXAMPLE}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        module.add_arguments(mounted)
        mounted.set_defaults(run=module.run)
    known, unknown = parser.parse_known_args(arguments)
    if known.version:
        print(_version())
        return 0
    if known.command is None:
        parser.print_help()
        return 2
    if unknown and known.command != "run":
        parser.error(f"unknown argument: {unknown[0]} (see claimwire {known.command} --help)")
    known.beam_arguments = unknown
    return _run(known)


def _run(arguments: argparse.Namespace) -> int:
    try:
        return int(arguments.run(arguments))
    except UsageError as error:
        print(f"claimwire: {error}", file=sys.stderr)
        return 2
    except RunError as error:
        print(f"claimwire: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("claimwire: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:  # `claimwire search | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _version() -> str:
    from importlib.metadata import version

    return f"claimwire {version('claimwire')}"


if __name__ == "__main__":
    sys.exit(main())
