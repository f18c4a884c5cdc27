"""Which state a bare "the government" is that says something, so that "it" behind it means that state."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from transforms.entities.found import Found
from transforms.entities.speaking import is_speaking
from transforms.entities.tokens import tokens_of

_GOVERNMENTS = frozenset({"government", "regime"})


def governments(doc: Doc, names: Sequence[Found]) -> Iterator[tuple[Token, str]]:
    """Yield each bare "the government" that speaks with the id of the state whose government was spoken of before."""
    lower = tokens_of(doc).lower
    numbers = [number for number, word in enumerate(lower) if word in _GOVERNMENTS and number]
    if not numbers:
        return
    ends = {name.end: name for name in names if name.ids and name.type == "GPE"}
    state = ""
    for number in numbers:
        before = doc[number - 1]
        name = ends.get(before.idx + len(before)) or (ends.get(before.idx) if before.tag_ == "POS" else None)
        if name is not None:
            state = name.ids[0]
        elif state and lower[number - 1] == "the" and is_speaking(doc[number]):
            yield doc[number], state
