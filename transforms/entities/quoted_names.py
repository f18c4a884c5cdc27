"""Names in quotation marks: of bodies, works, ships, events and sites, told by their capitals and the noun beside."""

import re
from collections.abc import Iterator, Sequence

from transforms.entities.found import Found
from transforms.entities.words import DETERMINERS, NOT_NAMES, SPEECH_VERBS, words

_QUOTED = re.compile(r"(?<![\w\"“«„])[\"“«„](?P<name>[A-Z0-9À-Ž][^\"”»“«„\n]{1,70}?),?[\"”»](?!\w)")
_PROJECT = re.compile(r"\b[Pp]roject \d[\d.]* \(?$")
_NOUN_BEFORE = re.compile(r"(\w+)(?: (?:called|named|titled|entitled))?(?:,|:| –| -)? $")
_NOUN_AFTER = re.compile(r" (?:[a-z]+ )?([a-z]+)\b")
_LIST_BEFORE = re.compile(r"[\"”»](?:, and |, | and | or )$")
_SENTENCE = re.compile(r"(?<!\bNo)[.!?…] |[.;?]$|\.\.\.|, (?!and |[A-Z])|[,:] [a-z]")
_CATEGORY = re.compile(r"\b(?:nominations?|categor(?:y|ies)) (?:called |of )?$", re.I)
_WORDS = re.compile(r"[^\W\d_][\w'’-]*")
_SMALL = words("of the and for in on at by to with from a an de la du van al non")
_LONGEST = {"PRODUCT": 9, "WORK_OF_ART": 12, "EVENT": 8, "LAW": 14}
_KINDS = {
    "PRODUCT": words(
        """
        ship vessel frigate corvette destroyer cruiser submarine icebreaker tanker carrier ferry yacht schooner trawler
        boat spacecraft rover rocket missile satellite liner barge drone helicopter vaccine module lander steamer
        drug medication medicine preparation aircraft plane jet tank smartphone launcher
        """
    ),
    "ORG": words(
        """
        newspaper magazine agency channel portal broadcaster publication company firm corporation holding concern bank
        factory plant llc ltd jsc ojsc pjsc ao pao ooo movement party organization organisation group association
        foundation fund club team union battalion brigade center centre enterprise studio publisher retailer operator
        edition outlet resource website site station radio bloc faction coalition alliance list ensemble band choir
        orchestra cooperative trust startup network chain project institute bureau committee academy school division
        contractor bakery dairy farm brewery mill store shop brand carrier
        airline supplier developer shipyard combine edition weekly regiment detachment league
        squad laboratory publishing holding community initiative
        """
    ),
    "WORK_OF_ART": words(
        """
        film movie documentary series show cartoon novel book song album play opera ballet painting poem musical comedy
        drama thriller melodrama trilogy saga clip single track picture podcast sitcom miniseries telenovela
        medal autobiography monograph exposition soundtrack sculpture performance anthem program programme
        """
    ),
    "EVENT": words(
        """
        festival competition contest tournament forum championship conference exhibition operation award prize race cup
        marathon exercise exercises summit olympiad regatta offensive festivity biennale
        """
    ),
    "LAW": words("law bill decree"),
    "FAC": words(
        """
        hotel restaurant cafe café stadium arena mine airport mall clinic sanatorium hostel resort museum theater
        theatre cinema camp park port terminal prison colony bridge checkpoint
        crossing post route line highway road section corridor pipeline seaport
        airfield dormitory pavilion residence sanitarium hospital polyclinic pier
        """
    ),
}
_TYPE_OF = {noun + ending: type_ for type_, nouns in _KINDS.items() for noun in nouns for ending in ("", "s")}
_NOT_FIRST = (NOT_NAMES - words("north south east west northern southern eastern western universe network")) | (
    DETERMINERS - words("the")
)
_CALLED = re.compile(
    r"\b(?:nick-?named?|call ?-?signs?|alias|aka|known as|pseudonym|word|words|term|slogan|motto|"
    r"(?:title|status|rank) of) $"
)
_SAID = re.compile(r"(\w+),? $")
_SAYING = words("said says say added noted stressed wrote asked replied answered called calls shouted chanted as like")
_IN_SENTENCE = re.compile(
    r"\b(?:the|of|to|with|by|in|at|for|from|against|on|and|about|told|tells|quotes|cites|quoted|informed|reported) $"
)
_SOURCE_AFTER = re.compile(r" (?:reports|writes|reported|wrote|informs|specifies|clarifies|notes)\b")
_NICKNAME = re.compile(r"[A-Z][a-z]+ $")
_SURNAME = re.compile(r" [A-Z][a-z]+\b")
_TOLD = re.compile(r"\b(?:transfers|transmits|reports|writes|told|tells|informs|confirmed to|quotes|cites) $")
_LONGEST_SOURCE = 4
_ASKED = words("yes no enough hello thanks thank you i we they he she it this that there stop please why what how")


