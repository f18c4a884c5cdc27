"""The words that fold onto concepts, and the nouns that stand for a side of a conflict."""

from functools import cache

from transforms.figures.lexicons import read_table


@cache
def concepts() -> dict[str, tuple[str, str]]:
    """Give, for each lemma, its concept and kind: event, blame, means, topic, word, or stop for words of saying."""
    return {row["word"]: (row["concept"], row["kind"]) for row in read_table("concepts")}


@cache
def concepts_of(kind: str) -> frozenset[str]:
    """Give the concepts of one kind."""
    return frozenset(concept for concept, of in concepts().values() if of == kind)


@cache
def party_nouns() -> dict[str, str]:
    """Give, for each noun that stands for a side, which: "state" (of the country beside it), "rebels", "own"."""
    return {row["word"]: row["party"] for row in read_table("parties")}
