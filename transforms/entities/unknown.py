"""Names that the knowledge base does not have as written: its own under another spelling, else a stable id."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from config.knowledge import Knowledge
from transforms.entities.dictionary import is_english
from transforms.entities.found import Found
from transforms.entities.known_people import distance
from transforms.entities.neighbourhood import countries_of, is_near
from transforms.entities.respelling import agency_spelling
from transforms.entities.short_names import with_short_names
from transforms.entities.spelling import name_key
from transforms.entities.storms import settle_storms

_REGION_AFTER = re.compile(r" (region|oblast|krai|kray|territory|autonomous okrug)\b(?!s)", re.I)
_WITH_REGIONS = frozenset(
    {"russia", "ukraine", "belarus", "kazakhstan", "armenia", "kyrgyzstan", "uzbekistan", "tajikistan"}
)
_SLAVIC = re.compile(r"sk(?:y|iy|ii|yi|i|oy|oi)\Z")
_PLURAL = re.compile(r"(?<=[a-z]{3})s$")
_PLACE_BEFORE = re.compile(
    r"\b(?:city|town|village|province|district|suburb|region|governorate|neighbou?rhood|settlement|area)s? of $",
    re.I,
)
_PLACE_AFTER = re.compile(
    r" (?:city|town|village|province|district|suburb|region|governorate|neighbou?rhood|settlement|countryside)\b"
)
_LIST_OF = re.compile(
    r"\b(?:cities|towns|villages|provinces|districts|suburbs|regions|states|neighbou?rhoods|settlements|areas) "
    r"(?:of|in) ",
    re.I,
)
_JOINT = re.compile(r"(?:,? and|,)? (?=[A-Z]|al-)")
_GROUP_AFTER = re.compile(
    r" (?:[a-z]+ist |militant |rebel |armed |terror )?(?:group|militants|fighters|party|movement)\b"
)
_MOVEMENTS = {"red-cross": "Red Cross", "red-crescent": "Red Crescent"}
_CAPITALISED = re.compile(r"\b[A-Z]\w{3,}")
_LONG, _SHORT, _TELLING, _STEM = 3, 3, 5, 4
_FIRMS = frozenset({"Company", "Corporation", "Group", "Firm", "Holding", "Factory", "Plant"})
_POLICE = re.compile(r"[\w .'’-]+ [Pp]olice(?= [Dd]epartment$)")
_LIMITED = re.compile(r"(?:,? (?:Co\.?,? ?)?(?:Ltd|Limited|LLC|Inc|JSC|PJSC|OJSC|LLP|GmbH|PLC)\.?)+$|,? Co\.?$")
_GROUP = {"GPE": "place", "LOC": "place", "FAC": "place", "PERSON": "person"}


class Spellings:
    """Names of the knowledge base by the key that transliterations share."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.by_key: dict[str, tuple[str, str]] = {}
        self.knowledge = knowledge
        clashing: set[str] = set()
        for entity in knowledge.entities.values():
            if entity.type == "PERSON":
                continue
            for text in (entity.name, *(alias.text for alias in entity.aliases if not alias.ambiguous)):
                if not text.isascii() or text.isupper() or len(key := name_key(text)) < 5:
                    continue
                if self.by_key.setdefault(key, (entity.id, entity.type))[0] != entity.id:
                    clashing.add(key)
        for key in clashing:
            del self.by_key[key]
        self._slips: dict[str, list[str]] = {}
        for key, (_, type_) in self.by_key.items():
            if type_ == "ORG" and key.count(" ") >= _LONG:
                for gap, _ in _gaps(key):
                    self._slips.setdefault(gap, []).append(key)

    def slip(self, key: str, body: str) -> tuple[str, str] | None:
        """Find the one long name of a body that a key misspells in one letter, or leaves the first word out of.

        The word left out stands in the text elsewhere: "Syria" with "the Observatory for Human Rights".
        """
        if key.count(" ") < _LONG - 1:
            return None
        short = self._slips.get(f"|{key}", ())
        stems = {name_key(word)[:_STEM] for word in _CAPITALISED.findall(body)} if short else set()
        found = {self.by_key[other] for other in short if other[:_STEM] in stems}
        for gap, word in _gaps(key):
            found |= {self.by_key[other] for other in self._slips.get(gap, ()) if _is_slip(word, gap, other)}
        return found.pop() if len(found) == 1 else None


def _gaps(key: str) -> Iterator[tuple[str, str]]:
    """Yield a name's key without one of its words, marked where that stood, and the word; short words stay.

    >>> list(_gaps("vorld food program"))
    [('|food program', 'vorld'), ('vorld |program', 'food'), ('vorld food |', 'program')]
    """
    parts = key.split(" ")
    for number, word in enumerate(parts):
        if len(word) > _SHORT:
            before = "".join(part + " " for part in parts[:number])
            yield f"{before}|{' '.join(parts[number + 1 :])}", word


