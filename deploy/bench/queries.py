"""How long an analyst waits: every kind of `claimwire search` on generated claims, median and 95th percentile.

.venv/bin/python deploy/bench/queries.py --claims 1000000      # fills an index of its own, asks, stops the server
"""

import argparse
import contextlib
import io
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from corpus import ADJECTIVES, BODIES, NOUNS, PEOPLE, PLACES, VERBS

from pipeline.cli import search
from pipeline.cli._shown import show
from pipeline.index.client import Client, connect
from pipeline.index.schema import set_up
from pipeline.search.finding import Index
from pipeline.server import start, stop

PREFIX = "bench-queries"
A_BULK = 5000
CLAIMS_AN_ARTICLE, CLAIMS_A_STORY, CLAIMS_A_CLUSTER = 10, 80, 4
ACTS = search.ACTS
BEGAN = datetime(2024, 1, 1, tzinfo=UTC)
DAYS = 730
WARM_UP = 3
WORDS = [*NOUNS, *VERBS, *ADJECTIVES, *(f"{a[:4]}{n[:5]}" for a in ADJECTIVES for n in NOUNS)]
COUNTED = ("civilians killed", "people killed", "soldiers killed", "people wounded", "houses", "tonnes")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=40, help="how often each question is asked, each time another")
    parser.add_argument("--elasticsearch", metavar="URL", help="a server to use (default: one of its own, 1 GB heap)")
    parser.add_argument(
        "--pid", type=int, help="with --elasticsearch: its process, to tell the processor time it takes"
    )
    parser.add_argument("--filled", action="store_true", help="with --elasticsearch: an earlier bench wrote the claims")
    args = parser.parse_args()
    if args.elasticsearch:
        return bench(connect(args.elasticsearch), args.claims, args.rounds, pid=args.pid, is_filled=args.filled)
    with tempfile.TemporaryDirectory(prefix="claimwire-bench-queries-") as folder:
        try:
            server = start(Path(folder))
            return bench(connect(server.url), args.claims, args.rounds, pid=server.pid)
        finally:
            stop(Path(folder))


def bench(client: Client, count: int, rounds: int, *, pid: int | None, is_filled: bool = False) -> int:
    """Fill the index, ask each question in many wordings, print what it took.

    Where others use the machine as well, the processor time (ours and the server's, of one question) tells what it
    would take alone.
    """
    began = time.perf_counter()
    if not is_filled:
        fill(client, count)
        print(f"queries: {count:,} claims written in {time.perf_counter() - began:.0f} s", flush=True)
    index, rng = Index(client, PREFIX), random.Random(7)
    asked = [questions(rng, count) for _ in range(rounds + WARM_UP)]
    slowest = 0.0
    for label in asked[0]:
        for one in asked[:WARM_UP]:
            ask(index, one[label])
        used = processor_ms(pid)
        taken = [ask(index, one[label]) for one in asked[WARM_UP:]]
        used = (processor_ms(pid) - used) / rounds
        p95 = statistics.quantiles(taken, n=20)[-1]
        slowest = max(slowest, p95)
        figures = f"{statistics.median(taken):>6.0f} ms, p95 {p95:>5.0f} ms, processor {used:>4.0f} ms"
        print(f"queries: {label:<44} {figures}", flush=True)
    print(
        f"queries: slowest p95 {slowest:.0f} ms; {os.getloadavg()[0]:.1f} processes wanted {os.cpu_count()} processors"
    )
    return 0


