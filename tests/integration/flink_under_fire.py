"""Kills what a Flink cluster, a run and a stream on it consist of, as `under_fire` does on one machine.

Run `python tests/integration/flink_under_fire.py --kills 20` for a report of its own; a test does the same with fewer
kills. It has a server and a cluster of its own. Each batch goes to a new index and is to end by itself; a stream goes
over a folder that grows. Each index then equals that of an undisturbed run on this machine, and all ledgers add up.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from under_fire import (
    A_PART,
    PARTS,
    PATIENCE_S,
    STREAM,
    WORKER,
    Fire,
    command,
    contents,
    descendants,
    documents,
    say,
    wait_until,
    write_parts,
)

from pipeline.index.client import ResponseError
from pipeline.server import stop

sys.path.append(str(Path(__file__).parents[2] / "deploy" / "flink"))
from local import Cluster  # type: ignore[import-not-found]
from software import prepared  # type: ignore[import-not-found]

OF_CLUSTER = ("task manager", "worker", "job manager", "pool", "fork server")
BATCH = (*OF_CLUSTER, "launcher", "server")
ROUND = (*OF_CLUSTER, *(victim for victim in STREAM if victim not in ("fork server", "round")))
ARTICLES = PARTS * A_PART
AWAY_S = 4.0
"""What is started again is away for so long at most."""


def workers_of(cluster: Cluster) -> list[int]:
    return [pid for pid, line in descendants(cluster.processes["workers"].pid) if WORKER in line]


def fork_server_of(cluster: Cluster) -> list[int]:
    """Give the server itself; what it forked has its name too, and comes after it."""
    below = descendants(cluster.processes["workers"].pid)
    return [pid for pid, line in below if "multiprocessing.forkserver" in line][:1]


@dataclass(slots=True, kw_only=True)
class ClusterFire(Fire):
    """The same on a cluster; `slowest` is the longest that a run took with one part killed, by part."""

    cluster: Cluster
    slowest: dict[str, float] = field(default_factory=dict)

    def strike(self, launcher: subprocess.Popen[Any], victim: str, within_s: float) -> bool:
        """Kill a part while a job is on its way; a process that a supervisor looks after comes back."""
        if victim not in OF_CLUSTER:
            return Fire.strike(self, launcher, victim, max(within_s, self.duration_s))
        time.sleep(self.dice.uniform(0.05, 1.0) * self.duration_s)
        if victim in ("worker", "fork server"):
            struck = self._kill_below(launcher, victim)
        else:
            names = {"pool": ["workers"], "job manager": ["jobmanager"], "task manager": self.cluster.names}[victim]
            name = self.dice.choice(names)
            struck = launcher.poll() is None
            if struck:
                self.cluster.kill(name)
                time.sleep(self.dice.uniform(0.0, AWAY_S))
                self.cluster.launch(name)
        self.kills[victim] += struck
        return struck

    def _kill_below(self, launcher: subprocess.Popen[Any], victim: str) -> bool:
        """Kill one of the pool's processes; False where none came before the run's end."""
        end = time.monotonic() + self.duration_s
        while launcher.poll() is None and time.monotonic() < end:
            if found := workers_of(self.cluster) if victim == "worker" else fork_server_of(self.cluster):
                with suppress(ProcessLookupError):
                    os.kill(self.dice.choice(found), signal.SIGKILL)
                    return True
            time.sleep(0.02)
        return False

    def batch(self, prefix: str, *, workers: int = 2) -> subprocess.Popen[str]:
        options = [f"--direct_num_workers={workers}"] if prefix == "calm" else self.cluster.options
        return self.command(prefix, f"--input={self.folder / 'parts'}", "--quiet", "--no-state", *options)

    def _stream(self, prefix: str, watched: Path) -> subprocess.Popen[str]:
        state = self.folder / "state"
        options = ("--streaming", "--interval=1s", "--log-format=json", f"--state={state}", *self.cluster.options)
        self.begun = len(self.said(prefix)) if (self.folder / f"{prefix}.log").exists() else 0
        return self.command(prefix, f"--input={watched}", *options)

    def batch_campaign(self, prefix: str, victims: list[str]) -> None:
        """Kill one part of a run; what ends with an error, or before its job began, is run again."""
        began = time.monotonic()
        process = self.batch(prefix)
        struck = self.strike(process, victims[0], self.duration_s)
        code = process.wait(PATIENCE_S)
        self.wait_for_quiet()
        if not struck:
            self.duration_s = max(4.0, 0.6 * self.duration_s)  # it was faster
            return
        assert code in (0, 1, -signal.SIGKILL), (code, self.said(prefix))
        if code == 1:
            self.failures[f"{victims[0]}: {self.said(prefix)[-1].partition(' failed: ')[2][:120]}"] += 1
        took = time.monotonic() - began
        self.slowest[victims[0]] = round(max(self.slowest.get(victims[0], 0.0), took), 1)
        if code == 1 or not self._is_done(prefix):
            self.undisturbed(prefix)

    def _is_done(self, prefix: str) -> bool:
        try:
            return any(run["state"] == "done" for run in documents(self.url, prefix, "runs"))
        except ResponseError:  # it was killed before it made its indices
            return False

    def check(self, prefix: str, expected: dict[str, Any]) -> None:
        """Compare as on one machine, when nothing that was left on the cluster still works."""
        self.wait_for_quiet()
        Fire.check(self, prefix, expected)
        done = [run for run in documents(self.url, prefix, "runs") if run["state"] == "done"]
        assert done, documents(self.url, prefix, "runs")
        assert all(run["ledger"]["read"]["dead"] == 0 for run in done), done

    def wait_for_quiet(self) -> None:
        """Wait for the end of what runs on the cluster, whoever started it."""
        wait_until(self._is_quiet, "the end of the jobs", PATIENCE_S)

    def _is_quiet(self) -> bool:
        with suppress(OSError, ValueError, KeyError):
            overview = self.cluster.ask("/overview")
            jobs = self.cluster.ask("/jobs/overview")["jobs"]
            ended = all(job["state"] in ("FINISHED", "FAILED", "CANCELED") for job in jobs)
            return ended and overview["taskmanagers"] == self.cluster.task_managers
        return False


def flink_under_fire(
    kills: int,
    seed: int,
    folder: Path,
    cluster: Cluster,
    *,
    run_s: float | None = None,
    report: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Go from batches to streams until so much was killed; AssertionError where anything is lost or doubled.

    `run_s` says about how long a run on the cluster takes; an undisturbed one finds it out.
    """
    fire = ClusterFire(folder=folder, dice=random.Random(seed), cluster=cluster)
    fire.parts = write_parts(folder / "parts", seed)
    fire.start()
    try:
        fire.undisturbed("calm")
        expected = contents(fire.url, "calm")
        assert sum(name.startswith("articles/") for name in expected) == ARTICLES
        if run_s is None:
            began = time.monotonic()
            fire.undisturbed("calm-cluster")
            run_s = time.monotonic() - began
            fire.check("calm-cluster", expected)
        fire.duration_s = run_s
        turns = {"batch": 0, "stream": 0}
        while (left := kills - fire.kills.total()) > 0:
            kind = "stream" if turns["batch"] > 2 * turns["stream"] + 2 else "batch"
            among, number = (ROUND, min(3, left)) if kind == "stream" else (BATCH, 1)
            victims = [among[(seed + turns[kind] + turn) % len(among)] for turn in range(number)]
            prefix = f"{kind}{turns[kind]}"
            turns[kind] += number
            (fire.stream_campaign if kind == "stream" else fire.batch_campaign)(prefix, victims)
            if fire.kills.total() == kills - left:
                continue  # the run had ended before
            fire.check(prefix, expected)
            report(f"{fire.kills.total()} kills ({prefix}: {', '.join(victims)}): equal")
        return {
            "kills": dict(fire.kills),
            "documents": len(expected),
            "undisturbed_s": round(run_s, 1),
            "slowest_s": fire.slowest,
            "failures": dict(fire.failures),
            "dead_letters": fire.dead_letters,
        }
    finally:
        stop(folder / "es")


def campaign(kills: int, seed: int, folder: Path) -> dict[str, Any]:
    """Start a cluster of its own for the kills."""
    with Cluster(folder / "flink", prepared()) as cluster:
        return flink_under_fire(kills, seed, folder, cluster, report=say)


def main() -> int:
    return command(__doc__, 20, campaign)


if __name__ == "__main__":
    sys.exit(main())
