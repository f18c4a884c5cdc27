"""Names that a translator wrote without capitals: "the uk authorities", "the us senate", "the dpa news agency"."""

import re
from collections.abc import Callable, Iterator, Sequence

from config.knowledge import Entity
from transforms.entities.found import Found
from transforms.entities.words import words
from transforms.records import Via

_UNMISTAKABLE = words(
    "uk usa dpa afp twitter facebook youtube instagram tiktok whatsapp nato unesco unicef opec bbc cnn"
)
"""Letters that are no English word, however they are written."""
_ACRONYMS = _UNMISTAKABLE - words("twitter facebook youtube instagram tiktok whatsapp")
_WORD = re.compile(rf"(?<![\w@#./:-])(?:{'|'.join(sorted(_UNMISTAKABLE))})(?![\w@-]|:\S|\.\w|/)")
_UK = re.compile(r"\bUk\b")
_WRITTEN = {"youtube": "YouTube", "tiktok": "TikTok", "whatsapp": "WhatsApp"}
_US_BODY = re.compile(r"(?<![\w@#./-])us (?P<body>senate|congress|house of representatives|supreme court)\b")
_PARTY = re.compile(r"\b(?P<party>democratic|republican) party\b")


def find_small_letters(body: str, known: Sequence[Found], find: Callable[[str], Sequence[Entity]]) -> Iterator[Found]:
    """Yield names in small letters; the parties of the United States only where the text names that state or them.

    "Let us senate" is no body: "us" counts only behind an article or preposition; addresses and handles are no names.
    """
    for match in _UK.finditer(body) if "Uk" in body else ():
        yield from _known(match, find("UK"))
    for match in _WORD.finditer(body) if any(word in body for word in _UNMISTAKABLE) else ():
        word = match.group()
        yield from _known(match, find(word.upper() if word in _ACRONYMS else _WRITTEN.get(word, word.title())))
    if "us " in body:
        for match in _US_BODY.finditer(body):
            if body.endswith(("the ", "The ", "of ", "in ", "by "), 0, match.start()):
                yield from _known(match, find(f"US {match['body'].title().replace(' Of ', ' of ')}"))
    if " party" in body and any(name.ids and name.ids[0] == "united-states" for name in known):
        for match in _PARTY.finditer(body):
            yield from _known(match, find(f"{match['party'].title()} Party"))


def _known(match: re.Match[str], entities: Sequence[Entity]) -> Iterator[Found]:
    if entities:
        entity = entities[0]
        via: Via = "acronym" if match.group() in _ACRONYMS else "alias"
        yield Found(start=match.start(), end=match.end(), type=entity.type, ids=(entity.id,), via=via, score=0.8)
