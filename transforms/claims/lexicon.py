"""The cue lexicon: one row a cue, read once from `config/lexicons/cues.tsv`."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast, get_args

from transforms.records import Act

PartOfSpeech = Literal["verb", "noun", "adjective", "phrase", "adverb"]
REPORTING_TYPES = frozenset({"report", "deny", "predict", "question", "judge", "request", "commit"})
"""Cue types by which somebody expresses something, as against what he believes, wants or finds."""
CLAUSE_FRAMES = frozenset({"that", "thatf", "addr-that", "whether", "quote"})
"""Frames whose content is a clause."""


@dataclass(frozen=True, slots=True)
class CueEntry:
    """One line of the lexicon. `frames` say how the content attaches, `particle` is the second word of "point out"."""

    cue: str
    pos: PartOfSpeech
    type: str
    act: Act
    frames: frozenset[str]
    source: str
    example: str

    @property
    def particle(self) -> str | None:
        return self.cue.partition(" ")[2] or None

    @property
    def prepositions(self) -> frozenset[str]:
        return frozenset(frame[1:] for frame in self.frames if frame.startswith(":"))


Lexicon = dict[str, tuple[CueEntry, ...]]


@cache
def load_cues() -> dict[PartOfSpeech, Lexicon]:
    """Read the lexicon: part of speech, then first word, to entries (those with a particle first)."""
    table: dict[PartOfSpeech, dict[str, list[CueEntry]]] = {pos: {} for pos in get_args(PartOfSpeech)}
    for entry in read_entries((files("config") / "lexicons" / "cues.tsv").read_text(encoding="utf-8")):
        table[entry.pos].setdefault(entry.cue.partition(" ")[0], []).append(entry)
    return {
        pos: {word: tuple(sorted(entries, key=lambda e: -len(e.cue))) for word, entries in words.items()}
        for pos, words in table.items()
    }


def read_entries(text: str) -> Iterator[CueEntry]:
    """Parse the lines of a cue lexicon; comments and the header are skipped."""
    for line in text.splitlines():
        if not line or line.startswith(("#", "cue\t")):
            continue
        cue, pos, kind, act, frames, source, example = line.split("\t")
        yield CueEntry(
            cue, cast(PartOfSpeech, pos), kind, cast(Act, act), frozenset(frames.split(",")), source, example
        )