def processor_ms(pid: int | None) -> float:
    """Give the processor time that we and the server have used."""
    ours = time.process_time() * 1000
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return ours
    return ours + (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def ask(index: Index, words: list[str]) -> float:
    """Give the milliseconds of one command, from its options to its last line, without the start of Python."""
    parser = argparse.ArgumentParser()
    search.add_arguments(parser)
    began = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        show(index, search.wanted(parser.parse_args(words)))
    return (time.perf_counter() - began) * 1000


def questions(rng: random.Random, count: int) -> dict[str, list[str]]:
    """Give one wording of each kind of question."""
    noun, verb, adjective, place = (rng.choice(words) for words in (NOUNS, VERBS, ADJECTIVES, PLACES))
    month = (BEGAN + timedelta(days=rng.randrange(DAYS))).strftime("%Y-%m")
    deaths = f"civilian {rng.choice(('deaths', 'casualties'))}"
    article = f"a{rng.randrange(max(1, count // CLAIMS_AN_ARTICLE))}"
    return {
        "the newest": [],
        "two words": [f"{noun} {verb}"],
        "a phrase": [f'"{adjective} {noun}"'],
        "who denies": ["--speaker", rng.choice(PEOPLE), "--act", "deny"],
        "the Islamic State under another name": ["--about", "Daesh", "--act", rng.choice(ACTS)],
        "a topic and a place, denied within a week": ["--about", deaths, "--about", place, "--denied-within", "7d"],
        "the largest tolls of a place": ["--about", place, "--killed", ">=40", "--sort", "largest"],
        "figures of a month": ["--figures", f">={rng.randrange(90)}", "--since", month, "--counting", "houses"],
        "said first and most repeated": ["--first-said", "--outlets", ">=2", "--sort", "widest", "--since", month],
        "who contradicts whom about a place": ["--contradictions", "--about", place],
        "the newest contradictions": ["--contradictions"],
        "the life of a claim": ["--cluster", f"c{rng.randrange(count)}"],
        "the copies of an article": ["--copies-of", article],
        "who accuses a place most": ["--act", "accuse", "--against", place, "--count-by", "speaker"],
        "claims a day": ["--about", place, "--count-by", "day"],
        "translated claims of an outlet": ["--mt", "only", "--outlet", f"Outlet {rng.randrange(40)}"],
        "articles with two words": ["--articles", f"{noun} {verb}"],
        "disputed stories": ["--stories", "--contradicted", "--sort", "disputed", "--since", month],
    }


def fill(client: Client, count: int) -> None:
    """Write the documents, straight in bulk requests, without a refresh until the end."""
    set_up(client, PREFIX)
    for kind, documents in (("claims", claims(count)), ("articles", articles(count)), ("stories", stories(count))):
        index = f"{PREFIX}-{kind}"
        client.put(f"/{index}/_settings", {"index": {"refresh_interval": "-1"}})
        lines: list[str] = []
        for document in documents:
            lines += (json.dumps({"index": {"_id": document["id"]}}), json.dumps(document))
            if len(lines) >= 2 * A_BULK:
                write(client, index, lines)
        write(client, index, lines)
        client.put(f"/{index}/_settings", {"index": {"refresh_interval": None}})
        client.post(f"/{index}/_refresh")


def write(client: Client, index: str, lines: list[str]) -> None:
    if lines:
        answer = client.post(
            f"/{index}-write/_bulk?filter_path=errors", "".join(f"{line}\n" for line in lines).encode()
        )
        assert not answer["errors"]
        lines.clear()


def at(number: int, count: int) -> str:
    return (BEGAN + timedelta(days=DAYS) * (number / count)).strftime("%Y-%m-%dT%H:%M:%SZ")


def claims(count: int) -> Iterator[dict[str, Any]]:
    rng = random.Random(1)
    for number in range(count):
        cluster = number - number % CLAIMS_A_CLUSTER if number % 20 < CLAIMS_A_CLUSTER else number
        person, place = rng.choice(PEOPLE), rng.choice(PLACES)
        is_disputed = number % 25 == 0 and number > 0
        toll = rng.randrange(1, 90)
        what = rng.choice(COUNTED) if rng.random() < 0.3 else None
        words = " ".join(rng.choices(WORDS, k=rng.randint(6, 18)))
        text = f"{toll} {what} in {place} {words}" if what else f"{words} near {place}"
        is_daesh = number % 50 == 0
        yield {
            "id": f"c{number}", "article_id": f"a{number // CLAIMS_AN_ARTICLE}",
            "story_id": f"s{number // CLAIMS_A_STORY}", "outlet": f"Outlet {rng.randrange(40)}", "text": text,
            "article_title": f"{place} {words[:40]}", "url": f"https://outlet.example/{number}", "language": "en",
            "is_machine_translated": number % 4 == 0, "published_at": at(number, count),
            "@timestamp": at(number, count),
            "speaker": {"name": person if number % 3 else rng.choice(BODIES), "entity_id": f"e-{person.lower()}",
                        "type": "PERSON", "role": "spokesperson", "kind": "name", "confidence": 0.9,
                        "start": 0, "end": 9, "raw_start": 0, "raw_end": 9},
            "content": [{"text": text, "start": 10, "end": 10 + len(text), "raw_start": 10, "raw_end": 10 + len(text)}],
            "act": rng.choice(ACTS), "negated": number % 9 == 0, "directness": "indirect", "confidence": 0.9,
            "about": [place.lower(), "islamic-state"] if is_daesh else [place.lower()],
            "about_names": [place, "Islamic State"] if is_daesh else [place],
            "about_known_as": ["Daesh", "ISIL"] if is_daesh else [],
            "target": place.lower(), "target_name": place, "cue": {"lemma": "say", "type": "report", "negated": False},
            "figures": [{"text": str(toll), "value": toll, "low": toll, "high": toll, "comparator": "=", "what": what}]
            if what else [],
            "toll": {"killed": [toll]} if what and "killed" in what else {},
            "cluster_id": f"c{cluster}", "first_said": cluster == number, "outlets": 1 + (cluster != number),
            "denied_after_h": rng.randrange(400) if is_disputed else None, "contradictions": int(is_disputed),
            "contradicted_by": [rng.choice(PEOPLE)] if is_disputed else [],
            "links": [{"claim_id": f"c{rng.randrange(number)}", "relation": "contradicts", "score": 0.8,
                       "evidence": "generated"}] if is_disputed else [],
        }  # fmt: skip


def articles(count: int) -> Iterator[dict[str, Any]]:
    rng, total = random.Random(2), max(1, count // CLAIMS_AN_ARTICLE)
    for number in range(total):
        place, body = rng.choice(PLACES), ". ".join(" ".join(rng.choices(WORDS, k=12)) for _ in range(12))
        original = number - number % 10
        duplicate = {"of": f"a{original}", "kind": "near", "similarity": 0.9} if number % 10 in (1, 2) else None
        yield {
            "id": f"a{number}", "title": f"{place} {body[:40]}", "deck": "", "body": body, "duplicate": duplicate,
            "source": {"id": f"o{number % 40}", "name": f"Outlet {number % 40}", "domain": None}, "language": "en",
            "url": f"https://outlet.example/{number}", "published_at": at(number, total),
            "@timestamp": at(number, total), "story_id": f"s{number // 8}", "mt": None,
            "copies": 2 * (number % 10 == 0), "entities": [{"entity_id": place.lower(), "name": place, "type": "GPE"}],
        }  # fmt: skip


def stories(count: int) -> Iterator[dict[str, Any]]:
    rng, total = random.Random(3), max(1, count // CLAIMS_A_STORY)
    for number in range(total):
        yield {
            "id": f"s{number}", "title": " ".join(rng.choices(WORDS, k=8)), "first_at": at(number, total),
            "last_at": at(number, total), "@timestamp": at(number, total), "article_count": rng.randrange(1, 30),
            "outlets": [f"Outlet {rng.randrange(40)}"], "entities": rng.sample(PLACES, 3), "claims": CLAIMS_A_STORY,
            "contradictions": rng.choice((0, 0, 0, 1, 4)), "top_claims": [" ".join(rng.choices(WORDS, k=10))],
        }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
