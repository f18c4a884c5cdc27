"""What all tests share."""

from collections.abc import Callable, Iterator

import pytest
from spacy.tokens import Doc


@pytest.fixture(scope="session")
def nlp() -> Callable[[str], Doc]:
    """The language model, loaded once: text in, Doc out."""
    from transforms.language_model import load_model

    return load_model()


@pytest.fixture(scope="session", autouse=True)
def feeds_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what runs remember of feeds away from the user's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLAIMWIRE_STATE", str(tmp_path_factory.mktemp("state")))
        yield
