"""What stands beside a name and is no part of it, or is one: nouns of places, lost apostrophes, bases, massacres."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from transforms.entities.dictionary import is_english
from transforms.entities.found import Found, longest

_NOUN = re.compile(r" (?:area|quarter|city|village|town|hamlet|neighbou?rhood|countryside|suburbs?)$")
_PLACES_OR_BODIES = frozenset({"GPE", "LOC", "FAC", "ORG"})
_BASE = re.compile(r" (?:military |air ?)(?:airport|airfield|base)\b")
_DIRECTION = re.compile(r" (?:North|South|East|West)$")
_EVENT = re.compile(r"\b[Tt]he ((?:al-|al |Al )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)? Massacre)\b(?! [A-Z])")
_GLUED = re.compile(r"(?:Facebook|Twitter|Instagram|Telegram|YouTube)[A-Z][a-z]+")
_GOVERNORATE = re.compile(r" Governorate\b")
_BEARERS = frozenset({"GPE", "PERSON", "FAC"})
_BEHIND_ARTICLE = re.compile(r"-[A-Z][a-z]{2,}\b")
_QUARTER = re.compile(r" (?:neighbou?rhood|quarter)\b")
_SITE = re.compile(
    r" (?:anti-doping laboratory|(?:filter(?:ing)?|filtration|pumping|compressor|water treatment) station|"
    r"(?:nuclear|hydroelectric|hydro|thermal) power (?:plant|station)|"
    r"oil refinery|refinery|hydropower (?:plant|station)|(?:(?:LNG|oil|gas|coal|grain) )?terminal|"
    r"(?:military )?(?:training ground|firing range|proving ground|test site)|"
    r"launch site|cosmodrome|shipyard|observatory|zoo|TV tower)\b",
    re.I,
)
_RANGE = re.compile(r" (?:military )?(?:training ground|firing range|proving ground|test site)\b")
_LONG, _ARTICLE = 6, 3


def mend_beside_places(body: str, names: Sequence[Found]) -> list[Found]:
    """Give names without the nouns, directions and letters behind them, and with the bases and governorates they name.

    "Osk quarter" is Osk, "Oskas" that lost its apostrophe is Oska; "Osk Governorate" and "Osk military airport" are
    names, "the Osk Massacre" is one wherever the text has it.
    """
    by_text = {body[name.start : name.end]: name for name in reversed(names) if name.ids and name.level == "name"}
    mended = [done for name in names if (done := _mended(body, name, by_text)) is not None]
    events = list(_events(body))
    if not events:
        return mended
    inside = {at for event in events for at in range(event.start, event.end)}
    return longest([*events, *(name for name in mended if name.start not in inside)])


def _mended(body: str, name: Found, by_text: dict[str, Found]) -> Found | None:
    if name.level != "name":
        return name
    if body.endswith(("all-", "All-"), 0, name.start) and body.find(" ", name.start, name.end) > 0:
        return _of_all(name)
    if name.ids:
        return _known_with(body, name)
    written = body[name.start : name.end]
    if _GLUED.fullmatch(written) or written == "Massacre" or body.endswith("-led ", 0, name.start):
        return None
    if name.type in _BEARERS and len(written) <= _ARTICLE and (more := _BEHIND_ARTICLE.match(body, name.end)):
        return replace(name, end=more.end())
    if more := _RANGE.match(body, name.end):
        return replace(name, end=more.end(), type="FAC")
    if name.type == "GPE" and _QUARTER.match(body, name.end):
        return replace(name, type="LOC")
    if name.type in _PLACES_OR_BODIES and (noun := _NOUN.search(written)) and _is_proper(written[: noun.start()]):
        return _cut(body, name, noun.start(), by_text)
    direction = _DIRECTION.search(written)
    if direction and body.startswith(" of ", name.end):
        end = name.start + direction.start()
        return replace(by_text.get(body[name.start : end], name), start=name.start, end=end)
    if written.endswith("s") and len(written) > _LONG and written[:-1] in by_text and not is_english(written):
        return _cut(body, name, len(written) - 1, by_text)
    return name


def _of_all(name: Found) -> Found | None:
    """Give the name with the "all-" before it: no state is called "all-Russian Federation"."""
    return replace(name, start=name.start - len("all-")) if name.type != "GPE" else None


def _known_with(body: str, name: Found) -> Found:
    """Give a known place with the noun of what is named by it: its governorate, plant or base."""
    if name.type == "GPE" and (more := _GOVERNORATE.match(body, name.end)):
        return replace(name, end=more.end())
    if name.type == "GPE" and (more := _SITE.match(body, name.end)):
        return Found(start=name.start, end=more.end(), type="FAC", from_model=True, score=0.6)
    if name.type == "FAC" and (more := _BASE.match(body, name.end)):
        return replace(name, end=more.end())
    return name


def _is_proper(text: str) -> bool:
    """Tell whether what is left of a guess is one name that is no English word: "Zahra", not "Old" or "of Osk"."""
    last = text.rpartition(" ")[2]
    return not is_english(last) and (last[0].isupper() or last.startswith(("al-", "el-")))


def _cut(body: str, name: Found, length: int, by_text: dict[str, Found]) -> Found:
    """Give the name cut to a length: the known one that the text has so elsewhere, else a guess."""
    end = name.start + length
    known = by_text.get(body[name.start : end])
    type_ = "LOC" if name.type == "ORG" and body[end : end + 1] == " " else name.type
    return replace(known or replace(name, type=type_), start=name.start, end=end)


def _events(body: str) -> Iterator[Found]:
    """Yield a massacre named by its place, wherever the text has the words, where it says "the" once."""
    if " Massacre" not in body:
        return
    for text in sorted({match[1] for match in _EVENT.finditer(body)}):
        for again in re.finditer(rf"\b{re.escape(text)}\b", body):
            yield Found(start=again.start(), end=again.end(), type="EVENT", from_model=True, score=0.5)
