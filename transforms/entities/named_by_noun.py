"""Names that the model overlooks, told by the noun beside them: "the town of Zarma", "Lesnaya street"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from transforms.entities.found import Found
from transforms.entities.words import DETERMINERS, DIRECTIONS, NOT_NAMES, TITLES, words

_NAME = r"(?:[Aa]l-|[Ee]l-)?[A-Z][a-zà-ž'’]+(?:[ -](?:al-)?[A-Z][a-zà-ž'’]+)?"
_TOWN_OF = re.compile(rf"\b(?:town|village|city|district|suburb|neighbou?rhood) of ({_NAME})")
_NOUN_AFTER = re.compile(
    r" (?:(?P<place>district|neighbou?rhood|village|governorate|suburb)|(?P<rayon>raion|rayon)|"
    r"(?P<road>[Ss]treet|[Aa]venue|[Ss]quare|[Bb]oulevard|[Ee]mbankment|[Pp]rospe[ck]t|[Hh]ighway))\b"
)
_BEFORE_PLACE = re.compile(rf"\b{_NAME}$")
_BEFORE_RAYON = re.compile(r"\b[A-Z][a-z-]+sk(?:y|iy|ii|yi|i|oy|oi)$")
_BEFORE_ROAD = re.compile(r"\b[A-Z][\w'’]+(?:[ -][A-Z][\w'’]+)?$")
_ROAD_OF = re.compile(r"\b((?:[Uu]litsa|[Pp]rospekt|[Pp]loshchad|[Nn]aberezhnaya) [A-Z]\w+)")
_CHURCH = re.compile(
    r"\b((?:Cathedral|Church|Basilica|Monastery) of (?:the )?(?:Saints?|Sts?\.?) "
    r"[A-Z]\w+(?: and (?:St\.? |Saint )?[A-Z]\w+)?)"
)
_OF_SAINTS = re.compile(
    r"\b((?:Saints?|Sts?\.?) [A-Z]\w+ and (?:Saint |St\.? )?[A-Z]\w+(?:['’]s)? "
    r"(?i:cathedral|church|basilica|monastery))\b"
)
_NAMED_AFTER = re.compile(
    r"\b((?:(?!(?:The|A|An|In|At|On) )[A-Z]\w+ |[a-z]+ical |state |drama |art )*"
    r"(?:[Tt]heat(?:er|re)|[Uu]niversity|[Aa]cademy|[Ii]nstitute|[Mm]useum|[Hh]ospital|[Pp]lant|[Ff]actory|[Ll]ibrary|"
    r"[Cc]onservatory|[Ss]tadium|[Ss]quare|[Ss]treet|[Aa]irport|[Cc]ent(?:er|re)|[Ss]chool) "
    r"named (?:after|for|in honou?r of) (?:the )?[A-Z][\w.'’-]*\w(?: ?[A-Z][\w'’-]+){0,2})"
)
_ROAD_PARTS = ("litsa ", "rospekt ", "loshchad ", "aberezhnaya ")
_CHURCH_PARTS = ("Cathedral of ", "Church of ", "Basilica of ", "Monastery of ")
_JOINT = re.compile(r"(?:, and|,| and) (?=[A-Z])")
_SITE_AFTER = re.compile(
    r" (?:(?:art|drama|state|opera) )?"
    r"(?:theat(?:er|re)(?: school)?|cemetery|stadium|shipyard|hospital|air ?base|mosque|prison|mine|checkpoint|"
    r"cosmodrome|launch site|(?:oil )?refinery|(?:(?:LNG|oil|gas|coal|grain) )?terminal|"
    r"reservoir|dam|border crossing|(?:(?:hydroelectric|nuclear|thermal|hydro) )?power (?:plant|station)|"
    r"hydropower (?:plant|station))\b"
)
_LONGEST = 60
_CONTEST = re.compile(
    r" (?:Championship|Cup|League|Open|Olympiad|Marathon|Grand Prix|Games|Exhibition|Forum|Festival|Biennale|Expo|Fair)"
    r"s?\b(?: 20\d\d\b)?"
)
_BEFORE_CONTEST = re.compile(r"\b[A-Z][a-z]+(?: (?:and )?[A-Z][a-z]+){0,5}$")
_SHIP_WORDS = (
    " ship", " boat", " vessel", "frigate", "corvette", "destroyer", "cruiser", "minesweeper", "icebreaker", "trawler",
    "schooner", "yacht", "submarine", "tanker",
)  # fmt: skip
_CLUB = re.compile(r"\b((?:FC|FK|HC|HK|BC|VC|PFC|WFC) [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)")
_TREATY = re.compile(
    r"\b((?:[Tt]reaty|[Pp]rotocol|[Cc]onvention|[Cc]onstitution|[Mm]emorandum) of (?:the year )?\d{4})\b"
)
_BATTLE = re.compile(r"\b((?:Battle|Siege|Treaty|Massacre) of (?:the )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)\b")
_BATTLE_WORDS = ("Battle of ", "Siege of ", "Treaty of ", "Massacre of ")
_HIGHWAY = re.compile(
    r"(?:(?<=[Hh]ighway )|(?<=[Rr]oad )|(?<=[Rr]ailway )|(?<=[Mm]otorway )|(?<=[Ll]ine ))"
    r"([A-Z][\w'’]+(?: [–-] [A-Z][\w'’]+){1,4})"
    r"|\b([A-Z][\w'’]+(?: [–-] [A-Z][\w'’]+){1,4})(?= (?:highway|road|railway|motorway|line|route|pipeline)\b)"
)
_LINE = re.compile(
    r"\b([A-Z][\w'’]+(?:[–-][A-Z][\w'’]+){1,4} "
    r"(?:high-speed )?(?:railway|railroad|expressway|motorway|(?:gas |oil )?pipeline|canal))\b(?! (?:link|project))"
)
_CAMPUS = re.compile(
    r"\b(University of [A-Z]\w+(?: [A-Z]\w+)?(?: at [A-Z]\w+(?: [A-Z]\w+)?|(?<=California), [A-Z]\w+(?: [A-Z]\w+)?))"
)
_NAMED_SHIP = re.compile(
    r"(?<!\d )\b((?:USS|USNS|HMS|HMCS|HMAS|KRI|RMS|MV|M/V|KM|RRS) [A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2})"
    r"(?= |[.,;:)\"'’])"
)
_ROUTE = re.compile(r"(?<=[a-z]{2} )[A-Z][\w'’]+(?: [–-] [A-Z][\w'’]+){2,}(?! [–-] )")
_NUMBERED_ROAD = re.compile(
    r"\b([MAEPRH]-?\d{1,3}(?: [\"“]?[A-Z][a-z]+[\"”]?)? (?:federal )?(?:[Hh]ighway|[Mm]otorway|[Aa]utobahn))\b"
)
_NUMBERED = re.compile(
    r"\b((?:(?!The|In|At|On|From|Of)[A-Z][a-z]+ ){0,3}(?:[Ss]chool|[Ll]yceum|[Gg]ymnasium|[Hh]ospital|[Pp]olyclinic|"
    r"[Kk]indergarten|[Cc]olony|[Pp]enitentiary|[Pp]rison|[Pp]harmacy) (?:No\.?|№|[Nn]umber) ?\d+)\b"
)
_NUMBERED_TROOPS = re.compile(
    r"\b(?:\d{1,3}(?:st|nd|rd|th)|First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth)"
    r"(?: [A-Z][a-z]+){0,2}$"
)
_TROOPS_NUMBER = re.compile(r" \d{1,3}\b")
_TROOPS = (" Division", " Brigade", " Battalion", " Regiment", " Army", " Corps", " Fleet", " Squadron")
_BRIGADE = re.compile(
    r"\b((?:(?:Martyr|Shahid|Liwa|Kataib) )?(?:[A-Z][a-z'’]+(?: |-)){0,2}(?:[Aa]l-[A-Z]|[A-Z])[a-z'’]+"
    r"(?P<martyrs> [Mm]artyrs['’]?)? (?:[Bb]rigades?|[Bb]attalions?))\b"
)
_PAGE = re.compile(
    r"\b((?:[A-Z][\w'’-]+ ){1,3}?[A-Z][\w'’-]+) (?:Facebook|Telegram|Twitter|YouTube) "
    r"(?:page|channel|account|feed|group)\b"
)
_LETTERS = re.compile(r" (?!COVID)[A-Z][A-Z0-9]{2,6}\b")
_FIRM = re.compile(r"\b(?:[Aa]gency|[Cc]ompany|channel|portal|concern|operator|developer|manufacturer|retailer)$")
_ODD = r"[A-Z]\w*[a-z][A-Z]\w*|[A-Z]{2,}[a-z]*\d+|[A-Z][a-z]+\d+"
_ODD_OUTLET = re.compile(
    r"(?:\b(?:[Ww]eb ?site|[Pp]ortal|[Cc]hannel|[Nn]ewspaper|[Mm]agazine|[Pp]ublication|[Oo]utlet|[Aa]gency) "
    rf"|(?<=, )(?=\w+ (?:reports|reported|writes|wrote|informs)\b))({_ODD})(?![\w-])"
)
_REGIONAL = re.compile(r"\b((?!The )[A-Z][a-z][\w'’-]+ (?:RSA|OVA|RMA|ODA|OGA))\b")
"""Administrations of Ukrainian regions by their letters, behind the region's adjective."""
_ARM = re.compile(
    r"(?<![\w-])(?!G-\d|U-\d\d )((?:(?:[A-Z]{1,3}|Mk|Kh)-\d{1,3}[A-Z]{0,3}\d?|M\d{1,3}[A-Z]?\d?|"
    r"\d{1,2}[A-Z]\d{1,3}[A-Z]?\d?))"
    r"(?= (?:(?!and\b|or\b|with\b|of\b|by\b)[a-z-]+ ){0,2}(?:missiles?|launchers?|"
    r"(?:weapon |defen[cs]e |missile )systems?|systems|rockets?|tanks?|howitzers?|shells?|bombers?|fighters?|"
    r"drones?|radars?)\b)"
)
_ROADS = ("ighway", "oad ", "ailway", "otorway", "ine ", "oute", "ipeline")
_SHIP = re.compile(
    r"\b(?:(?:anti-submarine|missile|landing|patrol|training|rescue|hospital|research|cargo|container|cruise|sailing) "
    r"(?:ships?|boats?|vessels?)|(?:frigates?|corvettes?|destroyers?|cruisers?|minesweepers?|icebreakers?|trawlers?|"
    r"schooners?|yachts?|submarines?|tankers?)) "
)
_SHIP_NAME = re.compile(r"(?:(?:the|and|or),? )?((?:[A-Z][\w'’-]+)(?: (?:of (?:the )?)?[A-Z][\w'’-]+){0,3})")
_SETTLED: tuple[tuple[tuple[str, ...], re.Pattern[str], str], ...] = (
    ((" of 1", " of 2", " of the year"), _TREATY, "LAW"),
    (("ighway", "otorway", "utobahn"), _NUMBERED_ROAD, "FAC"),
    (("ailway", "ailroad", "pressway", "otorway", "ipeline", " canal"), _LINE, "FAC"),
    (("C ", "K "), _CLUB, "ORG"),
    (("site ", "ortal ", "hannel ", "paper ", "gazine ", "cation ", "utlet ", "gency ", ", "), _ODD_OUTLET, "ORG"),
    (("University of ",), _CAMPUS, "ORG"),
    ((" RSA", " OVA", " RMA", " ODA", " OGA"), _REGIONAL, "ORG"),
    (
        ("missile", "launcher", "system", "rocket", "tank", "howitzer", "shell", "bomber", "fighter", "drone", "radar"),
        _ARM,
        "PRODUCT",
    ),
    (("Saint", "St. ", "Sts"), _OF_SAINTS, "FAC"),
    (("USS ", "USNS ", "HM", "KRI ", "RMS ", "MV ", "M/V ", "KM ", "RRS "), _NAMED_SHIP, "PRODUCT"),
)
"""What a text must hold for a pattern to be tried, whose first group is a name from end to end, and its type."""
_COMMON = NOT_NAMES | DETERMINERS | DIRECTIONS | TITLES
_NOT_FIRST = DETERMINERS | words("on in at from to by main each every which near and or with")


