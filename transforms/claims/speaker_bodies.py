"""Which body a speaker's words name beside what it is: its papers, its kind behind or before its name, its state."""

import re
from bisect import bisect_left, bisect_right
from operator import attrgetter

from spacy.tokens import Token

from transforms.claims.beside import GOVERNMENTS, Names
from transforms.entities.words import ORGANIZATION_NOUNS, OUTLET_NOUNS
from transforms.records import Mention

_START = attrgetter("start")
_FIGURES = frozenset({"figure", "data", "datum", "statistic", "estimate", "record"})
_ARTICLES = frozenset({"article", "editorial"})
_DOCUMENTS = _ARTICLES | {
    *("report", "statement", "message", "forecast", "survey", "poll", "bulletin", "information", "document", "material")
}
_OF_BODY = re.compile(
    r" (?:(?:published|released|issued|made|posted|conducted) )?(?:of|by|from) "
    r"(?:the |\w+['’]s )?(?:[a-z-]+ ){0,3}[\"“«]?"
)
_ON = re.compile(r" (?:posted |published )?(?:on|in) (?:the )?")
_ON_SITE_OF = re.compile(_ON.pattern + r"(?:official )?(?:web)?(?:site|page) of (?:the )?")
_SITE_BEHIND = re.compile(r"(?:['’]s)? (?:official )?(?:web)?(?:site|page)\b")
_IN_PAPER = re.compile(r" (?:published )?(?:in|on) (?:the )?(?:[a-z-]+ ){0,3}[\"“«]?")
_SEVERAL = re.compile(
    r"(?:the|both|these)(?: two)? (?:"
    r"(?P<ORG>companies|firms|manufacturers|corporations|banks|clubs|drugmakers|airlines)|"
    r"(?P<PERSON>ministers|presidents|leaders|politicians|diplomats|scientists|experts|senators|authors)|"
    r"(?P<GPE>countries|states))",
    re.IGNORECASE,
)
_JOINED = re.compile(r"(?:,? and |/| & )(?:the )?(?:[\w.-]+ ){0,6}")
_SIDES = frozenset({"side", "sides", "party", "authorities", "governments"})
_TITLED_BODIES = ORGANIZATION_NOUNS.keys() | OUTLET_NOUNS
_BEFORE_NAME = frozenset({" ", ' "', " “", " «"})
_PUBLISHED = re.compile(
    r"(?: \([^()]{2,20}\))?(?: (?:on|last|this|earlier) \w+,?)?(?: has| have| had)?(?: also| now| today)? "
    r"(?:published|released|issued|presented|posted|circulated|adopted|made public) (?:(?:an?|the|its|their|this) )?"
    r"(?:[a-z0-9-]+ ){0,4}?(?P<paper>report|study|statement|document|list|forecast|letter|communique|review|message|"
    r"decree|resolution|appeal|announcement)\b"
)
_PAPERS = frozenset({"report", "document", "message", "publication", "text", "paper"})
_OWN_PAPERS = frozenset({"statement", "study", "letter", "decree", "resolution", "appeal", "announcement"})
_SPOKEN = frozenset({"appeal", "announcement", "message"})
_FAR = 700
_APPOSED = re.compile(r", (?:the )?[\"“«]?")
_CLOSED = re.compile(r"[\"”»]?(?: \(|,(?! (?:and|or|which|who|whose|where)\b)|$)", re.MULTILINE)


def is_document(noun: Token) -> bool:
    """Tell whether a noun is a document or figures, which speak for whoever issued them."""
    return noun.lemma_.lower() in _FIGURES | _DOCUMENTS


def issuer(names: Names, head: Token, start: int, end: int) -> Mention | None:
    """Find whose figures or document says something: "Harbour Council figures show", "a notice on the Fund's site"."""
    noun = head.lemma_.lower()
    if not is_document(head):
        return None
    inside = [m for m in names.mentions if start <= m.start and m.end <= end and m.type in {"ORG", "GPE"}]
    people = [m for m in names.mentions if m.type == "PERSON" and m.start == start and m.level == "name"]
    if people and not inside and names.text[people[0].end : head.idx] in {"'s ", "’s ", "' ", "’ "}:
        return people[0]  # "Osk's report says"
    owned = len(inside) == 1 and names.text[inside[0].end : head.idx] in {"'s ", "’s ", "' ", "’ "}
    if owned and inside[0].level == "nominal" and inside[0].type == "ORG" and inside[0].entity_id:
        return inside[0]  # "the ministry's statement"
    if len(inside) == 1 and inside[0].level == "name" and inside[0].end <= head.idx:
        return inside[0] if noun in _FIGURES or inside[0].type == "ORG" else None
    for mention in inside:
        between = names.text[head.idx + len(head) : mention.start]
        printed = noun in _ARTICLES and _IN_PAPER.fullmatch(between)
        if mention.type == "ORG" and mention.entity_id and (printed or _OF_BODY.fullmatch(between)):
            return mention
        sited = _ON.fullmatch(between) is not None and _SITE_BEHIND.match(names.text, mention.end) is not None
        if mention.entity_id and (sited or _ON_SITE_OF.fullmatch(between)):
            return mention
    return None


