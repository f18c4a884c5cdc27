"""The names of the knowledge base in one automaton, found in a text whatever its case, accents and hyphens."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import ahocorasick

from config.knowledge import Alias, Entity, Knowledge
from transforms.entities.described import Described
from transforms.entities.found import Found
from transforms.records import Level, Via

_FLAT = dict.fromkeys("‘’ʼʻ`´ʿʾ", "'") | dict.fromkeys("-‐‑‒–—\u00a0\u202f", " ")
_FLAT |= {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "Ø": "o", "Ł": "l", "Đ": "d"}
_SAME = frozenset(map(chr, range(128))) - _FLAT.keys()
_DROPPED = re.compile(r"'|(?<=\b[A-Za-z])\.(?=[A-Za-z]\b|\W|$)|(?<=\bSt)\.")
_POSSESSIVE = re.compile(r"([A-Z][\w. -]*?)(?:'s|s') ")
_REMEMBERED = 50_000
_TITLED = re.compile(r"(?:Sheikh|Shaykh|Sheik|Dr\.?|Sir|Prince|King|Queen|Lord|General|Imam) ")
_ATTRIBUTE = re.compile(r"-(?:led|based|backed|run)\b")
_PLURALS = frozenset({"Prefecture", "Province", "Region", "Governorate", "County", "District", "Republic", "Oblast"})
_SMALL = frozenset({"of", "and", "for", "the", "in", "al", "el"})
_PARTICLE = re.compile(r"(?:al|el|an|as|ash|ad|at|de|di|von|van|bin|ban|d)[- ']|e[A-Z]|i[A-Z]")
_SERIES = re.compile(r"-\d{1,4}(?![\d.]|s?\.? ?\d)")
_ELECTRONIC = frozenset({"e-", "i-", "m-"})
_OWNER = re.compile(r"['’]s$")
_NOT_IN_NAMES = re.compile(r"[\n\"“”«»():;!?]|(?<![A-Z])(?<!\bSt)\.\s|,\s(?!and\b)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One way to write an entity."""

    entity_id: str
    type: str
    text: str
    level: Level
    via: Via
    as_written: bool
    weak: bool
    multiword: bool
    with_noun: bool


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A text without case, accents, apostrophes and abbreviation points, and where each character came from."""

    key: str
    offsets: Sequence[int] | None

    def origin(self, at: int) -> int:
        return at if self.offsets is None else self.offsets[at]


def folded(text: str) -> FoldedText:
    """Fold a text for matching; most plain texts keep their offsets."""
    flat = text
    for char in set(text) - _SAME:  # a few: replacing each is far quicker than translating the whole
        flat = flat.replace(char, _FLAT.get(char) or _plain(char))
    drops = [match.start() for match in _DROPPED.finditer(flat)]
    lowered = flat.lower()
    if len(lowered) != len(text):
        lowered = "".join(char.lower()[0] for char in flat)
    if not drops:
        return FoldedText(lowered, None)
    offsets: list[int] = []
    parts: list[str] = []
    for first, last in pairwise((-1, *drops, len(text))):
        offsets.extend(range(first + 1, last))
        parts.append(lowered[first + 1 : last])
    return FoldedText("".join(parts), offsets)


def _plain(char: str) -> str:
    """Give the base letter of an accented letter; exactly one character, so that offsets hold."""
    if char.isascii():
        return char
    base = unicodedata.normalize("NFKD", char)[0].lower()
    return base if len(base) == 1 else char


class Gazetteer:
    """Finds every name of a knowledge base in a text in one pass."""

    def __init__(self, knowledge: Knowledge) -> None:
        entries: dict[str, list[Entry]] = {}
        states = _state_names(knowledge)
        described = Described(knowledge)
        for entity in knowledge.entities.values():
            state = knowledge.entities.get(entity.country or "")
            for entry in _entries(entity, states, described, state):
                entries.setdefault(folded(entry.text).key, []).append(entry)
        self._automaton: Any = ahocorasick.Automaton()
        for key, found in entries.items():
            if len(key) > 1 and key.strip():
                unique = {(entry.entity_id, entry.text, entry.level): entry for entry in found}
                self._automaton.add_word(key, (len(key), tuple(unique.values())))
        if entries:
            self._automaton.make_automaton()
        self._empty = not entries
        self._read: dict[str, Found | None] = {}

    def find(self, text: str) -> Iterator[Found]:
        """Yield every name in the text at word boundaries, overlapping ones too."""
        if self._empty:
            return
        source = folded(text)
        key, size = source.key, len(source.key)
        for last, (length, entries) in self._automaton.iter(key):
            first, end = last - length + 1, last + 1
            if first and key[first - 1].isalnum():
                continue
            if end < size and key[end].isalnum() and not _is_bare_possessive(key, end):
                continue
            start, stop = source.origin(first), source.origin(last) + 1
            if end < size and key[end].isalnum() and not _may_own(text, start, stop, source.origin(end)):
                continue
            if text[stop : stop + 1] == "." and "." in text[start:stop] and text[stop - 2 : stop - 1] == ".":
                stop += 1  # "U.S." keeps its last point
            if text[stop - 1].isdigit() and text[stop : stop + 1] in {".", ","} and text[stop + 1 : stop + 2].isdigit():
                continue  # "from France 3.5% of them": no channel
            if _is_of_other(text, start, stop):
                continue
            written = text[start:stop]
            read = self._read[written] if written in self._read else self._remember(written, entries)
            if read is not None:
                yield read.at(start, stop)

    def _remember(self, written: str, entries: tuple[Entry, ...]) -> Found | None:
        """Read a text once: names repeat, within an article and from one to the next."""
        if len(self._read) >= _REMEMBERED:
            self._read.clear()
        read = self._read[written] = _accepted(written, entries)
        return read


def _is_bare_possessive(key: str, end: int) -> bool:
    """Tell whether "s" follows a name: "Russia's", and "Russias" where an outlet has lost its apostrophes."""
    return key[end] == "s" and (end + 1 == len(key) or not key[end + 1].isalnum())


def _may_own(text: str, start: int, stop: int, at: int) -> bool:
    """Tell whether "s" behind a name may be a possessive: not in "IRIS" for "IRI", nor the plural of "militia"."""
    last = text[start:stop].rpartition(" ")[2]
    return text[at] == "s" and (at > stop or not (last.islower() or last in _PLURALS))


def _is_of_other(text: str, start: int, stop: int) -> bool:
    """Tell whether a name is half of another: of a gun ("ZSU-23-2") or of a service ("e-Pulse")."""
    if text[stop : stop + 1] == "-" and text[start:stop].isupper() and _SERIES.match(text, stop):
        return True
    return text[start - 2 : start] in _ELECTRONIC and not text[start - 3 : start - 2].isalnum()


def _accepted(written: str, entries: tuple[Entry, ...]) -> Found | None:
    """Give what a text means, from offset 0, None where it is not written as a name."""
    if _NOT_IN_NAMES.search(written):
        return None
    kept = [entry for entry in entries if _is_written(written, entry)]
    if not kept:
        return None
    best = min(kept, key=lambda entry: (entry.weak, not entry.as_written, entry.level != "name"))
    ranked = sorted(kept, key=lambda entry: (entry.weak, not entry.as_written))
    same = [entry for entry in ranked if entry.level == best.level]
    return Found(
        start=0,
        end=len(written),
        type=best.type,
        ids=tuple(dict.fromkeys(entry.entity_id for entry in same)),
        level=best.level,
        via=best.via,
        weak=best.weak,
    )


def _is_written(written: str, entry: Entry) -> bool:
    """Tell whether a text is written as a name: acronyms exactly, others with a capital where it matters."""
    if entry.with_noun and any(word.islower() and word not in _SMALL for word in written.split()):
        return False  # "Tasnim news agency": the name and a noun, unlike "Tasnim News Agency"
    if _OWNER.search(written) and not _OWNER.search(entry.text):
        return False  # "Tartu's" is no way to write Tartus
    if written.endswith(" military"):
        return False  # "Turkish military": an adjective and a noun
    if entry.as_written:
        plain = written.replace(".", "")
        return plain == entry.text.replace(".", "")
    if written.isupper() and len(written) < 5 and not entry.text.isupper():
        return False  # "SANA" is no way to write Sanaa
    if not entry.multiword:
        if entry.text[0].islower() and written == entry.text:
            return True  # "eBay"
        return written[0].isupper() or (not written.islower() and "-" in written)
    words = written.split()
    capitals = sum(word[:1].isupper() or word[:3].lower() in {"al-", "el-", "an-", "de", "bin"} for word in words)
    return capitals >= (max(1, len(words) - 1) if entry.type == "PERSON" else 1)


def _state_names(knowledge: Knowledge) -> frozenset[str]:
    states = (entity for entity in knowledge.entities.values() if entity.type == "GPE" and entity.adjectives)
    return frozenset(name for entity in states for name in (entity.name, *(alias.text for alias in entity.aliases)))


def _entries(
    entity: Entity, states: frozenset[str], described: Described, state: Entity | None = None
) -> Iterator[Entry]:
    turned = (*_turned(entity), *_of_noun(entity, state))
    names = (Alias(text=entity.name, case_sensitive=entity.name.isupper()), *entity.aliases, *turned)
    for place, alias in enumerate(names):
        text = alias.text
        owner = _POSSESSIVE.match(text)
        if owner and owner[1] in states:
            continue  # "Russia's Foreign Ministry" is two names
        if not (entity.type == "GPE" and text.startswith("The ")):  # "The Hague" keeps its article
            text = text.removeprefix("the ").removeprefix("The ")
        if entity.type == "PERSON" and (title := _TITLED.match(text)) and _is_name_of(text[title.end() :], entity):
            continue  # "Sheikh X bin Y": the name without the title is found
        if _ATTRIBUTE.search(text):
            continue  # "US-led coalition" is an adjective and a noun
        if text[0].islower() and not _PARTICLE.match(text):
            continue  # a description ("nuclear deal with ...")
        yield Entry(
            entity_id=entity.id,
            type=entity.type,
            text=text,
            level="name",
            via="exact" if place == 0 else "acronym" if text.isupper() and len(text) < 9 else "alias",
            as_written=alias.case_sensitive,
            weak=alias.ambiguous,
            multiword=" " in text or "-" in text,
            with_noun=described.is_described(entity, text)
            or (entity.type == "LOC" and text == f"{entity.name} River")
            or (text.endswith(" News Agency") and any(text[:-12] == other.text for other in names)),
        )
    peoples = (f"{adjective}s" for adjective in entity.adjectives if adjective.endswith("an"))
    for text in dict.fromkeys((*entity.adjectives, *entity.demonyms, *peoples)):
        if text == entity.name or any(text == alias.text for alias in entity.aliases):
            continue
        yield Entry(
            entity_id=entity.id,
            type=entity.type,
            text=text,
            level="adjectival",
            via="alias",
            as_written=text.isupper(),
            weak=False,
            multiword=" " in text or "-" in text,
            with_noun=False,
        )


def _turned(entity: Entity) -> Iterator[Alias]:
    """Yield how outlets shorten or turn a name: "Osk Oil Corp", "the River Osk"."""
    for text in (entity.name, *(alias.text for alias in entity.aliases if not alias.ambiguous)):
        if entity.type == "ORG" and text.endswith(" Corporation"):
            yield Alias(text=text.removesuffix("oration"))
        elif entity.type == "LOC" and text.endswith(" River") and text.count(" ") == 1:
            yield Alias(text=f"River {text.removesuffix(' River')}")


def _of_noun(entity: Entity, state: Entity | None) -> Iterator[Alias]:
    """Yield a state's army by the state's noun, as headlines have it: "Norland army" beside "Norlandic army"."""
    if entity.type != "ORG" or state is None:
        return
    armies = {alias.text.lower() for alias in entity.aliases if alias.text.endswith((" army", " Army"))}
    if armies and any(f"{adjective.lower()} army" in armies for adjective in state.adjectives):
        yield Alias(text=f"{state.name} army")


def _is_name_of(text: str, entity: Entity) -> bool:
    return " " in text and (text == entity.name or any(text == alias.text for alias in entity.aliases))


_BUILT: list[tuple[Knowledge, Gazetteer]] = []


def gazetteer_of(knowledge: Knowledge) -> Gazetteer:
    """Build the gazetteer of a knowledge base, once for each."""
    for known, gazetteer in _BUILT:
        if known is knowledge:
            return gazetteer
    gazetteer = Gazetteer(knowledge)
    _BUILT.append((knowledge, gazetteer))
    del _BUILT[:-4]
    return gazetteer


def paragraph_starts(text: str) -> list[int]:
    """Give where paragraphs begin, for `paragraph_at`."""
    return [0, *(match.end() for match in re.finditer(r"\n+", text))]


def paragraph_at(starts: list[int], at: int) -> int:
    """Give the number of the paragraph that holds an offset."""
    return bisect_right(starts, at) - 1
