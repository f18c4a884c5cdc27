"""Apostrophes that a collector took out of the whole text: "Syrias army", "the countrys north", "they couldnt"."""

import re
from collections.abc import Iterator
from functools import cache

from config.knowledge import Entity, Knowledge, fold, load_knowledge
from transforms.normalize.draft import Change
from transforms.normalize.tables import read_rows

_APOSTROPHE = re.compile(r"['’‘ʼ`´]")
_OWNER_IN_Y = re.compile(r"\b[A-Za-z][a-z]*[bcdfghjklmnpqrstvwxz]ys\b")
_THIS_YEAR = re.compile(r"\b[Tt]his (?:week|month|year)s\b")
_WORD = re.compile(r"(?<![\w@#/.-])[A-Za-z]+(?![\w@/-])")
_CAPITALIZED = re.compile(r"(?<![\w@#/.])([A-Z][\w-]*[A-Za-z])s(?![\w@/-])(?: ([A-Za-z][\w-]*))?")
_BODY_OWNS = re.compile(r"\b(?:[Tt]he|[Tt]his|[Ii]ts|[Hh]is|[Tt]heir|[A-Za-z]+n|[A-Z]{2}|led) ([a-z]+)s ([a-z]+)\b")
_WEEKDAY = re.compile(r"(?:\b(on|On|and|or|every) )?\b((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)s ([a-z]+)\b")
_IT_IS = re.compile(r"\b[Ii]ts (?=([a-z]+)\b)")
_SENTENCE_START = re.compile(r"(?:\A|[.!?:\n][\"”»)]? *[\"“«(]?)\Z")
_LAST_WORDS = re.compile(r"(?:[A-Z][\w-]* ){1,3}\Z")
_PLACE_AFTER = re.compile(
    r" (?:(?:north|south|east|west)(?:east|west)?(?:ern)? )*(?:countryside|province|outskirts|suburbs)\b"
)
_PEOPLE = re.compile(r"(?:ian|an|ist|ese|er|or|i|ite|men|s)\Z")
_ARTICLE = re.compile(r"\b[Tt]he \Z")
_FAMILY_NAMES_IN_Y = frozenset({"kennedys", "grammys", "emmys", "tonys", "murphys", "romneys", "sicilys"})
_WHY = "the text has lost its apostrophes"


def restore_stripped_apostrophes(text: str) -> Iterator[Change]:
    """Put apostrophes back into a text that has none at all and words that cannot do without.

    A possessor counts where its bare form is a name or stands in the text too; plurals stay as they are.

    >>> text = "The Council met. The Councils head said Syrias allies couldnt agree."
    >>> [(text[:c.start].split()[-1] + c.after) for c in restore_stripped_apostrophes(text)]
    ["Council's", "Syria's", "couldn't"]
    """
    if _APOSTROPHE.search(text):
        return
    certain, named = dict(_certain(text)), dict(_names(text))
    if not certain and not any(_tells(text, at) for at in named):
        return
    at = {**dict(_weaker(text)), **named, **certain}
    for place in sorted(at):
        length = at[place]
        yield Change(place, place + length, "'" + text[place : place + length], "apostrophe-stripped", _WHY)


@cache
def _words(name: str) -> frozenset[str]:
    """Give a list of `apostrophes.tsv`."""
    return frozenset(word for row in read_rows("apostrophes.tsv") if row[0] == name for word in row[1].split())


@cache
def _contractions() -> dict[str, int]:
    """Give each contraction without its apostrophe and how many letters stand behind it."""
    endings = {word: 2 if word.endswith(("ll", "ve", "re")) else 1 for word in _words("contraction")}
    return endings | {word.capitalize(): length for word, length in endings.items()}


def _certain(text: str) -> Iterator[tuple[int, int]]:
    """Give where apostrophes are missing beyond doubt, with the letters that follow them."""
    contractions, owners = _contractions(), _words("owner")
    for match in _WORD.finditer(text):
        word = match.group()
        if word in contractions:
            yield match.end() - contractions[word], contractions[word]
        elif word[-1] == "s" and word[:-1].lower() in owners and word[:-1].lower() != "else":
            yield match.end() - 1, 1
    for match in _OWNER_IN_Y.finditer(text):
        word = match.group()
        if word.lower() not in _FAMILY_NAMES_IN_Y and (word.islower() or _is_inside(text, match.start())):
            yield match.end() - 1, 1
    for match in _THIS_YEAR.finditer(text):
        yield match.end() - 1, 1


