"""Clocks that jump: what comes later is not taken for older, feeds are asked, and a stream goes on."""

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, Self

import pytest
from hostile_site import Site, serve
from test_streaming import feed_of, run_document, scraped, streaming

import pipeline.plan
import pipeline.sources.files
from pipeline.cli import main
from pipeline.index.client import connect
from pipeline.sources.schedule import FetchState

Run = Callable[[list[dict[str, str]]], dict[str, Any]]


class Ahead(datetime):
    """A clock that is a day ahead."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        later = datetime.now(tz) + timedelta(days=1)
        return cls.combine(later.date(), later.timetz())


@pytest.fixture
def run(elasticsearch: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run records through the pipeline in this process."""

    def run_records(records: list[dict[str, str]]) -> dict[str, Any]:
        path = tmp_path / "records.jsonl"
        path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
        arguments = ["run", "--quiet", "--json", "--direct_num_workers=1", "--prefix=ahead", f"--input={path}"]
        assert main([*arguments, f"--output=elasticsearch:{elasticsearch}"]) == 0
        document: dict[str, Any] = json.loads(capsys.readouterr().out)
        return document

    return run_records


def record(identity: str, lost: str, **more: str) -> dict[str, str]:
    text = f"The harbour of Velm was closed on Monday. Port director Hanna Quist said {lost} boats were lost."
    return {"id": identity, "url": f"https://velm.example/{identity}", "title": "Harbour closed", "text": text} | more


def documents(url: str, kind: str) -> list[dict[str, Any]]:
    return [hit["_source"] for hit in connect(url).post(f"/ahead-{kind}/_search", {"size": 100})["hits"]["hits"]]


def test_what_comes_after_a_clock_that_was_ahead_is_newer(
    run: Run, elasticsearch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Corrections with and without a date of their own replace what the wrong clock brought, claims and stories too."""
    dated = {"date": "2025-03-03T10:00:00Z"}
    with monkeypatch.context() as patch:
        patch.setattr(pipeline.plan, "datetime", Ahead)
        patch.setattr(pipeline.sources.files, "datetime", Ahead)
        first = run([record("a", "eleven"), record("b", "forty", **dated)])
    assert datetime.fromisoformat(first["started_at"]) > datetime.now(UTC) + timedelta(hours=20)
    run([record("a", "eleven"), record("b", "forty", **dated)])  # notes on what is known count versions up
    for lost in ("twelve", "thirteen"):
        later = run([record("a", lost), record("b", f"{lost} more", **dated)])
        assert later["problems"] == []
        assert not [line for line in later["counts"] if "newer version" in str(line["reasons"])], later["counts"]
        bodies = {article["url"][-1]: article["body"] for article in documents(elasticsearch, "articles")}
        assert f"{lost} boats" in bodies["a"]
        assert f"{lost} more boats" in bodies["b"]
        claims = " ".join(json.dumps(claim) for claim in documents(elasticsearch, "claims"))
        assert lost in claims
        assert "eleven" not in claims


def test_feeds_planned_by_a_clock_that_was_ahead_are_due() -> None:
    """Neither a next poll nor a pause counts that was noted in the future; a plan of now does."""
    now = datetime(2025, 3, 3, tzinfo=UTC)
    day, hour = timedelta(days=1), timedelta(hours=1)
    ahead = FetchState(url="u", fetched_at=now + day, next_poll_at=now + day + hour, rest_until=now + day + hour)
    assert ahead.is_due(now)
    assert ahead.reason_to_wait(now) is None
    right = FetchState(url="u", fetched_at=now - hour, next_poll_at=now + hour, rest_until=now + hour)
    assert not right.is_due(now)
    assert right.reason_to_wait(now) is not None


JUMPING = """\
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
int clock_gettime(clockid_t id, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int code = real(id, now), file;
    char ahead[32] = {0};
    if (id == CLOCK_REALTIME && (file = open(getenv("CLAIMWIRE_TEST_CLOCK"), O_RDONLY)) >= 0) {
        if (read(file, ahead, 31) > 0) now->tv_sec += atol(ahead);
        close(file);
    }
    return code;
}
"""
DAY_S = 86_400


@pytest.mark.skipif(shutil.which("cc") is None, reason="a C compiler makes the clock: apt-get install gcc")
def test_a_stream_goes_on_when_the_clock_jumps(
    elasticsearch: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Set a day ahead, back, a day behind and right again, a running stream asks its feed, and has each entry once."""
    clock, prefix, names = tmp_path / "clock", "jumping", ["j1"]
    clock.write_text("0")
    command = ["cc", "-shared", "-fPIC", "-x", "c", "-", "-o", str(tmp_path / "jumping.so"), "-ldl"]
    subprocess.run(command, input=JUMPING, text=True, check=True)
    monkeypatch.setenv("CLAIMWIRE_TEST_CLOCK", str(clock))
    monkeypatch.setenv("LD_PRELOAD", str(tmp_path / "jumping.so"))
    with serve() as site:
        feed = feed_of(site, "/j.xml", names)
        with streaming(elasticsearch, prefix, tmp_path, [feed], "--metrics=0") as running:
            running.wait_for_articles(1)
            for number, ahead_s in enumerate((DAY_S, 0, -DAY_S, 0), start=2):
                set_clock(clock, ahead_s)
                running.wait_for(two_more(site), "two polls")
                names.insert(0, f"j{number}")
                running.wait_for_articles(number)
                assert scraped(running)["claimwire_in_trouble"] == 0
            assert running.stop() == 0
    document = run_document(elasticsearch, prefix)
    assert (document["state"], document["problems"], document["articles"]) == ("done", [], 5)


def two_more(site: Site) -> Callable[[], bool]:
    before = site.asked["/j.xml"]
    return lambda: site.asked["/j.xml"] > before + 1


def set_clock(path: Path, ahead_s: float) -> None:
    """Set the clock at once: nobody reads half of it."""
    path.with_suffix(".new").write_text(str(ahead_s))
    path.with_suffix(".new").replace(path)
