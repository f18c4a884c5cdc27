"""Which descriptions fit a person: "the diplomat" is a foreign minister, an envoy or a ministry's spokeswoman."""

import re
from collections.abc import Iterable
from functools import lru_cache

from config.knowledge import Entity, Knowledge, fold, held
from transforms.entities.words import PERSON_NOUNS, words

_SPOKES = r"spokes(?:wo)?man|spokesperson|press secretary|official representative|press service|press officer"
_IMPLIED: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), words(heads))
    for pattern, heads in (
        (r"(?:foreign|external affairs|foreign affairs) minister", "diplomat minister official politician"),
        (r"(?:head|chief) of (?:the )?(?:[\w'-]+ ){0,2}?foreign ministry", "diplomat minister official politician"),
        (r"(?:head|chief) of (?:the )?(?:[\w'-]+ ){0,3}?ministry", "minister official politician"),
        (
            r"minister|secretary of (?:state|defen[cs]e)|foreign secretary|defen[cs]e secretary",
            "minister official politician",
        ),
        (r"secretary of state|foreign secretary", "diplomat secretary"),
        (_SPOKES, "spokesman spokeswoman spokesperson representative official speaker secretary"),
        (rf"(?:{_SPOKES})\b.*\b(?:foreign ministry|ministry of foreign|foreign office|state department)", "diplomat"),
        (
            r"ambassador|envoy|consul|charge d'affaires|permanent representative|diplomat|negotiator",
            "diplomat envoy official representative",
        ),
        (r"ambassador", "ambassador head"),
        (r"patriarch|pope|metropolitan|secretary of (?:the )?(?:[\w'-]+ ){0,3}?council", "head"),
        (r"envoy|special representative|mediator", "envoy mediator representative"),
        (r"president|king|emir|emperor|sultan|chancellor|prime minister|premier", "leader politician"),
        (r"president|king|emir|sultan", "head"),
        (r"prime minister|premier", "premier minister head"),
        (r"president", "president"),
        (r"secretary[- ]general|general secretary", "head chief official diplomat secretary-general"),
        (
            r"(?<!secretary[- ])(?<!director[- ])(?<!attorney )(?<!prosecutor )general(?! secretary| director| manager)"
            r"|colonel|major|lieutenant|admiral|captain|commander|marshal|commodore|brigadier|col|lt|gen|maj|capt|brig|adm",
            "officer commander general official",
        ),
        (r"(?<!secretary[- ])(?<!director[- ])general|admiral|colonel|marshal|brigadier", "commander"),
        (r"commander", "head"),
        (r"ceo|chief executive", "head ceo"),
        (
            r"senator|congress(?:wo)?man|lawmaker|deputy|mp|parliamentarian|representative|assemblyman",
            "lawmaker politician senator member",
        ),
        (r"deputy|mp|lawmaker|parliamentarian|state duma", "deputy parliamentarian mp parliament"),
        (r"head of the (?:region|oblast|krai|territory|republic)|acting head|acting governor", "governor"),
        (r"governor|acting head|acting governor", "governor official head leader politician"),
        (r"mayor|head of (?:the )?(?:city|town|administration of the city)", "mayor official head leader politician"),
        (r"leader|chairman|chairwoman|head|chief|director|president|chair", "leader head chief director chairman"),
        (
            r"candidate|nominee|former president|(?:party|opposition) (?:leader|chair(?:man|woman|person)?|head|chief)",
            "politician candidate",
        ),
        (r"speaker", "speaker politician parliamentarian lawmaker"),
        (
            r"(?:head|chairman|chair|president|director|chief executive|ceo) of|director|ceo|chief executive",
            "manager functionary",
        ),
        (r"president|director(?:[- ]general)?|secretary(?:[- ]general)?|commissioner|chairman|head", "functionary"),
        (r"opposition(?:ist)?|dissident", "oppositionist"),
        (r"opposite number", "counterpart"),
        (
            r"(?:head|chief|commander|officer) of (?:the )?(?:[\w'-]+ ){0,3}?(?:staff|forces|army|navy)",
            "commander officer",
        ),
        (
            r"director|chairman|head|commissioner|coordinator|chief|adviser|aide|undersecretary|rapporteur|secretary",
            "official",
        ),
        (
            r"expert|analyst|professor|researcher|scholar|political scientist|economist",
            "expert analyst professor scientist researcher",
        ),
        (r"activist|campaigner|human rights|rights", "activist"),
        (
            r"ombuds(?:man|woman|person)|(?:human )?rights (?:commissioner|defender)",
            "activist official defender human rights",
        ),
        (r"journalist|reporter|correspondent|columnist|editor", "journalist reporter correspondent"),
        (r"lawyer|attorney|advocate", "lawyer attorney advocate counsel defender"),
        (r"doctor|physician|surgeon", "doctor"),
        (r"[a-z]+(?:ologist|iatrist|atrician)", "doctor expert scientist specialist"),
        (
            r"businessman|businesswoman|billionaire|oligarch|ceo|chief executive|entrepreneur|founder",
            "businessman entrepreneur billionaire",
        ),
        (r"rector|dean|principal", "head rector"),
        (r"prosecutor|judge|coach|actor|actress|singer|athlete|striker", ""),
    )
)
_WORD = re.compile(r"[\w-]+")
_COMPLEMENT = re.compile(r" (?:of|to|for|in|at|from|with|on) ")
_OWNER = re.compile(r"(?:.*['’]s? )?")
_ANY = re.compile("|".join(pattern.pattern for pattern, _ in _IMPLIED))
_SAME = {
    "defence": "defense",
    "premier": "prime minister",
    "sec-gen": "secretary-general",
    "secretary general": "secretary-general",
    "foreign affairs minister": "foreign minister",
    "minister of foreign affairs": "foreign minister",
    "minister for foreign affairs": "foreign minister",
    "external affairs minister": "foreign minister",
    "minister of defense": "defense minister",
    "minister of interior": "interior minister",
    "top diplomat": "foreign minister",
    "chief diplomat": "foreign minister",
    "head of diplomacy": "foreign minister",
    "chief of diplomacy": "foreign minister",
    "head of foreign policy department": "foreign minister",
    "head of military department": "defense minister",
    "head of defense department": "defense minister",
    "head of cabinet": "prime minister",
    "head of cabinet of ministers": "prime minister",
    "head of parliament": "speaker",
    "head of the foreign ministry": "foreign minister",
    "head of the defense ministry": "defense minister",
    "head of state": "president",
    "head of government": "prime minister",
    "president": "president",
    "official representative": "spokeswoman",
    "chief administrative officer": "secretary-general",
}
_LEADERS = (
    "secretary-general",
    "president",
    "director-general",
    "director general",
    "chairman",
    "head",
    "chief",
    "leader",
    "minister",
)


