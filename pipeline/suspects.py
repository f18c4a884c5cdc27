"""What was in work when a worker died. Met again it is worked on alone, and after some deaths set aside.

Flink tries a bundle again for ever. An element that ends its worker each time would hold up a stream without end, so
the workers of a pool note in a folder of their machine what they work on: the note outlives them. One that works on
the same for too long ends itself, which is a death like another.
"""

import faulthandler
import fcntl
import hashlib
import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.processes import is_running
from transforms.errors import RecordError

FOLDER_VARIABLE = "CLAIMWIRE_SUSPECTS"
"""Names the folder; unset (one machine's own runner finds such inputs by halving), nothing is noted."""
DEATHS = 3
STALLED_S = 600.0
"""Nothing takes so long: pages and the index are waited for in bounded time."""
STALLED_CODE = 70
FORGOTTEN_S = 3600.0
"""A process that something else ended, long ago, says nothing of what it worked on."""

_current: "Suspects | None" = None


class Suspects:
    """The notes of this process, one a thread, and how often each element was in work when a process died."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._deaths: dict[str, int] = {}
        self._alone = threading.RLock()
        self._of_thread = threading.local()
        self._since: dict[int, tuple[Sequence[str], float]] = {}
        """What each thread works on, and since when."""

    @classmethod
    def of_this_process(cls) -> "Suspects | None":
        global _current
        named = os.environ.get(FOLDER_VARIABLE)
        if _current is None and named:
            _current = cls(Path(named))
            threading.Thread(target=_current.watch, daemon=True).start()
        return _current

    def watch(self) -> None:
        """End this process once it works on the same for too long.

        What does not let go of the interpreter, as a regular expression may, is ended from outside of it.
        """
        while True:
            faulthandler.dump_traceback_later(STALLED_S, exit=True)
            time.sleep(STALLED_S / 20)
            now = time.monotonic()
            if any(keys and now - since > STALLED_S for keys, since in list(self._since.values())):
                faulthandler.dump_traceback()
                os._exit(STALLED_CODE)

    def look(self) -> None:
        """Count the deaths since the last look."""
        found = [path for path in self._folder.glob("*.work") if not is_running(int(path.name.partition(".")[0]))]
        if found:
            with (self._folder / "lock").open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                for path in found:
                    self._count(path)
        self._deaths = {}
        for path in self._folder.glob("*.deaths"):
            with suppress(FileNotFoundError):  # another process has forgotten it
                known = path.stat()
                if known.st_size < DEATHS and time.time() - known.st_mtime > FORGOTTEN_S:
                    path.unlink()
                else:
                    self._deaths[path.stem] = known.st_size

    def any_of(self, keys: Sequence[str]) -> bool:
        """Tell whether one of the elements was in work when a process died."""
        return bool(self._deaths) and any(key in self._deaths for key in keys)

    @contextmanager
    def working(self, keys: Sequence[str]) -> Iterator[None]:
        """Note what is in work, instead of what led to it; RecordError for what has ended too many processes.

        While there are suspects each element is alone in work, so that no other is blamed for it.
        """
        if any(self._deaths.get(key, 0) >= DEATHS for key in keys):
            raise RecordError("crash", f"working on it ended the process {DEATHS} times")
        if self._deaths:
            with self._alone:
                yield from self._noted(keys)
        else:
            yield from self._noted(keys)

    def forget_mine(self) -> None:
        """Take back the notes of this process: it ends as it should."""
        for path in self._folder.glob(f"{os.getpid()}.*.work"):
            path.unlink(missing_ok=True)

    def _noted(self, keys: Sequence[str]) -> Iterator[None]:
        outer = getattr(self._of_thread, "keys", ())
        self._note(keys)
        try:
            yield
        finally:
            self._note(outer)

    def _note(self, keys: Sequence[str]) -> None:
        file = getattr(self._of_thread, "file", None)
        if file is None:
            path = self._folder / f"{os.getpid()}.{threading.get_ident()}.work"
            file = self._of_thread.file = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        self._of_thread.keys = keys
        self._since[threading.get_ident()] = keys, time.monotonic()
        os.ftruncate(file, 0)
        os.pwrite(file, "\n".join(keys).encode(), 0)

    def _count(self, path: Path) -> None:
        with suppress(FileNotFoundError):  # another process was here before
            for key in path.read_text().split():
                with (self._folder / f"{key}.deaths").open("a") as file:
                    file.write("x")
            path.unlink()


def key_of(stage: str, origin: str, identity: str) -> str:
    """Name an element so that it is known when it comes again."""
    return hashlib.sha256(f"{stage}\0{origin}\0{identity}".encode(errors="replace")).hexdigest()[:24]
