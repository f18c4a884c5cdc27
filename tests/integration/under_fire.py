"""Kills what a run or a stream consists of, and Elasticsearch, at random moments, until the index is to be compared.

Run `python tests/integration/under_fire.py --kills 50` for a report of its own; a test does the same with fewer kills.
It has a server of its own, which it kills with SIGKILL and starts again on the same data. A campaign goes over one new
index: a batch, or a stream over a watched folder that grows. Each ends with an index equal to that of an undisturbed
run and with ledgers that add up.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from test_run import VARYING

from pipeline.index.client import connect
from pipeline.index.paging import read_hits
from pipeline.server import start, stop
from pipeline.worker import NAME

sys.path.append(str(Path(__file__).parents[2] / "deploy" / "bench"))
from corpus import generate  # type: ignore[import-not-found]

PARTS = 10
A_PART = 4
WORKER = NAME.decode()
PATIENCE_S = 400.0
KILLS_A_CAMPAIGN = 3
BATCH = ("server", "worker", "launcher")
STREAM = ("round", "launcher", "fork server", "server")


def articles_of(number: int, *, copies: float = 0.0, seed: int = 1) -> Iterable[dict[str, Any]]:
    """Give articles of invented news."""
    return generate(number, copies=copies, seed=seed)  # type: ignore[no-any-return]


def write_parts(folder: Path, seed: int) -> list[Path]:
    """Write a small corpus with copies, a few articles a file."""
    folder.mkdir(parents=True)
    records = [
        record | {"text": "\n\n".join(record["text"].split("\n\n")[:2])}
        for record in articles_of(PARTS * A_PART, copies=0.3, seed=seed)
    ]
    paths = [folder / f"part{number:02}.jsonl" for number in range(PARTS)]
    for number, path in enumerate(paths):
        own = records[number * A_PART : (number + 1) * A_PART]
        path.write_text("".join(f"{json.dumps(record)}\n" for record in own), encoding="utf-8")
    return paths


def descendants(pid: int) -> list[tuple[int, str]]:
    """Give the processes that a process started, and those they started, with their names and command lines."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if fields[0] != "Z":
                parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, waiting = [], [pid]
    while waiting:
        for child in parents.get(waiting.pop(), ()):
            waiting.append(child)
            with suppress(OSError):
                said = [Path(f"/proc/{child}/{what}").read_text() for what in ("comm", "cmdline")]
                found.append((child, " ".join(said).replace("\0", " ")))
    return found


def pid_of(launcher: int, victim: str) -> int | None:
    """Find a process by what it does."""
    below = descendants(launcher)
    match victim:
        case "launcher":
            return launcher
        case "worker":
            return next((pid for pid, line in below if WORKER in line), None)
        case "fork server":
            return next((pid for pid, line in below if "multiprocessing.forkserver" in line), None)
        case _:
            servers = [pid for pid, line in below if "multiprocessing.forkserver" in line]
            return next((child for server in servers[:1] for child, _ in descendants(server)), None)