def named_by_noun(body: str, names: Sequence[Found]) -> Iterator[Found]:
    """Yield capitalised words that a noun of place or building stands beside, unless they are marked.

    A street takes the place of a shorter mark inside it.
    """
    taken = {at for name in names for at in range(name.start, name.end)}
    for match in _TOWN_OF.finditer(body):
        yield from _place(body, *match.span(1), taken)
    for match in _NOUN_AFTER.finditer(body):
        yield from _before_noun(body, match, taken)
    for pattern, parts in ((_ROAD_OF, _ROAD_PARTS), (_CHURCH, _CHURCH_PARTS)):
        if any(part in body for part in parts):
            for match in pattern.finditer(body):
                yield _guess(*match.span(1), "FAC")
    known = {at for name in names if name.ids for at in range(name.start, name.end)}
    for match in _SITE_AFTER.finditer(body):
        yield from _site(body, match, known)
    if " named " in body:
        for match in _NAMED_AFTER.finditer(body):
            yield _guess(*match.span(1), "ORG")
    for needed, pattern, type_ in _SETTLED:
        if any(part in body for part in needed):
            for match in pattern.finditer(body):
                yield replace(_guess(*match.span(1), type_), whole=True)
    yield from _numbered_and_lettered(body, names)
    yield from _roads_and_contests(body)