def find_quoted_names(body: str, names: Sequence[Found]) -> Iterator[Found]:
    """Yield what stands in quotation marks with capitals and is no utterance: the series "Long Shore", "Imedi" says.

    Beside a noun that tells its kind one word is enough, and small words may follow; else all its words have capitals,
    and a single one counts only where the sentence goes on around it.
    """
    types: dict[str, str] = {}
    open_: list[re.Match[str]] = []
    whole = {(name.start, name.end) for name in names if name.ids and not name.weak}
    for match in _QUOTED.finditer(body):
        name = match["name"]
        if _CATEGORY.search(body, max(0, match.start() - 20), match.start()):
            continue
        type_ = _type_beside(body, match, types)
        if _SENTENCE.search(name.removesuffix("?") if type_ == "WORK_OF_ART" else name):
            continue
        if type_ and len(name.split()) <= _LONGEST.get(type_, 6):
            types.setdefault(name, type_)
            if match.span("name") not in whole:
                yield _guess(match, type_)
        else:
            open_.append(match)
    for match in open_:
        if match["name"] not in types and _is_source(body, match):
            types[match["name"]] = "ORG"
    known = {at for name in names for at in range(name.start, name.end)} if open_ else set()
    for match in open_:
        type_ = types.get(match["name"]) or ("ORG" if _is_title(body, match) else None)
        if type_ and match.span("name") not in whole and (_in_sentence(body, match) or known.isdisjoint(_range(match))):
            yield _guess(match, type_)


def _guess(match: re.Match[str], type_: str) -> Found:
    start, end = match.span("name")
    return Found(start=start, end=end, type=type_, from_model=True, whole=True, score=0.6)


def _type_beside(body: str, match: re.Match[str], types: dict[str, str]) -> str | None:
    """Tell the kind of a quoted name by the noun before or after it, or before the list it stands in."""
    start = match.start()
    if _PROJECT.search(body, max(0, start - 20), start):
        return "PRODUCT"
    before = _NOUN_BEFORE.search(body, max(0, start - 30), start)
    if before is not None and before[1].lower() in _TYPE_OF:
        return _TYPE_OF[before[1].lower()]
    if _LIST_BEFORE.search(body, max(0, start - 10), start):
        for other, type_ in reversed(types.items()):
            if body.rfind(other, max(0, start - 90), start) >= 0:
                return type_
    after = _NOUN_AFTER.match(body, match.end())
    if after is None or not _has_capitals(match["name"]):
        return None
    for noun in (after.group().split()[0], after[1]):
        if noun in _TYPE_OF:
            return _TYPE_OF[noun]
        if noun in _SMALL or noun in SPEECH_VERBS:
            return None
    return None


def _is_source(body: str, match: re.Match[str]) -> bool:
    """Tell whether words in marks are whom somebody told something, in marks again: "confirmed to "European truth"."""
    name = match["name"]
    if len(name.split()) > _LONGEST_SOURCE or not name[0].isupper() or body.count(name) < 2:
        return False
    return _TOLD.search(body, max(0, match.start() - 24), match.start()) is not None


def _has_capitals(name: str) -> bool:
    return all(word[0].isupper() or word in _SMALL for word in _WORDS.findall(name))


def _is_title(body: str, match: re.Match[str]) -> bool:
    """Tell whether words in marks without a noun beside them are a name by their capitals."""
    parts = _WORDS.findall(match["name"])
    if not 0 < len(parts) < 7 or not _has_capitals(match["name"]) or parts[0].lower() in _ASKED:
        return False
    if _is_uttered(body, match) or _is_nickname(body, match) or (len(parts) > 1 and match["name"].isupper()):
        return False
    if len(parts) > 1:
        article = parts[0].lower() in DETERMINERS - {"the"}
        return parts[-1][0].isupper() and not article and not _in_headline(body, match)
    word = parts[0]
    return _in_sentence(body, match) and len(word) > 3 and word.lower() not in _NOT_FIRST and not word.isupper()


def _in_sentence(body: str, match: re.Match[str]) -> bool:
    """Tell whether the sentence leads up to the marks, or goes on behind them with what a source does."""
    after = _SOURCE_AFTER.match(body, match.end())
    return after is not None or _IN_SENTENCE.search(body, max(0, match.start() - 12), match.start()) is not None


def _range(match: re.Match[str]) -> range:
    return range(*match.span("name"))


def _is_uttered(body: str, match: re.Match[str]) -> bool:
    """Tell whether words in marks are what somebody says: they stand alone in their line, or behind a colon."""
    before = body[max(0, match.start() - 3) : match.start()].rstrip(" ")
    said = _SAID.search(body, max(0, match.start() - 20), match.start())
    if before[-1:] == ":" or (said and said[1] in _SAYING):
        return True
    return before[-1:] in {"", "\n"} and body[match.end() : match.end() + 1] in {"", "\n"}


def _is_nickname(body: str, match: re.Match[str]) -> bool:
    first = max(0, match.start() - 20)
    if _CALLED.search(body, first, match.start()):
        return True
    return bool(_NICKNAME.search(body, first, match.start()) and _SURNAME.match(body, match.end()))


def _in_headline(body: str, match: re.Match[str]) -> bool:
    """Tell whether the line has capitals throughout, where they tell nothing."""
    first = body.rfind("\n", 0, match.start()) + 1
    end = body.find("\n", match.end())
    around = body[first : match.start()] + body[match.end() : end if end >= 0 else len(body)]
    long = [word for word in _WORDS.findall(around) if len(word) > 3]
    return len(long) > 2 and sum(word[0].isupper() for word in long) > 0.7 * len(long)
