"""What an outlet repeats: lines that stand in many of its articles are not part of any of them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType

import xxhash

from transforms.records import Article

_LONGEST_LINE = 600
_ENDS_SENTENCE = re.compile(r"[.!?…][\"”’)\]]*$")
_SENTENCE_BREAK = re.compile(r"[.!?…][\"”’)\]]*\s+(?=[\"“(]?[A-Z0-9])")
_EDGE = 4
_NOTHING: Mapping[int, int] = MappingProxyType({})
_FEWEST = 3
_FEWEST_SENTENCES = 5


@dataclass(frozen=True, slots=True)
class OutletProfile:
    """In how many of an outlet's `articles` each line stands, by the line's hash; lines seen once are left out.

    `reviewed` holds the hashes of lines that somebody has looked at: they count whatever their number.
    """

    articles: int = 0
    counts: Mapping[int, int] = field(default=_NOTHING)
    reviewed: frozenset[int] = frozenset()

    def is_repeated(self, line: str) -> bool:
        """Tell whether a line is the outlet's own.

        A full sentence must stand in half of the articles: agencies repeat paragraphs of background.
        """
        key = _hash_line(line)
        if key in self.reviewed:
            return True
        count = self.counts.get(key, 0)
        if _ENDS_SENTENCE.search(line.rstrip()):
            return count >= max(_FEWEST_SENTENCES, 0.5 * self.articles)
        return count >= max(_FEWEST, 0.1 * self.articles)

    def own_edges(self, paragraph: str) -> tuple[int, int]:
        """Give where a paragraph's text begins and ends between the outlet's sentences run into it."""
        sentences = split_sentences(paragraph)
        first, last = 0, len(sentences)
        while first < min(last - 1, _EDGE) and self.is_repeated(paragraph[slice(*sentences[first])]):
            first += 1
        while last > max(first + 1, len(sentences) - _EDGE) and self.is_repeated(
            paragraph[slice(*sentences[last - 1])]
        ):
            last -= 1
        return (sentences[first][0], sentences[last - 1][1]) if sentences else (0, len(paragraph))


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedLine:
    """A line of an outlet with the number of its articles that hold it; `is_sure` where the profile would take it."""

    outlet: str
    articles: int
    count: int
    text: str
    is_sure: bool


def split_sentences(paragraph: str) -> list[tuple[int, int]]:
    """Give the ranges of a paragraph's sentences."""
    cuts = [match.end() for match in _SENTENCE_BREAK.finditer(paragraph)]
    bounds = [0, *cuts, len(paragraph)]
    return [(low, low + len(paragraph[low:high].rstrip())) for low, high in pairwise(bounds) if low < high]


def find_repeated_lines(articles: Iterable[Article]) -> list[RepeatedLine]:
    """Find the lines, and the sentences at the edges of paragraphs, that outlets repeat; the most frequent first.

    A text that came twice counts once, in whatever order they come. Whole sentences that stand in a tenth of the
    articles but not in half are given as doubtful: an agency's background looks the same.
    """
    of_outlet: dict[str, dict[str, Article]] = defaultdict(dict)
    for article in articles:
        of_outlet[article.source.id].setdefault(article.raw, article)
    found = [line for outlet, held in of_outlet.items() for line in _repeated(outlet, list(held.values()))]
    return sorted(found, key=lambda line: (line.outlet, not line.is_sure, -line.count, line.text))


def _repeated(outlet: str, articles: list[Article]) -> Iterator[RepeatedLine]:
    counts: Counter[int] = Counter()
    texts: dict[int, str] = {}
    for article in articles:
        lines = {_hash_line(line): line for line in _lines(article.raw)}
        counts.update(lines.keys())
        for key, line in lines.items():
            texts[key] = min(texts.get(key, line), line)
    profile = OutletProfile(len(articles), counts)
    for key, count in counts.items():
        if count >= max(_FEWEST, 0.1 * len(articles)) and sum(char.isalpha() for char in texts[key]) > 5:
            is_sure = profile.is_repeated(texts[key])
            if is_sure or count >= _FEWEST_SENTENCES:
                yield RepeatedLine(outlet=outlet, articles=len(articles), count=count, text=texts[key], is_sure=is_sure)


def _lines(raw: str) -> Iterator[str]:
    for line in filter(None, (line.strip() for line in raw.splitlines())):
        if len(line) <= _LONGEST_LINE:
            yield line
        sentences = split_sentences(line)
        for low, high in {*sentences[:_EDGE], *sentences[-_EDGE:]} if len(sentences) > 1 else ():
            yield line[low:high]


def write_profiles(lines: Iterable[RepeatedLine]) -> str:
    """Write lines as a table to review: one a line, the doubtful ones behind a #."""
    rows = ["# outlet\tarticles\tcount\tline (take away what is the article's own; doubtful lines: remove the #? )"]
    for line in lines:
        text = " ".join(line.text.split())
        rows.append(f"{'' if line.is_sure else '#? '}{line.outlet}\t{line.articles}\t{line.count}\t{text}")
    return "\n".join(rows) + "\n"


def read_profiles(table: str) -> dict[str, OutletProfile]:
    """Read a reviewed table: the profile of each outlet by its id; ValueError names the line that cannot be read."""
    reviewed: dict[str, set[int]] = defaultdict(set)
    for number, row in enumerate(table.splitlines(), 1):
        if not row.strip() or row.startswith("#"):
            continue
        cells = row.split("\t")
        if len(cells) != 4 or not cells[0] or not cells[3].strip():
            raise ValueError(f"line {number}: write outlet, articles, count and line, with tabs between them")
        reviewed[cells[0]].add(_hash_line(cells[3].strip()))
    return {outlet: OutletProfile(reviewed=frozenset(lines)) for outlet, lines in reviewed.items()}


def learn_outlet(articles: Iterable[Article]) -> OutletProfile:
    """Count the lines of one outlet's articles; each article counts once."""
    seen: Counter[int] = Counter()
    total = 0
    for article in articles:
        total += 1
        lines = (line.strip() for line in article.raw.splitlines())
        seen.update({_hash_line(line) for line in lines if line and len(line) <= _LONGEST_LINE})
    return OutletProfile(total, {line: count for line, count in seen.items() if count > 1})


def _hash_line(line: str) -> int:
    folded = re.sub(r"[\W\d_]+", " ", line.casefold()).strip()
    return xxhash.xxh64_intdigest(folded.encode("utf-8", "replace"))
