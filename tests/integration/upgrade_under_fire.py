"""Upgrades an index again and again while it is written, and kills the upgrader and the server at random moments.

Run `python tests/integration/upgrade_under_fire.py --kills 20` for a report of its own; a test does the same with fewer
kills. It has a server of its own, which it kills with SIGKILL and starts again on the same data.
"""

import argparse
import hashlib
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import TransientError
from pipeline.index import schema
from pipeline.index.actions import KINDS, Action, Kind, index_name, write_alias
from pipeline.index.bulk import Backoff, BulkWriter
from pipeline.index.client import Client, connect
from pipeline.server import start, stop

PREFIX = "fired-at"
FIRST_DOCUMENTS = 2000
IDS = 3000
OLD = {"schema_version": 0, "digest": "older", "analysis": "older"}
MOVED: tuple[Kind, ...] = ("articles", "claims", "runs")


class LiveWriter(threading.Thread):
    """Writes, changes and deletes articles without a pause, and remembers what it was told is done.

    A write whose answer was lost is made again until it is answered, as the pipeline's sink does.
    """

    def __init__(self, url: str, seed: int) -> None:
        super().__init__(daemon=True)
        self.expected: dict[str, dict[str, Any]] = {}
        self.written = Counter[str]()
        self.problem: BaseException | None = None
        self._dice = random.Random(seed)
        self._url = url
        self._ended = threading.Event()
        self._idle = threading.Lock()
        self._numbers = itertools.count(1)

    def run(self) -> None:
        writer = BulkWriter(connect(self._url), PREFIX, backoff=Backoff(first_s=0.1, longest_s=1.0, total_s=300.0))
        try:
            while not self._ended.is_set():
                with self._idle:
                    self.write(writer, self._dice.randint(1, 20))
                time.sleep(0.002)
        except BaseException as error:
            self.problem = error

    def write(self, writer: BulkWriter, number: int) -> None:
        """Write some actions, each on an article of its own, since only their order is certain."""
        identities = self._dice.sample(range(IDS), number)
        waiting = [self._action(f"a{identity}") for identity in identities]
        while waiting:
            try:
                outcomes = writer.write(waiting)
            except TransientError:
                continue
            waiting = [outcome.action for outcome in outcomes if outcome.state == "given-up"]
            for outcome in outcomes:
                assert outcome.state != "refused", outcome
                if outcome.state != "given-up":
                    self._remember(outcome.action)

    def _action(self, identity: str) -> Action:
        number = next(self._numbers)
        document = {"id": identity, "title": f"title {number}", "copies": number, "body": "word " * (number % 200)}
        operation = self._dice.choices(("index", "update", "delete"), (7, 2, 1))[0]
        version = number * 1000 if operation == "index" else None  # updates count up from the version below them
        changes = {"index": document, "update": {"copies": number}, "delete": {}}
        return Action(kind="articles", id=identity, operation=operation, version=version, document=changes[operation])

    def _remember(self, action: Action) -> None:
        self.written[action.operation] += 1
        match action.operation:
            case "index":
                self.expected[action.id] = dict(action.document)
            case "update" if action.id in self.expected:
                self.expected[action.id] = {**self.expected[action.id], **action.document}
            case "delete":
                self.expected.pop(action.id, None)

    def pause(self) -> None:
        self._idle.acquire()

    def go_on(self) -> None:
        self._idle.release()

    def end(self) -> None:
        self._ended.set()
        self.join(timeout=330)


