"""What all tests share."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc


@pytest.fixture(scope="session")
def nlp() -> Callable[[str], Doc]:
    """The language model, loaded once: text in, Doc out."""
    from transforms.language_model import load_model

    return load_model()