@dataclass(slots=True)
class Fire:
    """A server, a corpus, and what was killed."""

    folder: Path
    dice: random.Random
    parts: list[Path] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    """What runs said that failed."""
    dead_letters: int = 0
    duration_s: float = 10.0
    url: str = ""
    begun: int = 0
    """How many lines the stream had written when it was last started."""

    def start(self) -> None:
        port = int(self.url.rpartition(":")[2]) if self.url else None
        self.url = start(self.folder / "es", http_port=port, heap_mb=512, owner_pid=os.getpid()).url

    def strike(self, launcher: subprocess.Popen[Any], victim: str, within_s: float) -> bool:
        """Kill the victim after a random time, unless it is not there or all ended before."""
        time.sleep(self.dice.uniform(0.05, 1.0) * within_s)
        if victim == "server":
            if launcher.poll() is not None:
                return False
            state = json.loads((self.folder / "es" / "server.json").read_text(encoding="utf-8"))
            os.kill(state["pid"], signal.SIGKILL)
            time.sleep(self.dice.uniform(0.0, 2.0))
            self.start()
        else:
            end = time.monotonic() + within_s
            while (pid := pid_of(launcher.pid, victim)) is None and launcher.poll() is None:
                if time.monotonic() > end:
                    return False
                time.sleep(0.02)
            if pid is None or launcher.poll() is not None:
                return False
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.kills[victim] += 1
        return True

    def command(self, prefix: str, *more: str) -> subprocess.Popen[str]:
        arguments = ["run", f"--output=elasticsearch:{self.url}", f"--prefix={prefix}", *more]
        log = (self.folder / f"{prefix}.log").open("a")
        with log:
            return subprocess.Popen(
                [str(Path(sys.executable).with_name("claimwire")), *arguments],
                stdout=subprocess.DEVNULL,
                stderr=log,
                text=True,
                start_new_session=True,
            )

    def said(self, prefix: str) -> list[str]:
        return (self.folder / f"{prefix}.log").read_text(encoding="utf-8").splitlines()

    def batch(self, prefix: str, *, workers: int = 2) -> subprocess.Popen[str]:
        return self.command(
            prefix, f"--input={self.folder / 'parts'}", "--quiet", "--no-state", f"--direct_num_workers={workers}"
        )

    def undisturbed(self, prefix: str) -> None:
        """Run a batch to its end."""
        process = self.batch(prefix)
        assert process.wait(PATIENCE_S) == 0, self.said(prefix)

    def batch_campaign(self, prefix: str, victims: list[str]) -> None:
        """Kill runs over the same files, then let one through."""
        for victim in victims:
            lines = len(self.said(prefix)) if (self.folder / f"{prefix}.log").exists() else 0
            process = self.batch(prefix)
            kills = self.kills.total()
            below = self._watched(process, victim)
            code = process.wait(PATIENCE_S)
            if self.kills.total() == kills:
                self.duration_s = max(4.0, 0.6 * self.duration_s)  # it was faster: articles are known, the machine idle
            new = self.said(prefix)[lines:]
            assert code in (0, 1, -signal.SIGKILL), (code, new)
            if code == 1:
                assert sum(line.startswith("claimwire: ") for line in new) == 1, new
                self.failures[new[-1].partition(" failed: ")[2][:90]] += 1
            wait_for_end(below)
        self.undisturbed(prefix)

    def _watched(self, process: subprocess.Popen[str], victim: str) -> list[int]:
        """Strike; give the processes that ran shortly before."""
        below: list[int] = []
        struck = self.strike(process, victim, self.duration_s)
        if struck:
            below = [pid for pid, line in descendants(process.pid) if WORKER in line]
        return below

    def stream_campaign(self, prefix: str, victims: list[str]) -> None:
        """Let a folder grow under a stream of which one part after the other is killed."""
        watched = self.folder / prefix
        watched.mkdir()
        arrived = 0
        stream = self._stream(prefix, watched)
        try:
            for number, victim in enumerate(victims):
                upto = len(self.parts) * (number + 1) // len(victims)
                self._wait_for_ready(prefix, stream)
                for path in self.parts[arrived:upto]:
                    shutil.copy(path, watched / f".{path.name}")
                    (watched / f".{path.name}").rename(watched / path.name)
                arrived = upto
                self.strike(stream, victim, 2.5)
                if victim == "launcher":
                    stream.wait(60)
                    stream = self._stream(prefix, watched)
                assert stream.poll() is None, self.said(prefix)
            wait_until(lambda: self._count(prefix) == len(self.parts) * A_PART, "all articles", PATIENCE_S)
            stream.terminate()
            assert stream.wait(PATIENCE_S) == 0, self.said(prefix)[-5:]
        finally:
            stream.kill()

    def _wait_for_ready(self, prefix: str, stream: subprocess.Popen[str]) -> None:
        wait_until(lambda: "ready" in self._events(prefix, stream), "readiness", PATIENCE_S)

    def _stream(self, prefix: str, watched: Path) -> subprocess.Popen[str]:
        state = self.folder / "state"
        options = ("--streaming", "--interval=1s", "--log-format=json", f"--state={state}", "--direct_num_workers=1")
        self.begun = len(self.said(prefix)) if (self.folder / f"{prefix}.log").exists() else 0
        return self.command(prefix, f"--input={watched}", *options)

    def _events(self, prefix: str, stream: subprocess.Popen[str]) -> list[str]:
        """Name what the stream has said since it was last started."""
        assert stream.poll() is None, self.said(prefix)[-5:]
        found: list[str] = []
        for line in self.said(prefix)[self.begun :]:
            with suppress(ValueError):
                found.append(json.loads(line)["event"])
        return found

    def _count(self, prefix: str) -> int:
        with suppress(Exception):
            return int(connect(self.url).post(f"/{prefix}-articles/_count")["count"])
        return -1

    def check(self, prefix: str, expected: dict[str, Any]) -> None:
        """Compare the index with the undisturbed one, and judge the ledgers."""
        found = contents(self.url, prefix)
        assert found == expected, differences(found, expected)
        for run in documents(self.url, prefix, "runs"):
            assert run["problems"] == [] or run["state"] == "failed", run
        self.dead_letters += len(documents(self.url, prefix, "dead-letters"))


