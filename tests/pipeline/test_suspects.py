"""What ends a worker, again and again, is set aside; what was beside it is not."""

import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from pipeline import suspects
from pipeline.stage import BatchStageFn
from pipeline.suspects import DEATHS, FOLDER_VARIABLE
from transforms.records import DeadLetter


def dies() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def turns_for_ever() -> None:
    while True:
        time.sleep(0.001)


def holds_the_interpreter() -> None:
    re.match("(a+)+$", "a" * 60 + "b")


class _Deadly(BatchStageFn):
    """Does what ends the process at 13, in a batch or alone."""

    stage = "deadly"

    def __init__(self, deed: Callable[[], None]) -> None:
        self.deed = deed

    def prepare(self, elements: Any) -> list[Any]:
        if "13" in elements:
            self.deed()
        return list(elements)

    def origin(self, element: str) -> str:
        return element

    def work(self, element: str) -> Iterator[str]:
        if element == "13":
            self.deed()
        yield element


def bundle(folder: str, deed: Callable[[], None], results: Any) -> None:
    """Work on a bundle as a worker does."""
    os.environ[FOLDER_VARIABLE] = folder
    suspects._current = None
    suspects.STALLED_S = 1.0
    fn = _Deadly(deed)
    fn.start_bundle()
    given: list[Any] = []
    for element in ("7", "13", "20"):
        given += fn.process(element, 0, fn.window)
    given += fn.finish_bundle()
    if fn._suspects:
        fn._suspects.forget_mine()
    values = [getattr(getattr(one, "value", one), "value", getattr(one, "value", one)) for one in given]
    results.put([v.kind if isinstance(v, DeadLetter) else v for v in values if not isinstance(v, tuple)])


def attempted(folder: Path, deed: Callable[[], None]) -> list[str] | None:
    context = get_context("fork")
    results = context.Queue()
    process = context.Process(target=bundle, args=(str(folder), deed, results))
    process.start()
    process.join(60)
    return None if process.exitcode else results.get(timeout=10)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("deed", [dies, turns_for_ever, holds_the_interpreter])
def test_what_ends_its_worker_is_set_aside_and_nothing_else(tmp_path: Path, deed: Callable[[], None]) -> None:
    """A batch dies, or hangs and is ended, then the element alone; then it is a dead letter; its neighbours go on."""
    found = [attempted(tmp_path, deed) for _ in range(DEATHS + 1)]
    assert found[:-1] == [None] * DEATHS
    assert sorted(found[-1] or []) == ["20", "7", "crash"]
    assert {path.stat().st_size for path in tmp_path.glob("*.deaths")} == {1, DEATHS}
    assert not list(tmp_path.glob("*.work"))
