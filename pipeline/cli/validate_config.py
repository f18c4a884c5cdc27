"""`claimwire validate-config`: every error of a feeds file at once, each with its line and the remedy."""

import argparse
import json
from pathlib import Path

HELP = "Check a feeds file: print every error with its line and what to write instead; exit code 2 where there is one."
EXAMPLE = "claimwire validate-config feeds.yaml\n  claimwire validate-config --json feeds.yaml"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="+", type=Path, help="a feeds file (YAML)")
    parser.add_argument("--json", action="store_true", help="print one object a file: {file, feeds, errors}")


def run(args: argparse.Namespace) -> int:
    from config.feeds import check_feeds
    from pipeline.errors import UsageError

    failed = False
    for path in args.file:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise UsageError(f"{path}: {error.strerror}; check the path and its permissions") from error
        config, problems = check_feeds(content)
        failed = failed or bool(problems)
        if args.json:
            errors = [{"line": p.line, "where": p.where, "message": p.message} for p in problems]
            print(json.dumps({"file": str(path), "feeds": len(config.feeds), "errors": errors}, ensure_ascii=False))
            continue
        for problem in problems:
            print(f"{path}:{problem.line}: {problem.where}: {problem.message}")
        count = f"{len(config.feeds)} feed{'' if len(config.feeds) == 1 else 's'}"
        errors_found = f"{len(problems)} error{'' if len(problems) == 1 else 's'}"
        print(f"{path}: {errors_found}" if problems else f"{path}: {count}, no errors")
    return 2 if failed else 0
