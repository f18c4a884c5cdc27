"""Where a run's documents go: an Elasticsearch, or JSON lines in a folder."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pipeline.errors import RunError, TransientError, UsageError
from pipeline.index.actions import Action, Kind, read_alias
from pipeline.index.bulk import BulkWriter, Outcome
from pipeline.index.client import Client, ResponseError, check
from pipeline.index.connection import DEFAULT_PREFIX, Connection, checked_prefix, checked_url, default_url
from pipeline.index.jsonl import JsonlWriter, clear_parts, merge_parts, read_documents
from pipeline.index.loading import bulk_load
from pipeline.index.recall import ElasticsearchMemory
from pipeline.index.schema import require_current, set_up
from pipeline.index.stores import get_document
from pipeline.memory import Memory, NoMemory


class Writer(Protocol):
    def write(self, actions: Sequence[Action]) -> list[Outcome]: ...


class Output(Protocol):
    """Knows how to reach the documents' place from any worker; holds no connection and no secret, so it travels."""

    def prepare(self) -> None:
        """Make the place ready before a run; RunError in one line where it cannot be."""

    def loading(self) -> AbstractContextManager[None]:
        """Wrap a batch run: documents are whole and to be found once it is left."""

    def writer(self) -> Writer: ...

    def memory(self) -> Memory: ...

    def put(self, action: Action) -> None:
        """Write one document by itself; RunError where it is refused."""

    def get(self, kind: Kind, identity: str) -> dict[str, Any]:
        """Read one document once a run has ended; RunError where it is not there."""


@dataclass(frozen=True, slots=True)
class ElasticsearchOutput:
    url: str
    prefix: str = DEFAULT_PREFIX

    def prepare(self) -> None:
        client = self.client()
        check(client)
        set_up(client, self.prefix)
        require_current(client, self.prefix)

    def loading(self) -> AbstractContextManager[None]:
        return bulk_load(self.client(), self.prefix)

    def writer(self) -> Writer:
        return BulkWriter(self.client(), self.prefix)

    def memory(self) -> Memory:
        from pipeline.index.official import PatientClient

        return ElasticsearchMemory(PatientClient(Connection.of(self.url)), self.prefix)

    def put(self, action: Action) -> None:
        _put(self.writer(), action)

    def get(self, kind: Kind, identity: str) -> dict[str, Any]:
        return get_document(self.client(), self.prefix, kind, identity)

    def show(self, kind: Kind) -> None:
        """Let searches find at once what was written of a kind, also while a load refreshes seldom, if that can be."""
        with suppress(TransientError, ResponseError):
            self.client().post(f"/{read_alias(self.prefix, kind)}/_refresh")

    def client(self) -> Client:
        from pipeline.index.official import connect_for_run

        return connect_for_run(self.url)


@dataclass(frozen=True, slots=True)
class JsonlOutput:
    """One file a kind (articles.jsonl …), the same documents in the order of their ids, whole or not there."""

    folder: Path

    def prepare(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            clear_parts(self.folder)
        except OSError as error:
            raise RunError(f"cannot write to {self.folder}: {error.strerror}; choose another folder") from error

    @contextmanager
    def loading(self) -> Iterator[None]:
        yield
        merge_parts(self.folder)

    def writer(self) -> Writer:
        return JsonlWriter(self.folder)

    def memory(self) -> Memory:
        return NoMemory()

    def put(self, action: Action) -> None:
        _put(self.writer(), action)

    def get(self, kind: Kind, identity: str) -> dict[str, Any]:
        for document in read_documents(self.folder, kind):
            if document["id"] == identity:
                return document
        raise RunError(f"{self.folder} has no {kind} document {identity}: the run left none")


def _put(writer: Writer, action: Action) -> None:
    try:
        outcomes = writer.write([action])
    except TransientError as error:
        raise RunError(f"{action.kind} {action.id} was not written: {error}") from error
    except OSError as error:  # of JSON lines
        raise RunError(f"cannot write to {error.filename}: {error.strerror}; free the disk and run again") from error
    for outcome in outcomes:
        if outcome.state in ("refused", "given-up"):
            raise RunError(f"{action.kind} {action.id} was not written: {outcome.kind}: {outcome.reason}")


def parse_output(text: str | None, prefix: str = DEFAULT_PREFIX) -> ElasticsearchOutput | JsonlOutput:
    """Read `--output`: "elasticsearch:URL", "elasticsearch:" or None (the default server), or "jsonl:DIR".

    >>> parse_output("elasticsearch:http://localhost:9200")
    ElasticsearchOutput(url='http://localhost:9200', prefix='claimwire')
    """
    kind, _, rest = (text or "elasticsearch:").partition(":")
    if kind == "elasticsearch":
        return ElasticsearchOutput(checked_url(rest or default_url()), checked_prefix(prefix))
    if kind == "jsonl" and rest:
        return JsonlOutput(Path(rest).absolute())
    raise UsageError(f"--output {text!r} is neither elasticsearch:URL nor jsonl:DIR")