def _numbered_and_lettered(body: str, names: Sequence[Found]) -> Iterator[Found]:
    """Yield schools of a number, battles, routes by their towns, and firms whose noun stands before their letters."""
    if " No" in body or "№" in body or " number " in body:
        for match in _NUMBERED.finditer(body):
            yield _guess(*match.span(1), "ORG")
    if any(word in body for word in _BATTLE_WORDS):
        for match in _BATTLE.finditer(body):
            yield replace(_guess(*match.span(1), "LAW" if match[1].startswith("Treaty") else "EVENT"), whole=True)
    for noun in _TROOPS:
        yield from _numbered_troops(body, noun)
    if any(site in body for site in ("Facebook ", "Telegram ", "Twitter ", "YouTube ")):
        yield from _pages(body, names)
    if "rigade" in body or "attalion" in body:
        yield from _named_troops(body, names)
    if body.count(" - ") + body.count(" – ") > 1:
        for match in _ROUTE.finditer(body):
            yield replace(_guess(*match.span(), "FAC"), whole=True)
    for match in _LETTERS.finditer(body):
        if _FIRM.search(body, max(0, match.start() - 14), match.start()):
            yield _guess(match.start() + 1, match.end(), "ORG")


def _numbered_troops(body: str, noun: str) -> Iterator[Found]:
    """Yield troops whose number stands before or behind their noun: "the 5th Armored Division", "Regiment 111"."""
    at = body.find(noun)
    while at >= 0:
        end = at + len(noun)
        before = _NUMBERED_TROOPS.search(body, max(0, at - _LONGEST), at)
        number = _TROOPS_NUMBER.match(body, end)
        if before is not None and not body[end : end + 1].isalpha():
            yield _guess(before.start(), end, "ORG")
        elif number is not None:
            yield _guess(at + 1, number.end(), "ORG")
        at = body.find(noun, end)


