"""The word tables of figures: numbers, comparators, units and casualties, read once from config/lexicons."""

import csv
from functools import cache
from importlib.resources import files


@cache
def read_table(name: str) -> tuple[dict[str, str], ...]:
    """Read one lexicon: tab-separated, a header line, one entry a line, each with an example."""
    text = (files("config") / "lexicons" / f"{name}.tsv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def words_of(table: str, column: str, value: str) -> dict[str, float]:
    """Give the number words of one kind with their values."""
    return {row["word"]: float(row["value"]) for row in read_table(table) if row[column] == value}


@cache
def casualty_words(pos: str) -> dict[str, str]:
    """Give the words of one part of speech ("participle") with the casualty they state ("wounded")."""
    return {row["word"]: row["casualty"] for row in read_table("casualties") if row["pos"] == pos}


@cache
def things() -> frozenset[str]:
    """Give the nouns that are captured, eliminated or evacuated without being casualties."""
    return frozenset(row["word"] for row in read_table("casualties") if row["pos"] == "thing")
