"""Courts, prosecutors, ministries and councils of regions and towns, in any word order: "Tver regional court"."""

import re
from collections.abc import Iterator, Sequence

from config.knowledge import Entity
from transforms.entities.found import Found
from transforms.entities.institutions import Countries

_STATES = frozenset({"russia", "ukraine", "belarus", "kazakhstan", "turkey", "moldova", "armenia", "kyrgyzstan"})
_FIELDS = {
    "Health": r"(?:public )?health(?:care)?",
    "Education": r"education(?: and science)?",
    "Culture": r"culture",
    "Transport": r"transport(?:ation)?",
    "Agriculture": r"agriculture",
    "Economic Development": r"econom(?:y|ic development)",
    "Sports": r"(?:physical culture and )?sports?",
    "Labor": r"labou?r(?: and social (?:protection|development))?",
    "Construction": r"construction",
    "Finance": r"finance",
    "Natural Resources": r"natural resources(?: and (?:ecology|the environment))?",
}
_FIELD = "|".join(f"(?P<{field.replace(' ', '_')}>{pattern})" for field, pattern in _FIELDS.items())
_BODY = (
    r"(?P<prosecutor>(?:regional |territorial |chief |public |chief public )?prosecutor(?:['’]?s|s['’])? office)"
    r"|(?P<investigator>(?:main )?investigati(?:ve|on) (?:directorate|department|administration|committee)"
    r"(?: of the (?:russian )?(?:investigative committee|ic|sk|tfr)(?: of (?:russia|the russian federation|the rf))?)?)"
    r"|(?P<assembly>legislative assembly|parliament)"
    r"|(?P<court>(?:regional|territorial|krai|oblast|supreme|arbitration|city) court)"
    r"|(?P<council>regional (?:council|parliament))"
    r"|(?P<duma>(?:(?:regional|oblast|city) )?duma)"
    r"|(?P<rada>city council)"
    r"|(?P<cabinet>cabinet of ministers)"
    r"|(?P<administration>regional (?:(?:state|military|(?:military-civil|civil-military)(?:ian)?) )?administration)"
    r"|(?P<military>(?-i:OVA|RMA|RSA|OSA|ODA))"
    r"|(?P<police>(?:city |regional )?police (?:department|directorate))"
    r"|(?P<city_hall>(?:mayor(?:['’]?s)? office|city hall|city administration))"
    rf"|(?P<ministry>(?:ministry|department) of (?:{_FIELD})"
    r"|(?:health|education|culture|sports?) (?:ministry|department))"
)
_AFTER = re.compile(rf"(?:['’]s)? (?:{_BODY})\b(?! (?:of|for) [A-Z])", re.I)
_BEFORE = re.compile(rf"\b(?:{_BODY}) (?:of|for|in) (?:the )?(?:city of )?$", re.I)
_REGION = re.compile(r" (?:region|oblast|krai|kray|territory)\b(?!s)", re.I)
_BARE = re.compile(r"\b(?:OVA|[Rr]egional [Mm]ilitary [Aa]dministration)\b(?! (?:of|in) (?:the )?[A-Z])")
_LINKS = (" of ", " for ", " in ", " the ", " Of ", " For ", " In ", " The ", " OF ", " FOR ", " IN ", " THE ")
_REACH = 100
_TITLES = {
    "prosecutor": "Prosecutor's Office",
    "investigator": "Investigative Directorate",
    "assembly": "Legislative Assembly",
    "council": "Regional Council",
    "rada": "City Council",
    "city_hall": "City Hall",
    "police": "Police Department",
    "cabinet": "Cabinet of Ministers",
    "military": "Regional Military Administration",
}


def find_regional(body: str, names: Sequence[Found], countries: Countries) -> Iterator[Found]:
    """Yield bodies of regions and towns of the former Soviet Union that stand beside their known names.

    A military administration alone is that of the place in Ukraine which the text has named last.
    """
    found = list(_beside_places(body, names, countries))
    yield from found
    taken = {at for one in found for at in range(one.start, one.end)}
    bare = [match for match in _BARE.finditer(body) if match.start() not in taken]
    if not bare:
        return
    places = ((name.start, entity.name, entity) for name, entity in _places(names, countries))
    towns = [one[:2] for one in places if one[2].country == "ukraine" and one[2].metonym_for is None]
    for match in bare:
        before = [one for one in towns if one[0] < match.start()]
        if before:
            place = max(before)[1].removesuffix(" Region")
            yield _found(match.start(), match.end(), f"{place} {_TITLES['military']}", countries)


def _places(names: Sequence[Found], countries: Countries) -> Iterator[tuple[Found, Entity]]:
    for name in names:
        entity = countries.knowledge.entities.get(name.ids[0]) if name.ids else None
        if entity is not None and entity.type == "GPE" and entity.country in _STATES and name.level == "name":
            yield name, entity


def _beside_places(body: str, names: Sequence[Found], countries: Countries) -> Iterator[Found]:
    for name, entity in _places(names, countries):
        region = _REGION.match(body, name.end)
        end = region.end() if region else name.end
        place = f"{entity.name} Region" if region and "Region" not in entity.name else entity.name
        after = _AFTER.match(body, end)
        linked = body.endswith(_LINKS, 0, name.start)
        before = _BEFORE.search(body, max(0, name.start - _REACH), name.start) if linked else None
        if after is not None and not (entity.metonym_for and after["ministry"]):
            yield _found(name.start, after.end(), f"{place} {_title(after)}", countries)
        elif before is not None and not (entity.metonym_for and before["ministry"]):
            yield _found(before.start(), end, f"{place} {_title(before)}", countries)


def _found(start: int, end: int, name: str, countries: Countries) -> Found:
    known = countries.knowledge.find(name)
    if known:
        return Found(start=start, end=end, type=known[0].type, ids=(known[0].id,), via="alias", score=0.9)
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return Found(start=start, end=end, type="ORG", ids=(f"unk-org-{slug}",), name=name, via="alias", score=0.7)


def _title(match: re.Match[str]) -> str:
    groups = match.groupdict()
    if groups["ministry"]:
        field = next((field for field in _FIELDS if groups[field.replace(" ", "_")]), None)
        return f"Ministry of {field or groups['ministry'].split()[0].title()}"
    kind = next(kind for kind, text in groups.items() if text and kind[0].islower())
    written = " ".join(groups[kind].split()).title()
    written = re.sub(r"^(?:Territorial|Krai|Oblast) ", "Regional ", written)
    return _TITLES.get(kind, written)
