"""People who speak without a name or office: "a surgeon said", so that "he" after it is no one named before."""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from transforms.entities.speaking import is_speaking
from transforms.entities.tokens import tokens_of
from transforms.entities.words import ORGANIZATION_NOUNS, PERSON_NOUNS, words

_ARTICLES = frozenset({"a", "an", "one", "another"})
_DOCUMENTS = words(
    """
    statement report survey poll study document video tweet post message letter source text article book film court
    government paper website account picture map law resolution newspaper sign slogan banner notice ruling verdict jury
    """
)


def nameless_speakers(doc: Doc) -> Iterator[Token]:
    """Yield the nouns, no titles and no documents, that an article of one opens and a verb of speech follows."""
    for number, word in enumerate(tokens_of(doc).lower):
        if word not in _ARTICLES:
            continue
        noun = doc[number].head
        lemma = noun.lemma_.lower()
        plain = noun.tag_ == "NN" and noun.dep_ == "nsubj" and lemma not in _DOCUMENTS
        if plain and lemma not in PERSON_NOUNS and lemma not in ORGANIZATION_NOUNS and is_speaking(noun):
            yield noun
