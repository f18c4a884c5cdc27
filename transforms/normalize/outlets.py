"""What an outlet repeats: lines that stand in many of its articles are not part of any of them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import xxhash

from transforms.records import Article

_LONGEST_LINE = 600
_ENDS_SENTENCE = re.compile(r"[.!?…][\"”’)\]]*$")
_NOTHING: Mapping[int, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class OutletProfile:
    """In how many of an outlet's `articles` each line stands, by the line's hash; lines seen once are left out."""

    articles: int = 0
    counts: Mapping[int, int] = field(default=_NOTHING)

    def is_repeated(self, line: str) -> bool:
        """Tell whether a line is the outlet's own.

        A full sentence must stand in half of the articles: agencies repeat paragraphs of background.
        """
        count = self.counts.get(_hash_line(line), 0)
        if _ENDS_SENTENCE.search(line.rstrip()):
            return count >= max(5, 0.5 * self.articles)
        return count >= max(3, 0.1 * self.articles)


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
