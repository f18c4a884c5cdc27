"""Titles that nothing marks as such: who is said to claim what in a first line."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from transforms.claims.extract import draft_claims
from transforms.claims.headlines import draft_headlines
from transforms.claims.quotes import find_quotes
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


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Osk Bank sees growth slowing, keeps rates on hold", [("Osk Bank", "growth slowing")]),
        ("Berlin sees record rainfall in July", []),
        ("Mayor sees father again after 20 years", []),
        ("Osk Rail Corp says to cut fares by 20 percent", [("Osk Rail Corp", "to cut fares by 20 percent")]),
        ("More than 300 flee fire in camp: police", [("police", "More than 300 flee fire in camp")]),
        ("Former lawyer to plead guilty - report", [("report", "Former lawyer to plead guilty")]),
        ("UN: 8,000 flee clashes in eastern Congo", [("UN", "8,000 flee clashes in eastern Congo")]),
        ("Mexico: Mayor claims victory in state vote", [("Mayor", "victory in state vote")]),
        ("Mexico: Two ports shut after storm hits coast", [("Mexico", "Two ports shut after storm hits coast")]),
        ("Exclusive: Osk to buy 100 ferries, sources say", [("sources", "Osk to buy 100 ferries")]),
        ("Israel hails 'historic' day", [("Israel", "'historic' day")]),
        ("Thousands rally in Minsk as police warn of arrests", [("police", "arrests")]),
    ],
)
def test_wire_titles(title: str, told: list[tuple[str, str]], nlp: Callable[[str], Doc]) -> None:
    """A title of an agency is read once, without its label, and with its forecasts and its signature."""
    doc = nlp(title + BODY)
    end = len(title)
    found = draft_claims(doc, [(0, end), (end + 2, len(doc.text))], [(0, end)], find_quotes(text_of(doc)))
    spans = [(draft.source, draft.content[0]) for draft in found]
    assert [(doc.text[slice(*(s or (0, 0)))], doc.text[slice(*c)]) for s, c in spans] == told
