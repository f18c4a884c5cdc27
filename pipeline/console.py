"""What a run says while it works and when it is done: progress in a terminal, quiet lines in a log, the ledger."""

import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.progress import read_progress
from pipeline.terminal import printable

LINE_EVERY_S = 10.0
REFRESH_S = 0.5
STARTING = "starting workers ..."
SHOWN = ("read", "parse", "normalize", "annotate", "index")


@contextmanager
def shown_progress(folder: Path, *, quiet: bool, until_then: str = STARTING) -> Iterator[None]:
    """Show progress on standard error while the block runs: one live line in a terminal, else a line now and then."""
    if quiet:
        yield
        return
    ended = threading.Event()
    live = sys.stderr.isatty()
    watcher = threading.Thread(target=_watch, args=(folder, ended, live, until_then), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join(timeout=5)
        if live:
            sys.stderr.write("\r\x1b[K")


def _watch(folder: Path, ended: threading.Event, live: bool, until_then: str) -> None:
    began = time.monotonic()
    earlier: Mapping[str, int] = {}
    earlier_at = began
    while not ended.wait(REFRESH_S if live else LINE_EVERY_S):
        counts, now = read_progress(folder), time.monotonic()
        parts = [
            f"{stage} {counts[stage]:,} ({(counts[stage] - earlier.get(stage, 0)) / (now - earlier_at):,.0f}/s)"
            for stage in SHOWN
            if counts[stage]
        ]
        line = f"{now - began:,.0f} s  " + ("  ".join(parts) or until_then)
        sys.stderr.write(f"\r\x1b[K{line}" if live else f"claimwire: {line}\n")
        sys.stderr.flush()
        if not live or now - earlier_at > 2:
            earlier, earlier_at = counts, now


def print_ledger(document: Mapping[str, Any]) -> None:
    """Print the ledger of a run's document as a table, with each reason below its stage."""
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False, soft_wrap=True)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("stage", no_wrap=True)
    for column in ("in", "out", "duplicates", "filtered", "dead letters"):
        table.add_column(column, justify="right")
    for line in document["counts"]:
        table.add_row(line["stage"], *(f"{line[name]:,}" for name in ("in", "out", "duplicates", "filtered", "dead")))
        for reason in line["reasons"]:
            table.add_row(f"[dim]  {printable(reason['reason'])}: {reason['count']:,}[/dim]")
    console.print(table)
    speed = document.get("articles_per_second")
    verdict = (
        "[green]the ledger adds up[/green]" if not document["problems"] else "[red]THE LEDGER DOES NOT ADD UP[/red]"
    )
    console.print(f"run {document['id']}: {document['articles']:,} articles, {speed} a second; {verdict}")
    for problem in document["problems"]:
        console.print(f"[red]  {problem}[/red]")


def named_figures(figures: Mapping[str, object], above: str = "") -> Iterator[tuple[str, object]]:
    """Give nested figures one by one, each with its whole name ("claims.f1"), rounded.

    >>> list(named_figures({"claims": {"f1": 0.71249}, "texts": 3}))
    [('claims.f1', 0.7125), ('texts', 3)]
    """
    for name, value in figures.items():
        if isinstance(value, Mapping):
            yield from named_figures(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", round(value, 4) if isinstance(value, float) else value