def published_before(names: Names, head: Token, start: int, end: int) -> Mention | None:
    """Find who published "the report" that speaks: "The Osk Fund released a study. The report says"."""
    noun, text = head.lemma_.lower(), names.text
    if noun not in _PAPERS | _OWN_PAPERS or text[start:end].lower() != f"the {head.lower_}":
        return None
    for mention in reversed(names.mentions[: bisect_left(names.mentions, start, key=_START)]):
        if start - mention.end > _FAR:
            return None
        placed = mention.type == "GPE" and text.endswith((" in ", " of ", " at ", " from ", " near "), 0, mention.start)
        paper = _PUBLISHED.match(text, mention.end) if mention.type in {"ORG", "GPE"} and not placed else None
        if paper is not None and mention.entity_id:
            said = noun == "statement" and paper["paper"] in _SPOKEN
            return mention if noun in _PAPERS or paper["paper"] == noun or said else None
    return None


def reporter_of(names: Names, head: Token, start: int) -> Mention | None:
    """Find whose reporter speaks without a name of his own: "An Osk News correspondent said", "Osk's reporter said"."""
    if head.lower_ not in REPORTERS:
        return None
    inside = [m for m in names.mentions if start <= m.start and m.end <= head.idx and m.level == "name"]
    if len(inside) != 1 or inside[0].type != "ORG" or inside[0].entity_id in _BEATS:
        return None
    return inside[0] if names.text[inside[0].end : head.idx] in _OWNING else None


REPORTERS = frozenset({"reporter", "correspondent"})
_OWNING = frozenset({" ", "'s ", "’s ", "s ", "' ", "’ "})
_BEATS = frozenset({"white-house", "kremlin", "nato", "european-union", "united-nations", "us-department-of-defense"})
"""What reporters report on."""


def ending_body(names: Names, head: Token, end: int) -> Mention | None:
    """Find the body whose name ends a description of it: "the mission of the Union OSKAM"."""
    if head.lower_ not in ORGANIZATION_NOUNS:
        return None
    inside = [m for m in names.mentions if head.idx < m.start and m.end <= end and m.level == "name"]
    last = inside[-1] if len(inside) > 1 else None
    joined = last is not None and inside[-2].end + 1 == last.start and names.text[last.start - 1] == " "
    return last if joined and last is not None and last.end == end and last.type == "ORG" else None


def titled_body(names: Names, head: Token) -> Mention | None:
    """Find the body named right behind its kind: "the website osk.no reported", "the TV channel "Osk-5"."""
    end = head.idx + len(head)
    if head.lower_ not in _TITLED_BODIES:
        return None
    for mention in names.mentions[bisect_left(names.mentions, end, key=_START) :][:1]:
        named = mention.type in {"ORG", "PRODUCT"} and mention.level == "name" and mention.entity_id
        return mention if named and names.text[end : mention.start] in _BEFORE_NAME else None
    return None


def part_again(names: Names, head: Token, text: str, start: int) -> Mention | None:
    """Find whose "the mission" is: the body of which the text named one last, "a mission of the Osk Union"."""
    if head.lower_ not in _PARTS_AGAIN or text.lower() not in {f"the {head.lower_}", f"its {head.lower_}"}:
        return None
    for mention in reversed(names.mentions[: bisect_left(names.mentions, start, key=_START)]):
        if start - mention.end > _FAR:
            return None
        if mention.type == "ORG" and mention.entity_id and mention.level == "name":
            before = names.text[max(0, mention.start - _REACH) : mention.start].lower()
            of = re.search(rf"\b{head.lower_} of (?:the )?(?:[\w’']+ ){{0,2}}$", before) is not None
            if of or names.text[mention.end :].startswith((f" {head.text} ", f"'s {head.text} ", f"’s {head.text} ")):
                return mention
    return None