def alive(pids: list[int]) -> list[int]:
    """Give those of the processes that still run."""
    states = {}
    for pid in pids:
        with suppress(OSError):
            states[pid] = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return [pid for pid, state in states.items() if state != "Z"]


def wait_for_end(pids: list[int]) -> None:
    wait_until(lambda: not alive(pids), "the end of the workers of a killed run", 20)


def wait_until(condition: Callable[[], object], what: str, patience_s: float) -> None:
    end = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < end, f"{what} did not come"
        time.sleep(0.2)


def documents(url: str, prefix: str, kind: str) -> list[dict[str, Any]]:
    client = connect(url)
    client.post(f"/{prefix}-{kind}/_refresh")
    return [hit["_source"] for hit in read_hits(client, f"{prefix}-{kind}", {"match_all": {}}, ["*"])]


def contents(url: str, prefix: str) -> dict[str, Any]:
    """Give what an analyst finds, without what differs from run to run."""
    varying = VARYING | {"origin", "text_rules", "claim_rules"}
    return {
        f"{kind}/{document['id']}": {name: value for name, value in document.items() if name not in varying}
        for kind in ("articles", "claims", "stories")
        for document in documents(url, prefix, kind)
        if not document.get("merged_into")
    }


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[Any]:
    """Name some fields in which two indices differ."""
    return [
        (key, name, str(one.get(key, {}).get(name))[:200], str(other.get(key, {}).get(name))[:200])
        for key in sorted({*one, *other})
        for name in sorted({*one.get(key, {}), *other.get(key, {})})
        if one.get(key, {}).get(name) != other.get(key, {}).get(name)
    ][:12]


def under_fire(kills: int, seed: int, folder: Path, report: Callable[[str], None] | None = None) -> dict[str, Any]:
    """Go from campaign to campaign until so much was killed; AssertionError where anything is lost or doubled."""
    fire = Fire(folder, random.Random(seed))
    fire.parts = write_parts(folder / "parts", seed)
    fire.start()
    try:
        began = time.monotonic()
        fire.undisturbed("calm")
        fire.duration_s = time.monotonic() - began
        expected = contents(fire.url, "calm")
        assert sum(name.startswith("articles/") for name in expected) == PARTS * A_PART
        campaigns = 0
        turns = {"batch": 0, "stream": 0}
        while (left := kills - fire.kills.total()) > 0:
            kind, among = ("stream", STREAM) if campaigns % 2 == 0 else ("batch", BATCH)
            number = min(KILLS_A_CAMPAIGN, left)
            victims = [among[(turns[kind] + turn) % len(among)] for turn in range(number)]
            turns[kind] += number
            prefix = f"{kind}{campaigns}"
            (fire.stream_campaign if kind == "stream" else fire.batch_campaign)(prefix, victims)
            fire.check(prefix, expected)
            campaigns += 1
            if report:
                report(f"{fire.kills.total()} kills, {campaigns} campaigns ({prefix}: {', '.join(victims)}): equal")
        return {
            "kills": dict(fire.kills),
            "campaigns": campaigns,
            "documents": len(expected),
            "undisturbed_s": round(fire.duration_s, 1),
            "failures": dict(fire.failures),
            "dead_letters": fire.dead_letters,
        }
    finally:
        stop(folder / "es")


def command(about: str | None, kills: int, campaign: Callable[[int, int, Path], dict[str, Any]]) -> int:
    """Carry out a campaign as the command line says, `(kills, seed, folder)`, and print what it says."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--kills", type=int, default=kills)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for everything, which is kept")
    args = parser.parse_args()
    folder = args.keep or Path(tempfile.mkdtemp(prefix="claimwire-fire-"))
    try:
        print(json.dumps(campaign(args.kills, args.seed, folder.absolute())))
    finally:
        if args.keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)


def main() -> int:
    return command(__doc__, 50, lambda kills, seed, folder: under_fire(kills, seed, folder, say))


if __name__ == "__main__":
    sys.exit(main())
