"""One browser for all tests of the pages."""

from collections.abc import Iterator

import pytest
from chromium import NOT_FOUND, Chromium, find_chromium


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """A headless Chromium; the tests are skipped, and say so, only where none can be found."""
    binary = find_chromium()
    if binary is None:
        pytest.skip(NOT_FOUND)
    chromium = Chromium(binary, tmp_path_factory.mktemp("chromium"))
    yield chromium
    chromium.close()
