"""Borders of names that marks, numbers and nouns beside them settle: "Sakhalin-1", "al- Zarma", "Nord Rail Ltd"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from transforms.entities.dictionary import is_english
from transforms.entities.found import Found, longest
from transforms.entities.words import CALENDAR, DETERMINERS, DIRECTIONS, NOT_NAMES, PERSON_NOUNS, TITLES, words

_NUMBER = re.compile(r"-\d{1,3}\b(?![.,:]?\d|-)")
_MODEL = re.compile(r"-\d{1,3}[A-Z]{0,4}\d?\b(?!-)")
_FORM = re.compile(r"(?: [A-Z][\w&-]+){1,2},? (?:LLC|JSC|PJSC|OJSC|Ltd|Inc|GmbH|AG|PLC|Corp|LLP)\b")
_LIMITED = re.compile(r"(?:(?<=\bCo)\.|(?<=\bC)o),? ?(?:Ltd\b|Inc\b|LLC\b)")
_PARTY = re.compile(r" (?:(?:People's|Workers'|National|Labou?r) )?Party\b")
_COURT_OF = re.compile(
    r"\b(?P<whose>[A-Z]\w+)(?: (?:[Dd]istrict|[Cc]ity|[Rr]egional))? [Cc]ourt of (?:the (?:city|town) of )?$"
)
_WATERS = re.compile(
    r" (?:[Ii]slands?|[Pp]eninsula|[Aa]rchipelago|[Ss]paceport|[Ll]ighthouse)\b(?! (?:of|state|nation)\b)"
)
_SEAS = frozenset({"Gulf", "Pacific", "Caribbean", "Mediterranean", "Baltic", "Aegean", "Atlantic"})
_IN_HONOUR = re.compile(
    r" (?:(?:International|Teaching|General|Central|State|Children's|National|Memorial) ){0,2}(?:Hospital|Airport|"
    r"University|Mosque|Stadium|Square|Bridge|Avenue|Boulevard|Street|Highway|Museum|Theat(?:er|re)|Library|Shipyard)\b"
)
_POLICE = re.compile(
    r" [Pp]olice(?: [Cc]ommand| [Dd]epartment| [Ff]orce)?\b"
    r"(?!['’]| (?:[Ss]tation|[Oo]fficer|[Aa]cadem|[Hh]eadquarter|car|van|patrol|post|cordon|raid|checkpoint|unit)|-)"
)
_PURPOSE = re.compile(r" (?P<link>for|on) (?:the )?(?P<aim>[A-Z][a-z]+(?: (?:and |of (?:the )?)?[A-Z][a-z]+){0,4})\b")
_AND_MORE = re.compile(r" and ([A-Z][a-z]+)\b(?= [a-z]|[.,;:)])(?! (?:of|for)\b)")
_OF_AIMS = re.compile(
    r"\b(?:Cent(?:er|re)|Institute|Academy|Council|Committee|Agency|Department|School|Faculty) (?:of|for) [A-Z]"
)
_FOR_A_CAUSE = re.compile(
    r"\b(?:Party|Front|Movement|Association|Organi[sz]ation|Union|Council|Network|Foundation|Alliance|Coalition|Forum|"
    r"League|Society|Initiative|Campaign|Congress|Federation|Committee|Commission|Cent(?:er|re)|Institute|Fund|Agency|"
    r"Bureau|Office|Department|Directorate|Group|Service|Academy|School)$"
)
_SOCIETY = re.compile(
    r"(?:Society|Association|Union|Committee|Commission|Council|Agency|Federation|Confederation|Foundation|Fund|League|"
    r"Chamber|Institute|Academy|Cent(?:er|re)|Network|Authority) "
    r"(?:of|for|on) (?:the )?(?P<aim>[A-Z][a-z]+(?: (?:and |of (?:the )?)?[A-Z][a-z]+){0,4})"
)
_ON_A_FIELD = re.compile(r"\b(?:Committee|Commission|Subcommittee)$")
_SETTLEMENT_OF = re.compile(r"\b(?:village|town|settlement|hamlet) of $")
_LIVES_IN = re.compile(r"\b(?:[Rr]esidents?|[Ii]nhabitants?|[Nn]atives?|[Vv]illagers|outskirts|suburbs) of (?:the )?$")
_RULES_OVER = re.compile(r"\b(?:[Gg]overnor|[Mm]ayor|[Pp]refect)(?:[ -]general)? of $")
_LANDMARK = re.compile(
    r"\b(?:glacier|river|lake|mount|mountain|volcano|peak|cape|strait|gorge|canyon|reservoir|deposit) [“\"«]?$"
)
_APPOSITION = re.compile(r"\b(?:[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Tt]he) (?:[a-z]+ )?([a-z]+), $")
_GIVES_NAME = re.compile(r"\b(?:his|her|their) (?:first |own )?name (?:only )?as (?:only )?$")
_THEN_NAMED = re.compile(r", [A-Z][\w'’-]+ [A-Z]")
_DISTRICT = re.compile(
    r"\b(?:in|of|from|near) (?:the )?((?:Central|Northern|Southern|Eastern|Western|North|South|East|West)"
    r"(?:-(?:Eastern|Western))? [Dd]istrict)\b(?! [A-Z])"
)
_BODY = re.compile(
    r" (?:Party|Fund|Committee|Commission|Agency|Council|Directorate|Inspectorate|Administration|Bureau|Federation|"
    r"Association|Foundation|Corporation|Institute|Academy|Observatory|Tribunal|Coalition|Command|Brigade|Battalion|"
    r"Society|Syndicate|Chamber|Authority|Confederation|Initiative)\b"
    r"(?! (?:of|for|on) )(?! [A-Z])"
)
_CAPITALS_BEFORE = re.compile(r"(?<=[a-z,] )[A-Z][a-z'’-]+(?: (?:(?:of|and|for) )?[A-Z][a-z'’-]+){0,4}$")
_NEVER_FIRST = DETERMINERS | (TITLES - words("state press rights political foreign defense defence interior finance"))
_NOT_FIRST = _NEVER_FIRST | TITLES | NOT_NAMES | DIRECTIONS
_REACH = 70
_ARTICLE = 3
_TELLING = 4
_LONG_MAKER = 8
_WORD = r"(?:[Aa]l-|[Ee]l-)?[A-ZÀ-Ž][\w'’.&-]*"
_NAME = re.compile(rf"{_WORD}(?: (?:(?:of|the|and|al|de|for) )*(?:{_WORD}|\d\S*))*")
_CODE = re.compile(r"(?<![\w-])(?:[A-Z]{1,3}-?\d{1,3}[A-Z]?\d?|\d{1,2}[A-Z]\d{1,3}) $")
_SON_OF = re.compile(r"\b(?:[A-Z][\w'’-]+ (?:[Bb]in|[Ii]bn|[Bb]int) )+$")
_SERVANT = re.compile(r"A[bd]d?[eu]l[ -]|Abd ")
_GIVEN_BEFORE = re.compile(r"(?:^|(?<=[ ,(\"“]))([A-Z][a-z]{2,}) $")
_BOUT = re.compile(r" \d{1,3}\b(?![.,:-]?\d)(?! [a-z]+(?:s|men|people)\b)")
_BOUTS = frozenset({"ultimate-fighting-championship", "bellator", "one-championship", "pfl"})
_REPEATED = frozenset({"ORG", "GPE", "LOC", "FAC", "PERSON", "PRODUCT", "EVENT"})


def mend_borders(body: str, names: Sequence[Found]) -> list[Found]:
    """Give names in order, with what belongs to them, and those that stand in the text again or before a body's noun.

    Where the same letters mean a village and a politician, "the village of" tells which.
    """
    named = _settled(body, names)
    longer = [whole for name in named if name.level == "name" or name.type == "NORP" for whole in _wholes(body, name)]
    found = longest([*named, *longer, *_societies(body, named), *_courts(body, named), *_districts(body)])
    taken = {at for name in found for at in range(name.start, name.end)}
    bodies = list(_bodies(body))
    added = [name for name in bodies if taken.isdisjoint(range(name.start, name.end))]
    whose = [name for name in bodies if name not in added and _is_whose(found, name)]
    if whose:
        found = longest([*found, *whose])
        taken.update(at for name in whose for at in range(name.start, name.end))
    for name in added:
        taken.update(range(name.start, name.end))
    added += _repeats(body, [*found, *added], taken)
    return sorted([*found, *added], key=lambda name: name.start) if added else found


def _settled(body: str, names: Sequence[Found]) -> list[Found]:
    """Give unknown names the type that the words before them tell, wherever the text has them again."""
    told: dict[str, str] = {}
    for name in names:
        if not name.ids and name.level == "name" and (type_ := _told_type(body, name)) is not None:
            told[body[name.start : name.end]] = type_
    return [
        replace(_guess(name.start, name.end, type_), from_model=False)
        if (type_ := _type_of(body, name, told)) is not None
        else name
        for name in names
    ]


def _type_of(body: str, name: Found, told: Mapping[str, str]) -> str | None:
    if _is_settlement(body, name):
        return "GPE"
    return None if name.ids else told.get(body[name.start : name.end])


def _is_settlement(body: str, name: Found) -> bool:
    if name.type not in {"PERSON", "GPE"} or (name.type == "GPE" and name.ids) or " " in body[name.start : name.end]:
        return False
    return _SETTLEMENT_OF.search(body, max(0, name.start - 16), name.start) is not None


def _told_type(body: str, name: Found) -> str | None:
    """Tell what a short name must be: where people live, what somebody named next rules, how somebody says to be named.

    In a translation "the governor of Orlov" may bear that name himself.
    """
    if body.count(" ", name.start, name.end) > 1:
        return None
    before = max(0, name.start - 32), name.start
    if _GIVES_NAME.search(body, *before) or _is_apposition(body, name):
        return "PERSON"
    if _LANDMARK.search(body, *before):
        return "LOC"
    if _LIVES_IN.search(body, *before):
        return "GPE"
    ruled = _RULES_OVER.search(body, *before) is not None and _THEN_NAMED.match(body, name.end) is not None
    return "GPE" if ruled else None


def _is_apposition(body: str, name: Found) -> bool:
    """Tell whether a name stands between commas behind a noun for people: "Their head, Marta Quist, said"."""
    if " " not in body[name.start : name.end] or body[name.end : name.end + 1] != ",":
        return False
    noun = _APPOSITION.search(body, max(0, name.start - 48), name.start)
    return noun is not None and noun[1] in PERSON_NOUNS


def _wholes(body: str, name: Found) -> Iterator[Found]:
    """Yield the longer name that a name is a part of."""
    yield from _with_mark(body, name)
    if body.endswith(" al- ", 0, name.start) and name.type in {"GPE", "LOC", "FAC"}:
        yield replace(name, start=name.start - 4)
    if not name.ids and name.start > _ARTICLE and body[name.start - 1] == "-" and _has_article(body, name.start):
        yield replace(name, start=name.start - _ARTICLE)
    if name.type == "ORG" and (limited := _LIMITED.match(body, name.end - 1)):
        yield _guess(name.start, limited.end(), "ORG")
    behind = body[name.end : name.end + 2]
    if behind[:1] == "-" and name.ids:
        yield from _numbered(body, name)
    elif behind[:1] == " " and (behind[1:].isupper() or behind[1:] in "pisalfo"):
        if name.type == "PERSON" and (site := _IN_HONOUR.match(body, name.end)):
            yield _guess(name.start, site.end(), "FAC")
        end = _FORM.match(body, name.end) if name.type == "ORG" else None
        end = _PARTY.match(body, name.end) if name.type == "NORP" else end
        end = _POLICE.match(body, name.end) if name.type == "GPE" else end
        is_place = name.type == "GPE" or (name.type == "LOC" and not name.ids)
        is_place = is_place and body[name.start : name.end] not in _SEAS
        if is_place and (island := _WATERS.match(body, name.end)):
            yield replace(_guess(name.start, island.end(), "LOC"), ids=name.ids)
        if end is not None:
            yield _guess(name.start, end.end(), "ORG")
        if behind == " a" and name.type == "ORG" and not name.ids and (more := _AND_MORE.match(body, name.end)):
            yield from _with_aim(body, name, more)
        if behind in {" f", " o"} and name.type == "ORG" and not name.ids and (aim := _PURPOSE.match(body, name.end)):
            yield from _with_purpose(body, name, aim)


def _with_mark(body: str, name: Found) -> Iterator[Found]:
    """Yield a father's name with his son's before it, a bout with its number, an arm with its code."""
    if name.type == "PERSON" and (son := _SON_OF.search(body, max(0, name.start - _REACH), name.start)):
        yield _guess(son.start(), name.end, "PERSON")
    if name.type == "PERSON" and not name.ids and _SERVANT.match(body, name.start, name.end):
        given = _GIVEN_BEFORE.search(body, max(0, name.start - 24), name.start)
        if given is not None and not (given[1].lower() in TITLES | DETERMINERS or is_english(given[1])):
            yield _guess(given.start(1), name.end, "PERSON")
    if name.ids and name.ids[0] in _BOUTS and (bout := _BOUT.match(body, name.end)):
        yield _guess(name.start, bout.end(), "EVENT")
    if name.type == "PRODUCT" and name.ids and (code := _CODE.search(body, max(0, name.start - 12), name.start)):
        yield replace(name, start=code.start())


def _numbered(body: str, name: Found) -> Iterator[Found]:
    """Yield a place's numbered project, "Sakhalin-1", a short maker's model, "MiG-29K", and the ship of a series."""
    if name.type in {"GPE", "LOC"} and (number := _NUMBER.match(body, name.end)):
        yield _guess(name.start, number.end(), "ORG")
    if name.type == "PRODUCT" and (number := _NUMBER.match(body, name.end)):
        yield _guess(name.start, number.end(), "PRODUCT")
    if name.type == "ORG" and len(name) < _LONG_MAKER and (model := _MODEL.match(body, name.end)):
        yield _guess(name.start, model.end(), "PRODUCT")


def _has_article(body: str, start: int) -> bool:
    """Tell whether the article of an Arabic name stands before it, cut off by the parse: "al-[Wadi street]"."""
    return body[start - _ARTICLE : start].lower() in {"al-", "el-"} and not body[start - _ARTICLE - 1].isalnum()


def _with_aim(body: str, name: Found, more: re.Match[str]) -> Iterator[Found]:
    """Yield a body with the second thing that it is for: "the Center for Strategic Studies and Research"."""
    if is_english(more[1]) and _OF_AIMS.search(body, name.start, name.end):
        yield _guess(name.start, more.end(), "ORG")


def _with_purpose(body: str, name: Found, aim: re.Match[str]) -> Iterator[Found]:
    """Yield a body with its cause: "the Unity Party for National Renewal", not "for Zarma" or "for Monday"."""
    nouns = _FOR_A_CAUSE if aim["link"] == "for" else _ON_A_FIELD
    if nouns.search(body, name.start, name.end) is None:
        return
    end = _end_of_aim(aim)
    if end > name.end:
        yield _guess(name.start, end, "ORG")


def _end_of_aim(aim: re.Match[str]) -> int:
    """Give where the English words end that tell what a body is for, 0 where there is none."""
    end = 0
    for word in re.finditer(r"[^ ]+", aim["aim"]):
        if word.group() in {"and", "of", "the"}:
            continue
        if word.group().lower() in CALENDAR or not is_english(word.group()):
            break
        end = aim.start("aim") + word.end()
    return end


def _societies(body: str, names: Sequence[Found]) -> Iterator[Found]:
    """Yield societies with the adjective of the state before their noun: "the [Polish] Society for Wool"."""
    for place, front in enumerate(names):
        if front.level != "adjectival" or body[front.end : front.end + 1] != " ":
            continue
        society = _SOCIETY.match(body, front.end + 1)
        end = _end_of_aim(society) if society is not None else 0
        behind = names[place + 1] if place + 1 < len(names) else front
        if society is not None and behind.start == front.end + 1 and not behind.ids and behind.type == "ORG":
            end = max(end, behind.end)
        if end:
            yield _guess(front.start, end, "ORG")


def _courts(body: str, names: Sequence[Found]) -> Iterator[Found]:
    """Yield courts with the town they are of: "the Zarma court of Tver"."""
    if "ourt of " not in body:
        return
    for place in names:
        if place.type != "GPE" or place.level != "name":
            continue
        court = _COURT_OF.search(body, max(0, place.start - _REACH), place.start)
        if court is not None and court["whose"].lower() not in DETERMINERS:
            yield _guess(court.start(), place.end, "ORG")


def _districts(body: str) -> Iterator[Found]:
    """Yield districts named by a direction alone: "in the Central District"."""
    if "istrict" in body:
        for match in _DISTRICT.finditer(body):
            yield _guess(*match.span(1), "GPE")


def _is_whose(names: Sequence[Found], whole: Found) -> bool:
    """Tell whether a body's name begins with a place's and holds no other known one: "Czech Law Society"."""
    front, *more = [name for name in names if name.overlaps(whole.start, whole.end)] or [whole]
    if front.start != whole.start or front is whole or any(name.ids or name.type == "PERSON" for name in more):
        return False
    if front.type == "GPE":
        return len(front) < len(whole)
    return not more and (front.level == "adjectival" or (not front.ids and front.type != "PERSON"))


def _bodies(body: str) -> Iterator[Found]:
    """Yield runs of capitals inside a sentence that a body's noun ends: "the Federal Road Fund"."""
    for noun in _BODY.finditer(body):
        run = _CAPITALS_BEFORE.search(body, max(0, noun.start() - _REACH), noun.start())
        if run is None:
            continue
        first, _, more = run.group().lower().partition(" ")
        if first not in (_NEVER_FIRST if more else _NOT_FIRST):
            yield _guess(run.start(), noun.end(), "ORG")


