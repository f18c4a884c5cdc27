"""`claimwire annotate`: one document through parsing, normalizing, entities and claims, without Beam or an index."""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config.knowledge import Knowledge
    from transforms.records import Article

HELP = "Show the entities and claims of single documents: text, HTML, a feed, or NDJSON."
EXAMPLE = "claimwire annotate article.txt\n  claimwire annotate --json *.txt > articles.ndjson"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="+", help="a document's file, or - for standard input")
    parser.add_argument("--json", action="store_true", help="print one article document a line")
    parser.add_argument("--map", action="append", default=[], metavar="OURS=THEIRS", help="field names of records")
    parser.add_argument("--knowledge", action="append", default=[], type=Path, help="a table of your own entities")
    parser.add_argument("--published", metavar="DATE", help="when the documents came out, where they do not say it")


def run(args: argparse.Namespace) -> int:
    from pipeline.sources import field_map

    mapping = field_map(args.map)
    published = _published(args.published)
    knowledge = _knowledge(args.knowledge)
    failed = False
    for result in annotated_files(args.file, mapping, knowledge, published):
        failed = failed or isinstance(result, dict)
        if args.json:
            print(json.dumps(_document(result), ensure_ascii=False), flush=True)
        elif isinstance(result, dict):
            print(f"claimwire: {result['origin']}: {result['error']}", file=sys.stderr)
        else:
            from pipeline.pages import show_article

            show_article(result)
    return 1 if failed else 0


def _published(text: str | None) -> datetime | None:
    from pipeline.errors import UsageError

    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--published {text}: write the date as 2016-02-08 or 2016-02-08T12:00:00Z") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _knowledge(tables: list[Path]) -> "Knowledge":
    from config.knowledge import load_knowledge
    from pipeline.desk_tables import desk_tables

    return load_knowledge(tuple(Path(table) for table in desk_tables(tables)))


def annotated_files(
    files: list[str],
    mapping: tuple[tuple[str, str], ...],
    knowledge: "Knowledge",
    published: datetime | None = None,
) -> Iterator["Article | dict[str, str]"]:
    """Give an annotated article for each document of the files, in order, or `{"error", "origin"}` in its place."""
    from pipeline.sources import read_local
    from transforms.annotate import annotate, reason_to_skip
    from transforms.deduplicate import fingerprint
    from transforms.errors import RecordError
    from transforms.language_model import load_model
    from transforms.normalize import normalize
    from transforms.parse import BadRecord, parse

    for file in files:
        try:
            for record in parse(read_local(file, mapping)):
                if isinstance(record, BadRecord):
                    yield {"error": f"{record.kind}: {record.message}", "origin": record.origin}
                    continue
                if published and record.published_at is None:
                    record = replace(record, published_at=published, published_precision="day", published_from="page")
                article = normalize(record)
                article = replace(article, fingerprint=fingerprint(article))
                reason = reason_to_skip(article)
                if reason:
                    yield replace(article, skipped=reason)
                else:
                    yield annotate(article, load_model()(article.body), knowledge)
        except RecordError as error:
            yield {"error": f"{error.kind}: {error}", "origin": file}
        except Exception as error:  # the others are still shown
            yield {"error": f"{type(error).__name__}: {error}", "origin": file}


def _document(result: "Article | dict[str, str]") -> dict[str, object]:
    from transforms.document import article_document

    return result if isinstance(result, dict) else article_document(result, run_id="annotate")  # type: ignore[return-value]
