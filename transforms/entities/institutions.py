"""Ministries and other organs of states, in any word order and case: "Ministry of defense of Russia"."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from config.knowledge import Entity, Knowledge
from transforms.entities.found import Found
from transforms.entities.organ_titles import FIELDS, ORGANS, PORTFOLIO

_MINISTRY = "|".join(f"(?P<{slug}>{pattern})" for slug, (_, pattern) in FIELDS.items())
_HEADED = re.compile(rf"\b(?:{_MINISTRY})[ -](?P<word>ministry|office|department)\b", re.I)
_OF = re.compile(rf"\b(?P<word>ministry|department) (?:of|for) (?:the )?(?:{_MINISTRY})\b(?! ministry)", re.I)
_ORGAN = re.compile(
    "|".join(rf"\b(?P<{slug.replace('-', '_')}>{pattern})\b" for slug, (_, pattern) in ORGANS.items()), re.I
)
_QUOTED_FIELD = re.compile(
    r"[\"“«](?:(?P<health>Health)|(?P<interior>Interior)|(?P<defense>Defen[cs]e)|(?P<finance>Finance)|"
    r"(?P<justice>Justice)|(?P<education>Education)|(?P<energy>Oil|Energy)|(?P<electricity>Electricity)|"
    r"(?P<foreign>Foreign(?: Affairs)?)|(?P<trade>Trade)|(?P<agriculture>Agriculture)|(?P<transport>Transport))"
    r"[\"”»](?= [a-z]+(?:s|ed)\b|:)"
)
_RUSSIAN_ACRONYMS = re.compile(r"\b(?:(?P<emergencies>EMERCOM|MChS|MCHS)|(?P<interior>MVD)|(?P<defense>Minoborony))\b")
_ALSO = re.compile(rf"(?:, (?:and )?{PORTFOLIO}(?=,| and ))*,? and (?:the )?{PORTFOLIO}\b(?! [A-Z])")
"""What else a ministry is of: "Ministry of Energy and Mines"."""
_ANCHOR = re.compile(
    r"ministr|office|department|prosecut|investigati|general staff|forces|navy|guard|bank|court|embassy|army|air force|"
    r"security service|cabinet of|elect(?:ion|ions|oral) commission|border|emercom|mchs|mvd|minoborony|parliament"
)
_REACH = 120
"""How many letters an organ's name may reach beyond its noun."""
_TO_COUNTRY = re.compile(r" (?:of|for) (?:the )?")
_OFFICER = re.compile(r" (?:chief |official |deputy |press )?(?:spokes(?:man|woman|person)|representative|secretary) ")
_WITH_OFFICERS = frozenset({"foreign-ministry", "defense-ministry", "interior-ministry", "health-ministry"})
_COMMON = frozenset({"navy", "army", "air-force", "embassy", "armed-forces"})
_OFFICE_FIELDS = frozenset({"foreign"})
_DEPARTMENT_FIELDS = frozenset(
    {"defense", "justice", "energy", "health", "education", "agriculture", "labor", "trade", "interior"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """An organ as the text names it: its class, its span, the country it is said to belong to."""

    slug: str
    title: str
    start: int
    end: int
    country: str | None
    stated: bool


@dataclass
class Countries:
    """Which entities are states, and which organs of theirs the knowledge base has."""

    knowledge: Knowledge
    organs: dict[tuple[str, str], Entity | None] = field(default_factory=dict)
    states: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        entities = self.knowledge.entities.values()
        self.states = frozenset(entity.id for entity in entities if entity.type == "GPE" and entity.adjectives)

    def is_country(self, entity_id: str) -> bool:
        return entity_id in self.states

    def country_of(self, entity_id: str) -> str | None:
        """Give the state that an entity is or belongs to."""
        entity = self.knowledge.entities.get(entity_id)
        if entity is None:
            return None
        return entity_id if self.is_country(entity_id) else entity.country

    def most_named(self, names: Iterable[Found]) -> str | None:
        """Tell which state most names belong to."""
        named = Counter(filter(None, (self.country_of(name.ids[0]) for name in names if name.ids)))
        return named.most_common(1)[0][0] if named else None

    def organ(self, country: str, slug: str, title: str) -> Entity | None:
        """Find a state's organ in the knowledge base by the names it usually has."""
        if (country, slug) not in self.organs:
            self.organs[country, slug] = self._organ(country, slug, title)
        return self.organs[country, slug]

    def _organ(self, country: str, slug: str, title: str) -> Entity | None:
        state = self.knowledge.entities[country]
        by_id = self.knowledge.entities.get(f"{country}-{slug}")
        if by_id is not None:
            return by_id
        short = slug.replace("-", " ")
        for head in (title, short, short.replace("defense", "defence"), title.replace("Defense", "Defence")):
            for name in (*(f"{adjective} {head}" for adjective in state.adjectives), f"{head} of {state.name}"):
                for entity in self.knowledge.find(name):
                    if entity.country == country:
                        return entity
        return None


def find_institutions(
    body: str, names: Sequence[Found], countries: Countries, guessed: set[tuple[int, int]]
) -> list[Institution]:
    """Find organs of states, with the country's name where it stands beside them.

    One without capitals counts where its country stands with it, an army or a navy only if the model `guessed` it.
    """
    states = [name for name in names if name.ids and name.ids[0] in countries.states]
    ends = {name.end: name for name in states}
    starts = {name.start: name for name in states}
    people = {name.start: name for name in names if name.type == "PERSON" and len(name.ids) == 1 and not name.weak}
    found = []
    for match, slug, title in _heads(body):
        start, end = match.span(match.lastgroup) if match.re is _QUOTED_FIELD and match.lastgroup else match.span()
        country, stated = None, False
        if match.re is _OF and (also := _ALSO.match(body, end)):
            end = also.end()
        before = ends.get(start - 1) if body[start - 1 : start] == " " else None
        possessor = ends.get(start - 3) if body[start - 3 : start] in {"'s ", "’s "} else None
        possessor = possessor or (ends.get(start - 2) if body[start - 2 : start] == "s " else None)
        link = _TO_COUNTRY.match(body, end)
        after = starts.get(link.end()) if link else None
        if after is not None and after.level == "name":
            country, stated, end = after.ids[0], True, after.end
        if before is not None:
            country, stated, start = before.ids[0], True, before.start
        elif possessor is not None and country is None:
            country, stated = possessor.ids[0], True
        if country is None and slug in _WITH_OFFICERS:
            country = _of_officer(body, end, people, countries)
        written = body[start:end]
        if slug == "parliament" and (not match.group()[0].isupper() or country == "united-states"):
            continue  # "the parliament" is a description
        if match.group() == match.group().lower() and (
            (slug in ORGANS and (start, end) not in guessed) or country is None
        ):
            continue  # "the army", "foreign ministry": no names
        if written == match.group() and slug in _COMMON and not country and (start, end) not in guessed:
            continue
        found.append(Institution(slug=slug, title=title, start=start, end=end, country=country, stated=stated))
    return found


def _of_officer(body: str, end: int, people: Mapping[int, Found], countries: Countries) -> str | None:
    """Give the state of the known officer named behind a ministry: "foreign ministry spokeswoman Ana Osk"."""
    officer = _OFFICER.match(body, end)
    person = people.get(officer.end()) if officer is not None else None
    return countries.country_of(person.ids[0]) if person is not None else None


def _heads(body: str) -> list[tuple[re.Match[str], str, str]]:
    heads: list[tuple[re.Match[str], str, str]] = []
    windows = list(_windows(body))
    for match in _each((_HEADED, _OF), body, windows):
        name = next(name for name in FIELDS if match[name])
        word = match["word"].lower()
        if word == "office" and name not in _OFFICE_FIELDS:
            continue
        if word == "department" and name not in _DEPARTMENT_FIELDS:
            continue
        heads.append((match, f"{name.replace('_', '-')}-ministry", f"Ministry of {FIELDS[name][0]}"))
    for match in _QUOTED_FIELD.finditer(body):  # Arabic headlines: "Health" confirms
        name = next(name for name, text in match.groupdict().items() if text)
        heads.append((match, f"{name.replace('_', '-')}-ministry", f"Ministry of {FIELDS[name][0]}"))
    for match in _each((_ORGAN,), body, windows):
        slug = next(slug for slug in ORGANS if match[slug.replace("-", "_")])
        heads.append((match, slug, ORGANS[slug][0]))
    for match in _each((_RUSSIAN_ACRONYMS,), body, windows):
        name = next(name for name, text in match.groupdict().items() if text)
        heads.append((match, f"{name.replace('_', '-')}-ministry", f"Ministry of {FIELDS[name][0]}"))
    return heads


def ministry_called(text: str) -> tuple[str, str] | None:
    """Give the class and title of the ministry that a phrase describes: "the interior ministry"."""
    match = _HEADED.search(text)
    if match is None or match["word"].lower() == "office":
        return None
    name = next(name for name in FIELDS if match[name])
    if match["word"].lower() == "department" and name not in _DEPARTMENT_FIELDS:
        return None
    return f"{name.replace('_', '-')}-ministry", f"Ministry of {FIELDS[name][0]}"


def ministry_span(text: str) -> tuple[int, int] | None:
    """Give where a description names a ministry with its field: "its | foreign ministry", no "department"."""
    match = _HEADED.search(text) or _OF.search(text)
    return match.span() if match is not None and match["word"].lower() == "ministry" else None


def _windows(body: str) -> Iterator[tuple[int, int]]:
    """Give the parts of a text in which an organ's noun stands: the large patterns are tried only there."""
    lowered = body.lower()
    if len(lowered) != len(body):
        lowered = "".join(char.lower()[0] for char in body)
    start, end = 0, 0
    for match in _ANCHOR.finditer(lowered):
        if match.start() - _REACH > end:
            if end:
                yield start, end
            start = max(0, match.start() - _REACH)
        end = match.end() + _REACH
    if end:
        yield start, end


def _each(
    patterns: Iterable[re.Pattern[str]], body: str, windows: Sequence[tuple[int, int]]
) -> Iterator[re.Match[str]]:
    for pattern in patterns:
        for start, end in windows:
            yield from pattern.finditer(body, start, end)


def name_institutions(
    found: Sequence[Institution], countries: Countries, home: str | None, speakers: str | None
) -> list[Found]:
    """Give organs their entities: the stated country's, else that of the same organ elsewhere, else the home's.

    A ministry in an article without any country is that of the `speakers` from whose language it was translated.
    """
    stated: dict[str, list[Institution]] = {}
    for one in found:
        if one.country:
            stated.setdefault(one.slug, []).append(one)
    named = []
    for one in found:
        same = stated.get(one.slug, [])
        earlier = [other.country for other in same if other.start < one.start]
        later = [other.country for other in same if other.start > one.start]
        country = one.country or (earlier[-1] if earlier else home or (later[0] if later else None))
        if country is None and one.slug.endswith("-ministry"):
            country = speakers
        if (country is None and one.slug in _COMMON) or (country == "united-states" and one.slug == "parliament"):
            continue
        named.append(_named(replace(one, country=country), countries))
    return named


def _named(one: Institution, countries: Countries) -> Found:
    if one.country is None:
        slug = f"unk-org-{one.slug}"
        return Found(start=one.start, end=one.end, type="ORG", ids=(slug,), name=one.title, via="alias", score=0.5)
    entity = countries.organ(one.country, one.slug, one.title)
    if entity is not None:
        score = 1.0 if one.stated else 0.8
        return Found(start=one.start, end=one.end, type=entity.type, ids=(entity.id,), via="alias", score=score)
    state = countries.knowledge.entities[one.country]
    name = f"{state.adjectives[0]} {one.title}"
    entity_id = f"{one.country}-{one.slug}"
    return Found(start=one.start, end=one.end, type="ORG", ids=(entity_id,), name=name, via="alias", score=0.8)
