"""`claimwire search`: the analyst's quick look."""

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from pipeline.cli._server import add_index_arguments, add_page_arguments, connected

if TYPE_CHECKING:
    from pipeline.index.queries import Question, Target

HELP = """Find claims, articles or stories. Words must all occur; "a phrase", -without and prefix* work.

Names are found by any of their words, and under every name the knowledge base has for them (Daesh finds ISIL).
Without QUERY the newest come first."""
EXAMPLE = """claimwire search "civilian casualties" --about Syria --act accuse --act deny
  claimwire search --contradictions --since 30d
  claimwire search --articles --copies-of 3f2a91c04b7de8a1 --json"""

ACTS = ("assert", "deny", "accuse", "demand", "ask", "warn", "predict", "commit", "welcome", "question")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", nargs="?", metavar="QUERY", help="words in the text")
    kinds = parser.add_mutually_exclusive_group()
    for target in ("claims", "articles", "stories"):
        kinds.add_argument(f"--{target}", action="store_const", const=target, dest="target", help=f"find {target}")
    parser.set_defaults(target=None)
    parser.add_argument("--speaker", metavar="NAME", help="who claims (claims)")
    parser.add_argument("--about", metavar="NAME", help="whom or what it is about")
    parser.add_argument("--act", action="append", default=[], choices=ACTS, help="what is done in saying it (claims)")
    parser.add_argument("--outlet", metavar="NAME", help="who published it: name, id or domain")
    parser.add_argument("--since", metavar="DATE", help="from this day on (2016-02-08, 2016-02, or an age: 48h, 7d)")
    parser.add_argument("--until", metavar="DATE", help="up to this day")
    parser.add_argument("--story", metavar="ID", help="of this story")
    parser.add_argument("--contradictions", action="store_true", help="that others contradict (claims, stories)")
    parser.add_argument("--copies-of", metavar="ID", help="this article and its copies (articles)")
    add_page_arguments(parser, 10)
    add_index_arguments(parser)
    parser.add_argument("--json", action="store_true", help="print whole documents, one a line")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="default: in a terminal")


def run(args: argparse.Namespace) -> int:
    from pipeline.cli._found import Painter, page
    from pipeline.index.actions import read_alias
    from pipeline.index.client import explained
    from pipeline.index.queries import search_body

    target: Target = args.target or ("articles" if args.copies_of else "claims")
    client = connected(args)
    body = search_body(target, _question(args), size=args.size, skip=args.skip, whole=args.json)
    with explained(client):
        found = client.search(read_alias(args.prefix, target), body)["hits"]
        others = _linked(client, args.prefix, found["hits"]) if target == "claims" and not args.json else {}
    if args.json:
        for hit in found["hits"]:
            print(json.dumps(hit["_source"], ensure_ascii=False))
        return 0
    painter = Painter(args.color == "always" or (args.color == "auto" and sys.stdout.isatty()))
    for line in page(target, found, others, args.skip, painter):
        print(line)
    return 0


def _question(args: argparse.Namespace) -> "Question":
    from pipeline.index.queries import Question

    return Question(
        text=args.query,
        speaker=args.speaker,
        speaker_ids=_known_ids(args.speaker),
        about=args.about,
        about_ids=_known_ids(args.about),
        act=tuple(args.act),
        outlet=args.outlet,
        since=args.since,
        until=args.until,
        story=args.story,
        contradictions=args.contradictions,
        copies_of=args.copies_of,
    )


def _known_ids(name: str | None) -> tuple[str, ...]:
    if not name:
        return ()
    from config.knowledge import load_knowledge

    return tuple(entity.id for entity in load_knowledge().find(name))


def _linked(client: Any, prefix: str, hits: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Fetch the claims that the found ones contradict, by id."""
    from pipeline.index.actions import read_alias
    from pipeline.index.queries import claims_by_id

    links = [link for hit in hits for link in hit["_source"].get("links", ())]
    ids = sorted({link["claim_id"] for link in links if link["relation"] == "contradicts"})
    if not ids:
        return {}
    answer = client.search(read_alias(prefix, "claims"), claims_by_id(ids[:1000]))
    return {hit["_source"]["id"]: hit["_source"] for hit in answer["hits"]["hits"]}
