"""Guesses that run a known name together with the words around it: "Tver Ramps up", "Orlov 41,9 percent"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from transforms.entities.dictionary import is_english, is_inflected_verb
from transforms.entities.found import Found, Spans
from transforms.entities.model import GIVEN
from transforms.entities.words import COMMON_BODIES, DIRECTIONS, TITLES, words

_NUMBER = re.compile(r" \d[\d.,]* ?(?:%|percent|per cent|million|billion|thousand|people|years?)?$")
_PLACES = frozenset({"GPE", "LOC", "FAC", "ORG"})
_WHICH = re.compile(
    r"al-(?:Gharb|Sharq|Kab[ei]|Sagh[ei]|Fawq|Foq|Ta[hk]t|Sham[ae]l|Jan[uo]|Jad[ei]|Awwal|Thani|Balad|Kub?ra|Sughra|"
    r"Wast|Ulya|Sufla|Hamra|Bayda|Sawda|Sham\b|Din\b|Deen\b)"
)
"""Which of two places of a name is meant: the western, the great, the new."""
_WORD = re.compile(r"[^ ]+")
_SMALL_BEHIND = re.compile(r" [a-z]")
_NO_VERBS = (
    words(
        """
    united arms airlines airways motors holdings news sports times games guards forces systems services studies works
    industries brothers sons stores networks technologies resources motors states nations parties schools towers
    partners associates rights affairs securities properties brands foods mines ports lines ships wings stars lions
    tigers eagles bulls bears hills falls springs gardens houses banks trading broadcasting holding building
    """
    )
    | COMMON_BODIES
)
_LIKE_WORDS = words(
    """
    hunter chase summer autumn brook brooke dawn joy rose lily ivy jasmine daisy ruby pearl crystal drew rob pat art
    dean earl duke grant guy jay lance miles norm pierce ray rich rusty will wade wolf woody angel destiny harmony iris
    paris penny sandy sky star sunny violet willow baron max chance major prince bishop forest cliff dale glen heath
    """
)
"""Given names that are English words too."""
_POLICE_RANKS = frozenset({"DSP", "CSP", "ASP", "DCP", "ACP", "IGP", "SP", "CP"})
_NO_GIVEN = words("st saint mount fort port new old great big little san santa los las la le el al de")


def without_overrun(body: str, guess: Found, known: Spans) -> Iterator[Found]:
    """Yield a guess without the verb, number or stray word that it runs on into, nothing where a known name is left.

    A verb with an ending behind a known name is one where the sentence goes on in small letters: "Tver Ramps up".
    """
    if body.find(" ", guess.start, guess.end) < 0:
        yield guess
        return
    if parts := _listed(body, guess, known):
        yield from parts
        return
    number = _NUMBER.search(body, guess.start, guess.end)
    if number is not None and guess.type in {"ORG", "PERSON", "GPE"} and number.group().rstrip()[-1].isalpha():
        left = replace(guess, end=number.start())
        if not _is_known(known, left):
            yield left
        return
    if guess.type == "NORP" and body[guess.start : guess.end].partition(" ")[0].lower() in DIRECTIONS:
        first = guess.start + body[guess.start : guess.end].find(" ") + 1
        if first > guess.start and any(name.level == "adjectival" for name in known.covering(first, guess.end)):
            return  # "the North Nigerian famine"
    verb = _verb(body, guess, known)
    if verb is None:
        yield guess
        return
    for start, end in ((guess.start, verb.start() - 1), (verb.end() + 1, guess.end)):
        piece = replace(guess, start=start, end=end, sentence_start=start == guess.start)
        if end > start and known.covering(start, end) and not _is_known(known, piece):
            yield piece


def _listed(body: str, guess: Found, known: Spans) -> list[Found]:
    """Part places of a list that has lost its commas: "al-Zarma al-Dorin", "Khan Zarma Khan Dorin".

    "al-Zarma al-Gharbiyah" is the western one.
    """
    found = list(_WORD.finditer(body, guess.start, guess.end))
    parts = [match.group() for match in found]
    if parts[0].startswith("al-"):
        cuts = [n for n, part in enumerate(parts) if part.startswith("al-") and not _WHICH.match(part)]
    elif guess.type in _PLACES and parts[:1] == parts[2:3]:
        cuts = [0, 2]
    else:
        cuts = []
    starts = [found[n].start() for n in cuts]
    if len(cuts) < 2 or any(name.start < at < name.end for at in starts for name in known.covering(at, at + 1)):
        return []
    ends = [*(start - 1 for start in starts[1:]), guess.end]
    pieces = [replace(guess, start=a, end=b, type="GPE") for a, b in zip(starts, ends, strict=True)]
    return [replace(piece, sentence_start=False) if n else piece for n, piece in enumerate(pieces)]


def _verb(body: str, guess: Found, known: Spans) -> re.Match[str] | None:
    """Find the verb of a headline between or behind known names that a guess holds."""
    if guess.type == "PERSON" or not known.covering(guess.start, guess.end):
        return None
    for word in _WORD.finditer(body, guess.start, guess.end):
        lower = word.group().lower()
        if word.start() == guess.start or not word.group().isalpha() or lower in _NO_VERBS:
            continue
        if known.covering(word.start(), word.end()) or not is_inflected_verb(lower):
            continue
        before = known.covering(guess.start, word.start() - 1)
        last = word.end() == guess.end
        if last and before and before[-1].end == word.start() - 1 and _SMALL_BEHIND.match(body, guess.end):
            return word
        behind = known.beginning(word.end() + 1)
        if not last and behind is not None and behind.end == guess.end and behind.type in {"PERSON", "GPE"}:
            return word
    return None


def _is_known(known: Spans, piece: Found) -> bool:
    return any(name.start == piece.start and name.end == piece.end for name in known.covering(piece.start, piece.end))


def without_stray_words(body: str, names: Sequence[Found]) -> list[Found]:
    """Give names in order, people without the English word in front: "Supply Orlov" beside "Ruslan Orlov".

    Nobody bears such a given name; who the surname means is named in full elsewhere, or is known.
    """
    surnames = {
        body[name.start : name.end].rpartition(" ")[2]
        for name in names
        if name.type == "PERSON" and (name.ids or body[name.start : name.end].partition(" ")[0].lower() in GIVEN)
    }
    return [_without_stray(body, name, surnames) for name in names]


def is_stray_word(word: str) -> bool:
    """Tell whether a word with a capital is an English one that nobody is called by.

    >>> is_stray_word("Supply"), is_stray_word("Hunter"), is_stray_word("Igor")
    (True, False, False)
    """
    return word.istitle() and is_english(word) and not (word.lower() in GIVEN or word.lower() in _LIKE_WORDS)


def _without_stray(body: str, name: Found, surnames: set[str]) -> Found:
    written = body[name.start : name.end]
    first, _, rest = written.partition(" ")
    lower = first.lower()
    if first in _POLICE_RANKS and rest[:1].isupper() and not name.ids:
        return replace(name, start=name.start + len(first) + 1, type="PERSON", sentence_start=False)
    if name.ids or name.type not in {"PERSON", "ORG"} or name.level != "name" or not rest or rest not in surnames:
        return name
    if lower in _NO_GIVEN or not (lower in TITLES or is_stray_word(first)):
        return name
    if name.type == "ORG" and is_english(rest):
        return name
    return replace(name, start=name.start + len(first) + 1, type="PERSON", sentence_start=False)
