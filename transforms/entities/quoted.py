"""Which parts of a text stand between quotation marks."""

import re

_QUOTED = re.compile(r"(?:[“«„]|\"(?<![\w.,!?…]\")|\"(?=\w))[^\"”»\n]{3,}?(?:[\"”»]|\n|$)")
"""From a mark that opens: a straight one behind a word only closes what a paragraph before opened."""
_CUE_INSIDE = re.compile(r"[,?!] [–—-] [^–—\n\"“”]{5,120}[.,] [–—-] ")


def quoted_ranges(text: str) -> list[tuple[int, int]]:
    """Give the ranges between quotation marks, paragraph by paragraph, without a cue between dashes inside them."""
    ranges: list[tuple[int, int]] = []
    for match in _QUOTED.finditer(text):
        start, end = match.span()
        for cue in _CUE_INSIDE.finditer(text, start, end):
            ranges.append((start, cue.start() + 2))
            start = cue.end() - 2
        ranges.append((start, end))
    return ranges
