"""Capital letters that a translator left out of names of institutions and people: "foreign Ministry", "ban Ki-moon"."""

import re
from collections.abc import Iterator

from transforms.normalize.draft import Change, narrow
from transforms.normalize.tables import read_rows


def _read_pairs() -> tuple[re.Pattern[str], dict[tuple[str, str], str]]:
    """Give one pattern for all pairs, and what must not follow each pair."""
    pairs = {
        (word, head): (row[2][1:].rstrip() if len(row) > 2 else "")
        for row in read_rows("casing.tsv")
        for word in row[0].split("|")
        for head in row[1].split("|")
    }
    words = "|".join(sorted({word for word, _ in pairs}))
    heads = "|".join(sorted({head for _, head in pairs}, key=len, reverse=True))
    return re.compile(rf"(?<![\w@#./-])({words}) ({heads})(?![\w@-])"), pairs


def _read_names() -> tuple[re.Pattern[str], dict[str, str]]:
    """Give one pattern for all names, and the right form of each by its small letters."""
    names = {row[0].casefold(): row[0] for row in read_rows("names.tsv")}
    alternatives = "|".join(re.escape(name).replace("'", "['’]") for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{alternatives})(?!\w)", re.IGNORECASE), names


_PAIR, _NOT_BEFORE = _read_pairs()
_NAME, _NAMES = _read_names()
# A Korean or Chinese name, family name first: "the envoy ban Ki-something".
_FAMILY_NAME = re.compile(
    r"(?<![\w-])(?:ban|cho|choi|chung|han|hong|hwang|jang|jung|kang|kim|ko|kwon|lee|lim|moon|noh|oh|pak|park|ri|roh"
    r"|ryu|seo|shin|son|song|suh|yang|yoon|yun)(?= [A-Z][a-z]+-[a-z]+\b)"
)
_WHY = "part of a name"


def fix_casing(text: str) -> Iterator[Change]:
    """Write names of institutions and people with capital letters where a part of them is in capitals already.

    >>> [(c.after, c.rule) for c in fix_casing("The foreign Ministry denied it, a foreign ministry official said.")]
    [('Foreign', 'name-casing')]
    """
    for match in _PAIR.finditer(text):
        unless = _NOT_BEFORE.get((match[1], match[2]))
        if unless is None or (unless and text.startswith(unless + " ", match.end())):
            continue
        yield Change(match.start(1), match.end(1), match[1].capitalize(), "name-casing", _WHY)
    for match in _NAME.finditer(text):
        found = match.group()
        right = _NAMES[found.casefold().replace("’", "'")].replace("'", "’" if "’" in found else "'")
        if found != right and not found.islower() and not found.isupper() and _is_garbled(found):
            yield narrow(Change(match.start(), match.end(), right, "name-casing", _WHY), text)
    for match in _FAMILY_NAME.finditer(text):
        yield Change(match.start(), match.end(), match.group().capitalize(), "name-casing", _WHY)


def _is_garbled(found: str) -> bool:
    """Tell whether capitals and small letters are mixed word by word, as no style guide does."""
    words = [word for word in re.findall(r"[^\W\d_]+", found) if word.lower() not in _SMALL]
    if any(word.isupper() and len(word) > 4 for word in words):
        return False
    capital = [word[0].isupper() for word in words if not (word.isupper() and len(word) < 5)]
    return any(capital) and not all(capital)


_SMALL = frozenset({"of", "the", "for", "and", "in", "s", "al"})