@dataclass(slots=True)
class Fire:
    """A server with its data, the upgrades that were begun, and what was killed when."""

    data: Path
    dice: random.Random
    kills: Counter[str] = field(default_factory=Counter)
    moments: Counter[str] = field(default_factory=Counter)
    upgrades: int = 0
    aborted: int = 0
    duration_s: float = 2.0
    url: str = ""

    def start(self) -> None:
        port = int(self.url.rpartition(":")[2]) if self.url else None
        self.url = start(self.data, http_port=port, heap_mb=512, owner_pid=os.getpid()).url

    def kill_server(self) -> None:
        state = json.loads((self.data / "server.json").read_text(encoding="utf-8"))
        os.kill(state["pid"], signal.SIGKILL)
        self.kills["server"] += 1

    def command(self, *more: str) -> subprocess.Popen[str]:
        program = "import sys; from pipeline.cli import main; sys.exit(main(sys.argv[1:]))"
        arguments = ["index", "upgrade", f"--elasticsearch={self.url}", f"--prefix={PREFIX}", *more]
        return subprocess.Popen(
            [sys.executable, "-c", program, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )

    def upgrade_once(self, most_kills: int) -> int:
        """Upgrade, killed so often at most, until it gets through; give how often it was killed."""
        self.upgrades += 1
        for struck in itertools.count():
            began = time.monotonic()
            upgrader = self.command()
            if struck < most_kills and self._strike(upgrader):
                if self.dice.random() < 0.2:
                    self._finish(self.command("--abort"))
                    self.aborted += 1
                continue
            self._finish(upgrader)
            if not struck:
                self.duration_s = time.monotonic() - began
            return struck
        raise AssertionError

    def _strike(self, upgrader: subprocess.Popen[str]) -> bool:
        """Kill the upgrader or the server after a random part of an upgrade's time, unless it was faster."""
        time.sleep(self.dice.uniform(0.2, 1.0) * self.duration_s)
        if upgrader.poll() is not None:
            return False
        if self.dice.random() < 0.35:
            self.kill_server()
            self.start()
            upgrader.kill()  # it may still wait for the server that was
        else:
            upgrader.kill()
            self.kills["upgrader"] += 1
        upgrader.communicate()
        self.moments[phase(connect(self.url))] += 1
        return True

    def _finish(self, command: subprocess.Popen[str]) -> None:
        _, problem = command.communicate(timeout=300)
        assert command.returncode == 0, problem


def make_old(client: Client) -> None:
    """Say of some indices that they have an older schema."""
    for kind in MOVED:
        index, content = next(iter(client.get(f"/{write_alias(PREFIX, kind)}").items()))
        client.put(f"/{index}/_mapping", {"_meta": {**content["mappings"]["_meta"], **OLD}})


def phase(client: Client) -> str:
    """Say how far the upgrade was that was killed."""
    building = held_back = 0
    moved = len(MOVED)
    for kind in MOVED:
        index, content = next(iter(client.get(f"/{write_alias(PREFIX, kind)}").items()))
        moved -= content["mappings"]["_meta"]["digest"] == OLD["digest"]
        building += client.exists(f"/{index_name(PREFIX, kind, int(index.rpartition('-')[2]) + 1)}")
        held_back += "blocks" in content["settings"]["index"]
    state = "writes held back" if held_back else "copying" if building else "between indices"
    return f"{state}, {moved} of {len(MOVED)} moved"


def contents(client: Client) -> dict[str, dict[str, Any]]:
    from pipeline.index.paging import read_hits

    client.post(f"/{write_alias(PREFIX, 'articles')}/_refresh")
    hits = read_hits(client, write_alias(PREFIX, "articles"), {"match_all": {}}, ["*"])
    return {hit["_id"]: hit["_source"] for hit in hits}


def checksum(documents: dict[str, dict[str, Any]]) -> str:
    return hashlib.sha256(json.dumps(documents, sort_keys=True).encode()).hexdigest()[:16]


def check(client: Client, writer: LiveWriter) -> str:
    """Compare every article with what its writer was told; give the checksum."""
    writer.pause()
    try:
        assert writer.problem is None, writer.problem
        found = contents(client)
        assert len(found) == len(writer.expected)
        assert checksum(found) == checksum(writer.expected), _differences(found, writer.expected)
        return checksum(found)
    finally:
        writer.go_on()


def _differences(found: dict[str, Any], expected: dict[str, Any]) -> list[Any]:
    return [(key, found.get(key), expected.get(key)) for key in found | expected if found.get(key) != expected.get(key)]


def under_fire(kills: int, seed: int, data: Path, report: Any = None) -> dict[str, Any]:
    """Upgrade until so many kills have struck; AssertionError where anything is lost, doubled or left behind."""
    fire = Fire(data, random.Random(seed))
    fire.start()
    writer = LiveWriter(fire.url, seed)
    try:
        client = connect(fire.url)
        schema.set_up(client, PREFIX)
        sink = BulkWriter(client, PREFIX)
        for _ in range(FIRST_DOCUMENTS // 20):
            writer.write(sink, 20)
        writer.start()
        left = kills
        most = 0  # the first is left in peace, to see how long it takes
        while left:
            make_old(connect(fire.url))
            left -= fire.upgrade_once(min(most, left))
            most = fire.dice.randint(1, 3)
            client = connect(fire.url)
            schema.require_current(client, PREFIX)
            same = check(client, writer)
            if report:
                report(f"{kills - left} kills, {fire.upgrades} upgrades: {len(writer.expected)} articles, {same}")
        writer.end()
        assert contents(client) == writer.expected
        schema.require_current(client, PREFIX)
        generations = {kind: next(iter(client.get(f"/{write_alias(PREFIX, kind)}"))) for kind in KINDS}
        for kind in MOVED:
            current = int(generations[kind].rpartition("-")[2])
            assert not client.exists(f"/{index_name(PREFIX, kind, current + 1)}"), "a half-built index was left"
        return {
            "kills": dict(fire.kills),
            "moments": dict(fire.moments),
            "aborted": fire.aborted,
            "upgrades": fire.upgrades,
            "writes": dict(writer.written),
            "articles": len(writer.expected),
            "checksum": checksum(writer.expected),
        }
    finally:
        writer._ended.set()
        stop(data)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    data = Path(tempfile.mkdtemp(prefix="claimwire-fire-"))
    try:
        print(json.dumps(under_fire(args.kills, args.seed, data, lambda line: print(line, flush=True))))
    finally:
        shutil.rmtree(data, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