_PARTS_AGAIN = frozenset({"mission", "delegation", "branch", "headquarters", "secretariat", "representation", "bureau"})
_REACH = 40


def observatory(names: Names, text: str, start: int) -> Mention | None:
    """Find the one observatory of a text that its headline calls "war monitor", or its first lines "an NGO"."""
    if not _WATCHER.fullmatch(text) or start > _FAR:
        return None
    named = [m for m in names.mentions if m.type == "ORG" and m.level == "name" and m.entity_id]
    found = {m.entity_id: m for m in named if _WATCHES & {*m.name.lower().split()}}
    return next(iter(found.values())) if len(found) == 1 else None


_WATCHER = re.compile(r"(?:(?:the|an?) )?(?:(?:war|rights|syrian?) )?(?:monitor|watchdog|ngo)", re.IGNORECASE)
_WATCHES = frozenset({"observatory", "monitor", "watchdog"})


def several(names: Names, text: str, start: int) -> Mention | None:
    """Find the first of the two joined before that "the companies", "both ministers" or "the countries" say."""
    said = _SEVERAL.fullmatch(text)
    if said is None:
        return None
    before = names.mentions[: bisect_left(names.mentions, start, key=_START)]
    named = [m for m in before if m.type == said.lastgroup and m.level == "name" and m.entity_id]
    if len(named) < 2:
        return None
    first, second = named[-2:]
    joined = _JOINED.fullmatch(names.text, first.end, second.start)
    return first if joined and first.entity_id != second.entity_id and start - second.end < _FAR else None


def side(names: Names, head: Token, start: int, end: int) -> Mention | None:
    """Find the state of "the Russian side", "the Polish authorities", "the Polish government"."""
    if head.lower_ in GOVERNMENTS:
        at = bisect_right(names.mentions, head.idx, key=_START) - 1
        state = names.mentions[at] if at >= 0 else None
        plain = state is not None and names.text[start : state.start].lower() in {"", "the "}
        adjacent = state is not None and state.start >= start and state.end + 1 == head.idx
        own = state is not None and state.level == "adjectival" and state.type == "GPE" and state.entity_id
        return state if plain and adjacent and own else None
    if head.lower_ not in _SIDES:
        return None
    inside = [m for m in names.mentions if start <= m.start and m.end <= head.idx]
    states = [m for m in inside if m.level == "adjectival" and m.type in {"GPE", "NORP"} and m.entity_id]
    if (
        head.tag_ == "NNS"
        and len(states) == len(inside) == 2
        and names.text[states[0].end : states[1].start] == " and "
    ):
        return states[0]  # "the Polish and Czech sides"
    one = len(states) == len(inside) == 1 and (head.lower_ != "party" or states[0].end + 1 == head.idx)
    return states[0] if one else None  # "the Russian party", no opposition party


def after_opposition(names: Names, head: Token, end: int) -> Mention | None:
    """Find the party named right behind what it is: "The main opposition Osk said"."""
    if head.lower_ != "opposition":
        return None
    for mention in names.mentions[bisect_left(names.mentions, end, key=_START) :][:1]:
        if mention.start == end + 1 and names.text[end] == " " and mention.type == "ORG" and mention.level == "name":
            return mention
    return None


_MAKERS = frozenset({"maker", "producer", "developer", "publisher", "subsidiary", "parent", "unit", "arm", "insurer"})


def after_kind(names: Names, head: Token, start: int, end: int) -> Mention | None:
    """Find the body named in apposition to what it is: "the Polish opposition party, the Greens (OSK), said"."""
    kind = head.lower_ in ORGANIZATION_NOUNS or head.lower_ in _MAKERS
    if not kind or len(names.text[start : head.idx].split()) < 2:
        return None  # "according to the party, the Fund, the bank and others left"
    apposed = _APPOSED.match(names.text, end)
    at = bisect_left(names.mentions, apposed.end(), key=_START) if apposed is not None else len(names.mentions)
    for mention in names.mentions[at:][:1]:
        named = mention.type in {"ORG", "NORP"} and mention.level == "name" and mention.entity_id
        closed = _CLOSED.match(names.text, mention.end)
        if not named or apposed is None or mention.start != apposed.end() or closed is None:
            return None
        short = names.mentions[at + 1 : at + 2] if closed[0].endswith("(") else []
        return short[0] if short and short[0].start == closed.end() and short[0].type == "ORG" else mention
    return None