def _roads_and_contests(body: str) -> Iterator[Found]:
    """Yield roads by their ends, contests and ships, with the noun in or before the name."""
    if (" - " in body or " – " in body) and any(word in body for word in _ROADS):
        for match in _HIGHWAY.finditer(body):
            yield replace(_guess(*match.span(), "FAC"), whole=True)
    for match in _CONTEST.finditer(body):
        name = _BEFORE_CONTEST.search(body, max(0, match.start() - _LONGEST), match.start())
        if name and name.group().split(" ", 1)[0].lower() not in _COMMON | _NOT_FIRST:
            yield _guess(name.start(), match.end(), "EVENT")
    if any(word in body for word in _SHIP_WORDS):
        for match in _SHIP.finditer(body):
            yield from _ships(body, match)


def _named_troops(body: str, names: Sequence[Found]) -> Iterator[Found]:
    """Yield irregular troops with their noun: "the Sayf al-Tarvis brigade", "Velm martyrs brigade"."""
    known = {name.end: name for name in sorted(names, key=lambda name: -name.start) if name.ids}
    for match in _BRIGADE.finditer(body):
        parts = match[1].split()
        while parts and parts[0].lower() in _COMMON | _NOT_FIRST:
            parts.pop(0)
        start = match.end() - len(" ".join(parts))
        last = known.get(match.start() + len(match[1].rpartition(" ")[0]))
        of_known = last is not None and last.start <= start and not match["martyrs"]
        if len(parts) >= _LEAST_TROOPS and match.end() not in known and not of_known:
            yield replace(_guess(start, match.end(), "ORG"), whole=True)


