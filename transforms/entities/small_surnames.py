"""People whose surname a translator wrote small: "the director Vladimir orlin", "MP parasov"."""

import re
from collections.abc import Iterator, Sequence

from transforms.entities.dictionary import is_english
from transforms.entities.found import Found
from transforms.entities.model import GIVEN
from transforms.entities.tokens import Tokens

_SURNAME = re.compile(r"[a-zß-ž]{4,}(?:-[a-zß-ž]+)?$")
_TAGS = frozenset({"NN", "NNS", "NNP", "FW", "JJ"})
_OFTEN = 1
_PARTICLES = frozenset({"von", "van", "bin", "della", "dello", "abdul", "dela"})


def find_small_surnames(body: str, tokens: Tokens, names: Sequence[Found]) -> Iterator[Found]:
    """Yield a known given name with the foreign word behind it, written small, that is a surname, once more alone."""
    taken: set[int] | None = None
    for number in tokens.capitals:
        if tokens.lower[number] not in GIVEN or number + 1 >= len(tokens.words):
            continue
        word, start = tokens.words[number + 1], tokens.starts[number]
        at = tokens.starts[number + 1]
        if at != start + len(tokens.words[number]) + 1 or not _SURNAME.match(word) or word in _PARTICLES:
            continue
        if body[at - 1] != " " or (word.isascii() and tokens.doc[number + 1].tag_ not in _TAGS) or is_english(word):
            continue
        if is_english(tokens.doc[number + 1].lemma_) or body.count(f" {word}") > _OFTEN + body.count(
            f" {tokens.words[number]} {word}"
        ):
            continue
        if taken is None:
            taken = {place for name in names if " " in body[name.start : name.end] for place in (name.start, name.end)}
        if start not in taken and start + len(tokens.words[number]) not in taken:
            yield _person(start, at + len(word))
            for again in re.finditer(rf"(?<=[a-z,] ){word}\b(?! [A-Z])", body):
                yield _person(*again.span())


def _person(start: int, end: int) -> Found:
    return Found(start=start, end=end, type="PERSON", from_model=True, whole=True, score=0.6)
