"""The offices of presidents, however a translator puts them: "the president's Office", "Presidential office"."""

import re
from collections.abc import Iterator, Sequence

from transforms.entities.found import Found
from transforms.entities.institutions import Countries

_OFFICE = re.compile(
    r"\b(?:[Pp]resident[’']s (?:[Oo]ffice|[Aa]dministration|[Cc]hancellery)|"
    r"[Pp]residential (?:[Oo]ffice|[Aa]dministration|[Cc]hancellery)|"
    r"(?:[Oo]ffice|[Aa]dministration|[Cc]hancellery) of the [Pp]resident)\b"
)
_OFFICE_OF = re.compile(
    r"\b(?:[Oo]ffice|[Aa]dministration|[Cc]hancellery) of the (?P<state>[A-Z][a-z]+(?: [A-Z][a-z]+)?) [Pp]resident\b"
    r"(?! [A-Z])"
)
_OF = re.compile(r" of (?:the )?")
_BETWEEN = frozenset({" ", "'s ", "’s "})


def find_presidencies(body: str, known: Sequence[Found], countries: Countries, home: str | None) -> Iterator[Found]:
    """Yield the office of a state's president: that of the state beside it, else of the one that the text is about.

    Without any capital it is only described, as is a president's who is named: "administration of the President Osk".
    """
    if "resident" not in body:
        return
    states = [name for name in known if name.ids and countries.is_country(name.ids[0])]
    adjectives = {name.start: name for name in states if name.level == "adjectival"}
    for match in _OFFICE_OF.finditer(body):
        whose = adjectives.get(match.start("state"))
        if whose is not None and whose.end == match.end("state"):
            yield _presidency(match.start(), match.end(), whose.ids[0], countries)
    starts, ends = {name.start: name for name in states}, {name.end: name for name in states}
    for match in _OFFICE.finditer(body):
        start, end = match.span()
        if match.group().islower():
            continue
        of = _OF.match(body, end)
        state = starts.get(of.end()) if of is not None else None
        if state is not None:
            end = state.end
        elif body[end : end + 2].strip()[:1].isupper() or body.startswith(" of ", end):
            continue
        before = next((ends[at] for at in (start - 1, start - 3) if at in ends and body[at:start] in _BETWEEN), None)
        if state is None and before is not None:
            state = before
            start = before.start if body[before.end : start] == " " else start
        country = state.ids[0] if state is not None else home
        if country is not None:
            yield _presidency(start, end, country, countries)


def _presidency(start: int, end: int, country: str, countries: Countries) -> Found:
    entity_id = f"{country}-presidency"
    known = countries.knowledge.entities.get(entity_id)
    state = countries.knowledge.entities[country]
    name = known.name if known is not None else f"{state.adjectives[0]} Presidential Administration"
    return Found(start=start, end=end, type="ORG", ids=(entity_id,), name=name, via="alias", score=0.8)
