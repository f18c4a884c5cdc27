"""`claimwire evaluate`: accuracy on annotated data."""

import argparse
import json
from importlib import import_module
from pathlib import Path

SUBJECTS = {
    "claims": "attributed claims: PolNeAR's format, or article documents with their claims",
    "entities": "names and links: article documents, or translations of the same articles",
    "duplicates": "copies: perturbed texts, translations, or labelled pairs",
    "stories": "stories: documents with the story each belongs to (B³)",
    "dates": "date expressions and the days they mean",
    "figures": "figures: value, comparator, what is counted",
    "links": "links between claims",
    "normalize": "edits, sections and machine translation",
}
HELP = "Measure accuracy on annotated data; the figures are printed, one a line."
EXAMPLE = "claimwire evaluate claims --gold tests/gold/articles.jsonl"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    lines = "\n".join(f"  {name:<11} {text}" for name, text in SUBJECTS.items())
    parser.description = f"{HELP}\n\nsubjects:\n{lines}"
    parser.add_argument("subject", choices=SUBJECTS, metavar="SUBJECT")
    parser.add_argument("--gold", type=Path, required=True, help="the annotated file, JSON lines")
    parser.add_argument("--limit", type=int, help="only the first N documents")
    parser.add_argument("--part", metavar="K/N", help="entities: only every Nth document, from the Kth on")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def part_of(text: str) -> slice:
    """Read which documents of a file are meant: "4/4" is the fourth, the eighth, and so on."""
    from pipeline.errors import UsageError

    first, _, step = text.partition("/")
    if not (first.isdecimal() and step.isdecimal() and 0 < int(first) <= int(step)):
        raise UsageError(f"--part {text}: give K/N with K from 1 to N; 1/4 is the first, fifth, ninth … document")
    return slice(int(first) - 1, None, int(step))


def run(args: argparse.Namespace) -> int:
    from pipeline.errors import UsageError

    if not args.gold.is_file():
        raise UsageError(f"--gold {args.gold}: there is no such file")
    if args.part and args.subject != "entities":
        raise UsageError(f"--part {args.part}: only entities are scored by part")
    chosen = {"part": part_of(args.part)} if args.part else {}
    try:
        figures = import_module(f"pipeline.evaluate.{args.subject}").score(args.gold, limit=args.limit, **chosen)
    except (KeyError, ValueError, UnicodeDecodeError) as error:
        raise UsageError(f"--gold {args.gold}: not in a format that is known for {args.subject} ({error!r})") from error
    if args.json:
        print(json.dumps(figures, ensure_ascii=False))
    else:
        from pipeline.console import named_figures

        for name, value in named_figures(figures):
            print(f"{name:<48} {value}")
    return 0
