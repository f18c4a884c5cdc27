"""Whom "the former" and "the latter" mean: the first and the last of those just named."""

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from transforms.entities.found import Found
from transforms.entities.speaking import is_speaking
from transforms.language_model import text_of

_ORDER = re.compile(r"\b[Tt]he (?P<which>former|latter)\b(?!-)")
_ROLES = frozenset({"nsubj", "nsubjpass", "pobj", "dobj", "poss", "dative"})
_TYPES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_BOTH = 2
_SENTENCES = 3


def in_order(doc: Doc, names: Sequence[Found]) -> Iterator[Found]:
    """Yield each "the former" and "the latter" that stands for somebody named in its sentence or the two before.

    Of people and bodies the people are meant where there are two of them, or one who speaks; "the former" is nobody
    where only one was named.
    """
    for match in _ORDER.finditer(text_of(doc)):
        words = doc.char_span(*match.span())
        if words is None or not _is_noun(words[-1]) or any(name.overlaps(*match.span()) for name in names):
            continue
        for sentence in _back(words.sent):
            before = _named(names, sentence.start_char, min(sentence.end_char, match.start()))
            pool = _of_a_kind(before, speaks=is_speaking(words[-1]))
            if len(pool) < (1 if match["which"] == "latter" else _BOTH):
                continue
            one = pool[-1] if match["which"] == "latter" else pool[-_BOTH]
            yield Found(
                start=match.start(), end=match.end(), type=one.type, ids=one.ids[:1], name=one.name,
                level="nominal", via="coreference", score=0.6,
            )  # fmt: skip
            break


def _back(sentence: Span) -> Iterator[Span]:
    """Yield a sentence and the two before it."""
    for _ in range(_SENTENCES):
        yield sentence
        if not sentence.start:
            return
        sentence = sentence.doc[sentence.start - 1].sent


def _is_noun(word: Token) -> bool:
    """Tell "the latter said" from "the latter case" and "the former president"."""
    behind = word.nbor(1) if word.i + 1 < len(word.doc) else None
    return word.dep_ in _ROLES and (behind is None or behind.tag_[:2] not in {"NN", "JJ", "CD"})


def _named(names: Sequence[Found], start: int, end: int) -> list[Found]:
    """List those named between two offsets, each where it stands last."""
    inside = [
        n for n in names if start <= n.start and n.end <= end and n.level == "name" and n.type in _TYPES and n.ids
    ]
    last = {name.ids[0]: name for name in inside}
    return sorted(last.values(), key=lambda name: name.start)


def _of_a_kind(named: Sequence[Found], *, speaks: bool) -> list[Found]:
    people = [name for name in named if name.type == "PERSON"]
    if len(people) >= _BOTH or (people and speaks):
        return people
    return [name for name in named if name.type != "PERSON"] if not people else list(named)
