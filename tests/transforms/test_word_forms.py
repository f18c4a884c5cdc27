"""Remembered forms are those that the model's own components give."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from transforms.language_model import ASKED_ONCE, load_model
from transforms.word_forms import WordForms

GOLD = Path(__file__).parents[1] / "gold" / "articles.txt"
BEFORE = ("claimwire_paragraphs", "tok2vec", "tagger", "parser")
PAIRS = """I ain't gonna say it. Let's go, y'all. You've gotta c'mon. There's a man; there are men.
It was him, and she saw it. They'd do so. He'd gone. But I've it. All y all did."""


@pytest.fixture(scope="module")
def model() -> Language:
    return load_model()


def differences(model: Language, text: str) -> list[str]:
    with model.select_pipes(enable=BEFORE):
        parsed = model(text)
    theirs, ours = parsed.copy(), parsed.copy()
    for name in ASKED_ONCE:
        theirs = model.get_pipe(name)(theirs)
    ours = model.get_pipe("claimwire_word_forms")(ours)
    return [
        f"{a.text!r}: {_forms(theirs, a.i)} is not {_forms(ours, a.i)}"
        for a in theirs
        if _forms(theirs, a.i) != _forms(ours, a.i)
    ]


def _forms(doc: Doc, i: int) -> tuple[str, ...]:
    token = doc[i]
    return token.pos_, str(token.morph), token.lemma_, token.tag_, token.dep_


@pytest.mark.parametrize(
    "text", [*GOLD.read_text(encoding="utf-8").split("\n=== "), PAIRS, "", " \n ", "Go .\n\n\nStop"]
)
def test_forms_are_those_of_the_model(model: Language, text: str) -> None:
    """Part of speech, morphology, lemma, tag and dependency of each token are what the stock components set."""
    assert differences(model, text) == []


@given(
    st.lists(
        st.sampled_from(
            ["there", "is", "'s", "let", "gon", "na", "it", "do", "had", "that", "but", " ", "\n", "I", "saw"]
        ),
        max_size=12,
    )
)
def test_no_order_of_words_matters(words: list[str]) -> None:
    """Words that rules look at, in any order, alone and beside each other, come out as from the stock components."""
    assert differences(load_model(), " ".join(words)) == []


def test_what_is_remembered_is_bounded(model: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the bound it begins again, and answers the same."""
    monkeypatch.setattr("transforms.word_forms.MOST_KEPT", 3)
    forms = WordForms(model.vocab, *(model.get_pipe(name) for name in ASKED_ONCE))
    for text in ("The men went home.", "The women were there.", "The men went home."):
        with model.select_pipes(enable=BEFORE):
            doc = forms(model(text))
    assert [token.lemma_ for token in doc] == ["the", "man", "go", "home", "."]
    assert len(forms._known) < 12
