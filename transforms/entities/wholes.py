"""Names that known ones are only the first words of: organs of bodies ("WADA Executive Committee"), RIA "Novosti"."""

import re
from collections.abc import Callable, Iterator, Sequence

from config.knowledge import Entity
from transforms.entities.found import Found
from transforms.entities.words import words

_ORGAN = re.compile(
    r" (?!(?:of|for|on|and|the) )(?:(?:[A-Z][a-z]+|of|for|on|and|the) ){0,5}?"
    r"(?:Secretariat|Council|Committee|Subcommittee|Commission|Board|Body|Assembly|Directorate|Department|Tribunal|"
    r"Bureau|Presidium|Panel|Delegation|Command|Taskforce|Task Force|Working Group|Chamber)"
    r"(?: of (?:Directors|Governors|Trustees|Ministers|Arbitrators|Appeals?|Ethics|Inquiry))?"
    r"(?![\w-]| [A-Z]| (?:of|for) )"
)
_NO_ORGAN = words("spokesman spokeswoman spokesperson chief head president chairman secretary director member official")
_AND_QUOTED = re.compile(r" ?[\"“«„‘](?P<name>[A-Z0-9][^\"”»“«„‘’\n]{2,40}?)[\"”»’](?!\w)")
_FORMS = words(
    "ria fc fk fsk bc hc hk vc wfc npp npo ao oao pao ooo zao uk gc mia tv tk tsk rk nk npf ngo pfc sc ic mfk"
)
_EDITION = re.compile(
    r" (?:Brasil|Türk|Turk|Türkiye|Arabic|Arabia|Persian|Indonesia|Philippines|Portugal|Chile|Latino|en Español|India|"
    r"Polska|Italia|Deutschland|España|France|México|Japan|Afrique|Africa|Russia|Ukraine|Kazakhstan|Georgia|Belarus|"
    r"Armenia|Business|Sport|Sports)\b(?! [a-z]+(?:ent|eau|er|or)\b|['’]s)"
)
_WITH_EDITIONS = words(
    "cnn bbc rt forbes newsweek bloomberg euronews sputnik sky-news fox-news deutsche-welle reuters cnbc al-jazeera"
)
_INITIALS = re.compile(
    r"(?<![\w.&-])(?P<form>[A-Z][A-Za-z]{1,5}) ?[\"“«„](?P<name>[A-Z][^\"”»“«„\n]{2,40}?),?[\"”»](?!\w)"
)


def find_wholes(body: str, known: Sequence[Found], find: Callable[[str], Sequence[Entity]]) -> Iterator[Found]:
    """Yield what is named by a known body and its organ, and by letters or a town with a name in marks behind them.

    `find` looks a name up: `RIA "Novosti"` is RIA Novosti, `Tver "Volga"` the club that is known as Volga Tver.
    """
    quoted = "“" in body or '"' in body or "«" in body
    ends = {name.end: name for name in known if name.type == "GPE"}
    for name in known:
        if name.level != "name" or not name.ids or name.weak:
            continue
        partner = ends.get(name.start - 1) if body[name.start - 1 : name.start] in {"-", "–"} else None
        if (name.type == "ORG" or partner is not None) and body[name.end : name.end + 1] == " ":
            organ = _ORGAN.match(body, name.end)
            if organ is not None and _NO_ORGAN.isdisjoint(organ.group().lower().split()):
                yield _guess(partner.start if partner is not None else name.start, organ.end())
        if name.ids[0] in _WITH_EDITIONS and (edition := _EDITION.match(body, name.end)):
            yield _guess(name.start, edition.end())
        if quoted and name.type in {"GPE", "ORG"} and (mark := _AND_QUOTED.match(body, name.end)):
            written = body[name.start : name.end]
            of = next(iter((*find(f"{written} {mark['name']}"), *find(f"{mark['name']} {written}"))), None)
            if of is not None and of.type == "ORG":
                yield Found(start=name.start, end=mark.end(), type="ORG", ids=(of.id,), via="alias", whole=True)
    if quoted:
        yield from _with_forms(body, find)


def _with_forms(body: str, find: Callable[[str], Sequence[Entity]]) -> Iterator[Found]:
    """Yield names in marks behind letters that tell the kind of a firm, club or agency: `NPP "Vega"`."""
    for match in _INITIALS.finditer(body):
        form, name = match["form"], match["name"]
        of = next(iter(find(f"{form} {name}")), None)
        if of is not None:
            yield Found(start=match.start(), end=match.end(), type=of.type, ids=(of.id,), via="alias", whole=True)
        elif form.lower() in _FORMS and form[:2].isupper():
            yield _guess(*match.span())


def _guess(start: int, end: int) -> Found:
    return Found(start=start, end=end, type="ORG", from_model=True, whole=True, score=0.6)
