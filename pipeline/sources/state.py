"""What polling remembers across restarts: one SQLite file, written for good only when a round was indexed.

Reading puts its news aside as pending; `commit` makes them count. A round that is killed before leaves no trace, so
its entries come again: nothing is lost at a 304 that answers a request whose items never arrived. What is put aside
carries the name of the attempt, so a process that outlives its launcher cannot slip its own into a later round.
"""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipeline.errors import RunError
from pipeline.sources.schedule import FetchState
from transforms.records import Article

KEEP_SEEN_DAYS = 120
MARKS_HELD = 1000

_SCHEMA = """
create table if not exists feeds (url text primary key, state text not null);
create table if not exists seen (key text primary key, digest text not null, day integer not null) without rowid;
create table if not exists pending_feeds (url text primary key, state text not null);
create table if not exists pending_marks (
  attempt text not null, key text not null, digest text not null, primary key (attempt, key)) without rowid;
create table if not exists facts (name text primary key, value text not null) without rowid;
"""
_TIMES = ("next_poll_at", "rest_until", "fetched_at", "changed_at")


@dataclass
class StateStore:
    """The state of feeds and the entries seen; several processes may use one file."""

    path: Path
    attempt: str = ""
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)
    _marks: dict[str, str] = field(default_factory=dict, repr=False)
    _connection: sqlite3.Connection | None = field(default=None, repr=False)

    def __getstate__(self) -> dict[str, object]:
        return {"path": self.path, "attempt": self.attempt}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]

    def of_attempt(self, attempt: str) -> "StateStore":
        """Give the same state for one attempt at a round: what it puts aside counts only if the attempt does."""
        return StateStore(self.path, attempt)

    def fact(self, name: str) -> str | None:
        """Give what was remembered under a name."""
        with self._database() as database:
            row = database.execute("select value from facts where name = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    def clear(self) -> None:
        """Forget everything: all feeds are new again."""
        with self._database() as database:
            self._forget(database)
            for table in ("feeds", "seen", "facts"):
                database.execute(f"delete from {table}")  # noqa: S608

    def state_of(self, url: str) -> FetchState:
        """Give what is known of a feed for good."""
        with self._database() as database:
            row = database.execute("select state from feeds where url = ?", (url,)).fetchone()
        return _state_from(row[0]) if row else FetchState(url=url)

    def states(self) -> Iterator[FetchState]:
        """Give what is known of all feeds, by address."""
        with self._database() as database:
            rows = database.execute("select state from feeds order by url").fetchall()
        yield from (_state_from(row[0]) for row in rows)

    def put_aside(self, state: FetchState) -> None:
        """Keep a feed's new state until the round is committed."""
        with self._database() as database:
            database.execute("insert or replace into pending_feeds values (?, ?)", (state.url, _state_to(state)))

    def new_only(self, articles: Iterable[Article]) -> Iterator[Article]:
        """Pass on what is new or changed since it was last committed, once a round; put its mark aside."""
        for article in articles:
            if self.is_new(article):
                yield article

    def is_new(self, article: Article) -> bool:
        """Tell whether an article is new or changed, and put its mark aside."""
        return self.is_news(article.id, digest_of(article))

    def is_news(self, key: str, digest: str) -> bool:
        """Tell whether a key is new or its digest another, and put the mark aside."""
        if self._marks.get(key) == digest:
            return False
        with self._database() as database:
            known = database.execute(
                "select digest from seen where key = :key union all"
                " select digest from pending_marks where key = :key and attempt = :attempt",
                {"key": key, "attempt": self.attempt},
            )
            if any(row[0] == digest for row in known):
                return False
            self._marks[key] = digest
            if len(self._marks) >= MARKS_HELD:
                self._write_marks(database)
        return True

    def flush(self) -> None:
        """Write the marks that are held in memory, so that the process that commits finds them."""
        with self._database() as database:
            self._write_marks(database)

    def _write_marks(self, database: sqlite3.Connection) -> None:
        rows = [(self.attempt, key, digest) for key, digest in self._marks.items()]
        database.executemany("insert or replace into pending_marks values (?, ?, ?)", rows)
        self._marks.clear()

    def commit(
        self, now: datetime | None = None, *, attempts: Iterable[str] = (), facts: Mapping[str, str] | None = None
    ) -> None:
        """Make the round's news count, with those of the attempts that succeeded: call this when all is indexed."""
        day = (now or datetime.now(UTC)).toordinal()
        with self._database() as database:
            self._write_marks(database)
            database.execute("insert or replace into feeds select url, state from pending_feeds")
            for attempt in (self.attempt, *attempts):
                database.execute(
                    "insert or replace into seen select key, digest, ? from pending_marks where attempt = ?",
                    (day, attempt),
                )
            database.executemany("insert or replace into facts values (?, ?)", (facts or {}).items())
            database.execute("delete from seen where day < ?", (day - KEEP_SEEN_DAYS,))
            self._forget(database)

    def roll_back(self) -> None:
        """Forget a round that did not end: its feeds are asked again and its entries come again."""
        with self._database() as database:
            self._forget(database)

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _forget(self, database: sqlite3.Connection) -> None:
        self._marks.clear()
        database.execute("delete from pending_feeds")
        database.execute("delete from pending_marks")

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            if self._connection is None:
                self._connection = self._open()
            with self._connection:
                yield self._connection

    def _open(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=60, check_same_thread=False)
            connection.execute("pragma journal_mode=wal")
            connection.execute("pragma synchronous=normal")
            connection.executescript(_SCHEMA)
            return connection
        except (OSError, sqlite3.DatabaseError) as error:
            raise RunError(f"cannot use the state file {self.path}: {error}; move it away or free the disk") from error


def digest_of(article: Article) -> str:
    """Give what changes when a delivery says something new."""
    stated = "\x1f".join((article.title, article.deck, article.raw))
    return sha256(stated.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _state_to(state: FetchState) -> str:
    return json.dumps(asdict(state), default=lambda value: value.isoformat())


def _state_from(text: str) -> FetchState:
    fields = json.loads(text)
    known = {name: value for name, value in fields.items() if name in FetchState.__slots__}
    for name in _TIMES:
        if known.get(name):
            known[name] = datetime.fromisoformat(known[name])
    return FetchState(**known)
