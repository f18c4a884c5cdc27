"""A parse's words and where they begin, read once: spaCy makes a new string at every access."""

from bisect import bisect_right
from functools import cached_property

from spacy.tokens import Doc, Token


class Tokens:
    """The words of one parse, with their offsets."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.words: list[str] = [token.text for token in doc]
        table = doc.to_array(["IDX", "SENT_START"])
        self.starts: list[int] = table[:, 0].tolist()
        self._sentence_starts: list[int] = table[:, 1].tolist()

    @cached_property
    def lower(self) -> list[str]:
        return [word.lower() for word in self.words]

    @cached_property
    def capitals(self) -> list[int]:
        """The numbers of the tokens that begin with a capital."""
        return [number for number, word in enumerate(self.words) if word[0].isupper()]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words that stand without a capital somewhere."""
        return frozenset(word for word in self.words if word.islower())

    @cached_property
    def index(self) -> dict[int, int]:
        """The number of the token that begins at an offset."""
        return {start: number for number, start in enumerate(self.starts)}

    def at(self, start: int) -> Token | None:
        """Give the token that begins at an offset."""
        number = self.index.get(start)
        return None if number is None else self.doc[number]

    def holding(self, at: int) -> int:
        """Give the number of the last token that begins at or before an offset, -1 where there is none."""
        return bisect_right(self.starts, at) - 1

    def sentences(self) -> list[int]:
        """Give the offsets at which sentences begin."""
        begins = [start for start, mark in zip(self.starts, self._sentence_starts, strict=True) if mark == 1]
        return begins if not self.starts or begins[:1] == self.starts[:1] else [self.starts[0], *begins]


def tokens_of(doc: Doc) -> Tokens:
    """Give a parse's words, read once for each parse."""
    tokens: Tokens | None = doc.user_data.get("tokens")
    if tokens is None:
        tokens = doc.user_data["tokens"] = Tokens(doc)
    return tokens