def _is_slip(word: str, gap: str, key: str) -> bool:
    """Tell whether a word differs in one letter from the one that stands in the gap of a key."""
    before, _, after = gap.partition("|")
    other = key[len(before) : len(key) - len(after)].strip()
    return min(len(word), len(other)) > _TELLING and distance(word, other) == 1


def with_region(body: str, name: Found, country_of: Callable[[str], str | None], home: str | None) -> Found:
    """Take "region" into the name of a region of the former Soviet Union, which its capital's name does not cover.

    "Tver region", "Tver oblast" and "Tver Krai" are one; "Aleppo province" stays Aleppo.
    """
    match = _REGION_AFTER.match(body, name.end)
    if match is None or name.level != "name":
        return name
    adjective = not name.ids and _SLAVIC.search(body, name.start, name.end) is not None  # "Dubrovsky region"
    if not adjective and name.type not in {"GPE", "LOC", "ORG"}:
        return name
    country = country_of(name.ids[0]) if name.ids else None
    if adjective or (country or home) in _WITH_REGIONS or (country is None and match[1] not in {"region", "territory"}):
        return replace(name, end=match.end(), ids=(), type="GPE", from_model=True, via="model")
    return name


_FIRM_BEFORE = re.compile(
    r"(?:\b[Tt]he|\b[Aa]n?|\b[A-Z]\w+(?:an|ish|ese|ian|ch|[’']s)|[a-z]) "
    r"(?:company|corporation|firm|airline|manufacturer|start-?up|bank|supermarket|retailer|drugmaker|automaker) "
    r"[\"“«]?\Z"
)
_TOLD_FIRM = re.compile(r"\b(?:told|tells|informed|of|by|for|in|from) (?:the )?[a-z]+ \Z")


def agree_on_types(body: str, names: Sequence[Found]) -> list[Found]:
    """Give each name that only the model found the type that most of its mentions have, nouns beside them included."""
    votes: dict[str, Counter[str]] = {}
    for name in names:
        if not name.ids:
            counter = votes.setdefault(name_key(_plain(body, name)), Counter())
            counter[name.type] += 1
            hint = _hint(body, name)
            if hint:
                counter[hint] += 3
    listed = _listed_places(body, names)
    places = {
        name_key(_plain(body, name))
        for name in names
        if name.start in listed or _stands_as_place(body, name) or (not name.ids and _PLACE_AFTER.match(body, name.end))
    }
    for key in places & votes.keys():
        votes[key].pop("PERSON", None)
        votes[key]["GPE"] += not votes[key]
    names = [_as_place(name) if name_key(_plain(body, name)) in places else name for name in names]
    firms = {name_key(_plain(body, name)) for name in names if not name.ids and _is_firm(body, name)}
    if firms:
        votes |= {key: Counter(ORG=1) for key in firms}
        names = [
            replace(name, type="ORG") if not name.ids and name_key(_plain(body, name)) in firms else name
            for name in names
        ]
    people = {name_key(_plain(body, name)) for name in names if name.type == "PERSON" and not name.ids}
    names = [_is_surname_elsewhere(body, name, people) for name in names]
    return [
        name
        if name.ids or name.type == "PERSON"
        else replace(name, type=votes[name_key(_plain(body, name))].most_common(1)[0][0])
        for name in names
    ]


def identify(body: str, names: Sequence[Found], spellings: Spellings) -> list[Found]:
    """Give each name without an entity the known one of another spelling, or an id made of its own spelling."""
    found: list[Found] = []
    countries = countries_of(names, spellings.knowledge)
    for name in names:
        if not name.ids:
            name = _short_form(body, name, found) or _identified(body, name, spellings, countries)
        found.append(name)
    found = settle_storms(body, found)
    return with_short_names(body, found)


def whole_of_parts(names: Sequence[Found], knowledge: Knowledge) -> list[Found]:
    """Take a movement's short name for the one member of it that the text names: the Syrian Arab "Red Crescent"."""
    members: dict[str, set[str]] = {short: set() for short in _MOVEMENTS}
    for name in names:
        entity = knowledge.entities.get(name.ids[0]) if name.ids else None
        for short, member in members.items():
            both = short == "red-crescent" and entity is not None and "Red Cross" in entity.name
            if entity is not None and entity.id != short and _MOVEMENTS[short] in entity.name and not both:
                member.add(entity.id)
    return [
        replace(name, ids=tuple(members[name.ids[0]]), via="alias", score=0.7)
        if name.ids and len(members.get(name.ids[0], ())) == 1
        else name
        for name in names
    ]