_LEAST_TROOPS = 3


def _pages(body: str, names: Sequence[Found]) -> Iterator[Found]:
    """Yield whom a page is of, where it has two words and is nobody known: "The Velm Today Facebook page"."""
    owners = [name for name in names if (name.ids and name.type != "GPE") or name.type == "PERSON"]
    for match in _PAGE.finditer(body):
        start, words = match.start(), match[1].split()
        while words and words[0].lower() in _COMMON | _NOT_FIRST:
            start += len(words.pop(0)) + 1
        if len(words) > 1 and not any(name.overlaps(start, match.end(1)) for name in owners):
            yield replace(_guess(start, match.end(1), "ORG"), whole=True)


def _before_noun(body: str, noun: re.Match[str], taken: set[int]) -> Iterator[Found]:
    first = max(0, noun.start() - _LONGEST)
    if noun["road"]:
        name = _BEFORE_ROAD.search(body, first, noun.start())
        if name and name.group().split(" ", 1)[0].lower() not in _NOT_FIRST:
            yield replace(_guess(name.start(), noun.end(), "FAC"), whole="-" in name.group())
        return
    if noun[0] in {" district", " raion", " rayon"}:
        name = _BEFORE_RAYON.search(body, first, noun.start())
        if name and name.group().lower() not in _COMMON:
            yield _guess(name.start(), noun.end(), "GPE")
            return
    name = _BEFORE_PLACE.search(body, first, noun.start()) if noun["place"] else None
    if name:
        yield from _place(body, name.start(), name.end(), taken)


def _ships(body: str, noun: re.Match[str]) -> Iterator[Found]:
    """Yield the ships named behind their noun, after a plural those joined to the first: "corvettes Vel and Mare"."""
    end = noun.end()
    while name := _SHIP_NAME.match(body, end):
        if any(word.lower() in DETERMINERS | NOT_NAMES - DIRECTIONS for word in name[1].split()):
            return
        yield replace(_guess(*name.span(1), "PRODUCT"), whole=True)
        end = name.end()
        joint = _JOINT.match(body, end) if noun.group().rstrip().endswith("s") else None
        if joint is None:
            return
        end = joint.end()


def _site(body: str, noun: re.Match[str], known: set[int]) -> Iterator[Found]:
    """Take the noun of a theater or cemetery into its name: "Orlov theatre", not "Tver theatre"."""
    name = _BEFORE_PLACE.search(body, max(0, noun.start() - _LONGEST), noun.start())
    if name is None:
        return
    first, _, rest = name.group().partition(" ")
    start = name.start() + (len(first) + 1 if rest and first.lower() in DETERMINERS else 0)
    if any(word.lower() in _COMMON | _NOT_FIRST for word in body[start : name.end()].split()):
        return
    if known.isdisjoint(range(start, name.end())):
        yield _guess(start, noun.end(), "FAC")


def _place(body: str, start: int, end: int, taken: set[int]) -> Iterator[Found]:
    parts = body[start:end].replace("-", " ").lower().split()
    if taken.isdisjoint(range(start, end)) and not any(word in _COMMON for word in parts):
        taken.update(range(start, end))
        yield _guess(start, end, "GPE")


def _guess(start: int, end: int, type_: str) -> Found:
    return Found(start=start, end=end, type=type_, from_model=True, score=0.5)
