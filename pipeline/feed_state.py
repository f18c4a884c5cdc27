"""Which feed state belongs to an output: one folder an index, held by one run, void where the index is new."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.errors import RunError
from pipeline.folders import data_folder, make_folder
from pipeline.index.actions import read_alias
from pipeline.index.client import explained, segment
from pipeline.index.output import ElasticsearchOutput
from pipeline.sources import StateStore

FOLDER_VARIABLE = "CLAIMWIRE_STATE"
"""Names the folder of all states where `--state` does not."""
LAST_RUN = "run"
LAST_ROUND = "round"


def state_folder(chosen: Path | None, output: ElasticsearchOutput) -> Path:
    """Give the folder of an output's state: each index has its own, so that none starves another."""
    stated = os.environ.get(FOLDER_VARIABLE)
    above = chosen or (Path(stated) if stated else data_folder() / "state")
    digest = hashlib.sha256(f"{output.url.rstrip('/')} {output.prefix}".encode()).hexdigest()[:8]
    return above.expanduser().absolute() / f"{output.prefix}-{digest}"


@contextmanager
def held_state(folder: Path, output: ElasticsearchOutput) -> Iterator[StateStore]:
    """Open the state for this process alone; RunError where another run has it.

    The state names the run that it was last committed with. An index that does not hold that run (deleted, made anew,
    restored from before) does not hold the entries either, so the state is void and everything comes again.
    """
    make_folder(folder)
    with _alone(folder):
        store = StateStore(folder / "state.sqlite")
        try:
            store.roll_back()  # what a killed run left
            if not _is_known_to(output, store.fact(LAST_RUN), int(store.fact(LAST_ROUND) or 0)):
                store.clear()
            yield store
        finally:
            store.close()


@contextmanager
def spool_of(store: StateStore) -> Iterator[Path]:
    """Give an empty folder for what was fetched; it is removed afterwards, or by the next run."""
    folder = store.path.parent / "fetched"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    try:
        file = (folder / "lock").open("a+")
    except OSError as error:
        raise RunError(f"cannot write in {folder}: {error.strerror}; choose another folder with --state") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise RunError(
                f"another run (process {holder}) polls feeds for this index: wait for it, stop it, or use --no-state"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
        with suppress(OSError):
            file.truncate(0)


def _is_known_to(output: ElasticsearchOutput, run_id: str | None, rounds: int) -> bool:
    """Tell whether the index holds the run, and of a stream as many rounds as the state."""
    if run_id is None:
        return True
    client = output.client()
    with explained(client):
        path = f"/{read_alias(output.prefix, 'runs')}/_doc/{segment(run_id)}"
        if not client.exists(path):
            return False
        document = client.get(path)["_source"]
    return bool((document.get("stream") or {}).get("rounds", rounds) >= rounds)
