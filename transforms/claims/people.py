"""Who can hold an opinion: persons and groups of persons, by the words of `config/lexicons/people.tsv`."""

from functools import cache
from importlib.resources import files

from spacy.tokens import Token

_PRONOUNS = frozenset({"he", "she", "who", "him", "her", "i", "they", "them"})
_QUANTIFIERS = frozenset(
    {"most", "many", "some", "others", "several", "both", "those", "none", "all", "few", "everyone", "nobody"}
)

_PARTS = frozenset({"percent", "%", "half", "third", "quarter", "majority", "part", "number", "most", "rest"})


@cache
def load_people() -> frozenset[str]:
    """Read the nouns that name persons or their groups."""
    lines = (files("config") / "lexicons" / "people.tsv").read_text(encoding="utf-8").splitlines()
    return frozenset(line.split("\t")[0] for line in lines if line and not line.startswith(("#", "noun\t")))


def is_personal(noun: Token) -> bool:
    """Tell whether a noun names a person or people who hold opinions, as against states, firms and forces."""
    if noun.pos_ == "PRON":
        return noun.lower_ in _PRONOUNS or noun.lower_ in _QUANTIFIERS
    if noun.ent_type_ == "PERSON":
        return True
    if noun.ent_type_ == "PERCENT" and noun.dep_ == "nsubj" and not any(c.lower_ == "of" for c in noun.children):
        return True  # of those asked
    if noun.tag_ == "CD" or noun.lemma_.lower() in _PARTS:
        whole = [p for c in noun.children if c.lower_ == "of" for p in c.children if p.dep_ == "pobj"]
        if whole:
            return is_personal(whole[0])  # "five of the envoys", "half of them"
    people = load_people()
    word = noun.lower_ if noun.pos_ == "PROPN" else noun.lemma_.lower()
    studies = word.removesuffix("s").endswith(_STUDYING)
    return word in people or word in _QUANTIFIERS or studies or (word.endswith("s") and word[:-1] in people)


_STUDYING = ("ologist", "iatrist", "atrician")