def _short_form(body: str, name: Found, earlier: Sequence[Found]) -> Found | None:
    """Take an organization for one named at full length before: "Foreign Relations Committee", of the Senate."""
    if name.type != "ORG" or " " not in body[name.start : name.end]:
        return None
    written = _plain(body, name)
    for other in reversed(earlier):
        if other.type == "ORG" and other.ids and other.level == "name" and _shortens(written, _plain(body, other)):
            return replace(name, ids=other.ids, name=other.name, via="alias", score=0.7)
    return None


def _shortens(short: str, longer: str) -> bool:
    """Tell whether a name leaves out the first words of a longer one, or any before "of": "food service of Oslo"."""
    if short.count(" ") > 1 and longer.startswith(short + " of "):
        return True
    first, _, noun = short.rpartition(" ")
    if noun in _FIRMS and longer.endswith(noun) and f" {first} " in f" {longer}" and not is_english(first):
        return True  # "the Osk Company" of "Zarma Osk Technology Company"
    if longer.lower().endswith(" " + short.lower()) or f" {short} in " in f" {longer} in ":
        return True
    head, of, owner = short.rpartition(" of ")
    other, _, same = longer.rpartition(" of ")
    return bool(of) and owner == same and other.endswith(head[head.rfind(" ") :]) and {*head.split()} < {*other.split()}


def _is_surname_elsewhere(body: str, name: Found, people: set[str]) -> Found:
    """Take a two-word guess for a person where its last word alone is one elsewhere ("Taysir Hammoud", "Hammoud")."""
    parts = _plain(body, name).split()
    if name.ids or name.type != "ORG" or len(parts) != 2 or name_key(parts[1]) not in people:
        return name
    return replace(name, type="PERSON")


def _identified(body: str, name: Found, spellings: Spellings, countries: frozenset[str]) -> Found:
    written = _plain(body, name)
    key = name_key(written)
    known = spellings.by_key.get(key)
    if known is not None and not is_near(spellings.knowledge.entities[known[0]], countries):
        known = None
    if known is not None and (name.type == known[1] or name.type != "PERSON"):
        return replace(name, ids=(known[0],), type=known[1], via="transliteration", score=0.85)
    slip = spellings.slip(key, body) if name.type == "ORG" else None
    if slip is not None:
        return replace(name, ids=(slip[0],), type=slip[1], via="transliteration", score=0.75)
    type_ = name.type
    if type_ == "ORG" and (police := _POLICE.match(written)) is not None:
        written = police.group()
    canonical = agency_spelling(_LIMITED.sub("", written) or written if type_ == "ORG" else written, type_)
    slug = re.sub(r"[^a-z0-9]+", "-", name_key(canonical).lower()).strip("-") or "unnamed"
    group = _GROUP.get(type_, type_.lower().replace("_", "-"))
    level = "adjectival" if type_ == "NORP" and not _PLURAL.search(written) else name.level
    return replace(name, ids=(f"unk-{group}-{slug}",), type=type_, name=canonical, level=level, score=0.6)


def _hint(body: str, name: Found) -> str | None:
    """Tell the type of a name from the noun beside it: "the town of X", "the X group"."""
    if _stands_as_place(body, name) or _PLACE_AFTER.match(body, name.end):
        return name.type if name.type in {"LOC", "FAC"} else "GPE"
    return "ORG" if _GROUP_AFTER.match(body, name.end) and name.type not in {"NORP", "ORG"} else None


def _is_firm(body: str, name: Found) -> bool:
    """Tell whether a name stands right behind what it is: "the Polish company Osk", not "told the company Ana Osk"."""
    before = max(0, name.start - 60), name.start
    if name.type not in {"PERSON", "GPE", "NORP"} or _FIRM_BEFORE.search(body, *before) is None:
        return False
    return _TOLD_FIRM.search(body, *before) is None


def _listed_places(body: str, names: Sequence[Found]) -> set[int]:
    """Give where the names of a list of places begin: "the villages of Dorin, Zarma and al-Kora"."""
    at = {name.start: name for name in names}
    found: set[int] = set()
    for match in _LIST_OF.finditer(body):
        start = match.end()
        while start in at:
            found.add(start)
            joint = _JOINT.match(body, at[start].end)
            if joint is None:
                break
            start = joint.end()
    return found


def _stands_as_place(body: str, name: Found) -> bool:
    return _PLACE_BEFORE.search(body, max(0, name.start - 20), name.start) is not None


def _as_place(name: Found) -> Found:
    """Take for a place what the model took for a person: "the town of Dorin", and so Dorin in the whole article."""
    return replace(name, type="GPE") if name.type == "PERSON" and not name.ids else name


def _plain(body: str, name: Found) -> str:
    return " ".join(body[name.start : name.end].split())
