"""Polling feeds for good: conditional requests, moves, retirements, and a thousand feeds with faults."""

import os
import pickle
import random
import resource
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from hostile_site import Answer, Site, serve

from pipeline.sources import (
    FetchPolicy,
    InputSpec,
    Polled,
    StateStore,
    expand_inputs,
    next_round,
    poll_due,
    read,
    seconds_until_due,
)
from pipeline.sources.client import client_of
from transforms.errors import RecordError
from transforms.parse import parse
from transforms.records import Article

POLICY = FetchPolicy(
    allow_networks=("127.0.0.0/8",), robots=False, total_timeout_s=5.0, attempts=1, backoff_s=0.01, read_timeout_s=3.0
)
START = datetime(2025, 3, 1, tzinfo=UTC)


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> StateStore:
    return StateStore(tmp_path / "state.sqlite")


def rss(names: list[str], *, ttl: str = "") -> bytes:
    items = "".join(
        f"<item><title>Report {name}</title><link>https://gazette.example/world/{name}-of-the-day</link>"
        f"<guid isPermaLink='false'>{name}</guid><description>What happened at {name}.</description></item>"
        for name in names
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>G</title>{ttl}{items}</channel></rss>".encode()


def feed(site: Site, path: str, **fields: object) -> InputSpec:
    return InputSpec(kind="feed", location=site.base + path, **fields)  # type: ignore[arg-type]


def one(spec: InputSpec, store: StateStore, now: datetime = START) -> Polled:
    (polled,) = poll_due([spec], POLICY, store, now)
    return polled


def emitted(polled: Polled, store: StateStore) -> list[str]:
    if polled.payload is None:
        return []
    try:
        articles = [record for record in parse(polled.payload) if isinstance(record, Article)]
    except RecordError:
        return []
    return [article.title for article in store.new_only(articles)]


def test_an_unchanged_feed_is_not_sent_again(site: Site, store: StateStore) -> None:
    """ETag and Last-Modified go back with the next request, and a 304 is no news."""

    def answer(handler: BaseHTTPRequestHandler) -> Answer:
        if handler.headers["If-None-Match"] == '"v1"' and handler.headers["If-Modified-Since"] == "then":
            return 304, {}, b""
        return 200, {"ETag": '"v1"', "Last-Modified": "then"}, rss(["one"])

    site.answers["/f"] = answer
    spec = feed(site, "/f")
    assert one(spec, store).outcome == "changed"
    store.commit()
    assert one(spec, store, START + timedelta(days=1)).outcome == "unchanged"


def test_a_server_that_always_says_new_is_found_out(site: Site, store: StateStore) -> None:
    """The same body under another ETag is no news; a changed one is."""
    etags = iter("abc")
    bodies = iter([rss(["one"]), rss(["one"]), rss(["one", "two"])])
    site.answers["/f"] = lambda handler: (200, {"ETag": next(etags)}, next(bodies))
    outcomes = []
    for day in range(3):
        outcomes.append(one(feed(site, "/f"), store, START + timedelta(days=day)).outcome)
        store.commit()
    assert outcomes == ["changed", "unchanged", "changed"]


def test_a_round_that_is_not_committed_leaves_no_trace(site: Site, store: StateStore) -> None:
    """A launcher killed before the index had it all asks again without validators, and every entry comes again."""
    site.text("/f", rss(["one", "two"]), ETag='"v1"')
    spec = feed(site, "/f")
    assert emitted(one(spec, store), store) == ["Report one", "Report two"]
    store.roll_back()
    again = StateStore(store.path)
    assert emitted(one(spec, again), again) == ["Report one", "Report two"]
    again.commit()
    third = StateStore(store.path)
    assert list(poll_due([spec], POLICY, third, START)) == []
    assert "if-none-match" not in site.headers[-1]


def test_a_cut_delivery_is_asked_for_again_in_full(site: Site, store: StateStore) -> None:
    """The ETag of a feed that came truncated is not kept: a 304 would lose its end."""
    site.text("/f", rss(["one", "two"])[:-60], ETag='"v1"')
    spec = feed(site, "/f")
    assert emitted(one(spec, store), store) == ["Report one"]
    store.commit()
    site.text("/f", rss(["one", "two"]), ETag='"v1"')
    later = one(spec, store, START + timedelta(days=1))
    assert "if-none-match" not in site.headers[-1]
    assert emitted(later, store) == ["Report two"]


def test_a_permanent_move_is_remembered_and_identity_stays(site: Site, store: StateStore) -> None:
    """After a 301 the new address is asked directly; the entries do not become new."""
    site.text("/new", rss(["one"]))
    site.text("/old", b"", 301, Location="/new")
    spec = feed(site, "/old")
    assert emitted(one(spec, store), store) == ["Report one"]
    store.commit()
    site.text("/new", rss(["one", "two"]))
    assert emitted(one(spec, store, START + timedelta(days=1)), store) == ["Report two"]
    assert site.asked["/old"] == 1


def test_a_move_to_what_is_no_feed_is_not_remembered(site: Site, store: StateStore) -> None:
    """A 301 to a web page (a closed site, a portal) is a failure, and the old address is asked again."""
    site.text("/page", b"<!doctype html><title>Welcome</title>")
    site.text("/old", b"", 301, Location="/page")
    polled = one(feed(site, "/old"), store)
    assert (polled.outcome, polled.state.moved_to) == ("failed", None)


def test_410_retires_a_feed(site: Site, store: StateStore) -> None:
    """A feed that is gone is told of once and never asked again, also after a restart."""
    site.text("/f", b"", 410)
    spec = feed(site, "/f")
    assert one(spec, store).outcome == "retired"
    store.commit()
    again = StateStore(store.path)
    assert list(poll_due([spec], POLICY, again, START + timedelta(days=99))) == []
    assert seconds_until_due([spec], again, START) is None
    assert site.asked["/f"] == 1


def test_failures_back_off_and_retry_after_is_kept(site: Site, store: StateStore) -> None:
    """Each failure doubles the pause; a Retry-After longer than that is honoured; a success ends it."""
    spec = feed(site, "/f", interval_s=600.0, max_interval_s=86_400.0)
    site.text("/f", b"", 500)
    now, pauses = START, []
    for _ in range(3):
        polled = one(spec, store, now)
        assert polled.state.next_poll_at is not None
        pauses.append((polled.state.next_poll_at - now).total_seconds())
        now = polled.state.next_poll_at
        store.commit()
    assert [600 * 2**n <= pause <= 600 * 2**n * 1.1 for n, pause in enumerate(pauses)] == [True] * 3
    site.text("/f", b"", 429, Retry_After="20000")
    polled = one(spec, store, now)
    assert polled.state.next_poll_at is not None
    assert (polled.state.next_poll_at - now).total_seconds() >= 20_000
    store.commit()
    client_of.cache_clear()  # the client's own clock has not moved on
    site.text("/f", rss(["one"]))
    assert one(spec, store, polled.state.next_poll_at).state.failures == 0


def test_the_interval_follows_the_feed(site: Site, store: StateStore) -> None:
    """A feed that changes is asked more often, one that does not less often, within limits and its own ttl."""
    spec = feed(site, "/f", interval_s=1000.0, min_interval_s=500.0, max_interval_s=3000.0)
    now, names = START, ["n0"]
    intervals: list[float] = []
    for turn in range(10):
        if turn < 5:
            names.append(f"n{turn + 1}")
        site.text("/f", rss(names))
        polled = one(spec, store, now)
        store.commit()
        assert polled.state.next_poll_at is not None
        assert polled.state.interval_s is not None
        intervals.append(polled.state.interval_s)
        now = polled.state.next_poll_at
    assert min(intervals) == 500.0
    assert intervals[-1] > intervals[5]
    assert max(intervals) <= 3000.0
    site.text("/f", rss(["x"], ttl="<ttl>120</ttl>"))
    polled = one(spec, store, now)
    assert polled.state.next_poll_at is not None
    assert (polled.state.next_poll_at - now).total_seconds() >= 7200


def test_a_feed_of_ten_thousand_entries(site: Site, store: StateStore) -> None:
    """A large feed is read whole, and at the next poll only what is new goes on, though it shrank and grew."""
    site.text("/f", rss([f"e{n}" for n in range(10_000)]))
    spec = feed(site, "/f")
    assert len(emitted(one(spec, store), store)) == 10_000
    store.commit()
    site.text("/f", rss(["new", *(f"e{n}" for n in range(50))]))
    assert emitted(one(spec, store, START + timedelta(days=1)), store) == ["Report new"]
    store.commit()
    site.text("/f", rss([f"e{n}" for n in range(500)]))
    assert emitted(one(spec, store, START + timedelta(days=2)), store) == []


FEEDS = int(os.environ.get("CLAIMWIRE_TEST_FEEDS", "250"))  # 1,000 for the figures
ROUNDS = 4


def test_rounds_give_what_is_new_once(site: Site, store: StateStore, tmp_path: Path) -> None:
    """A stream's rounds hold changed feeds, failures, pages and new files; a round rolled back comes again."""
    folder = tmp_path / "in"
    folder.mkdir()
    os.utime(folder, (1, 1))
    page = b"<html><title>T</title><article>" + b"<p>The ferry sank off Velm at noon on Monday.</p>" * 9
    specs = expand_inputs([site.text("/page", page), str(folder)], watch=True)
    specs += [feed(site, "/f"), feed(site, "/gone")]
    site.text("/f", rss(["one"]))
    (folder / "a.txt").write_text("Ferry sinks")
    os.utime(folder / "a.txt", (1, 1))

    def kinds(now: datetime) -> list[str]:
        inputs = next_round(specs, POLICY, store, now)
        return sorted(f"{spec.kind} {spec.location.removeprefix(site.base)}" for spec in inputs)

    expected = ["failed /gone", "fetched /f", "fetched /page", f"file {folder}/a.txt"]
    assert kinds(START) == expected
    store.roll_back()
    assert kinds(START) == expected
    (page_spec,) = [spec for spec in specs if spec.kind == "url"]
    store.commit(START)
    assert kinds(START) == []
    site.text("/f", rss(["one", "two"]))
    assert kinds(START + timedelta(days=2)) == ["failed /gone", "fetched /f", "passed over /page"]
    assert store.state_of(page_spec.location).body_hash


def test_a_rounds_inputs_are_read_like_any_other(site: Site, store: StateStore) -> None:
    """What a round fetched is a payload, and what failed raises as it did."""
    site.text("/f", rss(["one"]))
    inputs = next_round([feed(site, "/f"), feed(site, "/none")], POLICY, store, START)
    for spec in inputs:
        spec = pickle.loads(pickle.dumps(spec))
        if spec.kind == "failed":
            with pytest.raises(RecordError, match="404"):
                list(read(spec, POLICY))
        else:
            assert len(list(parse(next(read(spec, POLICY))))) == 1


FAULTS = {"503": 5, "404": 3, "cut": 4, "page": 2, "nothing": 2, "none": 60, "no-304": 24}
FAULTY: dict[str, Answer] = {
    "503": (503, {"Retry-After": "30"}, b""),
    "404": (404, {}, b""),
    "page": (200, {}, b"<html><body>maintenance</body></html>"),
    "nothing": (200, {}, b""),
}


def test_many_feeds_with_faults(site: Site, store: StateStore) -> None:
    """Over rounds with random faults each entry comes exactly once, polls add up, and memory stays flat."""
    dice = random.Random(7)
    published: dict[str, list[str]] = {f"/{n}.xml": [f"f{n}e0", f"f{n}e1"] for n in range(FEEDS)}
    healthy = False

    def answer(handler: BaseHTTPRequestHandler) -> Answer:
        names = published[handler.path]
        etag = {"ETag": f'"{len(names)}"'}
        fault = "none" if healthy else dice.choices(list(FAULTS), list(FAULTS.values()))[0]
        if fault == "cut":
            return 200, etag, rss(names)[: -dice.randrange(20, 200)]
        if fault == "none" and handler.headers["If-None-Match"] == etag["ETag"]:
            return 304, {}, b""
        return FAULTY.get(fault) or (200, etag, rss(names))

    for path in published:
        site.answers[path] = answer
    specs = [feed(site, path) for path in published]
    came: Counter[str] = Counter()
    memory: list[int] = []
    for turn in range(ROUNDS):
        healthy = turn == ROUNDS - 1
        killed = turn == 1
        seen: list[str] = []
        outcomes: Counter[str] = Counter()
        for polled in poll_due(specs, replace(POLICY, host_concurrency=8), store, START + timedelta(days=30 * turn)):
            outcomes[polled.outcome] += 1
            seen += emitted(polled, store)
        assert outcomes.total() == FEEDS
        if killed:
            store.roll_back()
        else:
            store.commit(START + timedelta(days=30 * turn))
            came.update(seen)
        memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        if turn < ROUNDS - 2:
            for path, names in published.items():
                if dice.random() < 0.5:
                    names.insert(0, f"{path.strip('/.xml')}x{turn}")
    everything = {f"Report {name}" for names in published.values() for name in names}
    assert set(came) == everything
    assert set(came.values()) == {1}
    assert site.asked.total() == FEEDS * ROUNDS
    assert site.open_most <= 8
    assert memory[-1] - memory[0] < 40_000  # kB
