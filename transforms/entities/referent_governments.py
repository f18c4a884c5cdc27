"""Which state a bare "the government" is that says something, so that "it" behind it means that state."""

from collections.abc import Callable, Iterator, Sequence

from spacy.tokens import Doc, Token

from transforms.entities.found import Found
from transforms.entities.speaking import is_speaking
from transforms.entities.tokens import tokens_of
from transforms.entities.words import SPEECH_VERBS, words

_GOVERNMENTS = frozenset({"government", "regime"})
_TELLING = SPEECH_VERBS - words("share go back support order decline continue cast stand defend oppose label hope fear")
_OWN = frozenset({"country", "nation"})


def governments(
    doc: Doc, names: Sequence[Found], is_country: Callable[[str], bool]
) -> Iterator[tuple[Token, Token, str]]:
    """Yield the first and last word of each bare "the government" that speaks, and the id of its state.

    It is the state whose government was spoken of before, else the only one that the text has named so far.
    """
    lower = tokens_of(doc).lower
    numbers = [number for number, word in enumerate(lower) if word in _GOVERNMENTS and number]
    if not numbers:
        return
    ends = {name.end: name for name in names if name.ids and name.type == "GPE"}
    states = [(name.start, name.ids[0]) for name in names if name.ids and is_country(name.ids[0])]
    state = ""
    for number in numbers:
        noun, before = doc[number], doc[number - 1]
        name = ends.get(before.idx + len(before)) or (ends.get(before.idx) if before.tag_ == "POS" else None)
        if name is not None:
            state = name.ids[0]
            continue
        first = _first_word(noun, lower)
        if first is not None and (here := state or _only(states, noun.idx)):
            state = here if number - first.i > 1 else state
            tells = noun.dep_ == "nsubj" and noun.head.lemma_.lower() in _TELLING
            if tells or (state and is_speaking(noun)):
                yield first, noun, here


def _first_word(noun: Token, lower: Sequence[str]) -> Token | None:
    """Give the article of "the government" or "the country's government", which say no more."""
    number = noun.i - (3 if noun.i > 2 and noun.nbor(-1).tag_ == "POS" and lower[noun.i - 2] in _OWN else 1)
    plain = lower[number] in {"the", "this"} and lower[noun.i + 1 : noun.i + 2] not in (["of"], ["in"])
    return noun.doc[number] if plain else None


def _only(states: Sequence[tuple[int, str]], before: int) -> str:
    """Give the only state named before a place."""
    named = {state for at, state in states if at < before}
    return named.pop() if len(named) == 1 else ""
