"""Titles that nothing marks as such: who is said to claim what in a first line."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from transforms.claims.headlines import draft_headlines
from transforms.language_model import text_of

BODY = "\n\nThe council met on Monday in the town hall. It sat for two hours."


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("Ilsa Brandt: Old Harbour Is Not For Sale.", "Ilsa Brandt"),
        ("Brandt: Old Harbour ‘Will Never Be Sold’.", "Brandt"),
        ("The Ninth Harbour: A Guide To The Island.", None),
        ("Ilsa Brandt: Saint Or Sinner?", None),
        ("EMAIL: harbour office of the island, second floor.", None),
        ("The mayor had one wish: the old harbour should stay.", None),
    ],
)
def test_first_line(line: str, speaker: str | None, nlp: Callable[[str], Doc]) -> None:
    """A first line that opens with a name and a colon claims what follows; a title of something else does not."""
    doc = nlp(line + BODY)
    text = text_of(doc)
    found = draft_headlines(doc, text, [], [(0, len(text))])
    assert [text[slice(*draft.source)] for draft in found if draft.source] == ([speaker] if speaker else [])