def _tells(text: str, end: int) -> bool:
    """Tell whether the possessor that ends here is a state, or a known name before what only one can own."""
    match = _CAPITALIZED.search(text, max(0, text.rfind(" ", 0, end)))
    if match is None or match.end(1) != end or not match[2]:
        return False
    knowledge = load_knowledge()
    if _is_state(match[1], knowledge):
        return not knowledge.find(match[1] + "s")
    known = knowledge.find(match[1]) or _longer(text, match, knowledge)
    return bool(known) and (match[1].isupper() or match[2] in _words("owned"))


def _is_state(name: str, knowledge: Knowledge) -> bool:
    return any(entity.type == "GPE" and entity.adjectives for entity in knowledge.find(name)[:1])


def _weaker(text: str) -> Iterator[tuple[int, int]]:
    """Give where a plural would make no sense: "the groups spokesman", "Tuesdays attack", "its not"."""
    bodies, owned, unowned = _words("body"), _words("owned"), _words("unowned")
    for match in _BODY_OWNS.finditer(text):
        if match[1] in bodies and match[2] in owned:
            yield match.end(1), 1
    for match in _WEEKDAY.finditer(text):
        if not match[1] and match[3] not in unowned:
            yield match.end(2), 1
    for match in _IT_IS.finditer(text):
        if match[1] in _words("it-is"):
            yield match.end() - 2, 1


def _names(text: str) -> Iterator[tuple[int, int]]:
    """Give where a name owns something: one that is known, or that the text writes bare elsewhere."""
    knowledge = load_knowledge()
    for match in _CAPITALIZED.finditer(text):
        name, following = match.groups()
        if name + "s" in _words("plain") or text.endswith("United ", 0, match.start()):
            owns = False
        elif knowledge.find(name + "s"):
            owns = bool(_PLACE_AFTER.match(text, match.end(1) + 1)) and _has_bare(text, name)
        elif _is_state(name, knowledge):
            owns = True
        else:
            owns = following is not None and following not in _words("unowned") and _owns(text, match, knowledge)
        if owns:
            yield match.end(1), 1


def _owns(text: str, match: re.Match[str], knowledge: Knowledge) -> bool:
    """Tell whether a name before a word that may be owned is a possessor, no plural."""
    name, following = match[1], match[2]
    entities = knowledge.find(name) or _longer(text, match, knowledge)
    if any(entity.type == "NORP" for entity in entities):
        return False
    if _ARTICLE.search(text, max(0, match.start() - 4), match.start()) and any(e.type == "PERSON" for e in entities):
        return False  # "the Assads"
    inside = _is_inside(text, match.start())
    if entities:
        return inside or _has_bare(text, name) or not _may_act(following)
    if name in knowledge.by_surname or fold(name) in knowledge.by_surname:
        return _has_bare(text, name)
    if _PEOPLE.search(name) and not name.isupper():
        return following in _words("owned") and _has_bare(text, name)
    if re.search(rf"\b{name.lower()}s\b", text) and name.lower() not in _words("body"):
        return False  # "Terrorists" in a headline, where the text has "terrorists"
    return len(name) > 3 and (inside or not _may_act(following)) and _has_bare(text, name)


def _longer(text: str, match: re.Match[str], knowledge: Knowledge) -> tuple[Entity, ...]:
    """Find the known name of several words that ends here: "Deir Ezzors"."""
    before = _LAST_WORDS.search(text, max(0, match.start() - 60), match.start())
    words = before.group().split() if before else []
    for number in range(len(words)):
        found = knowledge.find(" ".join([*words[number:], match[1]]))
        if found:
            return found
    return ()


def _may_act(word: str) -> bool:
    """Tell whether a word may be what a plural subject did: "Rebels targeted"."""
    return word.endswith(("ed", "ing")) or word in _words("unowned")


def _is_inside(text: str, start: int) -> bool:
    """Tell whether an offset is inside a sentence, where capitals mean names."""
    return _SENTENCE_START.search(text, max(0, start - 4), start) is None


def _has_bare(text: str, name: str) -> bool:
    """Tell whether a name stands in the text without an ending, inside a sentence or twice."""
    places = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(name)}(?![\w-])", text)]
    return len(places) > 1 or any(_is_inside(text, place) for place in places)