def _repeats(body: str, names: Sequence[Found], taken: set[int]) -> Iterator[Found]:
    """Yield what the text has marked as a name elsewhere, an English word only beside small letters."""
    once: dict[str, Found] = {}
    for name in names:
        if name.from_model and name.level == "name" and name.type in _REPEATED:
            once.setdefault(body[name.start : name.end], name)
    for text, name in once.items():
        at = body.find(text)
        if at == name.start:
            at = body.find(text, name.end)
        if at < 0 or len(text) < _TELLING or not _NAME.fullmatch(text):
            continue
        word = " " not in text and is_english(text)
        if word and not _is_inside(body, name.start, name.end):
            continue
        while at >= 0:
            end = at + len(text)
            if (
                not body[at - 1 : at].isalnum()
                and not body[end : end + 1].isalnum()
                and taken.isdisjoint(range(at, end))
                and not (word and not _is_inside(body, at, end))
            ):
                taken.update(range(at, end))
                yield replace(name, start=at, end=end, sentence_start=False, score=0.5)
            at = body.find(text, end)


def _is_inside(body: str, start: int, end: int) -> bool:
    """Tell whether a word stands inside a sentence with small letters or commas on both sides."""
    before, behind = body[max(0, start - 2) : start], body[end : end + 2]
    return (
        len(before) > 1
        and before[1] == " "
        and (before[0].islower() or before[0] == ",")
        and not behind.isupper()
        and not behind[1:].isupper()
    )


def _guess(start: int, end: int, type_: str) -> Found:
    return Found(start=start, end=end, type=type_, from_model=True, score=0.5)
