"""What an outlet repeats is learned once, reviewed, and then cut off its articles."""

import random

import pytest

from transforms.normalize import find_repeated_lines, normalize, read_profiles, write_profiles
from transforms.records import Article, Source

FOLLOW = "FOLLOW HARBOUR WORLD Do not miss the latest from our reporters."
BACKGROUND = "The strait has been closed to large ships since the storm of last winter, the port authority says."


def article(number: int, text: str, outlet: str = "harbour") -> Article:
    return Article(id=f"{outlet}-{number}", raw=text, origin="test", source=Source(id=outlet, name=outlet))


def archive() -> list[Article]:
    """Twelve articles with a line and a run-in sentence of the outlet; in five the same background sentence."""
    articles = []
    for number in range(12):
        background = f" {BACKGROUND}" if number < 5 else ""
        text = f"Ship {number} arrived on day {number}. The crew of vessel {number} was tired.{background} {FOLLOW}"
        articles.append(article(number, f"News of day {number}\n\n{text}\n\nRead Also"))
    return articles


def test_repeated_lines_and_sentences_are_found() -> None:
    """A line in many articles and a sentence in most are the outlet's; a sentence in some is doubtful."""
    found = {(line.text, line.is_sure) for line in find_repeated_lines(archive())}
    assert ("Read Also", True) in found
    assert (FOLLOW, True) in found
    assert (BACKGROUND, False) in found


def test_the_table_says_the_same_in_any_order() -> None:
    """What is learned does not depend on the order of the articles, nor on one that came twice."""
    articles = archive()
    shuffled = [*articles, articles[0]]
    random.Random(5).shuffle(shuffled)
    assert write_profiles(find_repeated_lines(shuffled)) == write_profiles(find_repeated_lines(articles))


def test_a_reviewed_line_is_boilerplate() -> None:
    """With the reviewed table the outlet's line and run-in sentence are no text; without it nothing changes."""
    outlets = read_profiles(f"# comment\nharbour\t12\t12\t{FOLLOW}\nharbour\t12\t12\tRead Also\n")
    raw = f"News of day 1\n\nThe ship arrived on Monday. The crew was tired after the storm. {FOLLOW}\n\nRead Also"
    plain = normalize(article(1, raw))
    ours = normalize(article(1, raw), outlet=outlets["harbour"])
    texts = [ours.body[s.start : s.end] for s in ours.sections if s.kind == "body"]
    assert texts == ["The ship arrived on Monday. The crew was tired after the storm."]
    assert FOLLOW in "".join(plain.body[s.start : s.end] for s in plain.sections if s.kind == "body")


def test_a_paragraph_is_never_taken_whole() -> None:
    """Even if every sentence of a paragraph is in the table, one stays."""
    outlets = read_profiles(f"harbour\t9\t9\t{FOLLOW}\n")
    low, high = outlets["harbour"].own_edges(f"{FOLLOW} {FOLLOW}")
    assert high > low


def test_a_doubtful_line_counts_only_when_reviewed() -> None:
    """A line behind #? is a comment."""
    assert read_profiles(f"#? harbour\t12\t5\t{BACKGROUND}\n") == {}


@pytest.mark.parametrize("row", ["harbour\t3\tRead Also", "\t3\t3\tRead Also", "harbour\t3\t3\t "])
def test_a_broken_table_names_its_line(row: str) -> None:
    """A row that is not outlet, articles, count and line is refused with its number."""
    with pytest.raises(ValueError, match="line 2"):
        read_profiles(f"# head\n{row}\n")