def normal_title(title: str) -> str:
    """Write a title as the knowledge base does.

    >>> normal_title("Minister of Defence"), normal_title("the top diplomat")
    ('defense minister', 'foreign minister')
    """
    title = re.sub(r"^(?:the|its|their|his|her|this) ", "", fold(title)).replace("defence", "defense")
    title = re.sub(r"^(?:current|incumbent|acting|new|newly elected) ", "", title)
    return _SAME.get(title, title)


def is_office(phrase: str) -> bool:
    """Tell whether a phrase is another name of an office ("head of diplomacy")."""
    return phrase in _SAME


def titles_of(entity: Entity | None, on: str | None) -> str:
    """Give the titles that a known person had on a day (ever, where none is left on that day), one a line."""
    if entity is None:
        return ""
    current = [role for role in entity.roles if held(role, on)] or list(entity.roles)
    titles = []
    for role in current:
        titles.append(fold(role.title))
        if role.organization_id and "foreign-ministry" in role.organization_id:
            titles.append("diplomat")
    return "\n".join(titles)


def descriptions_of(titles: str) -> frozenset[str]:
    """Give the nouns by which a text may call someone with these titles, one a line.

    What follows a preposition, or stands before a possessive, is not the bearer: an assistant to the head of the
    council is no head.

    >>> sorted(descriptions_of("foreign minister"))
    ['diplomat', 'foreign', 'minister', 'official', 'politician']
    """
    return frozenset().union(*map(_nouns_of, titles.split("\n")))


@lru_cache(maxsize=1 << 14)
def _nouns_of(title: str) -> frozenset[str]:
    title = fold(title).replace("secretary general", "secretary-general")
    own = title[_OWNER.match(title).end() :]  # type: ignore[union-attr]
    complement = _COMPLEMENT.search(own)
    end = complement.start() if complement else len(own)
    implied = set(_WORD.findall(own[:end]))
    implied.update(word for word in _WORD.findall(own[end:]) if word not in PERSON_NOUNS)
    if _ANY.search(own):
        for pattern, heads in _IMPLIED:
            match = pattern.search(own)
            if match and match.start() < end:
                implied |= heads
    return frozenset(implied)


def holders_of(title: str, organizations: Iterable[str], knowledge: Knowledge, on: str | None) -> list[str]:
    """Find who may be meant by an office of an organization or state on a day; without a day, everyone who held it."""
    wanted = normal_title(title)
    found: list[str] = []
    for organization in organizations:
        titles = _LEADERS if wanted in {"head", "chief", "leader"} else (wanted, *_variants(wanted))
        for name in titles:
            holders = knowledge.holders(name, organization, on)
            found += [holder for holder in holders if holder not in found]
            if holders and wanted in {"head", "chief", "leader"}:
                break
    return found


def _variants(title: str) -> tuple[str, ...]:
    if title in {"spokeswoman", "spokesman", "spokesperson", "official representative", "press secretary"}:
        return ("spokeswoman", "spokesman", "official representative", "spokesperson", "press secretary")
    if title == "foreign minister":
        return ("secretary of state", "foreign secretary", "external affairs minister")
    if title == "defense minister":
        return ("defense secretary", "secretary of defense")
    return ()
